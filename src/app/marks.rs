//! Marks on the lines of a list.

use std::collections::HashSet;
use std::hash::Hash;
use std::ops::RangeInclusive;

/// Marks on the lines of a list, and a range that is being drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks<T: Eq + Hash = usize> {
    /// What is marked: by position in the underlying data, or where that moves, by what tells it from others.
    pub on: HashSet<T>,
    /// The line on which a range was started.
    pub range_from: Option<usize>,
}

impl<T: Eq + Hash> Default for Marks<T> {
    fn default() -> Self {
        Self {
            on: HashSet::new(),
            range_from: None,
        }
    }
}

impl<T: Clone + Eq + Hash + Ord> Marks<T> {
    /// Marks what is not marked, or unmarks what is: all or nothing.
    pub fn toggle(&mut self, items: &[T]) {
        if items.iter().all(|item| self.on.contains(item)) {
            for item in items {
                self.on.remove(item);
            }
        } else {
            self.on.extend(items.iter().cloned());
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

    /// Whether there are any, or a range was started.
    pub fn any(&self) -> bool {
        !self.on.is_empty() || self.range_from.is_some()
    }

    /// Forgets all marks; says whether there were any.
    pub fn clear(&mut self) -> bool {
        let any = self.any();
        *self = Self::default();
        any
    }

    /// What is marked, in order.
    pub fn sorted(&self) -> Vec<T> {
        let mut items: Vec<_> = self.on.iter().cloned().collect();
        items.sort_unstable();
        items
    }
}
