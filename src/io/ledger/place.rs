//! Whether the ledger's file still lies where it was opened. `SQLite` goes on writing into a file that was moved or
//! removed, where nobody looks for a verdict.

use std::path::{Path, PathBuf};

use super::Fault;
use crate::domain::text::Printable;

/// A file, by its path and by what tells it from another one of that name.
#[derive(Clone, Debug)]
pub(super) struct Place {
    path: PathBuf,
    file: Option<(u64, u64)>,
}

impl Place {
    /// The place of a file that was just opened.
    pub(super) fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            file: file(path),
        }
    }

    /// Fails where there is no file any more, or another one.
    pub(super) fn holds(&self) -> Result<(), Fault> {
        if file(&self.path) == self.file {
            return Ok(());
        }
        Err(Fault::Moved {
            path: Printable::line(&self.path.to_string_lossy()),
        })
    }
}

/// Its device and number. The file is not opened for this: closing it again would end the locks that this process has
/// on it (POSIX, `fcntl`).
#[cfg(unix)]
fn file(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = path.metadata().ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Elsewhere a file that is open can be neither moved nor removed.
#[cfg(not(unix))]
fn file(_: &Path) -> Option<(u64, u64)> {
    None
}
