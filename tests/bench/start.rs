//! Cold start: from the start of the program to its first frame in a terminal, with nothing to read and no ledger yet.

use std::time::{Duration, Instant};

use super::measure::median;
use super::support::pty::Session;
use super::table::{Amount, Budget, Row};

const STARTS: usize = 10;

pub(crate) fn row(program: &str) -> Row {
    let starts = (0..STARTS).map(|_| first_frame(program)).collect();
    Row::new(
        "cold start to the first frame",
        Amount::Time(median(starts)),
        Budget::AtMost(Amount::milliseconds(50)),
    )
}

fn first_frame(program: &str) -> Duration {
    let home = tempfile::tempdir().expect("a home");
    let start = Instant::now();
    let mut session = Session::start(home.path(), &[program], (120, 36), &[]);
    session.wait_for("Reports");
    let passed = start.elapsed();
    session.send("q");
    assert_eq!(session.finish().code, Some(0));
    passed
}
