//! The bundled sample workspace: what the builds of one bad morning left behind, and two verdicts that somebody gave
//! the week before. Every value in it is invented. Nothing of it is kept: its ledger lives in memory, its clock stands
//! on that morning.

use std::sync::atomic::AtomicBool;

use jiff::{SignedDuration, Timestamp};

use crate::domain::decision::{Context, Entry, Saw};
use crate::domain::report::Report;
use crate::domain::scope::{Scope, Subject};
use crate::domain::verdict::{Reason, Ruling, Verdict};
use crate::io::ledger::{Fault, Ledger};
use crate::io::library::{Input, Library};

macro_rules! bundled {
    ($($name:literal),* $(,)?) => {
        [$((concat!("demo/", $name), include_bytes!(concat!("../../assets/demo/", $name)).as_slice())),*]
    };
}

/// The files of the workspace.
const FILES: [(&str, &[u8]); 9] = bundled![
    "ado-report.json",
    "build-811.json",
    "build-812.zip",
    "build-813.json",
    "churn-model.json",
    "nightly.log",
    "pending.json",
    "registry-error.json",
    "second-opinion.txt",
];

/// Verdicts that are there already: rule, file, ruling.
const DECIDED: [(&str, &str, Verdict, Reason, &str); 3] = [
    (
        "Stored In Approved File Format",
        "vocab.txt",
        Verdict::FalsePositive,
        Reason::ToolNoise,
        "A tokenizer vocabulary in plain text, read as an OpenVINO weight file.",
    ),
    (
        "Stored In Approved File Format",
        "tokenizer.model",
        Verdict::AcceptedRisk,
        Reason::NotForRelease,
        "Only the training job reads it; the service ships without it.",
    ),
    (
        "Load Time Code Execution Check",
        "training_args.bin",
        Verdict::FalsePositive,
        Reason::VulnerabilityNotFeasible,
        "getattr rebuilds an enumeration of the trainer; no loader of ours opens this file.",
    ),
];

/// The morning on which the workspace stands: 2026-08-02 06:05 UTC.
pub fn clock() -> Timestamp {
    Timestamp::constant(1_785_650_700, 0)
}

/// The reports of the workspace.
pub fn inputs() -> Vec<Input> {
    let held = |(name, bytes): &(&str, &'static [u8])| Input::Held {
        name: (*name).into(),
        bytes: (*bytes).into(),
    };
    FILES.iter().map(held).collect()
}

/// A ledger in memory that holds last week's verdicts.
pub async fn ledger(library: &Library) -> Result<Ledger, Fault> {
    let ledger = Ledger::in_memory().await?;
    let reports = library.harvest(&AtomicBool::new(false)).reports;
    let last_week = reports
        .iter()
        .find(|report| report.head.source.path.raw().ends_with("build-811.json"));
    let entries: Vec<_> = last_week.into_iter().flat_map(entries).collect();
    let then = clock() - SignedDuration::from_hours(4 * 24);
    ledger.record("maya", then, &entries).await?;
    Ok(ledger)
}

fn entries(report: &Report) -> Vec<Entry> {
    let entry = |(rule, file, verdict, reason, note): &(&str, &str, Verdict, Reason, &str)| {
        let finding = report.findings.iter().find(|finding| {
            finding.seen.rule.raw() == *rule
                && finding
                    .seen
                    .file
                    .as_ref()
                    .is_some_and(|name| name.raw() == *file)
        })?;
        Some(Entry {
            subject: Subject::of(Scope::Exact, &report.head, &finding.key())?,
            ruling: Some(Ruling {
                reason: Some(*reason),
                note: (*note).to_owned(),
                ..Ruling::usual(*verdict)
            }),
            context: Context::of(&report.head, finding),
            saw: Saw::Open,
        })
    };
    DECIDED.iter().filter_map(entry).collect()
}
