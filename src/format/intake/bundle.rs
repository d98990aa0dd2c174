//! A scan and its lists as the parts of one document: the console's JSON tab, and what this program's fetch writes.

use serde::Deserialize;

use super::evaluation::Evaluations;
use super::file::Files;
use super::mlops::doubting;
use super::parts::Parts;
use super::scan::{EVIDENCE, ScanObject};
use super::violation::Violations;
use super::wire::{Pagination, Said, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::text::Untrusted;

/// `{"scan": {…}, "violations": …, "evaluations": …, "files": …}`, each list bare or in its page.
pub(super) const DIALECT: Dialect = Dialect {
    name: "full-report",
    about: "a scan with its violations, evaluations and files in one document; `tenant-scan` the scan alone, as the desk keeps one that was just blocked",
    reads: Reads::Json {
        recognise: |shape| {
            shape.object_in("scan", &["eval_outcome"])
                && (shape.object_in("scan", &["uuid"]) || shape.object_in("scan", &EVIDENCE))
        },
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Bundle<'a> {
    #[serde(borrow)]
    scan: ScanObject<'a>,
    #[serde(alias = "rule_violations")]
    violations: Option<Violations>,
    evaluations: Option<Evaluations>,
    files: Option<Files>,
    violations_error: Said,
    pagination: Option<Pagination>,
    provenance: Said,
    verdict: Said,
    outcome: Said,
    eval_outcome: Said,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    Ok(vec![Item::Report(Box::new(draft(text)?))])
}

/// The scan with its parts.
pub(super) fn draft(text: &str) -> serde_json::Result<Draft> {
    let bundle: Bundle = serde_json::from_str(text)?;
    let beside = [&bundle.verdict, &bundle.outcome, &bundle.eval_outcome];
    let mut draft = doubting(bundle.scan.draft(), &beside);
    let alone =
        bundle.violations.is_none() && bundle.evaluations.is_none() && bundle.files.is_none();
    let kept = bundle.provenance.get().is_some();
    draft.dialect = (alone && kept).then_some("tenant-scan");
    let provenance = bundle.provenance.get().map(came_from);
    draft
        .scan
        .extra
        .extend(provenance.map(|words| ("provenance".into(), words)));
    let parts = Parts {
        violations: bundle.violations,
        evaluations: bundle.evaluations,
        files: bundle.files,
        violations_error: bundle.violations_error.untrusted(),
        total: bundle.pagination.and_then(|page| page.total_items.0),
        ..Parts::default()
    };
    parts.join(&mut draft);
    Ok(draft)
}

/// Where this program fetched a document from, as it says itself.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Provenance<'a> {
    #[serde(borrow)]
    fetched_at: Text<'a>,
    #[serde(borrow)]
    tenant: Text<'a>,
    #[serde(borrow)]
    tsg_id: Text<'a>,
    #[serde(borrow)]
    api_endpoint: Text<'a>,
    #[serde(borrow)]
    completes: Text<'a>,
}

/// The same in words; what another program says stays as it is.
fn came_from(said: &str) -> Untrusted {
    let provenance: Provenance = serde_json::from_str(said).unwrap_or_default();
    let parts = [
        ("fetched", &provenance.fetched_at),
        ("from tenant", &provenance.tenant),
        ("TSG", &provenance.tsg_id),
        ("at", &provenance.api_endpoint),
        ("completes", &provenance.completes),
    ];
    let words = parts.map(|(what, text)| Some(format!("{what} {}", text.get()?)));
    let words: Vec<_> = words.into_iter().flatten().collect();
    if words.is_empty() {
        return said.into();
    }
    words.join(", ").as_str().into()
}
