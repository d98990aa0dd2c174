//! Fetching what reports lack: asking for it, following it, and going to what came.

use crate::app::effect::Effect;
use crate::app::fetching::{self, Fetching};
use crate::app::job::JobId;
use crate::app::message::{Completed, Ended};
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::domain::incomplete::Incomplete;
use crate::domain::text::Printable;
use crate::domain::words::counted;

/// Asks the tenant for what is missing.
pub(super) fn start(model: &mut Model) -> Vec<Effect> {
    match fetching::wanted(model) {
        Ok(wanted) => ask(model, wanted, false),
        Err(_) => Vec::new(),
    }
}

/// Asks the tenant for scans, to open what comes or to keep it.
pub(super) fn ask(model: &mut Model, wanted: Vec<Incomplete>, opens: bool) -> Vec<Effect> {
    let job = model.jobs.start();
    model.jobs.adding.push(job);
    model.fetching = Some(Fetching {
        opens,
        ..Fetching::of(job, wanted.len())
    });
    model.say(format!(
        "Asking the tenant for {}…",
        counted(wanted.len(), "scan")
    ));
    vec![Effect::Complete(job, wanted)]
}

/// One of the scans came, or did not.
pub(super) fn completed(model: &mut Model, job: JobId, completed: Completed) {
    let Some(fetching) = model.fetching.as_mut().filter(|it| it.job == job) else {
        return;
    };
    fetching.done = completed.done;
    match completed.outcome {
        Ok(scan) => fetching.came.push(scan),
        Err(why) => fetching.failed.push(why),
    }
}

/// What came is in the list: says so, and goes to it where it is one.
pub(super) fn ended(model: &mut Model, job: JobId) -> Vec<Effect> {
    let Some(fetching) = model.fetching.take_if(|it| it.job == job) else {
        return Vec::new();
    };
    match (&fetching.failed[..], fetching.came.len()) {
        ([], came) => {
            let doubts = doubts(&fetching.came);
            let what = if doubts.is_empty() {
                "full report"
            } else {
                "report"
            };
            model.say_with_doubts(&format!("Fetched {}.", counted(came, what)), &doubts);
        }
        ([why], 0) => model.complain(format!("Not fetched: {why}.")),
        // Where the next would fare no better, not all were asked for.
        ([why, ..], came) => model.complain(format!(
            "Fetched {came}; {} could not be: {why}.",
            counted(fetching.total - came, "scan")
        )),
    }
    let [Ended { scan, .. }] = &fetching.came[..] else {
        return Vec::new();
    };
    let Some(at) = fetching::full(model, scan) else {
        return Vec::new();
    };
    match (model.screen, &model.report) {
        (Screen::Reports, _) => {
            model.reports.go_to(at, model.size);
            Vec::new()
        }
        (Screen::Report, Some(report)) if report.report.head.is_of(scan) => vec![open(model, at)],
        (Screen::Scans, _) if fetching.opens => vec![open(model, at)],
        _ => Vec::new(),
    }
}

/// What is odd about scans, each doubt once.
fn doubts(came: &[Ended]) -> Vec<Printable> {
    let mut doubts = Vec::new();
    for doubt in came.iter().flat_map(|it| &it.doubts) {
        if !doubts.contains(doubt) {
            doubts.push(doubt.clone());
        }
    }
    doubts
}

/// Opens a report of the library.
pub(super) fn open(model: &mut Model, at: usize) -> Effect {
    let job = model.jobs.start();
    model.jobs.open = Some(job);
    Effect::Open(job, Box::new(model.library.summaries[at].head.clone()))
}
