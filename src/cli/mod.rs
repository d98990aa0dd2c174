//! The counter: commands that need no desk.
//!
//! Owns the arguments, what is printed, and the exit codes. Refuses to know the desk: it asks `io` for reports and
//! verdicts and `format` for documents, and prints.

pub mod args;
pub mod exit;
pub mod print;
pub mod tenant;

mod demo;
mod diff;
mod export;
mod finding;
mod history;
mod list;
mod show;
mod table;
mod unlisted;
mod verdict;

use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::decisions::Decisions;
use crate::domain::tenant::Name;
use crate::format::intake::Notice;
use crate::io::clock;
use crate::io::ledger::Ledger;
use crate::io::library::{Harvest, Input, Library};
use crate::io::places::{self, Places};
use args::{Command, Shared};
use exit::Exit;
use print::Printer;

/// What commands share.
pub struct Counter {
    /// Where things are kept.
    pub places: Places,
    /// Who is at the counter.
    pub author: String,
    /// Whether that was said, and not found out.
    pub author_is_named: bool,
    /// The tenant that was named.
    pub tenant: Option<Name>,
    /// The time of this call.
    pub now: Timestamp,
    /// Where words go.
    pub printer: Printer,
}

impl Counter {
    /// A counter with these settings.
    pub fn open(shared: Shared) -> Self {
        Self {
            places: Places::find(shared.ledger),
            author_is_named: shared.author.is_some(),
            author: places::author(shared.author),
            tenant: shared.tenant,
            now: clock::now(),
            printer: Printer::new(),
        }
    }

    /// Runs a command.
    pub async fn run(&mut self, command: Command) -> anyhow::Result<Exit> {
        match command {
            Command::List(args) => list::run(self, args).await,
            Command::Show(args) => show::run(self, args).await,
            Command::Verdict(args) => verdict::run(self, args).await,
            Command::Export(args) => export::run(self, args).await,
            Command::Diff(args) => diff::run(self, args),
            Command::Demo => demo::run(self).await,
            Command::Login(args) => tenant::login(self, args).await,
            Command::Logout(args) => tenant::logout(self, args).await,
            Command::Whoami(args) => tenant::whoami(self, args).await,
            Command::Tenants(args) => tenant::tenants(self, &args),
            Command::Groups(args) => tenant::groups(self, args).await,
            Command::Rules(args) => tenant::rules(self, args).await,
            Command::Label(args) => tenant::label(self, args).await,
            Command::Fetch(args) => tenant::fetch(self, args).await,
            Command::Scan(args) => Box::pin(tenant::scan(self, args)).await,
            Command::PypiUrl => tenant::pypi_url(self).await,
            Command::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut args::command(), "airs-triage", &mut script);
                self.printer.bytes(&script)
            }
        }
    }

    fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }

    /// The ledger, to read it. One that does not exist yet is not made; somebody who named it is told.
    async fn ledger(&mut self) -> anyhow::Result<Option<Ledger>> {
        let ledger = Ledger::existing(&self.places.ledger).await?;
        if ledger.is_none() && self.places.ledger_is_named {
            self.printer.notice(&format!(
                "there is no ledger {} yet, so nothing counts as decided; check --ledger and AIRS_TRIAGE_LEDGER",
                self.places.ledger.display()
            ));
        }
        Ok(ledger)
    }

    /// Every verdict; none where there is no ledger yet.
    async fn decisions(&mut self) -> anyhow::Result<Decisions> {
        let Some(ledger) = self.ledger().await? else {
            return Ok(Decisions::default());
        };
        let decisions = ledger.decisions().await?;
        ledger.close().await;
        Ok(decisions)
    }

    /// Reads standard input where `-` was named, and everything else by its path.
    pub fn inputs(&self, named: Vec<std::path::PathBuf>) -> anyhow::Result<Vec<Input>> {
        let mut inputs = self.places.inputs(named);
        for input in &mut inputs {
            if matches!(input, Input::Path(path) if path.as_os_str() == "-") {
                let bytes = print::standard_input()?;
                *input = Input::Held {
                    name: "-".into(),
                    bytes: bytes.into(),
                };
            }
        }
        Ok(inputs)
    }

    /// Reads reports whole.
    fn harvest(&self, named: Vec<std::path::PathBuf>) -> anyhow::Result<Harvest> {
        Ok(Library::new(self.inputs(named)?).harvest(&AtomicBool::new(false)))
    }

    /// Tells on standard error about what gave no report.
    fn tell(&mut self, notices: &[Notice]) {
        for notice in notices {
            self.printer.notice(&format!(
                "{}: {}",
                notice.origin.label().printable(),
                notice.sentence()
            ));
        }
    }

    /// How reading went: well where at least one report was read. Where none was, that is an error if somebody named
    /// what to read or something is broken, and otherwise only worth a sentence.
    fn reading(&mut self, named: bool, reports: usize, notices: &[Notice]) -> Exit {
        self.tell(notices);
        if reports > 0 {
            return Exit::Pass;
        }
        if named {
            if notices.is_empty() {
                self.printer.notice("no scan report in what was named; name a report, a log, an archive or a folder with one");
            }
            return Exit::Undecided;
        }
        if notices.iter().any(Notice::is_broken) {
            return Exit::Undecided;
        }
        self.printer
            .notice("no scan reports here; name a file or folder, or look at `airs-triage demo`");
        Exit::Pass
    }
}
