//! An act is one transaction: all of its events or none.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::{Connection, SqliteConnection};

use super::row::{Row, json, kind, subject_text};
use super::turn::{self, Turn};
use super::{Fault, words};
use crate::domain::decision::{Act, Change, Entry, Saw};
use crate::domain::history::Event;
use crate::domain::verdict::{Ruling, Verdict};

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

/// The entries to write: complete, at least one, and of several about one subject the last.
pub(super) fn checked(entries: &[Entry]) -> Result<Vec<&Entry>, Fault> {
    if entries.is_empty() {
        return Err(Fault::Empty);
    }
    let mut rulings = entries.iter().filter_map(|entry| entry.ruling.as_ref());
    rulings.try_for_each(Ruling::check)?;
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
        Work::Turn(turn) => turn::perform(&mut whole, by, turn).await?,
    };
    whole.commit().await.map_err(Fault::saving)?;
    Ok(change)
}

async fn record(
    whole: &mut SqliteConnection,
    by: By<'_>,
    entries: &[&Entry],
) -> Result<Change, Fault> {
    for entry in entries {
        unchanged(whole, entry).await?;
    }
    let act = begin(whole, by, Act::Recorded, None).await?;
    for entry in entries {
        write(whole, by, act, entry).await?;
    }
    let told = told(whole, act).await?;
    Ok(change(Act::Recorded, words_of(&told), told))
}

/// The last event of a subject.
const NEWEST: &str = "SELECT * FROM history WHERE subject = $1 ORDER BY id DESC LIMIT 1";

/// Refuses an entry whose author did not see what holds by now.
async fn unchanged(whole: &mut SqliteConnection, entry: &Entry) -> Result<(), Fault> {
    if entry.saw == Saw::Nobody {
        return Ok(());
    }
    let newest: Option<Row> = sqlx::query_as(NEWEST)
        .bind(subject_text(&entry.subject)?)
        .fetch_optional(whole)
        .await
        .map_err(Fault::saving)?;
    let Some(newest) = newest.map(Row::into_event).transpose()? else {
        return match entry.saw {
            Saw::Verdict(event) => Err(Fault::Damaged { event }),
            Saw::Open | Saw::Nobody => Ok(()),
        };
    };
    let holds = newest.decision.as_ref();
    let holds = holds.map_or(Saw::Open, |decision| Saw::Verdict(decision.event));
    if holds == entry.saw {
        return Ok(());
    }
    Err(Fault::DecidedSince {
        who: newest.author.printable(),
        what: words::of_event(&newest),
        about: words::of_context(&entry.context),
        when: newest.at.to_string(),
    })
}

pub(super) async fn begin(
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
pub(super) async fn told(whole: &mut SqliteConnection, act: i64) -> Result<Vec<Event>, Fault> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM history WHERE act = $1 ORDER BY id")
        .bind(act)
        .fetch_all(whole)
        .await
        .map_err(Fault::saving)?;
    rows.into_iter().map(Row::into_event).collect()
}

pub(super) fn change(act: Act, words: String, told: Vec<Event>) -> Change {
    let reopened = told.iter().filter(|event| event.reopened);
    Change {
        act,
        reopened: reopened.map(|event| event.subject.clone()).collect(),
        now: told
            .into_iter()
            .map(|event| (event.subject, event.decision))
            .collect(),
        words,
    }
}

pub(super) fn words_of(told: &[Event]) -> String {
    words::of_act(told.iter().map(|event| (verdict(event), &event.subject)))
}

fn verdict(event: &Event) -> Option<Verdict> {
    event.decision.as_ref().map(|decision| decision.verdict)
}
