//! Going about: cursor, marks, opening and closing.

use super::{exceptions, filtering, reading};
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
    let page = model
        .overlay
        .as_ref()
        .and_then(|overlay| overlay.page(model.size));
    if let Some(height) = page {
        return isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    }
    let height = match (model.screen, &model.report) {
        (Screen::Report, Some(open)) => open.height(model.size),
        (Screen::Exceptions, _) => model.exceptions.height(model.size),
        _ => reports::height(model.size),
    };
    isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1)
}

pub(super) fn step(model: &mut Model, by: isize) {
    let size = model.size;
    if let Some(overlay) = &mut model.overlay {
        return overlay.step(by, size);
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
    open_selected(model)
}

fn open_selected(model: &mut Model) -> Vec<Effect> {
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
    if let Some(overlay) = &mut model.overlay
        && overlay.clear_search()
    {
        return Vec::new();
    }
    if let Some(effects) = reading::leave(model) {
        return effects;
    }
    if model.screen == Screen::Exceptions {
        back_on_exceptions(model);
        return Vec::new();
    }
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report) {
        if open.marks.clear() {
            return Vec::new();
        }
        let back = open.back;
        if !filtering::clear(model) {
            filtering::show(model, back);
        }
        return Vec::new();
    }
    if model.reports.marks.clear() {
        return Vec::new();
    }
    if filtering::clear(model) {
        return Vec::new();
    }
    stop_loading(model)
}

fn back_on_exceptions(model: &mut Model) {
    let screen = &mut model.exceptions;
    if screen.marks.clear() || screen.show_detail(false, model.size) {
        return;
    }
    if screen.filter.text().is_empty() {
        filtering::show(model, Screen::Reports);
    } else {
        screen.filter = Field::default();
        exceptions::refilter(model);
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

/// Goes to what waits next: in the open report, and where nothing waits in it, in the reports around it.
pub(super) fn go_to_open(model: &mut Model, forward: bool) -> Vec<Effect> {
    let size = model.size;
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report)
        && open.go_to_open(forward, size)
    {
        return Vec::new();
    }
    let Some(at) = waiting_report(model, forward) else {
        model.say("Everything here is decided.");
        return Vec::new();
    };
    model.reports.go(at, size);
    match model.screen {
        Screen::Report => open_selected(model),
        Screen::Reports | Screen::Exceptions => Vec::new(),
    }
}

/// The row of the next report that waits, or of the previous one, round the ends.
fn waiting_report(model: &Model, forward: bool) -> Option<usize> {
    let rows = &model.reports.rows;
    let (length, cursor) = (rows.len(), model.reports.list.cursor());
    let onward = |by| if forward { by } else { length - by };
    let mut around = (1..=length).map(|by| (cursor + onward(by)) % length);
    around.find(|at| match rows[*at] {
        reports::Row::Report(report) => is_waiting(model, report),
        reports::Row::Unread(_) => false,
    })
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
    model.library = Library {
        version: model.library.version + 1,
        ..Library::default()
    };
    model.exceptions.library_gone();
    model.reports.marks.clear();
    filtering::relist(model);
    effects.push(Effect::ReadLedger(model.jobs.start()));
    effects.push(Effect::Load(job));
    effects
}
