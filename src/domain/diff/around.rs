//! What differs about two scans apart from their findings: outcome, counts, versions, group, rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::observation::RuleState;
use crate::domain::report::{Head, Report};
use crate::domain::text::{Printable, Untrusted};

/// Something that a report says about its scan, before and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub what: &'static str,
    /// In the older report, where it says.
    pub older: Option<Untrusted>,
    /// In the newer report, where it says.
    pub newer: Option<Untrusted>,
}

/// How a rule stood in a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stand {
    /// Its state, where the report says.
    #[serde(serialize_with = "word")]
    pub state: Option<RuleState>,
    /// Its result, where the report says.
    pub result: Option<Untrusted>,
}

/// A rule that stands differently. A scan that did not evaluate it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// The rule.
    pub rule: Untrusted,
    /// In the older scan.
    pub older: Option<Stand>,
    /// In the newer scan.
    pub newer: Option<Stand>,
}

/// What can be read off a report's head.
type Read = fn(&Head) -> Option<Untrusted>;

const FACTS: [(&str, Read); 10] = [
    ("outcome", |head| Some(head.scan.outcome.word().into())),
    ("rules passed", |head| {
        let rules = head.scan.rules?;
        Some(format!("{} of {}", rules.passed, rules.total).into())
    }),
    ("enabled rules", |head| number(head.scan.enabled_rules)),
    ("security group", |head| head.group_name().cloned()),
    ("scanner version", |head| head.scan.scanner_version.clone()),
    ("client version", |head| head.scan.sdk_version.clone()),
    ("files scanned", |head| number(head.coverage.scanned)),
    ("files skipped", |head| number(head.coverage.skipped)),
    ("error", |head| head.scan.error.as_ref()?.code.clone()),
    ("report holds", |head| Some(head.completeness.word().into())),
];

fn number(number: Option<u64>) -> Option<Untrusted> {
    number.map(|number| number.to_string().into())
}

/// Facts that differ.
pub(super) fn facts(older: &Report, newer: &Report) -> Vec<Fact> {
    let facts = FACTS.iter().map(|(what, read)| Fact {
        what,
        older: read(&older.head),
        newer: read(&newer.head),
    });
    facts.filter(|fact| fact.older != fact.newer).collect()
}

/// Whether two scans were judged by different groups: by UUID where both say it, else by name.
pub(super) fn groups_differ(one: &Head, other: &Head) -> bool {
    match (one.group_uuid(), other.group_uuid()) {
        (Some(one), Some(other)) => one != other,
        _ => {
            matches!((one.group_name(), other.group_name()), (Some(one), Some(other)) if one != other)
        }
    }
}

/// Rules that stand differently.
pub(super) fn rules(older: &Report, newer: &Report) -> Vec<RuleChange> {
    let (before, now) = (stands(older), stands(newer));
    let all: BTreeSet<&Untrusted> = before.keys().chain(now.keys()).copied().collect();
    let change = |rule: &Untrusted| RuleChange {
        rule: rule.clone(),
        older: before.get(rule).cloned(),
        newer: now.get(rule).cloned(),
    };
    let complete = !older.evaluations.is_empty() && !newer.evaluations.is_empty();
    all.into_iter()
        .map(change)
        .filter(|change| change.tells(complete))
        .collect()
}

impl RuleChange {
    fn tells(&self, complete: bool) -> bool {
        match (&self.older, &self.newer) {
            (Some(older), Some(newer)) => {
                differ(older.state.as_ref(), newer.state.as_ref())
                    || differ(older.result.as_ref(), newer.result.as_ref())
            }
            _ => complete,
        }
    }
}

fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

fn stands(report: &Report) -> BTreeMap<&Untrusted, Stand> {
    let mut stands = BTreeMap::new();
    for evaluation in &report.evaluations {
        let stand = Stand {
            state: evaluation.state.clone(),
            result: Some(evaluation.result.clone()),
        };
        stands.insert(&evaluation.rule, stand);
    }
    for finding in &report.findings {
        stands.entry(&finding.seen.rule).or_insert_with(|| Stand {
            state: finding.seen.rule_state.clone(),
            result: None,
        });
    }
    stands
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |value: &Option<Untrusted>| {
            value
                .as_ref()
                .map_or_else(|| Printable::line("not said"), Untrusted::printable)
        };
        let (older, newer) = (said(&self.older), said(&self.newer));
        write!(f, "{:<16} {older} → {newer}", self.what)
    }
}

impl fmt::Display for RuleChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (older, newer) = (words(self.older.as_ref()), words(self.newer.as_ref()));
        write!(f, "{}: {older} → {newer}", self.rule.printable())
    }
}

/// How a rule stood, in words.
fn words(stand: Option<&Stand>) -> Printable {
    let Some(stand) = stand else {
        return Printable::line("not evaluated");
    };
    let state = stand.state.as_ref().map(RuleState::word);
    let result = stand.result.as_ref().map(Untrusted::raw);
    match (state, result) {
        (None, None) => Printable::line("evaluated"),
        (Some(only), None) | (None, Some(only)) => Printable::line(only),
        (Some(state), Some(result)) => Printable::line(&format!("{state} {result}")),
    }
}

#[expect(clippy::ref_option, reason = "serde hands the field on as it is")]
fn word<S: Serializer>(state: &Option<RuleState>, to: S) -> Result<S::Ok, S::Error> {
    state.as_ref().map(RuleState::word).serialize(to)
}
