//! Violations as the data plane lists them (`ViolationResponseSchema`), alone or inside another document.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::Deserializer;

use super::wire::{Count, Shared, Text, rows};
use super::{Dialect, Fragment, Item, Reads};
use crate::domain::finding::{Observation, Remediation, RuleState};
use crate::domain::report::Listing;
use crate::domain::text::Untrusted;

/// Keys that every generation of the violation object has one of.
pub(super) const KEYS: [&str; 2] = ["rule_name", "rule_instance_uuid"];
/// What stands for a rule's name where a violation has none.
const NAMELESS: &str = "(rule without a name)";

/// `GET /v1/scans/{uuid}/rule-violations`, also as a bare array or a single object copied from a console.
pub(super) const DIALECT: Dialect = Dialect {
    name: "api-violations",
    about: "violations of one scan, as the API and `model-security get-scan-violations` print them",
    reads: Reads::Json {
        recognise: |shape| {
            let page = shape.list_of("violations", &KEYS)
                && !shape.has("eval_outcome")
                && !shape.has("scan");
            let named = ["pagination", "scan_uuid", "total_items"]
                .iter()
                .any(|key| shape.has(key));
            let single = ["rule_name", "rule_instance_uuid", "description"];
            page && named || shape.array_of(&single) || shape.object_with(&single)
        },
        read,
    },
};

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow, default)]
    scan_uuid: Text<'a>,
    #[serde(default)]
    total_items: Count,
    #[serde(default)]
    pagination: Option<Pagination>,
    violations: Option<Violations>,
}

/// `pagination` of every list.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Pagination {
    #[serde(default)]
    pub(super) total_items: Count,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let mut fragment = Fragment::default();
    if text.trim_start().starts_with('[') {
        fragment.observations = Some(serde_json::from_str::<Violations>(text)?.0);
        return Ok(vec![Item::Fragment(fragment)]);
    }
    let page: Page = serde_json::from_str(text)?;
    fragment.scan = page.scan_uuid.untrusted();
    fragment.total = page
        .pagination
        .and_then(|page| page.total_items.0)
        .or(page.total_items.0);
    fragment.observations = Some(match page.violations {
        Some(list) => list.0,
        None => vec![serde_json::from_str::<Row>(text)?.observation(&mut Shared::default())],
    });
    Ok(vec![Item::Fragment(fragment)])
}

/// A list of violations, each turned into an observation as it is read, so that a long list is held once.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Violations(pub(super) Vec<Observation>);

impl Violations {
    /// Whether the rows are whole violation objects or what some script kept of them.
    pub(super) fn listing(&self, total: Option<u64>) -> Listing {
        let reduced =
            |seen: &Observation| seen.rule_state.is_none() && seen.rule_instance.is_none();
        if self.0.iter().any(reduced) {
            Listing::Reduced
        } else {
            Listing::Whole { total }
        }
    }
}

impl<'de> Deserialize<'de> for Violations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut shared, mut list) = (Shared::default(), Vec::new());
        rows(deserializer, "a list of violations", |row: Row<'de>| {
            list.push(row.observation(&mut shared));
        })?;
        Ok(Self(list))
    }
}

/// One violation. The aliases are those of the product's predecessor, Guardian.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow, alias = "issue")]
    description: Text<'a>,
    #[serde(borrow, alias = "policy_instance_uuid")]
    rule_instance_uuid: Text<'a>,
    #[serde(borrow, alias = "policy_name")]
    rule_name: Text<'a>,
    #[serde(borrow)]
    rule_description: Text<'a>,
    #[serde(borrow)]
    rule_instance_state: Text<'a>,
    #[serde(borrow)]
    threat: Text<'a>,
    #[serde(borrow)]
    threat_description: Text<'a>,
    #[serde(borrow)]
    threat_kb_url: Text<'a>,
    #[serde(borrow)]
    insights_url: Text<'a>,
    #[serde(borrow)]
    module: Text<'a>,
    #[serde(borrow)]
    operator: Text<'a>,
    #[serde(borrow)]
    file: Text<'a>,
    #[serde(borrow)]
    hash: Text<'a>,
    #[serde(borrow)]
    remediation: Option<Advice<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Advice<'a> {
    #[serde(borrow)]
    steps: Vec<Text<'a>>,
    #[serde(borrow)]
    url: Text<'a>,
}

impl Row<'_> {
    fn observation(&self, shared: &mut Shared) -> Observation {
        Observation {
            rule: shared.get(self.rule_name.get().unwrap_or(NAMELESS)),
            rule_instance: shared.text(&self.rule_instance_uuid),
            rule_description: shared.text(&self.rule_description),
            rule_state: self.rule_instance_state.get().map(RuleState::read),
            threat: shared.text(&self.threat),
            threat_description: shared.text(&self.threat_description),
            threat_url: shared.text(&self.threat_kb_url),
            insights_url: shared.text(&self.insights_url),
            stated_kind: None,
            severity: None,
            file: shared.file(&self.file),
            hash: self.hash.untrusted(),
            module: shared.text(&self.module),
            operator: shared.text(&self.operator),
            description: self
                .description
                .get()
                .map_or_else(|| shared.get(self.fallback()), Untrusted::from),
            remediation: self
                .remediation
                .as_ref()
                .map(|advice| advice.remediation(shared)),
        }
    }

    /// What to say of a violation that a script kept without its description.
    fn fallback(&self) -> &str {
        self.threat_description
            .get()
            .or(self.rule_description.get())
            .unwrap_or_default()
    }
}

impl Advice<'_> {
    fn remediation(&self, shared: &mut Shared) -> Arc<Remediation> {
        let steps = || self.steps.iter().filter_map(Text::get);
        // Advice comes in runs, so comparing with the last one is enough.
        let last = shared.last_advice();
        let same = steps().eq(last.steps.iter().map(Untrusted::raw))
            && self.url.get() == last.url.as_ref().map(Untrusted::raw);
        if same {
            return Arc::clone(last);
        }
        let advice = Remediation {
            steps: steps().map(|step| shared.get(step)).collect(),
            url: shared.text(&self.url),
        };
        shared.advice(advice)
    }
}
