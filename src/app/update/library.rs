//! The library as it is read, grows and changes: what arrives, what was added, what files did meanwhile.

use super::{fetching, filtering};
use crate::app::effect::Effect;
use crate::app::job::JobId;
use crate::app::library::News;
use crate::app::message::{Added, Changed, Loaded, Presence};
use crate::app::model::Model;
use crate::app::overlays::Overlay;
use crate::app::screens::Screen;
use crate::app::screens::reports::order::Sort;
use crate::domain::report::{Head, Summary};
use crate::domain::text::{Printable, Untrusted};
use crate::domain::words::counted;

/// Longest pasted text that may be a path.
const LONGEST: usize = 16_000;

/// Takes in a piece of the library, or of what was added to it.
pub(super) fn loaded(model: &mut Model, job: JobId, news: Vec<Loaded>) -> Vec<Effect> {
    if model.jobs.load == Some(job) {
        let changed = first_read(model, news);
        return open_again(model, &changed);
    }
    if model.jobs.adding.contains(&job) {
        also_read(model, news);
    }
    Vec::new()
}

/// The report that is shown, where it may be opened again: not under a form and not under marks.
fn shown(model: &Model) -> Option<&Head> {
    let open = model.report.as_ref()?;
    let free = model.overlay.is_none() && model.help.is_none() && open.marks.on.is_empty();
    (free && model.screen == Screen::Report).then_some(&open.report.head)
}

/// Opens the report that is shown again where it is one of these.
fn open_again(model: &mut Model, changed: &[usize]) -> Vec<Effect> {
    let at = shown(model).and_then(|head| model.library.position(&head.source));
    let at = at.filter(|at| changed.contains(at));
    at.map(|at| fetching::open(model, at)).into_iter().collect()
}

/// Tells which reports say something else now than while they waited.
fn first_read(model: &mut Model, news: Vec<Loaded>) -> Vec<usize> {
    model.library.version += 1;
    let today = model.today();
    let mut found = News::default();
    for piece in news {
        match piece {
            Loaded::Waiting(summary) => wait(model, *summary),
            Loaded::Report(summary) => {
                let tally = model.decisions.tally(&summary, today);
                model.library.take(*summary, tally, &mut found);
            }
            Loaded::Notice(unread) => model.library.unread.push(unread),
            Loaded::Progress { done, total } => model.library.progress = (done, total),
        }
    }
    if !found.changed.is_empty() {
        model.exceptions.library_gone();
    }
    arrived(model, &found.changed);
    found.changed
}

fn wait(model: &mut Model, summary: Summary) {
    let tally = model.decisions.tally(&summary, model.today());
    model.library.await_parts(summary, tally);
}

/// What is read later may be there already.
fn also_read(model: &mut Model, news: Vec<Loaded>) {
    let today = model.today();
    let mut found = News::default();
    for piece in news {
        match piece {
            Loaded::Waiting(summary) => wait(model, *summary),
            Loaded::Report(summary) => {
                let tally = model.decisions.tally(&summary, today);
                model.library.add(*summary, tally, &mut found);
            }
            Loaded::Notice(unread) => {
                model.library.add_unread(unread);
            }
            Loaded::Progress { done, total } => model.library.progress = (done, total),
        }
    }
    model.library.version += 1;
    model.exceptions.library_gone();
    arrived(model, &found.changed);
}

fn arrived(model: &mut Model, changed: &[usize]) {
    filtering::lay(model, |reports, library, present, size| {
        reports.arrived(changed, library, present, size);
    });
}

/// Puts reports that say something else now where they belong.
fn moved(model: &mut Model, changed: &[usize]) {
    model.library.version += 1;
    model.exceptions.library_gone();
    let library = &model.library;
    model.reports.marks.on.retain(|at| library.is_listed(*at));
    filtering::lay(model, |reports, library, present, size| {
        reports.changed(changed, library, present, size);
    });
}

/// Reading has come to its end; from then on changes are told.
pub(super) fn ended(model: &mut Model, job: JobId) -> Vec<Effect> {
    model.jobs.adding.retain(|adding| *adding != job);
    let loaded = model.jobs.load.take_if(|load| *load == job).is_some();
    filtering::relist(model);
    if loaded || !model.jobs.is_reading() {
        model.reports.await_nothing();
    }
    loaded.then(|| watch(model)).into_iter().collect()
}

fn watch(model: &mut Model) -> Effect {
    let job = model.jobs.start();
    model.jobs.watch = Some(job);
    Effect::Watch(job)
}

/// Stops reading; what was read stays, and is watched.
pub(super) fn stop(model: &mut Model) -> Vec<Effect> {
    let is_first = model.jobs.load.is_some();
    let stopped = drop_readings(model);
    if stopped.effects.is_empty() {
        return stopped.effects;
    }
    let (done, total) = model.library.progress;
    model.say(if stopped.fetching {
        "Stopped fetching. What came before is kept; Ctrl-r shows it.".to_owned()
    } else {
        format!("Stopped after {done} of {total} files; Ctrl-r reads them again.")
    });
    filtering::relist(model);
    let mut effects = stopped.effects;
    if is_first {
        effects.push(watch(model));
    }
    effects
}

/// Readings that were dropped.
struct Stopped {
    effects: Vec<Effect>,
    /// Whether scans were being fetched, which ends with it.
    fetching: bool,
}

/// Drops all that is being read, and what waits for it.
fn drop_readings(model: &mut Model) -> Stopped {
    let adding = std::mem::take(&mut model.jobs.adding);
    let readings = model.jobs.load.take().into_iter().chain(adding);
    model.scanning.arriving.clear();
    Stopped {
        effects: readings.map(Effect::Cancel).collect(),
        fetching: model.fetching.take().is_some(),
    }
}

/// Reads everything anew; what was taken off the list is back.
pub(super) fn reload(model: &mut Model) -> Vec<Effect> {
    let stopped = drop_readings(model);
    if stopped.fetching {
        model.say("Stopped fetching. What came before is read with the rest.");
    }
    let mut effects = stopped.effects;
    effects.extend(model.jobs.watch.take().map(Effect::Cancel));
    let job = model.jobs.start();
    model.jobs.load = Some(job);
    model.reports.await_selected(&model.library);
    model.library = model.library.emptied();
    model.exceptions.library_gone();
    model.reports.marks.clear();
    filtering::relist(model);
    effects.push(Effect::ReadLedger(model.jobs.start()));
    effects.push(Effect::Load(job));
    effects
}

pub(super) fn sort(model: &mut Model, change: impl FnOnce(Sort) -> Sort) {
    let sort = change(model.reports.sort());
    filtering::lay(model, |reports, library, present, size| {
        reports.sort_by(sort, library, present, size);
    });
}

pub(super) fn hide(model: &mut Model) {
    let count = model.reports.hide(&mut model.library);
    model.library.version += 1;
    model.exceptions.library_gone();
    filtering::relist(model);
    let (are, files) = if count == 1 {
        ("is", "its file is untouched")
    } else {
        ("are", "their files are untouched")
    };
    model.say(format!(
        "{} {are} off the list; {files}. Ctrl-r brings all back.",
        counted(count, "row")
    ));
}

/// Files came, changed or went.
pub(super) fn changed(model: &mut Model, changed: Changed) -> Vec<Effect> {
    let today = model.today();
    let rewritten = shown(model).filter(|head| {
        let mut origins = head.origins().into_iter();
        origins.any(|origin| changed.files.contains(&origin.path))
    });
    let rewritten = rewritten.and_then(|head| model.library.position(&head.source));
    let news = model.library.change(changed, &model.decisions, today);
    moved(model, &news.changed);
    let words = words(model, &news);
    let unsaid = model.toast.as_ref().is_none_or(|toast| !toast.bad);
    if !words.is_empty() && unsaid {
        model.say(words);
    }
    if let [first, more @ ..] = &news.broken[..] {
        let unread = &model.library.unread[*first];
        let more = match more.len() {
            0 => String::new(),
            count => format!(" (and {count} more)"),
        };
        // Not a complaint: it may be half written, and then the next message takes it back.
        model.say(format!("Not read: {}: {}{more}", unread.place, unread.why));
    }
    let mut again = news.changed;
    again.extend(rewritten.filter(|at| !news.gone.contains(at)));
    open_again(model, &again)
}

/// A watched folder went or came back. Its return takes the complaint back, and leaves any other.
pub(super) fn folder(model: &mut Model, folder: &Printable, presence: Presence) {
    let gone = format!(
        "The folder {folder} is gone. Its reports stay in the list, marked; it is read again when it is back."
    );
    let toast = model.toast.as_ref();
    match presence {
        Presence::Gone => model.complain(gone),
        Presence::Back if toast.is_none_or(|it| !it.bad || it.text == gone) => {
            model.say(format!(
                "The folder {folder} is back; its reports are read again."
            ));
        }
        Presence::Back => {}
    }
}

fn words(model: &Model, news: &News) -> String {
    let listed = |at: &&usize| model.library.is_listed(**at);
    let sentence = |reports: &[usize], what: &str| {
        let first = reports.iter().find(listed)?;
        let count = reports.iter().filter(listed).count();
        let name = model.library.summaries[*first].head.name();
        let more = if count > 1 { ", …" } else { "" };
        Some(format!(
            "{}: {}{more}",
            counted_with(count, what),
            name.printable()
        ))
    };
    let parts = [
        sentence(&news.new, "new"),
        sentence(&news.changed, "changed"),
        sentence(&news.gone, "whose file is gone"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn counted_with(count: usize, what: &str) -> String {
    if what.contains(' ') {
        format!("{} {what}", counted(count, "report"))
    } else {
        counted(count, &format!("{what} report"))
    }
}

/// Adds what was typed.
pub(super) fn add(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::AddPath(form)) = &mut model.overlay else {
        return Vec::new();
    };
    let text = form.path.text().trim().to_owned();
    if text.is_empty() {
        form.problem = Some("Type the path of a file or folder, or drag one in.".to_owned());
        return Vec::new();
    }
    start_adding(model, text)
}

/// A path that was pasted or dragged in, where no text is being typed.
pub(super) fn pasted(model: &mut Model, text: String) -> Vec<Effect> {
    if model.help.is_some() || model.overlay.is_some() || text.trim().is_empty() {
        return Vec::new();
    }
    if text.len() > LONGEST {
        model.say("What was pasted is too long for a path: nothing was done with it.");
        return Vec::new();
    }
    start_adding(model, text)
}

fn start_adding(model: &mut Model, text: String) -> Vec<Effect> {
    let job = model.jobs.start();
    model.jobs.adding.push(job);
    vec![Effect::Add(job, text)]
}

/// What was named is there and will be read, or is not.
pub(super) fn added(model: &mut Model, job: JobId, answer: Result<Added, Printable>) {
    let prompt = matches!(model.overlay, Some(Overlay::AddPath(_)));
    match answer {
        Ok(added) => {
            if prompt {
                model.overlay = None;
            }
            filtering::show(model, Screen::Reports);
            model.say(format!("Added {}.", names(&added.paths)));
            for path in &added.paths {
                if !model.added.contains(path) {
                    model.added.push(path.clone());
                }
            }
            model.reports.await_from(added.paths);
            filtering::relist(model);
        }
        Err(why) => {
            model.jobs.adding.retain(|adding| *adding != job);
            match &mut model.overlay {
                Some(Overlay::AddPath(form)) => form.problem = Some(why.into_string()),
                _ => model.say(why.into_string()),
            }
        }
    }
}

fn names(paths: &[Untrusted]) -> String {
    let (first, more) = match paths {
        [] => return String::new(),
        [first, more @ ..] => (first.printable(), more.len()),
    };
    match more {
        0 => first.into_string(),
        more => format!("{first} and {more} more"),
    }
}
