//! The counter: commands that need no desk.
//!
//! Owns the arguments, what is printed, and the exit codes. Refuses to know the desk: it asks `io` for reports and
//! verdicts and `format` for documents, and prints.

pub mod args;
pub mod exit;
pub mod print;

mod demo;
mod export;
mod list;
mod show;
mod table;
mod verdict;

use std::sync::atomic::AtomicBool;

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::decisions::Decisions;
use crate::format::intake::{Notice, Trouble};
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
            author: places::author(shared.author),
            now: Timestamp::now(),
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
            Command::Demo => demo::run(self).await,
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

    /// Every verdict; a ledger that does not exist yet holds none and is not made.
    async fn decisions(&self) -> anyhow::Result<Decisions> {
        if !places::exists(&self.places.ledger) {
            return Ok(Decisions::default());
        }
        let ledger = Ledger::open(&self.places.ledger).await?;
        Ok(ledger.decisions().await?)
    }

    /// Reads standard input where `-` was named, and everything else by its path.
    pub fn inputs(&self, named: Vec<std::path::PathBuf>) -> anyhow::Result<Vec<Input>> {
        let mut inputs = self.places.inputs(named);
        for input in &mut inputs {
            if matches!(input, Input::Path(path) if path.as_os_str() == "-") {
                let bytes = print::standard_input().context("standard input could not be read")?;
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
}

/// Success where at least one report was read, or where nothing went wrong; else 2.
fn reading(reports: usize, notices: &[Notice]) -> Exit {
    let whole = notices
        .iter()
        .all(|notice| matches!(notice.trouble, Trouble::Foreign));
    if reports > 0 || notices.is_empty() && whole {
        Exit::Pass
    } else {
        Exit::Undecided
    }
}
