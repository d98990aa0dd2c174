//! Where a JSON document stands, and where it breaks.

use serde_json::Error;

use super::extract;

/// A JSON document, the text it stands in, and what is wrong with the document that it is a part of.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) whole: &'a str,
    pub(super) damage: Option<&'a Error>,
    /// How many documents it lies in.
    pub(super) within: usize,
    /// Whether it is only a part of a document that somebody made up.
    pub(super) is_carried: bool,
}

impl<'a> Part<'a> {
    pub(super) fn all(text: &'a str) -> Self {
        Self {
            text,
            whole: text,
            damage: None,
            within: 0,
            is_carried: false,
        }
    }

    /// A document in this one.
    pub(super) fn inner(self, text: &'a str) -> Self {
        Self {
            text,
            within: self.within + 1,
            ..self
        }
    }

    /// Line and column of a fault in the whole text.
    pub(super) fn place(self, fault: &Error) -> (usize, usize) {
        let before = self.whole.get(..extract::offset(self.whole, self.text));
        let before = before.unwrap_or_default();
        let (line, mut column) = at(fault);
        if line <= 1 {
            column += before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        }
        (before.matches('\n').count() + line, column)
    }
}

/// The documents of one text that cannot be read: how many, and the first with its place in the text.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) count: usize,
    pub(super) first: Option<(Error, (usize, usize))>,
}

impl Faults {
    pub(super) fn add(&mut self, part: Part<'_>, fault: Error) {
        self.count += 1;
        if self.first.is_none() {
            let place = part.place(&fault);
            self.first = Some((fault, place));
        }
    }

    /// Takes another's words for the first: reading a document finds better ones than passing over it.
    pub(super) fn reword(&mut self, better: &mut Option<Error>) {
        if let Some((fault, place)) = &mut self.first
            && let Some(better) = better.take_if(|better| at(better) == *place)
        {
            *fault = better;
        }
    }

    /// Whether the first is whole JSON.
    pub(super) fn is_data(&self) -> bool {
        let first = self.first.as_ref();
        first.is_some_and(|(fault, _)| fault.is_data())
    }
}

/// Line and column.
pub(super) fn at(fault: &Error) -> (usize, usize) {
    (fault.line(), fault.column())
}

/// What is wrong, without its place.
pub(super) fn words(fault: &Error) -> String {
    let words = fault.to_string();
    let words = words
        .rsplit_once(" at line ")
        .map_or(words.as_str(), |(words, _)| words);
    // What the document should hold is an object; what we call it is nobody's business.
    let words = match words.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected an object"),
        None => words.to_owned(),
    };
    let what = if fault.is_data() {
        "a report that cannot be read"
    } else {
        "not valid JSON"
    };
    format!("{what}: {words}")
}
