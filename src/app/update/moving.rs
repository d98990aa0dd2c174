//! Going about: cursor, filter, marks, opening and closing.

use super::library;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::layout::Area;
use crate::app::model::{Model, Screen};
use crate::app::screens::{report, reports};
use crate::domain::outcome::Meaning;

pub(super) fn on_report(model: &mut Model, act: impl FnOnce(&mut report::Open, Area)) {
    if let Some(open) = &mut model.report {
        act(open, model.size);
    }
}

/// Folds the group or the model the cursor is in.
pub(super) fn fold(model: &mut Model) {
    match model.screen {
        Screen::Report => on_report(model, report::Open::fold),
        Screen::Reports => model.reports.fold(&model.library, model.size),
    }
}

pub(super) fn page(model: &Model) -> isize {
    let height = match model.screen {
        Screen::Reports => reports::height(model.size),
        Screen::Report => report::height(model.size),
    };
    isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1)
}

pub(super) fn step(model: &mut Model, by: isize) {
    let size = model.size;
    if let Some(overlay) = &mut model.overlay {
        return overlay.step(by);
    }
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.step(by, size),
        _ => model.reports.step(by, size),
    }
}

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Report {
        on_report(model, report::Open::unfold);
        return Vec::new();
    }
    match model.reports.selected() {
        Some(reports::Row::Model(_)) => {
            model.reports.unfold(&model.library, model.size);
            Vec::new()
        }
        Some(reports::Row::Report(at) | reports::Row::Inside(at)) => {
            let job = model.jobs.start();
            model.jobs.open = Some(job);
            vec![Effect::Open(
                job,
                Box::new(model.library.summaries[at].head.clone()),
            )]
        }
        Some(reports::Row::Unread(at)) => {
            let unread = &model.library.unread[at];
            let words = format!("{}: {}", unread.place, unread.why);
            model.complain(words);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Closes what is open, the innermost first; stops reading the library last.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    if model.overlay.take().is_some() {
        return Vec::new();
    }
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report) {
        if open.marks.clear() {
            return Vec::new();
        }
        if clear(&mut open.filter) {
            open.rebuild(model.size);
        } else {
            model.screen = Screen::Reports;
        }
        return Vec::new();
    }
    if model.reports.marks.clear() {
        return Vec::new();
    }
    if clear(&mut model.reports.filter) {
        model.reports.rebuild(&model.library, model.size);
        return Vec::new();
    }
    library::stop(model)
}

fn clear(field: &mut Field) -> bool {
    let any = !field.text().is_empty();
    *field = Field::default();
    any
}

pub(super) fn set_filtering(model: &mut Model, filtering: bool) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.filtering = filtering,
        _ => model.reports.filtering = filtering,
    }
}

pub(super) fn clear_filter(model: &mut Model) {
    set_filtering(model, false);
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => {
            clear(&mut open.filter);
            open.rebuild(model.size);
        }
        _ => {
            clear(&mut model.reports.filter);
            model.reports.rebuild(&model.library, model.size);
        }
    }
}

pub(super) fn go_to_open(model: &mut Model, forward: bool) {
    let size = model.size;
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report) {
        open.go_to_open(forward, size);
        return;
    }
    let rows = &model.reports.rows;
    let waits = |row: &reports::Row| {
        let members = model.reports.members(row);
        members.iter().any(|at| is_waiting(model, *at))
    };
    let (length, cursor) = (rows.len(), model.reports.list.cursor());
    let found = (1..=length)
        .map(|by| {
            if forward {
                (cursor + by) % length
            } else {
                (cursor + length - by) % length
            }
        })
        .find(|at| waits(&rows[*at]));
    match found {
        Some(at) => model.reports.go(at, size),
        None => model.say("Everything here is decided."),
    }
}

/// Whether a report waits: it has open findings, or none listed and no verdict on the whole.
fn is_waiting(model: &Model, at: usize) -> bool {
    if model.library.is_gone(at) {
        return false;
    }
    let (summary, tally) = (&model.library.summaries[at], model.library.tallies[at]);
    let whole = || {
        model
            .decisions
            .of_scan(&summary.head, model.today())
            .is_open()
    };
    let stopped = summary.head.scan.outcome.meaning() != Meaning::Passed;
    if tally.total > 0 {
        tally.open > 0
    } else {
        stopped && whole()
    }
}

pub(super) fn mark(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => {
            let members = open.under_cursor().to_vec();
            open.marks.toggle(&members);
            open.step(1, model.size);
        }
        _ => {
            let members = model.reports.under_cursor().to_vec();
            model.reports.marks.toggle(&members);
            model.reports.step(1, model.size);
        }
    }
}

pub(super) fn mark_range(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.mark_range(),
        _ => model.reports.mark_range(),
    }
}

pub(super) fn mark_alike(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.mark_alike(),
        _ => model.reports.mark_alike(),
    }
}
