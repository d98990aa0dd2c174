//! Blast radius: what a verdict on some findings of one report would cover in a library, at every scope it can have.
//! One pass over the findings answers for all scopes.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;
use strum::IntoEnumIterator;

use crate::domain::decisions::Decisions;
use crate::domain::identity::{Fingerprint, Key, member_path};
use crate::domain::report::{Head, Summary};
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
    /// Of these, how many are decided to be true positives.
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
    let bound = |scope: &Scope| {
        let first = keys.first();
        first.is_some_and(|key| Subject::of(*scope, head, key).is_some())
    };
    let mut radii: Vec<_> = Scope::iter()
        .filter(bound)
        .map(|scope| Radius {
            scope,
            covers: 0,
            true_positives: 0,
        })
        .collect();
    let aim = Aim::at(head, keys);
    let mut decided = decisions.iter();
    let feared = decided.any(|decision| decision.verdict == Verdict::TruePositive);
    for summary in summaries {
        let entered = aim.entered(&summary.head);
        let standing = decisions.of_findings(&summary.head, today);
        let positive = |key: &Key| {
            let decision = standing(key).decision();
            decision.is_some_and(|decision| decision.verdict == Verdict::TruePositive)
        };
        for key in &summary.keys {
            let hits = aim.hits(entered, key);
            if hits == Hits::default() {
                continue;
            }
            let positive = usize::from(feared && positive(key));
            for radius in radii.iter_mut().filter(|it| hits[it.scope as usize]) {
                radius.covers += 1;
                radius.true_positives += positive;
            }
        }
    }
    radii
}

/// The findings a verdict is meant for, as each scope sees them.
struct Aim<'a> {
    head: &'a Head,
    exact: HashSet<Fingerprint>,
    /// Which first bytes of an identity occur among them: most findings of a library need no look-up.
    likely: Vec<bool>,
    /// Their rules, in order.
    rules: Vec<&'a Untrusted>,
    symbols: HashSet<Symbol<'a>>,
}

/// A rule, a file without the build agent's folders, and a symbol.
type Symbol<'a> = (&'a Untrusted, Option<Cow<'a, str>>, Option<&'a Untrusted>);

/// Whether each scope covers a finding, narrowest first.
type Hits = [bool; 4];

impl<'a> Aim<'a> {
    fn at(head: &'a Head, keys: &[&'a Key]) -> Self {
        let mut likely = vec![false; 1 << u16::BITS];
        for key in keys {
            likely[usize::from(key.identity.exact.prefix())] = true;
        }
        let mut rules: Vec<_> = keys.iter().map(|key| &key.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        Self {
            head,
            exact: keys.iter().map(|key| key.identity.exact).collect(),
            likely,
            rules,
            symbols: keys.iter().map(|key| symbol(key)).collect(),
        }
    }

    /// Which scopes can cover anything of a report.
    fn entered(&self, head: &Head) -> Hits {
        let model = head.model_key == self.head.model_key;
        let group = head.group_uuid() == self.head.group_uuid();
        [true, model, model, group]
    }

    /// Which of these scopes cover a finding of the report.
    fn hits(&self, [_, symbol_in, model_in, group_in]: Hits, key: &Key) -> Hits {
        let exact = key.identity.exact;
        let exact = self.likely[usize::from(exact.prefix())] && self.exact.contains(&exact);
        let rule = (model_in || group_in) && self.rules.binary_search(&&key.rule).is_ok();
        let same = symbol_in && rule && self.symbols.contains(&symbol(key));
        [exact, same, model_in && rule, group_in && rule]
    }
}

fn symbol(key: &Key) -> Symbol<'_> {
    let file = key.file.as_ref().map(|file| member_path(file.raw()));
    (&key.rule, file, key.symbol.as_ref())
}
