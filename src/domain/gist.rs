//! Why a report lists no finding: in the few words that a table row has for it, and in a sentence.

use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Evaluation, Head, Report};
use crate::domain::text::{Printable, Untrusted};
use crate::domain::warning::Warning;

/// Why a report lists no finding: the first of these that holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gist<'a> {
    /// The scan failed, with this code.
    Error(&'a Untrusted),
    /// There are doubts about the report, this one first.
    Doubt(&'a Warning),
    /// The scanner looked at no file.
    NothingScanned,
    /// The scanner does not judge, and says itself that it has not seen all.
    Holes,
    /// No rule failed.
    NoneFailed,
    /// The report says how many rules failed, not which.
    CountsOnly,
    /// So many rules failed, of which no finding tells.
    NotListed(u64),
    /// The scan is told of whole, and found nothing.
    Nothing,
}

impl<'a> Gist<'a> {
    /// That of a report without findings.
    pub fn of(head: &'a Head) -> Self {
        let scan = &head.scan;
        let failed = scan.rules.map(|rules| rules.failed);
        let code = scan.error.as_ref().and_then(|error| error.code.as_ref());
        let holes = scan.outcome == Outcome::Unstated && !head.coverage.notes.is_empty();
        match (head.completeness, failed) {
            _ if let Some(code) = code => Self::Error(code),
            _ if let Some(first) = head.warnings.first() => Self::Doubt(first),
            _ if head.coverage.scanned == Some(0) => Self::NothingScanned,
            _ if holes => Self::Holes,
            (Completeness::Counts, Some(0)) => Self::NoneFailed,
            (Completeness::Counts, _) => Self::CountsOnly,
            (Completeness::Partial | Completeness::Full, None | Some(0)) => Self::Nothing,
            (Completeness::Partial | Completeness::Full, Some(failed)) => Self::NotListed(failed),
        }
    }

    /// Whether somebody should look at it.
    pub fn is_odd(self) -> bool {
        matches!(self, Self::Error(_) | Self::Doubt(_) | Self::NothingScanned)
    }

    /// In words.
    pub fn words(self) -> Printable {
        match self {
            Self::Error(code) => code.printable(),
            Self::Doubt(warning) => Printable::line(warning.brief()),
            Self::NothingScanned => Printable::line("nothing scanned"),
            Self::Holes => Printable::line("none, see notes"),
            Self::NoneFailed => Printable::line("none failed"),
            Self::CountsOnly => Printable::line("counts only"),
            Self::NotListed(failed) => Printable::line(&format!("{failed} failed, not listed")),
            Self::Nothing => Printable::line("none"),
        }
    }
}

/// Why a report lists no finding, in a sentence.
pub fn sentence(report: &Report) -> &'static str {
    let scan = &report.head.scan;
    let failed = |it: &Evaluation| it.result.raw() == "FAILED";
    match (report.head.completeness, scan.rules, &scan.outcome) {
        (_, _, Outcome::Error) => "The scan itself failed, so nothing was decided about the model.",
        (_, _, Outcome::Pending) => {
            "The scan was not finished when this was written: it says nothing yet."
        }
        _ if report.evaluations.iter().any(failed) => {
            "The report says which rules failed, not where."
        }
        (Completeness::Counts, Some(rules), _) if rules.failed == 0 => "No rule failed.",
        (Completeness::Counts, Some(_), _) => {
            "This artifact says how many rules failed, not which: the service keeps those apart, as the violations of the scan."
        }
        (Completeness::Counts, None, Outcome::Unstated) => {
            "This artifact says nothing of what the scan concluded."
        }
        (Completeness::Counts, None, _) if scan.uuid.is_none() => {
            "This artifact says what the scan concluded, not why, and not which scan it was: open the report that its build saved, or look for the scan in Strata Cloud Manager."
        }
        (Completeness::Counts, None, _) => "This artifact says what the scan concluded, not why.",
        _ => "The report lists no findings.",
    }
}
