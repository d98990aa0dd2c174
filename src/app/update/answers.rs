//! Answers from the world. An answer to a job that is not wanted any more is dropped; what the ledger did is always
//! taken over, because it happened.

use super::library;
use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::message::{ExportFault, Message, Written};
use crate::app::model::{Model, Screen};
use crate::app::overlays::Overlay;
use crate::app::screens::report::Open;
use crate::domain::decision::{Act, Change};
use crate::domain::decisions::Decisions;
use crate::domain::report::Report;
use crate::domain::text::Printable;

pub(super) fn take(model: &mut Model, answer: Message) -> Vec<Effect> {
    match answer {
        Message::Loaded(job, news) => library::loaded(model, job, news),
        Message::LoadEnded(job) => return library::ended(model, job),
        Message::Added(job, answer) if model.jobs.adding.contains(&job) => {
            library::added(model, job, answer);
        }
        Message::Changed(job, changed) if model.jobs.watch == Some(job) => {
            library::changed(model, *changed);
        }
        Message::Unwatched(job, why) if model.jobs.watch == Some(job) => {
            model.complain(why.into_string());
        }
        Message::Opened(job, answer) if model.jobs.open == Some(job) => opened(model, answer),
        Message::LedgerRead(job, answer) => return ledger_read(model, job, answer),
        Message::LedgerChanged(_, Ok(change)) => changed(model, &change),
        Message::LedgerChanged(_, Err(why)) => model.complain(format!("Not done: {why}")),
        Message::Exported(job, answer) if model.jobs.export == Some(job) => exported(model, answer),
        _ => {}
    }
    Vec::new()
}

/// Takes the ledger over, and with the first answer begins to read the reports, ledger or not.
fn ledger_read(model: &mut Model, job: JobId, answer: Result<Decisions, Printable>) -> Vec<Effect> {
    model.ledger_ready = answer.is_ok();
    match answer {
        Ok(decisions) => model.decisions = decisions,
        Err(why) => model.complain(format!("No verdict can be saved: {why}")),
    }
    recount(model);
    if model.jobs.load != Some(job) {
        return Vec::new();
    }
    let load = model.jobs.start();
    model.jobs.load = Some(load);
    vec![Effect::Load(load)]
}

fn opened(model: &mut Model, answer: Result<Box<Report>, Printable>) {
    model.jobs.open = None;
    match answer {
        Ok(report) => {
            let mut open = Open::new(*report, &model.decisions, model.today(), model.size);
            if !open
                .under_cursor()
                .iter()
                .any(|at| open.stands[*at].is_open())
            {
                open.go_to_open(true, model.size);
            }
            model.report = Some(open);
            model.screen = Screen::Report;
        }
        Err(why) => model.complain(why.into_string()),
    }
}

fn changed(model: &mut Model, change: &Change) {
    model.decisions.apply(change);
    recount(model);
    let size = model.size;
    let words = Printable::line(&change.words);
    match change.act {
        Act::Undone => model.say(format!("Undone: {words}. U restores it.")),
        Act::Redone => model.say(format!("Restored: {words}.")),
        Act::Recorded => {
            model.say(format!("Saved: {words}. u takes it back."));
            model.reports.marks.clear();
            if let Some(open) = &mut model.report {
                open.marks.clear();
                let decided = change.now.iter().all(|(_, decision)| decision.is_some());
                let done = !open
                    .under_cursor()
                    .iter()
                    .any(|at| open.stands[*at].is_open());
                if model.screen == Screen::Report && decided && done {
                    open.go_to_open(true, size);
                }
            }
        }
    }
}

fn recount(model: &mut Model) {
    let today = model.today();
    model.library.count(&model.decisions, today);
    if let Some(open) = &mut model.report {
        open.judge(&model.decisions, today);
    }
}

fn exported(model: &mut Model, answer: Result<Written, ExportFault>) {
    model.jobs.export = None;
    match answer {
        Ok(Written {
            path,
            exceptions,
            missing,
        }) => {
            model.overlay = None;
            let missing = if missing > 0 {
                format!("; {missing} reports could not be read again")
            } else {
                String::new()
            };
            model.say(format!(
                "Wrote {} to {path}{missing}.",
                counted(exceptions, "verdict")
            ));
        }
        Err(fault) => {
            let Some(Overlay::Export(form)) = &mut model.overlay else {
                return;
            };
            form.problem = Some(match fault {
                ExportFault::Exists => {
                    form.replace = true;
                    "The file is there already. Enter replaces it.".to_owned()
                }
                ExportFault::Failed(why) => why.into_string(),
            });
        }
    }
}

pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
