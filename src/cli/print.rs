//! What is printed, and where: documents and tables on standard output, everything else on standard error. A reader
//! that has gone away (`| head`) is a success.

use std::io::{self, ErrorKind, IsTerminal, Read, Write};

use anyhow::{Context as _, ensure};

use super::exit::Exit;
use crate::domain::text::Printable;

/// More of standard input than this is refused, as it is of a file.
const STANDARD_INPUT: u64 = 1 << 30;

/// Prints.
#[derive(Debug, Default)]
pub struct Printer {
    progress: bool,
}

impl Printer {
    /// A printer on the process's own streams.
    pub fn new() -> Self {
        Self::default()
    }

    /// Prints a document or a table.
    pub fn text(&mut self, text: &str) -> anyhow::Result<Exit> {
        self.bytes(text.as_bytes())
    }

    /// Prints bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> anyhow::Result<Exit> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(gone) if gone.kind() == ErrorKind::BrokenPipe => Ok(Exit::Pass),
            Err(why) => Err(why).context("standard output takes no more"),
            Ok(()) => Ok(Exit::Pass),
        }
    }

    /// Says something beside the result. Paths, and what the system says of them, are foreign text too.
    pub fn notice(&mut self, text: &str) {
        self.progress_end();
        let _ = writeln!(io::stderr(), "airs-triage: {}", Printable::line(text));
    }

    /// Says how far something is, on a line that the next words replace. Nobody reads that in a log.
    pub fn progress(&mut self, text: &str) {
        let mut err = io::stderr();
        if err.is_terminal() {
            self.progress = true;
            let _ = write!(err, "\r\x1b[K{}", Printable::line(text));
            let _ = err.flush();
        }
    }

    /// Says which stage something is at: on such a line, and where there is none, once for every stage.
    pub fn stage(&mut self, text: &str, new: bool) {
        if io::stderr().is_terminal() {
            self.progress(text);
        } else if new {
            self.notice(text);
        }
    }

    /// Takes that line away.
    pub fn progress_end(&mut self) {
        if std::mem::take(&mut self.progress) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// Standard input, bounded.
pub fn standard_input() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(STANDARD_INPUT + 1)
        .read_to_end(&mut bytes)
        .context("standard input could not be read")?;
    ensure!(
        bytes.len() as u64 <= STANDARD_INPUT,
        "standard input holds more than 1 GiB, which no report does; cut the report out of it first"
    );
    Ok(bytes)
}
