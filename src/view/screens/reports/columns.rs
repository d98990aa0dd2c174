//! The columns of the list: which there are at a width, and how wide each is.

use ratatui::text::{Line, Span};

use crate::app::screens::reports::order::{Column, Sort};
use crate::view::parts::cells::cell;
use crate::view::theme::Theme;

/// What stands before the first column: cursor, mark, doubt.
const LEAD: usize = 4;
/// The narrowest that a model's name may get.
const NARROWEST: usize = 8;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Column(Column),
    /// How the scans of the model ended.
    History,
}

/// The width from which a column is there, what it shows, and its own width. The model takes what is left.
type Row = (usize, Shows, usize);

const fn row(from: usize, column: Column, width: usize) -> Row {
    (from, Shows::Column(column), width)
}

const ONE_BY_ONE: [Row; 9] = [
    row(0, Column::Outcome, 10),
    row(0, Column::Model, 0),
    row(120, Column::SourceType, 14),
    row(96, Column::Group, 18),
    row(0, Column::Rules, 7),
    row(0, Column::Findings, 24),
    row(132, Column::Completeness, 9),
    row(106, Column::Source, 8),
    row(0, Column::Age, 5),
];

const BY_MODEL: [Row; 7] = [
    row(0, Column::Outcome, 10),
    row(0, Column::Model, 0),
    (0, Shows::History, 14),
    row(126, Column::Group, 18),
    row(96, Column::Rules, 7),
    row(0, Column::Findings, 24),
    row(0, Column::Age, 5),
];

/// From this width on a history has blanks between its symbols.
const WIDE_HISTORY: usize = 112;
const HISTORY: usize = 25;

/// The columns at a width.
pub(super) struct Columns(Vec<(Shows, usize)>);

impl Columns {
    pub(super) fn of(width: u16, by_model: bool) -> Self {
        let width = usize::from(width);
        let table: &[Row] = if by_model { &BY_MODEL } else { &ONE_BY_ONE };
        let there = table.iter().filter(|(from, ..)| width >= *from);
        let mut columns: Vec<_> = there
            .map(|(_, shows, own)| match shows {
                Shows::History if width >= WIDE_HISTORY => (*shows, HISTORY),
                _ => (*shows, *own),
            })
            .collect();
        let fixed: usize = columns.iter().map(|(_, own)| own).sum();
        for (_, own) in columns.iter_mut().filter(|(_, own)| *own == 0) {
            *own = width.saturating_sub(fixed + LEAD).max(NARROWEST);
        }
        Self(columns)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Shows, usize)> {
        self.0.iter().copied()
    }

    /// Whether a column is there.
    pub(super) fn show(&self, column: Column) -> bool {
        self.iter().any(|(shows, _)| shows == Shows::Column(column))
    }

    /// The widths of the outcome, of what follows up to the rules or findings, and of the rest.
    pub(super) fn thirds(&self) -> (usize, usize, usize) {
        let figures = |shows: Shows| {
            matches!(
                shows,
                Shows::Column(Column::Rules | Column::Findings) | Shows::History
            )
        };
        let from = self.iter().position(|(shows, _)| figures(shows));
        let from = from.unwrap_or(self.0.len());
        let sum = |columns: &[(Shows, usize)]| columns.iter().map(|(_, own)| own).sum();
        (
            sum(&self.0[..1]),
            sum(&self.0[1..from]),
            sum(&self.0[from..]),
        )
    }

    /// The headings; the one that the list is sorted by says which way.
    pub(super) fn heading(&self, sort: Sort, theme: &Theme) -> Line<'static> {
        let mut spans = vec![Span::raw(" ".repeat(LEAD))];
        for (shows, width) in self.iter() {
            spans.push(match shows {
                Shows::Column(column) if column == sort.column => {
                    cell(&sort.heading(), width, theme.accent)
                }
                Shows::Column(column) => cell(column.title(), width, theme.dim),
                Shows::History => cell("history", width, theme.dim),
            });
        }
        Line::from(spans)
    }
}
