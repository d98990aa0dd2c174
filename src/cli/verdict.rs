//! `verdict`: decide about a finding or a scan by its fingerprint. It is looked up, because a verdict keeps what was in
//! front of the person who gave it.

use anyhow::{Context as _, bail, ensure};

use super::args::Decide;
use super::{Counter, Exit};
use crate::domain::decision::{Context, Entry, Saw};
use crate::domain::decisions::{Decisions, Standing};
use crate::domain::finding::Finding;
use crate::domain::identity::Fingerprint;
use crate::domain::report::{Head, Report};
use crate::domain::scope::{Scope, Subject};
use crate::domain::verdict::{Ruling, Term, Verdict};
use crate::io::ledger::Ledger;

pub(super) async fn run(counter: &mut Counter, args: Decide) -> anyhow::Result<Exit> {
    let ruling = ruling(&args)?;
    let harvest = counter.harvest(args.places.clone())?;
    let Some(about) = find(&harvest.reports, args.fingerprint) else {
        counter.tell(&harvest.notices);
        bail!(
            "{} the fingerprint {}, nothing was saved; name its report with --in PATH, and take the fingerprint from `airs-triage show PATH`",
            none_of(harvest.reports.len()),
            args.fingerprint
        );
    };
    let entry = match ruling {
        Some(ruling) => decided(&harvest.reports, &args, ruling)?,
        None => reopened(about.standing(&counter.decisions().await?, counter))?,
    };
    let ledger = Ledger::open(&counter.places.ledger).await?;
    let decisions = ledger.decisions().await?;
    let subject = entry.subject.clone();
    let before = decisions.get(&subject);
    let change = ledger
        .record(&counter.author, counter.now, &[entry])
        .await?;
    let after = ledger.decisions().await?;
    ledger.close().await;
    let replaced = before.map_or_else(String::new, |before| {
        format!(
            "; before, it was {} by {}",
            before.verdict.words(),
            before.author.printable()
        )
    });
    // A narrower verdict outlasts a wider one, and a wider one comes to light where a narrower is taken off.
    let now = about.standing(&after, counter).decision();
    let now = now.filter(|now| now.subject != subject);
    let in_force = now.map_or_else(String::new, |now| {
        format!(
            "; in force here is {} by {}, on {}",
            now.verdict.words(),
            now.author.printable(),
            now.subject.words()
        )
    });
    let words = change.words;
    counter
        .printer
        .notice(&format!("saved: {words}{replaced}{in_force}"));
    Ok(Exit::Pass)
}

fn none_of(reports: usize) -> String {
    match reports {
        0 => "there is no report here with".to_owned(),
        1 => "the only report here does not have".to_owned(),
        count => format!("none of the {count} reports here has"),
    }
}

/// The ruling as typed; none where the verdict is to be taken off.
fn ruling(args: &Decide) -> anyhow::Result<Option<Ruling>> {
    let Some(verdict) = args.verdict else {
        return Ok(None);
    };
    ensure!(
        verdict.excuses() || args.reason.is_none(),
        "{verdict} excuses nothing and takes no reason, nothing was saved; leave out --reason, and say why with --note"
    );
    ensure!(
        verdict.excuses() || args.expires.is_none(),
        "{verdict} excuses nothing and never expires, nothing was saved; leave out --expires"
    );
    if let Some(control) = args.note.chars().find(|it| it.is_control()) {
        bail!(
            "the note holds the control character {}, which no note does; nothing was saved",
            control.escape_default()
        );
    }
    let ruling = Ruling {
        reason: args.reason.or(verdict.usual_reason()),
        term: args.expires.unwrap_or(Term::DEFAULT),
        note: args.note.trim().to_owned(),
        ..Ruling::usual(verdict)
    };
    ruling
        .check()
        .context("nothing was saved; add --note \"why\", or let it expire")?;
    Ok(Some(ruling))
}

/// What a fingerprint stands for.
#[derive(Clone, Copy)]
pub(super) enum About<'a> {
    Finding(&'a Head, &'a Finding),
    Scan(&'a Head),
}

/// What a fingerprint stands for: on the newest of the reports that tell most about it.
pub(super) fn find(reports: &[Report], fingerprint: Fingerprint) -> Option<About<'_>> {
    all(reports, fingerprint).max_by_key(About::known)
}

/// The same on every report that has it.
fn all(reports: &[Report], fingerprint: Fingerprint) -> impl Iterator<Item = About<'_>> {
    reports.iter().filter_map(move |report| {
        let head = &report.head;
        let mut findings = report.findings.iter();
        let finding = findings.find(|finding| finding.identity.exact == fingerprint);
        let scan = (head.identity.exact == fingerprint).then_some(About::Scan(head));
        finding
            .map(|finding| About::Finding(head, finding))
            .or(scan)
    })
}

/// A verdict on what has a fingerprint, kept as the report has it that tells most. It must be about one thing wherever
/// it is seen.
fn decided(reports: &[Report], args: &Decide, ruling: Ruling) -> anyhow::Result<Entry> {
    let scope = args.scope;
    let mut found: Vec<_> = all(reports, args.fingerprint)
        .filter_map(|about| Some((about.subject(scope, ruling.verdict)?, about)))
        .collect();
    found.sort_by_key(|(_, about)| about.known());
    let Some((subject, about)) = found.pop() else {
        bail!(
            "the report lacks the model or the group that scope {scope} is bound to, nothing was saved; use --scope exact"
        );
    };
    let is_of_scan = matches!(subject, Subject::Scan { .. });
    ensure!(
        !is_of_scan || scope == Scope::Exact,
        "a verdict about a scan as a whole has no scope, nothing was saved; leave out --scope"
    );
    let bound = if is_of_scan {
        format!("scans, and {} is about one", ruling.verdict.words())
    } else {
        format!("models or groups, and scope {scope} is bound to one")
    };
    ensure!(
        found.iter().all(|(other, _)| *other == subject),
        "this is in several {bound}, nothing was saved; name the report that is meant with --in PATH"
    );
    let context = match about {
        About::Finding(head, finding) if !is_of_scan => Context::of(head, finding),
        about => Context::of_scan(about.head()),
    };
    Ok(Entry {
        subject,
        ruling: Some(ruling),
        context,
        saw: Saw::Nobody,
    })
}

impl<'a> About<'a> {
    /// What a verdict on it is about, where the report tells that. A pipeline fault is about the scan, also where a
    /// finding led to it.
    fn subject(self, scope: Scope, verdict: Verdict) -> Option<Subject> {
        match self {
            Self::Finding(head, finding) if verdict != Verdict::PipelineFault => {
                Subject::of(scope, head, &finding.key())
            }
            Self::Finding(head, _) | Self::Scan(head) => Some(Subject::Scan {
                fingerprint: head.identity.exact,
            }),
        }
    }

    /// How much its report tells of the scan, and when that was.
    fn known(&self) -> impl Ord + use<> {
        let head = self.head();
        let of_group = head.group_uuid().is_some() || head.group_name().is_some();
        (head.scan.uuid.is_some(), of_group, head.scan.created_at)
    }

    /// Whether a report has it.
    pub(super) fn is_in(self, report: &Report) -> bool {
        match self {
            Self::Finding(_, one) => {
                let mut findings = report.findings.iter();
                findings.any(|finding| finding.identity.exact == one.identity.exact)
            }
            Self::Scan(head) => report.head.identity.exact == head.identity.exact,
        }
    }

    /// The report that has it.
    pub(super) fn head(self) -> &'a Head {
        match self {
            Self::Finding(head, _) | Self::Scan(head) => head,
        }
    }

    /// Where it stands.
    pub(super) fn standing<'d>(self, decisions: &'d Decisions, counter: &Counter) -> Standing<'d> {
        match self {
            Self::Finding(head, finding) => {
                decisions.of_finding(head, &finding.key(), counter.today())
            }
            Self::Scan(head) => decisions.of_scan(head, counter.today()),
        }
    }
}

/// Takes off the very verdict that is in force.
fn reopened(standing: Standing<'_>) -> anyhow::Result<Entry> {
    let decision = standing
        .decision()
        .context("this is open already: there is no verdict to take off")?;
    Ok(decision.reopening())
}
