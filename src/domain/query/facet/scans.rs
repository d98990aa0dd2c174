//! What can be asked of scans and their findings, the likeliest first.

use super::{Asks, Facet, word};
use crate::domain::decisions::Mark;
use crate::domain::grade::{Kind, Level};
use crate::domain::outcome::Outcome;
use crate::domain::report::Completeness;
use crate::domain::verdict::Verdict;

/// The table.
pub(super) static TABLE: &[Facet] = &[
    Facet {
        name: "is",
        also: Some("status"),
        noun: "standing",
        example: "open",
        sentence: "where a finding stands, or a scan without findings",
        asks: Asks::Standing(&[
            word("open", "waits for a decision", |stand| stand.mark.is_open()),
            word("decided", "has a verdict in force", |stand| {
                !stand.mark.is_open()
            }),
            word("carried", "decided in another scan", |stand| stand.carried),
            word("proposed", "open, with a proposal", |stand| {
                stand.mark == Mark::Proposed
            }),
            word("expired", "open, its verdict ran out", |stand| {
                stand.mark == Mark::Expired
            }),
        ]),
    },
    Facet {
        name: "rule",
        also: None,
        noun: "rule",
        example: "license",
        sentence: "rule of a finding",
        asks: Asks::FindingText(|key| Some(&key.rule)),
    },
    Facet {
        name: "threat",
        also: None,
        noun: "threat",
        example: "PAIT-PKL",
        sentence: "threat code of a finding",
        asks: Asks::FindingText(|key| key.threat.as_ref()),
    },
    Facet {
        name: "file",
        also: None,
        noun: "file",
        example: "tokenizer",
        sentence: "file of a finding",
        asks: Asks::FindingText(|key| key.file.as_ref()),
    },
    Facet {
        name: "symbol",
        also: None,
        noun: "symbol",
        example: "os.system",
        sentence: "module and name that a finding speaks of",
        asks: Asks::FindingText(|key| key.symbol.as_ref()),
    },
    Facet {
        name: "sev",
        also: Some("severity"),
        noun: "severity",
        example: "critical,high",
        sentence: "severity of a finding, reported or derived",
        asks: Asks::FindingWord(&[
            word("critical", "", |key| key.level == Some(Level::Critical)),
            word("high", "", |key| key.level == Some(Level::High)),
            word("medium", "", |key| key.level == Some(Level::Medium)),
            word("low", "", |key| key.level == Some(Level::Low)),
            word("info", "", |key| key.level == Some(Level::Info)),
            word("none", "nobody graded it", |key| key.level.is_none()),
        ]),
    },
    Facet {
        name: "kind",
        also: None,
        noun: "kind",
        example: "threat",
        sentence: "what a finding is about, or whether it only records",
        asks: Asks::FindingWord(&[
            word("threat", "what the bytes do", |key| {
                key.kind == Kind::Threat
            }),
            word("policy", "what the organisation allows", |key| {
                key.kind == Kind::Policy
            }),
            word("notice", "recorded, not blocking", |key| !key.blocks),
        ]),
    },
    Facet {
        name: "verdict",
        also: None,
        noun: "verdict",
        example: "false-positive",
        sentence: "verdict in force on a finding, or on the scan as a whole",
        asks: Asks::Standing(&[
            word("true-positive", "the danger is real", |stand| {
                stand.mark == Mark::Verdict(Verdict::TruePositive)
            }),
            word("false-positive", "wrong, or cannot happen", |stand| {
                stand.mark == Mark::Verdict(Verdict::FalsePositive)
            }),
            word("accepted-risk", "knowingly accepted", |stand| {
                stand.mark == Mark::Verdict(Verdict::AcceptedRisk)
            }),
            word("needs-review", "a second person must look", |stand| {
                stand.mark == Mark::Verdict(Verdict::NeedsReview)
            }),
            word("pipeline-fault", "the build's own fault", |stand| {
                stand.mark == Mark::Verdict(Verdict::PipelineFault)
            }),
        ]),
    },
    Facet {
        name: "outcome",
        also: None,
        noun: "outcome",
        example: "blocked,error",
        sentence: "outcome of the scan",
        asks: Asks::ScanWord(&[
            word("BLOCKED", "", |head| head.scan.outcome == Outcome::Blocked),
            word("ALLOWED", "", |head| head.scan.outcome == Outcome::Allowed),
            word("ERROR", "", |head| head.scan.outcome == Outcome::Error),
            word("PENDING", "", |head| head.scan.outcome == Outcome::Pending),
            word("PASS", "", |head| head.scan.outcome == Outcome::Pass),
            word("CLEAN", "", |head| head.scan.outcome == Outcome::Clean),
            word("SUCCESS", "", |head| head.scan.outcome == Outcome::Success),
            word("WARNING", "", |head| head.scan.outcome == Outcome::Warning),
            word("FAILURE", "", |head| head.scan.outcome == Outcome::Failure),
            word("FAIL", "", |head| head.scan.outcome == Outcome::Fail),
            word("OTHER", "a word this program does not know", |head| {
                matches!(head.scan.outcome, Outcome::Other(_))
            }),
            word("UNKNOWN", "the source states none", |head| {
                head.scan.outcome == Outcome::Unstated
            }),
        ]),
    },
    Facet {
        name: "model",
        also: None,
        noun: "model",
        example: "acme/scorer",
        sentence: "name or place of the model",
        asks: Asks::ScanText(|head, sees| {
            let uri = head.scan.model_uri.as_ref();
            sees(head.name().raw()) || uri.is_some_and(|uri| sees(uri.raw()))
        }),
    },
    Facet {
        name: "group",
        also: None,
        noun: "group",
        example: "\"HF prod\"",
        sentence: "name or UUID of the security group",
        asks: Asks::ScanText(|head, sees| {
            let group = [head.group_name(), head.group_uuid()];
            group.into_iter().flatten().any(|text| sees(text.raw()))
        }),
    },
    Facet {
        name: "since",
        also: None,
        noun: "time",
        example: "7d",
        sentence: "scanned no longer ago than 12h, 7d or 2w, or since a date as 2026-08-01",
        asks: Asks::Since,
    },
    Facet {
        name: "completeness",
        also: None,
        noun: "completeness",
        example: "counts",
        sentence: "how much the report holds",
        asks: Asks::ScanWord(&[
            word("counts", "how many rules failed, not which", |head| {
                head.completeness == Completeness::Counts
            }),
            word("partial", "some of the findings", |head| {
                head.completeness == Completeness::Partial
            }),
            word("full", "all that triage needs", |head| {
                head.completeness == Completeness::Full
            }),
        ]),
    },
    Facet {
        name: "source",
        also: None,
        noun: "source",
        example: "build-812",
        sentence: "file the report was read from, its dialect, or where the model came from",
        asks: Asks::Place(|head, sees| {
            sees(head.source.label().raw())
                || sees(head.source.dialect)
                || head
                    .scan
                    .source_type
                    .as_ref()
                    .is_some_and(|text| sees(text.raw()))
        }),
    },
];
