//! The exceptions screen: a ledger with a past, what its keys do, what an analyst does with it, and how it looks.

mod facts;
mod filter;
mod journeys;
mod keys;

use airs_triage::domain::decision::{Context, Decision, Entry};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::report::Report;
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::verdict::{Reason, Ruling, Term, Verdict};
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::Library;
use jiff::{SignedDuration, Timestamp};
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

/// A verdict that somebody gave some days before the morning of the bundled workspace.
struct Past {
    author: &'static str,
    days_ago: i64,
    source: &'static str,
    /// Rule and file; none for the scan as a whole.
    about: Option<(&'static str, &'static str)>,
    scope: Scope,
    verdict: Verdict,
    reason: Option<Reason>,
    term: Term,
    note: &'static str,
}

const LOAD: &str = "Load Time Code Execution Check";
const FORMAT: &str = "Stored In Approved File Format";
const LICENCE: &str = "License Is Valid For Use";

const fn past(
    (author, days_ago): (&'static str, i64),
    source: &'static str,
    about: Option<(&'static str, &'static str)>,
    (scope, verdict, reason): (Scope, Verdict, Option<Reason>),
    note: &'static str,
) -> Past {
    Past {
        author,
        days_ago,
        source,
        about,
        scope,
        verdict,
        reason,
        term: Term::DEFAULT,
        note,
    }
}

const FALSE: Verdict = Verdict::FalsePositive;
const TRUE: Verdict = Verdict::TruePositive;
const ACCEPTED: Verdict = Verdict::AcceptedRisk;

/// Two that have run out, one that soon will, one for ever, one of a report that is not in the library.
fn pasts() -> Vec<Past> {
    let noise = Some(Reason::ToolNoise);
    let risk = Some(Reason::RiskAccepted);
    let vocab = Some((FORMAT, "vocab.txt"));
    vec![
        past(
            ("ken", 100),
            "build-811.json",
            Some((LICENCE, "")),
            (Scope::RuleInModel, ACCEPTED, risk),
            "Legal looked at the licence of the base model and wants to see it again in a quarter.",
        ),
        past(
            ("ken", 93),
            "build-811.json",
            Some((FORMAT, "tokenizer.model")),
            (Scope::Symbol, ACCEPTED, Some(Reason::NotForRelease)),
            "Only the training job reads it.",
        ),
        past(
            ("maya", 78),
            "build-811.json",
            vocab,
            (Scope::Exact, FALSE, noise),
            "A tokenizer vocabulary in plain text.\nRead as an OpenVINO weight file by mistake.",
        ),
        past(
            ("maya", 30),
            "build-811.json",
            Some((LOAD, "training_args.bin")),
            (Scope::Exact, FALSE, Some(Reason::VulnerabilityNotFeasible)),
            "getattr rebuilds an enumeration of the trainer.",
        ),
        past(
            ("maya", 20),
            "ado-report.json",
            Some((LOAD, "model.pkl")),
            (Scope::Exact, TRUE, None),
            "Calls a shell when it is loaded.",
        ),
        Past {
            term: Term::Forever,
            ..past(
                ("ann", 12),
                "ado-report.json",
                Some((FORMAT, "model.pkl")),
                (Scope::RuleInGroup, FALSE, noise),
                "Pickle is what this group is for.",
            )
        },
        past(
            ("ann", 2),
            "nightly.log",
            None,
            (Scope::Exact, Verdict::PipelineFault, None),
            "A relative path.",
        ),
        past(
            ("ann", 1),
            GONE,
            Some((LOAD, "old.bin")),
            (Scope::Exact, FALSE, noise),
            "The report of this one is gone.",
        ),
    ]
}

/// Stands for a report that is not in the library.
const GONE: &str = "gone.json";

fn workspace() -> Vec<Report> {
    static READ: LazyLock<Vec<Report>> = LazyLock::new(|| {
        Library::new(demo::inputs())
            .harvest(&AtomicBool::new(false))
            .reports
    });
    READ.clone()
}

fn then(days_ago: i64) -> Timestamp {
    demo::clock() - SignedDuration::from_hours(24 * days_ago)
}

impl Past {
    fn entry(&self, reports: &[Report]) -> Entry {
        let gone = self.source == GONE;
        let source = if gone { "build-811.json" } else { self.source };
        let of = |report: &&Report| {
            let fits = self.about.is_none() || gone || self.finding(report).is_some();
            fits && report.head.source.path.raw().ends_with(source)
        };
        let report = reports.iter().find(of).expect("a report of the workspace");
        let mut report = report.clone();
        if gone {
            let finding = &mut report.findings[0];
            finding.seen.file = Some("old.bin".into());
            finding.seen.hash = Some("00ff00ff00".into());
            finding.identity.exact = "v1:00000000000000000000000000000007".parse().unwrap();
            report.head.identity.exact = "v1:00000000000000000000000000000008".parse().unwrap();
            report.head.scan.uuid = Some("00000000-0000-4000-8000-000000000007".into());
        }
        let head = &report.head;
        let (subject, context) = match self.finding(&report) {
            Some(finding) => (
                Subject::of(self.scope, head, &finding.key()).unwrap(),
                Context::of(head, finding),
            ),
            None => {
                let fingerprint = head.identity.exact;
                (Subject::Scan { fingerprint }, Context::of_scan(head))
            }
        };
        Entry {
            saw: airs_triage::domain::decision::Saw::Nobody,
            subject,
            ruling: Some(Ruling {
                verdict: self.verdict,
                reason: self.reason,
                term: self.term,
                note: self.note.to_owned(),
            }),
            context,
        }
    }

    fn finding<'a>(&self, report: &'a Report) -> Option<&'a airs_triage::domain::finding::Finding> {
        let (rule, file) = self.about?;
        report.findings.iter().find(|finding| {
            let name = finding.seen.file.as_ref().map_or("", |file| file.raw());
            finding.seen.rule.raw() == rule && name == file
        })
    }
}

/// The past as the ledger would hold it.
fn decisions(reports: &[Report]) -> Decisions {
    let decision = |(event, past): (i64, Past)| {
        let entry = past.entry(reports);
        let ruling = entry.ruling.unwrap();
        let at = then(past.days_ago);
        Decision {
            event,
            at,
            author: past.author.into(),
            subject: entry.subject,
            verdict: ruling.verdict,
            reason: ruling.reason,
            expires: ruling.expires(at.to_zoned(jiff::tz::TimeZone::UTC).date()),
            note: ruling.note.into(),
            context: entry.context,
        }
    };
    (1..).zip(pasts()).map(decision).collect()
}

/// A ledger with this past.
pub(crate) async fn ledger() -> Ledger {
    let (ledger, reports) = (Ledger::in_memory().await.unwrap(), workspace());
    for past in pasts() {
        let entries = [past.entry(&reports)];
        let recorded = ledger.record(past.author, then(past.days_ago), &entries);
        recorded.await.unwrap();
    }
    ledger
}
