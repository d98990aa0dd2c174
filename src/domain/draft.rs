//! From draft to report: a [`Draft`] is what a dialect reads, a [`Report`] is what we derive from it, in one place, so
//! that every dialect gets the same names, identities, completeness and warnings.

use crate::domain::finding::Finding;
use crate::domain::identity::{self, Fingerprint, Identity, Place};
use crate::domain::model::{is_relative, model_key, model_name};
use crate::domain::observation::{Observation, RuleState};
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::report::{
    Completeness, Coverage, Evaluation, Head, Report, ScannedFile, Source,
};
use crate::domain::scan::{RuleCounts, Scan};
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;

/// What a source says about the list of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    /// The source has no list: counts only.
    #[default]
    Absent,
    /// A list that leaves out parts of each finding, or some findings.
    Reduced,
    /// A whole list, as far as the source goes; the stated total where there is one.
    Whole {
        /// `pagination.total_items`.
        total: Option<u64>,
    },
}

/// What a dialect read, before anything is derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// A more telling name than the dialect's own, where one reader serves several.
    pub dialect: Option<&'static str>,
    /// The scan.
    pub scan: Scan,
    /// The findings.
    pub observations: Vec<Observation>,
    /// What the source says about that list.
    pub listing: Listing,
    /// Results by rule.
    pub evaluations: Vec<Evaluation>,
    /// Files of the model.
    pub files: Vec<ScannedFile>,
    /// What was looked at.
    pub coverage: Coverage,
    /// Doubts the dialect has.
    pub warnings: Vec<Warning>,
    /// Digest of the document, for scans without a UUID: the same bytes are the same scan, other bytes are not.
    pub digest: Option<Fingerprint>,
}

impl Report {
    /// Derives a report from what a dialect read.
    pub fn derive(source: Source, joined: Vec<Source>, mut draft: Draft) -> Self {
        let scan = &mut draft.scan;
        if scan.model_name.is_none() {
            scan.model_name = scan
                .model_uri
                .as_ref()
                .and_then(|uri| model_name(uri.raw()))
                .map(Into::into);
        }
        let model_key: Untrusted = model_key(scan).into();
        let document = draft.digest.map_or_else(
            || source.label().raw().to_owned(),
            |digest| digest.to_string(),
        );
        let named = !model_key.raw().is_empty();
        // Scanners that name neither scan nor file write the same bytes of two models.
        let document = if named {
            document
        } else {
            format!("{document} {}", source.name().raw())
        };
        let this_scan = scan.uuid.as_ref().map_or(document.as_str(), Untrusted::raw);
        let place = Place {
            // Models without a name are not one model: what is said of one must not carry to another.
            model: if named { model_key.raw() } else { this_scan },
            scan: this_scan,
        };
        let scan_identity = scan_identity(scan, place);
        let mut findings: Vec<Finding> = std::mem::take(&mut draft.observations)
            .into_iter()
            .map(|seen| finding(seen, place))
            .collect();
        findings.sort_by_cached_key(Finding::order);
        let completeness = completeness(&draft, &findings);
        note_doubts(&mut draft, &findings);
        let Draft {
            scan,
            evaluations,
            files,
            coverage,
            warnings,
            ..
        } = draft;
        let head = Head {
            source,
            joined,
            scan,
            completeness,
            coverage,
            warnings,
            identity: scan_identity,
            model_key,
        };
        Self {
            head,
            findings,
            evaluations,
            files,
        }
    }
}

fn finding(seen: Observation, place: Place<'_>) -> Finding {
    let kind = seen.kind();
    Finding {
        kind,
        severity: seen.graded(),
        identity: identity::of(&seen, kind, place),
        seen,
    }
}

fn scan_identity(scan: &Scan, place: Place<'_>) -> Identity {
    let group = scan
        .group
        .as_ref()
        .and_then(|group| group.uuid.as_ref())
        .map_or("", Untrusted::raw);
    let counts = scan.rules.map_or_else(String::new, |rules| {
        format!("{}/{}", rules.failed, rules.total)
    });
    identity::of_scan(place, group, scan.outcome.word(), &counts)
}

fn completeness(draft: &Draft, findings: &[Finding]) -> Completeness {
    let short = |total: u64| total > findings.len() as u64;
    match draft.listing {
        // Evaluations name the rules that failed, though not where: more than counts.
        Listing::Absent if findings.is_empty() && draft.evaluations.is_empty() => {
            Completeness::Counts
        }
        Listing::Whole { total } if !total.is_some_and(short) => {
            let missing = draft
                .scan
                .rules
                .is_some_and(|rules| rules_with_findings(findings) < rules.failed);
            let whole = !missing && draft.scan.outcome != Outcome::Unstated;
            if whole {
                Completeness::Full
            } else {
                Completeness::Partial
            }
        }
        _ => Completeness::Partial,
    }
}

fn rules_with_findings(findings: &[Finding]) -> u64 {
    // Findings are sorted, so that a rule's stand in few runs.
    let runs = findings.chunk_by(|one, next| one.seen.rule == next.seen.rule);
    let mut rules: Vec<_> = runs
        .filter_map(|run| Some(&run.first()?.seen.rule))
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules.len() as u64
}

/// Doubts that hold for every dialect.
fn note_doubts(draft: &mut Draft, findings: &[Finding]) {
    let mut doubts = Vec::new();
    let relative = draft
        .scan
        .model_uri
        .as_ref()
        .is_some_and(|uri| is_relative(uri.raw()));
    if relative && draft.scan.outcome == Outcome::Blocked && findings.is_empty() {
        doubts.push(Warning::RelativePath);
    }
    if let Listing::Whole { total: Some(total) } = draft.listing
        && total > findings.len() as u64
    {
        doubts.push(Warning::Truncated {
            part: "violations",
            have: findings.len() as u64,
            total,
        });
    }
    let found = rules_with_findings(findings);
    if let Some(rules) = draft
        .scan
        .rules
        .filter(|rules| found > 0 && rules.failed != found)
    {
        doubts.push(Warning::CountsDisagree {
            found,
            stated: rules.failed,
        });
    }
    let impossible = |rules: &RuleCounts| rules.passed.saturating_add(rules.failed) > rules.total;
    if let Some(rules) = draft.scan.rules.filter(impossible) {
        doubts.push(Warning::CountsImpossible {
            passed: rules.passed,
            failed: rules.failed,
            total: rules.total,
        });
    }
    let blocking = |finding: &&Finding| finding.seen.rule_state == Some(RuleState::Blocking);
    let blocking = findings.iter().filter(blocking).count() as u64;
    if blocking > 0 && draft.scan.outcome.meaning() == Meaning::Passed {
        doubts.push(Warning::PassedWithBlocking { findings: blocking });
    }
    let shared = shared_identities(findings);
    if shared > 0 {
        doubts.push(Warning::SharedIdentity { findings: shared });
    }
    draft.warnings.extend(doubts);
}

fn shared_identities(findings: &[Finding]) -> usize {
    let mut identities: Vec<_> = findings
        .iter()
        .map(|finding| finding.identity.exact)
        .collect();
    identities.sort_unstable();
    identities
        .chunk_by(PartialEq::eq)
        .filter(|same| same.len() > 1)
        .map(<[_]>::len)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(draft: Draft) -> Report {
        let source = Source {
            path: "scan.json".into(),
            member: None,
            index: 0,
            dialect: "api-scan",
        };
        Report::derive(source, Vec::new(), draft)
    }

    fn counted(passed: u64, failed: u64, total: u64) -> Draft {
        let mut draft = Draft::default();
        draft.scan.rules = Some(RuleCounts {
            passed,
            failed,
            total,
        });
        draft
    }

    #[test]
    fn evaluations_without_violations_are_more_than_counts() {
        let mut draft = counted(5, 2, 7);
        assert_eq!(
            derived(draft.clone()).head.completeness,
            Completeness::Counts
        );
        draft.evaluations.push(Evaluation {
            rule: "License Exists".into(),
            state: None,
            result: "FAILED".into(),
            violations: 1,
        });
        assert_eq!(derived(draft).head.completeness, Completeness::Partial);
    }

    #[test]
    fn counts_that_exceed_their_total_are_doubted() {
        let doubted = |draft| !derived(draft).head.warnings.is_empty();
        assert!(doubted(counted(9, 0, 7)) && doubted(counted(5, 3, 7)));
        assert!(doubted(counted(u64::MAX, 1, 7)));
        assert!(!doubted(counted(5, 2, 7)) && !doubted(counted(3, 2, 7)));
    }
}
