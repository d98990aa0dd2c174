//! Deciding: verdicts, proposals, and the forms that save something.

use std::collections::HashSet;

use super::{filtering, labelling, tenants};
use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::model::Model;
use crate::app::overlays::{Overlay, verdict};
use crate::app::target::Target;
use crate::domain::decision::{Decision, Entry};
use crate::domain::decisions::Standing;
use crate::domain::scope::Scope;
use crate::domain::text::Printable;
use crate::domain::verdict::{Ruling, Verdict};

/// Why a form on a verdict of the ledger has nothing to save.
const GONE: &str = "Not saved: somebody has taken this verdict off meanwhile. Esc closes; decide anew on the finding.";

pub(super) fn decide(model: &mut Model, verdict: Verdict) -> Vec<Effect> {
    let form = verdict::Form::open(model, verdict, None);
    model.overlay = Some(Overlay::Verdict(Box::new(form)));
    look_at_ledger(model)
}

/// Asks whether somebody else has decided in the meantime.
pub(super) fn look_at_ledger(model: &mut Model) -> Vec<Effect> {
    vec![Effect::LookAtLedger(model.jobs.start())]
}

pub(super) fn edit(model: &mut Model) -> Vec<Effect> {
    let Some(decision) = model.target_decision().cloned() else {
        return Vec::new();
    };
    let form = verdict::Form::open(model, decision.verdict, Some(&decision));
    model.overlay = Some(Overlay::Verdict(Box::new(form)));
    look_at_ledger(model)
}

/// Hands the note to the user's editor.
pub(super) fn edit_note(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Verdict(form)) = &model.overlay else {
        return Vec::new();
    };
    let job = model.jobs.start();
    model.jobs.note = Some(job);
    vec![Effect::EditNote(job, form.note.text().to_owned())]
}

/// Takes the note over as it came from the editor; where it cannot be taken, the form keeps what it had and says why.
pub(super) fn note_edited(model: &mut Model, answer: Result<String, Printable>) {
    model.jobs.note = None;
    if let Some(Overlay::Verdict(form)) = &mut model.overlay {
        let taken = answer.map_err(Printable::into_string);
        let taken = taken.and_then(|text| form.note.replace(&text).map_err(|why| why.to_string()));
        form.focus = verdict::Line::Note;
        form.problem = taken
            .err()
            .map(|why| format!("The note is as it was: {why}"));
    }
}

/// Reopens what is selected: the very verdicts that are in force on it, whatever their scope.
pub(super) fn reopen(model: &mut Model) -> Vec<Effect> {
    let target = model.target();
    let standings = model.standings(&target);
    let mut entries: Vec<Entry> = standings
        .filter_map(Standing::decision)
        .map(Decision::reopening)
        .collect();
    let mut seen = HashSet::new();
    entries.retain(|entry| seen.insert(entry.subject.clone()));
    record(model, entries)
}

/// Takes over proposed verdicts, each on its own finding exactly.
pub(super) fn confirm(model: &mut Model, target: &Target) -> Vec<Effect> {
    let mut entries = Vec::new();
    for (one, proposed) in proposed(model, target) {
        let ruling = Ruling {
            reason: proposed.reason,
            note: proposed.note.raw().to_owned(),
            ..Ruling::usual(proposed.verdict)
        };
        let exact = Some(Scope::Exact);
        entries.extend(verdict::entries(model, &one, exact, Some(&ruling)));
    }
    record(model, entries)
}

/// Refuses what is proposed for the target: the findings stay open, and the ledger remembers that somebody wanted so.
pub(super) fn refuse(model: &mut Model) -> Vec<Effect> {
    let mut entries = Vec::new();
    for (one, _) in proposed(model, &model.target()) {
        entries.extend(verdict::entries(model, &one, Some(Scope::Exact), None));
    }
    record(model, entries)
}

/// Each part of a target for which a verdict is proposed, with the verdict.
fn proposed<'a>(model: &'a Model, target: &Target) -> Vec<(Target, &'a Decision)> {
    let each: Vec<Target> = match target {
        Target::Findings(findings) => findings
            .iter()
            .map(|at| Target::Findings(vec![*at]))
            .collect(),
        Target::Scans(scans) => scans.iter().map(|at| Target::Scans(vec![*at])).collect(),
        other => vec![other.clone()],
    };
    let proposal = |one: &Target| match model.standings(one).next() {
        Some(Standing::Proposed(proposed)) => Some(proposed),
        _ => None,
    };
    let each = each.into_iter();
    each.filter_map(|one| proposal(&one).map(|proposed| (one, proposed)))
        .collect()
}

pub(super) fn record(model: &mut Model, entries: Vec<Entry>) -> Vec<Effect> {
    if entries.is_empty() {
        return Vec::new();
    }
    on_ledger(model, |job| Effect::Record(job, entries))
}

pub(super) fn on_ledger(model: &mut Model, effect: impl FnOnce(JobId) -> Effect) -> Vec<Effect> {
    let job = model.jobs.start();
    model.jobs.writing = Some(job);
    vec![effect(job)]
}

pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    if model.overlay.is_none()
        && let Some(name) = model.filter().naming.clone()
    {
        return filtering::save(model, &name);
    }
    match model.overlay.take() {
        Some(Overlay::Verdict(mut form)) => {
            if let Err(incomplete) = form.ruling().check() {
                form.problem = Some(format!("Not saved: {incomplete}."));
                form.focus = verdict::Line::Note;
                model.overlay = Some(Overlay::Verdict(form));
                return Vec::new();
            }
            let entries = form.entries(model);
            if entries.is_empty() {
                form.problem = Some(GONE.to_owned());
                model.overlay = Some(Overlay::Verdict(form));
                return Vec::new();
            }
            let effects = record(model, entries);
            model.unsaved = model.jobs.writing.map(|job| (job, form));
            effects
        }
        Some(Overlay::Export(form)) => {
            let job = model.jobs.start();
            model.jobs.export = Some(job);
            let effect = Effect::Export(job, form.export());
            model.overlay = Some(Overlay::Export(form));
            vec![effect]
        }
        Some(Overlay::Login(form)) => tenants::prove(model, form),
        Some(Overlay::Label(form)) => labelling::save(model, form),
        other => {
            model.overlay = other;
            Vec::new()
        }
    }
}
