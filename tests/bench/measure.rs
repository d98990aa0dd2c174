//! Wall time and peak memory of processes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::table::Amount;

const RUNS: usize = 7;

/// This program, to do one thing in a process of its own.
pub(crate) fn own_child(what: &str, path: &Path) -> Command {
    let this = std::env::current_exe().expect("this program");
    command(&this, &["--child".as_ref(), what.as_ref(), path])
}

/// A command whose output nobody reads.
pub(crate) fn command(program: &Path, arguments: &[&Path]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null());
    command
}

/// Median wall times of two commands, taken in turn, so that what slows the machine down slows both.
pub(crate) fn in_turn(ours: impl Fn() -> Command, theirs: impl Fn() -> Command) -> [Amount; 2] {
    let (mut mine, mut other) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (one, two) = (wall(ours()), wall(theirs()));
        // The first run warms the page cache.
        if run > 0 {
            mine.push(one);
            other.push(two);
        }
    }
    [median(mine), median(other)].map(Amount::Time)
}

fn wall(mut command: Command) -> Duration {
    let start = Instant::now();
    let status = command.status().expect("a command that starts");
    assert!(status.success(), "{command:?}");
    start.elapsed()
}

pub(crate) fn median(times: Vec<Duration>) -> Duration {
    quantile(times, 50)
}

/// The time under which so many of a hundred lie.
pub(crate) fn quantile(mut times: Vec<Duration>, percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

/// Peak resident memory, as GNU time reports it for a process that has ended; none without GNU time.
pub(crate) fn memory(of: &Command) -> Option<Amount> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("peak");
    let status = Command::new("/usr/bin/time")
        .args(["-f", "%M", "-o"])
        .arg(&report)
        .arg(of.get_program())
        .args(of.get_args())
        .stdout(Stdio::null())
        .status()
        .ok()?;
    assert!(status.success(), "{of:?}");
    let kibibytes: f64 = fs::read_to_string(&report).ok()?.trim().parse().ok()?;
    Some(Amount::Megabytes(kibibytes * 1024.0 / 1e6))
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files that fit a disk")]
pub(crate) fn size(file: &Path) -> Amount {
    Amount::Megabytes(fs::metadata(file).expect("a file").len() as f64 / 1e6)
}
