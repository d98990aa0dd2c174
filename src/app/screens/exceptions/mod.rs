//! The ledger as people need it: every verdict, ordered as one asks, one of them whole, and the rules by how often
//! they were right. What the list holds is gathered anew when the ledger, the day or the library has changed and the
//! screen is shown, never for a frame.

pub mod order;
mod targets;

use std::collections::HashSet;

use jiff::civil::Date;

use crate::app::filter::Filter;
use crate::app::layout::{self, Area};
use crate::app::library::Library;
use crate::app::list::List;
use crate::app::marks::Marks;
use crate::domain::burden;
use crate::domain::decision::Decision;
use crate::domain::decisions::Decisions;
use crate::domain::decisions::reach::{Place, Reaches};
use crate::domain::expiry::{Expiry, Stage};
use crate::domain::history::Event;
use crate::domain::identity::Fingerprint;
use crate::domain::precision::{self, Precision};
use crate::domain::scope::Subject;
use crate::domain::text::{Printable, Untrusted};
use order::{Section, View};

use crate::app::job::JobId;

/// State of the exceptions screen.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    /// What the list is ordered by.
    pub view: View,
    /// What the verdicts of the ledger are about, oldest verdict first.
    pub subjects: Vec<Subject>,
    /// The rules, those that cost most first; gathered while they are shown.
    pub rules: Vec<Precision>,
    /// Headings of the list.
    pub sections: Vec<Section>,
    /// Rows that the filter lets through.
    pub rows: Vec<Row>,
    /// How many verdicts it lets through.
    pub shown: usize,
    /// Cursor and window.
    pub list: List,
    /// The filter.
    pub filter: Filter,
    /// Whether it is being typed.
    pub filtering: bool,
    /// What the cursor stood on when typing began.
    pub from: Option<Row>,
    /// Marked verdicts, by position among the subjects.
    pub marks: Marks,
    /// Whether the selected verdict is shown whole.
    pub detail: bool,
    /// First line of the detail that is shown.
    pub scroll: u16,
    /// What happened to the selected subject, once it was asked for.
    pub history: Option<History>,
    /// How far every verdict reaches.
    pub reaches: Reaches,
    /// How many verdicts there are.
    pub counts: Counts,
    /// The report that is being opened from here, and the finding to go to in it.
    pub goal: Option<(JobId, Option<Fingerprint>)>,
    /// What the cursor stood on before the rules were listed.
    aside: Option<Subject>,
    /// Whether the ledger or the day has changed since the list was gathered.
    stale: bool,
    /// Reports that were counted when the rules were gathered; none where they must be gathered anew.
    ruled: Option<usize>,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading, by position among the sections; the cursor passes over it.
    Section(usize),
    /// A verdict, by position among the subjects.
    Verdict(usize),
    /// A rule, by position among the rules.
    Rule(usize),
}

/// What happened to a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The subject.
    pub subject: Subject,
    /// Its events, oldest first; none while they are being read.
    pub events: Option<Result<Vec<Event>, Printable>>,
}

/// How many verdicts there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub all: usize,
    /// Those that have run out.
    pub expired: usize,
    /// Those that run out soon.
    pub soon: usize,
}

impl Exceptions {
    /// Takes notice that the ledger or the day has changed.
    pub fn ledger_changed(&mut self, decisions: &Decisions, today: Date) {
        let mut counts = Counts::default();
        for decision in decisions.iter() {
            counts.all += 1;
            match Expiry::of(decision, today).stage() {
                Stage::Expired => counts.expired += 1,
                Stage::Soon => counts.soon += 1,
                Stage::Later | Stage::Never | Stage::Unlimited => {}
            }
        }
        self.counts = counts;
        self.stale = true;
        self.ruled = None;
    }

    /// Forgets the library, because it is being read again.
    pub fn library_gone(&mut self) {
        self.reaches.forget_reports();
        self.ruled = None;
    }

    /// Gathers again what has changed.
    pub fn refresh(&mut self, decisions: &Decisions, library: &Library, today: Date, size: Area) {
        if std::mem::take(&mut self.stale) {
            self.gather(decisions, today, size);
        }
        if self.reaches.counted() < library.summaries.len() {
            self.reaches.add(decisions, &library.summaries);
        }
    }

    /// Gathers the rules again, where they are shown and what they are counted from has changed. While reports arrive
    /// the last count stands: every batch would ask for another.
    pub fn refresh_rules(
        &mut self,
        decisions: &Decisions,
        library: &Library,
        (today, reading): (Date, bool),
        size: Area,
    ) {
        let read = library.summaries.len();
        let same = |ruled| reading || ruled == read;
        if self.view != View::Precision || self.ruled.is_some_and(same) {
            return;
        }
        self.ruled = Some(read);
        let there: Vec<_> = library.there().collect();
        let burdens = burden::by_rule(&there, decisions, today);
        let burden = |rule: &Untrusted| burdens.get(rule).copied().unwrap_or_default();
        self.rules = precision::by_rule(decisions.iter(), burden);
        self.rebuild(decisions, today, size);
    }

    /// Collects the verdicts; cursor and marks stay with their subjects.
    fn gather(&mut self, decisions: &Decisions, today: Date, size: Area) {
        let stood_on = self.selected_subject().cloned();
        let marked: Vec<Subject> = self.marked().cloned().collect();
        let mut all: Vec<_> = decisions.iter().collect();
        all.sort_unstable_by_key(|decision| decision.event);
        self.subjects = all
            .into_iter()
            .map(|decision| decision.subject.clone())
            .collect();
        self.reaches.follow(decisions);
        let positions = order::positions(&self.subjects);
        self.marks.on = marked
            .iter()
            .filter_map(|subject| positions.get(subject).copied())
            .collect();
        let at = stood_on.and_then(|subject| positions.get(&subject).copied());
        self.lay(decisions, today, at.map(Row::Verdict), size);
    }

    /// Lays the rows again; the cursor stays on what it stood on.
    pub fn rebuild(&mut self, decisions: &Decisions, today: Date, size: Area) {
        self.lay(decisions, today, self.selected(), size);
    }

    /// Ends typing and clears the filter; the cursor goes back to where it was.
    pub fn unfilter(&mut self, decisions: &Decisions, today: Date, size: Area) {
        self.filtering = false;
        self.filter = Filter::default();
        let stood_on = self.from.take().or(self.selected());
        self.lay(decisions, today, stood_on, size);
    }

    fn lay(&mut self, decisions: &Decisions, today: Date, stood_on: Option<Row>, size: Area) {
        let query = &self.filter.query;
        let all = self.subjects.iter().enumerate();
        let shown: Vec<_> = all
            .filter_map(|(at, subject)| Some((at, decisions.get(subject)?)))
            .filter(|(_, decision)| query.accepts_decision(decision, today))
            .collect();
        self.shown = shown.len();
        if self.view == View::Precision {
            let judged = shown.iter().filter_map(|(_, it)| it.context.rule.as_ref());
            let judged: HashSet<&Untrusted> = judged.collect();
            let rules = self.rules.iter().enumerate();
            let rules = rules.filter(|(_, it)| judged.contains(&it.rule));
            self.rows = rules.map(|(at, _)| Row::Rule(at)).collect();
            self.sections = Vec::new();
        } else {
            (self.sections, self.rows) = order::rows(self.view, shown, today);
        }
        let found = stood_on.and_then(|row| self.rows.iter().position(|other| *other == row));
        match found {
            Some(at) => self.put(at, size),
            None => self.go(self.list.cursor(), size),
        }
    }

    /// Takes the next view, round the ends; the cursor stays with its verdict.
    pub fn turn(&mut self, decisions: &Decisions, today: Date, by: isize, size: Area) {
        let stood_on = self.selected_subject().cloned().or(self.aside.take());
        self.view = self.view.turned(by);
        self.marks.range_from = None;
        self.scroll = 0;
        if self.view == View::Precision {
            self.aside = stood_on;
            return self.lay(decisions, today, Some(Row::Rule(0)), size);
        }
        let at = self
            .subjects
            .iter()
            .position(|it| Some(it) == stood_on.as_ref());
        self.lay(decisions, today, at.map(Row::Verdict), size);
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<Row> {
        self.rows.get(self.list.cursor()).copied()
    }

    /// What the verdict under the cursor is about.
    pub fn selected_subject(&self) -> Option<&Subject> {
        match self.selected()? {
            Row::Verdict(at) => self.subjects.get(at),
            Row::Section(_) | Row::Rule(_) => None,
        }
    }

    /// Moves the cursor to a row; from a heading on to the next line that can be selected.
    pub fn go(&mut self, to: usize, size: Area) {
        let selectable = |row: &Row| !matches!(row, Row::Section(_));
        let after = self.rows.iter().skip(to).position(selectable);
        let last = || self.rows.iter().rposition(selectable);
        let to = after.map(|by| to + by).or_else(last).unwrap_or(0);
        self.put(to, size);
        self.scroll = 0;
    }

    /// Puts the cursor on a line; the heading above the first one is shown with it.
    fn put(&mut self, to: usize, size: Area) {
        let (length, height) = (self.rows.len(), self.height(size));
        if to == 1 && height > 1 {
            self.list.go(0, length, height);
        }
        self.list.go(to, length, height);
    }

    /// Moves the cursor by so many rows, over headings.
    pub fn step(&mut self, by: isize, size: Area) {
        if by == 0 {
            return self.put(self.list.cursor(), size);
        }
        let last = self.rows.len().saturating_sub(1);
        let to = self.list.cursor().saturating_add_signed(by).min(last);
        let heading = matches!(self.rows.get(to), Some(Row::Section(_)));
        let over = usize::from(heading && by < 0 && to > 0);
        self.go(to - over, size);
    }

    /// Rows that fit.
    pub fn height(&self, size: Area) -> usize {
        usize::from(layout::exceptions(size, self.shows_detail()).rows.height)
    }

    /// Whether a verdict is shown whole; there is none where the rules are listed.
    pub fn shows_detail(&self) -> bool {
        self.detail && self.view != View::Precision
    }

    /// Shows the selected verdict whole, or no more; says whether that changed anything.
    pub fn show_detail(&mut self, shown: bool, size: Area) -> bool {
        let changed = self.detail != shown;
        self.detail = shown;
        self.scroll = 0;
        self.put(self.list.cursor(), size);
        changed
    }

    /// Where a verdict can be looked at: on the finding it was given on, else on one in the newest report.
    pub fn place(&self, decision: &Decision, library: &Library) -> Option<Place> {
        let reach = self.reaches.get(&decision.subject)?;
        let summaries = &library.summaries;
        let origin = self.reaches.origin(decision, summaries);
        origin.or_else(|| reach.newest(summaries, 1).pop())
    }
}
