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
use crate::app::lookout::Lookout;
use crate::app::mouse::Hold;
use crate::app::overlays::help::Help;
use crate::app::overlays::{Overlay, diff, verdict};
use crate::app::running::Scanning;
use crate::app::screens::Screen;
use crate::app::screens::exceptions::Exceptions;
use crate::app::screens::groups::Groups;
use crate::app::screens::report::Open;
use crate::app::screens::reports::Reports;
use crate::app::screens::scans::Scans;
use crate::app::session::Returning;
use crate::app::words::on_desk;
use crate::domain::clip::Clip;
use crate::domain::decisions::Decisions;
use crate::domain::query::{About, Reader};
use crate::domain::report::Head;
use crate::domain::text::{Printable, Untrusted};

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
    /// The keys that work there, where they were asked for: on top of everything, which stays as it is below.
    pub help: Option<Box<Help>>,
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
    /// Files and folders that the user added, as the library calls them.
    pub added: Vec<Untrusted>,
    /// What was open when the desk was left last, while it is being returned to.
    pub returning: Option<Returning>,
    /// How the desk came to its end, once it has.
    pub end: Option<End>,
    /// Saved filters, by name.
    pub saved: Vec<(String, String)>,
    /// State of the groups screen.
    pub groups: Groups,
    /// State of the scans screen.
    pub scans: Scans,
    /// State of the exceptions screen.
    pub exceptions: Exceptions,
    /// Work in flight.
    pub jobs: Jobs,
    /// Scans that were launched.
    pub scanning: Scanning,
    /// Scans that are being fetched from the tenant.
    pub fetching: Option<Fetching>,
    /// The lookout for scans that the tenant blocks.
    pub lookout: Lookout,
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
            help: None,
            library: Library::default(),
            decisions: Decisions::default(),
            ledger: LedgerState::default(),
            read_only: false,
            demo: false,
            reports: Reports::default(),
            report: None,
            split: Split::default(),
            mouse: Hold::default(),
            added: Vec::new(),
            returning: None,
            end: None,
            saved: Vec::new(),
            groups: Groups::default(),
            scans: Scans::default(),
            exceptions: Exceptions::default(),
            jobs: Jobs::default(),
            scanning: Scanning::default(),
            fetching: None,
            lookout: Lookout::default(),
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
        if let Some(help) = &self.help {
            return help.contexts();
        }
        match (&self.overlay, self.screen) {
            (Some(overlay), _) => overlay.contexts(),
            (None, Screen::Groups) if self.is_filtering() => &[Context::Find],
            (None, screen)
                if screen != Screen::Scans
                    && self.is_filtering()
                    && self.filter().naming.is_some() =>
            {
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
            (Screen::Scans, _) => self.scans.filtering,
            (Screen::Exceptions, _) => self.exceptions.filtering,
            _ => self.reports.filtering,
        }
    }

    /// The filter of the shown screen.
    pub fn filter(&self) -> &Filter {
        match (self.screen, &self.report) {
            (Screen::Report, Some(open)) => &open.filter,
            (Screen::Exceptions, _) => &self.exceptions.filter,
            _ => &self.reports.filter,
        }
    }

    /// The filter of the shown screen, to change.
    pub fn filter_mut(&mut self) -> &mut Filter {
        match (self.screen, &mut self.report) {
            (Screen::Report, Some(open)) => &mut open.filter,
            (Screen::Exceptions, _) => &mut self.exceptions.filter,
            _ => &mut self.reports.filter,
        }
    }

    /// What filters about something are read with.
    pub fn reader(&self, about: About) -> Reader<'_> {
        Reader {
            now: self.now,
            saved: &self.saved,
            about,
        }
    }

    /// Says something in the last line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.tell(&text.into(), false);
    }

    /// Says that something went wrong.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.tell(&text.into(), true);
    }

    /// Says something and what is odd about it: half a sentence each, which makes it something that went wrong.
    pub fn say_with_doubts(&mut self, text: &str, doubts: &[Printable]) {
        let odd = doubts
            .iter()
            .map(|doubt| format!(" But {}.", doubt.as_str().trim_end_matches('.')));
        let text = odd.fold(text.to_owned(), |text, odd| text + &odd);
        self.tell(&text, !doubts.is_empty());
    }

    fn tell(&mut self, text: &str, bad: bool) {
        let text = on_desk(text);
        self.log.add(self.now, &text.replace('\n', " "), bad);
        self.toast = Some(Toast { text, bad });
    }

    /// Whether anything is selected that has a source.
    pub fn has_source(&self) -> bool {
        match self.screen {
            Screen::Report => self.report.is_some(),
            Screen::Reports => self.reports.selected().is_some(),
            Screen::Groups | Screen::Scans | Screen::Exceptions => false,
        }
    }

    /// The report that is open or selected.
    pub fn this_head(&self) -> Option<&Head> {
        match (self.screen, &self.report) {
            (Screen::Report, Some(open)) => Some(&open.report.head),
            (Screen::Groups | Screen::Scans | Screen::Exceptions, _) => None,
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
}
