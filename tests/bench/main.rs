//! Budgets as ratios, printed as one table. Every ratio is of two processes measured in turn in one run, so that it
//! says the same on a fast machine and on a slow one.
//!
//! `cargo bench`; exits 1 when a budget is over. The corpus is made once under the system's temporary folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "../support/corpus.rs"]
mod corpus;
mod plain;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use airs_triage::io::library::{Input, Library, Loaded};

const REPORTS: usize = 10_000;
const VIOLATIONS_OF_LARGE: usize = 166_000;
const RUNS: usize = 5;
const PROGRAM: &str = env!("CARGO_BIN_EXE_airs-triage");
/// Whether `airs-triage list` is measured, or the library alone (in a child of this program).
const MEASURES_LIST: bool = false;

const MEGABYTE: f64 = 1e6;

struct Row {
    what: &'static str,
    budget: String,
    measured: String,
    fits: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, what, path] = &arguments[..]
        && flag == "--child"
    {
        child(what, Path::new(path));
        return ExitCode::SUCCESS;
    }
    let (folder, large) = corpus::corpus(REPORTS, VIOLATIONS_OF_LARGE).expect("a corpus");
    let mut rows = Vec::from(many_reports(&folder));
    rows.extend(one_large_report(&large));
    rows.extend(first_frame(&folder));
    rows.push(binary_size());
    print(&rows);
    ExitCode::from(u8::from(rows.iter().any(|row| !row.fits)))
}

/// What this program does when it runs itself, so that every measurement has a process of its own.
fn child(what: &str, path: &Path) {
    let count = match what {
        "load" => load(path),
        "plain" => plain::findings(path),
        other => panic!("no child {other}"),
    };
    println!("{count}");
}

fn load(path: &Path) -> usize {
    let findings = AtomicUsize::new(0);
    let library = Library::new(vec![Input::Path(path.to_owned())]);
    library.load(&AtomicBool::new(false), &|loaded| {
        if let Loaded::Summary(summary) = loaded {
            findings.fetch_add(summary.keys.len(), Ordering::Relaxed);
        }
    });
    findings.into_inner()
}

fn ours(path: &Path) -> Command {
    if MEASURES_LIST {
        command(Path::new(PROGRAM), &["list".as_ref(), path])
    } else {
        own_child("load", path)
    }
}

fn own_child(what: &str, path: &Path) -> Command {
    let this = std::env::current_exe().expect("this program");
    command(&this, &["--child".as_ref(), what.as_ref(), path])
}

fn command(program: &Path, arguments: &[&Path]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null());
    command
}

fn many_reports(folder: &Path) -> [Row; 2] {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let cat = || {
        let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        command(Path::new("cat"), &files)
    };
    let ratio = ratio(|| ours(folder), cat);
    [
        ratio.row("10,000 reports: load / one cat of them", 1.5),
        memory("10,000 reports: peak memory", &ours(folder), 150.0),
    ]
}

fn one_large_report(large: &Path) -> [Row; 2] {
    let size = megabytes(large);
    let ratio = ratio(|| ours(large), || own_child("plain", large));
    [
        ratio.row("one report of 200 MB: load / a typed serde_json pass", 2.0),
        memory(
            "one report of 200 MB: peak memory",
            &ours(large),
            2.0 * size,
        ),
    ]
}

/// From the start of the program to its first frame, with the corpus as its folder.
///
/// The desk measures itself here: a row each for the cold start and for a key press.
fn first_frame(_folder: &Path) -> Vec<Row> {
    Vec::new()
}

fn binary_size() -> Row {
    let size = megabytes(Path::new(PROGRAM));
    Row {
        what: "size of the program",
        budget: "15 MB".to_owned(),
        measured: format!("{size:.1} MB"),
        fits: size <= 15.0,
    }
}

/// Wall times of two commands, taken in turn.
struct Ratio {
    ours: Duration,
    theirs: Duration,
}

fn ratio(ours: impl Fn() -> Command, theirs: impl Fn() -> Command) -> Ratio {
    let (mut mine, mut other) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (one, two) = (wall(ours()), wall(theirs()));
        // The first run warms the page cache.
        if run > 0 {
            mine.push(one);
            other.push(two);
        }
    }
    Ratio {
        ours: median(mine),
        theirs: median(other),
    }
}

impl Ratio {
    fn row(&self, what: &'static str, budget: f64) -> Row {
        let ratio = self.ours.as_secs_f64() / self.theirs.as_secs_f64();
        Row {
            what,
            budget: format!("{budget:.1}×"),
            measured: format!("{ratio:.2}× ({:.3?} / {:.3?})", self.ours, self.theirs),
            fits: ratio <= budget,
        }
    }
}

fn wall(mut command: Command) -> Duration {
    let start = Instant::now();
    let status = command.status().expect("a command that starts");
    assert!(status.success(), "{command:?}");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Peak resident memory, as GNU time reports it for a process that has ended.
fn memory(what: &'static str, of: &Command, budget: f64) -> Row {
    let report = std::env::temp_dir().join(format!("airs-triage-bench-{}", std::process::id()));
    let status = Command::new("/usr/bin/time")
        .args(["-f", "%M", "-o"])
        .arg(&report)
        .arg(of.get_program())
        .args(of.get_args())
        .stdout(Stdio::null())
        .status();
    let peak = fs::read_to_string(&report)
        .ok()
        .filter(|_| status.is_ok_and(|status| status.success()))
        .and_then(|text| text.trim().parse::<f64>().ok());
    let _ = fs::remove_file(&report);
    let peak = peak.map(|kibibytes| kibibytes * 1024.0 / MEGABYTE);
    Row {
        what,
        budget: format!("{budget:.0} MB"),
        measured: peak.map_or("needs GNU time in /usr/bin/time".to_owned(), |peak| {
            format!("{peak:.0} MB")
        }),
        fits: peak.is_some_and(|peak| peak <= budget),
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files that fit a disk")]
fn megabytes(file: &Path) -> f64 {
    fs::metadata(file).expect("a file").len() as f64 / MEGABYTE
}

fn print(rows: &[Row]) {
    println!("{:<54} {:>8}  {:<34} ", "budget of", "budget", "measured");
    for row in rows {
        let verdict = if row.fits { "ok" } else { "OVER" };
        println!(
            "{:<54} {:>8}  {:<34} {verdict}",
            row.what, row.budget, row.measured
        );
    }
}
