//! The ledger's fold against a plain read of the same rows by the same driver.

use std::path::Path;

use airs_triage::domain::decision::{Context, Entry, Saw};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::finding::Finding;
use airs_triage::domain::report::Report;
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::verdict::{Reason, Ruling, Term, Verdict};
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use jiff::Timestamp;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::measure::{in_turn, own_child};
use super::table::{Budget, Row};

const VERDICTS: usize = 50_000;
/// Verdicts of one act.
const AT_ONCE: usize = 100;

pub(crate) fn row(large: &Path) -> Row {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ledger.db");
    waiting(write(&path, large));
    let [fold, plain] = in_turn(|| own_child("fold", &path), || own_child("rows", &path));
    Row {
        against: Some(("plain SQL read of the rows", plain)),
        ..Row::new("ledger of 50,000 verdicts: fold", fold, Budget::Times(3.0))
    }
}

/// Folds a ledger and counts what is in force.
pub(crate) fn fold(path: &Path) -> usize {
    let decisions: Decisions = waiting(async {
        let ledger = Ledger::open(path).await.expect("a ledger");
        ledger.decisions().await.expect("verdicts")
    });
    decisions.iter().count()
}

/// Reads the rows of a ledger as text and counts them.
pub(crate) fn plain(path: &Path) -> usize {
    type Texts = (
        i64,
        String,
        String,
        String,
        String,
        Option<String>,
        Option<String>,
        String,
        String,
    );
    let rows: Vec<Texts> = waiting(async {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .row_buffer_size(1_024);
        let mut connection = SqliteConnection::connect_with(&options)
            .await
            .expect("a database");
        sqlx::query_as(
            "SELECT event.id, act.at, act.author, subject, verdict, reason, expires, note, context
             FROM event JOIN act ON act.id = event.act",
        )
        .fetch_all(&mut connection)
        .await
        .expect("rows")
    });
    rows.len()
}

async fn write(path: &Path, large: &Path) {
    let library = Library::new(vec![Input::Path(large.to_owned())]);
    let harvest = library.harvest(&std::sync::atomic::AtomicBool::new(false));
    let entries = entries(&harvest.reports[0]);
    let ledger = Ledger::open(path).await.expect("a ledger");
    for act in entries.chunks(AT_ONCE) {
        let recorded = ledger.record("ann", Timestamp::now(), act).await;
        recorded.expect("verdicts");
    }
    ledger.close().await;
}

fn entries(report: &Report) -> Vec<Entry> {
    let ruling = Ruling {
        verdict: Verdict::FalsePositive,
        reason: Some(Reason::VulnerabilityNotFeasible),
        term: Term::Days(90),
        note: "The call is never reached.".to_owned(),
    };
    let entry = |finding: &Finding| Entry {
        subject: Subject::of(Scope::Exact, &report.head, &finding.key()).expect("a subject"),
        ruling: Some(ruling.clone()),
        context: Context::of(&report.head, finding),
        saw: Saw::Nobody,
    };
    report.findings.iter().take(VERDICTS).map(entry).collect()
}

fn waiting<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}
