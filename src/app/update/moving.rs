//! Going about: cursor, filter, marks, opening and closing.

use super::exceptions;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::layout::Area;
use crate::app::library::Library;
use crate::app::model::{Model, Screen};
use crate::app::screens::{report, reports};
use crate::domain::outcome::Meaning;

pub(super) fn on_report(model: &mut Model, act: impl FnOnce(&mut report::Open, Area)) {
    if let Some(open) = &mut model.report {
        act(open, model.size);
    }
}

pub(super) fn page(model: &Model) -> isize {
    let height = match model.screen {
        Screen::Reports => reports::height(model.size),
        Screen::Report => report::height(model.size),
        Screen::Exceptions => model.exceptions.height(model.size),
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
        (Screen::Exceptions, _) => model.exceptions.step(by, size),
        _ => model.reports.step(by, size),
    }
}

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Report {
        on_report(model, report::Open::unfold);
        return Vec::new();
    }
    match model.reports.selected() {
        Some(reports::Row::Report(at)) => {
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
    if model.screen == Screen::Exceptions {
        back_on_exceptions(model);
        return Vec::new();
    }
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report) {
        if open.marks.clear() {
            return Vec::new();
        }
        if clear(&mut open.filter) {
            open.rebuild(model.size);
        } else {
            model.screen = open.back;
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
    stop_loading(model)
}

fn back_on_exceptions(model: &mut Model) {
    let screen = &mut model.exceptions;
    if screen.marks.clear() || screen.show_detail(false, model.size) {
        return;
    }
    if clear(&mut screen.filter) {
        exceptions::refilter(model);
    } else {
        model.screen = Screen::Reports;
    }
}

/// Scrolls the detail of the screen by a line.
pub(super) fn scroll(model: &mut Model, by: i16) {
    let scroll = match (model.screen, &mut model.report) {
        (Screen::Exceptions, _) => &mut model.exceptions.scroll,
        (_, Some(open)) => &mut open.scroll,
        _ => return,
    };
    *scroll = scroll.saturating_add_signed(by);
}

fn stop_loading(model: &mut Model) -> Vec<Effect> {
    let Some(job) = model.jobs.load.take() else {
        return Vec::new();
    };
    let (done, total) = model.library.progress;
    model.say(format!(
        "Stopped after {done} of {total} files; Ctrl-r reads them again."
    ));
    vec![Effect::Cancel(job)]
}

fn clear(field: &mut Field) -> bool {
    let any = !field.text().is_empty();
    *field = Field::default();
    any
}

pub(super) fn set_filtering(model: &mut Model, filtering: bool) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.filtering = filtering,
        (Screen::Exceptions, _) => model.exceptions.filtering = filtering,
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
        (Screen::Exceptions, _) => {
            clear(&mut model.exceptions.filter);
            exceptions::refilter(model);
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
    let waits = |row: &reports::Row| match row {
        reports::Row::Report(at) => is_waiting(model, *at),
        reports::Row::Unread(_) => false,
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
        (Screen::Exceptions, _) => model.exceptions.mark(model.size),
        _ => {
            let at: Vec<_> = model.reports.selected_report().into_iter().collect();
            model.reports.marks.toggle(&at);
            model.reports.step(1, model.size);
        }
    }
}

pub(super) fn mark_range(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.mark_range(),
        (Screen::Exceptions, _) => model.exceptions.mark_range(),
        _ => model.reports.mark_range(),
    }
}

pub(super) fn mark_alike(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.mark_alike(),
        (Screen::Exceptions, _) => model.exceptions.mark_alike(&model.decisions),
        _ => model.reports.mark_alike(&model.library),
    }
}

pub(super) fn reload(model: &mut Model) -> Vec<Effect> {
    let mut effects: Vec<Effect> = model
        .jobs
        .load
        .take()
        .map(Effect::Cancel)
        .into_iter()
        .collect();
    let job = model.jobs.start();
    model.jobs.load = Some(job);
    model.library = Library::default();
    model.exceptions.library_gone();
    model.reports.marks.clear();
    model.reports.rebuild(&model.library, model.size);
    effects.push(Effect::Load(job));
    effects
}
