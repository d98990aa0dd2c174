//! Values as they really come: scalars of any type where text is expected, numbers as text, enumerations as
//! `Class.VALUE`, `null` for absent. What has the wrong structure still fails, with line and column.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::domain::observation::Remediation;
use crate::domain::text::Untrusted;

/// A scalar as text, borrowed from the document where possible; absent for `null` and for empty text.
///
/// A type of its own, because `Option<Cow<str>>` never borrows when derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::format) struct Text<'a>(Option<Cow<'a, str>>);

impl Text<'_> {
    pub(in crate::format) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(in crate::format) fn or_empty(&self) -> &str {
        self.get().unwrap_or_default()
    }

    pub(in crate::format) fn untrusted(&self) -> Option<Untrusted> {
        self.get().map(Untrusted::from)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(Scalar)
            .map(|text| Self(text.filter(|text| !text.is_empty())))
    }
}

/// A count, given as a number or as text; absent for `null` and for what is no count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::format) struct Count(pub(in crate::format) Option<u64>);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(Scalar)?;
        Ok(Self(text.and_then(|text| text.trim().parse().ok())))
    }
}

struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number, true, false or null")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(if value { "true" } else { "false" })))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Whatever a wrapper says, as text: a scalar's value, the JSON of a structure; absent for what Python holds for
/// false. For fields whose type nobody promised.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::format) struct Said(Option<Untrusted>);

impl Said {
    pub(super) const NOTHING: Self = Self(None);

    pub(in crate::format) fn get(&self) -> Option<&str> {
        self.0.as_ref().map(Untrusted::raw)
    }

    pub(in crate::format) fn untrusted(&self) -> Option<Untrusted> {
        self.0.clone()
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?.get();
        let said = match json {
            "null" | "false" | "0" | "{}" | "[]" => None,
            text if text.starts_with('"') => {
                let text: Text = serde_json::from_str(text).map_err(D::Error::custom)?;
                text.untrusted()
            }
            other => Some(other.into()),
        };
        Ok(Self(said))
    }
}

/// `pagination` of every list.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Pagination {
    #[serde(default)]
    pub(super) total_items: Count,
}

/// Reads a list row by row, so that no row is held longer than it takes to turn it into what it means; `null` is an
/// empty list. The list may also come in its page, `{"violations": […], "pagination": {…}}`: then `key` is its name
/// there, and what the page states as total is given back. A row that is `null` is none, and counts towards the total.
pub(super) fn rows<'de, D, T, F>(
    deserializer: D,
    key: &'static str,
    mut each: F,
) -> Result<Option<u64>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
    F: FnMut(T),
{
    Rows {
        key,
        each: &mut each,
        row: PhantomData,
    }
    .deserialize(deserializer)
}

struct Rows<'f, T, F> {
    key: &'static str,
    each: &'f mut F,
    row: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Rows<'_, T, F> {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u64>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Rows<'_, T, F> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", self.key)
    }

    fn visit_unit<E>(self) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<u64>, A::Error> {
        let (mut seen, mut empty) = (0, false);
        while let Some(is_row) = seq.next_element_seed(OneRow::<T, F>(self.each, PhantomData))? {
            seen += 1;
            empty |= !is_row;
        }
        Ok(empty.then_some(seen))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<u64>, A::Error> {
        let (mut total, mut listed) = (None, false);
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                name if name == self.key => {
                    listed = true;
                    let rows = Rows {
                        key: self.key,
                        each: &mut *self.each,
                        row: PhantomData,
                    };
                    total = map.next_value_seed(rows)?.max(total);
                }
                "pagination" => {
                    let page: Option<Pagination> = map.next_value()?;
                    total = page.and_then(|page| page.total_items.0).max(total);
                }
                "total_items" => total = map.next_value::<Count>()?.0.max(total),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if listed {
            Ok(total)
        } else {
            Err(A::Error::custom(format_args!("no list of {}", self.key)))
        }
    }
}

/// One row, handed on where it was read; whether it is one. A row is large, and there may be a million.
struct OneRow<'f, T, F>(&'f mut F, PhantomData<T>);

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for OneRow<'_, T, F> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for OneRow<'_, T, F> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        (self.0)(T::deserialize(deserializer)?);
        Ok(true)
    }
}

/// Texts that a list repeats, as far as room for them is made at once.
const SHARED_TEXTS: usize = 56;

/// Shares equal texts and advice of one document: a list repeats its rules in every entry.
pub(super) struct Shared {
    texts: HashSet<Untrusted>,
    last_file: Option<Untrusted>,
    last_advice: Arc<Remediation>,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            texts: HashSet::with_capacity(SHARED_TEXTS),
            last_file: None,
            last_advice: Arc::default(),
        }
    }
}

impl Shared {
    pub(super) fn text(&mut self, text: &Text<'_>) -> Option<Untrusted> {
        text.get().map(|text| self.get(text))
    }

    pub(super) fn get(&mut self, text: &str) -> Untrusted {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let new = Untrusted::from(text);
        self.texts.insert(new.clone());
        new
    }

    /// Files come in runs and are many, so comparing with the last one is enough.
    pub(super) fn file(&mut self, text: &Text<'_>) -> Option<Untrusted> {
        let file = text.get()?;
        if self.last_file.as_ref().map(Untrusted::raw) != Some(file) {
            self.last_file = Some(file.into());
        }
        self.last_file.clone()
    }

    pub(super) fn last_advice(&self) -> &Arc<Remediation> {
        &self.last_advice
    }

    pub(super) fn advice(&mut self, advice: Remediation) -> Arc<Remediation> {
        self.last_advice = Arc::new(advice);
        Arc::clone(&self.last_advice)
    }
}
