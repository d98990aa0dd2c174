//! Notices in words.

use super::{Notice, Trouble};
use crate::domain::text::Printable;

impl Notice {
    /// Whether it may hide a report, and not merely is none.
    pub fn is_broken(&self) -> bool {
        matches!(self.trouble, Trouble::Unreadable | Trouble::Refused)
    }

    /// What happened and where in the file, without the file's name.
    pub fn sentence(&self) -> Printable {
        match self.position {
            Some((line, column)) => {
                Printable::line(&format!("{} (line {line}, column {column})", self.message))
            }
            None => self.message.clone(),
        }
    }
}
