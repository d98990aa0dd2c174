//! The rules of a run, and what their results share: each is worked out once, however many results it has.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::artifact::cut;
use super::message::Message;
use crate::domain::grade::{Kind, Level};
use crate::domain::observation::Remediation;
use crate::domain::text::Untrusted;
use crate::format::intake::wire::Text;

/// The CVSS v3 ratings from their lower bounds, for `security-severity`.
const RATINGS: [(f64, Level); 4] = [
    (9.0, Level::Critical),
    (7.0, Level::High),
    (4.0, Level::Medium),
    (0.1, Level::Low),
];
/// The number by which tools grade security rules, on a result or on its rule.
const SECURITY_SEVERITY: &str = "security-severity";
/// Templates up to this many bytes are filled in; a long one is shared between its results as it is.
const LONGEST_TEMPLATE: usize = 512;

/// A reporting descriptor.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Rule<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    short_description: Option<Message<'a>>,
    #[serde(borrow)]
    full_description: Option<Message<'a>>,
    #[serde(borrow)]
    help: Option<Message<'a>>,
    #[serde(borrow)]
    help_uri: Text<'a>,
    #[serde(borrow)]
    default_configuration: Option<Configuration<'a>>,
    #[serde(borrow)]
    message_strings: Option<HashMap<String, Message<'a>>>,
    properties: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Configuration<'a> {
    #[serde(borrow)]
    level: Text<'a>,
}

/// The rules of a run.
pub(super) struct Rules<'a> {
    pub(super) tool: &'a str,
    known: Vec<Known<'a>>,
    /// How many of them are the driver's, which results name by position.
    own: usize,
    by_id: HashMap<&'a str, usize>,
}

/// A rule, and what its results share.
pub(super) struct Known<'a> {
    rule: &'a Rule<'a>,
    pub(super) description: Option<Untrusted>,
    pub(super) kind: Option<Kind>,
    pub(super) advice: Option<Arc<Remediation>>,
    messages: HashMap<&'a str, Untrusted>,
}

impl<'a> Rules<'a> {
    pub(super) fn of(
        tool: &'a str,
        driver: &'a [Rule<'a>],
        others: impl Iterator<Item = &'a Rule<'a>>,
    ) -> Self {
        let known: Vec<_> = driver.iter().chain(others).map(Known::of).collect();
        let mut by_id = HashMap::new();
        for (position, known) in known.iter().enumerate() {
            if let Some(id) = known.rule.id.get() {
                by_id.entry(id).or_insert(position);
            }
        }
        Self {
            tool: cut(tool),
            known,
            own: driver.len(),
            by_id,
        }
    }

    /// The rule of a result: by its id, which may name a part of a rule behind a slash, else by its position.
    pub(super) fn find(&self, id: Option<&str>, index: Option<usize>) -> Option<&Known<'a>> {
        let by_id = |id: &str| self.by_id.get(id).copied();
        let part = || by_id(id?.rsplit_once('/')?.0);
        let position = id.and_then(by_id).or_else(part);
        let by_position = || index.filter(|index| *index < self.own);
        self.known.get(position.or_else(by_position)?)
    }
}

impl<'a> Known<'a> {
    fn of(rule: &'a Rule<'a>) -> Self {
        let text = |message: &'a Option<Message<'a>>| message.as_ref()?.plain();
        let messages = rule.message_strings.iter().flatten();
        Self {
            rule,
            description: text(&rule.full_description)
                .or(text(&rule.short_description))
                .map(Into::into),
            kind: is_security(&rule.properties).then_some(Kind::Threat),
            advice: advice(text(&rule.help), rule.help_uri.untrusted()),
            messages: messages
                .filter_map(|(id, message)| Some((id.as_str(), cut(message.plain()?).into())))
                .collect(),
        }
    }

    pub(super) fn id(&self) -> Option<&str> {
        self.rule.id.get().map(cut)
    }

    /// What it asks for, short enough to stand for a result that says nothing itself.
    pub(super) fn brief(&self) -> Option<Untrusted> {
        self.description.as_ref().map(|text| cut(text.raw()).into())
    }

    /// The number it is graded by.
    pub(super) fn rating(&self) -> Option<Level> {
        rating(&self.rule.properties)
    }

    /// The level of its results that have none.
    pub(super) fn level(&self) -> Option<&str> {
        self.rule.default_configuration.as_ref()?.level.get()
    }

    /// The words of a message that is given by its id.
    pub(super) fn message(&self, message: &Message) -> Option<Untrusted> {
        let template = self.messages.get(message.id.get()?)?;
        if message.arguments.is_none() || template.raw().len() > LONGEST_TEMPLATE {
            return Some(template.clone());
        }
        Some(message.fill(template.raw()).into())
    }
}

/// Whether a rule is graded or tagged as one of security, as opposed to one of style.
fn is_security(properties: &Value) -> bool {
    let tags = properties.get("tags").and_then(Value::as_array);
    let tagged = tags.is_some_and(|tags| tags.iter().any(|tag| tag == "security"));
    tagged || properties.get(SECURITY_SEVERITY).is_some()
}

fn advice(help: Option<&str>, url: Option<Untrusted>) -> Option<Arc<Remediation>> {
    if help.is_none() && url.is_none() {
        return None;
    }
    let steps = help.into_iter().map(Into::into).collect();
    Some(Arc::new(Remediation { steps, url }))
}

/// The level of a `security-severity`, which is written as a number or as text.
pub(super) fn rating(properties: &Value) -> Option<Level> {
    let value = properties.get(SECURITY_SEVERITY)?;
    let number = value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok())?;
    if !(0.0..=10.0).contains(&number) {
        return None;
    }
    let rated = RATINGS.iter().find(|(from, _)| number >= *from);
    Some(rated.map_or(Level::Info, |(_, level)| *level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_grade_by_the_ratings() {
        let level = |value: Value| rating(&serde_json::json!({ "security-severity": value }));
        for (value, expected) in [
            (Value::from("9.8"), Some(Level::Critical)),
            (Value::from(7), Some(Level::High)),
            (Value::from("4.0"), Some(Level::Medium)),
            (Value::from(0.1), Some(Level::Low)),
            (Value::from(0), Some(Level::Info)),
            (Value::from("NaN"), None),
            (Value::from(99), None),
            (Value::from("grave"), None),
        ] {
            assert_eq!(level(value.clone()), expected, "{value}");
        }
    }
}
