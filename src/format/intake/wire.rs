//! Values as they really come: scalars of any type where text is expected, numbers as text, enumerations as
//! `Class.VALUE`, `null` for absent. What has the wrong structure still fails, with line and column.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use crate::domain::finding::Remediation;
use crate::domain::text::Untrusted;

/// A scalar as text, borrowed from the document where possible; absent for `null` and for empty text.
///
/// A type of its own, because `Option<Cow<str>>` never borrows when derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Text<'a>(Option<Cow<'a, str>>);

impl Text<'_> {
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(super) fn or_empty(&self) -> &str {
        self.get().unwrap_or_default()
    }

    pub(super) fn untrusted(&self) -> Option<Untrusted> {
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
pub(super) struct Count(pub(super) Option<u64>);

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

/// Reads a list row by row, so that no row is held longer than it takes to turn it into what it means; `null` is an
/// empty list.
pub(super) fn rows<'de, D, T, F>(
    deserializer: D,
    what: &'static str,
    each: F,
) -> Result<(), D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
    F: FnMut(T),
{
    struct Rows<T, F>(&'static str, F, PhantomData<T>);
    impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Rows<T, F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_unit<E>(self) -> Result<(), E> {
            Ok(())
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
            while let Some(row) = seq.next_element()? {
                self.1(row);
            }
            Ok(())
        }
    }
    deserializer.deserialize_any(Rows(what, each, PhantomData))
}

/// Shares equal texts and advice of one document: a list repeats its rules in every entry.
#[derive(Default)]
pub(super) struct Shared {
    texts: HashSet<Untrusted>,
    last_file: Option<Untrusted>,
    last_advice: Arc<Remediation>,
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
