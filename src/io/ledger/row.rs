//! Rows to events. A row that cannot be read stops the reading and is named: a ledger that leaves out a verdict
//! silently would be worse than one that says where it is damaged.

use std::str::FromStr;

use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _};

use super::Fault;
use crate::domain::decision::{Act, Decision};
use crate::domain::history::Event;
use crate::domain::scope::Subject;
use crate::domain::text::Printable;

/// The acts as the table spells them.
const KINDS: [(Act, &str); 3] = [
    (Act::Recorded, "record"),
    (Act::Undone, "undo"),
    (Act::Redone, "redo"),
];

/// How the table spells an act.
pub(super) fn kind(act: Act) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == act)
        .map_or("", |(_, word)| word)
}

/// One row of the view `history`.
pub(super) struct Row {
    id: i64,
    at: String,
    author: String,
    kind: String,
    held: Held,
}

/// What an event leaves in force, as far as a decision is made of it.
pub(super) struct Held {
    subject: String,
    decision: Option<i64>,
    decided_at: Option<String>,
    decided_by: Option<String>,
    verdict: Option<String>,
    reason: Option<String>,
    expires: Option<String>,
    note: Option<String>,
    context: Option<String>,
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            at: row.try_get("at")?,
            author: row.try_get("author")?,
            kind: row.try_get("kind")?,
            held: Held::from_row(row)?,
        })
    }
}

impl FromRow<'_, SqliteRow> for Held {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            subject: row.try_get("subject")?,
            decision: row.try_get("decision")?,
            decided_at: row.try_get("decided_at")?,
            decided_by: row.try_get("decided_by")?,
            verdict: row.try_get("verdict")?,
            reason: row.try_get("reason")?,
            expires: row.try_get("expires")?,
            note: row.try_get("note")?,
            context: row.try_get("context")?,
        })
    }
}

impl Row {
    pub(super) fn into_event(self) -> Result<Event, Fault> {
        self.read().ok_or(Fault::Damaged { event: self.id })
    }

    fn read(&self) -> Option<Event> {
        let decided = self.held.verdict.is_some();
        Some(Event {
            id: self.id,
            at: parsed(&self.at)?,
            author: self.author.as_str().into(),
            act: KINDS.iter().find(|(_, word)| *word == self.kind)?.0,
            subject: serde_json::from_str(&self.held.subject).ok()?,
            decision: if decided {
                Some(self.held.read()?)
            } else {
                None
            },
            reopened: !decided && self.held.decision.is_some(),
        })
    }
}

/// What the last event of a subject leaves.
pub(super) enum Hold {
    Decided(Box<Decision>),
    Reopened(Subject),
}

impl Held {
    pub(super) fn into_hold(self) -> Result<Hold, Fault> {
        let hold = match self.verdict {
            Some(_) => self.read().map(Box::new).map(Hold::Decided),
            None => serde_json::from_str(&self.subject).ok().map(Hold::Reopened),
        };
        hold.ok_or(Fault::Damaged {
            event: self.decision.unwrap_or_default(),
        })
    }

    fn read(&self) -> Option<Decision> {
        Some(Decision {
            event: self.decision?,
            at: parsed(self.decided_at.as_deref()?)?,
            author: self.decided_by.as_deref()?.into(),
            subject: serde_json::from_str(&self.subject).ok()?,
            verdict: parsed(self.verdict.as_deref()?)?,
            reason: optional(self.reason.as_deref())?,
            expires: optional(self.expires.as_deref())?,
            note: self.note.as_deref()?.into(),
            context: serde_json::from_str(self.context.as_deref()?).ok()?,
        })
    }
}

fn parsed<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Absent stays absent; present must parse.
#[expect(
    clippy::option_option,
    reason = "damaged and absent are different things"
)]
fn optional<T: FromStr>(text: Option<&str>) -> Option<Option<T>> {
    text.map_or(Some(None), |text| parsed(text).map(Some))
}

/// The subject as the table spells it; equal subjects have equal texts.
pub(super) fn subject_text(subject: &Subject) -> Result<String, Fault> {
    json(subject)
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::NotSaved {
        why: Printable::line(&error.to_string()),
    })
}
