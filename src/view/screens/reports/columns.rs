//! The columns of the list: which there are at a width, and how wide each is.

use ratatui::text::Line;

use Shows::{Column as By, History};
use Wide::{Cells, Rest};

use crate::app::screens::reports::order::{Column, Sort};
use crate::view::parts::columns::{self, Spec, Wide};
use crate::view::theme::Theme;

/// What stands before the first column: cursor, mark, doubt.
const LEAD: usize = 4;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Column(Column),
    /// How the scans of the model ended.
    History,
}

/// The columns, and how wide each is in a list of which width. The model takes what is left.
const ONE_BY_ONE: [Spec<Shows>; 9] = [
    (By(Column::Outcome), &[(0, Cells(11))]),
    (By(Column::Model), &[(0, Rest)]),
    (By(Column::SourceType), &[(120, Cells(14))]),
    (By(Column::Group), &[(96, Cells(18))]),
    (By(Column::Rules), &[(0, Cells(7))]),
    (By(Column::Findings), &[(0, Cells(24))]),
    (By(Column::Completeness), &[(132, Cells(9))]),
    (By(Column::Source), &[(106, Cells(8))]),
    (By(Column::Age), &[(0, Cells(5))]),
];

/// The same of models. A wide history has blanks between its symbols.
const BY_MODEL: [Spec<Shows>; 7] = [
    (By(Column::Outcome), &[(0, Cells(10))]),
    (By(Column::Model), &[(0, Rest)]),
    (History, &[(0, Cells(14)), (112, Cells(25))]),
    (By(Column::Group), &[(126, Cells(18))]),
    (By(Column::Rules), &[(96, Cells(7))]),
    (By(Column::Findings), &[(0, Cells(24))]),
    (By(Column::Age), &[(0, Cells(5))]),
];

/// The columns at a width.
pub(super) struct Columns(columns::Columns<Shows>);

impl Columns {
    pub(super) fn of(width: u16, by_model: bool) -> Self {
        let table: &[Spec<Shows>] = if by_model { &BY_MODEL } else { &ONE_BY_ONE };
        Self(columns::Columns::of(table, LEAD, width.into()))
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (Shows, usize)> {
        self.0.iter()
    }

    /// Whether a column is there.
    pub(super) fn show(&self, column: Column) -> bool {
        self.iter().any(|(shows, _)| shows == By(column))
    }

    /// The widths of the outcome, of what follows up to the rules or findings, and of the rest.
    pub(super) fn thirds(&self) -> (usize, usize, usize) {
        let figures = |shows| matches!(shows, By(Column::Rules | Column::Findings) | History);
        let from = self.iter().position(|(shows, _)| figures(shows));
        let from = from.unwrap_or(self.iter().len());
        let sum = |skip, take| {
            let columns = self.iter().skip(skip).take(take);
            columns.map(|(_, own)| own).sum()
        };
        (sum(0, 1), sum(1, from - 1), sum(from, usize::MAX))
    }

    /// The headings; the one that the list is sorted by says which way.
    pub(super) fn heading(&self, sort: Sort, theme: &Theme) -> Line<'static> {
        self.0.heading(|shows, _| match shows {
            By(column) if column == sort.column => (sort.heading(), theme.accent),
            By(column) => (column.title().to_owned(), theme.dim),
            History => ("history".to_owned(), theme.dim),
        })
    }
}
