//! What an action on verdicts is about: the marked ones, else the selected one; and how they are marked.

use super::order::View;
use super::{Exceptions, Row};
use crate::app::layout::Area;
use crate::domain::decisions::Decisions;
use crate::domain::scope::Subject;

impl Exceptions {
    pub(super) fn marked(&self) -> impl Iterator<Item = &Subject> {
        let marked = self.marks.sorted().into_iter();
        marked.filter_map(|at| self.subjects.get(at))
    }

    /// What an action would be about: the marked verdicts, else the selected one.
    pub fn targets(&self) -> Vec<Subject> {
        if self.marks.on.is_empty() || self.view == View::Precision {
            self.selected_subject().cloned().into_iter().collect()
        } else {
            self.marked().cloned().collect()
        }
    }

    /// The same in no order.
    pub fn aimed(&self) -> impl Iterator<Item = &Subject> {
        let alone = self.marks.on.is_empty();
        let marked = self.marks.on.iter();
        marked
            .filter(|_| self.view != View::Precision)
            .filter_map(|at| self.subjects.get(*at))
            .chain(self.selected_subject().filter(|_| alone))
    }

    /// Whether an action would be about anything.
    pub fn has_target(&self) -> bool {
        self.aimed().next().is_some()
    }

    /// Whether anything that an action would be about runs out.
    pub fn can_extend(&self, decisions: &Decisions) -> bool {
        let ends = |subject: &Subject| {
            decisions
                .get(subject)
                .is_some_and(|it| it.expires.is_some())
        };
        self.aimed().any(ends)
    }

    /// Whether an export would hold anything.
    pub fn can_export(&self) -> bool {
        self.has_target() || self.rows.iter().any(|row| !matches!(row, Row::Section(_)))
    }

    /// What an export would hold: the marked verdicts, the one that is shown whole, or all that are listed; where the
    /// rules are listed, every verdict.
    pub fn exported(&self) -> Vec<Subject> {
        if self.view == View::Precision {
            return self.subjects.clone();
        }
        if self.detail || !self.marks.on.is_empty() {
            return self.targets();
        }
        let listed = self.rows.iter().filter_map(|row| match row {
            Row::Verdict(at) => self.subjects.get(*at).cloned(),
            Row::Section(_) | Row::Rule(_) => None,
        });
        listed.collect()
    }

    /// Marks or unmarks the selected verdict and goes on to the next.
    pub fn mark(&mut self, size: Area) {
        if let Some(Row::Verdict(at)) = self.selected() {
            self.marks.toggle(&[at]);
            self.step(1, size);
        }
    }

    /// Starts a range, or marks the one that was started.
    pub fn mark_range(&mut self) {
        if self.view == View::Precision {
            return;
        }
        let Some(range) = self.marks.range(self.list.cursor()) else {
            return;
        };
        let rows = self.rows.iter().take(range.end() + 1).skip(*range.start());
        self.marks.on.extend(rows.filter_map(position));
    }

    /// Marks every listed verdict about the same rule.
    pub fn mark_alike(&mut self, decisions: &Decisions) {
        let rule = |subject: &Subject| Some(decisions.get(subject)?.context.rule.as_ref());
        let Some(wanted) = self.selected_subject().and_then(rule) else {
            return;
        };
        let alike = self.rows.iter().filter_map(position);
        let alike: Vec<_> = alike
            .filter(|at| rule(&self.subjects[*at]) == Some(wanted))
            .collect();
        self.marks.on.extend(alike);
    }
}

/// Position of a row's verdict among the subjects.
fn position(row: &Row) -> Option<usize> {
    match row {
        Row::Verdict(at) => Some(*at),
        Row::Section(_) | Row::Rule(_) => None,
    }
}
