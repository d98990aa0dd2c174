//! What is being typed: the part of a filter before the cursor that completion could finish.

use std::ops::Range;

use super::facet::Facet;
use super::pieces::{Body, Pieces, Quotes, Value};

/// What is being typed, and where it stands in the text, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Typing {
    /// A word, which may become a facet's name.
    Name(Range<usize>, String),
    /// A value of a facet.
    Value(&'static str, Range<usize>, String),
    /// The name of a saved filter, behind its `@`.
    Saved(Range<usize>, String),
}

impl Typing {
    /// Where it stands.
    pub fn span(&self) -> &Range<usize> {
        match self {
            Self::Name(span, _) | Self::Value(_, span, _) | Self::Saved(span, _) => span,
        }
    }

    /// What is there so far.
    pub fn typed(&self) -> &str {
        match self {
            Self::Name(_, typed) | Self::Value(_, _, typed) | Self::Saved(_, typed) => typed,
        }
    }
}

/// What is being typed at the end of a text; `None` inside quotes that are no facet's value, and behind closed ones.
pub fn typing<A>(text: &str, table: &'static [Facet<A>]) -> Option<Typing> {
    let end = text.len();
    let Some(last) = Pieces::of(text, table)
        .last()
        .filter(|last| last.span.end == end)
    else {
        let fresh = text.trim_end_matches(['-', '!']);
        let fresh = fresh.is_empty() || fresh.ends_with(char::is_whitespace);
        return fresh.then(|| Typing::Name(end..end, String::new()));
    };
    let typed = |value: &Value<'_>| (value.span.clone(), value.text.clone().into_owned());
    match last.body {
        Body::Word(value) if value.quotes == Quotes::None => {
            let (span, text) = typed(&value);
            Some(Typing::Name(span, text))
        }
        Body::Facet(facet, values) => {
            let value = values
                .last()
                .filter(|value| value.quotes != Quotes::Closed)?;
            let (span, text) = typed(value);
            Some(Typing::Value(facet.name, span, text))
        }
        Body::Saved(name) => Some(Typing::Saved(end - name.len()..end, name.to_owned())),
        Body::Word(_) | Body::Typo(..) => None,
    }
}
