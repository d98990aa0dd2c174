//! Deciding: verdicts, proposals, and the forms that save something.

use std::collections::HashSet;

use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::model::{Model, Target};
use crate::app::overlays::{Overlay, verdict};
use crate::domain::decision::Entry;
use crate::domain::decisions::Standing;
use crate::domain::scope::Scope;
use crate::domain::verdict::{Ruling, Verdict};

pub(super) fn decide(model: &mut Model, verdict: Verdict) {
    let form = verdict::Form::open(model, verdict, None);
    model.overlay = Some(Overlay::Verdict(Box::new(form)));
}

pub(super) fn edit(model: &mut Model) {
    let Some(decision) = model.target_decision().cloned() else {
        return;
    };
    let form = verdict::Form::open(model, decision.verdict, Some(&decision));
    model.overlay = Some(Overlay::Verdict(Box::new(form)));
}

/// Reopens what is selected: the very verdicts that are in force on it, whatever their scope.
pub(super) fn reopen(model: &mut Model) -> Vec<Effect> {
    let target = model.target();
    let standings = model.standings(&target);
    let mut entries: Vec<Entry> = standings
        .into_iter()
        .filter_map(Standing::decision)
        .map(|decision| Entry {
            subject: decision.subject.clone(),
            ruling: None,
            context: decision.context.clone(),
        })
        .collect();
    let mut seen = HashSet::new();
    entries.retain(|entry| seen.insert(entry.subject.clone()));
    record(model, entries)
}

/// Takes over proposed verdicts, each on its own finding exactly.
pub(super) fn confirm(model: &mut Model, target: &Target) -> Vec<Effect> {
    let each: Vec<Target> = match target {
        Target::Findings(findings) => findings
            .iter()
            .map(|at| Target::Findings(vec![*at]))
            .collect(),
        Target::Scans(scans) => scans.iter().map(|at| Target::Scans(vec![*at])).collect(),
        other => vec![other.clone()],
    };
    let mut entries = Vec::new();
    for one in each {
        let Some(Standing::Proposed(proposed)) = model.standings(&one).first().copied() else {
            continue;
        };
        let ruling = Ruling {
            reason: proposed.reason,
            note: proposed.note.raw().to_owned(),
            ..Ruling::usual(proposed.verdict)
        };
        entries.extend(verdict::entries(
            model,
            &one,
            Some(Scope::Exact),
            Some(&ruling),
        ));
    }
    record(model, entries)
}

fn record(model: &mut Model, entries: Vec<Entry>) -> Vec<Effect> {
    if entries.is_empty() {
        return Vec::new();
    }
    on_ledger(model, |job| Effect::Record(job, entries))
}

pub(super) fn on_ledger(model: &mut Model, effect: impl FnOnce(JobId) -> Effect) -> Vec<Effect> {
    let job = model.jobs.start();
    model.jobs.ledger = Some(job);
    vec![effect(job)]
}

pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Verdict(mut form)) => {
            if let Err(incomplete) = form.ruling().check() {
                form.problem = Some(format!("Not saved: {incomplete}."));
                form.focus = verdict::Line::Note;
                model.overlay = Some(Overlay::Verdict(form));
                return Vec::new();
            }
            let entries = form.entries(model);
            record(model, entries)
        }
        Some(Overlay::Export(form)) => {
            let job = model.jobs.start();
            model.jobs.export = Some(job);
            let effect = Effect::Export(job, form.export());
            model.overlay = Some(Overlay::Export(form));
            vec![effect]
        }
        other => {
            model.overlay = other;
            Vec::new()
        }
    }
}
