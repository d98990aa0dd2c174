//! The product's predecessor, Guardian: an outcome of PASS or FAIL, violations of policies, severities as counts only
//! (facts §1.d.3).

use serde::Deserialize;

use super::parts::Parts;
use super::violation::Violations;
use super::wire::{Count, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::outcome::Outcome;
use crate::domain::scan::{Scan, ScanError};
use crate::domain::warning::Warning;

/// A response with `scan_status_json`, or the object in it.
pub(super) const DIALECT: Dialect = Dialect {
    name: "guardian",
    about: "a scan of Protect AI Guardian, the predecessor",
    reads: Reads::Json {
        recognise: |shape| {
            shape.object_in("scan_status_json", &["aggregate_eval_outcome"])
                || shape.object_with(&["aggregate_eval_outcome"])
        },
        read,
    },
};

#[derive(Deserialize)]
struct Response<'a> {
    #[serde(borrow)]
    scan_status_json: Option<Status<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Status<'a> {
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow)]
    model_uri: Text<'a>,
    #[serde(borrow)]
    aggregate_eval_outcome: Text<'a>,
    aggregate_eval_summary: Option<Severities>,
    #[serde(borrow)]
    error_code: Text<'a>,
    #[serde(borrow)]
    error_message: Text<'a>,
    violations: Option<Violations>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
struct Severities {
    #[serde(rename = "critical_count")]
    critical: Count,
    #[serde(rename = "high_count")]
    high: Count,
    #[serde(rename = "medium_count")]
    medium: Count,
    #[serde(rename = "low_count")]
    low: Count,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let response: Response = serde_json::from_str(text)?;
    let status = match response.scan_status_json {
        Some(status) => status,
        None => serde_json::from_str(text)?,
    };
    Ok(vec![Item::Report(Box::new(status.draft()))])
}

impl Status<'_> {
    fn draft(self) -> Draft {
        let outcome = self.aggregate_eval_outcome.or_empty();
        let error = ScanError {
            code: self.error_code.untrusted(),
            message: self.error_message.untrusted(),
        };
        let mut draft = Draft {
            scan: Scan {
                uuid: self.uuid.untrusted(),
                model_uri: self.model_uri.untrusted(),
                outcome: Outcome::read(outcome),
                outcome_raw: outcome.into(),
                error: Some(error).filter(|error| *error != ScanError::default()),
                ..Scan::default()
            },
            ..Draft::default()
        };
        let graded = self.aggregate_eval_summary.and_then(Severities::words);
        draft
            .warnings
            .extend(graded.map(|words| Warning::Said(words.into())));
        let parts = Parts {
            violations: self.violations,
            ..Parts::default()
        };
        parts.join(&mut draft);
        draft
    }
}

impl Severities {
    /// The counts in a sentence, since no violation says which of them it is.
    fn words(self) -> Option<String> {
        let counts = [
            (self.critical, "critical"),
            (self.high, "high"),
            (self.medium, "medium"),
            (self.low, "low"),
        ];
        let words: Vec<_> = counts
            .iter()
            .filter_map(|(count, word)| {
                let count = count.0.filter(|count| *count > 0)?;
                Some(format!("{count} {word}"))
            })
            .collect();
        (!words.is_empty()).then(|| {
            format!(
                "The source grades its violations by number only: {}.",
                words.join(", ")
            )
        })
    }
}
