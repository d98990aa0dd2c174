//! Text from reports. Reports describe untrusted models and are untrusted themselves, so their text cannot be shown
//! as it is: [`Untrusted`] has no `Display`, and the only way to a screen or a terminal is [`Printable`].

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Longest line that is shown, in characters; the rest is counted, not shown.
pub const LINE_LIMIT: usize = 1_000;
/// Combining marks that may follow one another; more are escaped, since stacks of them paint over other lines.
const MARKS_IN_A_ROW: usize = 4;

/// Text exactly as a source gave it. Cheap to clone; compares and hashes by content.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Untrusted(Arc<str>);

impl Untrusted {
    /// The text as it was given: for identity, matching and encoded output only, never for a screen.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Whether, as a path, it is another one or lies below it.
    pub fn lies_under(&self, path: &Self) -> bool {
        let below = self.0.strip_prefix(path.raw());
        below.is_some_and(|below| {
            below.is_empty() || below.starts_with(['/', '\\']) || path.raw().ends_with(['/', '\\'])
        })
    }

    /// One line that is safe to show.
    pub fn printable(&self) -> Printable {
        Printable::line(&self.0)
    }

    /// The text's lines, each safe to show.
    pub fn printable_lines(&self) -> Vec<Printable> {
        self.0.lines().map(Printable::line).collect()
    }
}

/// Texts of one report are shared, and sorting compares mostly those.
impl Ord for Untrusted {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            Ordering::Equal
        } else {
            self.0.cmp(&other.0)
        }
    }
}

impl PartialOrd for Untrusted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self(Arc::from(text))
    }
}

impl std::borrow::Borrow<str> for Untrusted {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl serde::Serialize for Untrusted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Untrusted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Content;

        impl serde::de::Visitor<'_> for Content {
            type Value = Untrusted;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Untrusted, E> {
                Ok(text.into())
            }
        }

        deserializer.deserialize_str(Content)
    }
}

/// One line of text that carries no control, bidirectional or invisible character and is not over-long.
///
/// What was taken out stays visible as an escape (`\x1b`, `\u{202e}`), so that an attempt shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Printable(String);

impl Printable {
    /// Makes one safe line; line breaks and tabs become spaces.
    pub fn line(text: &str) -> Self {
        let mut shown = String::with_capacity(text.len().min(LINE_LIMIT));
        let mut marks = 0;
        let text = if text.contains('\r') {
            Cow::Owned(text.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(text)
        };
        let mut characters = text.chars();
        for character in characters.by_ref().take(LINE_LIMIT) {
            marks = if is_mark(character) { marks + 1 } else { 0 };
            match character {
                '\n' | '\t' => shown.push(' '),
                _ if is_deceptive(character) || marks > MARKS_IN_A_ROW => {
                    escape(character, &mut shown);
                }
                _ => shown.push(character),
            }
        }
        let rest = characters.count();
        if rest > 0 {
            shown.push_str(&format!("… (+{rest} characters)"));
        }
        Self(shown)
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The safe text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Printable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Printable {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

fn escape(character: char, into: &mut String) {
    let code = u32::from(character);
    into.push_str(&if code < 0x100 {
        format!("\\x{code:02x}")
    } else {
        format!("\\u{{{code:x}}}")
    });
}

fn is_mark(character: char) -> bool {
    unicode_width::UnicodeWidthChar::width(character) == Some(0)
}

/// Characters that steer a terminal, reorder text or hide in it: C0, C1, soft hyphen, bidirectional controls
/// (UAX #9), zero-width and invisible operators, line separators, interlinear annotations, tags.
pub fn is_deceptive(character: char) -> bool {
    matches!(character,
        '\u{00}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_escapes_bidi_and_invisible_characters_become_visible() {
        let cases = [
            ("plain é 漢字 🛡️", "plain é 漢字 🛡️"),
            ("\u{1b}[31mred\u{7}", "\\x1b[31mred\\x07"),
            ("a\u{202e}b\u{2066}c", "a\\u{202e}b\\u{2066}c"),
            ("zero\u{200b}width", "zero\\u{200b}width"),
            ("two\r\nlines\tand tab", "two lines and tab"),
            ("\u{9b}31m", "\\x9b31m"),
        ];
        for (raw, shown) in cases {
            assert_eq!(Untrusted::from(raw).printable().as_str(), shown);
        }
    }

    #[test]
    fn over_long_text_is_cut_and_counted() {
        let shown = Printable::line(&"x".repeat(LINE_LIMIT + 7)).into_string();
        assert!(
            shown.ends_with("… (+7 characters)"),
            "{}",
            &shown[shown.len() - 30..]
        );
    }

    #[test]
    fn stacked_marks_are_escaped_after_a_few() {
        let shown = Printable::line(&format!("a{}", "\u{301}".repeat(6)));
        assert_eq!(shown.as_str().matches("\\u{301}").count(), 2);
    }
}
