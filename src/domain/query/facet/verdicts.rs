//! What can be asked of a verdict of the ledger, the likeliest first. What it shares with scans has the same name.

use super::{Asks, Facet, word};
use crate::domain::expiry::{Expiry, Stage};
use crate::domain::scope::Scope;
use crate::domain::verdict::Verdict;

/// The table.
pub(super) static TABLE: &[Facet] = &[
    Facet {
        name: "is",
        also: Some("status"),
        noun: "standing",
        example: "expired",
        sentence: "how long the verdict still holds",
        asks: Asks::VerdictWord(&[
            word("expired", "excuses nothing any more", |it, today| {
                Expiry::of(it, today).stage() == Stage::Expired
            }),
            word("soon", "runs out in less than 14 days", |it, today| {
                Expiry::of(it, today).stage() == Stage::Soon
            }),
            word("later", "runs out later", |it, today| {
                Expiry::of(it, today).stage() == Stage::Later
            }),
            word("endless", "excuses for ever", |it, today| {
                Expiry::of(it, today).stage() == Stage::Never
            }),
            word("excusing", "excuses today", |it, today| {
                it.verdict.excuses() && !it.expired(today)
            }),
        ]),
    },
    Facet {
        name: "verdict",
        also: None,
        noun: "verdict",
        example: "false-positive",
        sentence: "the verdict",
        asks: Asks::VerdictWord(&[
            word("true-positive", "the danger is real", |it, _| {
                it.verdict == Verdict::TruePositive
            }),
            word("false-positive", "wrong, or cannot happen", |it, _| {
                it.verdict == Verdict::FalsePositive
            }),
            word("accepted-risk", "knowingly accepted", |it, _| {
                it.verdict == Verdict::AcceptedRisk
            }),
            word("needs-review", "a second person must look", |it, _| {
                it.verdict == Verdict::NeedsReview
            }),
            word("pipeline-fault", "the build's own fault", |it, _| {
                it.verdict == Verdict::PipelineFault
            }),
        ]),
    },
    Facet {
        name: "rule",
        also: None,
        noun: "rule",
        example: "license",
        sentence: "rule of the finding it was given on",
        asks: Asks::VerdictText(|it| [it.context.rule.as_ref(), None]),
    },
    Facet {
        name: "model",
        also: None,
        noun: "model",
        example: "acme/scorer",
        sentence: "name or place of the model",
        asks: Asks::VerdictText(|it| [Some(&it.context.model), it.context.model_uri.as_ref()]),
    },
    Facet {
        name: "author",
        also: Some("by"),
        noun: "author",
        example: "ann",
        sentence: "who gave it",
        asks: Asks::VerdictText(|it| [Some(&it.author), None]),
    },
    Facet {
        name: "group",
        also: None,
        noun: "group",
        example: "\"HF prod\"",
        sentence: "name or UUID of the security group",
        asks: Asks::VerdictText(|it| {
            [
                it.context.group_name.as_ref(),
                it.context.group_uuid.as_ref(),
            ]
        }),
    },
    Facet {
        name: "file",
        also: None,
        noun: "file",
        example: "tokenizer",
        sentence: "file of the finding",
        asks: Asks::VerdictText(|it| [it.context.file.as_ref(), None]),
    },
    Facet {
        name: "threat",
        also: None,
        noun: "threat",
        example: "PAIT-PKL",
        sentence: "threat code of the finding",
        asks: Asks::VerdictText(|it| [it.context.threat.as_ref(), None]),
    },
    Facet {
        name: "symbol",
        also: None,
        noun: "symbol",
        example: "os.system",
        sentence: "module and name that the finding speaks of",
        asks: Asks::VerdictText(|it| [it.context.symbol.as_ref(), None]),
    },
    Facet {
        name: "scope",
        also: None,
        noun: "scope",
        example: "rule-in-group",
        sentence: "how far it reaches",
        asks: Asks::VerdictWord(&[
            word("exact", "one finding, bound to its bytes", |it, _| {
                it.subject.scope() == Some(Scope::Exact)
            }),
            word("symbol", "a symbol in a file of a model", |it, _| {
                it.subject.scope() == Some(Scope::Symbol)
            }),
            word("rule-in-model", "a rule in a model", |it, _| {
                it.subject.scope() == Some(Scope::RuleInModel)
            }),
            word("rule-in-group", "a rule in a security group", |it, _| {
                it.subject.scope() == Some(Scope::RuleInGroup)
            }),
            word("scan", "a scan as a whole", |it, _| {
                it.subject.scope().is_none()
            }),
        ]),
    },
    Facet {
        name: "since",
        also: None,
        noun: "time",
        example: "7d",
        sentence: "given no longer ago than 12h, 7d or 2w, or since a date as 2026-08-01",
        asks: Asks::Since,
    },
];
