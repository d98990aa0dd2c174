//! The terminal is borrowed: whatever happens, it is given back as it was. Where standard output is a pipe, it is the
//! controlling terminal that is drawn on.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write, stdin, stdout};
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// What is drawn on.
type Screen = Box<dyn Write>;

/// The terminal while the desk is on it. Dropping it, also by a panic, restores the terminal.
pub struct Guard {
    /// The terminal.
    pub terminal: Terminal<CrosstermBackend<Screen>>,
}

/// What of the standard streams is meant for something else than the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// A report comes through standard input.
    pub input: bool,
    /// A result goes to standard output.
    pub output: bool,
}

/// Whether there is a terminal to draw on and a keyboard to listen to. A stream that is taken by something else is
/// replaced by the controlling terminal.
pub fn available(taken: Taken) -> bool {
    let keyboard = || stdin().is_terminal() || taken.input && File::open("/dev/tty").is_ok();
    (stdout().is_terminal() || taken.output && controlling().is_ok()) && keyboard()
}

/// Asks the terminal to take a text into its clipboard (OSC 52). It does not say whether it did.
pub fn copy(text: &str) -> io::Result<()> {
    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
}

impl Guard {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste, and the mouse where that is wanted.
    pub fn take(mouse: bool) -> io::Result<Self> {
        give_back_before_a_panic_speaks();
        let guard = Self {
            terminal: Terminal::new(CrosstermBackend::new(screen()?))?,
        };
        enter(mouse)?;
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

/// Takes the mouse, or leaves it to the terminal.
pub fn mouse(on: bool) {
    if let Ok(mut screen) = screen() {
        let _ = if on {
            execute!(screen, EnableMouseCapture)
        } else {
            execute!(screen, DisableMouseCapture)
        };
    }
}

/// Takes a terminal that was given back for a while.
pub fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let mut screen = screen()?;
    // A desk that was killed left its last frame there.
    let everything = Clear(ClearType::All);
    execute!(
        screen,
        EnterAlternateScreen,
        everything,
        EnableBracketedPaste
    )?;
    if mouse {
        execute!(screen, EnableMouseCapture)?;
    }
    Ok(())
}

/// Gives the terminal back, for a while or for good.
pub fn give_back() {
    if let Ok(mut screen) = screen() {
        let _ = execute!(
            screen,
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        );
    }
    let _ = disable_raw_mode();
}

fn screen() -> io::Result<Screen> {
    if stdout().is_terminal() {
        return Ok(Box::new(stdout()));
    }
    Ok(Box::new(BufWriter::new(controlling()?)))
}

fn controlling() -> io::Result<File> {
    File::options().read(true).write(true).open("/dev/tty")
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
