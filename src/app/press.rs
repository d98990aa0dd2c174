//! A key press, and the notation for one: `j`, `G`, `Enter`, `Ctrl-c`, `Space`. The notation is used by the key table,
//! by help and by tests.

use std::fmt;
use std::str::FromStr;

/// One key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Press {
    /// The key.
    pub key: Key,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// A key. Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character, upper-case where Shift was held.
    Char(char),
    /// A key with a name.
    Named(Named),
}

impl Press {
    /// The letter, where it is nothing else.
    pub fn letter(self) -> Option<char> {
        match self.key {
            Key::Char(letter) if !self.ctrl && !self.alt => Some(letter),
            _ => None,
        }
    }
}

/// Keys with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumString)]
#[expect(missing_docs, reason = "the names are the keys'")]
pub enum Named {
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

impl Press {
    /// A plain press of a character.
    pub fn char(character: char) -> Self {
        Self {
            key: Key::Char(character),
            ctrl: false,
            alt: false,
        }
    }

    /// A plain press of a named key.
    pub fn named(named: Named) -> Self {
        Self {
            key: Key::Named(named),
            ctrl: false,
            alt: false,
        }
    }
}

/// A notation that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such key: {0}")]
pub struct NoSuchKey(String);

impl FromStr for Press {
    type Err = NoSuchKey;

    fn from_str(notation: &str) -> Result<Self, NoSuchKey> {
        if let Some(rest) = notation.strip_prefix("Ctrl-") {
            return Ok(Self {
                ctrl: true,
                ..rest.parse()?
            });
        }
        if let Some(rest) = notation.strip_prefix("Alt-") {
            return Ok(Self {
                alt: true,
                ..rest.parse()?
            });
        }
        let mut characters = notation.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => Ok(Self::char(only)),
            _ if notation == "Space" => Ok(Self::char(' ')),
            _ => notation
                .parse()
                .map(Self::named)
                .map_err(|_| NoSuchKey(notation.to_owned())),
        }
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ctrl = if self.ctrl { "Ctrl-" } else { "" };
        let alt = if self.alt { "Alt-" } else { "" };
        match self.key {
            Key::Char(' ') => write!(f, "{ctrl}{alt}Space"),
            Key::Char(character) => write!(f, "{ctrl}{alt}{character}"),
            Key::Named(named) => write!(f, "{ctrl}{alt}{named}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notation_reads_and_prints() {
        for notation in [
            "j", "G", "?", "Space", "Enter", "Ctrl-c", "PageDown", "*", "-",
        ] {
            let press: Press = notation.parse().unwrap();
            assert_eq!(press.to_string(), notation);
        }
        assert!("Entre".parse::<Press>().is_err());
    }
}
