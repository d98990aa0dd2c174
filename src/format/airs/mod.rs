//! Answers of the service: pages of lists, groups and rules, tokens, refusals; and the document that a completed scan
//! is kept as. Scans, violations, evaluations and files are read by [`intake`], as from a file.

mod full;
mod group;
mod listing;
mod page;
mod refusal;
mod token;

pub use full::{Full, List, Provenance, alone};
pub use group::{groups, rules};
pub use listing::{Heading, groups_json, rules_json};
pub use page::Page;
pub use refusal::{Answer, garbled, refusal};
pub use token::{Granted, granted};

use serde_json::value::RawValue;

use crate::domain::model;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::domain::uuid;
use crate::format::intake;

/// Scans of a list. Fails on what is none.
pub fn scans(rows: &[Box<RawValue>]) -> serde_json::Result<Vec<Scan>> {
    let scan = |row: &RawValue| {
        let scan = intake::scan(row.get())?;
        let uri = scan.model_uri.as_ref().map(Untrusted::raw);
        let name = uri.and_then(model::model_name).map(Untrusted::from);
        let model_name = scan.model_name.or(name);
        Ok(Scan { model_name, ..scan })
    };
    rows.iter().map(|row| scan(row)).collect()
}

/// A UUID as the service writes it: lower case. None where the text is no UUID.
pub fn uuid(text: &str) -> Option<String> {
    let text = text.trim();
    uuid::is(text).then(|| text.to_ascii_lowercase())
}
