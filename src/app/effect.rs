//! Everything the desk may ask of the world, as plain values that tests compare.

use crate::app::job::JobId;
use crate::domain::decision::Entry;
use crate::domain::exception::Format;
use crate::domain::report::Head;
use crate::domain::scope::Subject;

/// A wish. Those with a job are answered by a message with the same job.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read the library.
    Load(JobId),
    /// Stop a job; its answer is not wanted any more.
    Cancel(JobId),
    /// Read one report whole.
    Open(JobId, Box<Head>),
    /// Read the ledger.
    ReadLedger(JobId),
    /// Record verdicts as one act.
    Record(JobId, Vec<Entry>),
    /// Take the last act back.
    Undo(JobId),
    /// Restore what was taken back.
    Redo(JobId),
    /// Read everything that happened to a subject.
    History(JobId, Subject),
    /// Write exception notes.
    Export(JobId, Export),
    /// Leave.
    Quit,
}

/// What to export.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// The reports whose verdicts are wanted.
    pub heads: Vec<Head>,
    /// Only the verdicts on these subjects, also where no report shows them; every verdict on the reports where none.
    pub only: Option<Vec<Subject>>,
    /// In which format.
    pub format: Format,
    /// Where to, as typed.
    pub path: String,
    /// Whether a file that is there already may be replaced.
    pub replace: bool,
}
