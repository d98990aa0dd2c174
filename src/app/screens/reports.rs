//! The list of reports: the newest first, a file that gave none as a row of its own.

use crate::app::filter::Filter;
use crate::app::layout::{self, Area};
use crate::app::library::Library;
use crate::app::list::List;
use crate::app::marks::Marks;
use crate::domain::query::Present;
use crate::domain::report::Summary;

/// State of the reports screen.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    /// Rows that the filter lets through.
    pub rows: Vec<Row>,
    /// Cursor and window.
    pub list: List,
    /// The filter.
    pub filter: Filter,
    /// Whether it is being typed.
    pub filtering: bool,
    /// Marked reports, by position in the library.
    pub marks: Marks,
    /// Whether the user has moved the cursor; until then it stays on the first row while reports arrive.
    moved: bool,
}

/// A row, by position in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A report.
    Report(usize),
    /// A file that gave none.
    Unread(usize),
}

impl Reports {
    /// The row under the cursor.
    pub fn selected(&self) -> Option<Row> {
        self.rows.get(self.list.cursor()).copied()
    }

    /// Position of the selected report in the library.
    pub fn selected_report(&self) -> Option<usize> {
        match self.selected()? {
            Row::Report(at) => Some(at),
            Row::Unread(_) => None,
        }
    }

    /// Positions a verdict would be about: the marked reports, else the selected one.
    pub fn targets(&self) -> Vec<usize> {
        if self.marks.on.is_empty() {
            self.selected_report().into_iter().collect()
        } else {
            self.marks.sorted()
        }
    }

    /// Builds the rows again; the cursor stays on what it stood on.
    pub fn rebuild(&mut self, library: &Library, present: &Present<'_>, size: Area) {
        let stood_on = self.selected().filter(|_| self.moved);
        let query = &self.filter.query;
        let accepted = |summary: &Summary| query.is_empty() || query.accepts(summary, present);
        let mut reports: Vec<usize> = (0..library.summaries.len())
            .filter(|at| accepted(&library.summaries[*at]))
            .collect();
        reports.sort_by_cached_key(|at| order(&library.summaries[*at]));
        let unread = library.unread.iter().enumerate();
        let unread = unread.filter(|(_, unread)| query.accepts_place(unread.place.as_str()));
        let unread: Vec<_> = unread.map(|(at, _)| Row::Unread(at)).collect();
        self.rows = reports.into_iter().map(Row::Report).chain(unread).collect();
        let to = stood_on.and_then(|row| self.rows.iter().position(|other| *other == row));
        self.list.go(
            to.unwrap_or(self.list.cursor()),
            self.rows.len(),
            height(size),
        );
    }

    /// Moves the cursor to a row.
    pub fn go(&mut self, to: usize, size: Area) {
        self.moved = true;
        self.list.go(to, self.rows.len(), height(size));
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize, size: Area) {
        self.moved |= by != 0;
        self.list.step(by, self.rows.len(), height(size));
    }

    /// Moves the window by so many rows; the cursor comes along only where it would be left behind.
    pub fn roll(&mut self, by: isize, size: Area) {
        self.moved = true;
        self.list.roll(by, self.rows.len(), height(size));
    }

    /// Marks every report of the selected one's model.
    pub fn mark_alike(&mut self, library: &Library) {
        let Some(at) = self.selected_report() else {
            return;
        };
        let model = &library.summaries[at].head.model_key;
        let shown = self.rows.iter().filter_map(|row| {
            if let Row::Report(at) = row {
                Some(*at)
            } else {
                None
            }
        });
        self.marks
            .on
            .extend(shown.filter(|at| library.summaries[*at].head.model_key == *model));
    }

    /// Starts a range, or marks the one that was started.
    pub fn mark_range(&mut self) {
        let Some(range) = self.marks.range(self.list.cursor()) else {
            return;
        };
        let rows = self.rows.iter().take(range.end() + 1).skip(*range.start());
        self.marks.on.extend(rows.filter_map(|row| match row {
            Row::Report(at) => Some(*at),
            Row::Unread(_) => None,
        }));
    }
}

/// Rows that fit.
pub fn height(size: Area) -> usize {
    usize::from(layout::reports(size).rows.height)
}

/// Newest first, what has no date last; then by name and place.
fn order(summary: &Summary) -> impl Ord + use<> {
    let head = &summary.head;
    let age = head.scan.created_at.map(std::cmp::Reverse);
    (age.is_none(), age, head.name(), head.source.clone())
}
