//! The terminal is borrowed: whatever happens, it is given back as it was.

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

/// Whether there is a terminal to draw on and a keyboard to listen to.
pub fn available() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}

impl Guard {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste.
    pub fn take() -> io::Result<Self> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let _ = execute!(stdout(), DisableBracketedPaste);
            before(panic);
        }));
        let terminal = ratatui::try_init()?;
        execute!(stdout(), EnableBracketedPaste)?;
        Ok(Self { terminal })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = execute!(stdout(), DisableBracketedPaste);
        ratatui::restore();
    }
}
