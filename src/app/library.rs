//! The reports as the desk knows them: what is kept of each, and how much of it is decided.

use jiff::civil::Date;

use crate::app::message::Unread;
use crate::domain::decisions::{Decisions, Tally, Touched};
use crate::domain::report::Summary;

/// The reports as far as they are read.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// What is kept of each report.
    pub summaries: Vec<Summary>,
    /// How much of each is decided, in the same order.
    pub tallies: Vec<Tally>,
    /// Files that gave no report.
    pub unread: Vec<Unread>,
    /// Files read and found so far.
    pub progress: (usize, usize),
    /// Grows whenever the reports change, so that what was found out about them is known to be old.
    pub version: u64,
}

impl Library {
    /// Counts again how much of each report is decided.
    pub fn count(&mut self, decisions: &Decisions, today: Date) {
        self.tallies = self
            .summaries
            .iter()
            .map(|summary| decisions.tally(summary, today))
            .collect();
    }

    /// Counts the reports again that a change touched.
    pub fn recount(&mut self, touched: &Touched, decisions: &Decisions, today: Date) {
        for (summary, tally) in self.summaries.iter().zip(&mut self.tallies) {
            if touched.concerns(summary) {
                *tally = decisions.tally(summary, today);
            }
        }
    }

    /// Findings that wait for a decision; a report that has none listed counts as one while it is undecided.
    pub fn open(&self) -> usize {
        self.tallies.iter().map(|tally| tally.open).sum()
    }
}
