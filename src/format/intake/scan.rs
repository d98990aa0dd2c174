//! The scan object (`ScanBaseResponseSchema`), plain or decorated with its violations: what the SDK dumps, the CLI and
//! the API print, and web front ends hand on (facts §1.0, §1.a, §1.b, §1.f).

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};

use super::evaluation::Evaluations;
use super::file::Files;
use super::legacy::Findings;
use super::mlops::doubting;
use super::parts::Parts;
use super::shape::Shape;
use super::side::{self, Side, rule_counts};
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
use crate::domain::uuid;
use crate::domain::warning::Warning;

/// One scan object.
pub(super) const DIALECT: Dialect = Dialect {
    name: "api-scan",
    about: "one scan object as the API and the CLI print it; `sdk-dump` as the SDK's `model_dump` writes it, `web-wrapper` with violations beside it",
    reads: Reads::Json {
        recognise: |shape| shape.object_with(&["uuid", "eval_outcome"]) || is_unnamed(shape),
        read,
    },
};

/// Keys of which a scan without `uuid` has one.
pub(super) const EVIDENCE: [&str; 5] = [
    "scan_uuid",
    "model_uri",
    "eval_summary",
    "security_group_uuid",
    "scan_origin",
];
/// Keys of rows and findings around a scan's outcome, which other dialects read.
const OTHERS: [&str; 7] = [
    "model",
    "name",
    "model_name",
    "package",
    "verdict",
    "scan",
    "findings",
];

/// Whether it is a scan whose `uuid` a script left out or called otherwise.
fn is_unnamed(shape: &Shape) -> bool {
    shape.object_with(&["eval_outcome"])
        && shape.object_with_any(&EVIDENCE)
        && !shape.object_with_any(&OTHERS)
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let scan: ScanObject = serde_json::from_str(text)?;
    Ok(vec![Item::Report(Box::new(scan.draft()))])
}

/// Fields of the API's object that say nothing to triage, and what wrappers repeat.
const IGNORED: [&str; 7] = [
    "updated_at",
    "owner",
    "scan_origin",
    "origin",
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
    scan_uuid: Text<'a>,
    id: Said,
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
    outcome: Said,
    verdict: Said,
    #[serde(borrow)]
    source_type: Text<'a>,
    #[serde(borrow)]
    eval_summary: Side<'a>,
    #[serde(borrow)]
    passed: Side<'a>,
    #[serde(borrow)]
    failed: Side<'a>,
    #[serde(borrow)]
    total: Side<'a>,
    enabled_rule_count_snapshot: Count,
    #[serde(borrow)]
    scanner_version: Text<'a>,
    #[serde(borrow)]
    sdk_version: Text<'a>,
    total_files_scanned: Count,
    total_files_skipped: Count,
    #[serde(borrow)]
    model_formats: Side<'a>,
    #[serde(borrow)]
    error_code: Text<'a>,
    #[serde(borrow)]
    error_message: Text<'a>,
    #[serde(borrow)]
    labels: Side<'a>,
    #[serde(alias = "rule_violations")]
    violations: Option<Violations>,
    evaluations: Option<Evaluations>,
    files: Option<Files>,
    findings: Option<Findings>,
    #[serde(borrow)]
    pagination: Side<'a>,
    violations_error: Said,
    #[serde(borrow)]
    violations_counts: Side<'a>,
    scan_source: Said,
    original_filename: Said,
    model_name: Said,
    model: Said,
    package: Said,
}

impl Row<'_> {
    fn draft(self) -> Draft {
        let mut warnings = Vec::new();
        let draft = Draft {
            dialect: self.dialect(),
            coverage: self.coverage(),
            scan: self.scan(&mut warnings),
            warnings,
            ..Draft::default()
        };
        let mut draft = doubting(draft, &[&self.outcome, &self.verdict]);
        let parts = Parts {
            total: self.total(&mut draft.warnings),
            violations_error: self.violations_error.untrusted(),
            violations: self.violations,
            findings: self.findings,
            evaluations: self.evaluations,
            files: self.files,
        };
        parts.join(&mut draft);
        draft
    }

    /// How many violations there are by the page, else by `violations_counts`, which some web front ends add: one
    /// count for each rule state.
    fn total(&self, warnings: &mut Vec<Warning>) -> Option<u64> {
        let page = |json: &str| serde_json::from_str::<Pagination>(json).ok();
        let counts = |json: &str| serde_json::from_str::<HashMap<String, Count>>(json).ok();
        let page = self.pagination.read("pagination", page, warnings);
        let counts = self
            .violations_counts
            .read("violations_counts", counts, warnings);
        let counted = |counts: HashMap<String, Count>| {
            let counts = counts.values().filter_map(|count| count.0);
            counts.fold(0, u64::saturating_add)
        };
        page.and_then(|page| page.total_items.0)
            .or_else(|| counts.map(counted))
    }

    /// The scan's UUID under any of its names; an `id` may be a number of somebody's own.
    fn uuid(&self) -> Option<Untrusted> {
        let id = self.id.untrusted().filter(|id| uuid::is(id.raw()));
        let named = [self.uuid.untrusted(), self.scan_uuid.untrusted(), id];
        let mut named = named.into_iter().flatten();
        named.find(|uuid| uuid::names_a_scan(uuid.raw()))
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
        let outcome = self.eval_outcome.get().or(self.outcome.get());
        let outcome = outcome.unwrap_or_default();
        let rules = self.rules(warnings);
        Scan {
            uuid: self.uuid(),
            tsg_id: self.tsg_id.untrusted(),
            model_uri: self.model_uri.untrusted(),
            model_name: self.model_name(),
            outcome: Outcome::read(outcome),
            outcome_raw: outcome.into(),
            source_type: self.source(),
            group: Some(group).filter(|group| *group != Group::default()),
            created_at: time("created_at", &self.created_at, warnings),
            // Nobody reads it: one that cannot be read is no doubt about the report.
            started_at: self.time_started.get().and_then(timestamp::parse),
            error: Some(error).filter(|error| *error != ScanError::default()),
            rules,
            enabled_rules: self.enabled_rule_count_snapshot.0,
            scanner_version: self.scanner_version.untrusted(),
            sdk_version: self.sdk_version.untrusted(),
            formats: self
                .model_formats
                .read("model_formats", side::formats, warnings)
                .unwrap_or_default(),
            labels: self
                .labels
                .read("labels", side::labels, warnings)
                .unwrap_or_default(),
            extra: Vec::new(),
        }
    }

    /// The counts of the summary, else those that a row of a list has instead.
    fn rules(&self, warnings: &mut Vec<Warning>) -> Option<RuleCounts> {
        let summary = self
            .eval_summary
            .read("eval_summary", side::counts, warnings);
        summary.or_else(|| {
            let mut count = |name, side: &Side| {
                let count = |json: &str| serde_json::from_str(json).ok();
                side.read(name, count, warnings).unwrap_or_default()
            };
            rule_counts(
                count("passed", &self.passed),
                count("failed", &self.failed),
                count("total", &self.total),
            )
        })
    }

    fn coverage(&self) -> Coverage {
        Coverage {
            scanned: self.total_files_scanned.0,
            skipped: self.total_files_skipped.0,
            notes: Vec::new(),
        }
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
