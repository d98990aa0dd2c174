//! Whether a pipeline may go on with a model, by what a scan concluded and what people decided about it.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::domain::decisions::{Decisions, Standing};
use crate::domain::observation::RuleState;
use crate::domain::outcome::Meaning;
use crate::domain::report::{Completeness, Evaluation, Report};
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;
use crate::domain::warning::Warning;

/// What a scan means to a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Nothing stands in the way.
    Open,
    /// The scan was stopped, and everything that stops it is excused.
    Excused,
    /// Something that nobody excused stands in the way.
    Closed {
        /// Findings that stop the model and that nobody excused; none where the report does not tell them.
        unexcused: usize,
    },
    /// The scan decided nothing.
    Undecided,
}

impl Passage {
    /// What a report means, with the verdicts that are in force on a day.
    pub fn of(report: &Report, decisions: &Decisions, today: Date) -> Self {
        match report.head.scan.outcome.meaning() {
            Meaning::Passed if contradicts_itself(report) => Self::Undecided,
            Meaning::Passed => Self::Open,
            Meaning::Undecided => Self::Undecided,
            Meaning::Stopped => Self::of_stopped(report, decisions, today),
        }
    }

    fn of_stopped(report: &Report, decisions: &Decisions, today: Date) -> Self {
        let head = &report.head;
        let standing = decisions.of_findings(head, today);
        if excuses(decisions.of_scan(head, today)) {
            // Who excused the scan as a whole did not look at each finding of it; who found a danger did.
            let dangers = report
                .findings
                .iter()
                .filter(|it| is_danger(standing(&it.key())));
            return match dangers.count() {
                0 => Self::Excused,
                unexcused => Self::Closed { unexcused },
            };
        }
        let mut blocking = report.findings.iter().filter(|it| it.blocks()).peekable();
        let none = blocking.peek().is_none();
        let unexcused = blocking.filter(|it| !excuses(standing(&it.key()))).count();
        // What is not told cannot have been excused.
        let told = head.completeness == Completeness::Full && !none && all_told(report);
        if told && unexcused == 0 {
            Self::Excused
        } else {
            Self::Closed { unexcused }
        }
    }
}

fn excuses(standing: Standing<'_>) -> bool {
    let decision = standing.decision();
    decision.is_some_and(|decision| decision.verdict.excuses())
}

fn is_danger(standing: Standing<'_>) -> bool {
    let decision = standing.decision();
    decision.is_some_and(|decision| decision.verdict == Verdict::TruePositive)
}

/// Whether a scan is said to have passed, and something in its report says that it was stopped.
fn contradicts_itself(report: &Report) -> bool {
    let doubts = report.head.warnings.iter().any(|doubt| {
        matches!(
            doubt,
            Warning::PassedWithBlocking { .. }
                | Warning::OutcomesContradict
                | Warning::OutcomesDisagree { .. }
        )
    });
    let stopped = |it: &Evaluation| stops(it) && it.state == Some(RuleState::Blocking);
    doubts || report.evaluations.iter().any(stopped)
}

/// Whether there are as many findings of each rule that stops the model as its evaluation counts, and at least one.
fn all_told(report: &Report) -> bool {
    let mut findings: HashMap<&Untrusted, u64> = HashMap::new();
    for finding in report.findings.iter().filter(|it| it.blocks()) {
        *findings.entry(&finding.seen.rule).or_default() += 1;
    }
    let mut stopping = report.evaluations.iter().filter(|it| stops(it));
    stopping.all(|it| {
        let told = findings.get(&it.rule).copied().unwrap_or_default();
        told >= it.violations.max(1)
    })
}

/// Whether a rule stops the model: it failed, or could not be asked.
fn stops(evaluation: &Evaluation) -> bool {
    let blocks = !matches!(
        evaluation.state,
        Some(RuleState::Allowing | RuleState::Disabled)
    );
    let results = ["FAILED", "ERROR"];
    let is = |result: &&str| evaluation.result.raw().eq_ignore_ascii_case(result);
    blocks && results.iter().any(is)
}

#[cfg(test)]
mod tests;
