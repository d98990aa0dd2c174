//! Reading one file: bounded, regular files only, into a buffer that is used again.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::format::artifact::LIMITS;

/// A buffer that has grown beyond this is given back after use.
const KEPT: usize = 4 << 20;

/// The bytes of one file after another.
#[derive(Default)]
pub(super) struct Buffer(Vec<u8>);

impl Buffer {
    /// The bytes of a file, or a sentence that says why there are none and what to do.
    pub(super) fn read(&mut self, path: &Path) -> Result<&[u8], String> {
        self.fill(path).map_err(|error| words(&error))
    }

    fn fill(&mut self, path: &Path) -> io::Result<&[u8]> {
        // Opening a pipe would wait for its other end, so its kind is asked first.
        let kind = fs::metadata(path)?;
        if !kind.is_file() {
            return Err(io::Error::other(NO_FILE));
        }
        if kind.len() > LIMITS.file {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.0.clear();
        let size = usize::try_from(kind.len()).unwrap_or(0);
        self.0.try_reserve_exact(size + 1)?;
        File::open(path)?
            .take(LIMITS.file + 1)
            .read_to_end(&mut self.0)?;
        Ok(&self.0)
    }

    /// Gives memory back after an unusually large file.
    pub(super) fn shrink(&mut self) {
        if self.0.capacity() > KEPT {
            self.0 = Vec::new();
        }
    }
}

const NO_FILE: &str = "no regular file but a device, pipe, socket or folder; it was not read. Pipe its content to `airs-triage -` instead";

fn words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => {
            "not there: it was moved or deleted, or a link leads nowhere. Check the path".to_owned()
        }
        ErrorKind::PermissionDenied => {
            "may not be read by you. Ask for read access, or copy it to where you have it"
                .to_owned()
        }
        ErrorKind::FileTooLarge => {
            "larger than 1 GiB, which no report is; it was not read. Cut the report out of it first"
                .to_owned()
        }
        _ => format!("cannot be read: {error}"),
    }
}

/// The sentence for a folder or file that cannot even be looked at.
pub(super) fn unreachable(error: Option<&io::Error>) -> String {
    error.map_or_else(
        || "a link that leads back to a folder above it; it was not followed".to_owned(),
        words,
    )
}
