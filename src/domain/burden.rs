//! What each rule costs those who triage: its findings that wait for a decision, and those that are excused as false,
//! which somebody looked at for nothing.

use std::collections::HashMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::domain::decisions::{Decisions, Standing};
use crate::domain::report::Summary;
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

/// Reports that are worth a thread of their own.
const REPORTS_AT_ONCE: usize = 512;

/// What a rule costs, in findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burden {
    /// Those that wait, also where a verdict is proposed or has run out.
    pub open: usize,
    /// Those that are excused as false positives.
    pub wrong: usize,
}

impl Burden {
    /// All of them.
    pub fn findings(self) -> usize {
        self.open + self.wrong
    }

    fn note(&mut self, standing: Standing<'_>) {
        match standing.decision() {
            None => self.open += 1,
            Some(decision) if decision.verdict == Verdict::FalsePositive => self.wrong += 1,
            Some(_) => {}
        }
    }
}

/// What every rule costs in these reports.
pub fn by_rule<'a>(
    summaries: &[&'a Summary],
    decisions: &Decisions,
    today: Date,
) -> HashMap<&'a Untrusted, Burden> {
    let count = |mut all: HashMap<&'a Untrusted, Burden>, summary: &&'a Summary| {
        let standing = decisions.of_findings(&summary.head, today);
        for key in &summary.keys {
            all.entry(&key.rule).or_default().note(standing(key));
        }
        all
    };
    let reports = summaries.par_iter().with_min_len(REPORTS_AT_ONCE);
    reports
        .fold(HashMap::new, count)
        .reduce(HashMap::new, |mut all, others| {
            for (rule, other) in others {
                let sum = all.entry(rule).or_default();
                sum.open += other.open;
                sum.wrong += other.wrong;
            }
            all
        })
}
