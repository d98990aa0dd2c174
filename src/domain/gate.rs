//! Whether a pipeline may go on with a model, by what a scan concluded and what people decided about it.

use jiff::civil::Date;

use crate::domain::decisions::{Decisions, Standing};
use crate::domain::observation::RuleState;
use crate::domain::outcome::Meaning;
use crate::domain::report::{Completeness, Evaluation, Report};

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
            Meaning::Passed => Self::Open,
            Meaning::Undecided => Self::Undecided,
            Meaning::Stopped => Self::of_stopped(report, decisions, today),
        }
    }

    fn of_stopped(report: &Report, decisions: &Decisions, today: Date) -> Self {
        let head = &report.head;
        if excuses(decisions.of_scan(head, today)) {
            return Self::Excused;
        }
        let standing = decisions.of_findings(head, today);
        let mut blocking = report.findings.iter().filter(|it| it.blocks()).peekable();
        let none = blocking.peek().is_none();
        let unexcused = blocking.filter(|it| !excuses(standing(&it.key()))).count();
        // What is not told cannot have been excused.
        let told = head.completeness == Completeness::Full
            && !none
            && !report.evaluations.iter().any(|it| untold(report, it));
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

/// Whether a rule stops the model and no finding says by what.
fn untold(report: &Report, evaluation: &Evaluation) -> bool {
    let stops = !matches!(
        evaluation.state,
        Some(RuleState::Allowing | RuleState::Disabled)
    );
    let failed = evaluation.result.raw().eq_ignore_ascii_case("FAILED");
    let told = || {
        let mut findings = report.findings.iter();
        findings.any(|finding| finding.seen.rule == evaluation.rule)
    };
    stops && failed && !told()
}

#[cfg(test)]
mod tests;
