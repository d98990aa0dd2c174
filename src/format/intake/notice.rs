//! Notices in words.

use super::Notice;
use crate::domain::text::Printable;

impl Notice {
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
