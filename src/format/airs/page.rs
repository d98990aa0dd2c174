//! Pages of lists. Rows stay the service's own text, so that nothing of them is lost.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashMap;

use crate::format::intake::wire::Count;

/// One page of a list.
#[derive(Debug, Default)]
pub struct Page {
    /// Its rows.
    pub rows: Vec<Box<RawValue>>,
    /// How many rows the list has, where the service counted them to the end.
    pub total: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Pagination {
    total_items: Count,
}

impl Page {
    /// Reads the page of the list of that name. Fails on what is none.
    pub fn read(text: &str, list: &str) -> serde_json::Result<Self> {
        let mut members: HashMap<String, Box<RawValue>> = serde_json::from_str(text)?;
        let Some(rows) = members.remove(list) else {
            return Err(serde::de::Error::missing_field("a list"));
        };
        let rows: Vec<Box<RawValue>> = serde_json::from_str(rows.get())?;
        let capped = members
            .get("count_capped")
            .is_some_and(|it| it.get() == "true");
        let pagination = members.get("pagination");
        let pagination: Option<Pagination> = match pagination {
            Some(text) => serde_json::from_str(text.get())?,
            None => None,
        };
        let total = pagination.and_then(|page| page.total_items.0);
        Ok(Self {
            rows,
            total: total.filter(|_| !capped),
        })
    }
}

/// The UUID of a row, by which pages that overlap are told.
fn uuid_of(row: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Row<'a> {
        #[serde(borrow)]
        uuid: &'a str,
    }
    let row: Row = serde_json::from_str(row.get()).ok()?;
    Some(row.uuid.to_owned())
}

impl Page {
    /// The UUIDs of its rows; of a row that has none, its text.
    pub fn identities(&self) -> impl Iterator<Item = String> {
        let rows = self.rows.iter();
        rows.map(|row| uuid_of(row).unwrap_or_else(|| row.get().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_its_rows_and_a_total_that_can_be_relied_on() {
        let cases = [
            (
                r#"{"scans": [{"uuid": "a"}, 1], "pagination": {"total_items": 5}}"#,
                Some((2, Some(5))),
            ),
            (
                r#"{"scans": [], "pagination": {"total_items": null}}"#,
                Some((0, None)),
            ),
            (
                r#"{"scans": [], "pagination": {"total_items": 9}, "count_capped": true}"#,
                Some((0, None)),
            ),
            (r#"{"scans": []}"#, Some((0, None))),
            (r#"{"scans": [], "pagination": null}"#, Some((0, None))),
            (r#"{"scans": "none", "result": [1]}"#, None),
            (r#"{"files": []}"#, None),
            (r#"{"code": "403", "message": "no"}"#, None),
            ("[]", None),
            ("<html>", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let page = Page::read(text, "scans").ok();
            assert_eq!(page.map(|it| (it.rows.len(), it.total)), expected, "{text}");
        }
    }
}
