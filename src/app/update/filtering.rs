//! Filtering: typing a filter, completing it, saving it, and what that does to the list.

use super::exceptions;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::model::{Model, Screen};
use crate::app::offers::{Offers, Stock};
use crate::domain::query::{self, Present, Query};

/// Begins or ends typing.
pub(super) fn set(model: &mut Model, typing: bool) {
    if let Some(overlay) = &mut model.overlay {
        return overlay.set_searching(typing);
    }
    if model.screen == Screen::Exceptions {
        model.exceptions.filtering = typing;
        return;
    }
    match (model.screen, &mut model.report) {
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
    let read = Query::parse(model.filter().text(), &model.reader());
    if model.filter_mut().take(read) {
        sift(model);
    }
}

/// Lays the list of the shown screen again.
pub(super) fn sift(model: &mut Model) {
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.rebuild(model.size),
        _ => relist(model),
    }
}

/// Lays the list of reports again.
pub(super) fn relist(model: &mut Model) {
    let present = Present {
        today: model.today(),
        decisions: &model.decisions,
    };
    model.reports.rebuild(&model.library, &present, model.size);
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

/// What completions are taken from: the open report, else the library.
fn stock(model: &Model) -> Stock<'_> {
    let saved = &model.saved;
    if let (Screen::Report, Some(open)) = (model.screen, &model.report) {
        return Stock {
            heads: vec![&open.report.head],
            keys: vec![open.keys()],
            saved,
        };
    }
    let summaries = &model.library.summaries;
    Stock {
        heads: summaries.iter().map(|summary| &summary.head).collect(),
        keys: summaries.iter().map(|summary| &*summary.keys).collect(),
        saved,
    }
}

/// Selects another completion; without any, goes to the list.
pub(super) fn step(model: &mut Model, by: isize) {
    match &mut model.filter_mut().offers {
        Some(offers) => offers.step(by),
        None => set(model, false),
    }
}

/// Takes the selected completion; without any, shows what could be typed.
pub(super) fn take_offer(model: &mut Model) {
    if model.filter_mut().take_offer() {
        typed(model);
    } else {
        complete(model, true);
    }
}

/// Closes the completions, else clears the filter.
pub(super) fn leave(model: &mut Model) {
    if let Some(overlay) = &mut model.overlay {
        overlay.clear_search();
        return;
    }
    if model.screen == Screen::Exceptions {
        model.exceptions.filtering = false;
        model.exceptions.filter = Field::default();
        exceptions::refilter(model);
        return;
    }
    if model.filter_mut().offers.take().is_none() {
        set(model, false);
        clear(model);
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
