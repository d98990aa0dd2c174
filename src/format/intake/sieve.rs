//! Fields that a reader does not know, kept as JSON text in the same pass: what a later version of the API adds is
//! shown, not lost. Costs one comparison of names for each field of the outermost object.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::value::RawValue;

use super::wire::Text;
use crate::domain::text::Untrusted;

/// Bytes of JSON text that are kept of one field.
const MOST_TEXT: usize = 4096;
/// Fields that are kept of one object.
const MOST_FIELDS: usize = 64;

/// A deserializer of one struct that puts the fields it does not have aside.
pub(super) struct Sieve<'s, D> {
    pub(super) from: D,
    /// Fields that are known, though no struct has them.
    pub(super) ignored: &'static [&'static str],
    /// Name and JSON text of the others.
    pub(super) kept: &'s mut Vec<(Untrusted, Untrusted)>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Sieve<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.from.deserialize_map(Sifted {
            lists: [fields, self.ignored],
            kept: self.kept,
            from: visitor,
        })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.from.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The visitor of a struct, and then the fields it is given, behind the sieve.
struct Sifted<'s, T> {
    lists: [&'static [&'static str]; 2],
    kept: &'s mut Vec<(Untrusted, Untrusted)>,
    from: T,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Sifted<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.from.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.from.visit_map(Sifted {
            lists: self.lists,
            kept: self.kept,
            from: fields,
        })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Sifted<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.from.next_key::<Text<'de>>()? {
            let name = name.or_empty();
            if self.lists.iter().any(|list| list.contains(&name)) {
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
            let json = self.from.next_value::<&RawValue>()?.get();
            if self.kept.len() < MOST_FIELDS {
                let json = &json[..json.floor_char_boundary(MOST_TEXT)];
                self.kept.push((name.into(), json.into()));
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.from.next_value_seed(seed)
    }
}
