//! Exit codes, the same for every command.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; for a gate, passed.
    Pass,
    /// A gate found an unexcused violation.
    Violation,
    /// Wrong usage, wrong configuration, or nothing could be read: undecided.
    Undecided,
    /// Interrupted.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Pass => 0,
            Exit::Violation => 1,
            Exit::Undecided => 2,
            Exit::Interrupted => 130,
        })
    }
}
