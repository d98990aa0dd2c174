//! Answers of the service: pages of lists, groups and rules, tokens, refusals; and the document that a completed scan
//! is kept as. Scans, violations, evaluations and files are read by [`intake`](crate::format::intake), as from a file.

mod full;
mod group;
mod listing;
mod page;
mod refusal;
mod token;

pub use full::{Full, List, Provenance};
pub use group::{groups, rules};
pub use listing::{Heading, groups_json, rules_json};
pub use page::Page;
pub use refusal::{Answer, garbled, refusal};
pub use token::{Granted, granted};

use crate::domain::uuid;

/// A UUID as the service writes it: lower case. None where the text is no UUID.
pub fn uuid(text: &str) -> Option<String> {
    let text = text.trim();
    uuid::is(text).then(|| text.to_ascii_lowercase())
}
