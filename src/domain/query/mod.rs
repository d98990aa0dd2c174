//! The filter language: terms that must all hold. `rule:license is:open -file:vocab "plain words"`.
//!
//! A term asks for a facet (see [`About::facets`]) or is a piece of text that must occur; `-` or `!` in front turns it
//! round, `,` between values means any of them, quotes keep blanks, and a quote inside quotes is written twice. What
//! only looks like a facet (a URL, a fingerprint, a path with a colon) is text.

mod decided;
mod facet;
mod matching;
mod memo;
mod needle;
mod parse;
mod pieces;
pub mod remote;
mod typing;

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;

pub use facet::{About, Asks, Facet};
pub use matching::Present;
pub use memo::Memo;
pub use parse::{Fault, Reader, begins, is_name, since};
pub use typing::{Typing, typing};

use needle::Needle;

/// A filter that was read. The empty filter lets everything through.
#[derive(Clone, Debug, Default)]
pub struct Query {
    terms: Vec<Term>,
}

/// One term.
#[derive(Clone, Debug)]
struct Term {
    negated: bool,
    /// Values as typed.
    values: Vec<String>,
    wanted: Wanted,
}

/// What a term wants.
#[derive(Clone, Debug)]
enum Wanted {
    /// A piece of text anywhere.
    Word(Needle),
    /// Any of these in a text of the facet.
    Text(&'static Facet, Vec<Needle>),
    /// Any of these words of the facet, by position.
    Choice(&'static Facet, Vec<usize>),
    /// A scan not older than this.
    Since(&'static Facet, Timestamp),
}

impl Wanted {
    fn facet(&self) -> Option<&'static Facet> {
        match self {
            Self::Word(_) => None,
            Self::Text(facet, _) | Self::Choice(facet, _) | Self::Since(facet, _) => Some(facet),
        }
    }
}

impl Query {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it asks where something stands, so that verdicts matter to it.
    pub fn asks_standing(&self) -> bool {
        self.terms.iter().any(Term::asks_standing)
    }
}

/// The filter as it could be typed.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.terms.iter().enumerate() {
            let gap = if at > 0 { " " } else { "" };
            write!(f, "{gap}{}", if term.negated { "-" } else { "" })?;
            match term.wanted.facet() {
                None => f.write_str(&word(&term.values[0]))?,
                Some(facet) => {
                    let values: Vec<_> = term.values.iter().map(|text| quoted(text)).collect();
                    write!(f, "{}:{}", facet.name, values.join(","))?;
                }
            }
        }
        Ok(())
    }
}

/// A value as it is typed behind a facet: in quotes where it needs them. `file://` would be an address, hence text.
pub fn quoted(text: &str) -> Cow<'_, str> {
    let bare = !text.is_empty()
        && !text.starts_with("//")
        && !text
            .chars()
            .any(|character| character.is_whitespace() || matches!(character, '"' | ','));
    if bare {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(in_quotes(text))
    }
}

/// Finds a piece of text in others, whatever the case.
pub fn finder(text: &str) -> impl Fn(&str) -> bool + use<> {
    let needle = Needle::new(text);
    move |text| needle.is_in(text)
}

/// Text as it is typed alone.
fn word(text: &str) -> Cow<'_, str> {
    if text.starts_with(['-', '!', '@']) || text.contains(':') {
        return Cow::Owned(in_quotes(text));
    }
    quoted(text)
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// What can be asked of scans as Markdown, for the README.
pub fn markdown_of_scans() -> String {
    markdown(About::Scans)
}

/// What can be asked of verdicts as Markdown, for the README.
pub fn markdown_of_verdicts() -> String {
    markdown(About::Verdicts)
}

fn markdown(about: About) -> String {
    let mut text = "| term | what must hold | values |\n|---|---|---|\n".to_owned();
    for facet in about.facets() {
        let words: Vec<_> = facet
            .words()
            .into_iter()
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        let values = if words.is_empty() {
            "any part of it".to_owned()
        } else {
            words.join(" ")
        };
        let also = facet
            .also
            .map_or_else(String::new, |name| format!(", `{name}:`"));
        let Facet {
            name,
            example,
            sentence,
            ..
        } = facet;
        text.push_str(&format!(
            "| `{name}:{example}`{also} | {sentence} | {values} |\n"
        ));
    }
    text
}

#[cfg(test)]
mod tests;
