//! What a document carries beside what its dialect reads of it: a script that gathers scans may keep more than one list
//! of them, or a scan beside a list, and the first that is recognised must not hide the others.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::shape::Shape;
use super::wire::Text;
use super::{Dialect, Item, Known, ado, airs_cli, bundle, list, recognise};

/// Keys under which documents keep reports, and the dialects that read what lies there.
const CARRIERS: [(&str, &[&str]); 5] = [
    (
        "scan",
        &[
            bundle::DIALECT.name,
            ado::DIALECT.name,
            airs_cli::DIALECT.name,
        ],
    ),
    ("scans", &[list::DIALECT.name, airs_cli::DIALECT.name]),
    ("results", &[ado::DIALECT.name]),
    ("models", &[ado::DIALECT.name]),
    ("packages", &[ado::DIALECT.name]),
];
/// Keys of which a scan has one that stands among rows of another kind.
const OUTCOMES: [&str; 3] = ["eval_outcome", "evalOutcome", "verdict"];

/// What a row of a list is, where it is a scan.
pub(super) fn scan(row: &str) -> serde_json::Result<Option<Known>> {
    let shape = Shape::of(row)?;
    let known = shape.object_with_any(&OUTCOMES).then(|| recognise(&shape));
    Ok(known.flatten())
}

/// Whether a document may hold reports that its dialect does not read. The look at a scan ends before the scan does, but
/// a scan keeps what it does not know.
pub(super) fn may_be(dialect: &Dialect, shape: &Shape, items: &[Item]) -> bool {
    let kept = |key| match items {
        [Item::Report(draft)] => draft.scan.extra.iter().any(|(name, _)| name.raw() == key),
        _ => false,
    };
    unread(Some(dialect)).any(|key| shape.has(key) || kept(key))
}

/// What lies in a document where its dialect reads no reports; where a document of no dialect may keep them.
pub(super) fn beside<'a>(text: &'a str, dialect: Option<&Dialect>) -> Vec<Rows<'a>> {
    let mut found = Vec::new();
    let keys: Vec<_> = unread(dialect).collect();
    let taker = Carried {
        keys: &keys,
        found: &mut found,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // What breaks off behind them is told of where the document is read.
    drop(deserializer.deserialize_map(taker));
    found
}

/// Keys under which a dialect reads no reports.
fn unread(dialect: Option<&Dialect>) -> impl Iterator<Item = &'static str> {
    let read = move |by: &[&str]| dialect.is_some_and(|dialect| by.contains(&dialect.name));
    let unread = CARRIERS.iter().filter(move |(_, by)| !read(by));
    unread.map(|(key, _)| *key)
}

struct Carried<'f, 'a> {
    keys: &'f [&'static str],
    found: &'f mut Vec<Rows<'a>>,
}

impl<'de> Visitor<'de> for Carried<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text<'de>>()? {
            let value: &RawValue = map.next_value()?;
            if self.keys.contains(&key.or_empty()) {
                self.found.extend(Rows::of(value));
            }
        }
        Ok(())
    }
}

/// Rows that are documents of their own: those that hold an object, and how many there are. A list of a hundred million
/// numbers is none of ours, and is not kept.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) objects: Vec<&'a RawValue>,
    pub(super) count: usize,
}

impl<'a> Rows<'a> {
    /// The rows of a list; an object is its own only row.
    fn of(value: &'a RawValue) -> Option<Self> {
        match value.get().as_bytes().first()? {
            b'{' => Some(Self {
                objects: vec![value],
                count: 1,
            }),
            b'[' => serde_json::from_str(value.get()).ok(),
            _ => None,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Rows<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowByRow)
    }
}

struct RowByRow;

impl<'de> Visitor<'de> for RowByRow {
    type Value = Rows<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Rows<'de>, A::Error> {
        let mut rows = Rows::default();
        while let Some(row) = seq.next_element::<&RawValue>()? {
            rows.count += usize::from(row.get() != "null");
            rows.objects.extend(row.get().contains('{').then_some(row));
        }
        Ok(rows)
    }
}

/// That some of the rows of a document are nothing that is read.
pub(super) fn passed_over(unknown: usize, rows: usize) -> String {
    format!("{unknown} of {rows} entries are no scan report that this program knows")
}
