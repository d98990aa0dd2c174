//! The lookout for scans that the tenant blocks: turning it on and off, taking in what it tells of, and what is seen.

use crate::app::effect::{Effect, Sighted};
use crate::app::job::JobId;
use crate::app::message::Blocked;
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::domain::report::Head;
use crate::domain::text::{Printable, Untrusted};
use crate::domain::words::counted;

/// Begins to look out, where that is wanted from the start.
pub(super) fn start(model: &mut Model) -> Vec<Effect> {
    if model.lookout.wanted && !model.demo {
        vec![look_out(model)]
    } else {
        Vec::new()
    }
}

/// Begins to look out.
pub(super) fn look_out(model: &mut Model) -> Effect {
    let job = model.jobs.start();
    model.lookout.job = Some(job);
    model.lookout.failing = false;
    Effect::LookOut(job)
}

/// Turns it on or off.
pub(super) fn turn(model: &mut Model) -> Vec<Effect> {
    if let Some(job) = model.lookout.job.take() {
        model.say("The tenant is watched no more.");
        return vec![Effect::Cancel(job)];
    }
    model.say("Watching the tenant: what it blocks from now on comes into the reports.");
    vec![look_out(model)]
}

/// Takes in what was blocked and is not here in any form.
pub(super) fn blocked(
    model: &mut Model,
    job: JobId,
    news: Result<Vec<Blocked>, Printable>,
) -> Vec<Effect> {
    if model.lookout.job != Some(job) {
        return Vec::new();
    }
    let news = match news {
        Ok(news) => news,
        Err(why) => {
            if !std::mem::replace(&mut model.lookout.failing, true) {
                model.complain(format!("The tenant cannot be watched now: {why}"));
            }
            return Vec::new();
        }
    };
    if std::mem::take(&mut model.lookout.failing) {
        model.say("The tenant is watched again.");
    }
    let fresh: Vec<Blocked> = news.into_iter().filter(|it| is_new(model, it)).collect();
    let Some(first) = fresh.first() else {
        return Vec::new();
    };
    let more = if fresh.len() > 1 { ", …" } else { "" };
    let words = format!(
        "{} just blocked: {}{more}. F fetches why.",
        match fresh.len() {
            1 => "1 scan was".to_owned(),
            count => format!("{} were", counted(count, "scan")),
        },
        first.name.printable()
    );
    model.say(words);
    let sighted: Vec<Sighted> = fresh.into_iter().map(|it| it.sighted).collect();
    let scans = || sighted.iter().map(|it| it.scan.clone());
    model.lookout.told.extend(scans());
    model.lookout.unseen.extend(scans());
    let job = model.jobs.start();
    model.jobs.adding.push(job);
    vec![Effect::TakeIn(job, sighted)]
}

fn is_new(model: &Model, blocked: &Blocked) -> bool {
    let scan = &blocked.sighted.scan;
    let mut here = model.library.summaries.iter();
    !model.lookout.told.contains(scan) && !here.any(|summary| summary.head.is_of(scan))
}

/// What the user stands on, or reads, is seen.
pub(super) fn seen(model: &mut Model) {
    if model.lookout.unseen.is_empty() {
        return;
    }
    let uuid = |head: &Head| {
        let uuid = head.scan.uuid.as_ref().map(Untrusted::raw);
        uuid.map(str::to_ascii_lowercase)
    };
    let shown = match (model.screen, &model.report) {
        (Screen::Report, Some(open)) => uuid(&open.report.head),
        (Screen::Reports, _) => model.this_head().and_then(uuid),
        _ => None,
    };
    if let Some(uuid) = shown {
        model.lookout.unseen.remove(&uuid);
    }
}
