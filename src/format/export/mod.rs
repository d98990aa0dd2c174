//! The outgoing tray: what the analyst decided, as text for those who were not there.
//!
//! Owns the formats in which exceptions are handed on. Refuses to know where the text goes and what time it is. A
//! format is one file here and one row in [`write()`]. Nothing here names a severity: the reports have none of the
//! vendor's, and a derived one must not look like it.

pub mod csv;
pub mod json;
pub mod markdown;

use jiff::Timestamp;

use crate::domain::exception::{Exception, Format};

/// The exceptions in a format, ending in a line break.
pub fn write(format: Format, exceptions: &[Exception], generated: Timestamp) -> String {
    match format {
        Format::Markdown => markdown::markdown(exceptions, generated),
        Format::Json => json::json(exceptions, generated),
        Format::Csv => csv::csv(exceptions),
    }
}
