//! Two scans of one model: choosing them, comparing them, and going from a row to its finding.

use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::model::Model;
use crate::app::overlays::Overlay;
use crate::app::overlays::diff::{Diff, Row, others};
use crate::app::screens::Screen;
use crate::app::screens::report::Open;
use crate::domain::diff::{Comparison, Section};
use crate::domain::report::Report;
use crate::domain::text::Printable;

/// Opens the comparison of the scan that is open or selected.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(this) = model.this_head().cloned() else {
        return Vec::new();
    };
    let others = others(&this, &model.library);
    if others.is_empty() {
        return Vec::new();
    }
    let job = model.jobs.start();
    let diff = Diff::of(this, others, job);
    let effect = compare(&diff);
    model.overlay = Some(Overlay::Diff(Box::new(diff)));
    vec![effect]
}

fn compare(diff: &Diff) -> Effect {
    let (older, newer) = diff.heads();
    Effect::Compare(diff.job, Box::new((older.clone(), newer.clone())))
}

/// Compares with an earlier or later scan; the comparison under way is not wanted any more.
pub(super) fn choose(model: &mut Model, by: isize) -> Vec<Effect> {
    let job = model.jobs.start();
    let Some(Overlay::Diff(diff)) = &mut model.overlay else {
        return Vec::new();
    };
    if !diff.choose(by) {
        model.say("There is no other scan of this model here.");
        return Vec::new();
    }
    let earlier = diff
        .comparison
        .is_none()
        .then_some(Effect::Cancel(diff.job));
    diff.job = job;
    diff.comparison = None;
    earlier.into_iter().chain([compare(diff)]).collect()
}

/// Takes what a comparison gave.
pub(super) fn compared(model: &mut Model, job: JobId, answer: Result<Box<Comparison>, Printable>) {
    let size = model.size;
    let Some(Overlay::Diff(diff)) = &mut model.overlay else {
        return;
    };
    if diff.job != job || diff.comparison.is_some() {
        return;
    }
    match answer {
        Ok(comparison) => diff.take(comparison, size),
        Err(why) => {
            model.overlay = None;
            model.complain(format!("Not compared: {why}"));
        }
    }
}

/// Goes to the finding of the row under the cursor, in the newer report where it has it; folds a section.
pub(super) fn jump(model: &mut Model) {
    let size = model.size;
    let Some(Overlay::Diff(diff)) = &mut model.overlay else {
        return;
    };
    if let Some(Row::Heading(_)) = diff.selected() {
        return diff.toggle(size);
    }
    let Some(Row::Entry(section, at)) = diff.selected() else {
        return;
    };
    let Some(comparison) = &diff.comparison else {
        return;
    };
    let between = &comparison.diff;
    let (finding, is_newer) = match section {
        Section::Around => return model.say("This is about the scans, not about a finding."),
        Section::New => (between.new[at].at, true),
        Section::Changed => (between.changed[at].newer, true),
        Section::Same => (between.same[at].newer, true),
        Section::Gone => (between.gone[at].at, false),
    };
    let Some(comparison) = diff.comparison.take() else {
        return;
    };
    let report = if is_newer {
        comparison.newer
    } else {
        comparison.older
    };
    model.overlay = None;
    show(model, report, finding);
}

/// Shows a finding on the report screen; a report that is open there stays as it is.
fn show(model: &mut Model, report: Report, finding: usize) {
    let (size, today) = (model.size, model.today());
    let stays = model.report.as_ref().is_some_and(|open| {
        open.report.head.source == report.head.source
            && open.report.findings.len() == report.findings.len()
    });
    if !stays {
        model.report = Some(Open::new(report, &model.decisions, today, size));
    }
    if let Some(open) = &mut model.report {
        open.show(finding, size);
    }
    model.screen = Screen::Report;
}
