//! The messages of this session, as they were when the page was opened: new ones do not push it about.

use crate::app::list::List;
use crate::app::log::{Entry, Log};

/// State of the page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The messages, the newest first.
    pub entries: Vec<Entry>,
    /// Window; the cursor is the first message that is shown.
    pub list: List,
}

impl Page {
    /// A page of what was said so far.
    pub fn of(log: &Log) -> Self {
        Self {
            entries: log.entries().cloned().collect(),
            list: List::default(),
        }
    }

    /// Scrolls by so many messages.
    pub fn step(&mut self, by: isize) {
        self.list.step(by, self.entries.len(), 1);
    }
}
