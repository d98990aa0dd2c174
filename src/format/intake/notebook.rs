//! Rows of a results table that a notebook exports: column names for people, ids cut short (facts §1.f).

use serde::Deserialize;

use super::scan::time;
use super::side::rule_counts;
use super::wire::{Count, Said, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::outcome::Outcome;
use crate::domain::scan::Scan;
use crate::domain::warning::Warning;

/// One row; the export is an array of them.
pub(super) const DIALECT: Dialect = Dialect {
    name: "notebook-rows",
    about: "rows of the results table of a notebook (`Scan ID`, `Outcome`, `Rules Failed`…)",
    reads: Reads::Json {
        recognise: |shape| shape.object_with(&["Scan ID", "Outcome"]),
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(rename = "Scan ID")]
    id: Said,
    #[serde(rename = "Model")]
    model: Said,
    #[serde(rename = "Outcome")]
    outcome: Said,
    #[serde(rename = "Rules Passed")]
    passed: Count,
    #[serde(rename = "Rules Failed")]
    failed: Count,
    #[serde(rename = "Timestamp", borrow)]
    time: Text<'a>,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let row: Row = serde_json::from_str(text)?;
    Ok(vec![Item::Report(Box::new(row.draft()))])
}

impl Row<'_> {
    fn draft(self) -> Draft {
        let mut warnings = Vec::new();
        let cut = |id: &str| id.ends_with("...") || id.ends_with('…');
        let id = self.id.untrusted();
        let uuid = id.clone().filter(|id| !cut(id.raw()));
        warnings.extend(
            id.filter(|id| cut(id.raw()))
                .map(|value| Warning::Unreadable {
                    field: "Scan ID",
                    value,
                }),
        );
        let (uri, name) = match self.model.untrusted() {
            Some(model) if model.raw().contains("://") => (Some(model), None),
            model => (None, model),
        };
        let outcome = self.outcome.get().unwrap_or_default();
        let scan = Scan {
            uuid,
            model_uri: uri,
            model_name: name,
            outcome: Outcome::read(outcome),
            outcome_raw: outcome.into(),
            created_at: time("Timestamp", &self.time, &mut warnings),
            rules: rule_counts(self.passed, self.failed, Count::default()),
            ..Scan::default()
        };
        Draft {
            scan,
            warnings,
            ..Draft::default()
        }
    }
}
