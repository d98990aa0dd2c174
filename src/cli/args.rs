//! What can be typed. Definitions only; what a command does stands in its own file.

use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::domain::exception::Format;
use crate::domain::identity::Fingerprint;
use crate::domain::scope::Scope;
use crate::domain::verdict::{Reason, Term, Verdict};

/// The desk for failed Prisma AIRS AI Model Security scans.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub struct Args {
    /// Reports, logs, archives or folders to open [default: the library and the current folder]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    /// Settings of every command.
    pub shared: Shared,
    /// Open the desk so that no verdict can be given
    #[arg(long)]
    pub read_only: bool,
    /// A command, instead of the desk.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Settings of every command.
#[derive(Clone, Debug, clap::Args)]
pub struct Shared {
    /// The ledger of verdicts [default: ledger.db in the user's data folder]
    #[arg(long, global = true, env = "AIRS_TRIAGE_LEDGER", value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// The name under which verdicts are recorded [default: the system's user]
    #[arg(long, global = true, env = "AIRS_TRIAGE_AUTHOR", value_name = "NAME")]
    pub author: Option<String>,
    /// Colours of the desk; `NO_COLOR` turns them off
    #[arg(
        long,
        global = true,
        env = "AIRS_TRIAGE_THEME",
        default_value = "auto",
        hide_default_value = true
    )]
    pub theme: Palette,
}

/// Colours of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Palette {
    /// By what the terminal says of itself.
    Auto,
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// No colour.
    None,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the desk on a bundled sample workspace; nothing is kept
    Demo,
    /// List reports, one row each
    List(List),
    /// Show reports with their findings and verdicts
    Show(Show),
    /// Decide about a finding
    Verdict(Decide),
    /// Export verdicts as exception notes
    Export(Export),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// `list`
#[derive(Debug, clap::Args)]
pub struct List {
    /// Reports, logs, archives or folders; - for standard input [default: the library and the current folder]
    pub paths: Vec<PathBuf>,
    /// Print one JSON document (schema airs-triage.report/1, without findings)
    #[arg(long)]
    pub json: bool,
}

/// `show`
#[derive(Debug, clap::Args)]
pub struct Show {
    /// A report, log, archive or folder; - for standard input; or the UUID of a scan
    #[arg(value_name = "PATH|SCAN_UUID")]
    pub what: PathBuf,
    /// Where to look for a scan's UUID [default: the library and the current folder]
    #[arg(long = "in", value_name = "PATH")]
    pub places: Vec<PathBuf>,
    /// Print one JSON document (schema airs-triage.report/1)
    #[arg(long)]
    pub json: bool,
}

/// `verdict`
#[derive(Debug, clap::Args)]
pub struct Decide {
    /// Fingerprint of the finding, as `show` prints it
    pub fingerprint: Fingerprint,
    /// The verdict
    #[arg(long = "as", value_name = "VERDICT", value_parser = read_verdict, required_unless_present = "reopen")]
    pub verdict: Option<Verdict>,
    /// Take the verdict off instead
    #[arg(long, conflicts_with = "verdict")]
    pub reopen: bool,
    /// Why it is excused: `ToolNoise`, `VulnerabilityNotFeasible`, `NotForRelease`, `FixDeferred`, `RiskAccepted`
    #[arg(long)]
    pub reason: Option<Reason>,
    /// How far it reaches: exact, symbol, rule-in-model, rule-in-group
    #[arg(long, default_value = "exact")]
    pub scope: Scope,
    /// How long an exception holds: days, as in 90d, or none (which needs a note)
    #[arg(long, default_value = "90d", value_parser = read_term)]
    pub expires: Term,
    /// Why, in your words
    #[arg(long, default_value = "")]
    pub note: String,
    /// Where to look for the finding [default: the library and the current folder]
    #[arg(long = "in", value_name = "PATH")]
    pub places: Vec<PathBuf>,
}

/// `export`
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Reports, logs, archives or folders; - for standard input [default: the library and the current folder]
    pub paths: Vec<PathBuf>,
    /// The format: markdown, json, csv
    #[arg(long, default_value = "markdown")]
    pub format: Format,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// The definition, for completions.
pub fn command() -> clap::Command {
    Args::command()
}

fn read_term(text: &str) -> Result<Term, String> {
    Term::read(text).ok_or_else(|| "expected a number of days, as in 90d, or none".to_owned())
}

fn read_verdict(text: &str) -> Result<Verdict, String> {
    use strum::IntoEnumIterator;
    text.parse().map_err(|_| {
        let all: Vec<_> = Verdict::iter().map(|verdict| verdict.to_string()).collect();
        format!("expected one of {}", all.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        command().debug_assert();
    }
}
