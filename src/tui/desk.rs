//! The desk put together: library, ledger, terminal, loop.

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use ratatui::layout::Rect;
use tokio::sync::mpsc;

use crate::app::model::Model;
use crate::io::clipboard::Clipboard;
use crate::io::ledger::Ledger;
use crate::io::library::{Input, Library};
use crate::io::places::Places;
use crate::io::runner::{Desktop, Opened, Runner};
use crate::io::{clock, demo};
use crate::tui::guard::{self, Guard};
use crate::tui::{Wires, input};
use crate::view::theme::Theme;

/// Answers that may wait before whoever gives them has to.
const ANSWERS: usize = 64;

/// Opens the desk on these inputs.
pub async fn open(
    places: &Places,
    author: String,
    inputs: Vec<Input>,
    read_only: bool,
    theme: Theme,
) -> anyhow::Result<()> {
    let ledger = Ledger::open(&places.ledger).await;
    let set = |model: &mut Model| model.read_only = read_only;
    run(Library::new(inputs), ledger, author, clock::now, theme, set).await
}

/// Opens the desk on the bundled workspace.
pub async fn demo(author: String, theme: Theme) -> anyhow::Result<()> {
    let library = Library::new(demo::inputs());
    let ledger = demo::ledger(&library).await?;
    run(library, Ok(ledger), author, demo::clock, theme, |model| {
        model.demo = true;
    })
    .await
}

async fn run(
    library: Library,
    ledger: Opened,
    author: String,
    clock: fn() -> Timestamp,
    theme: Theme,
    set: impl FnOnce(&mut Model),
) -> anyhow::Result<()> {
    let (sender, answers) = mpsc::channel(ANSWERS);
    let desktop = Desktop {
        clipboard: Clipboard::of(|name| std::env::var_os(name), guard::copy),
        browser: |page| open::that_detached(page),
    };
    let runner = Runner::new(library, ledger, author, clock, desktop, sender);
    let mut guard = Guard::take().context("the terminal cannot be used")?;
    let size = guard.terminal.size()?;
    let mut model = Model::new(Rect::new(0, 0, size.width, size.height), clock());
    set(&mut model);
    let wires = Wires {
        input: input::messages(),
        runner,
        answers,
        clock,
        frames: None,
    };
    let model = super::run(&mut guard.terminal, wires, model, &theme).await?;
    drop(guard);
    match model.toast {
        Some(toast) if toast.bad => bail!(toast.text),
        _ => Ok(()),
    }
}
