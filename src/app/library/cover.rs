//! Reports that say nothing beside another one of the same scan: an artifact counts, and the report that was fetched to
//! complete it, or that its launch brought, tells the same in full. They are one scan, told apart from all others by its
//! UUID whatever each calls the model, and one row. What contradicts the full report stays beside it.

use std::collections::{HashMap, HashSet};

use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Head, Summary};
use crate::domain::text::Untrusted;

/// More documents of one scan than anybody has; further ones stay rows.
const MOST: usize = 64;

/// Which reports are covered by another.
#[derive(Clone, Debug, Default)]
pub(super) struct Cover {
    by_scan: HashMap<String, Vec<usize>>,
    covered: HashSet<usize>,
}

impl Cover {
    /// The reports that are covered.
    pub(super) fn covered(&self) -> &HashSet<usize> {
        &self.covered
    }

    /// Takes in a report.
    pub(super) fn enter(&mut self, at: usize, summaries: &[Summary], gone: &HashSet<usize>) {
        let Some(scan) = scan(&summaries[at].head) else {
            return;
        };
        let reports = self.by_scan.entry(scan).or_default();
        if reports.len() < MOST {
            reports.push(at);
            self.settle(at, summaries, gone);
        }
    }

    /// Takes a report out before it becomes another.
    pub(super) fn leave(&mut self, at: usize, summaries: &[Summary], gone: &HashSet<usize>) {
        let of = scan(&summaries[at].head);
        if let Some(reports) = of.and_then(|scan| self.by_scan.get_mut(&scan)) {
            reports.retain(|report| *report != at);
            self.covered.remove(&at);
            if let Some(other) = reports.first().copied() {
                self.settle(other, summaries, gone);
            }
        }
    }

    /// Looks again at the reports of a scan, of which this is one.
    pub(super) fn settle(&mut self, at: usize, summaries: &[Summary], gone: &HashSet<usize>) {
        let of = scan(&summaries[at].head);
        let reports = of.and_then(|scan| self.by_scan.get(&scan));
        for report in reports.into_iter().flatten() {
            let head = &summaries[*report].head;
            let mut others = reports.into_iter().flatten();
            let is_covered =
                others.any(|other| !gone.contains(other) && covers(&summaries[*other].head, head));
            if is_covered {
                self.covered.insert(*report);
            } else {
                self.covered.remove(report);
            }
        }
    }
}

/// The scan of a report, as it is looked up.
fn scan(head: &Head) -> Option<String> {
    let uuid = head.scan.uuid.as_ref()?;
    Some(uuid.raw().to_ascii_lowercase())
}

/// Whether a report of the same scan tells all that another one counts, and contradicts none of it.
fn covers(full: &Head, counts: &Head) -> bool {
    let same = |one: Option<&Untrusted>, other: Option<&Untrusted>| {
        one.zip(other).is_none_or(|(one, other)| one == other)
    };
    let (all, some) = (&full.scan, &counts.scan);
    let rules = all.rules.zip(some.rules);
    counts.completeness == Completeness::Counts
        && full.completeness == Completeness::Full
        && all.outcome != Outcome::Pending
        && (some.outcome == Outcome::Pending || some.outcome == all.outcome)
        && same(all.tsg_id.as_ref(), some.tsg_id.as_ref())
        && rules.is_none_or(|(all, some)| some.total == 0 || all == some)
}
