//! Why a finding stands in one report and not in the other, as far as the reports say: the surest reason first.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{Single, around, identities};
use crate::domain::finding::Finding;
use crate::domain::identity::{Fingerprint, member_path};
use crate::domain::observation::RuleState;
use crate::domain::report::{Completeness, Report};
use crate::domain::text::Untrusted;

/// Why the other report does not have a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It lists no findings, or not all of them: the finding may well have been there.
    NotListed,
    /// It has fewer of the very same finding.
    Fewer,
    /// Its scan did not evaluate the rule.
    RuleAbsent,
    /// The rule was disabled in its scan.
    RuleDisabled,
    /// The file was not in its model.
    FileAbsent,
    /// The file had other bytes.
    Bytes,
    /// Another version of the scanner looked.
    Scanner,
    /// Another version of the client sent it.
    Client,
    /// Another security group judged it.
    Group,
    /// Another number of rules was enabled.
    Rules,
    /// The reports do not say.
    Unsaid,
}

impl Cause {
    /// The cause in a few words, for a finding that is new or one that is gone.
    pub fn words(self, new: bool) -> &'static str {
        match (self, new) {
            (Self::NotListed, true) => "may not be new",
            (Self::NotListed, false) => "may not be gone",
            (Self::Fewer, true) => "one more of the same",
            (Self::Fewer, false) => "one less of the same",
            (Self::RuleAbsent, true) => "the rule is new",
            (Self::RuleAbsent, false) => "the rule is gone",
            (Self::RuleDisabled, true) => "the rule was disabled",
            (Self::RuleDisabled, false) => "the rule is disabled",
            (Self::FileAbsent, true) => "the file is new",
            (Self::FileAbsent, false) => "the file is gone",
            (Self::Bytes, _) => "the file changed",
            (Self::Scanner, _) => "another scanner version",
            (Self::Client, _) => "another client version",
            (Self::Group, _) => "another security group",
            (Self::Rules, _) => "other rules enabled",
            (Self::Unsaid, _) => "no cause stated",
        }
    }

    /// The cause in a sentence.
    pub fn sentence(self, new: bool) -> &'static str {
        match (self, new) {
            (Self::NotListed, true) => {
                "The older report does not list all its findings, so this one may have been there."
            }
            (Self::NotListed, false) => {
                "The newer report does not list all its findings, so this one may still be there."
            }
            (Self::Fewer, true) => {
                "The older report has fewer findings that are exactly like this one."
            }
            (Self::Fewer, false) => {
                "The newer report has fewer findings that are exactly like this one."
            }
            (Self::RuleAbsent, true) => "The older scan did not evaluate this rule.",
            (Self::RuleAbsent, false) => "The newer scan did not evaluate this rule.",
            (Self::RuleDisabled, true) => "The rule was disabled in the older scan.",
            (Self::RuleDisabled, false) => "The rule is disabled in the newer scan.",
            (Self::FileAbsent, true) => {
                "The file was not in the model when the older scan was made."
            }
            (Self::FileAbsent, false) => "The file is not in the model any more.",
            (Self::Bytes, _) => "The file's bytes changed between the scans.",
            (Self::Scanner, _) => {
                "Nothing else that the reports tell differs but the scanner's version."
            }
            (Self::Client, _) => {
                "Nothing else that the reports tell differs but the client's version."
            }
            (Self::Group, _) => "The scans were judged by different security groups.",
            (Self::Rules, _) => "Different numbers of rules were enabled.",
            (Self::Unsaid, _) => "The reports do not say why.",
        }
    }
}

/// What one report says that explains what it does not list.
struct Known<'a> {
    report: &'a Report,
    identities: Vec<Fingerprint>,
    states: HashMap<&'a Untrusted, Option<&'a RuleState>>,
    files: HashSet<Cow<'a, str>>,
    hashes: HashMap<Cow<'a, str>, &'a str>,
}

/// The findings at these positions, each with why the other report does not have it.
pub(super) fn causes(report: &Report, left: &[usize], other: &Report) -> Vec<Single> {
    if left.is_empty() {
        return Vec::new();
    }
    let known = Known::of(other);
    let around = between(report, other);
    let single = |at: &usize| Single {
        at: *at,
        cause: known.cause(&report.findings[*at]).unwrap_or(around),
    };
    left.iter().map(single).collect()
}

/// What differs between the scans that may explain anything.
fn between(one: &Report, other: &Report) -> Cause {
    let (a, b) = (&one.head.scan, &other.head.scan);
    let differs = |a: &Option<Untrusted>, b: &Option<Untrusted>| matches!((a, b), (Some(a), Some(b)) if a != b);
    if other.head.completeness != Completeness::Full {
        Cause::NotListed
    } else if around::groups_differ(&one.head, &other.head) {
        Cause::Group
    } else if matches!((a.enabled_rules, b.enabled_rules), (Some(a), Some(b)) if a != b) {
        Cause::Rules
    } else if differs(&a.scanner_version, &b.scanner_version) {
        Cause::Scanner
    } else if differs(&a.sdk_version, &b.sdk_version) {
        Cause::Client
    } else {
        Cause::Unsaid
    }
}

impl<'a> Known<'a> {
    fn of(report: &'a Report) -> Self {
        let findings = || report.findings.iter().map(|finding| &finding.seen);
        let mut states: HashMap<_, _> = findings()
            .map(|seen| (&seen.rule, seen.rule_state.as_ref()))
            .collect();
        states.extend(
            report
                .evaluations
                .iter()
                .map(|evaluation| (&evaluation.rule, evaluation.state.as_ref())),
        );
        let hashed = findings().filter_map(|seen| {
            let (file, hash) = seen.file.as_ref().zip(seen.hash.as_ref())?;
            Some((member_path(file.raw()), hash.raw()))
        });
        let files = report.files.iter().map(|file| member_path(file.path.raw()));
        Self {
            identities: identities(report),
            states,
            files: files.collect(),
            hashes: hashed.collect(),
            report,
        }
    }

    fn cause(&self, finding: &Finding) -> Option<Cause> {
        let seen = &finding.seen;
        if self.report.findings.is_empty() && self.report.head.completeness != Completeness::Full {
            return Some(Cause::NotListed);
        }
        if self
            .identities
            .binary_search(&finding.identity.exact)
            .is_ok()
        {
            return Some(Cause::Fewer);
        }
        match self.states.get(&seen.rule) {
            Some(Some(RuleState::Disabled)) => return Some(Cause::RuleDisabled),
            None if !self.report.evaluations.is_empty() => return Some(Cause::RuleAbsent),
            _ => {}
        }
        let path = member_path(seen.file.as_ref()?.raw());
        match (self.hashes.get(&path), &seen.hash) {
            (Some(theirs), Some(ours)) if !theirs.eq_ignore_ascii_case(ours.raw()) => {
                Some(Cause::Bytes)
            }
            (None, _) if !self.files.is_empty() && !self.files.contains(&path) => {
                Some(Cause::FileAbsent)
            }
            _ => None,
        }
    }
}
