//! The routes of the data plane: scans and what belongs to them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Answer, Call, Pages, Reply};
use super::labels;
use super::sample::SOURCES;
use super::serve::{Route, route};
use super::world::{Entry, Evaluation, Label, Scan, Totals, World, source_of};

pub const ROUTES: &[Route] = &[
    route("GET /aims/data/v1/evaluations/{uuid}", evaluation),
    route("GET /aims/data/v1/scans", list_scans),
    route("POST /aims/data/v1/scans", create_scan),
    route("GET /aims/data/v1/scans/label-keys", label_keys),
    route(
        "GET /aims/data/v1/scans/label-keys/{key}/values",
        label_values,
    ),
    route("GET /aims/data/v1/scans/{uuid}", scan),
    route(
        "GET /aims/data/v1/scans/{scan_uuid}/evaluations",
        evaluations,
    ),
    route("GET /aims/data/v1/scans/{scan_uuid}/files", files),
    route(
        "GET /aims/data/v1/scans/{scan_uuid}/rule-violations",
        violations,
    ),
    route("POST /aims/data/v1/scans/{scan_uuid}/labels", add_labels),
    route("PUT /aims/data/v1/scans/{scan_uuid}/labels", set_labels),
    route(
        "DELETE /aims/data/v1/scans/{scan_uuid}/labels",
        delete_labels,
    ),
    route("GET /aims/data/v1/violations/{uuid}", violation),
];

const OUTCOMES: [&str; 4] = ["PENDING", "ALLOWED", "BLOCKED", "ERROR"];
const ORIGINS: [&str; 4] = [
    "MODEL_SECURITY_SDK",
    "MODEL_SECURITY_API",
    "MODEL_SECURITY_FRONTEND",
    "HUGGING_FACE",
];

fn list_scans(world: &mut World, call: &Call) -> Answer {
    let mut sources = SOURCES.to_vec();
    sources.push("ALL");
    let sources = call.many_of("source_types", &sources)?;
    let outcomes = call.many_of("eval_outcomes", &OUTCOMES)?;
    let group: Option<Uuid> = call.read("security_group_uuid")?;
    let version: Option<Uuid> = call.read("model_version_uuid")?;
    let search = call.sized("search_query", 0, 256)?.unwrap_or_default();
    let labels = call.sized("labels_query", 0, 4096)?;
    let (start, end) = (call.time("start_time")?, call.time("end_time")?);
    let order = call.one_of("sort_order", &["asc", "desc"])?;
    if start.is_some() != end.is_some() {
        let message = "start_time and end_time must be given together";
        return Err(Reply::refusal(400, message));
    }
    let labels = labels.map(labels::query).transpose()?;
    let wanted = |scan: &&Scan| {
        (sources.is_empty() || sources.contains(&scan.source_type.as_str()))
            && (outcomes.is_empty() || outcomes.contains(&scan.eval_outcome.as_str()))
            && group.is_none_or(|group| group == scan.security_group_uuid)
            && (version.is_none() || version == scan.model_version_uuid)
            && (scan.model_uri.starts_with(search) || scan.uuid.to_string() == search)
            && start.is_none_or(|start| start <= scan.created_at)
            && end.is_none_or(|end| scan.created_at <= end)
            && labels
                .as_ref()
                .is_none_or(|query| query.holds(&scan.labels))
    };
    let mut found: Vec<&Scan> = world.scans.iter().filter(wanted).collect();
    found.sort_by_key(|scan| scan.created_at);
    if order != Some("asc") {
        found.reverse();
    }
    let capped = matches!(world.totals, Totals::Capped(most) if most < found.len());
    let total = match world.totals {
        Totals::Capped(most) => Some(found.len().min(most)),
        _ => world.counted(found.len()),
    };
    let mut page = call.page(Pages::new("scans", 10, Some(100)), &found, total)?;
    page["count_capped"] = json!(capped);
    Ok(Reply::of(200, &page))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewScan {
    model_uri: String,
    security_group_uuid: Uuid,
    scan_origin: Option<String>,
    labels: Option<Vec<Label>>,
    scan_details: Option<ScanDetails>,
    #[serde(rename = "model_name")]
    _name: Option<String>,
    #[serde(rename = "model_author")]
    _author: Option<String>,
    #[serde(rename = "model_version")]
    _version: Option<String>,
    #[serde(rename = "allow_patterns")]
    _allow: Option<Vec<String>>,
    #[serde(rename = "ignore_patterns")]
    _ignore: Option<Vec<String>>,
}

/// What a scan on the client's side found; the simulation takes none.
#[derive(Deserialize)]
struct ScanDetails {
    #[serde(rename = "scanner_version")]
    _version: String,
}

fn create_scan(world: &mut World, call: &Call) -> Answer {
    let wish: NewScan = call.json()?;
    let labels = labels::fit(wish.labels.unwrap_or_default())?;
    let origin = wish.scan_origin.as_deref().unwrap_or("MODEL_SECURITY_API");
    if !ORIGINS.contains(&origin) {
        return Err(Reply::unfit(&["body", "scan_origin"], "Unknown origin"));
    }
    let uuid = wish.security_group_uuid;
    let group = world.groups.iter().find(|group| group.uuid == uuid);
    let group = group.filter(|group| !group.is_tombstone);
    let group = group.ok_or_else(|| Reply::missing("Security group"))?;
    let source = source_of(&wish.model_uri);
    if group.source_type != source {
        let details = json!({
            "security_group_source_type": group.source_type,
            "model_source_type": source,
        });
        let message = "Security group source type does not match the model source";
        return Err(Reply::of(
            400,
            &json!({"code": "400", "message": message, "details": details}),
        ));
    }
    if source != "HUGGING_FACE" || wish.scan_details.is_some() {
        let message = "Only models of Hugging Face are scanned by the service";
        return Err(Reply::refusal(400, message));
    }
    let polls = world.polls;
    world.scans_started += 1;
    let scan = world.start_scan(&wish.model_uri, uuid, polls);
    let scan = scan.ok_or_else(|| Reply::missing("Security group"))?;
    origin.clone_into(&mut scan.origin);
    scan.labels = labels;
    Ok(Reply::of(201, scan))
}

/// Looking at a scan that is PENDING brings its end nearer.
fn scan(world: &mut World, call: &Call) -> Answer {
    let index = position(world, call, "uuid")?;
    world.poll(index);
    Ok(Reply::of(200, &world.scans[index]))
}

fn evaluations(world: &mut World, call: &Call) -> Answer {
    let scan = &world.scans[position(world, call, "scan_uuid")?];
    let result = call.one_of("result", &["PASSED", "FAILED", "ERROR"])?;
    let rule: Option<Uuid> = call.read("rule_instance_uuid")?;
    call.one_of("sort_field", &["created_at", "updated_at"])?;
    let order = call.one_of("sort_order", &["asc", "desc"])?;
    let mut found: Vec<&Evaluation> = scan
        .evaluations
        .iter()
        .filter(|one| result.is_none_or(|result| one.result == result))
        .filter(|one| rule.is_none_or(|rule| one.rule_instance_uuid == rule))
        .collect();
    if order != Some("asc") {
        found.reverse();
    }
    let pages = Pages::new("evaluations", 10, Some(100));
    let page = call.page(pages, &found, world.counted(found.len()))?;
    Ok(Reply::of(200, &page))
}

fn violations(world: &mut World, call: &Call) -> Answer {
    let scan = &world.scans[position(world, call, "scan_uuid")?];
    let (found, pages) = (&scan.violations, Pages::new("violations", 10, Some(100)));
    let page = call.page(pages, found, world.counted(found.len()))?;
    Ok(Reply::of(200, &page))
}

fn files(world: &mut World, call: &Call) -> Answer {
    let scan = &world.scans[position(world, call, "scan_uuid")?];
    let folder = call.text("query_path").unwrap_or("/");
    let folder = format!("/{}", folder.trim_matches('/'));
    let deep: bool = call.read("recursive")?.unwrap_or(false);
    let kind = call.one_of("type", &["FILE", "DIRECTORY"])?;
    let by = call.one_of("sort_field", &["path", "type"])?;
    let order = call.one_of("sort_dir", &["asc", "desc"])?;
    let beneath = format!("{}/", folder.trim_end_matches('/'));
    let inside = |entry: &Entry| {
        entry.parent_path == folder || (deep && entry.parent_path.starts_with(&beneath))
    };
    let mut found: Vec<&Entry> = scan
        .files
        .iter()
        .filter(|entry| inside(entry))
        .filter(|entry| kind.is_none_or(|kind| entry.kind == kind))
        .collect();
    match by {
        Some("type") => found.sort_by_key(|entry| (&entry.kind, &entry.path)),
        _ => found.sort_by_key(|entry| &entry.path),
    }
    if order == Some("desc") {
        found.reverse();
    }
    let pages = Pages::new("files", 10, Some(1000)).strict();
    let page = call.page(pages, &found, world.counted(found.len()))?;
    Ok(Reply::of(200, &page))
}

fn evaluation(world: &mut World, call: &Call) -> Answer {
    let uuid = call.id("uuid")?;
    let mut all = world.scans.iter().flat_map(|scan| &scan.evaluations);
    let found = all.find(|one| one.uuid == uuid);
    let found = found.ok_or_else(|| Reply::missing("Evaluation"))?;
    Ok(Reply::of(200, found))
}

fn violation(world: &mut World, call: &Call) -> Answer {
    let uuid = call.id("uuid")?;
    let mut all = world.scans.iter().flat_map(|scan| &scan.violations);
    let found = all.find(|one| one.uuid == uuid);
    let found = found.ok_or_else(|| Reply::missing("Violation"))?;
    Ok(Reply::of(200, found))
}

fn label_keys(world: &mut World, call: &Call) -> Answer {
    let found = world.scans.iter().flat_map(|scan| &scan.labels);
    let found = found.map(|label| label.key.as_str()).collect();
    words(world, call, ("keys", labels::KEY), &found)
}

fn label_values(world: &mut World, call: &Call) -> Answer {
    let key = call.place("key");
    labels::word(&["path", "key"], key, labels::KEY)?;
    let found = world.scans.iter().flat_map(|scan| &scan.labels);
    let found = found.filter(|label| label.key == key);
    let found = found.map(|label| label.value.as_str()).collect();
    words(world, call, ("values", labels::VALUE), &found)
}

/// A list of distinct words of some length, those that begin as is asked.
fn words(
    world: &World,
    call: &Call,
    (name, most): (&'static str, usize),
    found: &BTreeSet<&str>,
) -> Answer {
    let search = call.text("search");
    if let Some(search) = search {
        labels::word(&["query", "search"], search, most)?;
    }
    let start = search.unwrap_or_default();
    let found: Vec<_> = found
        .iter()
        .filter(|word| word.starts_with(start))
        .collect();
    let pages = Pages::new(name, 10, Some(100)).strict();
    let page = call.page(pages, &found, world.counted(found.len()))?;
    Ok(Reply::of(200, &page))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: Vec<Label>,
}

fn add_labels(world: &mut World, call: &Call) -> Answer {
    let index = position(world, call, "scan_uuid")?;
    let new = labels::some(call.json::<Labels>()?.labels)?;
    let kept = world.scans[index].labels.clone().into_iter();
    let kept = kept.filter(|old| new.iter().all(|one| one.key != old.key));
    let all: Vec<Label> = kept.chain(new.clone()).collect();
    relabel(&mut world.scans[index], all)
}

fn set_labels(world: &mut World, call: &Call) -> Answer {
    let index = position(world, call, "scan_uuid")?;
    let new = labels::some(call.json::<Labels>()?.labels)?;
    relabel(&mut world.scans[index], new)
}

/// One value for a key, the last that was given; and not more than a scan can carry.
fn relabel(scan: &mut Scan, all: Vec<Label>) -> Answer {
    let mut labels: Vec<Label> = Vec::new();
    for label in all {
        labels.retain(|old| old.key != label.key);
        labels.push(label);
    }
    if labels.len() > labels::MOST {
        return Err(Reply::refusal(400, "A scan carries at most 50 labels"));
    }
    scan.labels = labels;
    Ok(Reply::of(200, &Value::Object(serde_json::Map::new())))
}

fn delete_labels(world: &mut World, call: &Call) -> Answer {
    let index = position(world, call, "scan_uuid")?;
    let keys: Vec<&str> = call.all("keys").collect();
    if !(1..=labels::MOST).contains(&keys.len()) {
        return Err(Reply::unfit(&["query", "keys"], "1 to 50 keys"));
    }
    for key in &keys {
        labels::word(&["query", "keys"], key, labels::KEY)?;
    }
    let labels = &mut world.scans[index].labels;
    labels.retain(|label| !keys.contains(&label.key.as_str()));
    Ok(Reply::empty(204))
}

fn position(world: &World, call: &Call, place: &str) -> Result<usize, Reply> {
    let uuid = call.id(place)?;
    let found = world.scans.iter().position(|scan| scan.uuid == uuid);
    found.ok_or_else(|| Reply::missing("Scan"))
}
