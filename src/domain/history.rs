//! What happened to one subject, event by event, and what each event meant in words.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::decision::{Act, Change, Decision};
use crate::domain::decisions::Decisions;
use crate::domain::scope::Subject;
use crate::domain::text::Untrusted;

/// One line of a subject's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub id: i64,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub author: Untrusted,
    /// What was done.
    pub act: Act,
    /// What it is about.
    pub subject: Subject,
    /// What was in force afterwards; a restored decision keeps its own author, time and number.
    pub decision: Option<Decision>,
    /// Whether nothing was in force because somebody opened it on purpose.
    pub reopened: bool,
}

/// What each event of a history did, in words that hold nothing of a report.
pub fn told(events: &[Event]) -> Vec<String> {
    let before = events.iter().map(|event| event.decision.as_ref());
    let before = std::iter::once(None).chain(before);
    events
        .iter()
        .zip(before)
        .map(|(event, before)| deed(event, before))
        .collect()
}

fn deed(event: &Event, before: Option<&Decision>) -> String {
    match (event.act, before, &event.decision) {
        (Act::Recorded, Some(before), Some(after)) => changed(before, after),
        (Act::Recorded, None, Some(after)) => format!("decided {}", ruling(after)),
        (Act::Recorded, _, None) => "reopened".to_owned(),
        (Act::Undone, _, None) => "undone: open again".to_owned(),
        (Act::Undone, _, Some(after)) => format!("undone: {} again", ruling(after)),
        (Act::Redone, _, None) => "redone: reopened".to_owned(),
        (Act::Redone, _, Some(after)) => format!("redone: {}", ruling(after)),
    }
}

fn changed(before: &Decision, after: &Decision) -> String {
    if let Some(last) = extension(before, after) {
        return format!("extended to {last}");
    }
    if before.verdict != after.verdict {
        return format!("changed {} to {}", before.verdict.words(), ruling(after));
    }
    let reason = after.reason.map(|reason| reason.to_string());
    let changes = [
        (before.reason != after.reason)
            .then(|| format!("reason {}", reason.as_deref().unwrap_or("none"))),
        (before.expires != after.expires).then(|| term(after)),
        (before.note != after.note).then(|| "another note".to_owned()),
    ];
    let changes: Vec<_> = changes.into_iter().flatten().collect();
    if changes.is_empty() {
        format!("decided {} again", after.verdict.words())
    } else {
        format!("changed: {}", changes.join(", "))
    }
}

fn ruling(decision: &Decision) -> String {
    let reason = decision
        .reason
        .map_or_else(String::new, |reason| format!(", {reason}"));
    let term = if decision.verdict.excuses() {
        format!(", {}", term(decision))
    } else {
        String::new()
    };
    format!("{}{reason}{term}", decision.verdict.words())
}

fn term(decision: &Decision) -> String {
    decision.expires.map_or_else(
        || "without expiry".to_owned(),
        |last| format!("until {last}"),
    )
}

/// The new last day of a decision that says what an earlier one said, only for longer.
fn extension(before: &Decision, after: &Decision) -> Option<Date> {
    let same = before.verdict == after.verdict
        && before.reason == after.reason
        && before.note == after.note;
    let longer = before.expires < after.expires;
    after
        .expires
        .filter(|_| same && longer && before.expires.is_some())
}

/// The earliest new last day of a change that only extends what holds so far.
pub fn extended(decisions: &Decisions, change: &Change) -> Option<Date> {
    if change.act != Act::Recorded {
        return None;
    }
    let each = change
        .now
        .iter()
        .map(|(subject, after)| extension(decisions.get(subject)?, after.as_ref()?));
    each.collect::<Option<Vec<_>>>()?.into_iter().min()
}
