//! Real processes on one file: two at once, one that is killed, one whose disk is full.
#![allow(clippy::print_stdout)]

use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use airs_triage::domain::verdict::Verdict;
use airs_triage::io::ledger::Ledger;
use tempfile::tempdir;

use super::{at, usual};

const FILE: &str = "AIRS_TRIAGE_TEST_LEDGER";
const RANGE: &str = "AIRS_TRIAGE_TEST_RANGE";

/// What a child does: decides findings one by one and says the number of each event once it is acknowledged; stops at
/// the first fault, and says it and how many verdicts it still sees.
#[tokio::test]
async fn child() {
    let (Ok(file), Ok(range)) = (env::var(FILE), env::var(RANGE)) else {
        return;
    };
    let (from, to) = range.split_once("..").unwrap();
    let range = from.parse::<usize>().unwrap()..to.parse().unwrap();
    let ledger = Ledger::open(Path::new(&file)).await.unwrap();
    for entry in &usual(range.end, Verdict::TruePositive)[range] {
        match ledger
            .record("child", at(0), std::slice::from_ref(entry))
            .await
        {
            Ok(change) => println!("\nsaved {}", change.now[0].1.as_ref().unwrap().event),
            Err(fault) => {
                println!("\nfault {fault}");
                println!("left {}", ledger.decisions().await.unwrap().iter().count());
                return;
            }
        }
    }
}

fn prepared(mut command: Command, file: &Path, range: &str) -> Command {
    command
        .args(["--exact", "ledger::processes::child", "--nocapture"])
        .env(FILE, file)
        .env(RANGE, range)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    command
}

fn recorder(file: &Path, range: &str) -> Command {
    prepared(Command::new(env::current_exe().unwrap()), file, range)
}

/// The event numbers that a child acknowledged.
fn saved(line: &str) -> Option<i64> {
    line.strip_prefix("saved ")?.parse().ok()
}

async fn events(file: &Path) -> Vec<i64> {
    let ledger = Ledger::open(file).await.unwrap();
    let decisions = ledger.decisions().await.unwrap();
    let mut events: Vec<_> = decisions.iter().map(|decision| decision.event).collect();
    events.sort_unstable();
    events
}

#[tokio::test]
async fn two_processes_that_write_at_once_lose_nothing() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let children = ["0..200", "200..400"].map(|range| recorder(&file, range).spawn().unwrap());
    let mut acknowledged = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        acknowledged.extend(text.lines().filter_map(saved));
    }
    acknowledged.sort_unstable();
    assert_eq!(acknowledged.len(), 400);
    assert_eq!(events(&file).await, acknowledged);
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    for round in 0..3 {
        let range = format!("{}..100000", round * 10_000);
        let mut child = recorder(&file, &range).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = lines.map(Result::unwrap).filter_map(|line| saved(&line));
        let mut seen: Vec<_> = acknowledged.by_ref().take(20 + round).collect();
        child.kill().unwrap();
        seen.extend(acknowledged);
        assert!(!child.wait().unwrap().success());
        let kept = events(&file).await;
        assert!(seen.len() >= 20);
        assert!(
            seen.iter().all(|event| kept.contains(event)),
            "{seen:?} {kept:?}"
        );
    }
}

/// A limit on the size of files stands in for a full disk: writes beyond it fail.
#[cfg(unix)]
#[tokio::test]
async fn a_full_disk_loses_only_what_was_not_acknowledged() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", r#"trap "" XFSZ; ulimit -f 1000; exec "$0" "$@""#])
        .arg(env::current_exe().unwrap());
    let output = prepared(shell, &file, "0..5000").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let acknowledged: Vec<_> = text.lines().filter_map(saved).collect();
    assert!(!acknowledged.is_empty(), "{text}");
    let fault = text
        .lines()
        .find(|line| line.starts_with("fault "))
        .unwrap();
    assert!(
        fault.contains("nothing was saved; earlier verdicts are intact"),
        "{fault}"
    );
    let left = format!("left {}", acknowledged.len());
    assert!(text.lines().any(|line| line == left), "{text}");

    assert_eq!(events(&file).await, acknowledged);
    let ledger = Ledger::open(&file).await.unwrap();
    ledger
        .record("ann", at(0), &usual(1, Verdict::FalsePositive))
        .await
        .unwrap();
}
