//! How much of a report is decided, and how much of a library.

use std::iter::Sum;
use std::ops::Add as _;

use jiff::civil::Date;

use super::{Decisions, Standing};
use crate::domain::outcome::Meaning;
use crate::domain::report::Summary;
use crate::domain::verdict::Verdict;

/// How much is decided of a report, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All findings.
    pub total: usize,
    /// Findings that wait for a decision.
    pub open: usize,
    /// Of these, how many have a proposal.
    pub proposed: usize,
    /// Findings whose verdict was taken over from another scan.
    pub carried: usize,
    /// Findings that are decided to be true positives.
    pub positives: usize,
    /// Scans that wait for a decision themselves: they did not pass and list no finding to decide on.
    pub scans: usize,
}

impl Tally {
    /// Whether somebody still has to decide something.
    pub fn waits(self) -> bool {
        self.open > 0 || self.scans > 0
    }

    /// What is left of a sum without a part of it.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        self.each(part, usize::saturating_sub)
    }

    fn each(self, other: Self, of: fn(usize, usize) -> usize) -> Self {
        Self {
            total: of(self.total, other.total),
            open: of(self.open, other.open),
            proposed: of(self.proposed, other.proposed),
            carried: of(self.carried, other.carried),
            positives: of(self.positives, other.positives),
            scans: of(self.scans, other.scans),
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |sum, tally| sum.each(tally, usize::add))
    }
}

impl Decisions {
    /// How much of a report is decided.
    pub fn tally(&self, summary: &Summary, today: Date) -> Tally {
        let head = &summary.head;
        let mut tally = Tally {
            total: summary.keys.len(),
            ..Tally::default()
        };
        let scopes = self.scopes(head);
        for key in &summary.keys {
            let standing = self.at_scopes(&scopes, head, key, today);
            match standing {
                Standing::Open | Standing::Expired(_) => tally.open += 1,
                Standing::Proposed(_) => {
                    tally.open += 1;
                    tally.proposed += 1;
                }
                Standing::Carried(_) => tally.carried += 1,
                Standing::Decided(_) => {}
            }
            let verdict = standing.decision().map(|decision| decision.verdict);
            tally.positives += usize::from(verdict == Some(Verdict::TruePositive));
        }
        let stopped = tally.total == 0 && head.scan.outcome.meaning() != Meaning::Passed;
        tally.scans = usize::from(stopped && self.of_scan(head, today).is_open());
        tally
    }
}
