//! What the desk knows of the file verdicts are kept in.

use std::borrow::Cow;

use crate::domain::text::Printable;

/// Whether verdicts can be read and saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LedgerState {
    /// It was not read yet.
    #[default]
    Unread,
    /// Verdicts are read and saved.
    Open,
    /// Verdicts are read; why none can be saved.
    ReadOnly(Printable),
    /// Nothing is read or saved, and why.
    Closed(Printable),
}

impl LedgerState {
    /// Whether its verdicts are known.
    pub fn is_read(&self) -> bool {
        matches!(self, Self::Open | Self::ReadOnly(_))
    }

    /// Why no verdict can be saved, in a sentence; `None` when one can.
    pub fn refusal(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Unread => Some("The ledger is not read yet: in a moment.".into()),
            Self::Open => None,
            Self::ReadOnly(why) | Self::Closed(why) => {
                Some(format!("No verdict can be saved: {why}").into())
            }
        }
    }
}
