//! The outgoing tray: what the analyst decided, as text for those who were not there.
//!
//! Owns the formats in which exceptions are handed on. Refuses to know where the text goes and what time it is. A
//! format is one file here and one row in [`write()`]. Where a severity is named, so is who says it: the reports have
//! none of the vendor's, and a derived one must not look like it.

pub mod csv;
pub mod json;
pub mod markdown;

use jiff::Timestamp;

use crate::domain::exception::{Exception, Format, Waiting};
use crate::domain::report::Report;

/// What is handed on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Notes<'a> {
    /// The reports at hand.
    pub reports: &'a [Report],
    /// What was decided about them.
    pub exceptions: &'a [Exception],
    /// What still waits on them.
    pub waiting: &'a [Waiting],
}

/// Notes in a format, ending in a line break. The reports and what still waits are for people: programs have `show`.
pub fn write(format: Format, notes: Notes<'_>, generated: Timestamp) -> String {
    match format {
        Format::Markdown => markdown::markdown(notes, generated),
        Format::Json => json::json(notes.exceptions, generated),
        Format::Csv => csv::csv(notes.exceptions),
    }
}
