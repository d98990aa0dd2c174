//! Verdicts of one act that say the same about findings of one rule in one model are told together.

use std::collections::{BTreeSet, HashMap};

use crate::domain::exception::{Covered, Exception};
use crate::domain::grade::Severity;
use crate::domain::scope::Scope;
use crate::domain::text::Untrusted;

/// Exceptions that are told together, at least one.
pub(super) struct Bundle<'a> {
    pub(super) first: &'a Exception,
    pub(super) all: Vec<&'a Exception>,
}

/// Puts together what was decided together about single findings; anything wider stands for itself.
pub(super) fn bundles<'a>(exceptions: impl Iterator<Item = &'a Exception>) -> Vec<Bundle<'a>> {
    let mut places = HashMap::new();
    let mut bundles: Vec<Bundle<'a>> = Vec::new();
    for exception in exceptions {
        let decision = &exception.decision;
        let context = &decision.context;
        let of_a_finding = decision.subject.scope() == Some(Scope::Exact);
        let place = of_a_finding.then(|| {
            let act = (decision.at, &decision.author);
            let ruling = (
                decision.verdict,
                decision.reason,
                decision.expires,
                &decision.note,
            );
            let about = (&context.rule, &context.model, &context.group_uuid);
            *places.entry((act, ruling, about)).or_insert(bundles.len())
        });
        match place.and_then(|place| bundles.get_mut(place)) {
            Some(bundle) => bundle.all.push(exception),
            None => bundles.push(Bundle {
                first: exception,
                all: vec![exception],
            }),
        }
    }
    bundles
}

impl<'a> Bundle<'a> {
    /// The findings that are covered.
    pub(super) fn covers(&self) -> impl Iterator<Item = &'a Covered> {
        self.all.iter().flat_map(|exception| &exception.covers)
    }

    /// The gravest severity.
    pub(super) fn severity(&self) -> Option<Severity> {
        let severities = self.all.iter().filter_map(|exception| exception.severity);
        severities.min_by_key(|severity| severity.level)
    }

    /// The threat codes.
    pub(super) fn threats(&self) -> Vec<&'a Untrusted> {
        let contexts = self.all.iter().map(|exception| &exception.decision.context);
        let threats: BTreeSet<_> = contexts
            .filter_map(|context| context.threat.as_ref())
            .collect();
        threats.into_iter().collect()
    }
}
