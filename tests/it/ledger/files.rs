//! The file of a ledger: what survives closing it, and which files are refused untouched.

use std::fs;
use std::path::{Path, PathBuf};

use airs_triage::domain::verdict::Verdict;
use airs_triage::io::ledger::{Fault, Ledger};
use sqlx::{Connection, SqliteConnection};
use tempfile::tempdir;

use super::{at, usual};

/// Does something to a database file that the ledger itself never does.
async fn meddle(path: &Path, sql: &'static str) -> Result<(), sqlx::Error> {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&url).await?;
    let done = sqlx::raw_sql(sql).execute(&mut connection).await;
    connection.close().await?;
    done.map(drop)
}

#[tokio::test]
async fn what_others_write_is_news_and_what_one_writes_oneself_is_none() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let (ours, theirs) = (
        Ledger::open(&path).await.unwrap(),
        Ledger::open(&path).await.unwrap(),
    );
    let before = ours.version().await.unwrap();
    let verdicts = usual(1, Verdict::TruePositive);
    theirs.record("bob", at(0), &verdicts).await.unwrap();
    let after = ours.version().await.unwrap();
    assert_ne!(after, before);
    ours.decisions().await.unwrap();
    ours.undo("bob", at(1)).await.unwrap();
    assert_eq!(ours.version().await, Ok(after));
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_saved_into_a_file_that_lies_elsewhere_by_now() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let elsewhere = folder.path().join("elsewhere.db");
    let verdicts = usual(1, Verdict::TruePositive);
    let ours = Ledger::open(&path).await.unwrap();
    fs::rename(&path, &elsewhere).unwrap();
    let is_moved = |result| matches!(result, Err(Fault::Moved { .. }));
    assert!(is_moved(ours.record("ann", at(0), &verdicts).await));
    fs::rename(&elsewhere, &path).unwrap();
    ours.record("ann", at(0), &verdicts).await.unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, "another").unwrap();
    assert!(is_moved(ours.undo("ann", at(1)).await));
}

#[tokio::test]
async fn verdicts_undo_and_redo_survive_closing_the_file() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("new/data/ledger.db");
    let ledger = Ledger::open(&path).await.unwrap();
    ledger
        .record("ann", at(0), &usual(2, Verdict::FalsePositive))
        .await
        .unwrap();
    let first = ledger.decisions().await.unwrap();
    ledger
        .record("ann", at(1), &usual(1, Verdict::TruePositive))
        .await
        .unwrap();
    let second = ledger.decisions().await.unwrap();
    ledger.close().await;

    let ledger = Ledger::open(&path).await.unwrap();
    assert_eq!(ledger.decisions().await.unwrap(), second);
    ledger.undo("ann", at(2)).await.unwrap();
    assert_eq!(ledger.decisions().await.unwrap(), first);
    ledger.close().await;

    let ledger = Ledger::open(&path).await.unwrap();
    ledger.redo("ann", at(3)).await.unwrap();
    assert_eq!(ledger.decisions().await.unwrap(), second);
    ledger.undo("ann", at(4)).await.unwrap();
    ledger.undo("ann", at(5)).await.unwrap();
    assert_eq!(ledger.decisions().await.unwrap().iter().count(), 0);
    ledger.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_may_read_a_ledger() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    let path = folder.path().join("data/ledger.db");
    let ledger = Ledger::open(&path).await.unwrap();
    ledger
        .record("ann", at(0), &usual(1, Verdict::TruePositive))
        .await
        .unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.path().join("data")), 0o700);
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        assert_eq!(mode(&path.with_file_name(name)), 0o600, "{name}");
    }
}

#[tokio::test]
async fn many_who_open_a_new_ledger_at_once_all_succeed() {
    let folder = tempdir().unwrap();
    let begin = |path: PathBuf| async move {
        let ledger = Ledger::open(&path).await?;
        let written = usual(1, Verdict::TruePositive);
        ledger.record("ann", at(0), &written).await
    };
    for round in 0..20 {
        let path = folder.path().join(format!("{round}.db"));
        let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(begin(path.clone()))).collect();
        for change in tasks {
            change.await.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn what_is_not_a_ledger_is_refused_untouched() {
    let folder = tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(
        file("text.db"),
        "not a database, but long enough to look at\n".repeat(99),
    )
    .unwrap();
    fs::write(file("short.db"), "x").unwrap();
    meddle(&file("foreign.db"), "CREATE TABLE act (id INTEGER)")
        .await
        .unwrap();
    meddle(&file("claimed.db"), "PRAGMA application_id = 7")
        .await
        .unwrap();
    for name in ["text.db", "short.db", "foreign.db", "claimed.db"] {
        let before = fs::read(file(name)).unwrap();
        let refused = Ledger::open(&file(name)).await.unwrap_err();
        assert!(
            matches!(refused, Fault::NotALedger { .. }),
            "{name}: {refused:?}"
        );
        assert!(refused.to_string().contains(name), "{refused}");
        assert_eq!(fs::read(file(name)).unwrap(), before, "{name}");
    }
}

#[tokio::test]
async fn a_newer_layout_is_refused_untouched() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    Ledger::open(&path).await.unwrap().close().await;
    meddle(&path, "PRAGMA user_version = 99").await.unwrap();
    let before = fs::read(&path).unwrap();
    let refused = Ledger::open(&path).await.unwrap_err();
    assert!(
        matches!(refused, Fault::Newer { version: 99, .. }),
        "{refused:?}"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_place_that_cannot_hold_a_ledger_is_named() {
    let folder = tempdir().unwrap();
    let refused = Ledger::open(folder.path()).await.unwrap_err();
    assert!(matches!(refused, Fault::Open { .. }), "{refused:?}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = Ledger::open(&file.join("ledger.db")).await.unwrap_err();
    assert!(matches!(refused, Fault::Folder { .. }), "{refused:?}");
}

#[tokio::test]
async fn nothing_in_a_ledger_can_be_changed_or_deleted() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path).await.unwrap();
    ledger
        .record("ann", at(0), &usual(1, Verdict::TruePositive))
        .await
        .unwrap();
    let before = ledger.decisions().await.unwrap();
    for sql in [
        "UPDATE event SET verdict = 'false-positive'",
        "DELETE FROM event",
        "REPLACE INTO event (id, act, subject, context) SELECT id, act, subject, context FROM event",
        "UPDATE act SET author = 'bob'",
        "DELETE FROM act",
        "REPLACE INTO act (id, at, author, kind) SELECT id, at, 'bob', kind FROM act",
    ] {
        let refused = meddle(&path, sql).await.unwrap_err();
        assert!(
            refused.to_string().contains("append-only"),
            "{sql}: {refused}"
        );
    }
    assert_eq!(ledger.decisions().await.unwrap(), before);
}

#[tokio::test]
async fn a_damaged_event_is_named_and_hides_nothing_silently() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path).await.unwrap();
    let written = usual(1, Verdict::TruePositive);
    ledger.record("ann", at(0), &written).await.unwrap();
    meddle(
        &path,
        "INSERT INTO event (act, subject, verdict, context) SELECT act, subject, 'nonsense', context FROM event",
    )
    .await
    .unwrap();
    assert_eq!(
        ledger.decisions().await.unwrap_err(),
        Fault::Damaged { event: 2 }
    );
    let history = ledger.history(&written[0].subject).await;
    assert_eq!(history.unwrap_err(), Fault::Damaged { event: 2 });
}

#[tokio::test]
async fn who_waits_too_long_for_another_writer_is_told() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path).await.unwrap();
    let mut other = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    let held = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let written = usual(1, Verdict::TruePositive);
    assert_eq!(
        ledger.record("ann", at(0), &written).await,
        Err(Fault::Busy)
    );
    held.rollback().await.unwrap();
    ledger.record("ann", at(0), &written).await.unwrap();
}

#[tokio::test]
async fn thousands_of_verdicts_are_one_act() {
    let folder = tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.db"))
        .await
        .unwrap();
    let change = ledger
        .record("ann", at(0), &usual(5_000, Verdict::FalsePositive))
        .await
        .unwrap();
    assert_eq!(change.words, "false positive on 5000 findings");
    assert_eq!(ledger.decisions().await.unwrap().iter().count(), 5_000);
    ledger.undo("ann", at(1)).await.unwrap();
    assert_eq!(ledger.decisions().await.unwrap().iter().count(), 0);
}
