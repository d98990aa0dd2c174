//! The scan object (`ScanBaseResponseSchema`), plain or decorated with its violations: what the SDK dumps, the CLI and
//! the API print, and web front ends hand on (facts §1.0, §1.a, §1.b, §1.f).

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};

use super::evaluation::Evaluations;
use super::file::Files;
use super::legacy::Findings;
use super::parts::Parts;
use super::sieve::Sieve;
use super::violation::Violations;
use super::wire::{Count, Pagination, Said, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::model;
use crate::domain::outcome::{Outcome, enum_word};
use crate::domain::report::Coverage;
use crate::domain::scan::{Group, RuleCounts, Scan, ScanError};
use crate::domain::text::Untrusted;
use crate::domain::timestamp;
use crate::domain::warning::Warning;

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
    let scan: ScanObject = serde_json::from_str(text)?;
    Ok(vec![Item::Report(Box::new(scan.draft()))])
}

/// Fields of the API's object that say nothing to triage, and what wrappers repeat.
const IGNORED: [&str; 6] = [
    "updated_at",
    "owner",
    "scan_origin",
    "model_version_uuid",
    "created_by",
    "rules_summary",
];

/// A scan object with what wrappers add to it and with the fields nobody knows.
#[derive(Default)]
pub(super) struct ScanObject<'a> {
    row: Row<'a>,
    extra: Vec<(Untrusted, Untrusted)>,
}

impl<'de: 'a, 'a> Deserialize<'de> for ScanObject<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut extra = Vec::new();
        let row = Row::deserialize(Sieve {
            from: deserializer,
            ignored: &IGNORED,
            kept: &mut extra,
        })?;
        Ok(Self { row, extra })
    }
}

impl ScanObject<'_> {
    pub(super) fn draft(self) -> Draft {
        let mut draft = self.row.draft();
        draft.scan.extra = self.extra;
        draft
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow)]
    tsg_id: Text<'a>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow)]
    time_started: Text<'a>,
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
    findings: Option<Findings>,
    pagination: Option<Pagination>,
    violations_error: Said,
    violations_counts: Option<HashMap<String, Count>>,
    scan_source: Said,
    original_filename: Said,
    model_name: Said,
    model: Said,
    package: Said,
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
    /// The counts, unless nothing was counted.
    pub(super) fn stated(self) -> Option<RuleCounts> {
        rule_counts(self.rules_passed, self.rules_failed, self.total_rules)
    }
}

/// Counts of rules from what a source gives of them: two numbers tell the third, none tells nothing.
pub(super) fn rule_counts(passed: Count, failed: Count, total: Count) -> Option<RuleCounts> {
    if [passed, failed, total]
        .iter()
        .all(|count| count.0.is_none())
    {
        return None;
    }
    let rest = |part: Count| total.0.unwrap_or(0).saturating_sub(part.0.unwrap_or(0));
    let passed_or = passed.0.unwrap_or_else(|| rest(failed));
    let failed_or = failed.0.unwrap_or_else(|| rest(passed));
    Some(RuleCounts {
        passed: passed_or,
        failed: failed_or,
        total: total.0.unwrap_or(passed_or.saturating_add(failed_or)),
    })
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
    fn draft(self) -> Draft {
        let mut warnings = Vec::new();
        let mut draft = Draft {
            dialect: self.dialect(),
            coverage: self.coverage(),
            scan: self.scan(&mut warnings),
            warnings,
            ..Draft::default()
        };
        let page = self.pagination.and_then(|page| page.total_items.0);
        let parts = Parts {
            total: page.or_else(|| self.violations_counted()),
            violations_error: self.violations_error.untrusted(),
            violations: self.violations,
            findings: self.findings,
            evaluations: self.evaluations,
            files: self.files,
        };
        parts.join(&mut draft);
        draft
    }

    /// Violations by `violations_counts`, which some web front ends add: one count for each rule state.
    fn violations_counted(&self) -> Option<u64> {
        let counts = self.violations_counts.as_ref()?.values();
        Some(
            counts
                .filter_map(|count| count.0)
                .fold(0, u64::saturating_add),
        )
    }

    fn dialect(&self) -> Option<&'static str> {
        let python = || self.created_at.get().is_some_and(is_python_time);
        if self.evaluations.is_some() || self.files.is_some() {
            Some("full-report")
        } else if self.violations.is_some() || self.violations_error.get().is_some() {
            Some("web-wrapper")
        } else {
            python().then_some("sdk-dump")
        }
    }

    /// The name people use, where the wrapper gives one: uploads are scanned under temporary names.
    fn model_name(&self) -> Option<Untrusted> {
        let upload = self.original_filename.get().and_then(model::model_name);
        let given = [&self.model_name, &self.model, &self.package];
        upload
            .map(Into::into)
            .or_else(|| given.into_iter().find_map(Said::untrusted))
    }

    /// The source type, else the word of the demo portal for it.
    fn source(&self) -> Option<Untrusted> {
        let portal = || match self.scan_source.get()? {
            "huggingface" => Some("HUGGING_FACE".into()),
            other => Some(enum_word(other).into()),
        };
        let stated = self.source_type.get().map(|raw| enum_word(raw).into());
        stated.or_else(portal)
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
            uuid: self.uuid.untrusted(),
            tsg_id: self.tsg_id.untrusted(),
            model_uri: self.model_uri.untrusted(),
            model_name: self.model_name(),
            outcome: Outcome::read(self.eval_outcome.or_empty()),
            outcome_raw: self.eval_outcome.or_empty().into(),
            source_type: self.source(),
            group: Some(group).filter(|group| *group != Group::default()),
            created_at: time("created_at", &self.created_at, warnings),
            // Nobody reads it: one that cannot be read is no doubt about the report.
            started_at: self.time_started.get().and_then(timestamp::parse),
            error: Some(error).filter(|error| *error != ScanError::default()),
            rules: self.eval_summary.and_then(Counts::stated),
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
