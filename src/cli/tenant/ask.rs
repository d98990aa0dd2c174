//! Questions at the terminal. They stand on standard error, so that standard output stays the result's.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use anyhow::{Context as _, bail, ensure};
use secrecy::{ExposeSecret, SecretString};

use crate::io::settings;

/// A longer answer is none.
const LONGEST: u64 = 8192;

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
    io::stdin().lock().take(LONGEST).read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

/// The secret: from standard input where that was asked for, else from the environment, else by asking without showing
/// what is typed.
pub(super) fn secret(from_input: bool) -> anyhow::Result<SecretString> {
    let secret = if from_input {
        let mut text = String::new();
        let mut input = io::stdin().lock().take(LONGEST);
        input
            .read_line(&mut text)
            .context("standard input could not be read")?;
        SecretString::from(text.trim_end_matches(['\r', '\n']))
    } else if let Some(secret) = settings::secret() {
        secret
    } else if is_possible() {
        rpassword::prompt_password("Client secret (not shown): ")
            .context("the terminal could not be read")?
            .into()
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
    Ok(secret)
}
