//! The columns of a list: which of them fit a width, how wide each is then, and their cells in a line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::cells::cell;

/// The narrowest that a column gets which takes what the others leave.
const NARROWEST: usize = 8;

/// How wide a column is.
#[derive(Clone, Copy, Debug)]
pub enum Wide {
    /// So many cells.
    Cells(usize),
    /// A share of what the others leave.
    Share(usize),
    /// All that the others leave, and never too little to read.
    Rest,
}

/// A column, and how wide it is from which width of the list on. In a list that is narrower it does not stand.
pub type Spec<C> = (C, &'static [(usize, Wide)]);

/// The columns that fit, each with its width.
#[derive(Clone, Debug)]
pub struct Columns<C> {
    /// Cells before the first.
    lead: usize,
    list: Vec<(C, usize)>,
}

impl<C: Copy + 'static> Columns<C> {
    /// Those of a table that fit a width, behind a lead.
    pub fn of<'a>(table: impl IntoIterator<Item = &'a Spec<C>>, lead: usize, width: usize) -> Self {
        let fitting = table.into_iter().filter_map(|(column, steps)| {
            let step = steps.iter().rev().find(|(from, _)| width >= *from);
            step.map(|(_, wide)| (*column, *wide))
        });
        let fitting: Vec<_> = fitting.collect();
        let (mut taken, mut shares) = (lead, 0);
        for (_, wide) in &fitting {
            match wide {
                Wide::Cells(cells) => taken += cells,
                Wide::Share(share) => shares += share,
                Wide::Rest => {}
            }
        }
        let left = width.saturating_sub(taken);
        let wide = |wide| match wide {
            Wide::Cells(cells) => cells,
            Wide::Share(share) => left * share / shares.max(1),
            Wide::Rest => left.max(NARROWEST),
        };
        let list = fitting.into_iter().map(|(column, it)| (column, wide(it)));
        Self {
            lead,
            list: list.collect(),
        }
    }

    /// Each with its width.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (C, usize)> {
        self.list.iter().copied()
    }

    /// What stands in each, as wide as it is.
    pub fn cells<T: AsRef<str>>(
        &self,
        content: impl Fn(C, usize) -> (T, Style),
    ) -> impl Iterator<Item = Span<'static>> {
        self.iter().map(move |(column, width)| {
            let (text, style) = content(column, width);
            cell(text.as_ref(), width, style)
        })
    }

    /// The line of headings.
    pub fn heading<T: AsRef<str>>(&self, words: impl Fn(C, usize) -> (T, Style)) -> Line<'static> {
        let lead = Span::raw(" ".repeat(self.lead));
        std::iter::once(lead).chain(self.cells(words)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Wide::{Cells, Rest, Share};
    use super::*;

    #[test]
    fn columns_come_and_widen_with_the_list_and_share_what_is_left() {
        let table: [Spec<char>; 3] = [
            ('a', &[(0, Rest)]),
            ('b', &[(20, Cells(2)), (40, Cells(10))]),
            ('c', &[(30, Cells(5))]),
        ];
        let at = |width| Columns::of(&table, 3, width).list;
        assert_eq!(at(5), [('a', 8)]);
        assert_eq!(at(20), [('a', 15), ('b', 2)]);
        assert_eq!(at(30), [('a', 20), ('b', 2), ('c', 5)]);
        assert_eq!(at(40), [('a', 22), ('b', 10), ('c', 5)]);
        let shares: [Spec<char>; 2] = [('a', &[(0, Share(2))]), ('b', &[(0, Share(1))])];
        assert_eq!(Columns::of(&shares, 1, 10).list, [('a', 6), ('b', 3)]);
        let columns = Columns::of(&table, 3, 20);
        let heading = columns.heading(|column, _| (column.to_string(), Style::new()));
        assert_eq!(heading.to_string(), format!("   a{}b ", " ".repeat(14)));
    }
}
