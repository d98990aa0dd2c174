//! The list of reports: in the order of a column, one by one or by model, a file that gave none as a row of its own at
//! the end.

mod acts;
pub mod models;
pub mod order;

use std::collections::HashSet;

use rayon::prelude::*;

use crate::app::filter::Filter;
use crate::app::layout::{self, Area};
use crate::app::library::Library;
use crate::app::list::List;
use crate::app::marks::Marks;
use crate::domain::query::{Memo, Present, Query};
use crate::domain::report::Source;
use crate::domain::text::Untrusted;
use models::Models;
use order::{Order, Sort};

/// Up to this many reports every batch that arrives is laid at once; beyond, once so many more have come.
const LAID_AT_ONCE: usize = 4_096;

/// Reports that are worth a thread of their own.
const REPORTS_AT_ONCE: usize = 512;

/// State of the reports screen.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    /// Rows that the filter lets through.
    pub rows: Vec<Row>,
    /// How many reports the filter lets through.
    pub shown: usize,
    /// Cursor and window.
    pub list: List,
    /// The filter.
    pub filter: Filter,
    /// Whether it is being typed.
    pub filtering: bool,
    /// Marked reports, by position in the library.
    pub marks: Marks,
    /// Whether reports of one model stand together.
    pub by_model: bool,
    /// The models with more than one report, where they do.
    pub groups: Vec<Group>,
    order: Order,
    models: Models,
    unfolded: HashSet<usize>,
    /// Reports in the library when the rows were laid.
    laid: usize,
    /// Reports that say something else since.
    unplaced: Vec<usize>,
    /// What the cursor goes to when it arrives.
    awaited: Option<Awaited>,
    /// Whether the user has moved the cursor; until then it stays on the first row while reports arrive.
    moved: bool,
}

/// The reports of one model that the filter lets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The reports, the newest first.
    pub members: Vec<usize>,
    model: usize,
}

/// A row, by position in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A report.
    Report(usize),
    /// A model, by position among the groups.
    Model(usize),
    /// A report under its model.
    Inside(usize),
    /// A file that gave none.
    Unread(usize),
}

impl Row {
    /// The report, where it is one.
    pub fn report(self) -> Option<usize> {
        match self {
            Self::Report(at) | Self::Inside(at) => Some(at),
            Self::Model(_) | Self::Unread(_) => None,
        }
    }
}

impl Reports {
    /// The row under the cursor.
    pub fn selected(&self) -> Option<Row> {
        self.rows.get(self.list.cursor()).copied()
    }

    /// Position of the selected report in the library; of a model its newest.
    pub fn selected_report(&self) -> Option<usize> {
        self.members(&self.selected()?).first().copied()
    }

    /// Reports of a row.
    pub fn members<'a>(&'a self, row: &'a Row) -> &'a [usize] {
        match row {
            Row::Report(at) | Row::Inside(at) => std::slice::from_ref(at),
            Row::Model(group) => &self.groups[*group].members,
            Row::Unread(_) => &[],
        }
    }

    /// Reports of the row under the cursor.
    pub fn under_cursor(&self) -> &[usize] {
        let row = self.rows.get(self.list.cursor());
        row.map_or(&[], |row| self.members(row))
    }

    /// Positions a verdict would be about: the marked reports, else those of the selected row.
    pub fn targets(&self) -> Vec<usize> {
        if self.marks.on.is_empty() {
            self.under_cursor().to_vec()
        } else {
            self.marks.sorted()
        }
    }

    /// How many of the marked reports the filter keeps back: a verdict is about them too.
    pub fn marked_unseen(&self) -> usize {
        let seen = self.rows.iter().flat_map(|row| self.members(row));
        let seen: HashSet<usize> = seen
            .copied()
            .filter(|at| self.marks.on.contains(at))
            .collect();
        self.marks.on.len() - seen.len()
    }

    /// What the list is sorted by.
    pub fn sort(&self) -> Sort {
        self.order.sort()
    }

    /// The reports of a report's model, the newest first.
    pub fn beside(&self, report: usize) -> &[usize] {
        self.models.beside(report)
    }

    /// Whether a model's reports stand under it.
    pub fn is_unfolded(&self, group: usize) -> bool {
        self.unfolded.contains(&self.groups[group].model)
    }

    /// Lays what has arrived, but not every little batch of a large library.
    pub fn arrived(
        &mut self,
        changed: &[usize],
        library: &Library,
        present: &Present<'_>,
        size: Area,
    ) {
        self.unplaced.extend(changed);
        let new = library.summaries.len().saturating_sub(self.laid) + self.unplaced.len();
        if self.laid < LAID_AT_ONCE || new > self.laid / 16 {
            self.rebuild(library, present, size);
        }
    }

    /// Puts reports that were read again where they belong now.
    pub fn changed(
        &mut self,
        changed: &[usize],
        library: &Library,
        present: &Present<'_>,
        size: Area,
    ) {
        self.unplaced.extend(changed);
        self.rebuild(library, present, size);
    }

    /// Builds the rows again; the cursor stays on what it stood on.
    pub fn rebuild(&mut self, library: &Library, present: &Present<'_>, size: Area) {
        let stood_on = self.standpoint();
        self.order.follow(library);
        self.models.follow(library);
        let changed = std::mem::take(&mut self.unplaced);
        self.order.place_again(&changed, library);
        self.models.place_again(&changed, library);
        self.laid = library.summaries.len();
        let query = &self.filter.query;
        let accepted = accepted(query, library, present);
        let places = self.order.places().iter().copied();
        let listed = places.filter(|at| library.is_listed(*at));
        let reports: Vec<usize> = listed.filter(|at| accepted(*at)).collect();
        let unread = library.unread.iter().enumerate().filter(|(at, unread)| {
            library.is_unsettled(*at) && query.accepts_place(unread.place.as_str())
        });
        let unread: Vec<_> = unread.map(|(at, _)| Row::Unread(at)).collect();
        self.shown = reports.len();
        self.lay(&reports);
        self.rows.extend(unread);
        self.return_to(stood_on, library, size);
    }

    /// Lays the rows of these reports.
    fn lay(&mut self, reports: &[usize]) {
        self.groups.clear();
        if !self.by_model {
            self.rows = reports.iter().copied().map(Row::Report).collect();
            return;
        }
        let wanted: HashSet<usize> = reports.iter().copied().collect();
        let groups = self.models.iter().map(|(model, members)| Group {
            members: members
                .iter()
                .copied()
                .filter(|at| wanted.contains(at))
                .collect(),
            model,
        });
        let mut groups: Vec<Group> = groups.filter(|group| !group.members.is_empty()).collect();
        groups.sort_by(|one, other| self.order.compare_groups(&one.members, &other.members));
        self.rows.clear();
        for group in groups {
            if let [only] = group.members[..] {
                self.rows.push(Row::Report(only));
                continue;
            }
            self.rows.push(Row::Model(self.groups.len()));
            if self.unfolded.contains(&group.model) {
                self.rows
                    .extend(group.members.iter().copied().map(Row::Inside));
            }
            self.groups.push(group);
        }
    }

    /// What the cursor stands on: a report or a file, and whether on the model above it.
    fn standpoint(&self) -> Option<Standpoint> {
        self.selected().filter(|_| self.moved).map(|row| match row {
            Row::Report(at) | Row::Inside(at) => Standpoint::Report(at),
            Row::Model(group) => Standpoint::Model(self.groups[group].model),
            Row::Unread(at) => Standpoint::Unread(at),
        })
    }

    fn return_to(&mut self, stood_on: Option<Standpoint>, library: &Library, size: Area) {
        let awaited = self.awaited.as_ref();
        if let Some(at) = awaited.and_then(|awaited| self.arrived_at(awaited, library)) {
            return self.go(at, size);
        }
        let to = stood_on.and_then(|stood_on| match stood_on {
            Standpoint::Report(at) => self.row_of(at),
            Standpoint::Model(model) => self.rows.iter().position(|row| match row {
                Row::Model(group) => self.groups[*group].model == model,
                row => row
                    .report()
                    .is_some_and(|at| self.models.of(at) == Some(model)),
            }),
            Standpoint::Unread(at) => self.rows.iter().position(|row| *row == Row::Unread(at)),
        });
        let (length, height) = (self.rows.len(), height(size));
        match to {
            Some(to) => self.list.carry(to, length, height),
            None => self.list.go(self.list.cursor(), length, height),
        }
    }

    /// The row of a report, or of its model where that is folded.
    pub fn row_of(&self, report: usize) -> Option<usize> {
        let itself = |row: &Row| row.report() == Some(report);
        let model = |row: &Row| self.members(row).contains(&report);
        let found = self.rows.iter().position(itself);
        found.or_else(|| self.rows.iter().position(model))
    }

    /// Moves the cursor to a report, or to its model where that is folded.
    pub fn go_to(&mut self, report: usize, size: Area) {
        if let Some(at) = self.row_of(report) {
            self.go(at, size);
        }
    }

    /// The row of what was awaited.
    fn arrived_at(&self, awaited: &Awaited, library: &Library) -> Option<usize> {
        match awaited {
            Awaited::Report(source) => self.row_of(library.position(source)?),
            Awaited::From(paths) => self.rows.iter().position(|row| {
                let sources = self.members(row).iter();
                let mut sources = sources.map(|at| &library.summaries[*at].head.source.path);
                sources.any(|source| paths.iter().any(|path| source.lies_under(path)))
            }),
        }
    }

    /// Goes to the first report of these files and folders when it arrives, unless the user goes elsewhere.
    pub fn await_from(&mut self, paths: Vec<Untrusted>) {
        self.awaited = Some(Awaited::From(paths));
    }

    /// Waits for no report any more.
    pub fn await_nothing(&mut self) {
        self.awaited = None;
    }

    /// Goes back to the selected report when it arrives again, unless the user goes elsewhere.
    pub fn await_selected(&mut self, library: &Library) {
        let report = self.selected_report().filter(|_| self.moved);
        let source = report.map(|at| library.summaries[at].head.source.clone());
        self.awaited = source.map(Awaited::Report);
        self.moved = false;
    }

    /// Moves the cursor to a row.
    pub fn go(&mut self, to: usize, size: Area) {
        self.moved = true;
        self.awaited = None;
        self.list.go(to, self.rows.len(), height(size));
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize, size: Area) {
        if by != 0 {
            self.moved = true;
            self.awaited = None;
        }
        self.list.step(by, self.rows.len(), height(size));
    }

    /// Moves the window by so many rows; the cursor comes along only where it would be left behind.
    pub fn roll(&mut self, by: isize, size: Area) {
        self.moved = true;
        self.awaited = None;
        self.list.roll(by, self.rows.len(), height(size));
    }
}

/// Whether a filter lets each report through. A key press asks a million findings, so they are asked as they lie in
/// memory; the empty filter asks none.
fn accepted(
    query: &Query,
    library: &Library,
    present: &Present<'_>,
) -> impl Fn(usize) -> bool + use<> {
    let all = query.is_empty();
    let asked = if all { &[] } else { &library.summaries[..] };
    let asked = asked.par_iter().with_min_len(REPORTS_AT_ONCE);
    let asked = asked.map_init(Memo::default, |memo, summary| {
        query.accepts(summary, present, memo)
    });
    let accepted: Vec<bool> = asked.collect();
    move |at| all || accepted[at]
}

/// What the cursor goes to when it arrives.
#[derive(Clone, Debug)]
enum Awaited {
    Report(Source),
    From(Vec<Untrusted>),
}

/// What the cursor stands on.
enum Standpoint {
    Report(usize),
    Model(usize),
    Unread(usize),
}

/// Rows that fit.
pub fn height(size: Area) -> usize {
    usize::from(layout::reports(size).rows.height)
}
