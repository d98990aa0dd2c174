//! Help: the rows of the key table that apply below it.

use crate::app::keys::{Binding, Context, TABLE};
use crate::app::list::List;

/// State of the help page.
#[derive(Clone, Debug)]
pub struct Help {
    /// Contexts it explains, as they were when it was opened.
    pub contexts: &'static [Context],
    /// Window; the cursor is the last line that is shown.
    pub list: List,
}

/// A line of help.
#[derive(Clone, Copy, Debug)]
pub enum Line {
    /// Heading of a context.
    Heading(Context),
    /// A row of the table.
    Key(&'static Binding),
}

impl Help {
    /// Help on these contexts.
    pub fn on(contexts: &'static [Context]) -> Self {
        Self {
            contexts,
            list: List::default(),
        }
    }

    /// Its lines.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for context in self.contexts {
            lines.push(Line::Heading(*context));
            lines.extend(
                TABLE
                    .iter()
                    .filter(|row| row.context == *context)
                    .map(Line::Key),
            );
        }
        lines
    }

    /// Scrolls by so many lines.
    pub fn step(&mut self, by: isize) {
        let last = self.lines().len();
        let top = self.list.top().saturating_add_signed(by).min(last);
        self.list.go(top, last + 1, 1);
    }
}
