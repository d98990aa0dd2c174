//! Answers from the world. An answer to a job that is not wanted any more is dropped; what the ledger did is always
//! taken over, because it happened.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{
    comparing, deciding, exceptions, fetching, groups, labelling, launching, library, lookout,
    menus, moving, reading, scans, tenants,
};
use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::ledger::LedgerState;
use crate::app::message::{ExportFault, Message, Reading, Written};
use crate::app::model::Model;
use crate::app::overlays::Overlay;
use crate::app::screens::Screen;
use crate::app::screens::report::Open;
use crate::app::session;
use crate::domain::decision::{Act, Change, Decision};
use crate::domain::decisions::Touched;
use crate::domain::history;
use crate::domain::identity::Identity;
use crate::domain::report::Report;
use crate::domain::scope::Subject;
use crate::domain::text::Printable;
use crate::domain::words::counted;

pub(super) fn take(model: &mut Model, answer: Message) -> Vec<Effect> {
    if let Message::LedgerChanged(job, _) = &answer {
        model.jobs.writing.take_if(|writing| *writing == *job);
    }
    match answer {
        Message::Loaded(job, news) => {
            let mut effects = library::loaded(model, job, news);
            effects.extend(session::resume(model));
            return effects;
        }
        Message::LoadEnded(job) => {
            let mut effects = library::ended(model, job);
            effects.extend(session::resume(model));
            effects.extend(fetching::ended(model, job));
            effects.extend(launching::arrived(model, job));
            return effects;
        }
        Message::Completed(job, one) => fetching::completed(model, job, one),
        Message::Groups(job, answer) => groups::came(model, job, answer),
        Message::Labelled(job, answer) => labelling::labelled(model, job, answer),
        Message::Blocked(job, news) => return lookout::blocked(model, job, news),
        Message::Scans(job, news) => scans::came(model, job, news),
        Message::Rules(job, answer) => groups::rules_came(model, job, answer),
        Message::ChosenGroups(job, answer) => groups::chosen(model, job, answer),
        Message::Looked(job, answer) => launching::looked(model, job, answer),
        Message::Scanning(job, progress) => launching::goes_on(model, job, progress),
        Message::ScanEnded(job, answer) => launching::ended(model, job, answer),
        Message::LeftRunning(left) => return launching::take_up(model, left),
        Message::Tenants(job, answer) => tenants::told(model, job, answer),
        Message::LoggedIn(job, answer) => return tenants::logged_in(model, job, answer),
        Message::LoggedOut(_, answer) => tenants::logged_out(model, answer),
        Message::Added(job, answer) if model.jobs.adding.contains(&job) => {
            library::added(model, job, answer);
        }
        Message::Changed(job, changed) if model.jobs.watch == Some(job) => {
            return library::changed(model, *changed);
        }
        Message::Folder(job, folder, presence) if model.jobs.watch == Some(job) => {
            library::folder(model, &folder, presence);
        }
        Message::Unwatched(job, why) if model.jobs.watch == Some(job) => {
            model.complain(why.into_string());
        }
        Message::Opened(job, answer) if model.jobs.open == Some(job) => {
            opened(model, job, answer);
            return deciding::look_at_ledger(model);
        }
        Message::LedgerTouched => return deciding::look_at_ledger(model),
        Message::LedgerRead(job, answer) => return ledger_read(model, job, answer),
        Message::LedgerChanged(job, Ok(change)) => {
            model.unsaved.take_if(|(unsaved, _)| *unsaved == job);
            changed(model, &change);
        }
        Message::LedgerChanged(job, Err(why)) => return refused(model, job, &why),
        Message::NoteEdited(job, answer) if model.jobs.note == Some(job) => {
            deciding::note_edited(model, answer);
        }
        Message::FiltersSaved(_, Err(why)) => {
            model.complain(format!("The filters are kept for this session only: {why}"));
        }
        Message::History(job, answer) => exceptions::told(model, job, answer),
        Message::Exported(job, answer) if model.jobs.export == Some(job) => exported(model, answer),
        Message::Copied(job, answer) => menus::copied(model, job, answer),
        Message::Browsed(job, answer) => menus::browsed(model, job, answer),
        Message::SourceRead(job, answer) => reading::read(model, job, answer),
        Message::Searched(job, hit) => reading::searched(model, job, hit),
        Message::Compared(job, answer) => comparing::compared(model, job, answer),
        _ => {}
    }
    Vec::new()
}

/// Says why the ledger did not do it. A form that was being saved comes back as it was, unless another is open.
fn refused(model: &mut Model, job: JobId, why: &Printable) -> Vec<Effect> {
    let unsaved = model.unsaved.take_if(|(unsaved, _)| *unsaved == job);
    match unsaved.filter(|_| model.overlay.is_none()) {
        Some((_, mut form)) => {
            form.look_again(model);
            form.problem = Some(why.to_string());
            model.overlay = Some(Overlay::Verdict(form));
        }
        None => model.complain(format!("Not done: {why}")),
    }
    deciding::look_at_ledger(model)
}

/// Takes the ledger over, and with the first answer begins to read the reports, ledger or not.
fn ledger_read(model: &mut Model, job: JobId, answer: Result<Reading, Printable>) -> Vec<Effect> {
    let (decisions, now) = match answer {
        Ok(Reading { decisions, barred }) => (
            Some(decisions),
            barred.map_or(LedgerState::Open, LedgerState::ReadOnly),
        ),
        Err(why) => (None, LedgerState::Closed(why)),
    };
    let before = std::mem::replace(&mut model.ledger, now);
    if let Some(decisions) = decisions.filter(|now| *now != model.decisions) {
        model.decisions = decisions;
        if before.is_read() && model.toast.is_none() {
            model.say("Somebody else wrote to the ledger; what is here shows it.");
        }
    }
    if !model.read_only
        && model.ledger != before
        && let Some(why) = model.ledger.refusal()
    {
        model.complain(why);
    }
    ledger_moved(model);
    if let Some(Overlay::Verdict(mut form)) = model
        .overlay
        .take_if(|over| matches!(over, Overlay::Verdict(_)))
    {
        form.look_again(model);
        model.overlay = Some(Overlay::Verdict(form));
    }
    if model.jobs.load != Some(job) {
        return Vec::new();
    }
    let load = model.jobs.start();
    model.jobs.load = Some(load);
    vec![Effect::Load(load)]
}

fn opened(model: &mut Model, job: JobId, answer: Result<Box<Report>, Printable>) {
    model.jobs.open = None;
    let goal = model.exceptions.goal.take().filter(|(of, _)| *of == job);
    match answer {
        Ok(report) => {
            let shown = model.screen == Screen::Report;
            let source = &report.head.source;
            let again = |open: &mut Open| shown && open.report.head.source == *source;
            let earlier = model.report.take_if(again);
            let mut open = Open::new(*report, &model.decisions, model.today(), model.size);
            open.divide(model.split, model.size);
            match earlier {
                Some(earlier) => open.resume(earlier, model.size),
                None => open.go_to_first_open(model.size),
            }
            if model.screen == Screen::Scans {
                open.back = Screen::Scans;
            }
            if let Some((_, exact)) = goal {
                open.back = Screen::Exceptions;
                if let Some(exact) = exact {
                    open.go_to_identity(exact, model.size);
                }
            }
            model.report = Some(open);
            model.screen = Screen::Report;
        }
        Err(why) => model.complain(why.into_string()),
    }
    session::settle(model);
}

fn changed(model: &mut Model, change: &Change) {
    let extended = history::extended(&model.decisions, change);
    let replaced = change.now.iter().all(|(_, decision)| decision.is_some());
    let touched = Touched::by(change, &model.decisions);
    model.decisions.apply(change);
    let today = model.today();
    model.library.recount(&touched, &model.decisions, today);
    if let Some(open) = &mut model.report {
        open.rejudge(&touched, &model.decisions, today);
    }
    exceptions::forget_history(model);
    model.exceptions.ledger_changed(&model.decisions, today);
    let words = Printable::line(&change.words);
    match change.act {
        Act::Undone if replaced => {
            model.say(format!(
                "Undone: {words}; what was decided before holds again. U restores it."
            ));
        }
        Act::Undone => model.say(format!("Undone: {words}. U restores it.")),
        Act::Redone => model.say(format!("Restored: {words}.")),
        Act::Recorded => recorded(model, change, extended, &words),
    }
}

/// Clears the marks, and goes on to what waits next; the user says when it is time for the next report.
fn recorded(model: &mut Model, change: &Change, extended: Option<Date>, words: &Printable) {
    model.reports.marks.clear();
    model.exceptions.marks.clear();
    if let Some(open) = &mut model.report {
        open.marks.clear();
    }
    let done = if all_decided(model, change) {
        match moving::waiting_report(model, true) {
            Some(_) => " Done here: n opens the next report.",
            None => " Done: nothing else waits for a decision.",
        }
    } else {
        ""
    };
    model.say(match extended {
        Some(last) => format!("Extended to {last}: {words}. u takes it back."),
        None => format!(
            "Saved: {words}{}{}. u takes it back.{done}",
            until(change),
            untouched(model, change)
        ),
    });
}

/// Goes on to the next finding that waits in the open report, if what is selected was decided; says whether none is left.
fn all_decided(model: &mut Model, change: &Change) -> bool {
    let Some(open) = model.report.as_mut() else {
        return false;
    };
    let decided = change.now.iter().all(|(_, decision)| decision.is_some());
    let mut here = open.under_cursor().iter();
    let left = here.any(|at| open.stands[*at].is_open());
    model.screen == Screen::Report
        && decided
        && !left
        && !open.go_round_to_open(true, model.size)
        && !open.stands.iter().any(|stand| stand.is_open())
}

/// How long verdicts hold, where all hold as long.
fn until(change: &Change) -> String {
    let last = |now: &Option<Decision>| now.as_ref().and_then(|it| it.expires);
    let mut days = change.now.iter().map(|(_, now)| last(now));
    let first = days.next().flatten();
    let same = days.all(|day| day == first);
    first
        .filter(|_| same)
        .map_or_else(String::new, |day| format!(", until {day}"))
}

/// That a verdict on scans as a whole leaves their findings as they were, where somebody may think that it decides them.
fn untouched(model: &Model, change: &Change) -> &'static str {
    let decided = change.now.iter().filter(|(_, now)| now.is_some());
    let decided: HashSet<&Subject> = decided.map(|(subject, _)| subject).collect();
    let is_about = |identity: &Identity| {
        let fingerprint = identity.exact;
        decided.contains(&Subject::Scan { fingerprint })
    };
    let mut reports = model.library.summaries.iter().zip(&model.library.tallies);
    if !reports.any(|(summary, tally)| tally.open > 0 && is_about(&summary.head.identity)) {
        return "";
    }
    match change.now.len() {
        1 => "; its findings stay open",
        _ => "; their findings stay open",
    }
}

/// Follows what the ledger holds now.
fn ledger_moved(model: &mut Model) {
    exceptions::forget_history(model);
    recount(model);
}

/// Counts again what depends on the ledger and the day.
pub(super) fn recount(model: &mut Model) {
    let today = model.today();
    model.exceptions.ledger_changed(&model.decisions, today);
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
            let own = |overlay: &mut Overlay| matches!(overlay, Overlay::Export(_));
            model.overlay.take_if(own);
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
        Err(fault) => match (&mut model.overlay, fault) {
            (Some(Overlay::Export(form)), ExportFault::Exists) => {
                form.replace = true;
                form.problem = Some("The file is there already. Enter replaces it.".to_owned());
            }
            (Some(Overlay::Export(form)), ExportFault::Failed(why)) => {
                form.problem = Some(why.into_string());
            }
            (_, ExportFault::Exists) => {
                model.complain("Nothing was exported: the file is there already.");
            }
            (_, ExportFault::Failed(why)) => {
                model.complain(format!("Nothing was exported: {why}"));
            }
        },
    }
}
