//! A piece of text that a filter looks for: in texts, and at the beginning of fingerprints.

use crate::domain::folded::Folded;
use crate::domain::identity::Fingerprint;

/// Digits from which on a piece of text may be meant as a fingerprint; fewer would hit by accident.
const TELLING_DIGITS: usize = 6;

/// A piece of text to find.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    text: Folded,
    /// Its digits, where it could be the beginning of a fingerprint.
    digits: Option<String>,
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        let text = Folded::new(text);
        let digits = match text.as_str().strip_prefix("v1:") {
            Some(digits) if !digits.is_empty() => Some(digits),
            Some(_) => None,
            None => Some(text.as_str()).filter(|digits| digits.len() >= TELLING_DIGITS),
        };
        let digits = digits
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .map(str::to_owned);
        Self { text, digits }
    }

    /// Whether a text holds it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.text.is_in(text)
    }

    /// Whether a fingerprint begins with it.
    pub(super) fn begins(&self, fingerprint: &Fingerprint) -> bool {
        let digits = self.digits.as_deref();
        digits.is_some_and(|digits| fingerprint.starts_with(digits))
    }
}
