//! One file a screen.

mod counts;
mod detail;
pub mod report;
pub mod reports;
