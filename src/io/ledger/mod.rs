//! The ledger: the durable history of verdicts, in one `SQLite` file.
//!
//! Append-only. An *act* is one thing that one person did (record, undo, redo); it writes one *event* for each subject
//! it touches. The present is the last event of each subject, and which act undo takes back is read from the acts as
//! well, so that a restart, a crash or another process changes nothing about either.
//!
//! Undo and redo write no decision of their own: their events point at the recorded one that holds again, which keeps
//! its author, time, expiry, note and number. Taking back therefore restores exactly what was there before.
//!
//! Refuses to know what a finding is, what is on screen, and what day it is.

mod access;
mod act;
mod fault;
mod place;
mod row;
mod schema;
mod turn;
mod words;

use std::path::Path;

use jiff::Timestamp;
use sqlx::SqlitePool;

pub use self::fault::Fault;
use self::place::Place;
use self::row::{Held, Hold, Row};
use self::turn::Turn;
use crate::domain::decision::{Change, Entry};
use crate::domain::decisions::Decisions;
use crate::domain::history::Event;
use crate::domain::scope::Subject;
use crate::domain::text::Printable;

/// What the last event of each subject leaves in force: the view `history`, without what only a history tells.
const PRESENT: &str = "
    SELECT held.id AS decision, origin.at AS decided_at, origin.author AS decided_by,
           held.subject, held.verdict, held.reason, held.expires, held.note, held.context
    FROM event
    JOIN event AS held ON held.id = event.holds
    JOIN act AS origin ON origin.id = held.act
    WHERE event.id IN (SELECT max(id) FROM event GROUP BY subject)";

/// The open ledger.
#[derive(Clone, Debug)]
pub struct Ledger {
    pool: SqlitePool,
    /// Where its file lies, if it has one.
    place: Option<Place>,
    /// What stands in the way of writing.
    barred: Option<Printable>,
}

/// How far others have written: another one whenever they have, and the same whatever this ledger writes itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(i64);

impl Ledger {
    /// Opens a ledger, and makes an empty one (with its folder) where there is none; only its owner may read either.
    /// One that may be read and not written opens as well, and [`Self::writable`] says so.
    pub async fn open(path: &Path) -> Result<Self, Fault> {
        let schema::Opened { pool, barred } = schema::open(path).await?;
        let place = Some(Place::of(path));
        Ok(Self {
            pool,
            place,
            barred,
        })
    }

    /// Opens a ledger that is there, and makes none.
    pub async fn existing(path: &Path) -> Result<Option<Self>, Fault> {
        if schema::is_there(path)? {
            Self::open(path).await.map(Some)
        } else {
            Ok(None)
        }
    }

    /// A ledger that forgets everything when it is dropped.
    pub async fn in_memory() -> Result<Self, Fault> {
        let pool = schema::in_memory().await?;
        Ok(Self {
            pool,
            place: None,
            barred: None,
        })
    }

    /// Whether verdicts can be saved, as far as permissions tell; the fault names what stands in the way.
    pub fn writable(&self) -> Result<(), Fault> {
        match &self.barred {
            None => Ok(()),
            Some(what) => Err(Fault::ReadOnly { what: what.clone() }),
        }
    }

    /// Closes the file; a save that was acknowledged is safe without this.
    pub async fn close(self) {
        self.pool.close().await;
    }

    /// The present: the last event of every subject.
    pub async fn decisions(&self) -> Result<Decisions, Fault> {
        let rows: Vec<Held> = sqlx::query_as(PRESENT)
            .fetch_all(&self.pool)
            .await
            .map_err(Fault::reading)?;
        let mut decisions = Decisions::with_room_for(rows.len());
        for row in rows {
            match row.into_hold()? {
                Hold::Decided(decision) => decisions.put(*decision),
                Hold::Reopened(subject) => decisions.reopen(&subject),
            }
        }
        Ok(decisions)
    }

    /// Everything that happened to a subject, oldest first.
    pub async fn history(&self, subject: &Subject) -> Result<Vec<Event>, Fault> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM history WHERE subject = $1 ORDER BY id")
            .bind(row::subject_text(subject)?)
            .fetch_all(&self.pool)
            .await
            .map_err(Fault::reading)?;
        rows.into_iter().map(Row::into_event).collect()
    }

    /// How far others have written: a question that costs next to nothing.
    pub async fn version(&self) -> Result<Version, Fault> {
        let version = match self.barred {
            None => self.counted().await,
            // It writes nothing itself, and may be read over a new connection each time, which counts from the start.
            Some(_) => self.newest().await,
        };
        version.map(Version)
    }

    /// The database's count of what other connections wrote.
    async fn counted(&self) -> Result<i64, Fault> {
        sqlx::query_scalar("PRAGMA data_version")
            .fetch_one(&self.pool)
            .await
            .map_err(Fault::reading)
    }

    /// Number of the last event, 0 where there is none.
    pub async fn newest(&self) -> Result<i64, Fault> {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM event")
            .fetch_one(&self.pool)
            .await
            .map_err(Fault::reading)
    }

    /// Records entries as one act: all of them or none. Of several entries about one subject the last counts. A term
    /// is counted from the day it is in UTC at `now`.
    pub async fn record(
        &self,
        author: &str,
        now: Timestamp,
        entries: &[Entry],
    ) -> Result<Change, Fault> {
        let entries = act::checked(entries)?;
        self.act(act::By { author, now }, act::Work::Record(entries))
            .await
    }

    /// Takes back the author's last act that is not taken back yet.
    pub async fn undo(&self, author: &str, now: Timestamp) -> Result<Change, Fault> {
        self.act(act::By { author, now }, act::Work::Turn(Turn::Undo))
            .await
    }

    /// Restores what the author took back last; recording anything new forgets what could be restored.
    pub async fn redo(&self, author: &str, now: Timestamp) -> Result<Change, Fault> {
        self.act(act::By { author, now }, act::Work::Turn(Turn::Redo))
            .await
    }

    async fn act(&self, by: act::By<'_>, work: act::Work<'_>) -> Result<Change, Fault> {
        self.writable()?;
        self.in_place()?;
        let mut connection = self.pool.acquire().await.map_err(Fault::saving)?;
        let change = act::perform(&mut connection, by, work).await;
        self.in_place()?;
        if matches!(change, Err(Fault::NotSaved { .. })) {
            // SQLite may have rolled back by itself, which leaves the driver's own count of transactions wrong.
            connection.close_on_drop();
        }
        change
    }

    fn in_place(&self) -> Result<(), Fault> {
        self.place.as_ref().map_or(Ok(()), Place::holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One event, as somebody else's program writes it.
    const WRITTEN: &str = "
        INSERT INTO act (at, author, kind) VALUES ('2026-07-28T09:00:00Z', 'bob', 'record');
        INSERT INTO event (act, subject, context) SELECT max(id), '{}', '{}' FROM act";

    #[tokio::test]
    async fn what_others_write_is_news_also_where_only_reading_is_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let write = async || {
            let theirs = Ledger::open(&path).await.unwrap();
            let written = sqlx::raw_sql(WRITTEN).execute(&theirs.pool).await;
            written.unwrap();
            theirs.close().await;
        };
        write().await;
        let ours = Ledger {
            place: None,
            pool: schema::look(&path, &access::Files::of(&path))
                .await
                .unwrap(),
            barred: Some(Printable::line("ledger.db")),
        };
        let before = ours.version().await.unwrap();
        assert_eq!(ours.version().await, Ok(before));
        write().await;
        assert_ne!(ours.version().await, Ok(before));
    }
}
