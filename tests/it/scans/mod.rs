//! The tenant's scans on the desk.

mod journeys;
mod keys;
mod labels;
mod lookout;

use airs_triage::domain::outcome::Outcome;
use airs_triage::domain::scan::{Group, RuleCounts, Scan};
use airs_triage::io::demo;
use jiff::SignedDuration;

fn uuid(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A scan that was made so many minutes ago.
fn scan(number: usize, outcome: &str, minutes: i64) -> Scan {
    Scan {
        uuid: Some(uuid(number).into()),
        tsg_id: Some("7".into()),
        model_uri: Some(format!("https://huggingface.co/acme/model-{number:04}").into()),
        model_name: Some(format!("acme/model-{number:04}").into()),
        outcome: Outcome::read(outcome),
        outcome_raw: outcome.into(),
        source_type: Some("HUGGING_FACE".into()),
        group: Some(Group {
            uuid: Some(uuid(900).into()),
            name: Some("HF prod".into()),
        }),
        created_at: Some(demo::clock() - SignedDuration::from_mins(minutes)),
        rules: Some(RuleCounts {
            passed: 9,
            failed: 2,
            total: 11,
        }),
        labels: vec![("team".into(), "ml".into())],
        ..Scan::default()
    }
}
