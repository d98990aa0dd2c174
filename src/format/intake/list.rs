//! Scans as the data plane lists them (`GET /v1/scans`, `model-security list-scans`).

use serde::{Deserialize, Deserializer};

use super::scan::ScanObject;
use super::wire::rows;
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::text::Untrusted;

/// A page of scans.
pub(super) const DIALECT: Dialect = Dialect {
    name: "api-scans",
    about: "a list of scans as the API and `model-security list-scans` print it",
    reads: Reads::Json {
        recognise: |shape| {
            shape.object_with(&["scans"])
                && shape.list_of("scans", &["eval_outcome", "model_uri"])
                && !shape.has("schema_version")
        },
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Capped {
    count_capped: bool,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let Scans { mut list, total } = serde_json::from_str(text)?;
    if list.is_empty() {
        return Ok(vec![Item::Foreign("a list of scans that is empty".into())]);
    }
    let capped = serde_json::from_str::<Capped>(text).is_ok_and(|capped| capped.count_capped);
    if let Some(note) = shortfall(list.len(), total, capped) {
        for item in &mut list {
            if let Item::Report(draft) = item {
                draft.coverage.notes.push(note.clone());
            }
        }
    }
    Ok(list)
}

/// What to say of a list that ends early.
fn shortfall(have: usize, total: Option<u64>, capped: bool) -> Option<Untrusted> {
    let floor = if capped { "at least " } else { "" };
    match total {
        Some(total) if capped || total > have as u64 => {
            Some(format!("the list of scans holds {have} of {floor}{total}").into())
        }
        None if capped => {
            Some(format!("the list of scans holds {have} of a number not counted").into())
        }
        _ => None,
    }
}

struct Scans {
    list: Vec<Item>,
    total: Option<u64>,
}

impl<'de> Deserialize<'de> for Scans {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = Vec::new();
        let total = rows(deserializer, "scans", |scan: ScanObject<'de>| {
            list.push(Item::Report(Box::new(Draft {
                dialect: None,
                ..scan.draft()
            })));
        })?;
        Ok(Self { list, total })
    }
}
