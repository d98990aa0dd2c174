//! The present: every verdict in force, and what it means for a finding that is seen now.
//!
//! The narrowest subject wins: a verdict on the finding itself, then on its symbol, on its rule in this model, on its
//! rule in this group. A verdict that has run out counts for nothing. Only where none of these speaks, a verdict on a
//! finding of the same shape is proposed; it decides nothing until a person confirms it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use strum::IntoEnumIterator;

use crate::domain::decision::{Change, Decision};
use crate::domain::identity::{Fingerprint, Key};
use crate::domain::report::{Head, Summary};
use crate::domain::scope::{Scope, Subject};

/// Where a finding, or a scan, stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<'a> {
    /// Nobody has decided.
    Open,
    /// Decided while looking at this very scan.
    Decided(&'a Decision),
    /// Decided elsewhere and taken over.
    Carried(&'a Decision),
    /// A verdict on something of the same shape waits for confirmation.
    Proposed(&'a Decision),
    /// A verdict has run out.
    Expired(&'a Decision),
}

impl<'a> Standing<'a> {
    /// The verdict in force, if there is one.
    pub fn decision(self) -> Option<&'a Decision> {
        match self {
            Self::Decided(decision) | Self::Carried(decision) => Some(decision),
            Self::Open | Self::Proposed(_) | Self::Expired(_) => None,
        }
    }

    /// Whether somebody still has to decide.
    pub fn is_open(self) -> bool {
        self.decision().is_none()
    }
}

/// Every verdict, by what it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    by_subject: HashMap<Subject, Decision>,
    /// Narrow subjects by shape, oldest verdict first.
    by_shape: HashMap<Fingerprint, BTreeMap<(i64, Fingerprint), Subject>>,
    wide: usize,
}

impl FromIterator<Decision> for Decisions {
    fn from_iter<T: IntoIterator<Item = Decision>>(decisions: T) -> Self {
        let mut all = Self::default();
        for decision in decisions {
            all.put(decision);
        }
        all
    }
}

impl Decisions {
    /// Records a verdict, replacing one about the same subject.
    pub fn put(&mut self, decision: Decision) {
        self.remove(&decision.subject.clone());
        if let Some(bound) = bound(&decision.subject) {
            self.by_shape
                .entry(decision.context.shape)
                .or_default()
                .insert((decision.event, bound), decision.subject.clone());
        } else {
            self.wide += 1;
        }
        self.by_subject.insert(decision.subject.clone(), decision);
    }

    /// Takes over what the ledger did.
    pub fn apply(&mut self, change: &Change) {
        for (subject, decision) in &change.now {
            match decision {
                Some(decision) => self.put(decision.clone()),
                None => self.remove(subject),
            }
        }
    }

    /// Forgets the verdict about a subject.
    pub fn remove(&mut self, subject: &Subject) {
        let Some(decision) = self.by_subject.remove(subject) else {
            return;
        };
        let Some(bound) = bound(subject) else {
            self.wide -= 1;
            return;
        };
        if let Some(subjects) = self.by_shape.get_mut(&decision.context.shape) {
            subjects.remove(&(decision.event, bound));
        }
    }

    /// The verdict about a subject, run out or not.
    pub fn get(&self, subject: &Subject) -> Option<&Decision> {
        self.by_subject.get(subject)
    }

    /// Every verdict, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.by_subject.values()
    }

    /// Where a finding stands.
    pub fn of_finding(&self, head: &Head, key: &Key, today: Date) -> Standing<'_> {
        if self.by_subject.is_empty() {
            return Standing::Open;
        }
        let scopes = Scope::iter().take(if self.wide == 0 { 1 } else { usize::MAX });
        let mut expired = None;
        for subject in scopes.filter_map(|scope| Subject::of(scope, head, key)) {
            match self.by_subject.get(&subject) {
                Some(decision) if decision.expired(today) => expired = expired.or(Some(decision)),
                Some(decision) => return in_force(decision, head),
                None => {}
            }
        }
        let proposed = self.proposal(key.identity.shape, today);
        expired
            .map(Standing::Expired)
            .or(proposed.map(Standing::Proposed))
            .unwrap_or(Standing::Open)
    }

    /// Where a scan as a whole stands.
    pub fn of_scan(&self, head: &Head, today: Date) -> Standing<'_> {
        match self.by_subject.get(&Subject::Scan {
            fingerprint: head.identity.exact,
        }) {
            Some(decision) if decision.expired(today) => Standing::Expired(decision),
            Some(decision) => in_force(decision, head),
            None => self
                .proposal(head.identity.shape, today)
                .map_or(Standing::Open, Standing::Proposed),
        }
    }

    /// How many findings of a report still wait, of how many.
    pub fn tally(&self, summary: &Summary, today: Date) -> Tally {
        let mut tally = Tally {
            total: summary.keys.len(),
            ..Tally::default()
        };
        for key in &summary.keys {
            match self.of_finding(&summary.head, key, today) {
                Standing::Open | Standing::Expired(_) => tally.open += 1,
                Standing::Proposed(_) => {
                    tally.open += 1;
                    tally.proposed += 1;
                }
                Standing::Carried(_) => tally.carried += 1,
                Standing::Decided(_) => {}
            }
        }
        tally
    }

    /// The newest verdict on something of the same shape that has not run out.
    fn proposal(&self, shape: Fingerprint, today: Date) -> Option<&Decision> {
        let subjects = self.by_shape.get(&shape)?;
        subjects
            .values()
            .rev()
            .filter_map(|subject| self.by_subject.get(subject))
            .find(|decision| !decision.expired(today))
    }
}

/// How much of a report is decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All findings.
    pub total: usize,
    /// Findings that wait for a decision.
    pub open: usize,
    /// Of these, how many have a proposal.
    pub proposed: usize,
    /// Findings whose verdict was taken over from another scan.
    pub carried: usize,
}

/// The one thing that a narrow subject is bound to.
fn bound(subject: &Subject) -> Option<Fingerprint> {
    match subject {
        Subject::Exact { fingerprint } | Subject::Scan { fingerprint } => Some(*fingerprint),
        Subject::Symbol { .. } | Subject::RuleInModel { .. } | Subject::RuleInGroup { .. } => None,
    }
}

fn in_force<'a>(decision: &'a Decision, head: &Head) -> Standing<'a> {
    if decision.context.seen_in == head.identity.exact {
        Standing::Decided(decision)
    } else {
        Standing::Carried(decision)
    }
}

#[cfg(test)]
mod tests;
