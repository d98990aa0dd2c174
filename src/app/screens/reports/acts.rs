//! What the user does to the list: sort, group, fold, mark, take off.

use super::order::Sort;
use super::{Reports, Row};
use crate::app::layout::Area;
use crate::app::library::Library;
use crate::domain::query::Present;

impl Reports {
    /// Sorts by something else; the cursor goes with its report.
    pub fn sort_by(&mut self, sort: Sort, library: &Library, present: &Present<'_>, size: Area) {
        self.order.by(sort, library);
        self.moved = true;
        self.rebuild(library, present, size);
    }

    /// Takes an order and a grouping before anything is read.
    pub fn arrange(&mut self, sort: Sort, by_model: bool) {
        self.order.by(sort, &Library::default());
        self.by_model = by_model;
    }

    /// Puts reports of one model together, or lists all one by one; the cursor stays with its report.
    pub fn regroup(&mut self, library: &Library, present: &Present<'_>, size: Area) {
        let report = self.selected_report();
        self.by_model = !self.by_model;
        self.unfolded.clear();
        self.rebuild(library, present, size);
        if let Some(report) = report {
            self.go_to(report, size);
        }
    }

    /// Unfolds the selected model, or folds it.
    pub fn unfold(&mut self, library: &Library, present: &Present<'_>, size: Area) {
        if let Some(Row::Model(group)) = self.selected() {
            let model = self.groups[group].model;
            if !self.unfolded.remove(&model) {
                self.unfolded.insert(model);
            }
            self.moved = true;
            self.rebuild(library, present, size);
        }
    }

    /// Folds the model the cursor is in and puts the cursor on it.
    pub fn fold(&mut self, library: &Library, present: &Present<'_>, size: Area) {
        let Some(report) = self.selected_report() else {
            return;
        };
        if let Some(model) = self.models.of(report) {
            self.unfolded.remove(&model);
        }
        self.rebuild(library, present, size);
        self.go_to(report, size);
    }

    /// Marks every report of the selected one's model.
    pub fn mark_alike(&mut self) {
        let Some(at) = self.selected_report() else {
            return;
        };
        let model = self.models.of(at);
        let shown = self.rows.iter().flat_map(|row| self.members(row));
        let alike: Vec<usize> = shown
            .copied()
            .filter(|at| self.models.of(*at) == model)
            .collect();
        self.marks.on.extend(alike);
    }

    /// Starts a range, or marks the one that was started.
    pub fn mark_range(&mut self) {
        let Some(range) = self.marks.range(self.list.cursor()) else {
            return;
        };
        let rows = self.rows.iter().take(range.end() + 1).skip(*range.start());
        let members: Vec<usize> = rows.flat_map(|row| self.members(row)).copied().collect();
        self.marks.on.extend(members);
    }

    /// Takes the marked reports, or the selected row, off the list; says how many rows of the library that were.
    pub fn hide(&mut self, library: &mut Library) -> usize {
        let reports = self.targets();
        let count = match (self.selected(), reports.len()) {
            (Some(Row::Unread(at)), 0) => {
                library.hide_unread(at);
                1
            }
            (_, count) => {
                library.hide(&reports);
                count
            }
        };
        self.marks.clear();
        self.moved = true;
        count
    }
}
