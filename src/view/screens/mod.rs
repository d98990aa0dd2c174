//! One file a screen.

mod counts;
mod detail;
pub mod exceptions;
pub mod report;
pub mod reports;
