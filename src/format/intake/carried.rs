//! What a document carries: a wrapper of somebody's own holds reports under any key, and beside what its dialect reads a
//! document may hold more of them. The first that is recognised must not hide the others.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::shape::Shape;
use super::wire::Text;
use super::{Dialect, Item, Known, ado, bundle, list, recognise, scan};

/// Keys under which dialects read reports and parts of them; what lies under others, they leave. A dialect that is not
/// here leaves nothing.
const READ: [(&str, &[&str]); 3] = [
    (
        bundle::DIALECT.name,
        &[
            "scan",
            "violations",
            "rule_violations",
            "evaluations",
            "files",
        ],
    ),
    (list::DIALECT.name, &["scans"]),
    (
        ado::DIALECT.name,
        &["results", "models", "packages", "scan", "violations"],
    ),
];

/// Keys of the lists that belong to a scan in the same document.
const PARTS: [&str; 4] = ["violations", "rule_violations", "evaluations", "files"];

/// Keys of which a scan has one that stands among rows of another kind.
const OUTCOMES: [&str; 3] = ["eval_outcome", "evalOutcome", "verdict"];

/// What a row of a list is, where it is a scan.
pub(super) fn scan_row(row: &str) -> serde_json::Result<Option<Known>> {
    let shape = Shape::of(row)?;
    let known = shape.object_with_any(&OUTCOMES).then(|| recognise(&shape));
    Ok(known.flatten())
}

/// Keys of a document under which its dialect leaves what may be reports.
pub(super) fn left(dialect: &Dialect, shape: &Shape, items: &[Item]) -> Vec<String> {
    if dialect.name == scan::DIALECT.name {
        // The look at a scan ends before the scan does, but a scan keeps what it does not know.
        let [Item::Report(draft)] = items else {
            return Vec::new();
        };
        let kept = draft.scan.extra.iter();
        let objects = kept.filter(|(_, value)| value.raw().contains('{'));
        return objects.map(|(name, _)| name.raw().to_owned()).collect();
    }
    let read = READ.iter().find(|(name, _)| *name == dialect.name);
    let Some((_, read)) = read else {
        return Vec::new();
    };
    let left = shape.holders().filter(|key| !read.contains(key));
    left.map(str::to_owned).collect()
}

/// What lies in a document under some of its keys, or under any; and whether the key is one of its scan's own parts.
pub(super) fn under<'a>(text: &'a str, keys: Option<&[String]>) -> Vec<(bool, &'a str)> {
    let mut found = Vec::new();
    let carried = Carried {
        keys,
        found: &mut found,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // What breaks off behind them is told of where the document is read.
    drop(deserializer.deserialize_map(carried));
    found
}

struct Carried<'f, 'a> {
    keys: Option<&'f [String]>,
    found: &'f mut Vec<(bool, &'a str)>,
}

impl<'de> Visitor<'de> for Carried<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text<'de>>()? {
            let value: &RawValue = map.next_value()?;
            let asked = |keys: &[String]| keys.iter().any(|name| name == key.or_empty());
            if self.keys.is_none_or(asked) {
                let (value, own) = (value.get(), PARTS.contains(&key.or_empty()));
                self.found
                    .extend(value.contains('{').then_some((own, value)));
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
