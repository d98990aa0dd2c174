//! The lookout: whether the tenant is asked now and then for scans that it has just blocked, and which of those nobody
//! has seen yet.

use std::collections::HashSet;

use crate::app::job::JobId;

/// State of the lookout.
#[derive(Clone, Debug, Default)]
pub struct Lookout {
    /// Whether it is wanted from the start.
    pub wanted: bool,
    /// The work, while it looks out.
    pub job: Option<JobId>,
    /// UUIDs of scans that it told of, each for good: nothing appears twice.
    pub told: HashSet<String>,
    /// Those that nobody has seen yet.
    pub unseen: HashSet<String>,
    /// Whether the last look failed, which is said once.
    pub failing: bool,
}
