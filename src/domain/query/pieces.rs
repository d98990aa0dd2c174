//! The parts of a filter between blanks: text, or a name of a table with what is behind its colon. Every text has such
//! parts; whether they can be meant is for others to say.

use std::borrow::Cow;
use std::ops::Range;

use super::facet::Facet;

/// A part of a filter between blanks.
pub(super) struct Piece<'a, A: 'static> {
    pub(super) span: Range<usize>,
    pub(super) negated: bool,
    pub(super) body: Body<'a, A>,
}

pub(super) enum Body<'a, A: 'static> {
    /// Text.
    Word(Value<'a>),
    /// A facet and what is behind its colon, as much as there is.
    Facet(&'static Facet<A>, Vec<Value<'a>>),
    /// A name that is no facet's, and the facet it is almost.
    Typo(&'a str, &'static Facet<A>),
    /// The name of a saved filter.
    Saved(&'a str),
}

/// A value, with its quotes undone.
pub(super) struct Value<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) span: Range<usize>,
    pub(super) quotes: Quotes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    None,
    Open,
    Closed,
}

/// The pieces of a filter, in order.
pub(super) struct Pieces<'a, A: 'static> {
    table: &'static [Facet<A>],
    text: &'a str,
    at: usize,
}

impl<'a, A> Pieces<'a, A> {
    pub(super) fn of(text: &'a str, table: &'static [Facet<A>]) -> Self {
        let at = 0;
        Self { table, text, at }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self, start: impl Fn(char) -> bool) -> usize {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(start).len();
        self.at
    }

    /// What stands up to a blank, or to a comma between values.
    fn value(&mut self, ends: impl Fn(char) -> bool) -> Value<'a> {
        let (start, rest) = (self.at, self.rest());
        let (text, length, quotes) = match rest.strip_prefix('"') {
            Some(inside) => unquote(inside),
            None => {
                let end = rest.find(ends).unwrap_or(rest.len());
                (Cow::Borrowed(&rest[..end]), end, Quotes::None)
            }
        };
        self.at = start + length;
        Value {
            text,
            span: start..self.at,
            quotes,
        }
    }

    fn body(&mut self) -> Body<'a, A> {
        let rest = self.rest();
        if !rest.starts_with('"') {
            let bare = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
            if let Some(name) = bare.strip_prefix('@') {
                self.at += bare.len();
                return Body::Saved(name);
            }
            if let Some((name, behind)) = bare.split_once(':')
                && !behind.starts_with("//")
            {
                if let Some(facet) = Facet::among(self.table, name) {
                    self.at += name.len() + 1;
                    return Body::Facet(facet, self.values());
                }
                if let Some(meant) = almost(self.table, name) {
                    self.at += bare.len();
                    return Body::Typo(name, meant);
                }
            }
        }
        Body::Word(self.value(char::is_whitespace))
    }

    fn values(&mut self) -> Vec<Value<'a>> {
        let mut values = Vec::new();
        loop {
            values.push(self.value(|character| character == ',' || character.is_whitespace()));
            if !self.rest().starts_with(',') {
                return values;
            }
            self.at += 1;
        }
    }
}

impl<'a, A> Iterator for Pieces<'a, A> {
    type Item = Piece<'a, A>;

    fn next(&mut self) -> Option<Piece<'a, A>> {
        while self.skip(char::is_whitespace) < self.text.len() {
            let start = self.at;
            let negated = self.rest().starts_with(['-', '!']);
            self.at += usize::from(negated);
            let body = self.body();
            let nothing = matches!(&body, Body::Word(value) if value.text.is_empty());
            if !nothing {
                return Some(Piece {
                    span: start..self.at,
                    negated,
                    body,
                });
            }
        }
        None
    }
}

/// Undoes quotes behind the opening one: the text, the length with all quotes, and whether they were closed.
fn unquote(inside: &str) -> (Cow<'_, str>, usize, Quotes) {
    let mut from = 0;
    while let Some(at) = inside[from..].find('"') {
        let at = from + at;
        if !inside[at + 1..].starts_with('"') {
            return (undoubled(&inside[..at]), at + 2, Quotes::Closed);
        }
        from = at + 2;
    }
    (undoubled(inside), inside.len() + 1, Quotes::Open)
}

fn undoubled(text: &str) -> Cow<'_, str> {
    if text.contains("\"\"") {
        Cow::Owned(text.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(text)
    }
}

/// The facet that a name misses by a letter, or a long one by two.
fn almost<A>(table: &'static [Facet<A>], name: &str) -> Option<&'static Facet<A>> {
    if !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    table.iter().find(|facet| {
        let slips = if facet.name.len() > 5 { 2 } else { 1 };
        facet.name.len() > 2
            && facet.name.get(..1) == name.get(..1)
            && strsim::osa_distance(facet.name, &name) <= slips
    })
}
