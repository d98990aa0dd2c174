//! Exit codes, the same for every command. A signal ends a command at once, which shells report as 128 and its number;
//! the desk puts the terminal in order first and then says the same.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Pass,
    /// A model was stopped, and not by what somebody excused.
    Violation,
    /// Wrong usage, wrong configuration, or nothing could be read or decided.
    Undecided,
    /// A signal of this number ended the desk or a scan's waiting, or was typed at a question.
    Signalled(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Pass => 0,
            Exit::Violation => 1,
            Exit::Undecided => 2,
            Exit::Signalled(number) => 128 + number,
        })
    }
}
