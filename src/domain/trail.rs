//! What the scans of one model tell together: how they ended, and what has changed since it last passed.

use jiff::Timestamp;

use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::report::Head;
use crate::domain::text::Untrusted;

/// How one scan ended, as far as a history tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The model passed.
    Passed,
    /// The model was stopped.
    Stopped,
    /// The scan itself failed.
    Failed,
    /// The scan was not finished.
    Pending,
    /// Nobody knows.
    Unknown,
}

impl Step {
    /// How a scan ended.
    pub fn of(head: &Head) -> Self {
        let outcome = &head.scan.outcome;
        match (outcome.meaning(), outcome) {
            (Meaning::Passed, _) => Self::Passed,
            (Meaning::Stopped, _) => Self::Stopped,
            (Meaning::Undecided, Outcome::Error) => Self::Failed,
            (Meaning::Undecided, Outcome::Pending) => Self::Pending,
            (Meaning::Undecided, _) => Self::Unknown,
        }
    }
}

/// What has changed since a model last passed; only what both reports say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since<'a> {
    /// The word it passed with.
    pub outcome: &'a Outcome,
    /// When.
    pub at: Timestamp,
    /// How many rules looked at it then and now.
    pub rules: Option<(u64, u64)>,
    /// The scanner's version then and now.
    pub scanner: Option<(&'a Untrusted, &'a Untrusted)>,
}

/// The last time before this scan that the model passed. Nothing for a scan that passed itself, or without a date.
pub fn since_passed<'a>(
    head: &'a Head,
    others: impl Iterator<Item = &'a Head>,
) -> Option<Since<'a>> {
    let now = head.scan.created_at?;
    if Step::of(head) == Step::Passed {
        return None;
    }
    let passed = others.filter(|other| Step::of(other) == Step::Passed);
    let dated = passed.filter_map(|other| Some((other.scan.created_at?, other)));
    let (at, then) = dated
        .filter(|(at, _)| *at < now)
        .max_by_key(|(at, _)| *at)?;
    Some(Since {
        outcome: &then.scan.outcome,
        at,
        rules: differing(rules(then), rules(head)),
        scanner: differing(
            then.scan.scanner_version.as_ref(),
            head.scan.scanner_version.as_ref(),
        ),
    })
}

fn rules(head: &Head) -> Option<u64> {
    let stated = head.scan.rules.map(|rules| rules.total);
    stated.or(head.scan.enabled_rules)
}

fn differing<T: PartialEq>(then: Option<T>, now: Option<T>) -> Option<(T, T)> {
    then.zip(now).filter(|(then, now)| then != now)
}
