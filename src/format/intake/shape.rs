//! A cheap look at a JSON document: its top-level keys and what kind of value each holds. Values are skipped, not
//! read, and the look ends as soon as the keys of a scan have been seen, so that recognising the common case costs
//! next to nothing.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Keys that settle what a document is; the look ends when all have been seen.
const SETTLING: [&str; 2] = ["uuid", "eval_outcome"];
/// How deep the look goes: the document, the values of its keys, and the keys of those.
const DEPTH: usize = 3;
/// Text values are remembered up to this many bytes.
const REMEMBERED: usize = 64;
/// Keys of one object that are remembered; an object with more is no report.
const MOST_KEYS: usize = 512;

/// What a document looks like from outside.
#[derive(Debug)]
pub struct Shape {
    array: bool,
    keys: Vec<(String, Value)>,
}

/// What kind of value a key holds.
#[derive(Debug)]
enum Value {
    Scalar,
    Text(String),
    Object(Vec<(String, Value)>),
    /// The first element that is more than a number or nothing, if there is one.
    List(Option<Box<Value>>),
}

impl Shape {
    /// Looks at a document. Fails on what is no JSON, as far as it looked; what stands behind a document is looked at
    /// too, unless its keys settled it.
    pub(crate) fn of(text: &str) -> serde_json::Result<Self> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let mut settled = None;
        let value = Glance {
            depth: DEPTH,
            settled: Some(&mut settled),
        }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
        Ok(match (settled, value) {
            (Some(keys), _) | (None, Ok(Value::Object(keys))) => Self { array: false, keys },
            (None, Ok(Value::List(first))) => {
                let keys = first.and_then(|first| {
                    if let Value::Object(keys) = *first {
                        Some(keys)
                    } else {
                        None
                    }
                });
                Self {
                    array: true,
                    keys: keys.unwrap_or_default(),
                }
            }
            (None, Ok(Value::Scalar | Value::Text(_))) => Self {
                array: false,
                keys: Vec::new(),
            },
            (None, Err(error)) => return Err(error),
        })
    }

    /// Whether the document is an array; the keys are then those of its first element.
    pub fn is_array(&self) -> bool {
        self.array
    }

    /// Whether it is an object with all these keys.
    pub fn object_with(&self, keys: &[&str]) -> bool {
        !self.array && keys.iter().all(|key| self.has(key))
    }

    /// Whether it has the keys of a scan, behind which the look ended.
    pub(super) fn settles(&self) -> bool {
        self.object_with(&SETTLING)
    }

    /// Whether it is an array whose first element has all these keys.
    pub fn array_of(&self, keys: &[&str]) -> bool {
        self.array && keys.iter().all(|key| self.has(key))
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &str) -> bool {
        find(&self.keys, key).is_some()
    }

    /// The value of a key, where the document is an object.
    fn value(&self, key: &str) -> Option<&Value> {
        find(&self.keys, key).filter(|_| !self.array)
    }

    /// The text of a short text value.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether the key holds a list.
    pub fn is_list(&self, key: &str) -> bool {
        matches!(self.value(key), Some(Value::List(_)))
    }

    /// Whether the key holds an empty list, or one whose first element has one of these keys.
    pub fn list_of(&self, key: &str, any_of: &[&str]) -> bool {
        match self.value(key) {
            Some(Value::List(None)) => true,
            Some(Value::List(Some(first))) => has_any(first, any_of),
            _ => false,
        }
    }

    /// Whether the key holds a list whose first element has one of these keys.
    pub fn row_in(&self, key: &str, any_of: &[&str]) -> bool {
        matches!(self.value(key), Some(Value::List(Some(first))) if has_any(first, any_of))
    }

    /// Whether the key holds an object of objects, the first of which has one of these keys, or an empty one.
    pub fn map_of(&self, key: &str, any_of: &[&str]) -> bool {
        match self.value(key) {
            Some(Value::Object(entries)) => entries
                .first()
                .is_none_or(|(_, entry)| has_any(entry, any_of)),
            _ => false,
        }
    }

    /// Keys of an object that hold objects or lists, alone or in a list.
    pub fn holders(&self) -> impl Iterator<Item = &str> {
        let keys = self.keys.iter().filter(|_| !self.array);
        let holding = keys.filter(|(_, value)| match value {
            Value::Object(_) => true,
            Value::List(Some(first)) => matches!(**first, Value::Object(_) | Value::List(_)),
            _ => false,
        });
        holding.map(|(key, _)| key.as_str())
    }

    /// Whether it is an object without other keys than these.
    pub fn only(&self, keys: &[&str]) -> bool {
        !self.array
            && self
                .keys
                .iter()
                .all(|(key, _)| keys.contains(&key.as_str()))
    }

    /// Whether it is an object with one of these keys.
    pub fn object_with_any(&self, keys: &[&str]) -> bool {
        !self.array && keys.iter().any(|key| self.has(key))
    }

    /// Whether the key holds an object with one of these keys.
    pub fn object_in(&self, key: &str, any_of: &[&str]) -> bool {
        self.value(key).is_some_and(|value| has_any(value, any_of))
    }
}

fn find<'a>(keys: &'a [(String, Value)], key: &str) -> Option<&'a Value> {
    keys.iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
}

fn has_any(value: &Value, any_of: &[&str]) -> bool {
    matches!(value, Value::Object(keys) if any_of.iter().any(|key| find(keys, key).is_some()))
}

/// Looks at one value; at the document itself it may settle early and leaves the keys it has seen behind.
struct Glance<'a> {
    depth: usize,
    settled: Option<&'a mut Option<Vec<(String, Value)>>>,
}

impl Glance<'_> {
    fn below(&self) -> Glance<'static> {
        Glance {
            depth: self.depth.saturating_sub(1),
            settled: None,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Glance<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth == 0 {
            return IgnoredAny::deserialize(deserializer).map(|_| Value::Scalar);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Glance<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self.below())?;
            if keys.len() < MOST_KEYS {
                keys.push((key, value));
            }
            if self.settled.is_some() && SETTLING.iter().all(|key| find(&keys, key).is_some()) {
                self.settled.map(|settled| settled.replace(keys));
                return Err(A::Error::custom("settled"));
            }
        }
        Ok(Value::Object(keys))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut first = seq.next_element_seed(self.below())?;
        // A row that is `null` is none, and says nothing of those behind it.
        while let Some(Value::Scalar) = first
            && let Some(next) = seq.next_element_seed(self.below())?
        {
            first = Some(next);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::List(first.map(Box::new)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(if text.len() <= REMEMBERED {
            Value::Text(text.to_owned())
        } else {
            Value::Scalar
        })
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Scalar)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Scalar)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_look_tells_keys_and_kinds() {
        let shape = Shape::of(
            r#"{"violations":[{"rule_name":"r","x":[1]}],"pagination":{"total_items":1},"a":"t"}"#,
        );
        let shape = shape.unwrap();
        assert!(shape.object_with(&["violations", "pagination"]));
        assert!(
            shape.list_of("violations", &["rule_name"])
                && !shape.list_of("violations", &["severity"])
        );
        assert!(shape.object_in("pagination", &["total_items"]));
        assert_eq!(shape.text("a"), Some("t"));
        let array = Shape::of(r#"[{"id":1,"outcome":"X"},2]"#).unwrap();
        assert!(array.array_of(&["id", "outcome"]) && !array.object_with(&["id"]));
    }

    #[test]
    fn a_scan_settles_before_its_end_is_seen() {
        let shape =
            Shape::of(r#"{"uuid":"u","eval_outcome":"BLOCKED","violations":[ broken"#).unwrap();
        assert!(shape.object_with(&["uuid", "eval_outcome"]));
    }

    #[test]
    fn what_stands_behind_a_document_makes_it_no_document() {
        assert!(Shape::of("{\"a\": 1} \n").is_ok());
        for text in ["{\"a\": 1}\n{}", "[1] x"] {
            assert!(Shape::of(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_says_where() {
        let error = Shape::of("{\n  \"a\": NaN}").unwrap_err();
        assert_eq!((error.line(), error.column()), (2, 8));
    }
}
