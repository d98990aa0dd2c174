//! Labels of a scan: a key and a value, in the few letters that the service takes.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Letters of a key, at most.
pub const LONGEST_KEY: usize = 128;
/// Letters of a value, at most.
pub const LONGEST_VALUE: usize = 256;
/// Labels that a scan carries at most.
pub const MOST: usize = 50;

/// A label of a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// Why a text is no label.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is no `=` in it.
    #[error("a label is written KEY=VALUE, and this is “{0}”")]
    Shape(String),
    /// A part of it is empty, too long, or holds other letters.
    #[error("{part} “{text}” of a label is 1 to {most} of the letters a-z A-Z 0-9 _ -")]
    Part {
        /// Which part.
        part: &'static str,
        /// The part.
        text: String,
        /// How many letters it may have.
        most: usize,
    },
    /// One key twice: only one of them would be kept.
    #[error("the key “{0}” is given twice; a scan has one value for a key")]
    Twice(String),
    /// More than a scan carries.
    #[error("a scan carries at most {MOST} labels")]
    Many,
    /// None.
    #[error("type a label, as triage=false-positive or ticket=SEC-42")]
    None,
}

/// Whether a text of at most so many letters can be part of a label.
pub fn is_word(text: &str, most: usize) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=most).contains(&text.len()) && text.bytes().all(letter)
}

impl Label {
    /// The labels that words are, one a word; at least one, and each key once.
    pub fn all<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Vec<Self>, Unfit> {
        let mut labels: Vec<Self> = Vec::new();
        for word in words {
            let label: Self = word.parse()?;
            if labels.iter().any(|other| other.key == label.key) {
                return Err(Unfit::Twice(label.key));
            }
            labels.push(label);
        }
        match labels.len() {
            0 => Err(Unfit::None),
            1..=MOST => Ok(labels),
            _ => Err(Unfit::Many),
        }
    }
}

impl FromStr for Label {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let parts = text.split_once('=');
        let (key, value) = parts.ok_or_else(|| Unfit::Shape(text.to_owned()))?;
        for (part, text, most) in [
            ("the key", key, LONGEST_KEY),
            ("the value", value, LONGEST_VALUE),
        ] {
            if !is_word(text, most) {
                let text = text.to_owned();
                return Err(Unfit::Part { part, text, most });
            }
        }
        Ok(Self {
            key: key.to_owned(),
            value: value.to_owned(),
        })
    }
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.key, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_would_refuse_is_refused_here() {
        let (key, value) = ("k".repeat(LONGEST_KEY), "v".repeat(LONGEST_VALUE));
        for good in [
            "triage=false-positive",
            "a_b=C-9",
            &format!("{key}={value}"),
        ] {
            assert_eq!(Label::all([good]).unwrap()[0].to_string(), good);
        }
        let cases = [
            ("triage", "KEY=VALUE"),
            ("=x", "the key “”"),
            ("a=", "the value “”"),
            ("a=b c", "the value “b c”"),
            ("a=b=c", "the value “b=c”"),
            ("ä=b", "the key “ä”"),
            (&format!("{key}k=v"), "1 to 128"),
            (&format!("k={value}v"), "1 to 256"),
        ];
        for (text, words) in cases {
            let why = Label::all([text]).unwrap_err().to_string();
            assert!(why.contains(words), "{why}");
        }
        assert_eq!(Label::all(["a=b", "a=c"]), Err(Unfit::Twice("a".into())));
        assert_eq!(Label::all([]), Err(Unfit::None));
        let many: Vec<String> = (0..=MOST).map(|at| format!("k{at}=v")).collect();
        let many = Label::all(many.iter().map(String::as_str));
        assert_eq!(many, Err(Unfit::Many));
    }
}
