//! Going about: cursor, marks, opening and closing.

use super::{fetching, filtering, groups, library, reading, scans};
use crate::app::effect::Effect;
use crate::app::layout::Area;
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::app::screens::reports::Reports;
use crate::app::screens::{self, report, reports};

pub(super) fn on_report(model: &mut Model, act: impl FnOnce(&mut report::Open, Area)) {
    if let Some(open) = &mut model.report {
        act(open, model.size);
    }
}

/// Folds the group or the model the cursor is in.
pub(super) fn fold(model: &mut Model) {
    match model.screen {
        Screen::Report => on_report(model, report::Open::fold),
        Screen::Reports => filtering::lay(model, Reports::fold),
        Screen::Groups | Screen::Scans | Screen::Exceptions => {}
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
        (Screen::Groups, _) => model.groups.height(model.size),
        (Screen::Scans, _) => screens::scans::height(model.size),
        (Screen::Exceptions, _) => model.exceptions.height(model.size),
        _ => reports::height(model.size),
    };
    isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1)
}

pub(super) fn step(model: &mut Model, by: isize) {
    let size = model.size;
    if let Some(help) = &mut model.help {
        return help.step(by);
    }
    if let Some(overlay) = &mut model.overlay {
        return overlay.step(by, size);
    }
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.step(by, size),
        (Screen::Groups, _) => model.groups.step(by, size),
        (Screen::Scans, _) => model.scans.step(by, size),
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
        Some(reports::Row::Model(_)) => {
            filtering::lay(model, Reports::unfold);
            Vec::new()
        }
        Some(reports::Row::Report(at) | reports::Row::Inside(at)) => {
            vec![fetching::open(model, at)]
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
    if let Some(mut help) = model.help.take() {
        model.help = help.clear_search().then_some(help);
        return Vec::new();
    }
    if let Some(effects) = reading::leave(model) {
        return effects;
    }
    if model.screen == Screen::Groups {
        if !groups::back(model) {
            filtering::show(model, Screen::Reports);
        }
        return Vec::new();
    }
    if model.screen == Screen::Scans {
        return scans::back(model);
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
    library::stop(model)
}

fn back_on_exceptions(model: &mut Model) {
    let screen = &mut model.exceptions;
    if screen.marks.clear() || screen.show_detail(false, model.size) {
        return;
    }
    if !filtering::clear(model) {
        filtering::show(model, Screen::Reports);
    }
}

/// Goes to what waits next: in the open report, behind its end in the next one, and where only this one waits, round.
pub(super) fn go_to_open(model: &mut Model, forward: bool) -> Vec<Effect> {
    let size = model.size;
    if let (Screen::Report, Some(open)) = (model.screen, &mut model.report)
        && open.go_to_open(forward, size)
    {
        return Vec::new();
    }
    let Some(at) = waiting_report(model, forward) else {
        let here = model
            .report
            .as_mut()
            .filter(|_| model.screen == Screen::Report);
        if !here.is_some_and(|open| open.go_round_to_open(forward, size)) {
            model.say(if model.reports.filter.text().is_empty() {
                "Nothing else waits for a decision."
            } else {
                "Nothing else that the filter shows waits for a decision."
            });
        }
        return Vec::new();
    };
    model.reports.go(at, size);
    match model.screen {
        Screen::Report => open_selected(model),
        Screen::Reports | Screen::Groups | Screen::Scans | Screen::Exceptions => Vec::new(),
    }
}

/// The row of the next report that waits, or of the previous one, round the ends.
pub(super) fn waiting_report(model: &Model, forward: bool) -> Option<usize> {
    let rows = &model.reports.rows;
    let (length, cursor) = (rows.len(), model.reports.list.cursor());
    let onward = |by| if forward { by } else { length - by };
    let mut around = (1..length).map(|by| (cursor + onward(by)) % length);
    around.find(|at| {
        let members = model.reports.members(&rows[*at]);
        members.iter().any(|at| is_waiting(model, *at))
    })
}

/// Whether a report waits, and can still be read.
fn is_waiting(model: &Model, at: usize) -> bool {
    !model.library.is_gone(at) && model.library.tallies[at].waits()
}

pub(super) fn mark(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => {
            let members = open.under_cursor().to_vec();
            open.marks.toggle(&members);
            open.step(1, model.size);
        }
        (Screen::Groups, _) => {}
        (Screen::Scans, _) => model.scans.mark(model.size),
        (Screen::Exceptions, _) => model.exceptions.mark(model.size),
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
        (Screen::Groups, _) => {}
        (Screen::Scans, _) => model.scans.mark_range(),
        (Screen::Exceptions, _) => model.exceptions.mark_range(),
        _ => model.reports.mark_range(),
    }
}

pub(super) fn mark_alike(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.mark_alike(),
        (Screen::Groups | Screen::Scans, _) => {}
        (Screen::Exceptions, _) => model.exceptions.mark_alike(&model.decisions),
        _ => model.reports.mark_alike(),
    }
}
