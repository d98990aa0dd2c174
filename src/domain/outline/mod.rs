//! A document as rows that fold: the source of a report as it stands, for reading.
//!
//! Owns the index of a text of any size: one row a JSON value, or one a line where the text is no JSON. A row is twelve
//! bytes, what it shows is read from the text when it is drawn, so that a report of 200 MB is there within a second
//! and every step in it is instant. Refuses to know what the text means.

mod find;
mod fold;
mod scan;
mod show;
#[cfg(test)]
mod tests;
mod token;

use std::fmt;
use std::ops::Range;

use crate::domain::text::Untrusted;

pub use find::{Clues, Hit, Needle};
pub use fold::Folds;
pub use scan::Builder;
pub use show::{Count, Shown};

/// Longest text of one outline, in bytes: an offset has thirty bits.
pub const MOST_TEXT: usize = 1 << 30;
/// Blocks of the text whose first line's number is kept.
const BLOCK: usize = 64 * 1024;

/// One row: where it begins, the first row behind all that is in it, and the row it is in.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Node {
    place: u32,
    next: u32,
    parent: u32,
}

/// Set in the place of a row that begins with a key.
const KEYED: u32 = 1 << 31;
/// The parent of a row that is in nothing.
const NOTHING: u32 = u32::MAX;

impl Node {
    fn offset(self) -> usize {
        (self.place & !KEYED) as usize
    }
}

/// One file or member of an archive in an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it comes from.
    pub label: Untrusted,
    /// What it is shown as.
    pub form: Form,
    /// Where its rows end early, because it has more than are kept.
    pub cut: Option<usize>,
    /// Its place in the text.
    pub range: Range<usize>,
    /// The row of its heading.
    pub row: usize,
}

/// What a part is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A row for each JSON value.
    Json,
    /// Text that is no JSON and does not begin as such: a row for each line.
    Lines,
    /// Text that begins as JSON and is none: a row for each line.
    Damaged(Damage),
}

/// Where a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where.
    pub offset: usize,
    /// What is wrong there.
    pub what: &'static str,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Heading of a part.
    Part,
    /// A JSON object.
    Object,
    /// A JSON array.
    List,
    /// A JSON string.
    Text,
    /// A JSON number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    /// A line of text, or a piece of a long one.
    Line {
        /// Whether it goes on with the line before it.
        goes_on: bool,
        /// Whether the text stops being JSON here.
        damaged: bool,
    },
}

/// A document as rows.
#[derive(Clone, PartialEq, Eq)]
pub struct Outline {
    text: String,
    nodes: Vec<Node>,
    parts: Vec<Part>,
    folds: Folds,
    /// Line breaks before each block.
    breaks: Vec<u32>,
}

impl fmt::Debug for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bytes, rows) = (self.text.len(), self.nodes.len());
        write!(f, "Outline({bytes} bytes, {rows} rows)")
    }
}

impl Outline {
    /// How many rows there are, folded ones included.
    pub fn rows(&self) -> usize {
        self.nodes.len()
    }

    /// Its parts, at least one.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The part a row is in.
    pub fn part(&self, row: usize) -> &Part {
        let at = self.parts.partition_point(|part| part.row <= row);
        &self.parts[at.saturating_sub(1)]
    }

    /// What is folded when it is opened: everything deep.
    pub fn folds(&self) -> Folds {
        self.folds.clone()
    }

    /// The row a row is in.
    pub fn parent(&self, row: usize) -> Option<usize> {
        let parent = self.nodes[row].parent;
        (parent != NOTHING).then_some(parent as usize)
    }

    /// The rows a row is in, the innermost first.
    pub fn parents(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.parent(row), |row| self.parent(*row))
    }

    /// How deep a row stands; headings at 0.
    pub fn depth(&self, row: usize) -> usize {
        self.parents(row).count()
    }

    /// The first row behind all that is in a row.
    pub fn behind(&self, row: usize) -> usize {
        self.nodes[row].next as usize
    }

    /// The rows that stand directly in a row.
    pub fn inside(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        let behind = self.behind(row);
        let within = move |row: usize| (row < behind).then_some(row);
        std::iter::successors(within(row + 1), move |row| within(self.behind(*row)))
    }

    /// Whether there are rows in a row.
    pub fn folds_at(&self, row: usize) -> bool {
        self.behind(row) > row + 1
    }

    /// Where a row begins in the text.
    pub fn offset(&self, row: usize) -> usize {
        self.nodes
            .get(row)
            .map_or(self.text.len(), |node| node.offset())
    }

    /// The row that a place in the text belongs to.
    pub fn row_at(&self, offset: usize) -> usize {
        let behind = self.nodes.partition_point(|node| node.offset() <= offset);
        behind.saturating_sub(1)
    }

    /// Number of the line in its part on which a row begins, from 1.
    pub fn line(&self, row: usize) -> usize {
        self.line_at(self.offset(row), self.part(row))
    }

    /// Number of the line of a place in a part, from 1.
    pub fn line_at(&self, offset: usize, part: &Part) -> usize {
        let before = self.breaks_before(offset);
        before.saturating_sub(self.breaks_before(part.range.start)) + 1
    }

    fn breaks_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let kept = self.breaks.get(block).copied().unwrap_or_default() as usize;
        let since = self.text.as_bytes().get(block * BLOCK..offset);
        kept + since.map_or(0, |since| memchr::memchr_iter(b'\n', since).count())
    }
}
