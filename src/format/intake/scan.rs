//! The scan object (`ScanBaseResponseSchema`), plain or decorated with its violations: what the SDK dumps, the CLI and
//! the API print, and web front ends hand on (facts §1.0, §1.a, §1.b, §1.f).

use serde::Deserialize;

use super::evaluation::Evaluations;
use super::file::Files;
use super::violation::Violations;
use super::wire::{Count, Text};
use super::{Dialect, Item, Reads};
use crate::domain::outcome::{Outcome, enum_word};
use crate::domain::report::{Coverage, Draft, Group, Listing, RuleCounts, Scan, ScanError};
use crate::domain::text::Untrusted;
use crate::domain::timestamp;
use crate::domain::warning::Warning;

/// The zero UUID, which stands for none.
const NO_UUID: &str = "00000000-0000-0000-0000-000000000000";

/// One scan object.
pub(super) const DIALECT: Dialect = Dialect {
    name: "api-scan",
    about: "one scan object as the API and the CLI print it; `sdk-dump` as the SDK's `model_dump` writes it, `web-wrapper` with violations beside it",
    reads: Reads::Json {
        recognise: |shape| shape.object_with(&["uuid", "eval_outcome"]),
        read,
    },
};

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let row: Row = serde_json::from_str(text)?;
    Ok(vec![Item::Report(Box::new(row.draft()))])
}

/// A scan object and what wrappers add to it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Row<'a> {
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow)]
    tsg_id: Text<'a>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow)]
    model_uri: Text<'a>,
    #[serde(borrow)]
    security_group_uuid: Text<'a>,
    #[serde(borrow)]
    security_group_name: Text<'a>,
    #[serde(borrow)]
    eval_outcome: Text<'a>,
    #[serde(borrow)]
    source_type: Text<'a>,
    eval_summary: Option<Counts>,
    enabled_rule_count_snapshot: Count,
    #[serde(borrow)]
    scanner_version: Text<'a>,
    #[serde(borrow)]
    sdk_version: Text<'a>,
    total_files_scanned: Count,
    total_files_skipped: Count,
    #[serde(borrow)]
    model_formats: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    error_code: Text<'a>,
    #[serde(borrow)]
    error_message: Text<'a>,
    #[serde(borrow)]
    labels: Option<Vec<Label<'a>>>,
    violations: Option<Violations>,
    evaluations: Option<Evaluations>,
    files: Option<Files>,
    #[serde(borrow)]
    violations_error: Text<'a>,
    #[serde(borrow)]
    original_filename: Text<'a>,
}

/// `eval_summary`, each part of which defaults to 0.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Counts {
    rules_passed: Count,
    rules_failed: Count,
    total_rules: Count,
}

impl Counts {
    pub(super) fn counts(self) -> RuleCounts {
        let (passed, failed) = (
            self.rules_passed.0.unwrap_or(0),
            self.rules_failed.0.unwrap_or(0),
        );
        RuleCounts {
            passed,
            failed,
            total: self.total_rules.0.unwrap_or(passed.saturating_add(failed)),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Label<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
}

impl Row<'_> {
    pub(super) fn draft(self) -> Draft {
        let mut warnings = Vec::new();
        let failed = self.violations_error.untrusted();
        let listing = match &self.violations {
            Some(_) if failed.is_some() => Listing::Absent,
            Some(list) => list.listing(None),
            None => Listing::Absent,
        };
        warnings.extend(failed.map(|message| Warning::ViolationsMissing { message }));
        let wrapped = self.violations.is_some() || self.violations_error.get().is_some();
        let dialect = if wrapped {
            Some("web-wrapper")
        } else {
            self.created_at
                .get()
                .is_some_and(is_python_time)
                .then_some("sdk-dump")
        };
        Draft {
            dialect,
            listing,
            coverage: self.coverage(),
            scan: self.scan(&mut warnings),
            observations: self.violations.map(|list| list.0).unwrap_or_default(),
            evaluations: self.evaluations.map(|list| list.0).unwrap_or_default(),
            files: self.files.map(|list| list.0).unwrap_or_default(),
            warnings,
            digest: None,
        }
    }

    fn scan(&self, warnings: &mut Vec<Warning>) -> Scan {
        let group = Group {
            uuid: self.security_group_uuid.untrusted(),
            name: self.security_group_name.untrusted(),
        };
        let error = ScanError {
            code: self.error_code.untrusted(),
            message: self.error_message.untrusted(),
        };
        Scan {
            uuid: self.uuid.untrusted().filter(|uuid| uuid.raw() != NO_UUID),
            tsg_id: self.tsg_id.untrusted(),
            model_uri: self.model_uri.untrusted(),
            model_name: self
                .original_filename
                .get()
                .and_then(crate::domain::report::model_name)
                .map(Into::into),
            outcome: Outcome::read(self.eval_outcome.or_empty()),
            outcome_raw: self.eval_outcome.or_empty().into(),
            source_type: self.source_type.get().map(|raw| enum_word(raw).into()),
            group: Some(group).filter(|group| *group != Group::default()),
            created_at: time("created_at", &self.created_at, warnings),
            error: Some(error).filter(|error| *error != ScanError::default()),
            rules: self.eval_summary.map(Counts::counts),
            enabled_rules: self.enabled_rule_count_snapshot.0,
            scanner_version: self.scanner_version.untrusted(),
            sdk_version: self.sdk_version.untrusted(),
            formats: self
                .model_formats
                .iter()
                .flatten()
                .filter_map(Text::untrusted)
                .collect(),
            labels: self
                .labels
                .iter()
                .flatten()
                .filter_map(Label::pair)
                .collect(),
            extra: Vec::new(),
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage {
            scanned: self.total_files_scanned.0,
            skipped: self.total_files_skipped.0,
            notes: Vec::new(),
        }
    }
}

impl Label<'_> {
    fn pair(&self) -> Option<(Untrusted, Untrusted)> {
        Some((self.key.untrusted()?, self.value.or_empty().into()))
    }
}

/// Reads a time; one that cannot be read is left out with a warning.
pub(super) fn time(
    field: &'static str,
    text: &Text<'_>,
    warnings: &mut Vec<Warning>,
) -> Option<jiff::Timestamp> {
    let time = text.get().and_then(timestamp::parse);
    if time.is_none()
        && let Some(value) = text.untrusted()
    {
        warnings.push(Warning::Unreadable { field, value });
    }
    time
}

/// Whether a time is written as Python's `str(datetime)` does: a space between date and time.
fn is_python_time(time: &str) -> bool {
    time.as_bytes().get(10) == Some(&b' ')
}
