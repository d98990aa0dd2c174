//! The scans screen: asking the tenant, taking what it says as it comes, and what the keys do.

use super::{fetching, filtering, launching, library};
use crate::app::effect::Effect;
use crate::app::fetching::full;
use crate::app::job::JobId;
use crate::app::message::{Giver, Listed, Scanned};
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::app::screens::scans::back::{self, Back};
use crate::app::screens::scans::{Heading, offers};
use crate::domain::incomplete::Incomplete;
use crate::domain::query::remote::{Sought, USUAL};
use crate::domain::scan::Scan;
use crate::domain::text::Printable;
use crate::domain::words::{ago, number};

/// Asks, while the screen is shown, where nobody was asked yet, and looks which scans the library has whole.
pub(super) fn keep_up(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Scans || model.demo {
        return Vec::new();
    }
    model.scans.look_into(&model.library);
    if model.scans.answer.is_some() || model.scans.asking.is_some() {
        return Vec::new();
    }
    model.scans.begin(model.now);
    ask(model)
}

/// Asks for what the filter says.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let mut effects: Vec<Effect> = drop_question(model).into_iter().collect();
    let job = model.jobs.start();
    let wish = model.scans.ask(job, model.now, model.size);
    effects.push(Effect::ListScans(job, Box::new(wish)));
    effects
}

fn drop_question(model: &mut Model) -> Option<Effect> {
    let asking = model.scans.asking.take()?;
    Some(Effect::Cancel(asking.job))
}

/// Takes what came.
pub(super) fn came(model: &mut Model, job: JobId, news: Result<Scanned, Printable>) {
    let (screen, size) = (&mut model.scans, model.size);
    if screen
        .asking
        .as_ref()
        .is_none_or(|asking| asking.job != job)
    {
        return;
    }
    match news {
        Ok(Scanned::Further(scans, total)) => screen.take(scans, total, size),
        Ok(Scanned::Kept(listed, asked)) => kept(model, listed, asked),
        Ok(Scanned::Whole(listed)) => {
            let asked = screen.asked.clone();
            if let Giver::Service(Some(why)) = &listed.by {
                let why = format!("Not kept for when the service is away: {why}");
                model.say(why);
            }
            model.scans.ended(Heading { listed, asked }, size);
        }
        Err(why) => failed(model, &why),
    }
}

/// What is here stays, and says why it is not newer, or not all.
fn failed(model: &mut Model, why: &Printable) {
    let screen = &mut model.scans;
    let came = screen.asking.take().is_some_and(|asking| asking.came() > 0);
    let then = match &mut screen.answer {
        Some(Ok(heading)) if !came => {
            heading.listed.by = Giver::Cache(Some(why.clone()));
            Some(heading.listed.fetched_at)
        }
        answer => {
            *answer = Some(Err(why.clone()));
            None
        }
    };
    match then {
        Some(then) => model.complain(format!("As it was {}: {why}", ago(then, model.now))),
        None if model.scans.all.is_empty() => {}
        None => model.complain(format!("Not all scans are here: {why}")),
    }
}

/// Takes scans that were kept: they never take the place of newer ones.
fn kept(model: &mut Model, listed: Listed<Scan>, asked: String) {
    let (scans, listed) = listed.apart();
    let size = model.size;
    let for_now = listed.by == Giver::Cache(None);
    let screen = &mut model.scans;
    if for_now && screen.answer.is_some() {
        return;
    }
    if screen.all.is_empty() {
        screen.put(scans, size);
    }
    let then = ago(listed.fetched_at, model.now);
    if let Giver::Cache(Some(why)) = &listed.by {
        screen.asking = None;
        let words = format!("As it was {then}: {why}");
        screen.answer = Some(Ok(Heading { listed, asked }));
        model.complain(words);
    } else {
        screen.answer = Some(Ok(Heading { listed, asked }));
    }
}

/// Opens the full report of the selected scan: the library's, else it is fetched first.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(scan) = model.scans.selected() else {
        return Vec::new();
    };
    let wanted = match Incomplete::of_scan(scan) {
        Ok(wanted) => wanted,
        Err(whole) => {
            model.say(whole.words());
            return Vec::new();
        }
    };
    if let Some(at) = full(model, &wanted.scan) {
        return vec![fetching::open(model, at)];
    }
    if let Err(refusal) = crate::app::fetching::is_free(model) {
        model.say(refusal);
        return Vec::new();
    }
    fetching::ask(model, vec![wanted], true)
}

/// Goes back, in the sense that this has now.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    match back::back(model) {
        Back::CallOff(job) => return launching::call_off(model, job),
        Back::Unmark => {
            model.scans.marks.clear();
        }
        Back::StopListing => return stop(model),
        Back::StopFetching => return library::stop(model),
        Back::Usual => return usual(model),
        Back::Leave => filtering::show(model, Screen::Reports),
    }
    Vec::new()
}

/// Stops asking; what came stays.
fn stop(model: &mut Model) -> Vec<Effect> {
    let Some(asking) = model.scans.asking.take() else {
        return Vec::new();
    };
    let of = asking
        .total
        .map_or_else(String::new, |total| format!(" of {}", number(total)));
    let words = format!("stopped after {}{of}", number(asking.came()));
    model.say(format!("Listing was {words}; Ctrl-r asks again."));
    model.scans.answer = Some(Err(Printable::line(&words)));
    vec![Effect::Cancel(asking.job)]
}

/// Goes back to what is asked for usually.
fn usual(model: &mut Model) -> Vec<Effect> {
    model.scans.ask_for(USUAL, model.now);
    let asks_anew = model.scans.asks_anew();
    model.scans.relay(model.size);
    if asks_anew { ask(model) } else { Vec::new() }
}

/// Takes notice of typed text: words take effect at once, and what the tenant would be asked waits for Enter.
pub(super) fn typed(model: &mut Model) {
    let read = Sought::parse(model.scans.filter.text(), model.now);
    if model.scans.filter.take(read) {
        model.scans.relay(model.size);
    }
    complete(model, false);
}

fn complete(model: &mut Model, of_nothing: bool) {
    model.scans.filter.offers = offers::of(model, of_nothing);
}

/// Takes the selected completion; without any, shows what could be typed.
pub(super) fn take_offer(model: &mut Model) {
    if model.scans.filter.take_offer() {
        typed(model);
    } else {
        complete(model, true);
    }
}

/// Ends typing, and asks the tenant where that is something else than is here.
pub(super) fn keep_filter(model: &mut Model) -> Vec<Effect> {
    if let Some(fault) = &model.scans.filter.fault {
        let why = format!("Not a filter yet: {fault}. Esc clears it.");
        model.complain(why);
        return Vec::new();
    }
    model.scans.filtering = false;
    model.scans.filter.offers = None;
    if model.scans.asks_anew() {
        return ask(model);
    }
    Vec::new()
}

/// Closes the completions, else leaves the filter as it was asked for last.
pub(super) fn leave_filter(model: &mut Model) {
    if model.scans.filter.offers.take().is_some() {
        return;
    }
    model.scans.filtering = false;
    let asked = model.scans.asked.clone();
    model.scans.ask_for(&asked, model.now);
    let from = model.scans.from.take();
    model.scans.go_to(from.as_ref(), model.size);
}
