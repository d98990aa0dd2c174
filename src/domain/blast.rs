//! Blast radius: what a verdict on some findings of one report would cover in a library, at every scope it can have,
//! and what of that is decided to be a true positive. Asked while a key press waits, of a million findings: reports are
//! looked at side by side, and their findings only where the digest of them in the summary leaves it open.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;
use rayon::prelude::*;
use strum::IntoEnumIterator;

use crate::domain::decisions::Decisions;
use crate::domain::fingerprint::{Fingerprint, Likely};
use crate::domain::identity::{Key, member_path};
use crate::domain::report::{Head, Summary};
use crate::domain::scope::{Scope, Subject};
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

/// Reports that are worth a thread of their own.
const REPORTS_AT_ONCE: usize = 512;

/// What a verdict would cover at one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Radius {
    /// The scope.
    pub scope: Scope,
    /// Findings of the library it covers.
    pub covers: usize,
    /// Reports that these are in.
    pub reports: usize,
    /// Of the findings, how many are decided to be true positives.
    pub true_positives: usize,
}

/// The radius of a verdict on findings of a report at each scope that can be bound to them, narrowest first.
pub fn radii(
    head: &Head,
    keys: &[&Key],
    summaries: &[Summary],
    decisions: &Decisions,
    today: Date,
) -> Vec<Radius> {
    let aim = Aim::at(head, keys);
    let positives = Positives::among(decisions);
    let count = |summary: &Summary| {
        let entered = aim.entered(&summary.head);
        let covered = aim.covered(entered, summary);
        let wrong = positives.covered(&aim, entered, summary, decisions, today);
        [covered, covered.map(|count| usize::from(count > 0)), wrong]
    };
    let reports = summaries.par_iter().with_min_len(REPORTS_AT_ONCE);
    let [covered, within, wrong] = reports.map(count).reduce(Default::default, |one, other| {
        std::array::from_fn(|at| added(one[at], other[at]))
    });
    let bound = |scope: &Scope| {
        let first = keys.first();
        first.is_some_and(|key| Subject::of(*scope, head, key).is_some())
    };
    let radius = |scope| Radius {
        scope,
        covers: covered[scope as usize],
        reports: within[scope as usize],
        true_positives: wrong[scope as usize],
    };
    Scope::iter().filter(bound).map(radius).collect()
}

/// Something of every scope, narrowest first.
type ByScope<T> = [T; 4];

fn added(one: ByScope<usize>, other: ByScope<usize>) -> ByScope<usize> {
    std::array::from_fn(|scope| one[scope] + other[scope])
}

/// The findings a verdict is meant for, as each scope sees them.
struct Aim<'a> {
    head: &'a Head,
    exact: HashSet<Fingerprint>,
    likely: Likely,
    /// In order: they are few, and to compare is quicker than to hash.
    rules: Vec<&'a Untrusted>,
    symbols: HashSet<Symbol<'a>>,
}

/// A rule, a file without the build agent's folders, and a symbol.
type Symbol<'a> = (&'a Untrusted, Option<Cow<'a, str>>, Option<&'a Untrusted>);

impl<'a> Aim<'a> {
    fn at(head: &'a Head, keys: &[&'a Key]) -> Self {
        let exact = || keys.iter().map(|key| key.identity.exact);
        let mut rules: Vec<_> = keys.iter().map(|key| &key.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        Self {
            head,
            exact: exact().collect(),
            likely: exact().collect(),
            rules,
            symbols: keys.iter().map(|key| symbol(key)).collect(),
        }
    }

    /// Which scopes can cover anything of a report.
    fn entered(&self, head: &Head) -> ByScope<bool> {
        let model = head.model_key == self.head.model_key;
        let group = head.group_uuid() == self.head.group_uuid();
        [true, model, model, group]
    }

    fn has(&self, rule: &Untrusted) -> bool {
        self.rules.binary_search(&rule).is_ok()
    }

    /// How many findings of a report each scope covers, of those scopes that can.
    fn covered(&self, entered: ByScope<bool>, summary: &Summary) -> ByScope<usize> {
        let [_, symbol_in, model_in, group_in] = entered;
        let prefixes = summary.prefixes.iter().zip(&summary.keys);
        let exact = prefixes.filter(|(prefix, key)| {
            self.likely.holds(**prefix) && self.exact.contains(&key.identity.exact)
        });
        let rules = if model_in || group_in {
            let known = |(rule, _): &&(Untrusted, usize)| self.has(rule);
            let counts = summary.rules.iter().filter(known);
            counts.map(|(_, count)| count).sum()
        } else {
            0
        };
        let symbols = if symbol_in && rules > 0 {
            let keys = summary.keys.iter();
            keys.filter(|key| self.symbols.contains(&symbol(key)))
                .count()
        } else {
            0
        };
        let by_rule = |entered| if entered { rules } else { 0 };
        [exact.count(), symbols, by_rule(model_in), by_rule(group_in)]
    }

    /// Which of these scopes cover one finding.
    fn covers(
        &self,
        [_, symbol_in, model_in, group_in]: ByScope<bool>,
        key: &Key,
    ) -> ByScope<bool> {
        let rule = self.has(&key.rule);
        [
            self.exact.contains(&key.identity.exact),
            symbol_in && self.symbols.contains(&symbol(key)),
            model_in && rule,
            group_in && rule,
        ]
    }
}

fn symbol(key: &Key) -> Symbol<'_> {
    let file = key.file.as_ref().map(|file| member_path(file.raw()));
    (&key.rule, file, key.symbol.as_ref())
}

/// Where a finding may be decided to be a true positive.
struct Positives {
    /// Findings with such a verdict of their own.
    own: Option<Likely>,
    /// Models and groups with a wider one.
    places: HashSet<Untrusted>,
}

impl Positives {
    fn among(decisions: &Decisions) -> Self {
        let mut own = Vec::new();
        let mut places = HashSet::new();
        let positive = decisions
            .iter()
            .filter(|decision| decision.verdict == Verdict::TruePositive);
        for decision in positive {
            match &decision.subject {
                Subject::Exact { fingerprint } => own.push(*fingerprint),
                Subject::Symbol { model: place, .. }
                | Subject::RuleInModel { model: place, .. }
                | Subject::RuleInGroup { group: place, .. } => {
                    places.insert(place.clone());
                }
                Subject::Scan { .. } => {}
            }
        }
        Self {
            own: (!own.is_empty()).then(|| own.into_iter().collect()),
            places,
        }
    }

    /// How many true positives of a report each scope covers.
    fn covered(
        &self,
        aim: &Aim<'_>,
        entered: ByScope<bool>,
        summary: &Summary,
        decisions: &Decisions,
        today: Date,
    ) -> ByScope<usize> {
        let head = &summary.head;
        let group = head.group_uuid();
        let all = self.places.contains(&head.model_key)
            || group.is_some_and(|group| self.places.contains(group));
        if !all && self.own.is_none() {
            return ByScope::default();
        }
        let own = |prefix| self.own.as_ref().is_some_and(|own| own.holds(prefix));
        let standing = decisions.of_findings(head, today);
        let positive = |key: &Key| {
            let decision = standing(key).decision();
            decision.is_some_and(|decision| decision.verdict == Verdict::TruePositive)
        };
        let keys = summary.prefixes.iter().zip(&summary.keys);
        let found = keys.filter(|(prefix, key)| (all || own(**prefix)) && positive(key));
        let covered = found.map(|(_, key)| aim.covers(entered, key).map(usize::from));
        covered.fold(ByScope::default(), added)
    }
}

#[cfg(test)]
mod tests;
