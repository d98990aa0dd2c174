//! Budgets, printed as one table. Where the machine is the limit a budget is a ratio of two processes measured in turn
//! in one run, so that it says the same on a fast machine and on a slow one.
//!
//! `cargo bench --bench budgets`, or with `-- desk` one part of it; exits 1 when a budget is over. The corpus is made
//! once under the system's temporary folder. Peak memory needs GNU time in `/usr/bin/time`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod desk;
mod listing;
mod measure;
mod plain;
mod start;
mod support;
mod table;
mod tenant;
mod verdicts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use measure::{command, in_turn, memory, own_child, size};
use support::corpus;
use table::{Amount, Budget, Row};

const REPORTS: usize = 10_000;
const VIOLATIONS_OF_LARGE: usize = 166_000;
const PROGRAM: &str = env!("CARGO_BIN_EXE_airs-triage");
/// No ledger of the user's may count; a file that does not exist is an empty ledger.
const NO_LEDGER: &str = "no-ledger-here.db";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, what, path] = &arguments[..]
        && flag == "--child"
    {
        println!("{}", child(what, Path::new(path)));
        return ExitCode::SUCCESS;
    }
    let (folder, large) = corpus::corpus(REPORTS, VIOLATIONS_OF_LARGE).expect("a corpus");
    let parts: [(&str, &dyn Fn() -> Vec<Row>); 6] = [
        ("library", &|| many_reports(&folder).into()),
        ("report", &|| one_large_report(&large).into()),
        ("program", &program),
        ("ledger", &|| vec![verdicts::row(&large)]),
        ("desk", &|| desk::rows(&folder, &large)),
        ("tenant", &|| vec![tenant::row(PROGRAM), listing::row()]),
    ];
    let wanted = |name: &str| match &arguments[1..] {
        [part, ..] if !part.starts_with('-') => part == name,
        _ => true,
    };
    let wanted = parts.iter().filter(|(name, _)| wanted(name));
    let rows: Vec<Row> = wanted.flat_map(|(_, rows)| rows()).collect();
    print!("{}", table::text(&rows));
    ExitCode::from(u8::from(rows.iter().any(Row::is_over)))
}

fn program() -> Vec<Row> {
    let size = Row::new(
        "size of the program",
        size(Path::new(PROGRAM)),
        Budget::AtMost(Amount::Megabytes(15.0)),
    );
    vec![start::row(PROGRAM), size]
}

/// What this program does when it runs itself, so that what is compared is a process on both sides.
fn child(what: &str, path: &Path) -> usize {
    match what {
        "plain" => plain::findings(path),
        "fold" => verdicts::fold(path),
        "rows" => verdicts::plain(path),
        other => panic!("no child {other}"),
    }
}

fn ours(arguments: &[&str], path: &Path) -> Command {
    let mut ours = command(Path::new(PROGRAM), &[]);
    ours.args(arguments).args(["--ledger", NO_LEDGER]).arg(path);
    ours
}

fn many_reports(folder: &Path) -> [Row; 2] {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let list = || ours(&["list"], folder);
    let [list_time, cat] = in_turn(list, || command(Path::new("cat"), &files));
    [
        Row {
            against: Some(("one cat of them", cat)),
            ..Row::new("list of 10,000 reports", list_time, Budget::Times(1.5))
        },
        Row {
            measured: memory(&list()),
            ..Row::new(
                "list of 10,000 reports: memory",
                list_time,
                Budget::AtMost(Amount::Megabytes(150.0)),
            )
        },
    ]
}

fn one_large_report(large: &Path) -> [Row; 3] {
    let list = || ours(&["list"], large);
    let plain = || own_child("plain", large);
    let [list_time, pass] = in_turn(list, plain);
    let [show_time, _] = in_turn(|| ours(&["show", "--json"], large), plain);
    let pass = Some(("plain typed pass", pass));
    [
        Row {
            against: pass,
            ..Row::new("list of a report of 200 MB", list_time, Budget::Times(2.0))
        },
        Row {
            measured: memory(&list()),
            against: Some(("the file", size(large))),
            ..Row::new(
                "list of a report of 200 MB: memory",
                list_time,
                Budget::Times(2.0),
            )
        },
        Row {
            against: pass,
            ..Row::new(
                "show --json of a report of 200 MB",
                show_time,
                Budget::Shown,
            )
        },
    ]
}
