//! The source of a report as it stands: a document that folds, with a search.

use std::sync::Arc;

use crate::app::field::Field;
use crate::app::job::JobId;
use crate::app::layout::{self, Area};
use crate::domain::outline::{Folds, Hit, Needle, Outline};
use crate::domain::text::Untrusted;

/// State of the raw view.
#[derive(Clone, Debug)]
pub struct Raw {
    /// What it is the source of.
    pub name: Untrusted,
    /// The work that reads it.
    pub job: JobId,
    /// The document, once it is read.
    pub view: Option<Box<View>>,
}

/// A document that is being looked at.
#[derive(Clone, Debug)]
pub struct View {
    /// The document.
    pub outline: Arc<Outline>,
    /// What of it is folded.
    pub folds: Folds,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first row of the window.
    pub top: usize,
    /// First line of the value below that is shown.
    pub scroll: u16,
    /// The words to search for, as typed.
    pub words: Field,
    /// Whether they are being typed.
    pub typing: bool,
    /// The words that are searched for.
    pub sought: String,
    /// How they are recognised; none before the first search.
    pub needle: Option<Needle>,
    /// The search in flight.
    pub search: Option<JobId>,
}

impl View {
    /// A document, opened at a row.
    pub fn new(outline: Arc<Outline>, at: Option<usize>, size: Area) -> Self {
        let mut view = Self {
            folds: outline.folds(),
            outline,
            cursor: 0,
            top: 0,
            scroll: 0,
            words: Field::default(),
            typing: false,
            sought: String::new(),
            needle: None,
            search: None,
        };
        if let Some(row) = at {
            view.reveal(row, size);
            view.folds.fold(row, false);
        }
        view
    }

    /// Goes to a row that may be folded away, and shows it in the upper part of the window.
    fn reveal(&mut self, row: usize, size: Area) {
        self.folds.reveal(&self.outline, row);
        self.cursor = row;
        self.scroll = 0;
        let above = isize::try_from(height(size) / 4).unwrap_or(0);
        let in_window = self.lines_to_cursor(height(size)).is_some();
        if !in_window {
            self.top = self.folds.step(&self.outline, row, -above);
        }
        self.fit(size);
    }

    /// Moves by so many rows.
    pub fn step(&mut self, by: isize, size: Area) {
        let to = self.folds.step(&self.outline, self.cursor, by);
        if to != self.cursor {
            self.scroll = 0;
        }
        self.cursor = to;
        self.fit(size);
    }

    /// Folds or unfolds the row under the cursor.
    pub fn toggle(&mut self, size: Area) {
        if self.outline.folds_at(self.cursor) {
            let folded = self.folds.is_folded(self.cursor);
            self.folds.fold(self.cursor, !folded);
            self.fit(size);
        }
    }

    /// Folds what the cursor stands on, or what that is in.
    pub fn fold(&mut self, size: Area) {
        let open = self.outline.folds_at(self.cursor) && !self.folds.is_folded(self.cursor);
        let row = if open {
            Some(self.cursor)
        } else {
            self.outline.parent(self.cursor)
        };
        if let Some(row) = row {
            self.folds.fold(row, true);
            self.cursor = row;
            self.scroll = 0;
        }
        self.fit(size);
    }

    /// Unfolds everything, or folds it.
    pub fn fold_all(&mut self, folded: bool, size: Area) {
        if folded {
            self.folds.fold_all(&self.outline);
        } else {
            self.folds.unfold_all();
        }
        self.cursor = self.folds.seen(&self.outline, self.cursor);
        self.fit(size);
    }

    /// Begins to take words to search for.
    pub fn type_words(&mut self, _: Area) {
        self.words = Field::default();
        self.typing = true;
    }

    /// Takes the typed words, if there are any, as those to search for.
    pub fn take_words(&mut self) {
        if self.typing && !self.words.text().is_empty() {
            self.sought = self.words.text().to_owned();
            self.needle = Needle::new(&self.sought);
        }
        self.typing = false;
    }

    /// Goes to what a search found.
    pub fn found(&mut self, hit: Hit, size: Area) {
        self.reveal(hit.row, size);
    }

    /// Moves the window as little as the cursor needs, and keeps it full.
    pub fn fit(&mut self, size: Area) {
        let height = height(size).max(1);
        self.top = self.folds.seen(&self.outline, self.top);
        if self.top > self.cursor {
            self.top = self.cursor;
        }
        if self.lines_to_cursor(height).is_none() {
            let above = isize::try_from(height - 1).unwrap_or(0);
            self.top = self.folds.step(&self.outline, self.cursor, -above);
        }
        let filled = self.seen().take(height).count();
        let empty = isize::try_from(height - filled).unwrap_or(0);
        self.top = self.folds.step(&self.outline, self.top, -empty);
    }

    /// How far below the window's top the cursor stands, if it is in the window.
    fn lines_to_cursor(&self, height: usize) -> Option<usize> {
        self.seen().take(height).position(|row| row == self.cursor)
    }

    /// Rows from the top of the window on.
    pub fn seen(&self) -> impl Iterator<Item = usize> + '_ {
        let rows = self.outline.rows();
        let first = (self.top < rows).then_some(self.top);
        std::iter::successors(first, |row| self.folds.next(&self.outline, *row))
    }
}

/// Rows that fit.
pub fn height(size: Area) -> usize {
    usize::from(layout::raw(size).rows.height)
}
