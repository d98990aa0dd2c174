//! Going back on the screen of scans: what that means depends on where the cursor stands and on what goes on.

use crate::app::job::JobId;
use crate::app::model::Model;
use crate::domain::query::remote::USUAL;

/// What going back means, the innermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// Calling off the scan under the cursor, which runs.
    CallOff(JobId),
    /// Forgetting the marks.
    Unmark,
    /// Not listing any further.
    StopListing,
    /// Not fetching any further.
    StopFetching,
    /// Asking for what is asked for usually.
    Usual,
    /// Leaving the screen.
    Leave,
}

/// What going back means on this screen now.
pub fn back(model: &Model) -> Back {
    let screen = &model.scans;
    if let Some(job) = screen.selected_running() {
        Back::CallOff(job)
    } else if screen.marks.any() {
        Back::Unmark
    } else if screen.asking.is_some() {
        Back::StopListing
    } else if model.fetching.is_some() {
        Back::StopFetching
    } else if screen.filter.text().trim() != USUAL && !model.demo {
        Back::Usual
    } else {
        Back::Leave
    }
}
