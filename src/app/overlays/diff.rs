//! Two scans of one model side by side: which they are, and the rows of what is between them.

use strum::IntoEnumIterator;

use crate::app::job::JobId;
use crate::app::layout::{self, Area};
use crate::app::library::Library;
use crate::app::list::List;
use crate::domain::diff::{Comparison, Section};
use crate::domain::report::Head;

/// State of the comparison.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The scan that was selected.
    pub this: Head,
    /// Other scans of its model, the oldest first; at least one.
    pub others: Vec<Head>,
    /// The one it is compared with.
    pub chosen: usize,
    /// The work that compares them.
    pub job: JobId,
    /// What came of it.
    pub comparison: Option<Box<Comparison>>,
    /// Cursor and window.
    pub list: List,
    folded: [bool; 5],
}

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Heading of a section.
    Heading(Section),
    /// An entry of a section, by position.
    Entry(Section, usize),
}

impl Diff {
    /// A comparison of a scan with the one before it, or where there is none, with the one after it.
    pub fn of(this: Head, others: Vec<Head>, job: JobId) -> Self {
        let before = others.iter().rposition(|other| {
            other.scan.created_at < this.scan.created_at && !is_same_scan(other, &this)
        });
        let after = || others.iter().position(|other| !is_same_scan(other, &this));
        let mut folded = [false; 5];
        folded[Section::Same as usize] = true;
        Self {
            chosen: before.or_else(after).unwrap_or(0),
            this,
            others,
            job,
            comparison: None,
            list: List::default(),
            folded,
        }
    }

    /// The scan it is compared with.
    pub fn other(&self) -> &Head {
        &self.others[self.chosen]
    }

    /// The two scans, the older first.
    pub fn heads(&self) -> (&Head, &Head) {
        let (this, other) = (&self.this, self.other());
        if this.scan.created_at < other.scan.created_at {
            (this, other)
        } else {
            (other, this)
        }
    }

    /// Takes the next scan to compare with, round the ends; says whether there is another.
    pub fn choose(&mut self, by: isize) -> bool {
        let length = self.others.len();
        self.chosen = (self.chosen + length).saturating_add_signed(by) % length;
        length > 1
    }

    /// Takes what the comparison gave.
    pub fn take(&mut self, comparison: Box<Comparison>, size: Area) {
        self.comparison = Some(comparison);
        self.list = List::default();
        self.step(0, size);
    }

    /// Whether a section is folded.
    pub fn is_folded(&self, section: Section) -> bool {
        self.folded[section as usize]
    }

    /// How many rows there are.
    pub fn length(&self) -> usize {
        Section::iter().map(|section| self.rows_of(section)).sum()
    }

    fn rows_of(&self, section: Section) -> usize {
        let Some(comparison) = &self.comparison else {
            return 0;
        };
        let entries = section.entries(&comparison.diff).len();
        1 + if self.is_folded(section) { 0 } else { entries }
    }

    /// A row.
    pub fn row(&self, at: usize) -> Option<Row> {
        let mut at = at;
        for section in Section::iter() {
            let rows = self.rows_of(section);
            if at < rows {
                let entry = at.checked_sub(1);
                return Some(entry.map_or(Row::Heading(section), |at| Row::Entry(section, at)));
            }
            at -= rows;
        }
        None
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<Row> {
        self.row(self.list.cursor())
    }

    /// Moves by so many rows.
    pub fn step(&mut self, by: isize, size: Area) {
        self.list.step(by, self.length(), height(size));
    }

    /// Folds the section that the cursor is in.
    pub fn fold(&mut self, size: Area) {
        self.set_folded(size, |_| true);
    }

    /// Folds the section that the cursor is in, or unfolds it.
    pub fn toggle(&mut self, size: Area) {
        self.set_folded(size, |folded| !folded);
    }

    /// Folds or unfolds the section that the cursor is in, and puts the cursor on its heading.
    fn set_folded(&mut self, size: Area, to: impl FnOnce(bool) -> bool) {
        let Some(Row::Heading(section) | Row::Entry(section, _)) = self.selected() else {
            return;
        };
        let heading = Section::iter()
            .take_while(|before| *before != section)
            .map(|before| self.rows_of(before))
            .sum();
        self.folded[section as usize] = to(self.is_folded(section));
        self.list.go(heading, self.length(), height(size));
    }
}

fn is_same_scan(one: &Head, other: &Head) -> bool {
    one.identity.exact == other.identity.exact
}

/// Other reports of a scan's model, the oldest first, of one time the most complete last.
pub fn others(this: &Head, library: &Library) -> Vec<Head> {
    let mut others: Vec<Head> = candidates(this, library).cloned().collect();
    others.sort_by(|a, b| {
        let key = |head: &Head| (head.scan.created_at, head.completeness);
        key(a).cmp(&key(b)).then_with(|| b.source.cmp(&a.source))
    });
    others
}

/// Whether there is another report of a scan's model.
pub fn has_other(this: &Head, library: &Library) -> bool {
    candidates(this, library).next().is_some()
}

fn candidates<'a>(this: &'a Head, library: &'a Library) -> impl Iterator<Item = &'a Head> {
    let heads = library.summaries.iter().map(|summary| &summary.head);
    heads.filter(|head| {
        head.model_key == this.model_key
            && !this.model_key.raw().is_empty()
            && head.source != this.source
    })
}

/// Rows that fit.
pub fn height(size: Area) -> usize {
    usize::from(layout::diff(size).rows.height)
}
