//! Why a finding stands in one report and not in the other, as far as the reports say: the surest reason first.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{Single, around, identities};
use crate::domain::finding::Finding;
use crate::domain::identity::{Fingerprint, member_path};
use crate::domain::observation::RuleState;
use crate::domain::report::{Completeness, Report};
use crate::domain::text::Untrusted;

/// Why the other report does not have a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
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
    /// It says nothing about the file.
    FileUnnamed,
    /// The file had the same bytes, and nothing else that is known differs.
    SameBytes,
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
            (Self::FileUnnamed, true) => "file not named before",
            (Self::FileUnnamed, false) => "file not named now",
            (Self::SameBytes, _) => "the same bytes",
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
            (Self::FileUnnamed, true) => {
                "The older report says nothing about this file: it had no finding, or was not in the model."
            }
            (Self::FileUnnamed, false) => {
                "The newer report says nothing about this file: it has no finding, or is not in the model."
            }
            (Self::SameBytes, _) => {
                "The file has the same bytes in both scans; the reports do not say why they differ about it."
            }
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
    /// Files that have findings.
    named: HashSet<Cow<'a, str>>,
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
        cause: known
            .cause(&report.findings[*at])
            .or(around)
            .unwrap_or_else(|| known.hint(&report.findings[*at])),
    };
    left.iter().map(single).collect()
}

/// What differs between the scans that may explain anything.
fn between(one: &Report, other: &Report) -> Option<Cause> {
    let (a, b) = (&one.head.scan, &other.head.scan);
    let differs = |a: &Option<Untrusted>, b: &Option<Untrusted>| matches!((a, b), (Some(a), Some(b)) if a != b);
    let enabled = matches!((a.enabled_rules, b.enabled_rules), (Some(a), Some(b)) if a != b);
    let differences = [
        (
            other.head.completeness != Completeness::Full,
            Cause::NotListed,
        ),
        (around::groups_differ(&one.head, &other.head), Cause::Group),
        (enabled, Cause::Rules),
        (
            differs(&a.scanner_version, &b.scanner_version),
            Cause::Scanner,
        ),
        (differs(&a.sdk_version, &b.sdk_version), Cause::Client),
    ];
    let first = differences.into_iter().find(|(differs, _)| *differs);
    first.map(|(_, cause)| cause)
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
        let named = findings().filter_map(|seen| Some(member_path(seen.file.as_ref()?.raw())));
        let files = report.files.iter().map(|file| member_path(file.path.raw()));
        Self {
            identities: identities(report),
            states,
            files: files.collect(),
            named: named.collect(),
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

    /// What there is to say where nothing explains anything.
    fn hint(&self, finding: &Finding) -> Cause {
        let Some(file) = &finding.seen.file else {
            return Cause::Unsaid;
        };
        let path = member_path(file.raw());
        let same = |theirs: &&str| {
            let ours = finding.seen.hash.as_ref();
            ours.is_some_and(|ours| theirs.eq_ignore_ascii_case(ours.raw()))
        };
        if self.hashes.get(&path).is_some_and(same) {
            Cause::SameBytes
        } else if self.named.contains(&path) {
            Cause::Unsaid
        } else {
            Cause::FileUnnamed
        }
    }
}
