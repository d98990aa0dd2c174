//! Violations as the data plane lists them (`ViolationResponseSchema`), alone or inside another document.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::wire::{Count, Pagination, Shared, Text, rows};
use super::{Dialect, Fragment, Item, Reads};
use crate::domain::draft::Listing;
use crate::domain::observation::{Observation, Remediation, RuleState};
use crate::domain::text::Untrusted;
use crate::domain::threat;

/// Keys that every generation of the violation object has one of.
pub(super) const KEYS: [&str; 4] = ["rule_name", "rule_instance_uuid", "threat", "policy_name"];
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
            let outer = shape.object_with(&["scan_uuid", "total_items", "violations"]);
            page && named || outer || shape.array_of(&single) || shape.object_with(&single)
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

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let mut fragment = Fragment::default();
    if text.trim_start().starts_with('[') {
        fragment.take(serde_json::from_str(text)?);
        return Ok(vec![Item::Fragment(fragment)]);
    }
    let page: Page = serde_json::from_str(text)?;
    fragment.scan = page.scan_uuid.untrusted();
    fragment.total = page
        .pagination
        .and_then(|page| page.total_items.0)
        .or(page.total_items.0);
    match page.violations {
        Some(violations) => fragment.take(violations),
        None => {
            let row: Row = serde_json::from_str(text)?;
            fragment.observations = Some(vec![row.observation(&mut Shared::default())]);
            fragment.is_row = true;
        }
    }
    Ok(vec![Item::Fragment(fragment)])
}

impl Fragment {
    fn take(&mut self, violations: Violations) {
        self.total = self.total.max(violations.total);
        self.observations = Some(violations.list);
    }
}

/// A list of violations, each turned into an observation as it is read, so that a long list is held once; and the
/// total that its page states.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Violations {
    pub(super) list: Vec<Observation>,
    total: Option<u64>,
}

impl Violations {
    /// Whether the rows are whole violation objects or what some script kept of them.
    pub(super) fn listing(&self) -> Listing {
        let reduced =
            |seen: &Observation| seen.rule_state.is_none() && seen.rule_instance.is_none();
        if self.list.iter().any(reduced) {
            Listing::Reduced
        } else {
            Listing::Whole { total: self.total }
        }
    }
}

impl<'de> Deserialize<'de> for Violations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut shared, mut list) = (Shared::default(), Vec::new());
        let mut pages = None;
        let total = rows(deserializer, "violations", |mut row: Row<'de>| {
            match row.violations.take() {
                Some(page) => {
                    pages = pages.max(page.total);
                    list.extend(page.list);
                }
                None => list.push(row.observation(&mut shared)),
            }
        })?;
        let total = if pages.is_some() { pages } else { total };
        Ok(Self { list, total })
    }
}

/// One violation. `issue` and the policy fields are the words of the product's predecessor, Guardian.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    issue: Text<'a>,
    #[serde(borrow)]
    rule_instance_uuid: Text<'a>,
    #[serde(borrow)]
    policy_instance_uuid: Text<'a>,
    #[serde(borrow)]
    rule_name: Text<'a>,
    #[serde(borrow)]
    policy_name: Text<'a>,
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
    /// Where the row is a page of the list.
    violations: Option<Violations>,
}

/// Advice as an object, as a list of steps or as one sentence.
#[derive(Default)]
pub(super) struct Advice<'a> {
    steps: Vec<Text<'a>>,
    url: Text<'a>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Advice<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyAdvice)
    }
}

struct AnyAdvice;

impl<'de> Visitor<'de> for AnyAdvice {
    type Value = Advice<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("advice")
    }

    fn visit_unit<E>(self) -> Result<Advice<'de>, E> {
        Ok(Advice::default())
    }

    fn visit_str<E: Error>(self, step: &str) -> Result<Advice<'de>, E> {
        let step = Text::deserialize(step.to_owned().into_deserializer())?;
        Ok(Advice {
            steps: vec![step],
            ..Advice::default()
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, steps: A) -> Result<Advice<'de>, A::Error> {
        let steps = Vec::deserialize(SeqAccessDeserializer::new(steps))?;
        Ok(Advice {
            steps,
            ..Advice::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Advice<'de>, A::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Object<'a> {
            #[serde(borrow)]
            steps: Option<Vec<Text<'a>>>,
            #[serde(borrow)]
            url: Text<'a>,
        }
        let Object { steps, url } = Object::deserialize(MapAccessDeserializer::new(object))?;
        Ok(Advice {
            steps: steps.unwrap_or_default(),
            url,
        })
    }
}

impl Row<'_> {
    fn observation(&self, shared: &mut Shared) -> Observation {
        Observation {
            rule: shared.get(
                self.rule_name
                    .get()
                    .or(self.policy_name.get())
                    .unwrap_or(NAMELESS),
            ),
            rule_instance: shared
                .text(&self.rule_instance_uuid)
                .or_else(|| shared.text(&self.policy_instance_uuid)),
            rule_description: shared.text(&self.rule_description),
            rule_state: self.rule_instance_state.get().map(RuleState::read),
            threat: self.threat.get().map(|raw| shared.get(&threat::code(raw))),
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
                .or(self.issue.get())
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
    pub(super) fn remediation(&self, shared: &mut Shared) -> Arc<Remediation> {
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
