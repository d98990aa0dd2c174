//! The verdict: a person's decision about a finding or about a whole scan, how far it reaches and how long it holds.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::domain::finding::Finding;
use crate::domain::identity::{self, Fingerprint, Identity, Key};
use crate::domain::report::Head;
use crate::domain::text::Untrusted;

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

/// How far a verdict reaches, narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumIter, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Scope {
    /// This finding, bound to its bytes.
    Exact,
    /// This symbol of this rule in this file of this model, whatever the bytes.
    Symbol,
    /// This rule in this model.
    RuleInModel,
    /// This rule in this security group.
    RuleInGroup,
}

impl Scope {
    /// The scope in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "this finding exactly",
            Self::Symbol => "this symbol in this file of this model",
            Self::RuleInModel => "this rule in this model",
            Self::RuleInGroup => "this rule in this group",
        }
    }
}

/// What a verdict is about: a scope, filled in. Two verdicts with equal subjects replace one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "kebab-case")]
pub enum Subject {
    /// One finding by its exact identity.
    Exact {
        /// The identity.
        fingerprint: Fingerprint,
    },
    /// A symbol in a file of a model.
    Symbol {
        /// Key of the model.
        model: Untrusted,
        /// The rule.
        rule: Untrusted,
        /// The file; none where the finding is about the model as a whole.
        file: Option<Untrusted>,
        /// The symbol; none where the finding names none.
        symbol: Option<Untrusted>,
    },
    /// A rule in a model.
    RuleInModel {
        /// Key of the model.
        model: Untrusted,
        /// The rule.
        rule: Untrusted,
    },
    /// A rule in a security group.
    RuleInGroup {
        /// UUID of the group.
        group: Untrusted,
        /// The rule.
        rule: Untrusted,
    },
    /// A scan as a whole, by its exact identity.
    Scan {
        /// The identity.
        fingerprint: Fingerprint,
    },
}

impl Subject {
    /// The subject of a finding at a scope; `None` where the report names no group or no model to bind it to.
    pub fn of(scope: Scope, head: &Head, key: &Key) -> Option<Self> {
        let model = || Some(head.model_key.clone()).filter(|model| !model.raw().is_empty());
        let rule = key.rule.clone();
        Some(match scope {
            Scope::Exact => Self::Exact {
                fingerprint: key.identity.exact,
            },
            Scope::Symbol => Self::Symbol {
                model: model()?,
                rule,
                file: key.file.as_ref().map(in_model),
                symbol: key.symbol.clone(),
            },
            Scope::RuleInModel => Self::RuleInModel {
                model: model()?,
                rule,
            },
            Scope::RuleInGroup => Self::RuleInGroup {
                group: head.group_uuid()?.clone(),
                rule,
            },
        })
    }

    /// The scope it fills in; none for a whole scan.
    pub fn scope(&self) -> Option<Scope> {
        Some(match self {
            Self::Exact { .. } => Scope::Exact,
            Self::Symbol { .. } => Scope::Symbol,
            Self::RuleInModel { .. } => Scope::RuleInModel,
            Self::RuleInGroup { .. } => Scope::RuleInGroup,
            Self::Scan { .. } => return None,
        })
    }

    /// The scope in words.
    pub fn words(&self) -> &'static str {
        self.scope().map_or("the scan as a whole", Scope::words)
    }
}

/// A file as the subject of a verdict: without the build agent's folders, which change from run to run.
fn in_model(file: &Untrusted) -> Untrusted {
    identity::member_path(file.raw()).into_owned().into()
}

/// How long a verdict holds, as a person states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// So many days from now.
    Days(u16),
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
    const LONGEST: u16 = 3_650;

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
            Self::Forever => None,
        }
    }

    /// The term in words.
    pub fn words(self) -> String {
        match self {
            Self::Days(days) => format!("{days} days"),
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

/// What was in front of the person who decided, kept with the verdict so that it can be explained and exported later
/// without the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Exact identity of the finding, or of the scan.
    pub fingerprint: Fingerprint,
    /// Its shape, by which the verdict is proposed elsewhere.
    pub shape: Fingerprint,
    /// Exact identity of the scan it was seen in; tells a report without a UUID from others as well.
    pub seen_in: Fingerprint,
    /// The scan.
    pub scan: Option<Untrusted>,
    /// When the scan was made.
    pub scanned: Option<Timestamp>,
    /// UUID of the security group.
    pub group_uuid: Option<Untrusted>,
    /// Name of the security group.
    pub group_name: Option<Untrusted>,
    /// Name of the model, else of the report's file.
    pub model: Untrusted,
    /// Where the model lies.
    pub model_uri: Option<Untrusted>,
    /// The rule; none for a whole scan.
    pub rule: Option<Untrusted>,
    /// UUID of the rule instance.
    pub rule_instance: Option<Untrusted>,
    /// Threat code.
    pub threat: Option<Untrusted>,
    /// The file.
    pub file: Option<Untrusted>,
    /// Its hash.
    pub hash: Option<Untrusted>,
    /// `module.operator`.
    pub symbol: Option<Untrusted>,
    /// The finding in a sentence.
    pub description: Option<Untrusted>,
}

impl Context {
    /// The context of a finding.
    pub fn of(head: &Head, finding: &Finding) -> Self {
        let seen = &finding.seen;
        Self {
            rule: Some(seen.rule.clone()),
            rule_instance: seen.rule_instance.clone(),
            threat: seen.threat.clone(),
            file: seen.file.clone(),
            hash: seen.hash.clone(),
            symbol: seen.symbol(),
            description: Some(seen.description.clone()),
            ..Self::of_identity(head, finding.identity)
        }
    }

    /// The context of a scan as a whole.
    pub fn of_scan(head: &Head) -> Self {
        Self::of_identity(head, head.identity)
    }

    fn of_identity(head: &Head, identity: Identity) -> Self {
        let group = head.scan.group.as_ref();
        Self {
            fingerprint: identity.exact,
            shape: identity.shape,
            seen_in: head.identity.exact,
            scan: head.scan.uuid.clone(),
            scanned: head.scan.created_at,
            group_uuid: group.and_then(|group| group.uuid.clone()),
            group_name: group.and_then(|group| group.name.clone()),
            model: head.name(),
            model_uri: head.scan.model_uri.clone(),
            rule: None,
            rule_instance: None,
            threat: None,
            file: None,
            hash: None,
            symbol: None,
            description: None,
        }
    }
}

/// A verdict about something: what the ledger is asked to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub subject: Subject,
    /// The verdict, or `None` to reopen.
    pub ruling: Option<Ruling>,
    /// What was in front of the person.
    pub context: Context,
}

/// A verdict as the ledger holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Number of its event in the ledger.
    pub event: i64,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub author: Untrusted,
    /// What it is about.
    pub subject: Subject,
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<Reason>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    /// Why, in the analyst's words.
    pub note: Untrusted,
    /// What was in front of the person.
    pub context: Context,
}

impl Decision {
    /// Whether it has run out.
    pub fn expired(&self, today: Date) -> bool {
        self.expires.is_some_and(|last| last < today)
    }
}

/// What the ledger did when asked to record, undo or redo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which of the three.
    pub act: Act,
    /// What is now in force for each subject that was touched; `None` where nothing is.
    pub now: Vec<(Subject, Option<Decision>)>,
    /// The verdict that was recorded, taken back or restored, in words: "false positive on 9 findings".
    pub words: String,
}

/// The three acts on the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Something was recorded.
    Recorded,
    /// The last act was taken back.
    Undone,
    /// What was taken back was restored.
    Redone,
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
