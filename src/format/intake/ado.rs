//! The report of the Azure DevOps artifact scan: one row a model or package, in an array or in a wrapper. Its source
//! could not be read, so every plausible spelling of a row is accepted, as long as a row has a name, a verdict and
//! something of a scan (facts §1.c).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::mlops::{disagreeing, doubting, scan_object};
use super::parts::Parts;
use super::scan::time;
use super::shape::Shape;
use super::side::{self, Side, rule_counts};
use super::violation::Violations;
use super::wire::{Count, Said, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::outcome::{Outcome, enum_word};
use crate::domain::scan::{Group, Scan, ScanError};
use crate::domain::text::Untrusted;

/// Keys that name the model.
const NAMES: [&str; 4] = ["model", "name", "model_name", "package"];
/// Keys that hold its verdict.
const VERDICTS: [&str; 5] = ["verdict", "outcome", "eval_outcome", "status", "result"];
/// Keys of which a row about a scan has one.
const EVIDENCE: [&str; 6] = [
    "scan",
    "scan_uuid",
    "violations",
    "eval_summary",
    "rules_passed",
    "rules_failed",
];
/// Keys of a wrapper that hold rows.
const LISTS: [&str; 3] = ["results", "models", "packages"];
/// Keys of a wrapper that only such a report has.
const WRAPPER: [&str; 2] = ["security_group_uuid", "feed"];

/// A row, or a wrapper around rows.
pub(super) const DIALECT: Dialect = Dialect {
    name: "azure-devops",
    about: "one row a model or package, as an Azure DevOps artifact scan publishes it",
    reads: Reads::Json {
        recognise: |shape| is_row(shape) || is_wrapper(shape),
        read,
    },
};

fn is_row(shape: &Shape) -> bool {
    let failed = shape.has("error") && shape.object_with_any(&["verdict", "eval_outcome"]);
    shape.object_with_any(&NAMES)
        && shape.object_with_any(&VERDICTS)
        && (shape.object_with_any(&EVIDENCE) || failed)
}

fn is_wrapper(shape: &Shape) -> bool {
    let ours = shape.object_with_any(&WRAPPER);
    LISTS.iter().any(|list| {
        let evidence = ours || shape.row_in(list, &EVIDENCE);
        shape.row_in(list, &NAMES) && shape.row_in(list, &VERDICTS) && evidence
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wrapper<'a> {
    #[serde(borrow)]
    results: Rows<'a>,
    #[serde(borrow)]
    models: Rows<'a>,
    #[serde(borrow)]
    packages: Rows<'a>,
    #[serde(borrow)]
    scan: Option<&'a RawValue>,
    security_group_uuid: Said,
    security_group_name: Said,
}

type Rows<'a> = Option<Vec<Row<'a>>>;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    model: Said,
    name: Said,
    model_name: Said,
    package: Said,
    version: Said,
    path: Said,
    model_uri: Said,
    verdict: Said,
    outcome: Said,
    eval_outcome: Said,
    status: Said,
    result: Said,
    #[serde(borrow)]
    scan: Option<&'a RawValue>,
    scan_uuid: Said,
    uuid: Said,
    source_type: Said,
    security_group_uuid: Said,
    security_group_name: Said,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow)]
    eval_summary: Side<'a>,
    passed: Count,
    failed: Count,
    total: Count,
    rules_passed: Count,
    rules_failed: Count,
    total_rules: Count,
    violations: Option<Violations>,
    violations_error: Said,
    error_code: Said,
    error: Said,
    error_message: Said,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    if is_row(&Shape::of(text)?) {
        let row: Row = serde_json::from_str(text)?;
        return Ok(vec![Item::Report(Box::new(row.draft()))]);
    }
    let wrapper: Wrapper = serde_json::from_str(text)?;
    let group = group(&wrapper.security_group_uuid, &wrapper.security_group_name);
    let rows = [wrapper.results, wrapper.models, wrapper.packages];
    let beside = wrapper.scan.and_then(|scan| scan_object(scan.get()));
    let report = |row: Row| {
        let mut draft = row.draft();
        draft.scan.group = draft.scan.group.or_else(|| group.clone());
        Item::Report(Box::new(draft))
    };
    let rows = rows.into_iter().flatten().flatten().map(report);
    let beside = beside.map(|draft| Item::Report(Box::new(draft)));
    Ok(rows.chain(beside).collect())
}

fn group(uuid: &Said, name: &Said) -> Option<Group> {
    let (uuid, name) = (uuid.untrusted(), name.untrusted());
    Some(Group { uuid, name }).filter(|group| *group != Group::default())
}

impl Row<'_> {
    fn draft(self) -> Draft {
        let scan = self.scan.and_then(|scan| scan_object(scan.get()));
        let mut draft = match scan {
            Some(draft) => disagreeing(draft, self.verdict()),
            None => self.scanless(),
        };
        let scan = &mut draft.scan;
        scan.model_name = self.name().or(scan.model_name.take());
        scan.extra.extend(
            self.version
                .untrusted()
                .map(|version| ("version".into(), version)),
        );
        let parts = Parts {
            violations: self.violations,
            violations_error: self.violations_error.untrusted(),
            ..Parts::default()
        };
        parts.join(&mut draft);
        draft
    }

    /// A row that does not hold the scan object: its own fields, or why there was no scan.
    fn scanless(&self) -> Draft {
        let mut draft = Draft::default();
        let outcome = self.verdict().get().unwrap_or_default();
        let error = ScanError {
            code: self.error_code.untrusted(),
            message: first(&[&self.error, &self.error_message]).untrusted(),
        };
        let own = || rule_counts(self.rules_passed, self.rules_failed, self.total_rules);
        let short = || rule_counts(self.passed, self.failed, self.total);
        draft.scan = Scan {
            uuid: first(&[&self.scan_uuid, &self.uuid]).untrusted(),
            model_uri: first(&[&self.model_uri, &self.path]).untrusted(),
            outcome: Outcome::read(outcome),
            outcome_raw: outcome.into(),
            source_type: self.source_type.get().map(|raw| enum_word(raw).into()),
            group: group(&self.security_group_uuid, &self.security_group_name),
            created_at: time("created_at", &self.created_at, &mut draft.warnings),
            error: Some(error).filter(|error| *error != ScanError::default()),
            rules: self
                .eval_summary
                .read("eval_summary", side::counts, &mut draft.warnings)
                .or_else(own)
                .or_else(short),
            ..Scan::default()
        };
        // A verdict in a word that nobody knows gives way to what is known, and is a doubt about it.
        let draft = disagreeing(draft, &self.verdict);
        doubting(draft, &[&self.eval_outcome, &self.outcome])
    }

    fn name(&self) -> Option<Untrusted> {
        first(&[&self.model, &self.package, &self.model_name, &self.name]).untrusted()
    }

    /// The field with the outcome; `status` and `result` may speak of something else, and count only where no other
    /// field says anything.
    fn verdict(&self) -> &Said {
        let known = |said: &&&Said| {
            let outcome = said.get().map(Outcome::read);
            outcome.is_some_and(|outcome| !matches!(outcome, Outcome::Other(_)))
        };
        let own = [&self.verdict, &self.eval_outcome, &self.outcome];
        match first(&own).get() {
            Some(_) => own
                .iter()
                .find(known)
                .copied()
                .unwrap_or_else(|| first(&own)),
            None => {
                let loose = [&self.status, &self.result];
                let said = loose.iter().find(known).copied();
                said.unwrap_or_else(|| first(&loose))
            }
        }
    }
}

/// The first field that says something.
fn first<'a>(fields: &[&'a Said]) -> &'a Said {
    let said = fields.iter().find(|said| said.get().is_some());
    said.or(fields.first()).copied().unwrap_or(&NOTHING)
}

static NOTHING: Said = Said::NOTHING;
