//! What goes wrong with a scan, each in a sentence with what to do.

use std::time::Duration;

use thiserror::Error;

use crate::domain::fault::Fault;
use crate::domain::text::Printable;
use crate::io::airs::NotFetched;

/// Why there is no result. How to come back to a scan that goes on is another matter: a desk has other ways than a
/// command.
#[derive(Clone, Debug, Error)]
pub enum NotScanned {
    /// The service did not start it.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The official client did not.
    #[error(transparent)]
    Client(#[from] Failure),
    /// It was called off.
    #[error("{}", stopped(scan.as_deref()))]
    Stopped {
        /// The scan that the service goes on with.
        scan: Option<String>,
    },
    /// It takes longer than anybody wants to wait.
    #[error(
        "scan {scan} is not finished after {}; the service goes on with it",
        minutes(*after)
    )]
    TimedOut {
        /// The scan, which goes on.
        scan: String,
        /// How long was waited.
        after: Duration,
    },
    /// It cannot be watched.
    #[error("{why}. Scan {scan} goes on")]
    Unwatched {
        /// The scan, which goes on.
        scan: String,
        /// Why.
        why: Fault,
    },
    /// The service was asked for it before the program ended, and has none.
    #[error("it was not started; the program ended first, and the service has no such scan")]
    NotStarted,
    /// Nobody could look whether the service has it.
    #[error("{0}. Whether the scan was started is not known; the next start looks again")]
    Unsought(Fault),
    /// It was called off while the service was asked whether it has it.
    #[error("stopped looking whether the scan was started; the next start looks again")]
    Unfound,
    /// Its result cannot be had or kept.
    #[error("the result of scan {scan} is not kept: {why}")]
    NotKept {
        /// The scan.
        scan: String,
        /// Why.
        why: NotFetched,
    },
}

impl NotScanned {
    /// The scan that the service has all the same, and that can be waited for again.
    pub fn scan(&self) -> Option<&str> {
        match self {
            Self::Fault(_)
            | Self::Client(_)
            | Self::NotStarted
            | Self::Unsought(_)
            | Self::Unfound => None,
            Self::Stopped { scan } => scan.as_deref(),
            Self::TimedOut { scan, .. }
            | Self::Unwatched { scan, .. }
            | Self::NotKept { scan, .. } => Some(scan),
        }
    }

    /// The command that comes back to that scan, and what it does.
    pub fn command(&self) -> Option<String> {
        let scan = self.scan()?;
        let longer = match self {
            Self::TimedOut { .. } => ", --timeout waits longer",
            _ => "",
        };
        Some(format!(
            "`airs-triage scan --resume {scan}` takes it up again{longer}"
        ))
    }
}

fn stopped(scan: Option<&str>) -> String {
    match scan {
        Some(scan) => format!("stopped waiting; the service goes on with scan {scan}"),
        None => "stopped; the official client was ended before it told of a scan".to_owned(),
    }
}

fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, _) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, rest) => format!("{minutes} min {rest} s"),
    }
}

/// How to get the official client.
const INSTALL: &str = "install it with Python 3.11 to 3.13: pip install \"model-security-client[all]\" --extra-index-url \"$(airs-triage pypi-url)\"; or name its place in AIRS_TRIAGE_SDK";

/// Why the official client gave no scan. What it said itself stands behind, where it said something.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Failure {
    /// It is not installed.
    #[error(
        "the official client, model-security, is not on PATH, and only it scans this model; {INSTALL}"
    )]
    Missing,
    /// It is not where somebody says.
    #[error("{0} is no program; {INSTALL}")]
    Elsewhere(Printable),
    /// It does not start.
    #[error("{program} could not be started: {why}; {INSTALL}")]
    NotStarted {
        /// The program.
        program: Printable,
        /// What the system says.
        why: Printable,
    },
    /// It is the package of the public index, which is another one.
    #[error(
        "model-security {0} is not the official client but a placeholder of the public package index; take it away and {INSTALL}"
    )]
    Placeholder(Printable),
    /// Its Python is too old, or too new.
    #[error("the Python of the official client does not fit, which needs 3.11 to 3.13: {0}")]
    Python(Printable),
    /// It hangs.
    #[error("the official client was not finished after {}, and was ended; `airs-triage scan --timeout` gives it longer{}", minutes(*after), behind(said))]
    TimedOut {
        /// How long it was given.
        after: Duration,
        /// What it said.
        said: Printable,
    },
    /// It talks without end.
    #[error(
        "the official client said more than 16 MiB and was ended; run it by hand to see what it does"
    )]
    TooMuch,
    /// A signal ended it.
    #[error(
        "signal {number} ended the official client before it told of a scan{}{}",
        means(*number),
        behind(said)
    )]
    Signal {
        /// The signal.
        number: i32,
        /// What it said.
        said: Printable,
    },
    /// It failed.
    #[error(
        "the official client failed with exit code {code} and told of no scan{}",
        behind(said)
    )]
    Exited {
        /// Its exit code.
        code: i32,
        /// What it said.
        said: Printable,
    },
    /// It ended well and told nothing.
    #[error(
        "the official client ended well and printed no scan; run it by hand to see what it does{}",
        behind(said)
    )]
    Garbage {
        /// What it said.
        said: Printable,
    },
}

/// What a signal means, where it means something: a system that is short of memory kills.
fn means(signal: i32) -> &'static str {
    match signal {
        9 => "; memory may have been short, of which it takes up to 4 GB",
        _ => "",
    }
}

fn behind(said: &Printable) -> String {
    if said.as_str().is_empty() {
        String::new()
    } else {
        format!(". It said: {said}")
    }
}
