//! Launching scans: the form, what runs, and what came of it.

use super::fetching;
use crate::app::command::Command;
use crate::app::effect::{Effect, Left};
use crate::app::fetching::full;
use crate::app::job::JobId;
use crate::app::keys;
use crate::app::message::{Ended, LeftRunning, Looked, NotScanned};
use crate::app::model::Model;
use crate::app::overlays::{Overlay, launch};
use crate::app::running::{Arriving, Running};
use crate::app::screens::Screen;
use crate::app::words::fit_end;
use crate::domain::launch::Progress;
use crate::domain::words::number;

/// Columns of a model's address in a sentence.
const NAMED: usize = 60;

/// Opens the form: as it was where a scan could not be started, else about what is selected.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let form = model.scanning.kept.take();
    let form = form.unwrap_or_else(|| Box::new(about(model)));
    model.overlay = Some(Overlay::Launch(form));
    Vec::new()
}

fn about(model: &Model) -> launch::Form {
    if model.screen == Screen::Groups {
        let group = model.groups.selected();
        return launch::Form::of(None, group.map(|group| &group.uuid));
    }
    match model.this_head() {
        Some(head) => launch::Form::of(head.scan.model_uri.as_ref(), head.group_uuid()),
        None => launch::Form::default(),
    }
}

/// Shows what runs; asks, while the form is open, for the groups that it needs and for the path that is typed.
pub(super) fn keep_up(model: &mut Model) -> Vec<Effect> {
    let running = model.scanning.running.iter().map(|running| running.job);
    model.scans.follow(running, model.size);
    let Some(Overlay::Launch(form)) = &model.overlay else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    if let Some(path) = form.path() {
        let asked = model
            .jobs
            .look
            .as_ref()
            .is_some_and(|(_, asked)| *asked == path);
        if !asked {
            let job = model.jobs.start();
            model.jobs.look = Some((job, path.clone()));
            effects.push(Effect::Look(job, path));
        }
    }
    if model.groups.answer.is_none() && model.groups.asking.is_none() {
        effects.push(super::groups::ask(model));
    }
    effects
}

/// Takes what was found at a path.
pub(super) fn looked(model: &mut Model, job: JobId, looked: Looked) {
    if model
        .jobs
        .look
        .take_if(|(asked, _)| *asked == job)
        .is_none()
    {
        return;
    }
    if let Some(Overlay::Launch(form)) = &mut model.overlay {
        form.looked = Some(looked);
    }
}

/// Starts the scan of the form, unless something is wrong with it.
pub(super) fn start(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Launch(form)) = &mut model.overlay else {
        return Vec::new();
    };
    // What is not looked at yet may not be there.
    if form.path().is_some() {
        return Vec::new();
    }
    let Some(wanted) = form.launch(&model.groups) else {
        return Vec::new();
    };
    form.problem = None;
    let form = Some(form.clone());
    model.overlay = None;
    let job = model.jobs.start();
    let (target, judge) = (&wanted.request.target, &wanted.request.judge);
    model.groups.used(judge.uuid().into());
    let mut running = Running::started(job, target.address().into(), judge.label(), model.now);
    running.form = form;
    model.say(format!(
        "Scanning {}; 4 shows how far it is.",
        name(&running)
    ));
    model.scanning.running.push(running);
    vec![Effect::Launch(job, Box::new(wanted))]
}

/// A scan goes on.
pub(super) fn goes_on(model: &mut Model, job: JobId, progress: Progress) {
    if let Some(running) = model.scanning.of(job) {
        running.take(progress);
    }
}

/// A scan has ended: its result is being read, or there is none.
pub(super) fn ended(model: &mut Model, job: JobId, answer: Result<Ended, NotScanned>) {
    let is_waited_for = is_looked_at(model, job);
    let Some(mut running) = model.scanning.end(job) else {
        return;
    };
    match answer {
        Ok(ended) => {
            model.jobs.adding.push(job);
            model.scanning.last = Some(ended.scan.clone());
            model.scanning.arriving.push(Arriving {
                job,
                ended,
                is_waited_for,
            });
        }
        Err(why) if running.called_off => {
            model.say(format!("Called off: {}.{}", why.why, way_on(&why)));
        }
        Err(why) => {
            let words = format!(
                "No result of {}: {}.{}",
                name(&running),
                why.why,
                way_on(&why)
            );
            let form = running.form.take().filter(|_| !why.goes_on);
            match form {
                Some(mut form) if model.overlay.is_none() && model.help.is_none() => {
                    form.problem = Some(format!("Not scanned: {}.", why.why));
                    model.overlay = Some(Overlay::Launch(form));
                    // It may still say that the scan runs.
                    model.toast = None;
                }
                form => {
                    model.scanning.kept = form;
                    model.complain(words);
                }
            }
        }
    }
}

/// How to come back to a scan with which the service goes on.
fn way_on(why: &NotScanned) -> String {
    if !why.goes_on {
        return String::new();
    }
    let key = |command| keys::shown(command).unwrap_or_default();
    format!(
        " {} on {} lists it, {} opens its report once it is over, and the next desk waits for it again.",
        key(Command::AskAgain),
        key(Command::GoScans),
        key(Command::OpenScan)
    )
}

/// What came of a scan is in the list: it is opened where somebody waits for it, else told.
pub(super) fn arrived(model: &mut Model, job: JobId) -> Vec<Effect> {
    let mut arriving = model.scanning.arriving.iter();
    let Some(at) = arriving.position(|one| one.job == job) else {
        return Vec::new();
    };
    let arrived = model.scanning.arriving.remove(at);
    let Some(at) = full(model, &arrived.ended.scan) else {
        model.complain("The scan is over, and its report could not be read; L shows why.");
        return Vec::new();
    };
    let head = &model.library.summaries[at].head;
    let (name, outcome) = (head.name().printable(), head.scan.outcome_raw.printable());
    let mut words = format!("{name}: {outcome}.");
    if !arrived.is_waited_for {
        words.push_str(" E opens it.");
    }
    model.say_with_doubts(&words, &arrived.ended.doubts);
    let opened = arrived.is_waited_for.then(|| fetching::open(model, at));
    opened.into_iter().collect()
}

/// Opens the result of the scan that ended last.
pub(super) fn open_last(model: &mut Model) -> Vec<Effect> {
    let last = model.scanning.last.clone();
    let at = last.and_then(|scan| full(model, &scan));
    at.map(|at| fetching::open(model, at)).into_iter().collect()
}

/// Takes up what an earlier desk left running.
pub(super) fn take_up(model: &mut Model, left: Vec<LeftRunning>) -> Vec<Effect> {
    let known = |left: &Left| {
        let mut running = model.scanning.running.iter();
        running.any(|running| running.is(left))
    };
    let left: Vec<_> = left.into_iter().filter(|one| !known(&one.left)).collect();
    let Some(first) = left.first() else {
        return Vec::new();
    };
    let more = match left.len() {
        1 => String::new(),
        count => format!(" and {} more", number(count - 1)),
    };
    let model_of = fit_end(first.model.printable().as_str(), NAMED);
    let waits = match first.left {
        Left::Running(_) => "Waiting again for the scan of",
        Left::Asked(_) => {
            "The last desk ended too early to see whether this was started; looking for the scan of"
        }
    };
    model.say(format!("{waits} {model_of}{more}; 4 shows how far."));
    let mut effects = Vec::new();
    for one in left {
        let job = model.jobs.start();
        let mut running = Running::started(job, one.model, one.group, one.since);
        if let Left::Running(scan) = &one.left {
            running.scan = Some(scan.clone());
        }
        running.left = Some(one.left.clone());
        model.scanning.running.push(running);
        effects.push(Effect::Await(job, one.left));
    }
    effects
}

fn name(running: &Running) -> String {
    fit_end(running.model.printable().as_str(), NAMED)
}

/// Calls a scan off: nobody waits for it any more, and where the service has it, that goes on.
pub(super) fn call_off(model: &mut Model, job: JobId) -> Vec<Effect> {
    match model.scanning.of(job) {
        Some(running) if !running.called_off => {
            running.called_off = true;
            vec![Effect::Cancel(job)]
        }
        _ => Vec::new(),
    }
}

/// Whether the user looks at a scan that runs.
fn is_looked_at(model: &Model, job: JobId) -> bool {
    let shown = model.screen == Screen::Scans && model.overlay.is_none() && model.help.is_none();
    shown && model.scans.selected_running() == Some(job)
}
