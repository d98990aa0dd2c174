//! Text that is looked for, case-blind and without a copy of what is looked at: a key press asks a million texts.

use crate::domain::identity::Fingerprint;

/// Digits from which on a piece of text may be meant as a fingerprint; fewer would hit by accident.
const TELLING_DIGITS: usize = 6;

/// A piece of text to find.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    /// In lower case.
    text: String,
    /// Its digits, where it could be the beginning of a fingerprint.
    digits: Option<String>,
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        let text: String = text.chars().flat_map(char::to_lowercase).collect();
        let digits = match text.strip_prefix("v1:") {
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
        if self.text.is_ascii() {
            ascii_in(self.text.as_bytes(), text.as_bytes())
        } else {
            !text.is_ascii() && folded_in(&self.text, text)
        }
    }

    /// Whether a fingerprint begins with it.
    pub(super) fn begins(&self, fingerprint: &Fingerprint) -> bool {
        let digits = self.digits.as_deref();
        digits.is_some_and(|digits| fingerprint.starts_with(digits))
    }
}

fn ascii_in(needle: &[u8], text: &[u8]) -> bool {
    let [first, rest @ ..] = needle else {
        return true;
    };
    let Some(last) = text.len().checked_sub(needle.len()) else {
        return false;
    };
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), &text[..=last])
        .any(|at| text[at + 1..at + needle.len()].eq_ignore_ascii_case(rest))
}

fn folded_in(needle: &str, text: &str) -> bool {
    text.char_indices().any(|(at, _)| {
        let mut folded = text[at..].chars().flat_map(char::to_lowercase);
        needle.chars().all(|wanted| folded.next() == Some(wanted))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_does_not_matter() {
        let cases = [
            ("approved", "Stored In APPROVED File", true),
            ("json", "Tokenizer.JSON", true),
            ("GRÖSSE", "größe", false),
            ("GRÖßE", "die Größe", true),
            ("", "anything", true),
            ("long", "lon", false),
            ("é", "", false),
        ];
        for (needle, text, found) in cases {
            assert_eq!(Needle::new(needle).is_in(text), found, "{needle} in {text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_lower_case_copies_would_find(
            needle in "[aAbBéÉ]{0,4}", text in "[aAbBcéÉ ]{0,12}"
        ) {
            let found = text.to_lowercase().contains(&needle.to_lowercase());
            prop_assert_eq!(Needle::new(&needle).is_in(&text), found);
        }
    }
}
