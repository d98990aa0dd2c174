//! Text that is looked for whatever its case, without a copy of what is looked at: a key press asks a million texts, and a
//! search two hundred megabytes.

use std::iter;
use std::ops::Range;

/// Text to find, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded(String);

impl Folded {
    /// A text, whatever its case.
    pub fn new(text: &str) -> Self {
        Self(text.chars().flat_map(char::to_lowercase).collect())
    }

    /// It, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Where it stands in a text for the first time, in bytes.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        if self.0.is_ascii() {
            let at = ascii_in(self.0.as_bytes(), text.as_bytes())?;
            return Some(at..at + self.0.len());
        }
        if text.is_ascii() {
            return None;
        }
        let mut places = text.char_indices();
        places.find_map(|(at, _)| Some(at..at + length(&self.0, &text[at..])?))
    }

    /// Where it begins in a text, every time.
    pub fn places(&self, text: &str) -> impl Iterator<Item = usize> {
        let mut from = 0;
        iter::from_fn(move || {
            let at = from + self.find(text.get(from..)?)?.start;
            from = text.ceil_char_boundary(at + 1).max(at + 1);
            Some(at)
        })
    }
}

fn ascii_in(wanted: &[u8], text: &[u8]) -> Option<usize> {
    let [first, rest @ ..] = wanted else {
        return Some(0);
    };
    let last = text.len().checked_sub(wanted.len())?;
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), &text[..=last])
        .find(|at| text[at + 1..at + wanted.len()].eq_ignore_ascii_case(rest))
}

/// How much of a text is what is wanted, if it begins with that.
fn length(wanted: &str, text: &str) -> Option<usize> {
    let mut wanted = wanted.chars().peekable();
    for (at, character) in text.char_indices() {
        for lower in character.to_lowercase() {
            match wanted.next() {
                Some(next) if next == lower => {}
                Some(_) => return None,
                None => break,
            }
        }
        if wanted.peek().is_none() {
            return Some(at + character.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_does_not_matter() {
        let cases = [
            ("approved", "Stored In APPROVED File", Some(10..18)),
            ("json", "Tokenizer.JSON", Some(10..14)),
            ("GRÖSSE", "größe", None),
            ("GRÖßE", "die Größe", Some(4..11)),
            ("", "anything", Some(0..0)),
            ("long", "lon", None),
            ("é", "", None),
            ("é", "eÉ", Some(1..3)),
        ];
        for (wanted, text, found) in cases {
            assert_eq!(Folded::new(wanted).find(text), found, "{wanted} in {text}");
        }
        let places: Vec<_> = Folded::new("äA").places("Äaaä Aäa").collect();
        assert_eq!(places, [0, 8]);
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_lower_case_copies_would_find(
            wanted in "[aAbBéÉ]{0,4}", text in "[aAbBcéÉ ]{0,12}"
        ) {
            let (folded, lower) = (Folded::new(&wanted), wanted.to_lowercase());
            prop_assert_eq!(folded.is_in(&text), text.to_lowercase().contains(&lower));
            let every: Vec<usize> = text.char_indices().map(|(at, _)| at)
                .filter(|at| text[*at..].to_lowercase().starts_with(&lower)).collect();
            if !wanted.is_empty() {
                prop_assert_eq!(folded.places(&text).collect::<Vec<_>>(), every);
            }
        }
    }
}
