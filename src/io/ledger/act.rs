//! The three acts, each one transaction: record, undo, redo.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::{Connection, SqliteConnection};

use super::row::{Row, json, kind, subject_text};
use super::{Event, Fault, words};
use crate::domain::text::{Printable, Untrusted};
use crate::domain::verdict::{Act, Change, Entry, Ruling, Verdict};

/// Who acts, and when.
#[derive(Clone, Copy)]
pub(super) struct By<'a> {
    pub(super) author: &'a str,
    pub(super) now: Timestamp,
}

/// What is asked for.
pub(super) enum Work<'a> {
    Record(Vec<&'a Entry>),
    Turn(Turn),
}

/// Back or forth.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    Undo,
    Redo,
}

/// The recorded act of an author that undo takes back: the last one whose last turn was not back.
const UNDO_TARGET: &str = "
    SELECT done.id FROM act AS done
    WHERE done.author = $1 AND done.kind = 'record'
      AND coalesce((SELECT turn.kind FROM act AS turn WHERE turn.reverts = done.id ORDER BY turn.id DESC LIMIT 1), 'redo') = 'redo'
    ORDER BY done.id DESC LIMIT 1";

/// The recorded act that redo restores: the one taken back last, since the author's last record, and still back.
const REDO_TARGET: &str = "
    SELECT turn.reverts FROM act AS turn
    WHERE turn.author = $1 AND turn.kind = 'undo'
      AND turn.id > (SELECT max(done.id) FROM act AS done WHERE done.author = $1 AND done.kind = 'record')
      AND turn.id = (SELECT max(last.id) FROM act AS last WHERE last.reverts = turn.reverts)
    ORDER BY turn.id DESC LIMIT 1";

/// Each event of a recorded act, with what held before it and what holds now.
const AFFECTED: &str = "
    SELECT told.id, told.subject, newest.id AS newest, newest.holds AS present,
      (SELECT earlier.holds FROM event AS earlier
       WHERE earlier.subject = told.subject AND earlier.id < told.id ORDER BY earlier.id DESC LIMIT 1) AS earlier
    FROM event AS told
    JOIN event AS newest ON newest.id = (SELECT max(id) FROM event WHERE subject = told.subject)
    WHERE told.act = $1 ORDER BY told.id";

#[derive(sqlx::FromRow)]
struct Affected {
    id: i64,
    subject: String,
    newest: i64,
    present: Option<i64>,
    earlier: Option<i64>,
}

impl Turn {
    fn act(self) -> Act {
        match self {
            Self::Undo => Act::Undone,
            Self::Redo => Act::Redone,
        }
    }

    fn target(self) -> &'static str {
        match self {
            Self::Undo => UNDO_TARGET,
            Self::Redo => REDO_TARGET,
        }
    }

    fn nothing(self, author: &str) -> Fault {
        let author = Printable::line(author);
        match self {
            Self::Undo => Fault::NothingToUndo { author },
            Self::Redo => Fault::NothingToRedo { author },
        }
    }

    /// What must hold now for the turn to overwrite nothing, and what holds after it.
    fn from_and_to(self, event: &Affected) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Undo => (Some(event.id), event.earlier),
            Self::Redo => (event.earlier, Some(event.id)),
        }
    }
}

/// The entries to write: complete, at least one, and of several about one subject the last.
pub(super) fn checked(entries: &[Entry]) -> Result<Vec<&Entry>, Fault> {
    if entries.is_empty() {
        return Err(Fault::Empty);
    }
    let rulings = entries.iter().filter_map(|entry| entry.ruling.as_ref());
    rulings.map(Ruling::check).collect::<Result<(), _>>()?;
    let mut seen = HashSet::new();
    let mut last: Vec<_> = entries
        .iter()
        .rev()
        .filter(|entry| seen.insert(&entry.subject))
        .collect();
    last.reverse();
    Ok(last)
}

/// Does the work, or nothing at all.
pub(super) async fn perform(
    connection: &mut SqliteConnection,
    by: By<'_>,
    work: Work<'_>,
) -> Result<Change, Fault> {
    // Taking the write lock first means that nothing read below can change before the commit.
    let mut whole = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(Fault::saving)?;
    let change = match work {
        Work::Record(entries) => record(&mut whole, by, &entries).await?,
        Work::Turn(turn) => self::turn(&mut whole, by, turn).await?,
    };
    whole.commit().await.map_err(Fault::saving)?;
    Ok(change)
}

async fn record(
    whole: &mut SqliteConnection,
    by: By<'_>,
    entries: &[&Entry],
) -> Result<Change, Fault> {
    let act = begin(whole, by, Act::Recorded, None).await?;
    for entry in entries {
        write(whole, by, act, entry).await?;
    }
    let told = told(whole, act).await?;
    Ok(change(Act::Recorded, words_of(&told), told))
}

async fn turn(whole: &mut SqliteConnection, by: By<'_>, turn: Turn) -> Result<Change, Fault> {
    let target: Option<i64> = sqlx::query_scalar(turn.target())
        .bind(by.author)
        .fetch_optional(&mut *whole)
        .await
        .map_err(Fault::saving)?;
    let target = target.ok_or_else(|| turn.nothing(by.author))?;
    let affected: Vec<Affected> = sqlx::query_as(AFFECTED)
        .bind(target)
        .fetch_all(&mut *whole)
        .await
        .map_err(Fault::saving)?;
    let overtaken = affected
        .iter()
        .find(|event| event.present != turn.from_and_to(event).0);
    if let Some(event) = overtaken {
        return Err(overtaking(whole, turn, event).await?);
    }
    let act = begin(whole, by, turn.act(), Some(target)).await?;
    for event in &affected {
        sqlx::query("INSERT INTO event (act, subject, restores) VALUES ($1, $2, $3)")
            .bind(act)
            .bind(&event.subject)
            .bind(turn.from_and_to(event).1)
            .execute(&mut *whole)
            .await
            .map_err(Fault::saving)?;
    }
    let words = words_of(&told(whole, target).await?);
    Ok(change(turn.act(), words, told(whole, act).await?))
}

async fn begin(
    whole: &mut SqliteConnection,
    by: By<'_>,
    act: Act,
    reverts: Option<i64>,
) -> Result<i64, Fault> {
    sqlx::query_scalar(
        "INSERT INTO act (at, author, kind, reverts) VALUES ($1, $2, $3, $4) RETURNING id",
    )
    .bind(by.now.to_string())
    .bind(by.author)
    .bind(kind(act))
    .bind(reverts)
    .fetch_one(whole)
    .await
    .map_err(Fault::saving)
}

async fn write(
    whole: &mut SqliteConnection,
    by: By<'_>,
    act: i64,
    entry: &Entry,
) -> Result<(), Fault> {
    let today = by.now.to_zoned(TimeZone::UTC).date();
    let ruling = entry.ruling.as_ref();
    let expires = ruling.and_then(|ruling| ruling.expires(today));
    sqlx::query(
        "INSERT INTO event (act, subject, verdict, reason, expires, note, context)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(act)
    .bind(subject_text(&entry.subject)?)
    .bind(ruling.map(|ruling| ruling.verdict.to_string()))
    .bind(
        ruling
            .and_then(|ruling| ruling.reason)
            .map(|reason| reason.to_string()),
    )
    .bind(expires.map(|day| day.to_string()))
    .bind(ruling.map_or("", |ruling| ruling.note.as_str()))
    .bind(json(&entry.context)?)
    .execute(whole)
    .await
    .map(drop)
    .map_err(Fault::saving)
}

/// The events of an act as the ledger now tells them.
async fn told(whole: &mut SqliteConnection, act: i64) -> Result<Vec<Event>, Fault> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM history WHERE act = $1 ORDER BY id")
        .bind(act)
        .fetch_all(whole)
        .await
        .map_err(Fault::saving)?;
    rows.into_iter().map(Row::into_event).collect()
}

fn change(act: Act, words: String, told: Vec<Event>) -> Change {
    Change {
        act,
        now: told
            .into_iter()
            .map(|event| (event.subject, event.decision))
            .collect(),
        words,
    }
}

fn words_of(told: &[Event]) -> String {
    words::of_act(told.iter().map(|event| (verdict(event), &event.subject)))
}

fn verdict(event: &Event) -> Option<Verdict> {
    event.decision.as_ref().map(|decision| decision.verdict)
}

/// Why the turn is refused: what was done to the subject since, and by whom.
async fn overtaking(
    whole: &mut SqliteConnection,
    turn: Turn,
    event: &Affected,
) -> Result<Fault, Fault> {
    let context: String = sqlx::query_scalar("SELECT context FROM event WHERE id = $1")
        .bind(event.id)
        .fetch_one(&mut *whole)
        .await
        .map_err(Fault::saving)?;
    let damaged = || Fault::Damaged { event: event.id };
    let context = serde_json::from_str(&context).map_err(|_| damaged())?;
    let newest: Row = sqlx::query_as("SELECT * FROM history WHERE id = $1")
        .bind(event.newest)
        .fetch_one(whole)
        .await
        .map_err(Fault::saving)?;
    let newest = newest.into_event()?;
    Ok(Fault::Overtaken {
        who: Untrusted::printable(&newest.author),
        what: words::of_event(&newest),
        about: words::of_context(&context),
        when: newest.at.to_string(),
        turn: match turn {
            Turn::Undo => "undo",
            Turn::Redo => "redo",
        },
    })
}
