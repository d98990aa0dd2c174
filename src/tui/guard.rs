//! The terminal is borrowed: whatever happens, it is given back as it was.

use std::fs::File;
use std::io::{self, IsTerminal, Stdout, stdin, stdout};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
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

impl Guard {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste.
    pub fn take() -> io::Result<Self> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let _ = execute!(stdout(), DisableBracketedPaste);
            before(panic);
        }));
        let guard = Self {
            terminal: ratatui::try_init()?,
        };
        execute!(stdout(), EnableBracketedPaste)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = execute!(stdout(), DisableBracketedPaste);
        ratatui::restore();
    }
}
