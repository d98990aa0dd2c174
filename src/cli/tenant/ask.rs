//! Questions at the terminal. They stand on standard error, so that standard output stays the result's.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use anyhow::{Context as _, bail, ensure};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::io::settings;

/// A longer answer is none.
const LONGEST: usize = 8192;

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
    let secret = if from_input {
        let mut text = String::new();
        let mut input = io::stdin().lock().take(LONGEST as u64);
        input
            .read_line(&mut text)
            .context("standard input could not be read")?;
        SecretString::from(text.trim_end_matches(['\r', '\n']))
    } else if let Some(secret) = settings::secret() {
        secret
    } else if is_possible() {
        match unseen("Client secret (not shown)").context("the terminal could not be read")? {
            Some(secret) => secret,
            None => return Ok(None),
        }
    } else {
        bail!(
            "there is no terminal to ask for the client secret; pipe it in with --secret-stdin, or set {}",
            settings::SECRET
        )
    };
    let fits = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
    ensure!(
        fits(secret.expose_secret()),
        "that is no client secret: it is empty, or holds more than text"
    );
    Ok(Some(secret))
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

/// Asks for what is not to be shown. None where somebody leaves.
fn unseen(question: &str) -> io::Result<Option<SecretString>> {
    // Before anybody is asked to type.
    let _raw = Raw::on()?;
    let mut err = io::stderr();
    write!(err, "{question}: ")?;
    err.flush()?;
    // With room for all of it, so that no copy of a part stays behind.
    let mut typed = Zeroizing::new(String::with_capacity(LONGEST));
    loop {
        let Event::Key(key) = event::read()? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match meant(key) {
            Typed::End => return Ok(Some(SecretString::from(typed.as_str()))),
            Typed::Leave => return Ok(None),
            Typed::Back => drop(typed.pop()),
            Typed::Clear => typed.clear(),
            Typed::Letter(letter) if typed.len() + letter.len_utf8() <= LONGEST => {
                typed.push(letter);
            }
            Typed::Letter(_) | Typed::Nothing => {}
        }
    }
}

/// What a key means at a question.
enum Typed {
    Letter(char),
    Back,
    Clear,
    End,
    Leave,
    Nothing,
}

fn meant(key: KeyEvent) -> Typed {
    let held = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Enter => Typed::End,
        KeyCode::Backspace => Typed::Back,
        KeyCode::Esc => Typed::Leave,
        KeyCode::Char('j' | 'm') if held => Typed::End,
        KeyCode::Char('c' | 'd') if held => Typed::Leave,
        KeyCode::Char('h') if held => Typed::Back,
        KeyCode::Char('u') if held => Typed::Clear,
        KeyCode::Char(letter) if !held => Typed::Letter(letter),
        _ => Typed::Nothing,
    }
}
