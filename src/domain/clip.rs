//! Text on its way to a clipboard, and from there into shells, tickets and tables. A value goes there exactly as its
//! source gave it, unless pasting that could do harm.

use crate::domain::text::{Printable, is_deceptive};

/// Longest text that is copied as it is, in bytes; many terminals take no more.
pub const LIMIT: usize = 100_000;

/// A text that is safe to paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    text: String,
    altered: Option<Altered>,
}

/// Why a text is not copied exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
pub enum Altered {
    /// A line break would run what stands before it; an escape sequence would steer the terminal.
    #[strum(
        to_string = "it holds control or invisible characters, so it was copied as it is shown"
    )]
    Deceptive,
    /// Longer than [`LIMIT`].
    #[strum(to_string = "it is longer than 100 kB, so only its beginning was copied")]
    Long,
}

impl Clip {
    /// The text itself where it is harmless, else its printable form.
    pub fn of(raw: &str) -> Self {
        let altered = if raw.len() > LIMIT {
            Some(Altered::Long)
        } else if raw.chars().any(is_deceptive) {
            Some(Altered::Deceptive)
        } else {
            None
        };
        let text = match altered {
            Some(_) => Printable::line(raw).into_string(),
            None => raw.to_owned(),
        };
        Self { text, altered }
    }

    /// What is copied.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Why it is not exactly what the source gave, if it is not.
    pub fn altered(&self) -> Option<Altered> {
        self.altered
    }
}

/// Whether a UUID or number may stand in a shell line or an address as it is.
pub fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte == b'-' || byte.is_ascii_alphanumeric();
    !text.is_empty() && !text.starts_with('-') && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn harmless_text_is_copied_exactly_and_harmful_text_as_it_is_shown() {
        let cases = [
            ("3afa4f98-0b6c", "3afa4f98-0b6c", None),
            (" data/vocab 漢字.txt ", " data/vocab 漢字.txt ", None),
            ("$(reboot) `x`", "$(reboot) `x`", None),
            ("x\nrm -rf ~\n", "x rm -rf ~ ", Some(Altered::Deceptive)),
            ("a\x1b[31m", "a\\x1b[31m", Some(Altered::Deceptive)),
            ("a\u{202e}b", "a\\u{202e}b", Some(Altered::Deceptive)),
        ];
        for (raw, text, altered) in cases {
            let clip = Clip::of(raw);
            assert_eq!((clip.text(), clip.altered()), (text, altered), "{raw:?}");
        }
        let long = Clip::of(&"x".repeat(LIMIT + 1));
        assert_eq!(long.altered(), Some(Altered::Long));
        assert!(long.text().len() < 2_000);
    }

    proptest! {
        #[test]
        fn no_control_character_is_ever_pasted(raw in any::<String>()) {
            let clip = Clip::of(&raw);
            prop_assert!(!clip.text().chars().any(is_deceptive));
            prop_assert!(clip.altered().is_some() || clip.text() == raw);
        }
    }
}
