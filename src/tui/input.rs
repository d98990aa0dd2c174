//! Terminal events as messages: presses, not releases; the mouse; pasted text; sizes; and the wish of the system to
//! end.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use crossterm::event::{
    self, Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton,
    MouseEvent, MouseEventKind,
};
use futures::{Stream, StreamExt, stream};

use crate::app::message::Message;
use crate::app::mouse::{Act, Mouse};
use crate::app::press::{Key, Named, Press};

/// How long a look at what was read may take; it takes no time where nothing was.
const PATIENCE: Duration = Duration::from_micros(100);

type Messages = Pin<Box<dyn Stream<Item = Message>>>;

/// The keyboard, the mouse and the system's signals. It can rest while another program has the terminal, and listens
/// again when it is asked for the next message.
#[derive(Clone)]
pub struct Keyboard {
    /// What comes from the terminal, the interrupt among it.
    terminal: Rc<RefCell<Option<Messages>>>,
    /// What comes from the system whoever has the terminal.
    system: Rc<RefCell<Messages>>,
}

impl Keyboard {
    /// Listens from the first message on that is wanted.
    pub fn new() -> Self {
        let system: Messages = Box::pin(stream::once(ended()));
        Self {
            terminal: Rc::default(),
            system: Rc::new(RefCell::new(system)),
        }
    }

    /// Listens to the terminal no more until the next message is wanted, and forgets what that has not told yet.
    pub fn rest(&self) {
        self.terminal.take();
    }
}

impl Default for Keyboard {
    fn default() -> Self {
        Self::new()
    }
}

/// What the user and the system do, as messages. Ends when the terminal is gone.
impl Stream for Keyboard {
    type Item = Message;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Message>> {
        if let Poll::Ready(Some(message)) = self.system.borrow_mut().poll_next_unpin(context) {
            return Poll::Ready(Some(message));
        }
        let mut terminal = self.terminal.borrow_mut();
        terminal
            .get_or_insert_with(of_terminal)
            .poll_next_unpin(context)
    }
}

fn of_terminal() -> Messages {
    let (mut stream, mut more) = (EventStream::new(), false);
    let events = stream::poll_fn(move |context| {
        let next = match more.then(told).flatten() {
            Some(event) => Poll::Ready(Some(Ok(event))),
            None => stream.poll_next_unpin(context),
        };
        more = next.is_ready();
        next
    });
    let events = events.take_while(|event| std::future::ready(event.is_ok()));
    let presses = events.filter_map(|event| std::future::ready(event.ok().and_then(message)));
    let presses = presses.chain(stream::once(std::future::ready(Message::Ended)));
    Box::pin(stream::select(presses, stream::once(interrupted())))
}

/// What was read with the event before. The stream itself asks without any patience, which crossterm takes for a wish
/// not to look at all: it would give one event for each time that its thread wakes the loop, and a frame for each.
fn told() -> Option<Event> {
    let is_there = event::poll(PATIENCE).is_ok_and(|there| there);
    is_there.then(event::read)?.ok()
}

fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => press(key).map(Message::Pressed),
        Event::Paste(text) => Some(Message::Pasted(text)),
        Event::Mouse(event) => mouse(event).map(Message::Mouse),
        Event::Resize(width, height) => Some(Message::Resized(width, height)),
        _ => None,
    }
}

fn press(event: KeyEvent) -> Option<Press> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let key = match event.code {
        KeyCode::Char(character) => Key::Char(character),
        KeyCode::Enter => Key::Named(Named::Enter),
        KeyCode::Esc => Key::Named(Named::Esc),
        KeyCode::Tab => Key::Named(Named::Tab),
        KeyCode::BackTab => Key::Named(Named::BackTab),
        KeyCode::Backspace => Key::Named(Named::Backspace),
        KeyCode::Delete => Key::Named(Named::Delete),
        KeyCode::Up => Key::Named(Named::Up),
        KeyCode::Down => Key::Named(Named::Down),
        KeyCode::Left => Key::Named(Named::Left),
        KeyCode::Right => Key::Named(Named::Right),
        KeyCode::Home => Key::Named(Named::Home),
        KeyCode::End => Key::Named(Named::End),
        KeyCode::PageUp => Key::Named(Named::PageUp),
        KeyCode::PageDown => Key::Named(Named::PageDown),
        _ => return None,
    };
    let modifiers = event.modifiers;
    Some(Press {
        key,
        ctrl: modifiers.contains(KeyModifiers::CONTROL),
        alt: modifiers.contains(KeyModifiers::ALT),
    })
}

/// What the desk knows a mouse to do; mere moving, other buttons and releases are nothing to it.
fn mouse(event: MouseEvent) -> Option<Mouse> {
    let act = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Act::Press,
        MouseEventKind::Drag(MouseButton::Left) => Act::Drag,
        MouseEventKind::ScrollUp => Act::WheelUp,
        MouseEventKind::ScrollDown => Act::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        act,
        column: event.column,
        row: event.row,
    })
}

#[cfg(unix)]
async fn ended() -> Message {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut hang_up)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::hangup()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
    }
    Message::Ended
}

#[cfg(not(unix))]
async fn ended() -> Message {
    std::future::pending().await
}

async fn interrupted() -> Message {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    Message::Ended
}
