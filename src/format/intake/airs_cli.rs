//! Rows of `airs model-security scans list --output json`, the community's command line: camel case (facts §1.f).

use serde::Deserialize;

use super::scan::{rule_counts, time};
use super::wire::{Count, Said, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::outcome::{Outcome, enum_word};
use crate::domain::scan::{Group, Scan, ScanError};

/// One row; the list is an array of them.
pub(super) const DIALECT: Dialect = Dialect {
    name: "airs-cli",
    about: "rows of `airs model-security scans list --output json` (`modelUri`, `outcome`…)",
    reads: Reads::Json {
        recognise: |shape| {
            shape.object_with(&["modelUri"]) && shape.object_with_any(&["outcome", "evalOutcome"])
        },
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Row<'a> {
    id: Said,
    uuid: Said,
    outcome: Said,
    eval_outcome: Said,
    model_uri: Said,
    source_type: Said,
    security_group_uuid: Said,
    security_group_name: Said,
    #[serde(borrow)]
    created_at: Text<'a>,
    passed: Count,
    failed: Count,
    total: Count,
    error_code: Said,
    error_message: Said,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let row: Row = serde_json::from_str(text)?;
    Ok(vec![Item::Report(Box::new(row.draft()))])
}

impl Row<'_> {
    fn draft(self) -> Draft {
        let mut warnings = Vec::new();
        let outcome = self.outcome.get().or(self.eval_outcome.get());
        let outcome = outcome.unwrap_or_default();
        let group = Group {
            uuid: self.security_group_uuid.untrusted(),
            name: self.security_group_name.untrusted(),
        };
        let error = ScanError {
            code: self.error_code.untrusted(),
            message: self.error_message.untrusted(),
        };
        let scan = Scan {
            uuid: self.id.untrusted().or_else(|| self.uuid.untrusted()),
            model_uri: self.model_uri.untrusted(),
            outcome: Outcome::read(outcome),
            outcome_raw: outcome.into(),
            source_type: self.source_type.get().map(|raw| enum_word(raw).into()),
            group: Some(group).filter(|group| *group != Group::default()),
            created_at: time("createdAt", &self.created_at, &mut warnings),
            error: Some(error).filter(|error| *error != ScanError::default()),
            rules: rule_counts(self.passed, self.failed, self.total),
            ..Scan::default()
        };
        Draft {
            scan,
            warnings,
            ..Draft::default()
        }
    }
}
