//! State of each screen, and what its commands do to it.

pub mod exceptions;
pub mod groups;
pub mod report;
pub mod reports;
