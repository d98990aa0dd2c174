//! What can go wrong with a ledger: what happened, in one sentence, and what to do, in another. Safe to show.

use std::path::Path;

use crate::domain::text::Printable;
use crate::domain::verdict::Incomplete;

/// Why the ledger did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The folder of the ledger cannot be made.
    #[error(
        "the folder for the ledger, {folder}, cannot be made: {why}. Choose another place with --ledger."
    )]
    Folder {
        /// The folder.
        folder: Printable,
        /// The system's words.
        why: Printable,
    },
    /// The file cannot be made or opened.
    #[error(
        "the ledger {path} cannot be opened: {why}. Check who may read and write it, or choose another with --ledger."
    )]
    Open {
        /// The file.
        path: Printable,
        /// The system's words.
        why: Printable,
    },
    /// The file is something else, or damaged beyond recognition.
    #[error("{path} is not a ledger. Move it away, or choose another with --ledger.")]
    NotALedger {
        /// The file.
        path: Printable,
    },
    /// A newer version of this program has changed the file's layout.
    #[error(
        "the ledger {path} was written by a newer airs-triage (layout {version}, this one knows {known}); it was not touched. Update airs-triage, or choose another with --ledger."
    )]
    Newer {
        /// The file.
        path: Printable,
        /// Its layout.
        version: i64,
        /// The newest layout this program knows.
        known: i64,
    },
    /// Somebody else wrote for longer than we wait.
    #[error(
        "somebody else has been writing to the ledger for some seconds. Try again; if it stays so, end the other airs-triage."
    )]
    Busy,
    /// The file may be read, not written.
    #[error(
        "the ledger is read-only, nothing was saved; earlier verdicts are intact. Allow writing to {what}, or choose another with --ledger."
    )]
    ReadOnly {
        /// What may not be written: the file, files beside it, its folder.
        what: Printable,
    },
    /// The file is not where it was opened.
    #[error(
        "the ledger {path} was moved, removed or replaced while it was open, and the verdict is not in it. Put it back, or start airs-triage again, then decide again."
    )]
    Moved {
        /// Where it was.
        path: Printable,
    },
    /// The disk refused.
    #[error(
        "the verdict could not be written ({why}), nothing was saved; earlier verdicts are intact. Make room or mend the disk, then decide again."
    )]
    NotSaved {
        /// The database's words.
        why: Printable,
    },
    /// The file cannot be read.
    #[error(
        "the ledger cannot be read: {why}. Close airs-triage and restore the file from a backup."
    )]
    Unreadable {
        /// The database's words.
        why: Printable,
    },
    /// One event makes no sense.
    #[error(
        "event {event} of the ledger is damaged, so no verdict is taken from it or its neighbours. Restore the file from a backup, or move it away to begin a new one."
    )]
    Damaged {
        /// Its number.
        event: i64,
    },
    /// An act without entries.
    #[error("there is nothing to decide. Mark at least one finding.")]
    Empty,
    /// A ruling that lacks something.
    #[error("{0}. Complete the form and save again.")]
    Incomplete(#[from] Incomplete),
    /// The author has no act that is not taken back.
    #[error(
        "there is nothing to undo: {author} has recorded no verdict, or has taken all of them back. Decide anew instead."
    )]
    NothingToUndo {
        /// Who asked.
        author: Printable,
    },
    /// The author took nothing back since the last record.
    #[error(
        "there is nothing to redo: {author} has taken nothing back since the last verdict. Decide anew instead."
    )]
    NothingToRedo {
        /// Who asked.
        author: Printable,
    },
    /// Somebody decided the same thing while this person was deciding.
    #[error(
        "{who} {what} on {about} at {when}, while you were deciding. Nothing was saved; look at it, and save again to replace it."
    )]
    DecidedSince {
        /// Who did.
        who: Printable,
        /// What was done: "decided true positive".
        what: String,
        /// What it is about.
        about: Printable,
        /// When, RFC 3339.
        when: String,
    },
    /// Somebody decided the same thing later.
    #[error(
        "{who} {what} on {about} at {when}, after your verdict; {turn} would overwrite it. Nothing was changed; decide anew if you disagree."
    )]
    Overtaken {
        /// Who did.
        who: Printable,
        /// What was done: "decided true positive".
        what: String,
        /// What it is about.
        about: Printable,
        /// When, RFC 3339.
        when: String,
        /// What was asked for: "undo" or "redo".
        turn: &'static str,
    },
}

/// Primary result codes of `SQLite` that mean something to a person.
const BUSY: [i32; 2] = [5, 6];
const READ_ONLY: i32 = 8;
const NO_DATABASE: [i32; 2] = [11, 26];

impl Fault {
    /// An error met while opening.
    pub(super) fn opening(path: &Path, error: &sqlx::Error) -> Self {
        let path = shown(path);
        match primary(error) {
            Some(code) if BUSY.contains(&code) => Self::Busy,
            Some(READ_ONLY) => Self::read_only(),
            Some(code) if NO_DATABASE.contains(&code) => Self::NotALedger { path },
            _ => Self::Open {
                path,
                why: words(error),
            },
        }
    }

    /// An error met while reading.
    #[expect(clippy::needless_pass_by_value, reason = "for map_err")]
    pub(super) fn reading(error: sqlx::Error) -> Self {
        match primary(&error) {
            Some(code) if BUSY.contains(&code) => Self::Busy,
            _ => Self::Unreadable { why: words(&error) },
        }
    }

    /// An error met while writing.
    #[expect(clippy::needless_pass_by_value, reason = "for map_err")]
    pub(super) fn saving(error: sqlx::Error) -> Self {
        match primary(&error) {
            Some(code) if BUSY.contains(&code) => Self::Busy,
            Some(READ_ONLY) => Self::read_only(),
            _ => Self::NotSaved { why: words(&error) },
        }
    }

    /// The database found that it may not write, and does not say which file it is about.
    fn read_only() -> Self {
        Self::ReadOnly {
            what: Printable::line("the file, the -wal and -shm files beside it, and its folder"),
        }
    }
}

pub(super) fn shown(path: &Path) -> Printable {
    Printable::line(&path.to_string_lossy())
}

/// The primary part of `SQLite`'s extended result code.
fn primary(error: &sqlx::Error) -> Option<i32> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

fn words(error: &sqlx::Error) -> Printable {
    let said = error
        .as_database_error()
        .map_or_else(|| error.to_string(), |error| error.message().to_owned());
    Printable::line(&said)
}
