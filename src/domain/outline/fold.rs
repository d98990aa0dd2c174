//! What is folded, and moving over what is not. A bit a row; which row follows which is asked of the outline, so that
//! folding a million rows costs no more than folding one.

use super::Outline;

const BITS: usize = u64::BITS as usize;

/// The folded rows of an outline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds(Vec<u64>);

impl Folds {
    /// Whether a row is folded.
    pub fn is_folded(&self, row: usize) -> bool {
        self.0
            .get(row / BITS)
            .is_some_and(|bits| bits >> (row % BITS) & 1 == 1)
    }

    /// Folds or unfolds a row.
    pub fn fold(&mut self, row: usize, folded: bool) {
        if self.0.len() <= row / BITS {
            if !folded {
                return;
            }
            self.0.resize(row / BITS + 1, 0);
        }
        let bit = 1 << (row % BITS);
        let bits = &mut self.0[row / BITS];
        *bits = if folded { *bits | bit } else { *bits & !bit };
    }

    /// Forgets what it knows of this row and those behind it.
    pub(super) fn truncate(&mut self, row: usize) {
        self.0.truncate(row / BITS + 1);
        if let Some(bits) = self.0.get_mut(row / BITS) {
            *bits &= (1 << (row % BITS)) - 1;
        }
    }

    /// Unfolds everything.
    pub fn unfold_all(&mut self) {
        self.0.clear();
    }

    /// Folds everything in the parts.
    pub fn fold_all(&mut self, outline: &Outline) {
        self.0.clear();
        for row in 0..outline.rows() {
            if outline.folds_at(row) && outline.parent(row).is_some() {
                self.fold(row, true);
            }
        }
    }

    /// Unfolds every row that a row is in.
    pub fn reveal(&mut self, outline: &Outline, row: usize) {
        for parent in outline.parents(row) {
            self.fold(parent, false);
        }
    }

    /// The row itself where it is seen, else the outermost folded row that it is in.
    pub fn seen(&self, outline: &Outline, row: usize) -> usize {
        let folded = outline.parents(row).filter(|row| self.is_folded(*row));
        folded.last().unwrap_or(row)
    }

    /// The row seen behind a row that is seen.
    pub fn next(&self, outline: &Outline, row: usize) -> Option<usize> {
        let next = if self.is_folded(row) {
            outline.behind(row)
        } else {
            row + 1
        };
        (next < outline.rows()).then_some(next)
    }

    /// The row seen before a row that is seen.
    pub fn previous(&self, outline: &Outline, row: usize) -> Option<usize> {
        row.checked_sub(1).map(|row| self.seen(outline, row))
    }

    /// The row so many seen rows on, or the last on the way.
    pub fn step(&self, outline: &Outline, row: usize, by: isize) -> usize {
        match by {
            isize::MIN => 0,
            isize::MAX => self.seen(outline, outline.rows().saturating_sub(1)),
            _ => {
                let mut at = row;
                for _ in 0..by.unsigned_abs() {
                    let to = if by < 0 {
                        self.previous(outline, at)
                    } else {
                        self.next(outline, at)
                    };
                    match to {
                        Some(to) => at = to,
                        None => break,
                    }
                }
                at
            }
        }
    }
}
