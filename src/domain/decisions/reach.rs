//! How far every verdict reaches: which findings of a library have its subject, also where a narrower verdict speaks
//! first. One pass over the findings, whatever the number of verdicts; reports that arrive later are added.

use std::collections::HashMap;

use crate::domain::decision::Decision;
use crate::domain::decisions::Decisions;
use crate::domain::digest::Digests;
use crate::domain::report::Summary;
use crate::domain::scope::{Scope, Subject};

/// A finding of a library, or a scan as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Position of its report.
    pub report: usize,
    /// Position among its findings; none for the scan as a whole.
    pub finding: Option<usize>,
}

/// How far one verdict reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Findings it covers; none for a verdict on a scan as a whole.
    pub findings: usize,
    /// The first of them in each report.
    pub reports: Vec<Place>,
}

impl Reach {
    /// Places in the newest of the reports, at most so many.
    pub fn newest(&self, summaries: &[Summary], most: usize) -> Vec<Place> {
        let head = |place: Place| summaries.get(place.report).map(|it| &it.head);
        let date = |place| head(place).and_then(|head| head.scan.created_at);
        let source = |place| head(place).map(|head| &head.source);
        let newer = |one: &Place, other: &Place| {
            let by_date = date(*other).cmp(&date(*one));
            by_date.then_with(|| source(*one).cmp(&source(*other)))
        };
        let mut places = self.reports.clone();
        if places.len() > most {
            places.select_nth_unstable_by(most, newer);
            places.truncate(most);
        }
        places.sort_unstable_by(newer);
        places
    }
}

/// How far every verdict reaches, by what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reaches {
    by_subject: HashMap<Subject, Reach>,
    counted: usize,
}

impl Reaches {
    /// How far a verdict reaches; none where it covers nothing of the library.
    pub fn get(&self, subject: &Subject) -> Option<&Reach> {
        self.by_subject
            .get(subject)
            .filter(|reach| !reach.reports.is_empty())
    }

    /// How many reports were looked at.
    pub fn counted(&self) -> usize {
        self.counted
    }

    /// Forgets the reports, which are being read again.
    pub fn forget_reports(&mut self) {
        self.by_subject
            .values_mut()
            .for_each(|reach| *reach = Reach::default());
        self.counted = 0;
    }

    /// Follows the ledger. Only a verdict about something new makes all reports be looked at again.
    pub fn follow(&mut self, decisions: &Decisions) {
        self.by_subject
            .retain(|subject, _| decisions.get(subject).is_some());
        let known = self.by_subject.len();
        for decision in decisions.iter() {
            if !self.by_subject.contains_key(&decision.subject) {
                self.by_subject
                    .insert(decision.subject.clone(), Reach::default());
            }
        }
        if self.by_subject.len() > known {
            self.forget_reports();
        }
    }

    /// Adds the reports of a library that were not looked at yet.
    pub fn add(&mut self, decisions: &Decisions, summaries: &[Summary]) {
        let own = self.own();
        for (report, summary) in summaries.iter().enumerate().skip(self.counted) {
            self.add_report(&decisions.scopes(&summary.head), &own, report, summary);
        }
        self.counted = self.counted.max(summaries.len());
    }

    /// The findings that have a verdict of their own.
    fn own(&self) -> Digests {
        let own = self.by_subject.keys().filter_map(|subject| match subject {
            Subject::Exact { fingerprint } => Some((*fingerprint).into()),
            _ => None,
        });
        own.collect()
    }

    fn add_report(&mut self, scopes: &[Scope], own: &Digests, report: usize, summary: &Summary) {
        let head = &summary.head;
        let whole = Subject::Scan {
            fingerprint: head.identity.exact,
        };
        self.note(
            &whole,
            Place {
                report,
                finding: None,
            },
        );
        for (at, key) in summary.keys.iter().enumerate() {
            let place = Place {
                report,
                finding: Some(at),
            };
            let exact = own.hold(key.identity.exact.into());
            for scope in scopes
                .iter()
                .filter(|scope| exact || **scope != Scope::Exact)
            {
                if let Some(subject) = Subject::of(*scope, head, key) {
                    self.note(&subject, place);
                }
            }
        }
    }

    fn note(&mut self, subject: &Subject, place: Place) {
        let Some(reach) = self.by_subject.get_mut(subject) else {
            return;
        };
        reach.findings += usize::from(place.finding.is_some());
        if reach.reports.last().map(|last| last.report) != Some(place.report) {
            reach.reports.push(place);
        }
    }

    /// What was in front of the person who decided, where it is in the library.
    pub fn origin(&self, decision: &Decision, summaries: &[Summary]) -> Option<Place> {
        let context = &decision.context;
        let here = self.get(&decision.subject)?.reports.iter();
        let (report, summary) = here
            .filter_map(|place| Some((place.report, summaries.get(place.report)?)))
            .find(|(_, summary)| summary.head.identity.exact == context.seen_in)?;
        if context.rule.is_none() {
            return Some(Place {
                report,
                finding: None,
            });
        }
        let mut keys = summary.keys.iter();
        let finding = keys.position(|key| key.identity.exact == context.fingerprint)?;
        Some(Place {
            report,
            finding: Some(finding),
        })
    }
}
