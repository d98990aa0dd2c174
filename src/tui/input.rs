//! Terminal events as messages: presses, not releases; pasted text; sizes; and the wish of the system to end.

use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use futures::{Stream, StreamExt, stream};

use crate::app::message::Message;
use crate::app::press::{Key, Named, Press};

/// What the user and the system do, as messages. Ends when the terminal is gone.
pub fn messages() -> impl Stream<Item = Message> + Unpin {
    let events = EventStream::new().take_while(|event| std::future::ready(event.is_ok()));
    let presses = events.filter_map(|event| std::future::ready(event.ok().and_then(message)));
    let presses = presses.chain(stream::once(std::future::ready(Message::Ended)));
    Box::pin(stream::select(presses, stream::once(ended())))
}

fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => press(key).map(Message::Pressed),
        Event::Paste(text) => Some(Message::Pasted(text)),
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

#[cfg(unix)]
async fn ended() -> Message {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut hang_up), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::hangup()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
        _ = interrupt.recv() => {}
    }
    Message::Ended
}

#[cfg(not(unix))]
async fn ended() -> Message {
    std::future::pending().await
}
