//! The exception as it is handed on: one decision, what it covers on the reports at hand, and the knob that would
//! make it unnecessary.
//!
//! Every decision that speaks about the reports is collected, also those that excuse nothing or have run out, since
//! whoever takes over wants to know them; [`Exception::status`] keeps them apart. What is open or only proposed is
//! nobody's decision; [`waiting()`] tells of it.
//!
//! Decisions can also be handed on without the reports they speak about, as the ledger kept them: see [`exceptions_about`].

mod kept;
mod waiting;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use strum::{Display, EnumIter, EnumString};

use crate::domain::decision::Decision;
use crate::domain::decisions::{Decisions, Standing};
use crate::domain::finding::Finding;
use crate::domain::grade::{Kind, Severity};
use crate::domain::identity::Fingerprint;
use crate::domain::report::{Head, Report};
use crate::domain::scope::Subject;
use crate::domain::text::Untrusted;
use crate::domain::tuning::{self, Tuning};

pub use waiting::{Waiting, waiting};

/// A format in which exceptions are handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumIter, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// For a ticket.
    Markdown,
    /// For programs: `airs-exceptions/1`.
    Json,
    /// For a spreadsheet.
    Csv,
}

impl Format {
    /// The file name that is proposed.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Markdown => "airs-exceptions.md",
            Self::Json => "airs-exceptions.json",
            Self::Csv => "airs-exceptions.csv",
        }
    }
}

/// A decision with everything a reader needs who has neither the reports nor the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// The decision.
    pub decision: Decision,
    /// What it is worth today.
    pub status: Status,
    /// Threat or policy; none for a whole scan.
    pub kind: Option<Kind>,
    /// The gravest of what it covers, and who says so.
    pub severity: Option<Severity>,
    /// What it covers on these reports; empty where it is about a whole scan.
    pub covers: Vec<Covered>,
    /// Whether no finding at hand stood under it: what it covers is then only what the ledger kept, and may be more.
    pub from_ledger: bool,
    /// Which change of the security group would make it unnecessary; none for a whole scan, and none where the verdict
    /// never excuses, since nobody should loosen a rule for a true positive.
    pub tuning: Option<Tuning>,
}

/// What a decision is worth today, what excuses first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It excuses.
    InForce,
    /// It excused until it ran out.
    Expired,
    /// It is a verdict that never excuses.
    NoExcuse,
}

/// A finding under a decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Covered {
    /// The model's name.
    pub model: Untrusted,
    /// The scan.
    pub scan: Option<Untrusted>,
    /// The file.
    pub file: Option<Untrusted>,
    /// Its hash.
    pub hash: Option<Untrusted>,
    /// `module.operator`.
    pub symbol: Option<Untrusted>,
    /// The finding in a sentence.
    pub description: Untrusted,
    /// Exact identity.
    pub fingerprint: Fingerprint,
}

impl Exception {
    /// Whether it excuses the gate today.
    pub fn excuses(&self) -> bool {
        self.status == Status::InForce
    }

    /// Whether it has run out.
    pub fn expired(&self) -> bool {
        self.status == Status::Expired
    }
}

/// The decisions that speak about these reports: those that excuse first, then by severity, model, rule, file and event.
pub fn exceptions(reports: &[Report], decisions: &Decisions, today: Date) -> Vec<Exception> {
    let mut collected = Collected::default();
    for report in reports {
        let head = &report.head;
        collected.note(decisions.of_scan(head, today), head, None);
        for finding in &report.findings {
            let standing = decisions.of_finding(head, &finding.key(), today);
            collected.note(standing, head, Some(finding));
        }
    }
    let mut exceptions: Vec<_> = collected
        .cases
        .into_iter()
        .map(|case| case.exception(today))
        .collect();
    exceptions.sort_by_cached_key(order);
    exceptions
}

/// The decisions about these subjects, on these reports where they cover anything there, else as the ledger kept them.
pub fn exceptions_about(
    subjects: &[Subject],
    reports: &[Report],
    decisions: &Decisions,
    today: Date,
) -> Vec<Exception> {
    let wanted: HashSet<&Subject> = subjects.iter().collect();
    let mut found = exceptions(reports, decisions, today);
    found.retain(|exception| wanted.contains(&exception.decision.subject));
    let seen: HashSet<Subject> = found
        .iter()
        .map(|exception| exception.decision.subject.clone())
        .collect();
    let unseen = wanted
        .into_iter()
        .filter(|subject| !seen.contains(*subject));
    found.extend(
        unseen
            .filter_map(|subject| decisions.get(subject))
            .map(|decision| kept::exception(decision, today)),
    );
    found.sort_by_cached_key(order);
    found
}

fn order(exception: &Exception) -> impl Ord + use<> {
    let context = &exception.decision.context;
    let level = exception.severity.map(|severity| severity.level);
    (
        exception.status,
        (level.is_none(), level),
        context.model.clone(),
        context.rule.clone(),
        context.file.clone(),
        exception.decision.event,
        exception.decision.context.fingerprint,
    )
}

#[derive(Default)]
struct Collected<'a> {
    cases: Vec<Case<'a>>,
    places: HashMap<&'a Subject, usize>,
}

struct Case<'a> {
    decision: &'a Decision,
    seen: Vec<(&'a Head, &'a Finding)>,
}

impl<'a> Collected<'a> {
    fn note(&mut self, standing: Standing<'a>, head: &'a Head, finding: Option<&'a Finding>) {
        let expired = match standing {
            Standing::Expired(decision) => Some(decision),
            _ => None,
        };
        let Some(decision) = standing.decision().or(expired) else {
            return;
        };
        let place = *self.places.entry(&decision.subject).or_insert_with(|| {
            self.cases.push(Case {
                decision,
                seen: Vec::new(),
            });
            self.cases.len() - 1
        });
        self.cases[place]
            .seen
            .extend(finding.map(|finding| (head, finding)));
    }
}

impl Case<'_> {
    /// The findings are put in order first, so that the order of the reports changes nothing.
    fn exception(mut self, today: Date) -> Exception {
        self.seen
            .sort_by_cached_key(|(head, finding)| Covered::of(head, finding));
        let mut covers: Vec<_> = self
            .seen
            .iter()
            .map(|(head, finding)| Covered::of(head, finding))
            .collect();
        covers.dedup();
        let excusable = self.decision.verdict.excuses();
        let severities = self.seen.iter().filter_map(|(_, finding)| finding.severity);
        Exception {
            decision: self.decision.clone(),
            status: Status::of(self.decision, today),
            kind: self.seen.first().map(|(_, finding)| finding.kind),
            severity: severities.min_by_key(|severity| severity.level),
            covers,
            from_ledger: false,
            tuning: tuning::suggest(&self.seen).filter(|_| excusable),
        }
    }
}

impl Status {
    fn of(decision: &Decision, today: Date) -> Self {
        match (decision.verdict.excuses(), decision.expired(today)) {
            (false, _) => Self::NoExcuse,
            (true, true) => Self::Expired,
            (true, false) => Self::InForce,
        }
    }
}

impl Covered {
    fn of(head: &Head, finding: &Finding) -> Self {
        Self {
            model: head.name(),
            scan: head.scan.uuid.clone(),
            file: finding.seen.file.clone(),
            hash: finding.seen.hash.clone(),
            symbol: finding.seen.symbol(),
            description: finding.seen.description.clone(),
            fingerprint: finding.identity.exact,
        }
    }
}
