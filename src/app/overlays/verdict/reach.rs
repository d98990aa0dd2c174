//! What a verdict would cover: the findings of the library that a scope reaches, and the true positives among them.

use std::collections::HashSet;

use super::Aim;
use crate::app::model::Model;
use crate::domain::identity::{Fingerprint, Key};
use crate::domain::report::{Head, Summary};
use crate::domain::scope::{Scope, Subject};
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

/// What a verdict of one scope on findings of one report would cover.
pub(super) struct Reach<'a> {
    scope: Scope,
    head: &'a Head,
    /// The rules of the findings, in order.
    rules: Vec<&'a Untrusted>,
    /// What the findings are about, where the scope looks at more than rule and place.
    subjects: HashSet<Subject>,
    /// The findings themselves, and which first bytes of an identity occur among them.
    exact: HashSet<Fingerprint>,
    prefixes: Vec<bool>,
}

impl<'a> Reach<'a> {
    /// None where the scope has nothing to be bound to.
    pub(super) fn of(scope: Scope, head: &'a Head, keys: &[&'a Key]) -> Option<Self> {
        Subject::of(scope, head, keys.first()?)?;
        let mut reach = Self {
            scope,
            head,
            rules: Vec::new(),
            subjects: HashSet::new(),
            exact: HashSet::new(),
            prefixes: Vec::new(),
        };
        match scope {
            Scope::Exact => reach.name_findings(keys),
            Scope::Symbol => {
                reach.name_rules(keys);
                let subjects = keys.iter().filter_map(|key| Subject::of(scope, head, key));
                reach.subjects = subjects.collect();
            }
            Scope::RuleInModel | Scope::RuleInGroup => reach.name_rules(keys),
        }
        Some(reach)
    }

    fn name_findings(&mut self, keys: &[&Key]) {
        self.prefixes = vec![false; usize::from(u16::MAX) + 1];
        for key in keys {
            let exact = key.identity.exact;
            self.prefixes[usize::from(exact.prefix())] = true;
            self.exact.insert(exact);
        }
    }

    fn name_rules(&mut self, keys: &[&'a Key]) {
        self.rules = keys.iter().map(|key| &key.rule).collect();
        self.rules.sort_unstable();
        self.rules.dedup();
    }

    pub(super) fn aim(&self, model: &Model) -> Aim {
        let today = model.today();
        let positive = |head: &Head, key: &Key| {
            let decision = model.decisions.of_finding(head, key, today).decision();
            decision.is_some_and(|decision| decision.verdict == Verdict::TruePositive)
        };
        let mut decided = model.decisions.iter();
        let feared = decided.any(|decision| decision.verdict == Verdict::TruePositive);
        let (mut covers, mut true_positives) = (0, 0);
        let reports = model.library.summaries.iter();
        for summary in reports.filter(|summary| self.enters(summary)) {
            let head = &summary.head;
            for key in summary.keys.iter().filter(|key| self.covers(head, key)) {
                covers += 1;
                true_positives += usize::from(feared && positive(head, key));
            }
        }
        Aim {
            scope: Some(self.scope),
            covers,
            true_positives,
        }
    }

    /// Whether it can cover anything of a report: asked first, because most reports are of other models.
    fn enters(&self, summary: &Summary) -> bool {
        let head = &summary.head;
        match self.scope {
            Scope::Exact => true,
            Scope::Symbol | Scope::RuleInModel => head.model_key == self.head.model_key,
            Scope::RuleInGroup => head.group_uuid() == self.head.group_uuid(),
        }
    }

    fn has_rule(&self, key: &Key) -> bool {
        self.rules.binary_search(&&key.rule).is_ok()
    }

    /// Whether it covers a finding of a report that it enters.
    fn covers(&self, head: &Head, key: &Key) -> bool {
        match self.scope {
            Scope::Exact => {
                let exact = key.identity.exact;
                self.prefixes[usize::from(exact.prefix())] && self.exact.contains(&exact)
            }
            Scope::RuleInModel | Scope::RuleInGroup => self.has_rule(key),
            Scope::Symbol => {
                self.has_rule(key)
                    && Subject::of(self.scope, head, key)
                        .is_some_and(|subject| self.subjects.contains(&subject))
            }
        }
    }
}
