//! The doorbell: terminal and event loop.
//!
//! One loop: take what is there, update, start the effects, draw once. Input comes before answers, so that the keyboard
//! stays alive while a library is read; nothing in the loop waits for an effect; nothing ticks.

pub mod colours;
pub mod desk;
pub mod guard;
pub mod hands;
pub mod input;

use std::pin::Pin;
use std::time::{Duration, Instant};

use futures::stream::Peekable;
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
/// How long messages may keep coming before a frame is drawn all the same.
const WITHOUT_A_FRAME: Duration = Duration::from_millis(50);
/// Bytes of letters that are typed at once.
const LETTERS: usize = 4_096;

/// What the loop is connected to.
pub struct Wires<I: Stream> {
    /// What the user does.
    pub input: Peekable<I>,
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

/// Runs the desk until the user leaves or the terminal breaks. What was being written then is written either way; the
/// toast is what could not be, which the user has not seen.
pub async fn run<B, I>(
    terminal: &mut Terminal<B>,
    mut wires: Wires<I>,
    model: &mut Model,
    theme: &Theme,
) -> Result<(), B::Error>
where
    B: Backend,
    I: Stream<Item = Message> + Unpin,
{
    let left = attend(terminal, &mut wires, model, theme).await;
    finish(model, wires).await;
    left
}

/// Does what the user wants until they leave.
async fn attend<B, I>(
    terminal: &mut Terminal<B>,
    wires: &mut Wires<I>,
    model: &mut Model,
    theme: &Theme,
) -> Result<(), B::Error>
where
    B: Backend,
    I: Stream<Item = Message> + Unpin,
{
    let first = update::start(model);
    for effect in first {
        wires.runner.start(effect);
    }
    loop {
        draw(terminal, wires, model, theme)?;
        if let Some(end) = view::scrolled_past(model, theme) {
            update::update(model, Message::ScrolledPast(end));
        }
        let Some(message) = next(wires, model).await else {
            return Ok(());
        };
        let since = Instant::now();
        let mut leaving = take(terminal, model, message, wires).await?;
        while !leaving
            && since.elapsed() < WITHOUT_A_FRAME
            && let Some(message) = waiting(wires, model).await
        {
            leaving = take(terminal, model, message, wires).await?;
        }
        if leaving {
            return Ok(());
        }
        update::prepare(model);
    }
}

/// Waits for what is being written, and leaves in the toast what could not be.
async fn finish<I: Stream>(model: &mut Model, wires: Wires<I>) {
    let (mut runner, mut answers) = (wires.runner, wires.answers);
    // No form is shown any more that could say why.
    (model.overlay, model.unsaved, model.toast) = (None, None, None);
    let mut failures = Vec::new();
    let mut late = |answer| {
        if is_of_writing(&answer) {
            update::update(model, answer);
            let failed = model.toast.take().filter(|toast| toast.bad);
            failures.extend(failed.map(|toast| toast.text));
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
    if !failures.is_empty() {
        model.complain(failures.join(" "));
    }
}

/// Whether a message tells what became of something that leaving waits for.
fn is_of_writing(message: &Message) -> bool {
    matches!(
        message,
        Message::LedgerChanged(..)
            | Message::Exported(..)
            | Message::FiltersSaved(..)
            | Message::Labelled(..)
            | Message::ChosenGroups(..)
            | Message::LoggedIn(..)
            | Message::LoggedOut(..)
            | Message::Copied(..)
            | Message::Browsed(..)
    )
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

/// A letter with those that are there behind it, where they are text: what follows from a text is then found out once
/// and not for every letter.
async fn whole<I: Stream<Item = Message> + Unpin>(
    message: Message,
    model: &mut Model,
    input: &mut Peekable<I>,
) -> Message {
    let mut text = String::new();
    text.extend(letter(&message).filter(|_| update::takes_text(model)));
    let first = text.len();
    while first > 0
        && text.len() < LETTERS
        && let Some(letter) = waiting_letter(input).await
    {
        text.push(letter);
    }
    if text.len() > first {
        Message::Pasted(text)
    } else {
        message
    }
}

async fn waiting_letter<I: Stream<Item = Message> + Unpin>(
    input: &mut Peekable<I>,
) -> Option<char> {
    let next = Pin::new(input).next_if(|message| letter(message).is_some());
    tokio::select! {
        biased;
        message = next => letter(&message?),
        () = std::future::ready(()) => None,
    }
}

fn letter(message: &Message) -> Option<char> {
    match message {
        Message::Pressed(press) => press.letter(),
        _ => None,
    }
}

/// Takes one message; says whether the user leaves.
async fn take<B: Backend, I: Stream<Item = Message> + Unpin>(
    terminal: &mut Terminal<B>,
    model: &mut Model,
    message: Message,
    wires: &mut Wires<I>,
) -> Result<bool, B::Error> {
    update::take(model, Message::Clock((wires.clock)()));
    let message = whole(message, model, &mut wires.input).await;
    let effects = update::take(model, message);
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

fn draw<B, I: Stream>(
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
