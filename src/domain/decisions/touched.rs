//! What a change may have touched, so that the rest need not be judged again.

use std::collections::HashSet;

use super::Decisions;
use crate::domain::decision::Change;
use crate::domain::digest::Digests;
use crate::domain::identity::Key;
use crate::domain::report::Head;
use crate::domain::roll::Entry;
use crate::domain::scope::Subject;
use crate::domain::text::Untrusted;

/// What the verdicts of a change are about. Errs on the side of too much: what it does not concern stands as it stood.
#[derive(Debug)]
pub struct Touched {
    /// Exact identities that were decided or opened, of findings and of scans.
    exact: Digests,
    /// Shapes by which verdicts are proposed, or were.
    shapes: Digests,
    /// Models and groups that a wide verdict reaches.
    places: HashSet<Untrusted>,
}

impl Touched {
    /// What a change touches, asked before it is applied: the verdicts it replaces are proposed no longer.
    pub fn by(change: &Change, before: &Decisions) -> Self {
        let subjects = || change.now.iter().map(|(subject, _)| subject);
        let exact = subjects().filter_map(|subject| match subject {
            Subject::Exact { fingerprint } | Subject::Scan { fingerprint } => Some(*fingerprint),
            _ => None,
        });
        let places = subjects().filter_map(|subject| match subject {
            Subject::Symbol { model: place, .. }
            | Subject::RuleInModel { model: place, .. }
            | Subject::RuleInGroup { group: place, .. } => Some(place.clone()),
            Subject::Exact { .. } | Subject::Scan { .. } => None,
        });
        let verdicts = change.now.iter().flat_map(|(subject, decision)| {
            let replaced = before.get(subject);
            decision.as_ref().into_iter().chain(replaced)
        });
        Self {
            exact: exact.map(Into::into).collect(),
            shapes: verdicts.map(|it| it.context.shape.into()).collect(),
            places: places.collect(),
        }
    }

    /// Whether any finding of a report, or the scan as a whole, may stand otherwise now.
    pub fn concerns(&self, head: &Head, findings: Entry<'_>) -> bool {
        self.reaches(head)
            || self.exact.hold(head.identity.exact.into())
            || findings.shapes.iter().any(|it| self.shapes.hold(*it))
            || findings.exact.iter().any(|it| self.exact.hold(*it))
    }

    /// Whether a finding of a report may stand otherwise now.
    pub fn concerns_finding(&self, head: &Head, key: &Key) -> bool {
        self.reaches(head)
            || self.shapes.hold(key.identity.shape.into())
            || self.exact.hold(key.identity.exact.into())
    }

    fn reaches(&self, head: &Head) -> bool {
        let of_group = |group| self.places.contains(group);
        !self.places.is_empty()
            && (self.places.contains(&head.model_key) || head.group_uuid().is_some_and(of_group))
    }
}
