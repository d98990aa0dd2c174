//! Undo and redo. Both replace what holds by what held, and both look first whether that would overwrite somebody.

use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _, SqliteConnection};

use super::act::{self, By};
use super::row::Row;
use super::{Fault, words};
use crate::domain::decision::{Act, Change};
use crate::domain::text::Printable;

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

struct Affected {
    id: i64,
    subject: String,
    newest: i64,
    present: Option<i64>,
    earlier: Option<i64>,
}

impl FromRow<'_, SqliteRow> for Affected {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            subject: row.try_get("subject")?,
            newest: row.try_get("newest")?,
            present: row.try_get("present")?,
            earlier: row.try_get("earlier")?,
        })
    }
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

    /// Its two ends: what must hold now for the turn to overwrite nothing, and what holds after it.
    fn ends(self, event: &Affected) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Undo => (Some(event.id), event.earlier),
            Self::Redo => (event.earlier, Some(event.id)),
        }
    }
}

/// Turns an author's act back or forth.
pub(super) async fn perform(
    whole: &mut SqliteConnection,
    by: By<'_>,
    turn: Turn,
) -> Result<Change, Fault> {
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
        .find(|event| event.present != turn.ends(event).0);
    if let Some(event) = overtaken {
        return Err(overtaking(whole, turn, event).await?);
    }
    let act = act::begin(whole, by, turn.act(), Some(target)).await?;
    for event in &affected {
        sqlx::query("INSERT INTO event (act, subject, restores) VALUES ($1, $2, $3)")
            .bind(act)
            .bind(&event.subject)
            .bind(turn.ends(event).1)
            .execute(&mut *whole)
            .await
            .map_err(Fault::saving)?;
    }
    let words = act::words_of(&act::told(whole, target).await?);
    Ok(act::change(turn.act(), words, act::told(whole, act).await?))
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
        who: newest.author.printable(),
        what: words::of_event(&newest),
        about: words::of_context(&context),
        when: newest.at.to_string(),
        turn: match turn {
            Turn::Undo => "undo",
            Turn::Redo => "redo",
        },
    })
}
