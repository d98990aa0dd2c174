//! What a change may have touched, so that the rest need not be judged again.

use std::collections::HashSet;

use super::Decisions;
use crate::domain::decision::Change;
use crate::domain::identity::{Fingerprint, Key};
use crate::domain::report::{Head, Summary};
use crate::domain::scope::Subject;
use crate::domain::text::Untrusted;

/// What the verdicts of a change are about. Errs on the side of too much: what it does not concern stands as it stood.
#[derive(Debug, Default)]
pub struct Touched {
    /// Exact identities that were decided or opened, of findings and of scans.
    exact: HashSet<Fingerprint>,
    /// Shapes by which verdicts are proposed, or were.
    shapes: HashSet<Fingerprint>,
    /// Models and groups that a wide verdict reaches.
    places: HashSet<Untrusted>,
}

impl Touched {
    /// What a change touches, asked before it is applied: the verdicts it replaces are proposed no longer.
    pub fn by(change: &Change, before: &Decisions) -> Self {
        let mut touched = Self::default();
        for (subject, decision) in &change.now {
            let replaced = before.get(subject);
            let verdicts = decision.as_ref().into_iter().chain(replaced);
            touched
                .shapes
                .extend(verdicts.map(|decision| decision.context.shape));
            match subject {
                Subject::Exact { fingerprint } | Subject::Scan { fingerprint } => {
                    touched.exact.insert(*fingerprint);
                }
                Subject::Symbol { model: place, .. }
                | Subject::RuleInModel { model: place, .. }
                | Subject::RuleInGroup { group: place, .. } => {
                    touched.places.insert(place.clone());
                }
            }
        }
        touched
    }

    /// Whether any finding of a report may stand otherwise now.
    pub fn concerns(&self, summary: &Summary) -> bool {
        let head = &summary.head;
        self.reaches(head)
            || has(&self.exact, head.identity.exact)
            || summary.keys.iter().any(|key| self.names(key))
    }

    /// Whether a finding of a report may stand otherwise now.
    pub fn concerns_finding(&self, head: &Head, key: &Key) -> bool {
        self.reaches(head) || self.names(key)
    }

    fn reaches(&self, head: &Head) -> bool {
        let of_group = |group| self.places.contains(group);
        !self.places.is_empty()
            && (self.places.contains(&head.model_key) || head.group_uuid().is_some_and(of_group))
    }

    fn names(&self, key: &Key) -> bool {
        has(&self.shapes, key.identity.shape) || has(&self.exact, key.identity.exact)
    }
}

/// Most changes are about one thing, and comparing is much quicker than hashing.
fn has(set: &HashSet<Fingerprint>, fingerprint: Fingerprint) -> bool {
    if set.len() <= 4 {
        set.iter().any(|known| *known == fingerprint)
    } else {
        set.contains(&fingerprint)
    }
}
