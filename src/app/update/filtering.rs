//! Filtering: typing a filter, completing it, saving it, and what that does to the list.

use super::{exceptions, scans};
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::layout::Area;
use crate::app::library::Library;
use crate::app::model::Model;
use crate::app::offers::{Offers, Stock};
use crate::app::screens::Screen;
use crate::app::screens::reports::Reports;
use crate::domain::query::{self, About, Fault, Present, Query};

/// Begins typing, and remembers what the cursor stands on.
pub(super) fn begin(model: &mut Model) {
    if model.help.is_none() {
        match (model.screen, &mut model.report) {
            (Screen::Scans, _) => model.scans.from = model.scans.selected_uuid().cloned(),
            (Screen::Exceptions, _) => model.exceptions.from = model.exceptions.selected(),
            (Screen::Groups, _) => {
                model.groups.from = model.groups.selected().map(|it| it.uuid.clone());
            }
            (Screen::Report, Some(open)) => open.filter.from = open.under_cursor().first().copied(),
            _ => model.reports.filter.from = model.reports.selected_report(),
        }
    }
    set(model, true);
}

/// Ends typing. What is not understood stays to be mended, since the list does not show what it says.
pub(super) fn keep(model: &mut Model) -> Vec<Effect> {
    if model.help.is_none() && model.screen == Screen::Scans {
        return scans::keep_filter(model);
    }
    if model.help.is_none()
        && model.screen != Screen::Groups
        && let Some(fault) = &model.filter().fault
    {
        let why = format!("Not a filter yet: {fault}. Esc clears it.");
        model.complain(why);
        return Vec::new();
    }
    set(model, false);
    Vec::new()
}

/// Begins or ends typing.
pub(super) fn set(model: &mut Model, typing: bool) {
    if let Some(help) = &mut model.help {
        help.searching = typing;
        return;
    }
    match (model.screen, &mut model.report) {
        (Screen::Exceptions, _) => model.exceptions.filtering = typing,
        (Screen::Groups, _) => return model.groups.filtering = typing,
        (Screen::Scans, _) => {
            model.scans.filtering = typing;
            model.scans.filter.offers = None;
            return;
        }
        (Screen::Report, Some(open)) => open.filtering = typing,
        _ => model.reports.filtering = typing,
    }
    model.filter_mut().offers = None;
}

/// Takes notice of typed text: it is read, and takes effect at once where it is understood.
pub(super) fn typed(model: &mut Model) {
    if model.filter().naming.is_some() {
        return;
    }
    take_effect(model);
    complete(model, false);
}

fn take_effect(model: &mut Model) {
    let read = Query::parse(model.filter().text(), &model.reader(about(model)));
    let begun = read
        .as_ref()
        .is_err_and(|fault| begins_a_name(model.filter().text(), fault, &model.saved));
    let filter = model.filter_mut();
    filter.begun = begun;
    if filter.take(read) {
        sift(model);
    }
}

/// Whether what is not understood is how the name of a saved filter begins, and no name itself.
fn begins_a_name(text: &str, fault: &Fault, saved: &[(String, String)]) -> bool {
    let typed = text.get(fault.span.clone());
    let Some(typed) = typed.and_then(|typed| typed.strip_prefix('@')) else {
        return false;
    };
    saved.iter().any(|(name, _)| name.starts_with(typed))
        && !saved.iter().any(|(name, _)| name == typed)
}

/// What the filter of the shown screen is about.
fn about(model: &Model) -> About {
    match model.screen {
        Screen::Exceptions => About::Verdicts,
        Screen::Reports | Screen::Report | Screen::Groups | Screen::Scans => About::Scans,
    }
}

/// Lays the list of the shown screen again.
pub(super) fn sift(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.rebuild(model.size),
        (Screen::Exceptions, _) => exceptions::relist(model),
        _ => relist(model),
    }
}

/// Lays the list of reports again.
pub(super) fn relist(model: &mut Model) {
    lay(model, Reports::rebuild);
}

/// Does something that lays the list of reports again.
pub(super) fn lay(model: &mut Model, act: impl FnOnce(&mut Reports, &Library, &Present<'_>, Area)) {
    let present = Present {
        today: model.today(),
        decisions: &model.decisions,
    };
    act(&mut model.reports, &model.library, &present, model.size);
}

/// Shows a screen; only now its list forgets what was decided meanwhile and is asked for no more.
pub(super) fn show(model: &mut Model, screen: Screen) {
    let moved = model.screen != screen;
    model.screen = screen;
    if moved && model.filter().query.asks_standing() {
        sift(model);
    }
}

fn complete(model: &mut Model, of_nothing: bool) {
    let field = &model.filter().field;
    let offers = Offers::of(field.text(), field.cursor(), &stock(model), of_nothing);
    model.filter_mut().offers = offers;
}

/// What completions are taken from: the open report, the ledger, else the library.
fn stock(model: &Model) -> Stock<'_> {
    let mut stock = Stock {
        about: about(model),
        heads: Vec::new(),
        keys: Vec::new(),
        decisions: Vec::new(),
        saved: &model.saved,
    };
    match (model.screen, &model.report) {
        (Screen::Exceptions, _) => stock.decisions.extend(model.decisions.iter()),
        (Screen::Report, Some(open)) => {
            stock.heads.push(&open.report.head);
            stock.keys.push(open.keys());
        }
        _ => {
            let summaries = model.library.summaries.iter();
            stock.heads.extend(summaries.clone().map(|it| &it.head));
            stock.keys.extend(summaries.map(|it| &*it.keys));
        }
    }
    stock
}

/// Selects another completion; without any, goes to the list.
pub(super) fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    match offers(model) {
        Some(offers) => {
            offers.step(by);
            Vec::new()
        }
        None => keep(model),
    }
}

fn offers(model: &mut Model) -> Option<&mut Offers> {
    match model.screen {
        Screen::Scans => model.scans.filter.offers.as_mut(),
        _ => model.filter_mut().offers.as_mut(),
    }
}

/// Takes the selected completion; without any, shows what could be typed.
pub(super) fn take_offer(model: &mut Model) {
    if model.screen == Screen::Scans {
        return scans::take_offer(model);
    }
    if model.filter_mut().take_offer() {
        typed(model);
    } else {
        complete(model, true);
    }
}

/// Closes the completions, else clears the filter.
pub(super) fn leave(model: &mut Model) {
    if let Some(help) = &mut model.help {
        help.clear_search();
        return;
    }
    if model.screen == Screen::Groups {
        model.groups.unfilter(model.size);
        return;
    }
    if model.screen == Screen::Scans {
        return scans::leave_filter(model);
    }
    if model.filter_mut().offers.take().is_some() {
        return;
    }
    if model.screen == Screen::Exceptions {
        exceptions::unfilter(model);
        return;
    }
    set(model, false);
    let from = model.filter().from;
    clear(model);
    let size = model.size;
    match (from, model.screen, &mut model.report) {
        (Some(finding), Screen::Report, Some(open)) => open.go_to_finding(finding, size),
        (Some(report), _, _) => model.reports.go_to(report, size),
        (None, _, _) => {}
    }
}

/// Clears the filter of the shown screen; says whether there was one.
pub(super) fn clear(model: &mut Model) -> bool {
    let any = model.filter_mut().clear();
    if any {
        sift(model);
    }
    any
}

/// Asks for a name to save the filter under.
pub(super) fn name(model: &mut Model) {
    let filter = model.filter_mut();
    filter.offers = None;
    filter.naming = Some(Field::default());
}

/// Saves the filter under the name that was typed.
pub(super) fn save(model: &mut Model, name: &Field) -> Vec<Effect> {
    let name = name.text().trim().trim_start_matches('@').to_owned();
    if !query::is_name(&name) {
        model.complain("A name is letters, digits, - _ and dots, 40 at most.");
        return Vec::new();
    }
    let text = model.filter().text().trim().to_owned();
    match model.saved.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = text,
        None => model.saved.push((name.clone(), text)),
    }
    model.filter_mut().naming = None;
    model.say(format!("@{name} stands for this filter from now on."));
    let job = model.jobs.start();
    vec![Effect::SaveFilters(job, model.saved.clone())]
}
