//! The verdict that the `mlops-lab`'s scan script prints. Its findings are made up from the counts unless the service
//! named rules; an ERROR reads as BLOCKED there, so the raw answer is preferred where it is kept (facts §1.f).

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::scan::ScanObject;
use super::side::rule_counts;
use super::wire::{Count, Said, Shared, Text, rows};
use super::{Dialect, Item, Reads, bundle};
use crate::domain::draft::{Draft, Listing};
use crate::domain::grade::Level;
use crate::domain::observation::{Observation, RuleState};
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::scan::{RuleCounts, Scan};
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;

/// Names that the script puts where a rule's name belongs.
const MADE_UP: [&str; 2] = ["eval_summary", "UNKNOWN"];

/// `{"verdict": …, "is_safe": …, "findings": […], "scan_uuid": …}`.
pub(super) const DIALECT: Dialect = Dialect {
    name: "mlops-verdict",
    about: "verdict with `is_safe`, as the MLOps lab's `scan_model.py --json` prints it",
    reads: Reads::Json {
        recognise: |shape| shape.object_with(&["verdict", "is_safe"]),
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Document<'a> {
    verdict: Said,
    #[serde(borrow)]
    is_safe: Text<'a>,
    findings: Option<Findings>,
    scan_uuid: Said,
    model_name: Said,
    #[serde(borrow)]
    raw_response: Option<&'a RawValue>,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let document: Document = serde_json::from_str(text)?;
    Ok(vec![Item::Report(Box::new(document.draft()))])
}

impl Document<'_> {
    fn draft(self) -> Draft {
        let word = self.verdict.get().unwrap_or_default();
        let mut draft = match self.raw_response.and_then(|raw| scan_object(raw.get())) {
            Some(draft) => disagreeing(draft, &self.verdict),
            None => Draft {
                scan: Scan {
                    outcome: Outcome::read(word),
                    outcome_raw: word.into(),
                    ..Scan::default()
                },
                ..Draft::default()
            },
        };
        let scan = &mut draft.scan;
        scan.uuid = scan.uuid.take().or_else(|| self.scan_uuid.untrusted());
        scan.model_name = self.model_name.untrusted().or(scan.model_name.take());
        let findings = self.findings.unwrap_or_default();
        scan.rules = scan.rules.or(findings.counts);
        if findings.made_up {
            draft.warnings.push(Warning::SyntheticFindings);
        }
        if !findings.observations.is_empty() {
            draft.listing = Listing::Reduced;
            draft.observations = findings.observations;
        }
        draft
            .warnings
            .extend(unsafe_pass(&draft.scan, &self.is_safe));
        draft
    }
}

/// That the script stops by `is_safe` what passed. The other way round, it takes an error for a block.
fn unsafe_pass(scan: &Scan, is_safe: &Text) -> Option<Warning> {
    let word = is_safe.get().filter(|word| *word != "true")?;
    let wrapper = || format!("is_safe {word}").into();
    let passed = scan.outcome.meaning() == Meaning::Passed;
    passed.then(|| Warning::OutcomesDisagree { wrapper: wrapper() })
}

/// A scan kept inside another document, alone or with its parts, if it is one.
pub(super) fn scan_object(json: &str) -> Option<Draft> {
    let scan: ScanObject = serde_json::from_str(json).ok()?;
    let alone = scan.draft();
    let stated = |draft: &Draft| draft.scan.outcome != Outcome::Unstated;
    let draft = if stated(&alone) {
        alone
    } else {
        bundle::draft(json).ok().filter(stated)?
    };
    Some(Draft {
        dialect: None,
        ..draft
    })
}

/// Notes where the document around a scan states another outcome than the scan.
pub(super) fn disagreeing(mut draft: Draft, wrapper: &Said) -> Draft {
    if let Some(word) = wrapper.untrusted()
        && Outcome::read(word.raw()) != draft.scan.outcome
    {
        draft
            .warnings
            .push(Warning::OutcomesDisagree { wrapper: word });
    }
    draft
}

/// Notes where fields of one document let a scan pass and stop it.
pub(super) fn doubting(mut draft: Draft, fields: &[&Said]) -> Draft {
    let told = draft.scan.outcome.meaning();
    let otherwise = fields.iter().find(|said| {
        let meaning = said.get().map(|word| Outcome::read(word).meaning());
        let ends = [Some(Meaning::Passed), Some(Meaning::Stopped)];
        ends.contains(&meaning) && ends.contains(&Some(told)) && meaning != Some(told)
    });
    let word = otherwise.and_then(|said| said.untrusted());
    draft
        .warnings
        .extend(word.map(|wrapper| Warning::OutcomesDisagree { wrapper }));
    draft
}

/// The script's findings, without those it made up.
#[derive(Default)]
struct Findings {
    observations: Vec<Observation>,
    made_up: bool,
    counts: Option<RuleCounts>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    rule: Said,
    severity: Said,
    blocking: Option<bool>,
    message: Said,
}

impl<'de> Deserialize<'de> for Findings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut shared, mut findings) = (Shared::default(), Self::default());
        rows(deserializer, "findings", |row: Row| {
            let rule = row.rule.get().unwrap_or(MADE_UP[1]);
            let message = row.message.get().unwrap_or_default();
            if MADE_UP.contains(&rule) {
                findings.made_up = true;
                findings.counts = findings.counts.or_else(|| counted(message));
            } else {
                findings
                    .observations
                    .push(row.observation(shared.get(rule)));
            }
        })?;
        Ok(findings)
    }
}

impl Row {
    fn observation(&self, rule: Untrusted) -> Observation {
        let state = |blocking| {
            if blocking {
                RuleState::Blocking
            } else {
                RuleState::Allowing
            }
        };
        Observation {
            rule_state: self.blocking.map(state),
            severity: self.severity.get().and_then(Level::read),
            ..Observation::new(rule, self.message.get().unwrap_or_default())
        }
    }
}

/// The counts in `2 rule(s) failed out of 11`.
fn counted(message: &str) -> Option<RuleCounts> {
    let (failed, rest) = message.split_once(" rule(s) failed out of ")?;
    let number = |text: &str| Count(text.trim().parse().ok());
    let (failed, total) = (number(failed), number(rest));
    total.0.and(rule_counts(Count::default(), failed, total))
}
