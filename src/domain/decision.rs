//! A verdict about something: what the ledger is asked to record, what it holds, and what it did.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::finding::Finding;
use crate::domain::identity::{Fingerprint, Identity};
use crate::domain::report::Head;
use crate::domain::scope::Subject;
use crate::domain::text::Untrusted;
use crate::domain::verdict::{Reason, Ruling, Term, Verdict};

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
    /// What held for the subject when the person decided.
    pub saw: Saw,
}

/// What a person saw in force when they decided. The ledger refuses an entry where something else holds by now:
/// somebody else has decided in the meantime, and nobody's verdict is replaced unseen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saw {
    /// The person did not look, and means to replace whatever holds.
    #[default]
    Nobody,
    /// No verdict.
    Open,
    /// The verdict of this event.
    Verdict(i64),
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

    /// What takes it off.
    pub fn reopening(&self) -> Entry {
        self.entry(None)
    }

    /// What makes it hold so many days longer, from today where it has run out; none where nothing runs out.
    pub fn extension(&self, days: u16, today: Date) -> Option<Entry> {
        let left = (self.expires?.max(today) - today).get_days();
        let left = u16::try_from(left).unwrap_or(Term::LONGEST);
        Some(self.entry(Some(Ruling {
            verdict: self.verdict,
            reason: self.reason,
            term: Term::Days(left.saturating_add(days).min(Term::LONGEST)),
            note: self.note.raw().to_owned(),
        })))
    }

    /// What replaces it by another ruling on the same subject.
    pub fn amendment(&self, ruling: &Ruling) -> Entry {
        self.entry(Some(ruling.clone()))
    }

    fn entry(&self, ruling: Option<Ruling>) -> Entry {
        Entry {
            subject: self.subject.clone(),
            ruling,
            context: self.context.clone(),
            saw: Saw::Verdict(self.event),
        }
    }
}

/// What the ledger did when asked to record, undo or redo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which of the three.
    pub act: Act,
    /// What is now in force for each subject that was touched; `None` where nothing is.
    pub now: Vec<(Subject, Option<Decision>)>,
    /// Of the subjects without a verdict, those that somebody opened on purpose.
    pub reopened: Vec<Subject>,
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
