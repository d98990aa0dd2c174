//! State of each screen, and what its commands do to it.

pub mod exceptions;
pub mod groups;
pub mod report;
pub mod reports;
pub mod scans;

use crate::app::keys::Context;

/// Which screen is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum Screen {
    /// The list of reports.
    #[default]
    Reports,
    /// One report.
    Report,
    /// The tenant's security groups.
    Groups,
    /// The tenant's scans.
    Scans,
    /// Every verdict of the ledger.
    Exceptions,
}

impl Screen {
    /// Where its presses are looked up, the topmost first.
    pub fn contexts(self) -> &'static [Context] {
        match self {
            Self::Reports => &[Context::Reports, Context::List, Context::Global],
            Self::Report => &[Context::Report, Context::List, Context::Global],
            Self::Groups => &[Context::Groups, Context::List, Context::Global],
            Self::Scans => &[Context::Scans, Context::List, Context::Global],
            Self::Exceptions => &[Context::Exceptions, Context::List, Context::Global],
        }
    }
}
