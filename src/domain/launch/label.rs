//! Labels of a scan, as the service takes them.

use std::str::FromStr;

use serde::Serialize;
use thiserror::Error;

/// Characters of a key, at most.
const KEY: usize = 128;
/// Characters of a value, at most.
const VALUE: usize = 256;

/// A label of a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    key: String,
    value: String,
}

/// Why a text is no label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotALabel {
    /// There is no `=` in it.
    #[error("a label is written KEY=VALUE")]
    NoPair,
    /// The key or the value holds something else.
    #[error("a label holds only letters, digits, - and _")]
    Characters,
    /// Nothing, or too much.
    #[error("a label's key has 1 to 128 characters, its value 1 to 256")]
    Length,
}

impl Label {
    /// Its key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Its value.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl FromStr for Label {
    type Err = NotALabel;

    fn from_str(text: &str) -> Result<Self, NotALabel> {
        let (key, value) = text.trim().split_once('=').ok_or(NotALabel::NoPair)?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !key.bytes().chain(value.bytes()).all(fits) {
            return Err(NotALabel::Characters);
        }
        if !(1..=KEY).contains(&key.len()) || !(1..=VALUE).contains(&value.len()) {
            return Err(NotALabel::Length);
        }
        let (key, value) = (key.to_owned(), value.to_owned());
        Ok(Self { key, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_as_the_service_takes_them() {
        let good: Label = " team=vision-2_b ".parse().unwrap();
        assert_eq!((good.key(), good.value()), ("team", "vision-2_b"));
        let long = |key, value| format!("{}={}", "k".repeat(key), "v".repeat(value));
        for (text, outcome) in [
            (long(128, 256), None),
            (long(129, 1), Some(NotALabel::Length)),
            (long(1, 257), Some(NotALabel::Length)),
            (long(0, 1), Some(NotALabel::Length)),
            (long(1, 0), Some(NotALabel::Length)),
            ("team".into(), Some(NotALabel::NoPair)),
            ("team=a b".into(), Some(NotALabel::Characters)),
            ("te.am=a".into(), Some(NotALabel::Characters)),
            ("team=a=b".into(), Some(NotALabel::Characters)),
            ("team=ä".into(), Some(NotALabel::Characters)),
        ] {
            assert_eq!(text.parse::<Label>().err(), outcome, "{text}");
        }
    }
}
