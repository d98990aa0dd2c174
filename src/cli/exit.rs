//! Exit codes, the same for every command. An interrupt ends the process by its signal, which shells report as 130; 1
//! is left for a gate's violation.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Pass,
    /// Wrong usage, wrong configuration, or nothing could be read: undecided.
    Undecided,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Pass => 0,
            Exit::Undecided => 2,
        })
    }
}
