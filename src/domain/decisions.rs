//! The present: every verdict in force, and what it means for a finding that is seen now.
//!
//! The narrowest subject wins: a verdict on the finding itself, then on its symbol, on its rule in this model, on its
//! rule in this group. A verdict that has run out counts for nothing. Only where none of these speaks, a verdict on a
//! finding of the same shape is proposed; it decides nothing until a person confirms it, and is not proposed again
//! once a person has refused it.

pub mod reach;
mod tally;
mod touched;

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use strum::IntoEnumIterator;

use crate::domain::decision::{Change, Decision, Saw};
use crate::domain::digest::Digests;
use crate::domain::identity::{Fingerprint, Key};
use crate::domain::report::Head;
use crate::domain::scope::{Scope, Subject};
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

pub use tally::Tally;
pub use touched::Touched;

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

    /// What a filter asks of it.
    pub fn stand(self) -> Stand {
        Stand {
            mark: self.mark(),
            carried: matches!(self, Self::Carried(_)),
        }
    }

    /// What of it shows in a list.
    pub fn mark(self) -> Mark {
        match self {
            Self::Open => Mark::Open,
            Self::Expired(_) => Mark::Expired,
            Self::Proposed(_) => Mark::Proposed,
            Self::Decided(decision) | Self::Carried(decision) => Mark::Verdict(decision.verdict),
        }
    }
}

/// Where something stands, as far as a filter asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// What of it shows in a list.
    pub mark: Mark,
    /// Whether its verdict was taken over from another scan.
    pub carried: bool,
}

/// Where something stands, small enough to keep for every finding of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nobody has decided.
    Open,
    /// A verdict has run out.
    Expired,
    /// A verdict waits for confirmation.
    Proposed,
    /// A verdict is in force.
    Verdict(Verdict),
}

impl Mark {
    /// Whether somebody still has to decide.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Verdict(_))
    }
}

/// Every verdict, by what it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    by_subject: HashMap<Subject, Decision>,
    /// Narrow subjects by shape, oldest verdict first.
    by_shape: HashMap<Fingerprint, BTreeSet<(i64, Narrow)>>,
    /// How many wide verdicts there are about each model and group, by scope.
    wide: HashMap<(Scope, Untrusted), usize>,
    /// What is decided to be a true positive.
    positives: HashSet<Subject>,
    /// What somebody opened on purpose: nothing is proposed for it again.
    reopened: HashSet<Narrow>,
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
    /// No verdicts yet, and room for so many.
    pub fn with_room_for(count: usize) -> Self {
        Self {
            by_subject: HashMap::with_capacity(count),
            by_shape: HashMap::with_capacity(count),
            ..Self::default()
        }
    }

    /// Records a verdict, replacing one about the same subject.
    pub fn put(&mut self, decision: Decision) {
        self.remove(&decision.subject.clone());
        if decision.verdict == Verdict::TruePositive {
            self.positives.insert(decision.subject.clone());
        }
        match breadth(&decision.subject) {
            Breadth::Narrow(narrow) => {
                self.by_shape
                    .entry(decision.context.shape)
                    .or_default()
                    .insert((decision.event, narrow));
            }
            Breadth::Wide(scope, place) => *self.wide.entry((scope, place)).or_default() += 1,
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
        change
            .reopened
            .iter()
            .for_each(|subject| self.reopen(subject));
    }

    /// Records that somebody took the verdict about a subject off, or refused one that was proposed.
    pub fn reopen(&mut self, subject: &Subject) {
        self.remove(subject);
        if let Breadth::Narrow(narrow) = breadth(subject) {
            self.reopened.insert(narrow);
        }
    }

    /// Forgets the verdict about a subject.
    pub fn remove(&mut self, subject: &Subject) {
        if let Breadth::Narrow(narrow) = breadth(subject) {
            self.reopened.remove(&narrow);
        }
        let Some(decision) = self.by_subject.remove(subject) else {
            return;
        };
        self.positives.remove(subject);
        match breadth(subject) {
            Breadth::Narrow(narrow) => {
                let shape = decision.context.shape;
                if let Some(subjects) = self.by_shape.get_mut(&shape) {
                    subjects.remove(&(decision.event, narrow));
                    if subjects.is_empty() {
                        self.by_shape.remove(&shape);
                    }
                }
            }
            Breadth::Wide(scope, place) => {
                let place = (scope, place);
                let count = self.wide.remove(&place).unwrap_or_default();
                if count > 1 {
                    self.wide.insert(place, count - 1);
                }
            }
        }
    }

    /// What somebody who looks at these decisions sees of a subject.
    pub fn saw(&self, subject: &Subject) -> Saw {
        self.get(subject)
            .map_or(Saw::Open, |decision| Saw::Verdict(decision.event))
    }

    /// The verdict about a subject, run out or not.
    pub fn get(&self, subject: &Subject) -> Option<&Decision> {
        self.by_subject.get(subject)
    }

    /// The exact identities that may be of true positives; none where a wide verdict says so of others too.
    pub fn positives(&self) -> Option<Digests> {
        let exact = self.positives.iter().map(|subject| match subject {
            Subject::Exact { fingerprint } | Subject::Scan { fingerprint } => {
                Some((*fingerprint).into())
            }
            _ => None,
        });
        exact.collect()
    }

    /// Every verdict, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.by_subject.values()
    }

    /// Where a finding stands.
    pub fn of_finding(&self, head: &Head, key: &Key, today: Date) -> Standing<'_> {
        self.at_scopes(&self.scopes(head), head, key, today)
    }

    /// Where each of a report's findings stands, for those who ask about many.
    pub fn of_findings<'a>(
        &'a self,
        head: &'a Head,
        today: Date,
    ) -> impl Fn(&Key) -> Standing<'a> + 'a {
        let scopes = self.scopes(head);
        move |key| self.at_scopes(&scopes, head, key, today)
    }

    /// The scopes at which a verdict may speak of a report's findings, narrowest first.
    fn scopes(&self, head: &Head) -> Vec<Scope> {
        let speaks = |scope: &Scope| {
            let place = match scope {
                Scope::Exact => return true,
                Scope::Symbol | Scope::RuleInModel => Some(&head.model_key),
                Scope::RuleInGroup => head.group_uuid(),
            };
            place.is_some_and(|place| self.wide.contains_key(&(*scope, place.clone())))
        };
        if self.wide.is_empty() {
            return vec![Scope::Exact];
        }
        Scope::iter().filter(speaks).collect()
    }

    fn at_scopes(&self, scopes: &[Scope], head: &Head, key: &Key, today: Date) -> Standing<'_> {
        if self.by_subject.is_empty() {
            return Standing::Open;
        }
        let mut expired = None;
        let subjects = scopes
            .iter()
            .filter_map(|scope| Subject::of(*scope, head, key));
        for subject in subjects {
            match self.by_subject.get(&subject) {
                Some(decision) if decision.expired(today) => expired = expired.or(Some(decision)),
                Some(decision) => return in_force(decision, head),
                None => {}
            }
        }
        let proposed = self.proposal(Narrow::Exact(key.identity.exact), key.identity.shape, today);
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
                .proposal(
                    Narrow::Scan(head.identity.exact),
                    head.identity.shape,
                    today,
                )
                .map_or(Standing::Open, Standing::Proposed),
        }
    }

    /// The newest verdict on something of the same shape that has not run out, unless a proposal was refused.
    fn proposal(&self, on: Narrow, shape: Fingerprint, today: Date) -> Option<&Decision> {
        let subjects = self.by_shape.get(&shape)?;
        if self.reopened.contains(&on) {
            return None;
        }
        subjects
            .iter()
            .rev()
            .filter_map(|(_, narrow)| self.by_subject.get(&narrow.subject()))
            .find(|decision| !decision.expired(today))
    }
}

/// A subject that is bound to one thing: small, because there is one for almost every verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Narrow {
    Exact(Fingerprint),
    Scan(Fingerprint),
}

impl Narrow {
    fn subject(self) -> Subject {
        match self {
            Self::Exact(fingerprint) => Subject::Exact { fingerprint },
            Self::Scan(fingerprint) => Subject::Scan { fingerprint },
        }
    }
}

/// How far a subject reaches.
enum Breadth {
    /// To one thing.
    Narrow(Narrow),
    /// To findings of a model or of a group.
    Wide(Scope, Untrusted),
}

fn breadth(subject: &Subject) -> Breadth {
    match subject {
        Subject::Exact { fingerprint } => Breadth::Narrow(Narrow::Exact(*fingerprint)),
        Subject::Scan { fingerprint } => Breadth::Narrow(Narrow::Scan(*fingerprint)),
        Subject::Symbol { model, .. } => Breadth::Wide(Scope::Symbol, model.clone()),
        Subject::RuleInModel { model, .. } => Breadth::Wide(Scope::RuleInModel, model.clone()),
        Subject::RuleInGroup { group, .. } => Breadth::Wide(Scope::RuleInGroup, group.clone()),
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
