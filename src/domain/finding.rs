//! The finding: one violation of one rule, as its source reports it and as we know it.

use crate::domain::grade::{Kind, Severity};
use crate::domain::identity::{Identity, Key};
use crate::domain::observation::{Observation, RuleState};

/// A finding: what was observed, and what we derive from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What the source says.
    pub seen: Observation,
    /// Threat or policy.
    pub kind: Kind,
    /// Reported or derived severity; none for policy findings without a reported one.
    pub severity: Option<Severity>,
    /// What makes this finding the same one in the next scan.
    pub identity: Identity,
}

impl Finding {
    /// Whether a failure of its rule stops a build: by the rule's state where it is known.
    pub fn blocks(&self) -> bool {
        !matches!(
            self.seen.rule_state,
            Some(RuleState::Allowing | RuleState::Disabled)
        )
    }

    /// What the ledger needs to recognise it.
    pub fn key(&self) -> Key {
        Key {
            identity: self.identity,
            rule: self.seen.rule.clone(),
            threat: self.seen.threat.clone(),
            file: self.seen.file.clone(),
            symbol: self.seen.symbol(),
            level: self.severity.map(|severity| severity.level),
            kind: self.kind,
            blocks: self.blocks(),
        }
    }

    /// Sort key of a report: threats, then policy, then notices; grave first; then rule, file, symbol.
    pub fn order(&self) -> impl Ord + use<> {
        let section = match (self.blocks(), self.kind) {
            (true, Kind::Threat) => 0,
            (true, Kind::Policy) => 1,
            (false, _) => 2,
        };
        let level = self
            .severity
            .map_or(u8::MAX, |severity| severity.level as u8);
        let seen = &self.seen;
        (
            section,
            level,
            seen.rule.clone(),
            seen.file.clone(),
            seen.module.clone(),
            seen.operator.clone(),
            seen.description.clone(),
        )
    }
}
