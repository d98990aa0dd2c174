//! The verdict: a person's decision, why it was made and how long it holds.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

/// What a person decided. Open is the absence of a verdict.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumIter, EnumString,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// The danger is real.
    TruePositive,
    /// The finding is wrong or cannot happen.
    FalsePositive,
    /// Real, knowingly accepted until a date.
    AcceptedRisk,
    /// A second person must look.
    NeedsReview,
    /// The build failed for its own reasons.
    PipelineFault,
}

impl Verdict {
    /// The verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::TruePositive => "true positive",
            Self::FalsePositive => "false positive",
            Self::AcceptedRisk => "accepted risk",
            Self::NeedsReview => "needs review",
            Self::PipelineFault => "pipeline fault",
        }
    }

    /// Whether it excuses the gate.
    pub fn excuses(self) -> bool {
        matches!(self, Self::FalsePositive | Self::AcceptedRisk)
    }

    /// The reason that is preselected; verdicts that excuse nothing need none.
    pub fn usual_reason(self) -> Option<Reason> {
        match self {
            Self::FalsePositive => Some(Reason::ToolNoise),
            Self::AcceptedRisk => Some(Reason::RiskAccepted),
            Self::TruePositive | Self::NeedsReview | Self::PipelineFault => None,
        }
    }
}

/// Why a finding is excused: the five codes of the SARIF 2.2 draft (`justificationType` of a suppression).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumIter, EnumString,
)]
pub enum Reason {
    /// The scanner is wrong.
    ToolNoise,
    /// True in form, but cannot happen here.
    VulnerabilityNotFeasible,
    /// The file does not ship or is not loaded in production.
    NotForRelease,
    /// A fix is known and comes later.
    FixDeferred,
    /// The risk is known and borne.
    RiskAccepted,
}

impl Reason {
    /// What it says, for forms and notes.
    pub fn words(self) -> &'static str {
        match self {
            Self::ToolNoise => "the scanner is wrong about this",
            Self::VulnerabilityNotFeasible => "true in form, but cannot happen here",
            Self::NotForRelease => "the file does not ship or is not loaded in production",
            Self::FixDeferred => "a fix is known and comes later",
            Self::RiskAccepted => "the risk is known and borne",
        }
    }
}

/// How long a verdict holds, as a person states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// So many days from now.
    Days(u16),
    /// To the day to which it holds already.
    Kept(Date),
    /// For ever; wants a note that says why.
    Forever,
}

impl Term {
    /// The terms that forms offer; 90 days is the default.
    pub const OFFERED: [Self; 4] = [
        Self::Days(30),
        Self::Days(90),
        Self::Days(180),
        Self::Forever,
    ];
    /// What is preselected.
    pub const DEFAULT: Self = Self::Days(90);
    /// The longest term in days.
    pub const LONGEST: u16 = 3_650;

    /// Reads `90d`, `90` or `none`.
    pub fn read(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::Forever);
        }
        let days = text.strip_suffix('d').unwrap_or(text).parse().ok()?;
        (1..=Self::LONGEST)
            .contains(&days)
            .then_some(Self::Days(days))
    }

    /// The last day on which the verdict holds.
    pub fn until(self, today: Date) -> Option<Date> {
        match self {
            Self::Days(days) => Some(today.saturating_add(jiff::Span::new().days(i64::from(days)))),
            Self::Kept(last) => Some(last),
            Self::Forever => None,
        }
    }

    /// The term in words.
    pub fn words(self) -> String {
        match self {
            Self::Days(days) => format!("{days} days"),
            Self::Kept(_) => "as it is".to_owned(),
            Self::Forever => "never".to_owned(),
        }
    }
}

/// A verdict as a person fills it in, before it is about anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What was decided.
    pub verdict: Verdict,
    /// Why, for verdicts that excuse.
    pub reason: Option<Reason>,
    /// How long it holds; verdicts that excuse nothing do not expire.
    pub term: Term,
    /// Why, in the analyst's words.
    pub note: String,
}

/// Why a ruling cannot be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomplete {
    /// An excuse without a reason.
    #[error("a verdict that excuses needs a reason")]
    Reason,
    /// An excuse for ever without a note.
    #[error("an exception that never expires needs a note that says why")]
    Note,
}

impl Ruling {
    /// The ruling a form starts with.
    pub fn usual(verdict: Verdict) -> Self {
        Self {
            verdict,
            reason: verdict.usual_reason(),
            term: Term::DEFAULT,
            note: String::new(),
        }
    }

    /// Says what is missing.
    pub fn check(&self) -> Result<(), Incomplete> {
        if !self.verdict.excuses() {
            return Ok(());
        }
        if self.reason.is_none() {
            return Err(Incomplete::Reason);
        }
        if self.term == Term::Forever && self.note.trim().is_empty() {
            return Err(Incomplete::Note);
        }
        Ok(())
    }

    /// The last day on which it holds.
    pub fn expires(&self, today: Date) -> Option<Date> {
        self.term.until(today).filter(|_| self.verdict.excuses())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_read_and_end() {
        let today = Date::constant(2026, 8, 2);
        let cases = [
            (
                "90d",
                Some(Term::Days(90)),
                Some(Date::constant(2026, 10, 31)),
            ),
            ("30", Some(Term::Days(30)), Some(Date::constant(2026, 9, 1))),
            ("none", Some(Term::Forever), None),
            ("0d", None, None),
            ("99999", None, None),
            ("soon", None, None),
        ];
        for (text, term, until) in cases {
            assert_eq!(Term::read(text), term, "{text}");
            assert_eq!(term.and_then(|term| term.until(today)), until, "{text}");
        }
    }

    #[test]
    fn an_exception_needs_a_reason_and_for_ever_a_note() {
        let usual = Ruling::usual(Verdict::FalsePositive);
        assert_eq!(usual.check(), Ok(()));
        assert_eq!(
            Ruling {
                reason: None,
                ..usual.clone()
            }
            .check(),
            Err(Incomplete::Reason)
        );
        assert_eq!(
            Ruling {
                term: Term::Forever,
                ..usual.clone()
            }
            .check(),
            Err(Incomplete::Note)
        );
        assert_eq!(
            Ruling {
                term: Term::Forever,
                note: "vendored".into(),
                ..usual
            }
            .check(),
            Ok(())
        );
        assert_eq!(Ruling::usual(Verdict::TruePositive).check(), Ok(()));
    }
}
