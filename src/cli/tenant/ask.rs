//! Questions at the terminal. They stand on standard error, so that standard output stays the result's.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use anyhow::{Context as _, bail};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use crate::domain::secret::{LONGEST, Secret, Typed};
use crate::io::settings;

/// Whether there is somebody to ask.
pub(super) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a line.
pub(super) fn line(question: &str) -> anyhow::Result<String> {
    let mut err = io::stderr();
    write!(err, "{question}: ")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin()
        .lock()
        .take(LONGEST as u64)
        .read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

/// The secret: from standard input where that was asked for, else from the environment, else by asking without showing
/// what is typed. None where somebody leaves at the question.
pub(super) fn secret(from_input: bool) -> anyhow::Result<Option<SecretString>> {
    let mut typed = Typed::default();
    if from_input {
        let mut text = Zeroizing::new(String::with_capacity(LONGEST));
        let mut input = io::stdin().lock().take(LONGEST as u64);
        input
            .read_line(&mut text)
            .context("standard input could not be read")?;
        typed.add(&text);
    } else if let Some(secret) = settings::secret() {
        return Ok(Some(secret));
    } else if is_possible() {
        let question = "Client secret (not shown)";
        if !unseen(question, &mut typed).context("the terminal could not be read")? {
            return Ok(None);
        }
    } else {
        bail!(
            "there is no terminal to ask for the client secret; pipe it in with --secret-stdin, or set {}",
            settings::SECRET
        )
    }
    Ok(Some(typed.take().map(Secret::into_inner)?))
}

/// The terminal while keys come as they are typed; afterwards as it was, whatever happens.
struct Raw;

impl Raw {
    fn on() -> io::Result<Self> {
        terminal::enable_raw_mode().map(|()| Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = terminal::disable_raw_mode();
        let _ = writeln!(io::stderr());
    }
}

/// Asks for what is not to be shown; says whether it was answered.
fn unseen(question: &str, typed: &mut Typed) -> io::Result<bool> {
    // Before anybody is asked to type.
    let _raw = Raw::on()?;
    let mut err = io::stderr();
    write!(err, "{question}: ")?;
    err.flush()?;
    loop {
        let Event::Key(key) = event::read()? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match meant(key) {
            Meant::End => return Ok(true),
            Meant::Leave => return Ok(false),
            Meant::Back => typed.back(),
            Meant::Clear => typed.clear(),
            Meant::Letter(letter) => {
                typed.add(letter.encode_utf8(&mut [0; 4]));
            }
            Meant::Nothing => {}
        }
    }
}

/// What a key means at a question.
enum Meant {
    Letter(char),
    Back,
    Clear,
    End,
    Leave,
    Nothing,
}

fn meant(key: KeyEvent) -> Meant {
    let held = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Enter => Meant::End,
        KeyCode::Backspace => Meant::Back,
        KeyCode::Esc => Meant::Leave,
        KeyCode::Char('j' | 'm') if held => Meant::End,
        KeyCode::Char('c' | 'd') if held => Meant::Leave,
        KeyCode::Char('h') if held => Meant::Back,
        KeyCode::Char('u') if held => Meant::Clear,
        KeyCode::Char(letter) if !held => Meant::Letter(letter),
        _ => Meant::Nothing,
    }
}
