//! The rows of one report: what is grouped, folded and filtered. The cursor stays on what it stood on.

use super::{Open, Row};
use crate::app::filter::Filter;
use crate::app::layout::Area;
use crate::domain::grouping::{self, By};
use crate::domain::identity::Fingerprint;

impl Open {
    /// Unfolds the selected group, or folds it.
    pub fn unfold(&mut self, size: Area) {
        if let Some(Row::Group(group)) = self.selected() {
            let first = self.groups[*group].members[0];
            if !self.unfolded.remove(&first) {
                self.unfolded.insert(first);
            }
            self.relay(size);
        }
    }

    /// Folds the group the cursor is in and puts the cursor on it.
    pub fn fold(&mut self, size: Area) {
        let Some(finding) = self.under_cursor().first().copied() else {
            return;
        };
        let Some(group) = self.groups.iter().position(|group| group.holds(finding)) else {
            return;
        };
        self.unfolded.remove(&self.groups[group].members[0]);
        self.relay(size);
        if let Some(at) = self.rows.iter().position(|row| *row == Row::Group(group)) {
            self.go(at, size);
        }
    }

    /// Switches between grouping by rule and by file; the cursor stays with its finding.
    pub fn regroup(&mut self, size: Area) {
        let finding = self.under_cursor().first().copied();
        self.by = if self.by == By::Rule {
            By::File
        } else {
            By::Rule
        };
        self.unfolded.clear();
        self.rebuild(size);
        if let Some(finding) = finding {
            self.go_to_finding(finding, size);
        }
    }

    /// Builds groups and rows again; the cursor stays on what it stood on.
    pub fn rebuild(&mut self, size: Area) {
        let stood_on = self.standpoint();
        self.groups = grouping::group(&self.report.findings, self.by);
        if !self.filter.query.is_empty() {
            self.sift();
        }
        self.lay_rows();
        self.return_to(stood_on, size);
    }

    /// Lays the rows of the same groups again, after one was folded or unfolded.
    fn relay(&mut self, size: Area) {
        let stood_on = self.standpoint();
        self.lay_rows();
        self.return_to(stood_on, size);
    }

    /// The row the cursor stands on, and its first finding.
    fn standpoint(&self) -> Option<(Row, usize)> {
        let finding = self.under_cursor().first().copied();
        self.selected().copied().zip(finding)
    }

    fn return_to(&mut self, stood_on: Option<(Row, usize)>, size: Area) {
        match stood_on {
            Some((row, _)) if self.rows.get(self.list.cursor()) == Some(&row) => self.step(0, size),
            Some((_, finding)) => self.go_to_finding(finding, size),
            None => self.go(0, size),
        }
    }

    fn lay_rows(&mut self) {
        let mut rows = Vec::new();
        let mut section = None;
        for (position, group) in self.groups.iter().enumerate() {
            if section.replace(group.section) != Some(group.section) {
                rows.push(Row::Heading(group.section));
            }
            if let [only] = group.members[..] {
                rows.push(Row::Finding {
                    at: only,
                    inside: false,
                });
                continue;
            }
            rows.push(Row::Group(position));
            if self.unfolded.contains(&group.members[0]) {
                rows.extend(group.members.iter().map(|at| Row::Finding {
                    at: *at,
                    inside: true,
                }));
            }
        }
        self.rows = rows;
    }

    /// Goes to a finding, whatever filter or fold hides it.
    pub fn show(&mut self, finding: usize, size: Area) {
        self.filter = Filter::default();
        self.rebuild(size);
        if let Some(group) = self.groups.iter().find(|group| group.holds(finding)) {
            self.unfolded.insert(group.members[0]);
        }
        self.relay(size);
        self.go_to_finding(finding, size);
    }

    /// Goes on where an earlier reading of the same report was being looked at.
    pub fn resume(&mut self, earlier: Self, size: Area) {
        let stood_on = earlier.shown().map(|finding| finding.identity.exact);
        self.by = earlier.by;
        self.filter = earlier.filter;
        self.filtering = earlier.filtering;
        self.back = earlier.back;
        self.rebuild(size);
        let stood_on =
            stood_on.and_then(|exact| self.keys.iter().position(|key| key.identity.exact == exact));
        match stood_on {
            Some(finding) => self.go_to_finding(finding, size),
            None => self.go_to_first_open(size),
        }
    }

    /// Puts the cursor on a finding, by its exact identity, and unfolds its group for that.
    pub fn go_to_identity(&mut self, exact: Fingerprint, size: Area) {
        let mut keys = self.keys.iter();
        let Some(at) = keys.position(|key| key.identity.exact == exact) else {
            return;
        };
        if let Some(group) = self.groups.iter().find(|group| group.holds(at)) {
            self.unfolded.insert(group.members[0]);
            self.lay_rows();
        }
        self.go_to_finding(at, size);
    }
}
