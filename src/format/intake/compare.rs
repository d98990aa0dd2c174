//! Two scans side by side, as the `mlops-lab`'s comparison writes them: each flattened, and raw where it was kept.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::mlops::scan_object;
use super::scan::time;
use super::side::rule_counts;
use super::wire::{Count, Said, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::outcome::{Outcome, enum_word};
use crate::domain::scan::{Group, Scan};
use crate::domain::text::Untrusted;

/// What the script writes where a scan has no such field.
const NONE: &str = "N/A";

/// `{"scan_a": …, "scan_b": …, "differences": …}`.
pub(super) const DIALECT: Dialect = Dialect {
    name: "mlops-compare",
    about: "two scans and their differences, as the MLOps lab's `compare_scan_results.py` writes them",
    reads: Reads::Json {
        recognise: |shape| {
            let side = |key| shape.object_in(key, &["fields", "raw"]);
            side("scan_a") && side("scan_b")
        },
        read,
    },
};

#[derive(Deserialize)]
struct Comparison<'a> {
    #[serde(borrow)]
    scan_a: Side<'a>,
    #[serde(borrow)]
    scan_b: Side<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Side<'a> {
    uuid: Said,
    #[serde(borrow)]
    fields: Option<Fields<'a>>,
    #[serde(borrow)]
    raw: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields<'a> {
    verdict: Said,
    total_rules: Count,
    rules_passed: Count,
    rules_failed: Count,
    model_path: Said,
    source_type: Said,
    security_group: Said,
    #[serde(borrow)]
    created_at: Text<'a>,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let Comparison { scan_a, scan_b } = serde_json::from_str(text)?;
    let items = [scan_a, scan_b].map(|side| Item::Report(Box::new(side.draft())));
    Ok(items.into())
}

impl Side<'_> {
    fn draft(self) -> Draft {
        let raw = self.raw.and_then(|raw| scan_object(raw.get()));
        let mut draft = raw.unwrap_or_else(|| self.fields.unwrap_or_default().draft());
        let uuid = &mut draft.scan.uuid;
        *uuid = uuid.take().or_else(|| stated(&self.uuid));
        draft
    }
}

impl Fields<'_> {
    fn draft(self) -> Draft {
        let mut warnings = Vec::new();
        let outcome = self.verdict.get().unwrap_or_default();
        let group = stated(&self.security_group);
        let created = self.created_at.get().filter(|time| *time != NONE);
        let scan = Scan {
            model_uri: stated(&self.model_path),
            outcome: Outcome::read(outcome),
            outcome_raw: outcome.into(),
            source_type: stated(&self.source_type).map(|raw| enum_word(raw.raw()).into()),
            group: group.map(|uuid| Group {
                uuid: Some(uuid),
                name: None,
            }),
            created_at: created.and_then(|_| time("created_at", &self.created_at, &mut warnings)),
            rules: rule_counts(self.rules_passed, self.rules_failed, self.total_rules),
            ..Scan::default()
        };
        Draft {
            scan,
            warnings,
            ..Draft::default()
        }
    }
}

fn stated(said: &Said) -> Option<Untrusted> {
    said.untrusted().filter(|said| said.raw() != NONE)
}
