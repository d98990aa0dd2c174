//! Plain tables: columns as wide as their widest cell, but no wider than they may be, two blanks between them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A column: its heading, and how wide it may become.
pub(super) struct Column {
    heading: &'static str,
    widest: usize,
}

impl Column {
    pub(super) const fn of(heading: &'static str, widest: usize) -> Self {
        Self { heading, widest }
    }
}

/// Lays rows out under the headings. The last column is not padded.
pub(super) fn lay<const N: usize>(columns: &[Column; N], rows: &[[String; N]]) -> String {
    let headings = std::array::from_fn(|at| columns[at].heading.to_owned());
    let rows: Vec<_> = std::iter::once(headings)
        .chain(rows.iter().cloned())
        .collect();
    align(std::array::from_fn(|at| columns[at].widest), &rows)
}

/// Lays rows out in columns that may become so wide. The last one is not padded.
pub(super) fn align<const N: usize>(widest: [usize; N], rows: &[[String; N]]) -> String {
    let rows: Vec<[String; N]> = rows
        .iter()
        .map(|row| std::array::from_fn(|at| cut(&row[at], widest[at])))
        .collect();
    let width = |at: usize| rows.iter().map(|row| row[at].width()).max();
    let widths: [usize; N] = std::array::from_fn(|at| width(at).unwrap_or(0));
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A cell no wider than this; what is left out shows as an ellipsis.
fn cut(cell: &str, widest: usize) -> String {
    if cell.width() <= widest {
        return cell.to_owned();
    }
    let mut room = widest.saturating_sub(1);
    let fits = |character: &char| {
        let width = character.width().unwrap_or(0);
        let fits = width <= room;
        room = room.saturating_sub(width);
        fits
    };
    let mut kept: String = cell.chars().take_while(fits).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_cut_to_its_column_by_what_it_covers_on_screen() {
        let cases = [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("漢字漢字", 8, "漢字漢字"),
            ("漢字漢字", 7, "漢字漢…"),
            ("漢字漢字", 6, "漢字…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ];
        for (cell, widest, shown) in cases {
            assert_eq!(cut(cell, widest), shown);
            assert!(cut(cell, widest).width() <= widest);
        }
    }

    #[test]
    fn one_long_cell_does_not_push_the_others_away() {
        let columns = [Column::of("A", 4), Column::of("B", usize::MAX)];
        let row = |cells: [&str; 2]| cells.map(str::to_owned);
        let rows = [row(["x", "y"]), row(["much too long", "also long"])];
        assert_eq!(lay(&columns, &rows), "A     B\nx     y\nmuc…  also long\n");
    }
}
