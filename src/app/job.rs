//! Work in flight. Every effect that answers carries a [`JobId`]; an answer to a job that is no longer wanted is
//! dropped, so that a slow answer can never undo a newer state.

/// Number of a piece of work, unique in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(u64);

/// The work that is wanted, one of each kind at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jobs {
    last: u64,
    /// Reading the library.
    pub load: Option<JobId>,
    /// Opening a report.
    pub open: Option<JobId>,
    /// Reading or writing the ledger.
    pub ledger: Option<JobId>,
    /// Writing a note in the user's editor.
    pub note: Option<JobId>,
    /// Writing an export.
    pub export: Option<JobId>,
    /// Reading the history of a subject.
    pub history: Option<JobId>,
}

impl Jobs {
    /// A number that no job had before.
    pub fn start(&mut self) -> JobId {
        self.last += 1;
        JobId(self.last)
    }
}
