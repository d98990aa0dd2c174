//! The model: all that the desk knows. One value, changed only by `update`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::command::Command;
use crate::app::fetching::Fetching;
use crate::app::filter::Filter;
use crate::app::job::{JobId, Jobs};
use crate::app::keys::Context;
use crate::app::layout::{Area, Split};
use crate::app::ledger::LedgerState;
use crate::app::library::Library;
use crate::app::log::Log;
use crate::app::mouse::Hold;
use crate::app::overlays::{Overlay, diff, verdict};
use crate::app::screens::exceptions::Exceptions;
use crate::app::screens::groups::Groups;
use crate::app::screens::report::Open;
use crate::app::screens::reports::Reports;
use crate::app::session::Returning;
use crate::domain::clip::Clip;
use crate::domain::decision::Decision;
use crate::domain::decisions::{Decisions, Mark, Standing};
use crate::domain::query::Reader;
use crate::domain::report::Head;
use crate::domain::scope::Subject;
use crate::domain::text::Printable;

/// Which screen is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum Screen {
    /// The list of reports.
    #[default]
    Reports,
    /// One report.
    Report,
    /// The tenant's security groups.
    Groups,
    /// Every verdict of the ledger.
    Exceptions,
}

impl Screen {
    /// Where its presses are looked up, the topmost first.
    pub fn contexts(self) -> &'static [Context] {
        match self {
            Self::Reports => &[Context::Reports, Context::List, Context::Global],
            Self::Report => &[Context::Report, Context::List, Context::Global],
            Self::Groups => &[Context::Groups, Context::List, Context::Global],
            Self::Exceptions => &[Context::Exceptions, Context::List, Context::Global],
        }
    }
}

/// All that the desk knows.
#[derive(Clone, Debug)]
pub struct Model {
    /// Size of the terminal.
    pub size: Area,
    /// The time, as last told.
    pub now: Timestamp,
    /// What is shown.
    pub screen: Screen,
    /// What lies on top of it.
    pub overlay: Option<Overlay>,
    /// The reports.
    pub library: Library,
    /// Every verdict.
    pub decisions: Decisions,
    /// Where verdicts are kept.
    pub ledger: LedgerState,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// Whether this is the bundled sample workspace, of which nothing is kept.
    pub demo: bool,
    /// State of the reports screen.
    pub reports: Reports,
    /// State of the report screen, once a report was opened.
    pub report: Option<Open>,
    /// How list and detail share the report screen.
    pub split: Split,
    /// Who has the mouse.
    pub mouse: Hold,
    /// What was open when the desk was left last, while it is being returned to.
    pub returning: Option<Returning>,
    /// How the desk came to its end, once it has.
    pub end: Option<End>,
    /// Saved filters, by name.
    pub saved: Vec<(String, String)>,
    /// State of the groups screen.
    pub groups: Groups,
    /// State of the exceptions screen.
    pub exceptions: Exceptions,
    /// Work in flight.
    pub jobs: Jobs,
    /// Scans that are being fetched from the tenant.
    pub fetching: Option<Fetching>,
    /// What was just done or refused.
    pub toast: Option<Toast>,
    /// The form that is being saved, kept until the ledger has answered: a note must not be lost with a refusal.
    pub unsaved: Option<(JobId, Box<verdict::Form>)>,
    /// What was said in this session.
    pub log: Log,
    /// Commands taken from the palette, the last first, each once.
    pub recent: Vec<Command>,
    /// What is on its way to the clipboard, and what it is called.
    pub copying: Option<(JobId, &'static str, Clip)>,
    /// The page the browser is asked to open.
    pub browsing: Option<(JobId, Printable)>,
}

/// How a desk comes to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The user left.
    Left,
    /// The terminal or the system ended it.
    Cut,
}

/// A sentence about what was just done or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
}

impl Model {
    /// A desk with nothing on it yet.
    pub fn new(size: Area, now: Timestamp) -> Self {
        Self {
            size,
            now,
            screen: Screen::default(),
            overlay: None,
            library: Library::default(),
            decisions: Decisions::default(),
            ledger: LedgerState::default(),
            read_only: false,
            demo: false,
            reports: Reports::default(),
            report: None,
            split: Split::default(),
            mouse: Hold::default(),
            returning: None,
            end: None,
            saved: Vec::new(),
            groups: Groups::default(),
            exceptions: Exceptions::default(),
            jobs: Jobs::default(),
            fetching: None,
            toast: None,
            unsaved: None,
            log: Log::default(),
            recent: Vec::new(),
            copying: None,
            browsing: None,
        }
    }

    /// Today, in UTC, so that an exception ends on the same day for everybody.
    pub fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }

    /// Where a press is looked up, the topmost first.
    pub fn contexts(&self) -> &'static [Context] {
        match (&self.overlay, self.screen) {
            (Some(overlay), _) => overlay.contexts(),
            (None, Screen::Exceptions | Screen::Groups) if self.is_filtering() => &[Context::Find],
            (None, _) if self.is_filtering() && self.filter().naming.is_some() => {
                &[Context::Naming]
            }
            (None, _) if self.is_filtering() => &[Context::Filter],
            (None, screen) => screen.contexts(),
        }
    }

    /// Whether a filter is being typed.
    pub fn is_filtering(&self) -> bool {
        match (self.screen, &self.report) {
            (Screen::Report, Some(open)) => open.filtering,
            (Screen::Groups, _) => self.groups.filtering,
            (Screen::Exceptions, _) => self.exceptions.filtering,
            _ => self.reports.filtering,
        }
    }

    /// The filter of the shown screen.
    pub fn filter(&self) -> &Filter {
        match (self.screen, &self.report) {
            (Screen::Report, Some(open)) => &open.filter,
            _ => &self.reports.filter,
        }
    }

    /// The filter of the shown screen, to change.
    pub fn filter_mut(&mut self) -> &mut Filter {
        match (self.screen, &mut self.report) {
            (Screen::Report, Some(open)) => &mut open.filter,
            _ => &mut self.reports.filter,
        }
    }

    /// What filters are read with.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            now: self.now,
            saved: &self.saved,
        }
    }

    /// Says something in the last line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.tell(text.into(), false);
    }

    /// Says that something went wrong.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.tell(text.into(), true);
    }

    fn tell(&mut self, text: String, bad: bool) {
        self.log.add(self.now, &text, bad);
        self.toast = Some(Toast { text, bad });
    }

    /// Whether anything is selected that has a source.
    pub fn has_source(&self) -> bool {
        match self.screen {
            Screen::Report => self.report.is_some(),
            Screen::Reports => self.reports.selected().is_some(),
            Screen::Groups | Screen::Exceptions => false,
        }
    }

    /// The report that is open or selected.
    pub fn this_head(&self) -> Option<&Head> {
        match (self.screen, &self.report) {
            (Screen::Report, Some(open)) => Some(&open.report.head),
            (Screen::Groups | Screen::Exceptions, _) => None,
            _ => {
                let at = self.reports.selected_report()?;
                Some(&self.library.summaries.get(at)?.head)
            }
        }
    }

    /// Why the report that is open or selected cannot be compared.
    pub fn refuses_diff(&self) -> Option<&'static str> {
        let Some(head) = self.this_head() else {
            return Some("No report is selected that could be compared.");
        };
        if head.model_key.raw().is_empty() {
            return Some("This report names no model, so no other scan of it can be told.");
        }
        (!diff::has_other(head, &self.library))
            .then_some("There is no other scan of this model here to compare with.")
    }

    /// What a verdict key would be about.
    pub fn target(&self) -> Target {
        match (self.screen, &self.report) {
            (Screen::Report, Some(open)) => match open.targets() {
                findings if findings.is_empty() => Target::OpenScan,
                findings => Target::Findings(findings.into_owned()),
            },
            (Screen::Groups, _) => Target::Nothing,
            (Screen::Exceptions, _) => match self.exceptions.targets() {
                subjects if subjects.is_empty() => Target::Nothing,
                subjects => Target::Exceptions(subjects),
            },
            _ => match self.reports.targets() {
                scans if scans.is_empty() => Target::Nothing,
                scans => Target::Scans(scans),
            },
        }
    }

    /// Whether a verdict key would be about anything.
    pub fn has_target(&self) -> bool {
        match self.screen {
            Screen::Groups => return false,
            Screen::Exceptions => return self.exceptions.has_target(),
            Screen::Reports | Screen::Report => {}
        }
        self.screen == Screen::Report && self.report.is_some()
            || !self.reports.marks.on.is_empty()
            || !self.reports.under_cursor().is_empty()
    }

    /// Whether anything that a verdict key would be about stands so.
    pub fn target_stands(&self, so: impl Fn(Mark) -> bool) -> bool {
        if let (Screen::Report, Some(open)) = (self.screen, &self.report) {
            let findings = open.targets();
            if !findings.is_empty() {
                return findings.iter().any(|at| so(open.stands[*at]));
            }
        }
        if self.screen == Screen::Exceptions {
            let aimed = self.exceptions.aimed();
            let mut verdicts = aimed.filter_map(|subject| self.decisions.get(subject));
            return verdicts.any(|decision| so(Mark::Verdict(decision.verdict)));
        }
        let target = self.target();
        self.standings(&target)
            .into_iter()
            .any(|standing| so(standing.mark()))
    }

    /// Heads of the scans a verdict about scans would reach.
    pub fn heads(&self, target: &Target) -> Vec<&Head> {
        match target {
            Target::Scans(scans) => scans
                .iter()
                .filter_map(|at| self.library.summaries.get(*at))
                .map(|s| &s.head)
                .collect(),
            Target::Findings(_) | Target::OpenScan => {
                self.report.iter().map(|open| &open.report.head).collect()
            }
            Target::Exceptions(_) | Target::Nothing => Vec::new(),
        }
    }

    /// Where each of a target's things stands.
    pub fn standings(&self, target: &Target) -> Vec<Standing<'_>> {
        let today = self.today();
        match (target, &self.report) {
            // A verdict of the ledger is one to edit or to take off, also after it has run out.
            (Target::Exceptions(subjects), _) => subjects
                .iter()
                .filter_map(|subject| self.decisions.get(subject))
                .map(Standing::Decided)
                .collect(),
            (Target::Findings(findings), Some(open)) => {
                let standing = self.decisions.of_findings(&open.report.head, today);
                let keys = open.keys();
                findings.iter().map(|at| standing(&keys[*at])).collect()
            }
            _ => self
                .heads(target)
                .into_iter()
                .map(|head| self.decisions.of_scan(head, today))
                .collect(),
        }
    }

    /// The first verdict in force on what is selected.
    pub fn target_decision(&self) -> Option<&Decision> {
        if self.screen == Screen::Exceptions {
            return self.decisions.get(self.exceptions.selected_subject()?);
        }
        self.standings(&self.target())
            .into_iter()
            .find_map(Standing::decision)
    }

    /// Findings of the open report that have a proposal.
    pub fn proposals(&self) -> Vec<usize> {
        let stands = self
            .report
            .iter()
            .flat_map(|open| open.stands.iter().enumerate());
        stands
            .filter(|(_, stand)| **stand == Mark::Proposed)
            .map(|(at, _)| at)
            .collect()
    }

    /// Reports that an export is about: the open one, or the marked, or the selected.
    pub fn export_heads(&self) -> Vec<Head> {
        let target = if self.screen == Screen::Report {
            Target::OpenScan
        } else {
            self.target()
        };
        self.heads(&target).into_iter().cloned().collect()
    }
}

/// What a verdict is about, by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Findings of the open report.
    Findings(Vec<usize>),
    /// The open report's scan as a whole.
    OpenScan,
    /// Scans of the library as a whole.
    Scans(Vec<usize>),
    /// Verdicts of the ledger, by what they are about.
    Exceptions(Vec<Subject>),
    /// Nothing.
    Nothing,
}
