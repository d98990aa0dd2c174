//! Pairing: documents that hold a part of a scan (violations, evaluations, files) find the scan they belong to.
//!
//! Owns by what two documents may be joined and how sure that is. What names its scan goes there and nowhere else.
//! The rest is inferred, from the surest sign to the weakest, and only when exactly one scan fits: several are never
//! guessed among. A part that finds no scan becomes a report of its own, which says so.

mod join;
mod names;
#[cfg(test)]
mod tests;

use crate::domain::draft::{Draft, Listing};
use crate::domain::observation::{Observation, RuleState};
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::report::{Evaluation, Report, ScannedFile, Source};
use crate::domain::scan::RuleCounts;
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;
use crate::format::intake::Fragment;

pub use join::join;

/// Skipped files that a coverage note names; the rest is counted.
const NAMED_FILES: usize = 20;
/// Result words of files that were not looked at.
const NOT_SCANNED: [&str; 3] = ["SKIPPED", "FAILED", "ERROR"];

/// A scan with the documents that were joined to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// Where the scan stands.
    pub source: Source,
    /// Where the joined documents stand.
    pub joined: Vec<Source>,
    /// The scan.
    pub draft: Draft,
}

impl Bundle {
    /// A scan with nothing joined to it.
    pub fn new(source: Source, draft: Draft) -> Self {
        Self {
            source,
            joined: Vec::new(),
            draft,
        }
    }

    /// A part whose scan is unknown, as a report of its own.
    pub fn alone(source: Source, fragment: Fragment) -> Self {
        let mut draft = Draft {
            digest: fragment.digest,
            ..Draft::default()
        };
        draft.scan.uuid.clone_from(&fragment.scan);
        let note = match &fragment.scan {
            Some(_) => "The scan itself is not here: its outcome, model and group are unknown.",
            None => {
                "The scan that this belongs to is unknown: so are its outcome, model and group."
            }
        };
        draft.coverage.notes.push(note.into());
        let mut bundle = Self::new(source, draft);
        bundle.fill(fragment);
        bundle.draft.scan.rules = rule_counts(&bundle.draft.evaluations);
        bundle
    }

    /// The report.
    pub fn report(self) -> Report {
        Report::derive(self.source, self.joined, self.draft)
    }

    /// Whether the report has what triage starts with, so that it need not wait for parts.
    pub fn has_findings(&self) -> bool {
        Self::is_complete(&self.draft)
    }

    /// Whether a scan has what triage starts with.
    pub fn is_complete(draft: &Draft) -> bool {
        draft.listing != Listing::Absent || !draft.observations.is_empty()
    }

    /// Joins a document that belongs here; `by` says by what the two were matched, where that was inferred. What is
    /// here already is only noted.
    pub fn add(&mut self, source: Source, fragment: Fragment, by: Option<&'static str>) {
        if self.wants(&fragment) {
            self.attach(source, fragment, by);
        } else {
            self.joined.push(source);
        }
    }

    fn attach(&mut self, source: Source, fragment: Fragment, by: Option<&'static str>) {
        let part = Part::of(&fragment).word();
        let doubt = by.map(|by| Warning::Inferred { part, by });
        self.draft.warnings.extend(doubt);
        self.joined.push(source);
        self.fill(fragment);
        if self.draft.scan.rules.is_none() {
            self.draft.scan.rules = rule_counts(&self.draft.evaluations);
        }
    }

    fn fill(&mut self, fragment: Fragment) {
        let draft = &mut self.draft;
        if let Some(observations) = fragment.observations {
            draft.observations.extend(observations);
            let before = match draft.listing {
                Listing::Whole { total } => total,
                Listing::Absent | Listing::Reduced => None,
            };
            draft.listing = match fragment.damage {
                Some(_) => Listing::Reduced,
                None => Listing::Whole {
                    total: fragment.total.max(before),
                },
            };
            draft
                .warnings
                .retain(|doubt| !matches!(doubt, Warning::ViolationsMissing { .. }));
        }
        let damage = fragment.damage;
        draft
            .warnings
            .extend(damage.map(|(line, column)| Warning::Damaged { line, column }));
        draft.evaluations.extend(fragment.evaluations);
        if !fragment.files.is_empty() {
            draft.coverage.notes.extend(skipped(&fragment.files));
            count_files(draft, &fragment.files);
            draft.files.extend(fragment.files);
        }
    }

    fn lacks(&self, part: Part) -> bool {
        let draft = &self.draft;
        match part {
            Part::Violations => draft.listing == Listing::Absent && draft.observations.is_empty(),
            Part::Evaluations => draft.evaluations.is_empty(),
            Part::Files => draft.files.is_empty(),
        }
    }

    /// Whether it has no such part yet, or a list that this is the next page of.
    fn wants(&self, fragment: &Fragment) -> bool {
        let part = Part::of(fragment);
        let have = self.draft.observations.len() as u64;
        let unfinished = match self.draft.listing {
            Listing::Whole { total } => total.or(fragment.total).is_some_and(|total| total > have),
            Listing::Absent | Listing::Reduced => false,
        };
        self.lacks(part) || part == Part::Violations && unfinished && !self.has(fragment)
    }

    /// Whether it has all of this already.
    fn has(&self, fragment: &Fragment) -> bool {
        let draft = &self.draft;
        match &fragment.observations {
            Some(list) => draft.observations.starts_with(list),
            None => {
                draft.evaluations.starts_with(&fragment.evaluations)
                    && draft.files.starts_with(&fragment.files)
            }
        }
    }

    /// Whether a part that does not name this scan could be its own.
    fn could_own(&self, fragment: &Fragment) -> bool {
        let scan = &self.draft.scan;
        match (Part::of(fragment), scan.rules) {
            (Part::Violations, rules) => {
                let list = fragment.observations.as_deref().unwrap_or_default();
                let found = rules_in(list);
                let blocked = list
                    .iter()
                    .any(|seen| seen.rule_state == Some(RuleState::Blocking));
                let passed = scan.outcome.meaning() == Meaning::Passed;
                let failed = rules.map_or(u64::MAX, |rules| rules.failed);
                let expects =
                    scan.outcome == Outcome::Blocked || rules.is_some_and(|r| r.failed > 0);
                expects == (found > 0) && found <= failed && !(passed && blocked)
            }
            (Part::Evaluations, Some(rules)) => {
                let stated = rule_counts(&fragment.evaluations);
                stated.is_some_and(|stated| stated.failed == rules.failed)
            }
            (Part::Evaluations | Part::Files, _) => true,
        }
    }
}

/// What a document holds of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Violations.
    Violations,
    /// Results by rule.
    Evaluations,
    /// Files of the model.
    Files,
}

impl Part {
    const ALL: [Self; 3] = [Self::Violations, Self::Evaluations, Self::Files];

    /// What this document holds.
    pub fn of(fragment: &Fragment) -> Self {
        if fragment.observations.is_some() {
            Self::Violations
        } else if fragment.files.is_empty() {
            Self::Evaluations
        } else {
            Self::Files
        }
    }

    /// The word for it in sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Violations => "violations",
            Self::Evaluations => "evaluations",
            Self::Files => "files",
        }
    }
}

/// How many rules have violations here.
fn rules_in(observations: &[Observation]) -> u64 {
    let mut rules: Vec<_> = observations.iter().map(|seen| &seen.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules.len() as u64
}

fn rule_counts(evaluations: &[Evaluation]) -> Option<RuleCounts> {
    let count = |word: &str| {
        let with = evaluations.iter().filter(|seen| seen.result.raw() == word);
        with.count() as u64
    };
    (!evaluations.is_empty()).then(|| RuleCounts {
        passed: count("PASSED"),
        failed: count("FAILED"),
        total: evaluations.len() as u64,
    })
}

fn count_files(draft: &mut Draft, files: &[ScannedFile]) {
    let (mut scanned, mut skipped) = (0, 0);
    for file in files.iter().filter(|file| !file.folder) {
        match file.result.raw() {
            "SUCCESS" => scanned += 1,
            "SKIPPED" => skipped += 1,
            _ => {}
        }
    }
    draft.coverage.scanned.get_or_insert(scanned);
    draft.coverage.skipped.get_or_insert(skipped);
}

/// What was not looked at, by name as far as a note has room.
fn skipped(files: &[ScannedFile]) -> Vec<Untrusted> {
    let note = |word: &&str| {
        let paths: Vec<_> = files
            .iter()
            .filter(|file| !file.folder && file.result.raw() == *word)
            .map(|file| file.path.raw())
            .collect();
        let (named, rest) = paths.split_at(paths.len().min(NAMED_FILES));
        let list = named.join(", ");
        let more = match rest.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        let state = word.to_lowercase();
        (!paths.is_empty()).then(|| format!("Files not looked at ({state}): {list}{more}").into())
    };
    NOT_SCANNED.iter().filter_map(note).collect()
}
