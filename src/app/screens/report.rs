//! One report: its findings grouped, one of them in detail.

mod rows;

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

use crate::app::filter::Filter;
use crate::app::layout::{self, Area, Split};
use crate::app::library::Library;
use crate::app::list::List;
use crate::app::marks::Marks;
use crate::app::screens::Screen;
use crate::app::sightings::Sightings;
use crate::domain::decisions::{Decisions, Mark, Stand, Standing, Touched};
use crate::domain::finding::Finding;
use crate::domain::grouping::{By, Group, Section};
use crate::domain::identity::Key;
use crate::domain::report::Report;

/// State of the report screen.
#[derive(Clone, Debug)]
pub struct Open {
    /// The report.
    pub report: Report,
    /// What findings are grouped by.
    pub by: By,
    /// The groups that the filter leaves.
    pub groups: Vec<Group>,
    /// Rows: headings, groups, and the findings of unfolded groups.
    pub rows: Vec<Row>,
    /// Cursor and window.
    pub list: List,
    /// The filter.
    pub filter: Filter,
    /// Whether it is being typed.
    pub filtering: bool,
    /// Marked findings.
    pub marks: Marks,
    /// First line of the detail that is shown.
    pub scroll: u16,
    /// The screen that it was opened from.
    pub back: Screen,
    /// Where each finding stands, kept because a report may have more findings than a frame has time for.
    pub stands: Vec<Mark>,
    /// Where else the shown finding was seen.
    pub sightings: Option<Sightings>,
    /// How list and detail share the screen: the model's, as last told.
    split: Split,
    /// Whether each finding's verdict was taken over from another scan.
    carried: Vec<bool>,
    keys: Vec<Key>,
    unfolded: HashSet<usize>,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Heading of a section; the cursor passes over it.
    Heading(Section),
    /// A group of several findings, by position among the groups.
    Group(usize),
    /// A finding, by position in the report; inside an unfolded group or alone.
    Finding {
        /// Position in the report.
        at: usize,
        /// Whether it stands under its group.
        inside: bool,
    },
}

impl Open {
    /// Opens a report.
    pub fn new(report: Report, decisions: &Decisions, today: Date, size: Area) -> Self {
        let mut open = Self {
            stands: Vec::new(),
            carried: Vec::new(),
            keys: report.findings.iter().map(Finding::key).collect(),
            report,
            by: By::default(),
            groups: Vec::new(),
            rows: Vec::new(),
            list: List::default(),
            filter: Filter::default(),
            filtering: false,
            marks: Marks::default(),
            scroll: 0,
            sightings: None,
            split: Split::default(),
            back: Screen::Reports,
            unfolded: HashSet::new(),
        };
        open.judge(decisions, today);
        open.rebuild(size);
        open
    }

    /// Looks up again where every finding stands.
    pub fn judge(&mut self, decisions: &Decisions, today: Date) {
        let head = &self.report.head;
        let standing = decisions.of_findings(head, today);
        let stands = self.keys.iter().map(|key| standing(key).stand());
        (self.stands, self.carried) = stands.map(|stand| (stand.mark, stand.carried)).unzip();
    }

    /// The findings as the ledger knows them.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Looks up again where the findings stand that a change touched.
    pub fn rejudge(&mut self, touched: &Touched, decisions: &Decisions, today: Date) {
        let head = &self.report.head;
        let standing = decisions.of_findings(head, today);
        for (at, key) in self.keys.iter().enumerate() {
            if touched.concerns_finding(head, key) {
                let stand = standing(key).stand();
                (self.stands[at], self.carried[at]) = (stand.mark, stand.carried);
            }
        }
    }

    /// Where a finding stands.
    pub fn standing<'a>(&self, at: usize, decisions: &'a Decisions, today: Date) -> Standing<'a> {
        decisions.of_finding(&self.report.head, &self.keys[at], today)
    }

    /// Findings of a row.
    pub fn members<'a>(&'a self, row: &'a Row) -> &'a [usize] {
        match row {
            Row::Heading(_) => &[],
            Row::Group(group) => &self.groups[*group].members,
            Row::Finding { at, .. } => std::slice::from_ref(at),
        }
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.list.cursor())
    }

    /// Findings of the row under the cursor.
    pub fn under_cursor(&self) -> &[usize] {
        self.selected().map_or(&[], |row| self.members(row))
    }

    /// The finding whose detail is shown: the selected one, or the first of the selected group.
    pub fn shown(&self) -> Option<&Finding> {
        self.report.findings.get(*self.under_cursor().first()?)
    }

    /// Looks where else the shown finding was seen, if that is not known yet.
    pub fn look_back(&mut self, library: &Library) {
        let Some(identity) = self.shown().map(|finding| finding.identity) else {
            return;
        };
        let known = self.sightings.as_ref();
        if !known.is_some_and(|known| known.hold(identity, library)) {
            self.sightings = Some(Sightings::of(identity, library));
        }
    }

    /// What a verdict would be about: the marked findings, else those of the selected row.
    pub fn targets(&self) -> Cow<'_, [usize]> {
        if self.marks.on.is_empty() {
            Cow::Borrowed(self.under_cursor())
        } else {
            Cow::Owned(self.marks.sorted())
        }
    }

    /// Whether a group is unfolded.
    pub fn is_unfolded(&self, group: usize) -> bool {
        self.unfolded.contains(&self.groups[group].members[0])
    }

    /// Leaves what the filter lets through.
    fn sift(&mut self) {
        let (query, findings) = (&self.filter.query, &self.report.findings);
        let asked = query.accepts_scan(&self.report.head);
        let accepted = |at: &usize| {
            let stand = Stand {
                mark: self.stands[*at],
                carried: self.carried[*at],
            };
            asked && query.accepts_finding(&findings[*at], &self.keys[*at], stand)
        };
        for group in &mut self.groups {
            group.members.retain(accepted);
        }
        self.groups.retain(|group| !group.members.is_empty());
    }

    /// Moves the cursor to a finding, or to the group that holds it.
    pub fn go_to_finding(&mut self, finding: usize, size: Area) {
        let alone = |row: &Row| matches!(row, Row::Finding { at, .. } if *at == finding);
        let grouped =
            |row: &Row| matches!(row, Row::Group(group) if self.groups[*group].holds(finding));
        let found = self
            .rows
            .iter()
            .position(alone)
            .or_else(|| self.rows.iter().position(grouped));
        self.go(found.unwrap_or(0), size);
    }

    /// Moves the cursor to a row; from a heading on to the next line that can be selected.
    pub fn go(&mut self, to: usize, size: Area) {
        let selectable = |row: &Row| !matches!(row, Row::Heading(_));
        let after = self
            .rows
            .iter()
            .skip(to)
            .position(selectable)
            .map(|by| to + by);
        let to = after
            .or_else(|| self.rows.iter().rposition(selectable))
            .unwrap_or(0);
        self.list.go(to, self.rows.len(), self.height(size));
        if to == 1 {
            self.list.go(0, self.rows.len(), self.height(size));
            self.list.go(1, self.rows.len(), self.height(size));
        }
        self.scroll = 0;
    }

    /// Moves the cursor by so many rows, over headings.
    pub fn step(&mut self, by: isize, size: Area) {
        let to = self
            .list
            .cursor()
            .saturating_add_signed(by)
            .min(self.rows.len().saturating_sub(1));
        let heading = matches!(self.rows.get(to), Some(Row::Heading(_)));
        let to = if heading && by < 0 && to > 0 {
            to - 1
        } else {
            to
        };
        let scroll = self.scroll;
        self.go(to, size);
        if by == 0 {
            self.scroll = scroll;
        }
    }

    /// Rows that fit.
    pub fn height(&self, size: Area) -> usize {
        usize::from(layout::report(size, self.split).rows.height)
    }

    /// Takes another split of the screen; the cursor stays in the window.
    pub fn divide(&mut self, split: Split, size: Area) {
        self.split = split;
        self.step(0, size);
    }

    /// Moves the window by so many rows; the cursor comes along only where it would be left behind.
    pub fn roll(&mut self, by: isize, size: Area) {
        let (cursor, scroll) = (self.list.cursor(), self.scroll);
        self.list.roll(by, self.rows.len(), self.height(size));
        if self.list.cursor() == cursor {
            return;
        }
        self.go(self.list.cursor(), size);
        if self.list.cursor() == cursor {
            self.scroll = scroll;
        }
    }

    /// Moves to the next row with a finding that waits, or the previous one; says whether there is one before the end.
    pub fn go_to_open(&mut self, forward: bool, size: Area) -> bool {
        let cursor = self.list.cursor();
        let found = if forward {
            (cursor + 1..self.rows.len()).find(|at| self.waits(*at))
        } else {
            (0..cursor).rev().find(|at| self.waits(*at))
        };
        if let Some(at) = found {
            self.go(at, size);
        }
        found.is_some()
    }

    /// Moves to the next row with a finding that waits, from the end on from the beginning; says whether there is one.
    pub fn go_round_to_open(&mut self, forward: bool, size: Area) -> bool {
        if self.go_to_open(forward, size) {
            return true;
        }
        let mut rows = 0..self.rows.len();
        let found = if forward {
            rows.find(|at| self.waits(*at))
        } else {
            rows.rfind(|at| self.waits(*at))
        };
        if let Some(at) = found {
            self.go(at, size);
        }
        found.is_some()
    }

    /// Moves on to what waits, if the cursor does not stand on it.
    pub fn go_to_first_open(&mut self, size: Area) {
        if !self.waits(self.list.cursor()) {
            self.go_round_to_open(true, size);
        }
    }

    fn waits(&self, row: usize) -> bool {
        let members = self.rows.get(row).map(|row| self.members(row));
        let mut members = members.into_iter().flatten();
        members.any(|at| self.stands[*at].is_open())
    }

    /// Marks every finding of the shown one's rule.
    pub fn mark_alike(&mut self) {
        let Some(rule) = self.shown().map(|finding| finding.seen.rule.clone()) else {
            return;
        };
        let findings = self.groups.iter().flat_map(|group| &group.members);
        self.marks
            .on
            .extend(findings.filter(|at| self.report.findings[**at].seen.rule == rule));
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
}
