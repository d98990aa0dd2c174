//! How far every verdict reaches: which findings of a library have its subject, also where a narrower verdict speaks
//! first. One pass over the findings, whatever the number of verdicts; reports that arrive later are added.

use std::collections::HashMap;

use crate::domain::decision::Decision;
use crate::domain::decisions::Decisions;
use crate::domain::identity::Fingerprint;
use crate::domain::report::Summary;
use crate::domain::scope::Subject;

/// How many places of each verdict are kept to be named.
const EXAMPLES: usize = 3;

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
    /// Positions of the reports they stand in.
    pub reports: Vec<usize>,
    /// The first few of them.
    pub examples: Vec<Place>,
    /// What was in front of the person who decided, where it is in the library.
    pub origin: Option<Place>,
}

/// How far every verdict reaches, by the number of its event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reaches {
    by_event: HashMap<i64, Reach>,
    counted: usize,
}

impl Reaches {
    /// How far a verdict reaches; none where it covers nothing of the library.
    pub fn get(&self, decision: &Decision) -> Option<&Reach> {
        self.by_event.get(&decision.event)
    }

    /// How many reports were looked at.
    pub fn counted(&self) -> usize {
        self.counted
    }

    /// Adds the reports of a library that were not looked at yet.
    pub fn add(&mut self, decisions: &Decisions, summaries: &[Summary]) {
        for (report, summary) in summaries.iter().enumerate().skip(self.counted) {
            self.add_report(decisions, report, summary);
        }
        self.counted = self.counted.max(summaries.len());
    }

    fn add_report(&mut self, decisions: &Decisions, report: usize, summary: &Summary) {
        let head = &summary.head;
        let whole = Subject::Scan {
            fingerprint: head.identity.exact,
        };
        let seen_in = head.identity.exact;
        let mut note = |subject: &Subject, finding: Option<usize>, exact: Fingerprint| {
            if let Some(decision) = decisions.get(subject) {
                let place = Place { report, finding };
                self.note(decision, place, (seen_in, exact));
            }
        };
        note(&whole, None, seen_in);
        let scopes = decisions.scopes(head);
        for (at, key) in summary.keys.iter().enumerate() {
            for scope in &scopes {
                if let Some(subject) = Subject::of(*scope, head, key) {
                    note(&subject, Some(at), key.identity.exact);
                }
            }
        }
    }

    /// Takes note of a place by the identities of its scan and of itself.
    fn note(
        &mut self,
        decision: &Decision,
        place: Place,
        (seen_in, exact): (Fingerprint, Fingerprint),
    ) {
        let reach = self.by_event.entry(decision.event).or_default();
        reach.findings += usize::from(place.finding.is_some());
        if reach.reports.last() != Some(&place.report) {
            reach.reports.push(place.report);
        }
        if reach.examples.len() < EXAMPLES {
            reach.examples.push(place);
        }
        let context = &decision.context;
        if reach.origin.is_none() && context.seen_in == seen_in && context.fingerprint == exact {
            reach.origin = Some(place);
        }
    }
}
