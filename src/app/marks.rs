//! Marks on the lines of a list.

use std::collections::HashSet;
use std::ops::RangeInclusive;

/// Marks on the lines of a list, and a range that is being drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// What is marked, by position in the underlying data.
    pub on: HashSet<usize>,
    /// The line on which a range was started.
    pub range_from: Option<usize>,
}

impl Marks {
    /// Marks what is not marked, or unmarks what is: all or nothing.
    pub fn toggle(&mut self, items: &[usize]) {
        if items.iter().all(|item| self.on.contains(item)) {
            for item in items {
                self.on.remove(item);
            }
        } else {
            self.on.extend(items);
        }
    }

    /// Starts a range at a line, or ends the one that was started: the lines it spans.
    pub fn range(&mut self, line: usize) -> Option<RangeInclusive<usize>> {
        match self.range_from.take() {
            Some(from) => Some(from.min(line)..=from.max(line)),
            None => {
                self.range_from = Some(line);
                None
            }
        }
    }

    /// Forgets all marks; says whether there were any.
    pub fn clear(&mut self) -> bool {
        let any = !self.on.is_empty() || self.range_from.is_some();
        *self = Self::default();
        any
    }

    /// What is marked, in order.
    pub fn sorted(&self) -> Vec<usize> {
        let mut items: Vec<_> = self.on.iter().copied().collect();
        items.sort_unstable();
        items
    }
}
