//! The doorbell: terminal and event loop.
//!
//! One loop: take a message, update, start the effects, draw once. Input comes before answers, so that the keyboard
//! stays alive while a library is read; nothing in the loop waits for an effect; nothing ticks.

pub mod colours;
pub mod desk;
pub mod guard;
pub mod hands;
pub mod input;

use std::time::Duration;

use futures::{Stream, StreamExt};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use tokio::sync::mpsc::Receiver;
use tokio::sync::watch;

use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::model::Model;
use crate::app::update;
use crate::io::runner::Runner;
use crate::tui::hands::Hands;
use crate::view;
use crate::view::theme::Theme;

/// How long input waits for the ledger, which gives up itself before that.
const PATIENCE: Duration = Duration::from_secs(10);
/// Messages that are taken before the next frame is drawn.
const BEFORE_DRAWING: usize = 64;

/// What the loop is connected to.
pub struct Wires<I> {
    /// What the user does.
    pub input: I,
    /// Executes effects.
    pub runner: Runner,
    /// Answers of the runner.
    pub answers: Receiver<Message>,
    /// What the terminal itself does.
    pub hands: Hands,
    /// The time.
    pub clock: fn() -> Timestamp,
    /// Shown every frame; tests wait on it, nobody else looks.
    pub frames: Option<watch::Sender<Buffer>>,
}

/// Runs the desk until the user leaves, and gives the model back.
pub async fn run<B, I>(
    terminal: &mut Terminal<B>,
    mut wires: Wires<I>,
    mut model: Model,
    theme: &Theme,
) -> Result<Model, B::Error>
where
    B: Backend,
    I: Stream<Item = Message> + Unpin,
{
    let first = update::start(&mut model);
    for effect in first {
        wires.runner.start(effect);
    }
    loop {
        draw(terminal, &wires, &model, theme)?;
        if let Some(end) = view::scrolled_past(&model, theme) {
            update::update(&mut model, Message::ScrolledPast(end));
        }
        let Some(message) = next(&mut wires, &model).await else {
            break;
        };
        let mut leaving = take(terminal, &mut model, message, &mut wires).await?;
        for _ in 1..BEFORE_DRAWING {
            if leaving {
                break;
            }
            let Some(message) = waiting(&mut wires, &model).await else {
                break;
            };
            leaving = take(terminal, &mut model, message, &mut wires).await?;
        }
        if leaving {
            break;
        }
    }
    finish(&mut model, wires).await;
    Ok(model)
}

/// What was being written when the user left is written. The toast is then what the user has not seen of that.
async fn finish<I>(model: &mut Model, wires: Wires<I>) {
    let (mut runner, mut answers) = (wires.runner, wires.answers);
    model.toast = None;
    let mut late = |answer| {
        if let Message::LedgerChanged(..) = answer {
            update::update(model, answer);
        }
    };
    let mut written = std::pin::pin!(runner.finish());
    loop {
        tokio::select! {
            biased;
            Some(answer) = answers.recv() => late(answer),
            () = &mut written => break,
        }
    }
    while let Ok(answer) = answers.try_recv() {
        late(answer);
    }
}

/// The next message: input first. Input that has ended ends the desk.
///
/// While the ledger writes, input waits its turn: a key typed ahead is meant for the desk as it will be then.
async fn next<I: Stream<Item = Message> + Unpin>(
    wires: &mut Wires<I>,
    model: &Model,
) -> Option<Message> {
    if model.jobs.writing.is_some()
        && let Ok(Some(message)) = tokio::time::timeout(PATIENCE, wires.answers.recv()).await
    {
        return Some(message);
    }
    tokio::select! {
        biased;
        message = wires.input.next() => message,
        Some(message) = wires.answers.recv() => Some(message),
    }
}

/// A message that is there already. Asked with the loop's own waker, or the terminal would forget to wake it later.
async fn waiting<I: Stream<Item = Message> + Unpin>(
    wires: &mut Wires<I>,
    model: &Model,
) -> Option<Message> {
    tokio::select! {
        biased;
        message = next(wires, model) => message,
        () = std::future::ready(()) => None,
    }
}

/// Takes one message; says whether the user leaves.
async fn take<B: Backend, I>(
    terminal: &mut Terminal<B>,
    model: &mut Model,
    message: Message,
    wires: &mut Wires<I>,
) -> Result<bool, B::Error> {
    update::update(model, Message::Clock((wires.clock)()));
    let effects = update::update(model, message);
    let leaving = effects.contains(&Effect::Quit);
    for effect in effects {
        match effect {
            Effect::Mouse(on) => (wires.hands.mouse)(on),
            Effect::EditNote(job, note) => {
                let edited = (wires.hands.editor)(note).await;
                return_to(terminal, model)?;
                update::update(model, Message::NoteEdited(job, edited));
            }
            Effect::Suspend => {
                (wires.hands.suspend)();
                return_to(terminal, model)?;
            }
            effect => wires.runner.start(effect),
        }
    }
    Ok(leaving)
}

/// Draws from scratch on a terminal that another program had, and that may have another size now.
fn return_to<B: Backend>(terminal: &mut Terminal<B>, model: &mut Model) -> Result<(), B::Error> {
    // Not `terminal.clear`, which asks the terminal where its cursor is and waits for the answer.
    terminal.backend_mut().clear()?;
    terminal.swap_buffers();
    let size = terminal.size()?;
    update::update(model, Message::Resized(size.width, size.height));
    Ok(())
}

fn draw<B, I>(
    terminal: &mut Terminal<B>,
    wires: &Wires<I>,
    model: &Model,
    theme: &Theme,
) -> Result<(), B::Error>
where
    B: Backend,
{
    let frame = terminal.draw(|frame| view::draw(model, theme, frame))?;
    if let Some(frames) = &wires.frames {
        frames.send_replace(frame.buffer.clone());
    }
    Ok(())
}
