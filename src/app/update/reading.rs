//! The raw view: opening it, moving in it, searching it, leaving it.

use crate::app::effect::{Effect, Search, Wanted};
use crate::app::job::JobId;
use crate::app::layout::Area;
use crate::app::message::Source;
use crate::app::model::Model;
use crate::app::overlays::Overlay;
use crate::app::overlays::raw::{Raw, View};
use crate::app::screens::Screen;
use crate::app::screens::reports;
use crate::domain::finding::Finding;
use crate::domain::outline::{Clues, Hit};
use crate::domain::text::{Printable, Untrusted};

/// Opens the source of what is open or selected, at the finding under the cursor.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some((name, wanted)) = wanted(model) else {
        return Vec::new();
    };
    let job = model.jobs.start();
    model.overlay = Some(Overlay::Raw(Box::new(Raw {
        name,
        job,
        view: None,
    })));
    vec![Effect::ReadSource(job, Box::new(wanted))]
}

fn wanted(model: &Model) -> Option<(Untrusted, Wanted)> {
    if let (Screen::Reports, Some(reports::Row::Unread(at))) =
        (model.screen, model.reports.selected())
    {
        let origin = model.library.unread.get(at)?.origin.clone();
        let wanted = Wanted {
            origins: vec![origin.clone()],
            clues: Clues::default(),
        };
        return Some((origin.label(), wanted));
    }
    let head = model.this_head()?;
    let shown = match (model.screen, &model.report) {
        (Screen::Report, Some(open)) => open.shown(),
        _ => None,
    };
    let clues = Clues {
        scan: head.scan.uuid.clone(),
        words: shown.map(said).unwrap_or_default(),
    };
    let origins = head.origins();
    Some((head.name(), Wanted { origins, clues }))
}

/// What a source says of a finding, the most telling first.
fn said(finding: &Finding) -> Vec<Untrusted> {
    let seen = &finding.seen;
    let said = [
        Some(&seen.description),
        seen.hash.as_ref(),
        seen.file.as_ref(),
        seen.operator.as_ref(),
        seen.module.as_ref(),
        Some(&seen.rule),
    ];
    let said = said.into_iter().flatten();
    said.filter(|words| !words.raw().is_empty())
        .cloned()
        .collect()
}

/// Takes the source that was read.
pub(super) fn read(model: &mut Model, job: JobId, answer: Result<Source, Printable>) {
    let size = model.size;
    let Some(Overlay::Raw(raw)) = &mut model.overlay else {
        return;
    };
    if raw.job != job || raw.view.is_some() {
        return;
    }
    match answer {
        Ok(source) => raw.view = Some(Box::new(View::new(source.outline, source.at, size))),
        Err(why) => {
            model.overlay = None;
            model.complain(why.into_string());
        }
    }
}

pub(super) fn on_view(model: &mut Model, act: impl FnOnce(&mut View, Area)) {
    let size = model.size;
    if let Some(view) = view(model) {
        act(view, size);
    }
}

fn view(model: &mut Model) -> Option<&mut View> {
    match &mut model.overlay {
        Some(Overlay::Raw(raw)) => raw.view.as_deref_mut(),
        _ => None,
    }
}

/// Folds what the cursor is in, here or between two scans.
pub(super) fn fold(model: &mut Model) {
    let size = model.size;
    if let Some(Overlay::Diff(diff)) = &mut model.overlay {
        diff.fold(size);
    }
    on_view(model, View::fold);
}

/// Scrolls the value below, or the detail of the screen.
pub(super) fn scroll(model: &mut Model, by: i16) {
    if model.overlay.is_none() && model.screen == Screen::Groups {
        model.groups.scroll(by.into());
    } else if let Some(scroll) = scrolled(model) {
        *scroll = scroll.saturating_add_signed(by);
    }
}

/// How far what is on top is scrolled, where only drawing knows how far it can be.
pub(super) fn scrolled(model: &mut Model) -> Option<&mut u16> {
    match (&mut model.overlay, model.screen, &mut model.report) {
        (Some(Overlay::Raw(raw)), ..) => raw.view.as_deref_mut().map(|view| &mut view.scroll),
        (_, Screen::Scans, _) => Some(&mut model.scans.scroll),
        (_, Screen::Exceptions, _) => Some(&mut model.exceptions.scroll),
        (_, Screen::Report, Some(open)) => Some(&mut open.scroll),
        _ => None,
    }
}

/// Searches for the typed words from the cursor on; an earlier search is not wanted any more.
pub(super) fn search(model: &mut Model, forward: bool) -> Vec<Effect> {
    let job = model.jobs.start();
    let Some(view) = view(model) else {
        return Vec::new();
    };
    view.take_words();
    let earlier = view.search.take().map(Effect::Cancel);
    if view.needle.is_none() {
        model.say("There is nothing to search for yet: / takes the words.");
        return earlier.into_iter().collect();
    }
    view.search = Some(job);
    let search = Search {
        outline: view.outline.clone(),
        words: view.sought.clone(),
        from: view.cursor,
        forward,
    };
    let search = Effect::Search(job, search);
    earlier.into_iter().chain([search]).collect()
}

/// Goes to what a search found.
pub(super) fn searched(model: &mut Model, job: JobId, hit: Option<Hit>) {
    let size = model.size;
    let Some(view) = view(model).filter(|view| view.search == Some(job)) else {
        return;
    };
    view.search = None;
    let (cursor, words) = (view.cursor, Printable::line(&view.sought));
    match hit {
        Some(hit) => {
            view.found(hit, size);
            if hit.row == cursor {
                model.say(format!("This is the only match of {words}."));
            } else if hit.wrapped {
                model.say("The search went round the end of the document.");
            }
        }
        None => model.say(format!("{words} does not occur.")),
    }
}

/// Closes the overlay that is open and stops its work; a search is stopped first, by itself.
pub(super) fn leave(model: &mut Model) -> Option<Vec<Effect>> {
    if let Some(search) = view(model).and_then(|view| view.search.take()) {
        model.say("The search was stopped.");
        return Some(vec![Effect::Cancel(search)]);
    }
    let overlay = model.overlay.take()?;
    Some(overlay.work().map(Effect::Cancel).into_iter().collect())
}
