//! The lists that come beside a scan, in whatever document: violations, legacy findings, evaluations, files.

use super::evaluation::Evaluations;
use super::file::Files;
use super::legacy::Findings;
use super::violation::Violations;
use crate::domain::draft::{Draft, Listing};
use crate::domain::outcome::Outcome;
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;

/// What a document has beside its scan.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) violations: Option<Violations>,
    pub(super) findings: Option<Findings>,
    pub(super) evaluations: Option<Evaluations>,
    pub(super) files: Option<Files>,
    /// What the producer wrote when it could not fetch the violations.
    pub(super) violations_error: Option<Untrusted>,
    /// How many violations there are by the document around the list.
    pub(super) total: Option<u64>,
}

impl Parts {
    /// Puts the parts into the draft of their scan, whose outcome is known by now.
    pub(super) fn join(self, draft: &mut Draft) {
        if let Some(listing) = self.listing(&draft.scan.outcome) {
            draft.listing = listing;
        }
        let failed = self.violations_error;
        draft
            .warnings
            .extend(failed.map(|message| Warning::ViolationsMissing { message }));
        let violations = self.violations.map(|violations| violations.list);
        let violations = violations.unwrap_or_default();
        if draft.observations.is_empty() {
            // Moved, not copied: the list of a large scan is most of what is in memory.
            draft.observations = violations;
        } else {
            draft.observations.extend(violations);
        }
        let findings = self.findings.unwrap_or_default();
        draft.observations.extend(findings.observations);
        draft.coverage.notes.extend(findings.notes);
        if let Some(Evaluations { list, total, .. }) = self.evaluations {
            note_shortfall("evaluations", list.len(), total, draft);
            draft.evaluations = list;
        }
        if let Some(Files { list, total, .. }) = self.files {
            note_shortfall("files", list.len(), total, draft);
            draft.files = list;
        }
    }

    /// What the document says about its list of findings. The list of a scan that decided nothing is empty because
    /// nothing was decided: it is no list at all.
    fn listing(&self, outcome: &Outcome) -> Option<Listing> {
        if self.violations_error.is_some() {
            return Some(Listing::Absent);
        }
        let Some(violations) = &self.violations else {
            return self
                .findings
                .is_some()
                .then_some(Listing::Whole { total: None });
        };
        let undecided = matches!(outcome, Outcome::Error | Outcome::Pending);
        if violations.list.is_empty() && undecided {
            return Some(Listing::Absent);
        }
        Some(match violations.listing() {
            Listing::Whole { total } => Listing::Whole {
                total: total.max(self.total),
            },
            reduced => reduced,
        })
    }
}

/// Warns where a page holds less than its total.
fn note_shortfall(part: &'static str, have: usize, total: Option<u64>, draft: &mut Draft) {
    let have = have as u64;
    if let Some(total) = total.filter(|total| *total > have) {
        draft
            .warnings
            .push(Warning::Truncated { part, have, total });
    }
}
