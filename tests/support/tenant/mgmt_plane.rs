//! The routes of the management plane: groups, their rules, and the key to the package index.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Answer, Call, Pages, Reply};
use super::sample::SOURCES;
use super::serve::{Route, route};
use super::world::{Group, Instance, Rule, World};

pub const ROUTES: &[Route] = &[
    route("GET /aims/mgmt/v1/pypi/authenticate", package_index),
    route("GET /aims/mgmt/v1/security-groups", list_groups),
    route("GET /aims/mgmt/v1/security-groups/{uuid}", group),
    route(
        "GET /aims/mgmt/v1/security-groups/{security_group_uuid}/rule-instances",
        list_instances,
    ),
    route(
        "GET /aims/mgmt/v1/security-groups/{security_group_uuid}/rule-instances/{rule_instance_uuid}",
        instance,
    ),
    route("GET /aims/mgmt/v1/security-rules", list_rules),
    route("GET /aims/mgmt/v1/security-rules/{uuid}", rule),
];

const STATES: [&str; 3] = ["DISABLED", "ALLOWING", "BLOCKING"];

/// A rule as the list of rules shows it.
#[derive(Serialize)]
struct ListedRule<'a> {
    #[serde(flatten)]
    rule: &'a Rule,
    enabled_security_group_count: usize,
}

/// A group as the list of groups shows it.
#[derive(Serialize)]
struct ListedGroup<'a> {
    #[serde(flatten)]
    group: &'a Group,
    enabled_rule_count: usize,
}

#[expect(clippy::unnecessary_wraps, reason = "as every route answers")]
fn package_index(world: &mut World, _: &Call) -> Answer {
    let url = "https://oauth2accesstoken:a-token@us-python.pkg.dev/simulated/simple/";
    let expires_at = world.now + Duration::from_hours(1);
    Ok(Reply::of(
        200,
        &json!({"url": url, "expires_at": expires_at}),
    ))
}

fn list_groups(world: &mut World, call: &Call) -> Answer {
    let mut sources = SOURCES.to_vec();
    sources.push("ALL");
    let sources = call.many_of("source_types", &sources)?;
    let search = call.sized("search_query", 3, 1000)?;
    let rules = ids(call, "enabled_rules")?;
    let by = call.one_of("sort_field", &["created_at", "updated_at"])?;
    let order = call.one_of("sort_dir", &["asc", "desc"])?;
    let enabled = |group: &Group| {
        let on = group.instances.iter().filter(|one| one.state != "DISABLED");
        rules.is_empty() || on.into_iter().any(|one| rules.contains(&one.rule))
    };
    let mut found: Vec<&Group> = world
        .groups
        .iter()
        .filter(|group| !group.is_tombstone)
        .filter(|group| sources.is_empty() || sources.contains(&group.source_type.as_str()))
        .filter(|group| search.is_none_or(|words| matches(words, group.uuid, &group.name)))
        .filter(|group| enabled(group))
        .collect();
    found.sort_by_key(|group| match by {
        Some("updated_at") => group.updated_at,
        _ => group.created_at,
    });
    if order != Some("asc") {
        found.reverse();
    }
    let found: Vec<ListedGroup> = found
        .into_iter()
        .map(|group| ListedGroup {
            group,
            enabled_rule_count: group.enabled(),
        })
        .collect();
    let pages = Pages::new("security_groups", 50, Some(100)).strict();
    let page = call.page(pages, &found, world.counted(found.len()))?;
    Ok(Reply::of(200, &page))
}

/// Deleted groups are still there by their id.
fn group(world: &mut World, call: &Call) -> Answer {
    let group = find_group(world, call, "uuid")?;
    Ok(Reply::of(200, group))
}

fn list_instances(world: &mut World, call: &Call) -> Answer {
    let group = find_group(world, call, "security_group_uuid")?;
    let rule: Option<Uuid> = call.read("security_rule_uuid")?;
    let state = call.one_of("state", &STATES)?;
    let custom: Option<bool> = call.read("is_custom")?;
    generation(call)?;
    let found: Vec<Value> = group
        .instances
        .iter()
        .filter(|one| rule.is_none_or(|rule| rule == one.rule))
        .filter(|one| state.is_none_or(|state| state == one.state))
        .filter(|_| custom != Some(true))
        .map(|one| rule_instance(world, group, one))
        .collect();
    let pages = Pages::new("rule_instances", 10, None);
    let page = call.page(pages, &found, world.counted(found.len()))?;
    Ok(Reply::of(200, &page))
}

fn instance(world: &mut World, call: &Call) -> Answer {
    let group = find_group(world, call, "security_group_uuid")?;
    let uuid = call.id("rule_instance_uuid")?;
    let found = group.instances.iter().find(|one| one.uuid == uuid);
    let found = found.ok_or_else(|| Reply::missing("Rule instance"))?;
    Ok(Reply::of(200, &rule_instance(world, group, found)))
}

fn list_rules(world: &mut World, call: &Call) -> Answer {
    let mut sources = SOURCES.to_vec();
    sources.push("ALL");
    let source = call.one_of("source_type", &sources)?;
    let search = call.sized("search_query", 3, 1000)?;
    generation(call)?;
    let fits = |rule: &Rule| {
        source.is_none_or(|source| {
            let mut sources = rule.compatible_sources.iter();
            sources.any(|one| one == source || one == "ALL")
        })
    };
    let found: Vec<ListedRule> = world
        .rules
        .iter()
        .filter(|rule| fits(rule))
        .filter(|rule| search.is_none_or(|words| matches(words, rule.uuid, &rule.name)))
        .map(|rule| ListedRule {
            rule,
            enabled_security_group_count: groups_with(world, rule),
        })
        .collect();
    let pages = Pages::new("rules", 10, None);
    let page = call.page(pages, &found, world.counted(found.len()))?;
    Ok(Reply::of(200, &page))
}

fn rule(world: &mut World, call: &Call) -> Answer {
    let uuid = call.id("uuid")?;
    let found = world.rules.iter().find(|rule| rule.uuid == uuid);
    let found = found.ok_or_else(|| Reply::missing("Security rule"))?;
    Ok(Reply::of(200, found))
}

/// History is not simulated; what can be no generation is refused all the same.
fn generation(call: &Call) -> Result<(), Reply> {
    let past = call.number("generation")?;
    let refusal = || Reply::unfit(&["query", "generation"], "0 is the first");
    past.is_none_or(|past| past >= 0)
        .then_some(())
        .ok_or_else(refusal)
}

fn find_group<'a>(world: &'a World, call: &Call, place: &str) -> Result<&'a Group, Reply> {
    let uuid = call.id(place)?;
    let found = world.groups.iter().find(|group| group.uuid == uuid);
    found.ok_or_else(|| Reply::missing("Security group"))
}

fn rule_instance(world: &World, group: &Group, instance: &Instance) -> Value {
    json!({
        "uuid": instance.uuid,
        "tsg_id": group.tsg_id,
        "created_at": group.created_at,
        "updated_at": group.updated_at,
        "created_by": null,
        "updated_by": null,
        "security_group_uuid": group.uuid,
        "security_rule_uuid": instance.rule,
        "custom_rule_uuid": null,
        "custom_rule": null,
        "state": instance.state,
        "field_values": instance.field_values,
        "rule": world.rules.iter().find(|rule| rule.uuid == instance.rule),
    })
}

fn groups_with(world: &World, rule: &Rule) -> usize {
    let on = |group: &&Group| {
        let mut on = group.instances.iter();
        on.any(|one| one.rule == rule.uuid && one.state != "DISABLED")
    };
    let groups = world.groups.iter().filter(|group| !group.is_tombstone);
    groups.filter(on).count()
}

fn matches(words: &str, uuid: Uuid, name: &str) -> bool {
    let words = words.to_lowercase();
    uuid.to_string() == words || name.to_lowercase().contains(&words)
}

fn ids(call: &Call, name: &str) -> Result<Vec<Uuid>, Reply> {
    let read = |text: &str| {
        let unfit = || Reply::unfit(&["query", name], "Input should be a valid UUID");
        text.parse().map_err(|_| unfit())
    };
    call.all(name).map(read).collect()
}
