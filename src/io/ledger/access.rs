//! What may be done with the files of a ledger, asked before the database touches them.
//!
//! The database keeps files beside a ledger and gives them the ledger's own permissions. Beside a ledger that may only
//! be read they would be as read-only as it is, stay there, and stand in the way of writing when the ledger itself may
//! be written again. So such a ledger is read without them wherever everything is in the file itself.

use std::fs::OpenOptions;
use std::io::{Error, Write};
use std::path::{Path, PathBuf};

use crate::domain::text::Printable;

/// Beside a ledger: what is not yet in the file itself.
const LOG: &str = "-wal";
/// Beside a ledger: the index of the log, shared by those who have it open.
const INDEX: &str = "-shm";
/// Beside a ledger: what an interrupted change of the file itself has to be undone with.
const JOURNAL: &str = "-journal";

/// The file of a ledger and those beside it.
#[derive(Clone, Debug)]
pub(super) struct Files {
    path: PathBuf,
}

/// How a ledger is read that may not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// With the log and its index, which are there.
    Shared,
    /// With the log; its index is not there.
    Unindexed,
    /// Everything is in the file.
    Alone,
}

impl Files {
    /// The files of a ledger; a link is followed, as the database does.
    pub(super) fn of(path: &Path) -> Self {
        Self {
            path: path.canonicalize().unwrap_or_else(|_| path.to_owned()),
        }
    }

    /// The file beside the ledger with this ending.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        name.into()
    }

    /// What may not be written and would have to be; none where nothing stands in the way.
    pub(super) fn barred(&self) -> Option<Printable> {
        let files = [self.path.clone(), self.beside(LOG), self.beside(INDEX)];
        let files = files.into_iter().filter(|file| is_barred(file));
        let folder = self.path.parent().map(Path::to_owned);
        let barred: Vec<_> = files
            .chain(folder.filter(|folder| is_barred(folder) || !folder.exists()))
            .map(|path| path.display().to_string())
            .collect();
        (!barred.is_empty()).then(|| Printable::line(&barred.join(" and ")))
    }

    /// How to read it without making anything beside it.
    pub(super) fn look(&self) -> Look {
        let holds = |ending| {
            let file = self.beside(ending).metadata();
            file.is_ok_and(|file| file.len() > 0)
        };
        match (holds(LOG), holds(INDEX)) {
            (true, false) => Look::Unindexed,
            (true, true) => Look::Shared,
            _ if holds(JOURNAL) => Look::Shared,
            _ => Look::Alone,
        }
    }

    /// Makes an index that others can use as well. One that is empty would be made read-only by the database.
    pub(super) fn make_index(&self) -> Result<(), Error> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.beside(INDEX))?.write_all(b"\0")
    }
}

/// Whether something is there that may not be written. Others who have the ledger open make and take away the files
/// beside it at any moment, so it is asked once.
#[cfg(unix)]
fn is_barred(path: &Path) -> bool {
    let access = rustix::fs::access(path, rustix::fs::Access::WRITE_OK);
    access.is_err_and(|why| why != rustix::io::Errno::NOENT)
}

#[cfg(not(unix))]
fn is_barred(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|file| file.permissions().readonly())
}
