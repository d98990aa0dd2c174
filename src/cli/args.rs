//! What can be typed. Definitions only; what a command does stands in its own file.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{FalseyValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use strum::IntoEnumIterator;

use super::tenant::args::{Fetch, Groups, Label, Login, Logout, Rules, Scan, Tenants, Whoami};
use crate::domain::exception::Format;
use crate::domain::fingerprint::{Fingerprint, NotAFingerprint, VERSION};
use crate::domain::scope::Scope;
use crate::domain::tenant::Name;
use crate::domain::verdict::{Reason, Term, Verdict};

/// The exit codes, for `--help`.
const ENDINGS: &str = "\
Exit codes:
  0    done; with scan, the model is allowed, or what stops it is excused
  1    with scan, the model is blocked, and not only by what is excused
  2    wrong usage or settings, nothing saved or written, no report could be read, the tenant
       did not give all that was asked for, or a scan decided nothing
  130  interrupted; 128 and its number for any other signal";

/// The desk for failed Prisma AIRS AI Model Security scans.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    override_usage = "airs-triage [OPTIONS] [PATHS]...\n       airs-triage [OPTIONS] <COMMAND>",
    after_help = ENDINGS,
    subcommand_precedence_over_arg = true,
    max_term_width = 100
)]
pub struct Args {
    /// Reports, logs, archives or folders to open; - for standard input
    ///
    /// [default: the library and the current folder]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    /// Settings of every command.
    pub shared: Shared,
    /// Open the desk so that no verdict can be given or taken back
    #[arg(long)]
    pub read_only: bool,
    /// Open the desk without what was open when it was left
    #[arg(long)]
    pub fresh: bool,
    /// On leaving, print what is selected: one line each, UUID and file of a report, or fingerprint of a finding
    #[arg(long)]
    pub print_selected: bool,
    /// A command, instead of the desk.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Where help lists what every command takes.
const EVERYWHERE: &str = "Settings of every command";

/// Settings of every command.
#[derive(Clone, Debug, clap::Args)]
pub struct Shared {
    /// The ledger of verdicts [default: ledger.db in your data folder]
    #[arg(
        long,
        global = true,
        env = "AIRS_TRIAGE_LEDGER",
        hide_env_values = true,
        value_name = "FILE",
        help_heading = EVERYWHERE
    )]
    pub ledger: Option<PathBuf>,
    /// The name under which verdicts are recorded [default: your user name]
    #[arg(
        long,
        global = true,
        env = "AIRS_TRIAGE_AUTHOR",
        hide_env_values = true,
        value_name = "NAME",
        help_heading = EVERYWHERE
    )]
    pub author: Option<String>,
    /// The tenant, by its name in the settings [default: the one that was chosen]
    #[arg(
        long,
        global = true,
        env = "AIRS_TRIAGE_TENANT",
        hide_env_values = true,
        value_name = "NAME",
        help_heading = EVERYWHERE
    )]
    pub tenant: Option<Name>,
    /// Colours of the desk; `auto` asks the terminal, `NO_COLOR` turns them off
    #[arg(
        long,
        global = true,
        env = "AIRS_TRIAGE_THEME",
        hide_env_values = true,
        default_value = "auto",
        hide_default_value = true,
        help_heading = EVERYWHERE
    )]
    pub theme: Palette,
    /// On the desk, watch the tenant: what it blocks comes into the list of reports; W turns it off
    #[arg(
        long,
        global = true,
        env = "AIRS_TRIAGE_WATCH_TENANT",
        value_parser = FalseyValueParser::new(),
        hide_env_values = true,
        help_heading = EVERYWHERE
    )]
    pub watch_tenant: bool,
    /// Leave the mouse to the terminal; M takes it
    #[arg(
        long,
        global = true,
        env = "AIRS_TRIAGE_NO_MOUSE",
        value_parser = FalseyValueParser::new(),
        hide_env_values = true,
        help_heading = EVERYWHERE
    )]
    pub no_mouse: bool,
}

/// Colours of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Palette {
    /// By what the terminal says of itself
    Auto,
    /// For dark terminals
    Dark,
    /// For light terminals
    Light,
    /// The sixteen colours that every terminal has
    #[value(name = "16")]
    Sixteen,
    /// No colour
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
    /// Compare two scans of one model: what is new, gone, changed, and why
    Diff(Diff),
    /// Decide about a finding or a scan, by its fingerprint
    Verdict(Decide),
    /// Export the verdicts on these reports as exception notes
    Export(Export),
    /// Fetch scans from the tenant, whole, into files
    Fetch(Fetch),
    /// Scan a model, wait for the result, and end as a gate would on it
    Scan(Scan),
    /// Add labels to a scan of the tenant, as a verdict or a ticket
    Label(Label),
    /// List the security groups of the tenant
    Groups(Groups),
    /// List the rules of a security group
    Rules(Rules),
    /// Connect a tenant: prove an account and keep its secret in the keyring
    Login(Login),
    /// Delete the secret of a tenant from the keyring
    Logout(Logout),
    /// Show every setting of the tenant and where it came from
    Whoami(Whoami),
    /// List the tenants, or choose the one that counts
    Tenants(Tenants),
    /// Print the address of the package index that pip needs; it holds credentials
    PypiUrl,
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// `list`
#[derive(Debug, clap::Args)]
pub struct List {
    /// Reports, logs, archives or folders; - for standard input
    ///
    /// [default: the library and the current folder]
    pub paths: Vec<PathBuf>,
    /// List only what matches, as the desk filters: 'is:open rule:license'
    #[arg(long, value_name = "FILTER")]
    pub filter: Option<String>,
    /// Print one JSON document: an array of airs-triage.report/1 without findings
    #[arg(long)]
    pub json: bool,
}

/// `show`
#[derive(Debug, clap::Args)]
pub struct Show {
    /// Reports, logs, archives or folders; - for standard input; the UUID of a scan; or the fingerprint of a finding or a
    /// scan, which is shown with everything that was ever decided about it
    #[arg(value_name = "PATH|SCAN_UUID|FINGERPRINT", required = true)]
    pub what: Vec<PathBuf>,
    /// Where to look for the UUID or fingerprint [default: the library and the current folder]
    #[arg(long = "in", value_name = "PATH")]
    pub places: Vec<PathBuf>,
    /// Print one JSON document: an airs-triage.report/1, or an array of several; of a fingerprint an
    /// airs-triage.finding/1
    #[arg(long)]
    pub json: bool,
}

/// `diff`
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The report of the older scan; - for standard input
    pub older: PathBuf,
    /// The report of the newer scan
    pub newer: PathBuf,
    /// Print one JSON document: an airs-triage.diff/1
    #[arg(long)]
    pub json: bool,
}

/// Examples for `verdict --help`.
const EXAMPLES: &str = "\
Examples:
  airs-triage show build-812.zip
  airs-triage verdict v1:… --in build-812.zip --as false-positive --note \"plain text\"
  airs-triage verdict v1:… --in build-812.zip --as accepted-risk --reason FixDeferred --expires 30d
  airs-triage verdict v1:… --in build-812.zip --reopen";

/// `verdict`
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Decide {
    /// Fingerprint of the finding, or of the scan as a whole, as `show` prints it
    #[arg(value_parser = read_fingerprint)]
    pub fingerprint: Fingerprint,
    /// The verdict; a pipeline fault is about the scan as a whole
    #[arg(
        long = "as",
        value_name = "VERDICT",
        value_parser = choice::<Verdict>(|_| ""),
        required_unless_present = "reopen"
    )]
    pub verdict: Option<Verdict>,
    /// Take off the verdict that is in force, whatever its scope
    #[arg(long, conflicts_with_all = ["verdict", "reason", "scope", "expires", "note"])]
    pub reopen: bool,
    /// Why it is excused [default: `ToolNoise` for a false positive, `RiskAccepted` for an accepted risk]
    #[arg(long, value_parser = choice(Reason::words))]
    pub reason: Option<Reason>,
    /// How far it reaches
    #[arg(long, default_value = "exact", value_parser = choice(Scope::words))]
    pub scope: Scope,
    /// How long an exception holds: days, as in 90d, or none, which needs a note [default: 90d]
    #[arg(long, value_name = "TERM", value_parser = read_term)]
    pub expires: Option<Term>,
    /// Why, in your words
    #[arg(
        long,
        default_value = "",
        hide_default_value = true,
        value_name = "TEXT"
    )]
    pub note: String,
    /// Where to look for the finding [default: the library and the current folder]
    #[arg(long = "in", value_name = "PATH")]
    pub places: Vec<PathBuf>,
}

/// `export`
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Reports, logs, archives or folders; - for standard input
    ///
    /// [default: the library and the current folder]
    pub paths: Vec<PathBuf>,
    /// The format
    #[arg(long, default_value = "markdown", value_parser = choice::<Format>(|_| ""))]
    pub format: Format,
    /// Write to a file instead of standard output, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "output")]
    pub force: bool,
}

impl Args {
    /// What was typed. Where that is help or cannot be meant, says so and ends the program.
    pub fn read() -> Self {
        Self::try_parse().unwrap_or_else(|error| blamed(error).exit())
    }
}

/// The error, about the environment variable where the value came from there.
fn blamed(mut error: clap::Error) -> clap::Error {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let flag = said(ContextKind::InvalidArg).unwrap_or_default();
    let flag = flag.split_whitespace().next().unwrap_or_default();
    let value = said(ContextKind::InvalidValue).unwrap_or_default();
    let from = |variable: &OsStr| std::env::var_os(variable).is_some_and(|it| it == *value);
    let typed =
        std::env::args_os().any(|word| *word == *value || *word == *format!("{flag}={value}"));
    let definition = command();
    let variable = definition
        .get_arguments()
        .filter(|arg| arg.get_long() == flag.strip_prefix("--"))
        .find_map(clap::Arg::get_env)
        .filter(|variable| from(variable) && !typed);
    if let Some(variable) = variable.and_then(OsStr::to_str) {
        let variable = ContextValue::String(variable.to_owned());
        error.insert(ContextKind::InvalidArg, variable);
    }
    error
}

/// The definition, for completions.
pub fn command() -> clap::Command {
    Args::command()
}

/// A fingerprint as people type or copy it: in any case, and with or without its version.
pub(super) fn read_fingerprint(text: &str) -> Result<Fingerprint, NotAFingerprint> {
    let text = text.trim().to_ascii_lowercase();
    if text.contains(':') {
        text.parse()
    } else {
        format!("{VERSION}:{text}").parse()
    }
}

fn read_term(text: &str) -> Result<Term, String> {
    Term::read(text).ok_or_else(|| "expected 1 to 3650 days, as in 90d, or none".to_owned())
}

/// One of the values of an enumeration, by the words the domain reads and writes; help explains those that have an
/// explanation.
fn choice<T>(explain: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: IntoEnumIterator + Copy + Display + FromStr + Send + Sync + 'static,
    T::Err: Error + Send + Sync + 'static,
{
    let values = T::iter().map(move |value| {
        // The definition wants names that live as long as the program; it is made once.
        let named = PossibleValue::new(&*value.to_string().leak());
        match explain(value) {
            "" => named,
            words => named.help(words),
        }
    });
    PossibleValuesParser::new(values).try_map(|text| text.parse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        command().debug_assert();
    }
}
