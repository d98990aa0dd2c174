//! The form on a verdict that is in the ledger already. It keeps its subject; where the report it was given on is in
//! the library, it may also move to another scope of the same finding, which takes the old one off in one act.

use super::{Aim, aimed};
use crate::app::model::Model;
use crate::domain::decision::Entry;
use crate::domain::identity::Key;
use crate::domain::report::Head;
use crate::domain::roll::Chosen;
use crate::domain::scope::{Scope, Subject};
use crate::domain::verdict::Ruling;

/// The scopes that can be chosen, and which of them is the verdict's own.
pub(super) fn aims(model: &Model, subjects: &[Subject]) -> (Vec<Aim>, usize) {
    let seen = only(subjects).and_then(|subject| Some((subject, origin(model, subject)?)));
    let Some((own, (head, key))) = seen else {
        return (vec![as_they_are(model, subjects)], 0);
    };
    let chosen = Chosen {
        head,
        keys: std::slice::from_ref(key),
        at: &[0],
        report: None,
    };
    let aims = aimed(model, chosen);
    let at = aims.iter().position(|aim| aim.scope == own.scope());
    (aims, at.unwrap_or(0))
}

/// What the ledger would be asked to record.
pub(super) fn entries(
    model: &Model,
    subjects: &[Subject],
    scope: Option<Scope>,
    ruling: &Ruling,
) -> Vec<Entry> {
    let moved = only(subjects).filter(|subject| scope.is_some() && subject.scope() != scope);
    let moved = moved.and_then(|subject| Some((subject, scope?, origin(model, subject)?)));
    if let Some((old, scope, (head, key))) = moved
        && let (Some(old), Some(subject)) =
            (model.decisions.get(old), Subject::of(scope, head, key))
    {
        let new = Entry {
            saw: model.decisions.saw(&subject),
            subject,
            ..old.amendment(ruling)
        };
        return vec![old.reopening(), new];
    }
    let decisions = subjects
        .iter()
        .filter_map(|subject| model.decisions.get(subject));
    decisions
        .map(|decision| decision.amendment(ruling))
        .collect()
}

fn only(subjects: &[Subject]) -> Option<&Subject> {
    match subjects {
        [only] => Some(only),
        _ => None,
    }
}

/// The finding that a verdict was given on, where it is in the library.
fn origin<'a>(model: &'a Model, subject: &Subject) -> Option<(&'a Head, &'a Key)> {
    let decision = model.decisions.get(subject)?;
    let reaches = &model.exceptions.reaches;
    let place = reaches.origin(decision, &model.library.summaries)?;
    let summary = model.library.summaries.get(place.report)?;
    Some((&summary.head, summary.keys.get(place.finding?)?))
}

/// Every verdict on what it is about now.
fn as_they_are(model: &Model, subjects: &[Subject]) -> Aim {
    let reaches = &model.exceptions.reaches;
    let covered = subjects.iter().filter_map(|subject| reaches.get(subject));
    Aim {
        scope: only(subjects).and_then(Subject::scope),
        covers: covered.clone().map(|reach| reach.findings).sum(),
        reports: covered.map(|reach| reach.reports.len()).sum(),
        true_positives: 0,
    }
}
