//! The terminal is borrowed: whatever happens, it is given back as it was.

use std::fs::File;
use std::io::{self, IsTerminal, Stdout, stdin, stdout};
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// The terminal while the desk is on it. Dropping it, also by a panic, restores the terminal.
pub struct Guard {
    /// The terminal.
    pub terminal: Terminal<CrosstermBackend<Stdout>>,
}

/// Whether there is a terminal to draw on and a keyboard to listen to. Where standard input is taken by a report, the
/// keyboard is the one of the controlling terminal.
pub fn available(input_is_taken: bool) -> bool {
    let keyboard = || stdin().is_terminal() || input_is_taken && File::open("/dev/tty").is_ok();
    stdout().is_terminal() && keyboard()
}

/// Asks the terminal to take a text into its clipboard (OSC 52). It does not say whether it did.
pub fn copy(text: &str) -> io::Result<()> {
    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
}

impl Guard {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste.
    pub fn take() -> io::Result<Self> {
        give_back_before_a_panic_speaks();
        let guard = Self {
            terminal: Terminal::new(CrosstermBackend::new(stdout()))?,
        };
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // A panic has given it back already; leaving the alternate screen twice would write over what it said.
        if !thread::panicking() {
            give_back();
        }
    }
}

/// The desk lives on where a worker panics, so only the thread that holds the terminal gives it back.
fn give_back_before_a_panic_speaks() {
    let (before, holder) = (std::panic::take_hook(), thread::current().id());
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == holder {
            give_back();
        }
        before(panic);
    }));
}

fn give_back() {
    let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}
