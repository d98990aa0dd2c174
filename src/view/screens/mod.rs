//! One file a screen.

mod counts;
mod detail;
pub mod exceptions;
pub mod groups;
pub mod report;
pub mod reports;
pub mod scans;
