//! Notices in words.

use super::{Notice, Origin, Trouble};
use crate::domain::text::{Printable, Untrusted};

impl Origin {
    /// The origin in one line: `build-812.zip!/model_scan_report.json`.
    pub fn label(&self) -> Untrusted {
        match &self.member {
            Some(member) => format!("{}!/{}", self.path.raw(), member.raw()).into(),
            None => self.path.clone(),
        }
    }
}

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
