//! Evaluations, the results by rule (`GET /v1/scans/{uuid}/evaluations`). They name their scan.

use serde::Deserialize;
use serde::de::Deserializer;

use super::wire::{Count, Shared, Text, rows};
use super::{Dialect, Fragment, Item, Reads};
use crate::domain::observation::RuleState;
use crate::domain::outcome::enum_word;
use crate::domain::report::Evaluation;
use crate::domain::text::Untrusted;

const KEYS: [&str; 3] = ["rule_name", "result", "violation_count"];

/// A page of evaluations, or a bare array of them.
pub(super) const DIALECT: Dialect = Dialect {
    name: "api-evaluations",
    about: "results by rule of one scan, as the API and `model-security get-scan-evaluations` print them",
    reads: Reads::Json {
        recognise: |shape| {
            let page = shape.list_of("evaluations", &KEYS)
                && !shape.has("eval_outcome")
                && !shape.has("scan");
            page && shape.object_with(&["evaluations"]) || shape.array_of(&KEYS)
        },
        read,
    },
};

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let Evaluations { list, scan, total } = serde_json::from_str(text)?;
    Ok(vec![Item::Fragment(Fragment {
        scan,
        evaluations: list,
        total,
        ..Fragment::default()
    })])
}

/// A list of evaluations, the scan they name, and the total that their page states.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Evaluations {
    pub(super) list: Vec<Evaluation>,
    scan: Option<Untrusted>,
    pub(super) total: Option<u64>,
}

impl<'de> Deserialize<'de> for Evaluations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut shared, mut list, mut scan) = (Shared::default(), Vec::new(), None);
        let total = rows(deserializer, "evaluations", |row: Row<'de>| {
            scan = scan.take().or_else(|| row.scan_uuid.untrusted());
            list.push(row.evaluation(&mut shared));
        })?;
        Ok(Self { list, scan, total })
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    rule_name: Text<'a>,
    #[serde(borrow)]
    rule_instance_state: Text<'a>,
    #[serde(borrow)]
    result: Text<'a>,
    violation_count: Count,
    #[serde(borrow)]
    scan_uuid: Text<'a>,
}

impl Row<'_> {
    fn evaluation(&self, shared: &mut Shared) -> Evaluation {
        Evaluation {
            rule: shared.get(self.rule_name.or_empty()),
            state: self.rule_instance_state.get().map(RuleState::read),
            result: shared.get(&enum_word(self.result.or_empty())),
            violations: self.violation_count.0.unwrap_or(0),
        }
    }
}
