//! The desk put together: library, ledger, terminal, loop.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use futures::StreamExt as _;
use jiff::Timestamp;
use ratatui::layout::Rect;
use tokio::sync::mpsc;

use crate::app::model::{End, Model};
use crate::app::mouse::Hold;
use crate::app::selection;
use crate::app::session::Session;
use crate::domain::tenant::Name;
use crate::domain::text::{Printable, Untrusted};
use crate::io::clipboard::Clipboard;
use crate::io::ledger::Ledger;
use crate::io::library::{Input, Library};
use crate::io::places::{self, Places};
use crate::io::runner::{Desktop, Opened, Runner, Service};
use crate::io::session::Memory;
use crate::io::settings::Settings;
use crate::io::signals::Signals;
use crate::io::{clock, demo, filters};
use crate::tui::Wires;
use crate::tui::guard::{self, Guard};
use crate::tui::hands::Hands;
use crate::tui::input::Keyboard;
use crate::view::theme::Theme;

/// Answers that may wait before whoever gives them has to.
const ANSWERS: usize = 64;

/// How the desk is wanted.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, as it was typed"
)]
pub struct Wishes {
    /// Colours.
    pub theme: Theme,
    /// Whether it takes the mouse.
    pub mouse: bool,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// Whether it asks the tenant for what that blocks, whatever the settings say.
    pub watch_tenant: bool,
    /// Whether it begins without what was open last time.
    pub fresh: bool,
}

/// What a desk leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What was selected when the user left, a line each.
    pub selected: String,
    /// Why what was open could not be kept.
    pub forgotten: Option<Printable>,
    /// The signal that ended the desk, if one did.
    pub signal: Option<u8>,
}

/// Opens the desk on these inputs, with the tenant that is named or counts.
pub async fn open(
    places: &Places,
    author: String,
    inputs: Vec<Input>,
    tenant: Option<Name>,
    wishes: Wishes,
) -> anyhow::Result<Left> {
    let ledger = Ledger::open(&places.ledger).await;
    let memory = Memory::of(&places.session, &inputs);
    let library = Library::new(inputs);
    let kept = memory.as_ref().filter(|_| !wishes.fresh);
    let kept = kept.map(|memory| remembered(memory, &library));
    let saved = filters::read(&places.filters);
    // A file that cannot be read is said where the tenant is asked.
    let set_to_watch = Settings::read(&places.settings).is_ok_and(|it| it.watch().tenant);
    let set = |model: &mut Model| {
        model.read_only = wishes.read_only;
        model.lookout.wanted = wishes.watch_tenant || set_to_watch;
        match saved {
            Ok(saved) => model.saved = saved,
            Err(why) => model.complain(format!("The saved filters were not read: {why}")),
        }
        if let Some((session, words)) = kept {
            if let Some(session) = session {
                session.begin(model);
            }
            if let Some(words) = words {
                model.say(words);
            }
        }
    };
    let start = Start {
        library,
        ledger,
        author,
        clock: clock::now,
        filters: Some(places.filters.clone()),
        service: Some(Service::of(places, tenant)),
        ledger_file: Some(places.ledger.clone()),
    };
    let (model, signal) = Box::pin(run(start, wishes, set)).await?;
    let session = Session::of(&model);
    let kept = memory.zip(session);
    let kept = kept.map(|(memory, session)| memory.write(session.write()));
    let selected = match model.end {
        Some(End::Left) => selection::lines(&model),
        _ => String::new(),
    };
    Ok(Left {
        selected,
        forgotten: kept.and_then(Result::err),
        signal,
    })
}

/// Opens the desk on the bundled workspace. Gives the signal that ended it, if one did.
pub async fn demo(author: String, wishes: Wishes) -> anyhow::Result<Option<u8>> {
    let library = Library::new(demo::inputs());
    let ledger = demo::ledger(&library).await?;
    let set = |model: &mut Model| model.demo = true;
    let start = Start {
        library,
        ledger: Ok(ledger),
        author,
        clock: demo::clock,
        filters: None,
        service: None,
        ledger_file: None,
    };
    let (_, signal) = Box::pin(run(start, wishes, set)).await?;
    Ok(signal)
}

/// Where the last desk on the same inputs was left, with what was added to it in the library again. Where some of that
/// is not to be had, a sentence says so.
fn remembered(memory: &Memory, library: &Library) -> (Option<Session>, Option<String>) {
    let read = memory.read().map_err(|why| why.to_string());
    let session = read.and_then(|text| {
        let session = text.map(|text| Session::read(&text));
        session.transpose().map_err(|why| why.to_string())
    });
    let mut session = match session {
        Ok(Some(session)) => session,
        Ok(None) => return (None, None),
        Err(why) => {
            let words =
                format!("What was open last time is forgotten: {why}. Nothing else is affected.");
            return (None, Some(words));
        }
    };
    let is_there = |path: &Untrusted| places::exists(Path::new(path.raw()));
    let (there, gone): (Vec<_>, Vec<_>) = session.added().iter().cloned().partition(is_there);
    library.add(there.iter().map(|path| path.raw().into()).collect());
    for path in &gone {
        session.forget(path);
    }
    let names: Vec<_> = gone.iter().map(Untrusted::printable).collect();
    let words = names.first().map(|first| {
        let more = match names.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        format!("Added last time and not there any more: {first}{more}. O adds a path again.")
    });
    (Some(session), words)
}

/// What a desk works on.
struct Start {
    library: Library,
    ledger: Opened,
    author: String,
    clock: fn() -> Timestamp,
    /// Where saved filters are kept, if anywhere.
    filters: Option<PathBuf>,
    /// The tenant, where there may be one.
    service: Option<Service>,
    /// The file of the ledger, where it is one that others may write to.
    ledger_file: Option<PathBuf>,
}

async fn run(
    start: Start,
    wishes: Wishes,
    set: impl FnOnce(&mut Model),
) -> anyhow::Result<(Model, Option<u8>)> {
    let (sender, answers) = mpsc::channel(ANSWERS);
    let desktop = Desktop {
        clipboard: Clipboard::of(|name| std::env::var_os(name), guard::copy),
        browser: |page| open::that_detached(page),
    };
    let (clock, author) = (start.clock, start.author);
    let mut runner = Runner::new(start.library, start.ledger, author, clock, desktop, sender);
    if let Some(path) = start.filters {
        runner.keep_filters(path);
    }
    if let Some(service) = start.service {
        runner.connect(service);
    }
    if let Some(file) = start.ledger_file {
        runner.watch_ledger(&file);
    }
    let signals = Signals::watch()?;
    let mut guard = Guard::take(wishes.mouse).context("the terminal cannot be used")?;
    let size = guard.terminal.size()?;
    let mut model = Model::new(Rect::new(0, 0, size.width, size.height), clock());
    if !wishes.mouse {
        model.mouse = Hold::Off;
    }
    set(&mut model);
    let keyboard = Keyboard::new();
    let wires = Wires {
        input: keyboard.clone().peekable(),
        runner,
        answers,
        hands: Hands::on(keyboard, wishes.mouse),
        clock,
        frames: None,
    };
    let desk = super::run(&mut guard.terminal, wires, &mut model, &wishes.theme);
    let left = Box::pin(desk).await;
    drop(guard);
    if let Some(unwritten) = model.toast.take_if(|toast| toast.bad) {
        left.context(unwritten.text.clone())?;
        bail!(unwritten.text);
    }
    left?;
    // A signal that was meant for another program, as an editor that had the terminal, ended nothing here.
    let signal = signals.came().filter(|_| model.end == Some(End::Cut));
    Ok((model, signal))
}
