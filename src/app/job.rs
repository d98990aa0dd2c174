//! Work in flight. Every effect that answers carries a [`JobId`]; an answer to a job that is no longer wanted is
//! dropped, so that a slow answer can never undo a newer state.

use crate::domain::scope::Subject;

/// Number of a piece of work, unique in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(u64);

/// The work that is wanted, mostly one of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jobs {
    last: u64,
    /// Reading the library.
    pub load: Option<JobId>,
    /// Reading what was added to it: as many as were added.
    pub adding: Vec<JobId>,
    /// Watching its files.
    pub watch: Option<JobId>,
    /// Opening a report.
    pub open: Option<JobId>,
    /// Writing a note in the user's editor.
    pub note: Option<JobId>,
    /// Writing to the ledger: until it has answered, a further key could be meant for what is about to be.
    pub writing: Option<JobId>,
    /// Writing an export.
    pub export: Option<JobId>,
    /// Looking at a path, and which.
    pub look: Option<(JobId, String)>,
    /// Asking which tenants there are.
    pub tenants: Option<JobId>,
    /// Reading the history of a subject, and of which.
    pub history: Option<(JobId, Subject)>,
}

impl Jobs {
    /// Whether anything is being read.
    pub fn is_reading(&self) -> bool {
        self.load.is_some() || !self.adding.is_empty()
    }

    /// A number that no job had before.
    pub fn start(&mut self) -> JobId {
        self.last += 1;
        JobId(self.last)
    }
}
