//! How long a verdict still holds, as people ask it: has it run out, does it run out soon.

use jiff::civil::Date;

use crate::domain::decision::Decision;
use crate::domain::words::counted;

/// A verdict that runs out in fewer days than these runs out soon.
const SOON: i64 = 14;

/// How long a verdict still holds, what is most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expiry {
    /// It has run out so many days ago.
    Expired(i64),
    /// It runs out in so few days.
    Soon(i64),
    /// It runs out in so many days.
    Later(i64),
    /// It excuses for ever.
    Never,
    /// It excuses nothing, so that nothing can run out.
    Unlimited,
}

/// An expiry without its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "as in Expiry")]
pub enum Stage {
    Expired,
    Soon,
    Later,
    Never,
    Unlimited,
}

impl Expiry {
    /// How long a decision still holds.
    pub fn of(decision: &Decision, today: Date) -> Self {
        let Some(last) = decision.expires else {
            return if decision.verdict.excuses() {
                Self::Never
            } else {
                Self::Unlimited
            };
        };
        let days = i64::from((last - today).get_days());
        match days {
            ..0 => Self::Expired(-days),
            0..SOON => Self::Soon(days),
            _ => Self::Later(days),
        }
    }

    /// It without its days.
    pub fn stage(self) -> Stage {
        match self {
            Self::Expired(_) => Stage::Expired,
            Self::Soon(_) => Stage::Soon,
            Self::Later(_) => Stage::Later,
            Self::Never => Stage::Never,
            Self::Unlimited => Stage::Unlimited,
        }
    }

    /// Only its days, where the stage is said elsewhere: "in 12 days", "3 days ago".
    pub fn days(self) -> String {
        match self {
            Self::Expired(days) => format!("{} ago", counted(days, "day")),
            Self::Soon(0) => "today".to_owned(),
            Self::Soon(days) | Self::Later(days) => format!("in {}", counted(days, "day")),
            Self::Never => "never".to_owned(),
            Self::Unlimited => "–".to_owned(),
        }
    }

    /// It in words: "in 90 days", "soon: in 12 days", "expired 3 days ago", "never".
    pub fn words(self) -> String {
        match self {
            Self::Expired(_) => format!("expired {}", self.days()),
            Self::Soon(_) => format!("soon: {}", self.days()),
            Self::Later(_) | Self::Never | Self::Unlimited => self.days(),
        }
    }
}

impl Stage {
    /// A heading for verdicts of this stage.
    pub fn title(self) -> &'static str {
        match self {
            Self::Expired => "expired, excuse nothing any more",
            Self::Soon => "soon, in less than 14 days",
            Self::Later => "later",
            Self::Never => "never",
            Self::Unlimited => "nothing to expire, they excuse nothing",
        }
    }
}
