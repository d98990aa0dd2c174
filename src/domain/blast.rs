//! Blast radius: what a verdict on some findings of one report would cover in a library, at every scope it can have,
//! and what of that is decided to be a true positive. Asked while a key press waits, of a million findings: the census
//! knows what a rule covers, the roll what a symbol covers and what may be the same finding, and only reports with true
//! positives are asked for these.

use jiff::civil::Date;
use strum::IntoEnumIterator;

use crate::domain::census::{Census, Count};
use crate::domain::decisions::{Decisions, Tally};
use crate::domain::digest::{Digest, Digests};
use crate::domain::identity::Key;
use crate::domain::report::{Head, Summary};
use crate::domain::roll::{Chosen, Roll};
use crate::domain::scope::{Scope, Subject};
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

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

/// The library that a verdict falls into, as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The reports.
    pub summaries: &'a [Summary],
    /// How much of each is decided, in the same order.
    pub tallies: &'a [Tally],
    /// How many findings there are of each rule in each model and group.
    pub census: &'a Census,
    /// What most questions ask of each finding.
    pub roll: &'a Roll,
    /// Every verdict.
    pub decisions: &'a Decisions,
    /// Today.
    pub today: Date,
}

/// The radius of a verdict on findings of a report at each scope that can be bound to them, narrowest first.
pub fn radii(chosen: Chosen<'_>, ground: Ground<'_>) -> Vec<Radius> {
    let (head, Some(first)) = (chosen.head, chosen.keys().next()) else {
        return Vec::new();
    };
    let aim = Aim::at(chosen, ground.roll);
    let (exact, (symbols, wrong)) = rayon::join(
        || aim.exact_in(ground),
        || (aim.symbols_in(ground), aim.true_positives_in(ground)),
    );
    let bound = |scope: &Scope| Subject::of(*scope, head, first).is_some();
    let counted = |scope| match scope {
        Scope::Exact => exact,
        Scope::Symbol => symbols,
        Scope::RuleInModel => ground.census.in_model(&head.model_key, &aim.names),
        Scope::RuleInGroup => head.group_uuid().map_or_else(Count::default, |group| {
            ground.census.in_group(group, &aim.names)
        }),
    };
    let radius = |scope| {
        let Count { findings, reports } = counted(scope);
        Radius {
            scope,
            covers: findings,
            reports,
            true_positives: wrong[scope as usize],
        }
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
    exact: Digests,
    spots: Digests,
    /// The rules by name.
    names: Vec<&'a Untrusted>,
    /// The rules as the roll has them; they are few.
    rules: Vec<Digest>,
}

impl<'a> Aim<'a> {
    fn at(chosen: Chosen<'a>, roll: &Roll) -> Self {
        let mut names: Vec<_> = chosen.keys().map(|key| &key.rule).collect();
        // Neighbours mostly share theirs, so that few are left to sort.
        names.dedup();
        names.sort_unstable();
        names.dedup();
        let rules = names.iter().map(|name| roll.rule(name)).collect();
        let (exact, spots) = rayon::join(
            || chosen.keys().map(|key| key.identity.exact.into()).collect(),
            || roll.spots_of(chosen).collect(),
        );
        Self {
            head: chosen.head,
            exact,
            spots,
            names,
            rules,
        }
    }

    /// Whether a rule is among those of the findings: whatever a scope covers is of one of them.
    fn has(&self, rule: Digest) -> bool {
        self.rules.contains(&rule)
    }

    /// Findings of the library that are the same.
    fn exact_in(&self, ground: Ground<'_>) -> Count {
        let reports = 0..ground.roll.reports();
        let count = |report| {
            let on = ground.roll.of(report);
            let all = on.exact.iter().zip(on.rules);
            let of_rules = all.filter(|(_, rule)| self.has(**rule));
            let same = of_rules.filter(|(exact, _)| self.exact.hold(**exact));
            Count::of_report(same.count())
        };
        reports.map(count).sum()
    }

    /// Findings of the model that have the same symbol.
    fn symbols_in(&self, ground: Ground<'_>) -> Count {
        let reports = ground.census.reports(&self.head.model_key).iter();
        let count = |report: &usize| {
            let on = ground.roll.of(*report);
            let all = on.spots.iter().zip(on.rules);
            let of_rules = all.filter(|(_, rule)| self.has(**rule));
            let same = of_rules.filter(|(spot, _)| self.spots.hold(**spot));
            Count::of_report(same.count())
        };
        reports.map(count).sum()
    }

    /// True positives that each scope covers.
    fn true_positives_in(&self, ground: Ground<'_>) -> ByScope<usize> {
        let reports = ground.tallies.iter().zip(ground.summaries).enumerate();
        let some = reports.filter(|(_, (tally, _))| tally.positives > 0);
        let positives = ground.decisions.positives();
        let count = |(report, (_, summary)): (usize, (&Tally, &Summary))| {
            let head = &summary.head;
            let (model, group) = (
                head.model_key == self.head.model_key,
                head.group_uuid() == self.head.group_uuid(),
            );
            let standing = ground.decisions.of_findings(head, ground.today);
            let positive = |key: &Key| {
                let decision = standing(key).decision();
                decision.is_some_and(|decision| decision.verdict == Verdict::TruePositive)
            };
            let on = ground.roll.of(report);
            let may_be = |at: usize| positives.as_ref().is_none_or(|all| all.hold(on.exact[at]));
            let of_rules = (0..summary.keys.len()).filter(|at| self.has(on.rules[*at]));
            let covered = of_rules.filter(|at| may_be(*at)).map(|at| {
                let exact = self.exact.hold(on.exact[at]);
                let spot = model && self.spots.hold(on.spots[at]);
                (at, [exact, spot, model, group])
            });
            covered
                .filter(|(at, covers)| covers.contains(&true) && positive(&summary.keys[*at]))
                .map(|(_, covers)| covers.map(usize::from))
                .fold(ByScope::default(), added)
        };
        some.map(count).fold(ByScope::default(), added)
    }
}

#[cfg(test)]
mod tests;
