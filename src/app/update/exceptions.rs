//! The exceptions screen: keeping it up with the ledger, and what its keys do.

use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::model::Model;
use crate::app::overlays::{Overlay, export};
use crate::app::screens::Screen;
use crate::app::screens::exceptions::order::View;
use crate::app::screens::exceptions::{History, Row};
use crate::domain::decision::Entry;
use crate::domain::history::Event;
use crate::domain::text::Printable;

/// How much longer a verdict holds that is extended.
const EXTENSION: u16 = 90;

/// Gathers what has changed while the screen is shown, and asks for the history of the verdict that is shown whole.
pub(super) fn keep_up(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Exceptions {
        return Vec::new();
    }
    let (today, size) = (model.today(), model.size);
    let screen = &mut model.exceptions;
    screen.refresh(&model.decisions, &model.library, today, size);
    let reading = model.jobs.is_reading();
    screen.refresh_rules(&model.decisions, &model.library, (today, reading), size);
    let Some(subject) = screen.selected_subject().filter(|_| screen.detail).cloned() else {
        return Vec::new();
    };
    let known = screen.history.take_if(|it| it.subject == subject);
    let history = screen.history.insert(known.unwrap_or(History {
        subject: subject.clone(),
        events: None,
    }));
    // One question at a time: while a cursor runs, the ledger is asked again only for where it is by then.
    if history.events.is_some() || model.jobs.history.is_some() {
        return Vec::new();
    }
    let job = model.jobs.start();
    model.jobs.history = Some((job, subject.clone()));
    vec![Effect::History(job, subject)]
}

/// Takes over what the ledger tells of a verdict, unless another is shown by now.
pub(super) fn told(model: &mut Model, job: JobId, events: Result<Vec<Event>, Printable>) {
    let asked = model.jobs.history.take_if(|(asked, _)| *asked == job);
    let shown = model.exceptions.history.as_mut();
    if let (Some((_, subject)), Some(shown)) = (asked, shown)
        && shown.subject == subject
    {
        shown.events = Some(events);
    }
}

/// The ledger has changed: what it told is old, and so is what it is about to tell.
pub(super) fn forget_history(model: &mut Model) {
    model.exceptions.history = None;
    model.jobs.history = None;
}

/// Lays the rows again.
pub(super) fn relist(model: &mut Model) {
    let (today, size) = (model.today(), model.size);
    model.exceptions.rebuild(&model.decisions, today, size);
}

/// Ends typing and clears the filter; the cursor goes back to where it was.
pub(super) fn unfilter(model: &mut Model) {
    let (today, size) = (model.today(), model.size);
    model.exceptions.unfilter(&model.decisions, today, size);
}

pub(super) fn turn(model: &mut Model, by: isize) {
    let (today, size) = (model.today(), model.size);
    model.exceptions.turn(&model.decisions, today, by, size);
}

/// Shows the selected verdict whole; once it is, opens its report. On a rule it goes to the rule's verdicts.
pub(super) fn inspect(model: &mut Model) -> Vec<Effect> {
    match model.exceptions.selected() {
        Some(Row::Rule(at)) => {
            to_verdicts_on(model, at);
            Vec::new()
        }
        Some(Row::Verdict(_)) if model.exceptions.detail => open_report(model),
        Some(Row::Verdict(_)) => {
            model.exceptions.show_detail(true, model.size);
            Vec::new()
        }
        Some(Row::Section(_)) | None => Vec::new(),
    }
}

fn to_verdicts_on(model: &mut Model, rule: usize) {
    let Some(rule) = model.exceptions.rules.get(rule).map(|it| it.rule.clone()) else {
        return;
    };
    let (today, size) = (model.today(), model.size);
    model.exceptions.view = View::Rule;
    model.exceptions.rebuild(&model.decisions, today, size);
    let screen = &model.exceptions;
    let of_rule = |row: &Row| match row {
        Row::Verdict(at) => {
            let decision = model.decisions.get(&screen.subjects[*at]);
            decision.is_some_and(|it| it.context.rule.as_ref() == Some(&rule))
        }
        Row::Section(_) | Row::Rule(_) => false,
    };
    if let Some(at) = screen.rows.iter().position(of_rule) {
        // From its heading on, so that the heading is seen.
        model.exceptions.go(at.saturating_sub(1), size);
    }
}

fn open_report(model: &mut Model) -> Vec<Effect> {
    let screen = &model.exceptions;
    let decision = screen
        .selected_subject()
        .and_then(|subject| model.decisions.get(subject));
    let place = decision.and_then(|decision| screen.place(decision, &model.library));
    let Some((place, summary)) =
        place.and_then(|place| Some((place, model.library.summaries.get(place.report)?)))
    else {
        model.say("Its report is not in the library: what is shown here is what the ledger kept.");
        return Vec::new();
    };
    let head = Box::new(summary.head.clone());
    let key = place.finding.and_then(|at| summary.keys.get(at));
    let exact = key.map(|key| key.identity.exact);
    let job = model.jobs.start();
    model.jobs.open = Some(job);
    model.exceptions.goal = Some((job, exact));
    vec![Effect::Open(job, head)]
}

/// What makes the targets hold longer.
pub(super) fn extensions(model: &Model) -> Vec<Entry> {
    let today = model.today();
    let targets = model.exceptions.targets();
    let decisions = targets
        .iter()
        .filter_map(|subject| model.decisions.get(subject));
    decisions
        .filter_map(|decision| decision.extension(EXTENSION, today))
        .collect()
}

/// Opens the export form on the verdicts that are meant, with the reports they reach.
pub(super) fn export(model: &mut Model) {
    let subjects = model.exceptions.exported();
    let mut reports: Vec<usize> = subjects
        .iter()
        .filter_map(|subject| model.exceptions.reaches.get(subject))
        .flat_map(|reach| &reach.reports)
        .map(|place| place.report)
        .collect();
    reports.sort_unstable();
    reports.dedup();
    let heads = reports
        .into_iter()
        .filter_map(|at| model.library.summaries.get(at))
        .map(|summary| summary.head.clone())
        .collect();
    let form = export::Form::about(subjects, heads);
    model.overlay = Some(Overlay::Export(Box::new(form)));
}
