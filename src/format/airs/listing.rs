//! Groups and rules for programs: schemas `airs-triage.groups/1` and `airs-triage.rules/1`, described for machines in
//! `assets/schema/groups-1.json` and `assets/schema/rules-1.json`.
//!
//! ```text
//! { "schema": "airs-triage.groups/1", "tenant": { "name", "tsg_id" }, "fetched_at": RFC 3339, "from_cache": false,
//!   "groups": [ { "uuid", "name", "description", "source_type", "state", "default", "enabled_rules", "deleted",
//!                 "created_at", "updated_at" } ] }
//! { "schema": "airs-triage.rules/1", "tenant", "fetched_at", "from_cache", "security_group": { "uuid", "name" },
//!   "rules": [ { "uuid", "rule_uuid", "name", "description", "kind", "state", "default_state", "field_values",
//!                "editable_fields": [ { "key", "label", "description", "choices" } ],
//!                "remediation": { "steps", "url" }, "updated_at" } ] }
//! ```
//!
//! Every key is always there; what is not known is null.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::group::{RuleInstance, SecurityGroup};
use crate::domain::observation::RuleState;
use crate::domain::tenant::Tenant;
use crate::domain::text::Untrusted;
use crate::format::schema::to_json;

/// Where a list came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading<'a> {
    /// Whose it is.
    pub tenant: &'a Tenant,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// Whether it was kept from before.
    pub from_cache: bool,
}

#[derive(Serialize)]
struct Document<'a, T> {
    schema: &'static str,
    tenant: Whose<'a>,
    fetched_at: Timestamp,
    from_cache: bool,
    #[serde(flatten)]
    rest: T,
}

#[derive(Serialize)]
struct Whose<'a> {
    name: Option<&'a str>,
    tsg_id: &'a str,
}

impl Heading<'_> {
    fn over<T: Serialize>(&self, schema: &'static str, rest: T) -> String {
        let name = self.tenant.name.as_ref();
        let document = Document {
            schema,
            tenant: Whose {
                name: name.map(crate::domain::tenant::Name::as_str),
                tsg_id: &self.tenant.tsg_id.value,
            },
            fetched_at: self.fetched_at,
            from_cache: self.from_cache,
            rest,
        };
        to_json(&document) + "\n"
    }
}

/// Groups as a JSON document.
pub fn groups_json(heading: &Heading<'_>, groups: &[SecurityGroup]) -> String {
    #[derive(Serialize)]
    struct Rest<'a> {
        groups: Vec<Group<'a>>,
    }
    let groups = groups.iter().map(Group::of).collect();
    heading.over("airs-triage.groups/1", Rest { groups })
}

/// Rules of a group as a JSON document.
pub fn rules_json(
    heading: &Heading<'_>,
    group: (&str, Option<&Untrusted>),
    rules: &[RuleInstance],
) -> String {
    #[derive(Serialize)]
    struct Rest<'a> {
        security_group: Named<'a>,
        rules: Vec<Rule<'a>>,
    }
    #[derive(Serialize)]
    struct Named<'a> {
        uuid: &'a str,
        name: Option<&'a Untrusted>,
    }
    let (uuid, name) = group;
    let rest = Rest {
        security_group: Named { uuid, name },
        rules: rules.iter().map(Rule::of).collect(),
    };
    heading.over("airs-triage.rules/1", rest)
}

#[derive(Serialize)]
struct Group<'a> {
    uuid: &'a Untrusted,
    name: &'a Untrusted,
    description: Option<&'a Untrusted>,
    source_type: &'a Untrusted,
    state: &'a Untrusted,
    default: bool,
    enabled_rules: Option<u64>,
    deleted: bool,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
}

impl<'a> Group<'a> {
    fn of(group: &'a SecurityGroup) -> Self {
        Self {
            uuid: &group.uuid,
            name: &group.name,
            description: group.description.as_ref(),
            source_type: &group.source_type,
            state: &group.state,
            default: group.is_default(),
            enabled_rules: group.enabled_rules,
            deleted: group.deleted,
            created_at: group.created_at,
            updated_at: group.updated_at,
        }
    }
}

#[derive(Serialize)]
struct Rule<'a> {
    uuid: &'a Untrusted,
    #[serde(rename = "rule_uuid")]
    managed: Option<&'a Untrusted>,
    name: &'a Untrusted,
    description: Option<&'a Untrusted>,
    kind: Option<&'a Untrusted>,
    state: &'a str,
    default_state: Option<&'a str>,
    field_values: BTreeMap<&'a str, &'a [Untrusted]>,
    editable_fields: Vec<Field<'a>>,
    remediation: Remediation<'a>,
    updated_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Field<'a> {
    key: &'a Untrusted,
    label: Option<&'a Untrusted>,
    description: Option<&'a Untrusted>,
    choices: Vec<&'a Untrusted>,
}

#[derive(Serialize)]
struct Remediation<'a> {
    steps: &'a [Untrusted],
    url: Option<&'a Untrusted>,
}

impl<'a> Rule<'a> {
    fn of(rule: &'a RuleInstance) -> Self {
        let fields = rule.fields.iter();
        let editable = rule.editable.iter().map(|field| Field {
            key: &field.key,
            label: field.label.as_ref(),
            description: field.description.as_ref(),
            choices: field.choices.iter().map(|(value, _)| value).collect(),
        });
        Self {
            uuid: &rule.uuid,
            managed: rule.rule_uuid.as_ref(),
            name: &rule.name,
            description: rule.description.as_ref(),
            kind: rule.kind.as_ref(),
            state: rule.state.word(),
            default_state: rule.default_state.as_ref().map(RuleState::word),
            field_values: fields
                .map(|(key, values)| (key.raw(), values.as_slice()))
                .collect(),
            editable_fields: editable.collect(),
            remediation: Remediation {
                steps: &rule.remediation.steps,
                url: rule.remediation.url.as_ref(),
            },
            updated_at: rule.updated_at,
        }
    }
}
