//! Groups and rules as the management plane lists them.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::group::{EditableField, RuleInstance, SecurityGroup};
use crate::domain::observation::{Remediation, RuleState};
use crate::domain::outcome::enum_word;
use crate::domain::text::Untrusted;
use crate::domain::timestamp;
use crate::format::intake::wire::{Count, Said, Text};

/// What stands for a name where there is none.
const NAMELESS: &str = "(without a name)";
/// The kind of a rule that the tenant wrote.
const CUSTOM: &str = "CUSTOM";

/// Reads rows of `security_groups`.
pub fn groups(rows: &[Box<RawValue>]) -> serde_json::Result<Vec<SecurityGroup>> {
    let rows = rows
        .iter()
        .map(|row| serde_json::from_str::<Group>(row.get()));
    rows.map(|row| row.map(Group::domain)).collect()
}

/// Reads rows of `rule_instances`.
pub fn rules(rows: &[Box<RawValue>]) -> serde_json::Result<Vec<RuleInstance>> {
    let rows = rows
        .iter()
        .map(|row| serde_json::from_str::<Instance>(row.get()));
    rows.map(|row| row.map(Instance::domain)).collect()
}

#[derive(Deserialize)]
struct Group<'a> {
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow, default)]
    tsg_id: Text<'a>,
    #[serde(borrow, default)]
    name: Text<'a>,
    #[serde(borrow, default)]
    description: Text<'a>,
    #[serde(borrow, default)]
    source_type: Text<'a>,
    #[serde(borrow, default)]
    state: Text<'a>,
    #[serde(default)]
    enabled_rule_count: Count,
    #[serde(default)]
    is_tombstone: Said,
    #[serde(borrow, default)]
    created_at: Text<'a>,
    #[serde(borrow, default)]
    updated_at: Text<'a>,
}

impl Group<'_> {
    fn domain(self) -> SecurityGroup {
        SecurityGroup {
            uuid: self.uuid.or_empty().into(),
            tsg_id: self.tsg_id.untrusted(),
            name: self.name.get().unwrap_or(NAMELESS).into(),
            description: self.description.untrusted(),
            source_type: enum_word(self.source_type.or_empty()).into(),
            state: enum_word(self.state.or_empty()).into(),
            enabled_rules: self.enabled_rule_count.0,
            deleted: self.is_tombstone.get() == Some("true"),
            created_at: self.created_at.get().and_then(timestamp::parse),
            updated_at: self.updated_at.get().and_then(timestamp::parse),
        }
    }
}

#[derive(Deserialize)]
struct Instance<'a> {
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow, default)]
    security_rule_uuid: Text<'a>,
    #[serde(borrow, default)]
    custom_rule_uuid: Text<'a>,
    #[serde(borrow, default)]
    state: Text<'a>,
    #[serde(default)]
    field_values: Value,
    #[serde(borrow, default)]
    rule: Option<Rule<'a>>,
    #[serde(borrow, default)]
    custom_rule: Option<Rule<'a>>,
    #[serde(borrow, default)]
    updated_at: Text<'a>,
}

/// A managed rule, or as much of one as a custom rule has.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Rule<'a> {
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow, rename = "rule_type")]
    kind: Text<'a>,
    #[serde(borrow)]
    default_state: Text<'a>,
    remediation: Value,
    #[serde(borrow)]
    editable_fields: Option<Vec<Field<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Field<'a> {
    #[serde(borrow)]
    attribute_name: Text<'a>,
    #[serde(borrow)]
    display_name: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    dropdown_values: Option<Vec<Choice<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Choice<'a> {
    #[serde(borrow)]
    value: Text<'a>,
    #[serde(borrow)]
    label: Text<'a>,
}

impl Instance<'_> {
    fn domain(self) -> RuleInstance {
        let custom = self.custom_rule.is_some() || self.custom_rule_uuid.get().is_some();
        let rule = self.rule.or(self.custom_rule).unwrap_or_default();
        let rule_uuid = [&self.security_rule_uuid, &self.custom_rule_uuid, &rule.uuid];
        let kind = rule.kind.get().map(|kind| enum_word(kind).into());
        RuleInstance {
            uuid: self.uuid.or_empty().into(),
            rule_uuid: rule_uuid.into_iter().find_map(Text::untrusted),
            name: rule.name.get().unwrap_or(NAMELESS).into(),
            description: rule.description.untrusted(),
            kind: kind.or_else(|| custom.then(|| CUSTOM.into())),
            state: RuleState::read(self.state.or_empty()),
            default_state: rule.default_state.get().map(RuleState::read),
            fields: fields(&self.field_values),
            editable: rule
                .editable_fields
                .iter()
                .flatten()
                .map(Field::domain)
                .collect(),
            remediation: remediation(&rule.remediation),
            updated_at: self.updated_at.get().and_then(timestamp::parse),
        }
    }
}

impl Field<'_> {
    fn domain(&self) -> EditableField {
        let choice = |choice: &Choice<'_>| {
            let value = choice.value.untrusted()?;
            Some((value.clone(), choice.label.untrusted().unwrap_or(value)))
        };
        EditableField {
            key: self.attribute_name.or_empty().into(),
            label: self.display_name.untrusted(),
            description: self.description.untrusted(),
            choices: self
                .dropdown_values
                .iter()
                .flatten()
                .filter_map(choice)
                .collect(),
        }
    }
}

/// The lists of a rule; what is no list counts as one of one value.
fn fields(values: &Value) -> Vec<(Untrusted, Vec<Untrusted>)> {
    let list = |value: &Value| match value {
        Value::Array(values) => values.iter().map(text).collect(),
        Value::Null => Vec::new(),
        single => vec![text(single)],
    };
    let fields = values.as_object().into_iter().flatten();
    fields
        .map(|(key, value)| (key.as_str().into(), list(value)))
        .collect()
}

fn text(value: &Value) -> Untrusted {
    match value {
        Value::String(text) => text.as_str().into(),
        other => other.to_string().into(),
    }
}

fn remediation(value: &Value) -> Remediation {
    let steps = value.get("steps").and_then(Value::as_array);
    let url = value.get("url").and_then(Value::as_str);
    Remediation {
        steps: steps.into_iter().flatten().map(text).collect(),
        url: url.filter(|url| !url.is_empty()).map(Into::into),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::airs::Page;

    const GROUPS: &str = include_str!("../../../tests/samples/17_api_security_groups_list.json");
    const RULES: &str = include_str!("../../../tests/samples/19_api_rule_instances_list.json");

    #[test]
    fn groups_of_the_field() {
        let groups = groups(&Page::read(GROUPS, "security_groups").unwrap().rows).unwrap();
        let named = |name: &str| groups.iter().find(|group| group.is_called(name)).unwrap();
        let local = named("default local");
        assert!(local.is_default() && local.is_ready());
        assert_eq!(
            (local.source_type.raw(), local.enabled_rules),
            ("LOCAL", Some(6))
        );
        let strict = named("9146deef-9486-53f6-9805-d538fcbbe8f6");
        assert_eq!(strict.name.raw(), "HF prod strict");
        assert!(!strict.is_default() && !strict.is_ready());
    }

    #[test]
    fn rules_of_the_field() {
        let rules = rules(&Page::read(RULES, "rule_instances").unwrap().rows).unwrap();
        let licence = &rules[0];
        assert_eq!(licence.name.raw(), "License Is Valid For Use");
        assert_eq!(
            (&licence.state, licence.default_state.as_ref()),
            (&RuleState::Blocking, Some(&RuleState::Blocking))
        );
        assert_eq!(licence.fields[0].0.raw(), "approved_licenses");
        assert_eq!(licence.fields[0].1.len(), 3);
        assert_eq!(licence.editable[0].choices[3].1.raw(), "Llama 3.1");
        assert_eq!(licence.remediation.steps.len(), 2);
    }

    #[test]
    fn what_nobody_knows_yet_is_kept_as_its_word() {
        let row = |text: &str| vec![RawValue::from_string(text.to_owned()).unwrap()];
        let new = r#"{"uuid": "u", "name": null, "source_type": "SourceType.QUANTUM", "state": "Frozen", "is_tombstone": true, "more": {}}"#;
        let group = &groups(&row(new)).unwrap()[0];
        assert_eq!(
            (group.name.raw(), group.source_type.raw(), group.state.raw()),
            (NAMELESS, "QUANTUM", "FROZEN")
        );
        assert!(group.deleted && !group.is_ready());
        let custom = r#"{"uuid": "u", "state": "PAUSED", "custom_rule_uuid": "c", "rule": null,
            "custom_rule": {"uuid": "c", "name": "Mine"}, "field_values": {"a": "b", "n": [1], "z": null}}"#;
        let rule = &rules(&row(custom)).unwrap()[0];
        assert_eq!((rule.name.raw(), rule.state.word()), ("Mine", "PAUSED"));
        assert_eq!(
            (
                rule.kind.as_ref().unwrap().raw(),
                rule.rule_uuid.as_ref().unwrap().raw()
            ),
            (CUSTOM, "c")
        );
        let lists: Vec<_> = rule
            .fields
            .iter()
            .map(|(key, list)| (key.raw(), list.len()))
            .collect();
        assert_eq!(lists, [("a", 1), ("n", 1), ("z", 0)]);
        assert!(groups(&row("[]")).is_err() && rules(&row("7")).is_err());
    }
}
