//! The desk put together: library, ledger, terminal, loop.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use ratatui::layout::Rect;
use tokio::sync::mpsc;

use crate::app::model::Model;
use crate::io::ledger::Ledger;
use crate::io::library::{Input, Library};
use crate::io::places::Places;
use crate::io::runner::{Opened, Runner};
use crate::io::{clock, demo, filters};
use crate::tui::guard::Guard;
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
    let saved = filters::read(&places.filters);
    let filters = Some(places.filters.clone());
    let set = |model: &mut Model| {
        model.read_only = read_only;
        match saved {
            Ok(saved) => model.saved = saved,
            Err(why) => model.complain(format!("The saved filters were not read: {why}")),
        }
    };
    let library = Library::new(inputs);
    run(library, ledger, author, clock::now, theme, filters, set).await
}

/// Opens the desk on the bundled workspace.
pub async fn demo(author: String, theme: Theme) -> anyhow::Result<()> {
    let library = Library::new(demo::inputs());
    let ledger = demo::ledger(&library).await?;
    let set = |model: &mut Model| model.demo = true;
    run(library, Ok(ledger), author, demo::clock, theme, None, set).await
}

async fn run(
    library: Library,
    ledger: Opened,
    author: String,
    clock: fn() -> Timestamp,
    theme: Theme,
    filters: Option<PathBuf>,
    set: impl FnOnce(&mut Model),
) -> anyhow::Result<()> {
    let (sender, answers) = mpsc::channel(ANSWERS);
    let mut runner = Runner::new(library, ledger, author, clock, sender);
    if let Some(path) = filters {
        runner.keep_filters(path);
    }
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
