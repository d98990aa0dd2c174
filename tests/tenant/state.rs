//! What the tenant holds and how it changes: lists in pages, filters, scans that end, labels, groups that go.

use serde_json::{Value, json};

use crate::tenant::{Ending, Tenant, Totals, World};
use crate::visitor::Visitor;

const SCANS: &str = "/data/v1/scans";
const HUB: &str = "https://huggingface.co";

fn sample() -> (Tenant, Visitor) {
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::with_token(&tenant);
    (tenant, visitor)
}

fn strings(list: &Value, field: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item[field].as_str().unwrap().to_owned())
        .collect()
}

/// The id of the newest scan of a model.
fn newest(visitor: &Visitor, model: &str) -> String {
    let list = visitor.read(&format!("{SCANS}?search_query={model}"));
    list["scans"][0]["uuid"].as_str().unwrap().to_owned()
}

/// All items of a list, read as a client that knows nothing but pages.
fn all(visitor: &Visitor, path: &str, name: &str, limit: usize) -> Vec<Value> {
    let mut items = Vec::new();
    loop {
        let join = if path.contains('?') { '&' } else { '?' };
        let skip = items.len();
        let page = format!("{path}{join}limit={limit}&skip={skip}");
        let page = visitor.read(&page);
        let page = page[name].as_array().unwrap().clone();
        let last = page.len() < limit;
        items.extend(page);
        if last {
            return items;
        }
    }
}

#[test]
fn every_outcome_and_every_source_type_is_there() {
    let (_tenant, visitor) = sample();
    let scans = visitor.read(&format!("{SCANS}?limit=100"));
    let mut outcomes = strings(&scans["scans"], "eval_outcome");
    assert_eq!(outcomes.len(), 13);
    outcomes.sort();
    outcomes.dedup();
    assert_eq!(outcomes, ["ALLOWED", "BLOCKED", "ERROR", "PENDING"]);
    let groups = visitor.read("/mgmt/v1/security-groups");
    let mut sources = strings(&groups["security_groups"], "source_type");
    assert_eq!(sources.len(), 9);
    sources.sort();
    sources.dedup();
    assert_eq!(sources.len(), 7);
}

#[test]
fn a_list_comes_in_pages_of_ten_and_newest_first() {
    let tenant = Tenant::start(World::scans(250));
    let visitor = Visitor::with_token(&tenant);
    let first = visitor.read(SCANS);
    assert_eq!(first["scans"].as_array().unwrap().len(), 10);
    assert_eq!(first["pagination"]["total_items"], 250);
    let scans = all(&visitor, SCANS, "scans", 100);
    let times = strings(&json!(scans), "created_at");
    assert!(times.is_sorted_by(|one, next| one > next));
    assert_eq!(times.len(), 250);
    let oldest = visitor.read(&format!("{SCANS}?sort_order=asc&limit=1"));
    assert_eq!(oldest["scans"][0], scans[249]);
    let (status, body) = visitor.get(&format!("{SCANS}?limit=101"));
    assert_eq!(
        (status, &body["detail"][0]["loc"]),
        (422, &json!(["query", "limit"]))
    );
    tenant.take_mismatches();
}

#[test]
fn a_list_may_not_know_its_length_or_only_a_part_of_it() {
    let (tenant, visitor) = sample();
    tenant.change(|world| world.totals = Totals::Unknown);
    let list = visitor.read(SCANS);
    assert_eq!(list["pagination"], json!({"total_items": null}));
    assert_eq!(list["count_capped"], false);
    tenant.change(|world| world.totals = Totals::Capped(5));
    let list = visitor.read(SCANS);
    assert_eq!(list["pagination"], json!({"total_items": 5}));
    assert_eq!(list["count_capped"], true);
    assert_eq!(list["scans"].as_array().unwrap().len(), 10);
}

#[test]
fn scans_are_found_by_every_filter() {
    let (tenant, visitor) = sample();
    let group = tenant.change(|world| world.group("HF dev (warn)").uuid);
    let scan = newest(&visitor, "gs://");
    let counts = [
        ("eval_outcomes=ERROR", 2),
        ("eval_outcomes=ERROR&eval_outcomes=PENDING", 3),
        ("source_types=GCS&source_types=GITLAB", 2),
        ("search_query=s3%3A%2F%2Facme", 2),
        ("search_query=acme-model-registry", 0),
        (&format!("search_query={scan}"), 1),
        (&format!("security_group_uuid={group}"), 1),
        ("labels_query=team%3Anlp", 1),
        ("labels_query=team%3A*", 2),
        ("labels_query=team%3A*+AND+pipeline%3Agate1", 1),
        (
            "labels_query=pipeline%3Agate1+OR+(team%3Avision+AND+pipeline%3A*)",
            1,
        ),
        (
            "start_time=2026-07-14T00:00:00Z&end_time=2026-07-15T00:00:00Z",
            5,
        ),
        ("eval_outcomes=BLOCKED&source_types=LOCAL", 1),
    ];
    for (filter, count) in counts {
        let list = visitor.read(&format!("{SCANS}?limit=100&{filter}"));
        assert_eq!(list["scans"].as_array().unwrap().len(), count, "{filter}");
    }
    for refused in ["start_time=2026-07-14T00:00:00Z", "labels_query=((a%3Ab))"] {
        let (status, body) = visitor.get(&format!("{SCANS}?{refused}"));
        assert_eq!((status, &body["code"]), (400, &json!("400")), "{refused}");
    }
}

#[test]
fn a_finished_scan_agrees_with_its_evaluations_and_violations() {
    let (_tenant, visitor) = sample();
    let scans = all(&visitor, SCANS, "scans", 100);
    for scan in scans.iter().filter(|scan| scan["eval_summary"].is_object()) {
        let path = format!("{SCANS}/{}", scan["uuid"].as_str().unwrap());
        let rules = all(&visitor, &format!("{path}/evaluations"), "evaluations", 100);
        let found = all(
            &visitor,
            &format!("{path}/rule-violations"),
            "violations",
            100,
        );
        let failed = rules.iter().filter(|rule| rule["result"] == "FAILED");
        let blocking = failed
            .clone()
            .any(|rule| rule["rule_instance_state"] == "BLOCKING");
        let outcome = if blocking { "BLOCKED" } else { "ALLOWED" };
        assert_eq!(scan["eval_outcome"], outcome, "{scan}");
        assert_eq!(scan["eval_summary"]["rules_failed"], failed.count());
        assert_eq!(scan["eval_summary"]["total_rules"], rules.len());
        for rule in &rules {
            let own = |one: &&Value| one["rule_instance_uuid"] == rule["rule_instance_uuid"];
            assert_eq!(rule["violation_count"], found.iter().filter(own).count());
        }
    }
}

#[test]
fn one_scan_has_250_violations_and_1200_files() {
    let (_tenant, visitor) = sample();
    let scan = format!(
        "{SCANS}/{}",
        newest(&visitor, &format!("{HUB}/acme-labs/zoo"))
    );
    let found = all(
        &visitor,
        &format!("{scan}/rule-violations"),
        "violations",
        100,
    );
    let mut ids = strings(&json!(found), "uuid");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 250);
    let one = visitor.read(&format!("/data/v1/violations/{}", ids[0]));
    assert_eq!(one["threat"], "PAIT-PKL-100");
    let files = format!("{scan}/files?recursive=true&type=FILE");
    assert_eq!(all(&visitor, &files, "files", 1000).len(), 1200);
    let top = visitor.read(&format!("{scan}/files"));
    assert_eq!(strings(&top["files"], "path"), ["pickles", "shards"]);
    let inner = visitor.read(&format!("{scan}/files?query_path=/pickles/07&limit=2"));
    assert_eq!(inner["pagination"]["total_items"], 10);
    assert_eq!(inner["files"][0]["parent_path"], "/pickles/07");
}

#[test]
fn a_new_scan_is_pending_for_a_while_and_then_judged_by_the_group() {
    let (tenant, visitor) = sample();
    let groups = tenant.change(|world| {
        ["Default HUGGING_FACE", "HF dev (warn)"].map(|name| world.group(name).uuid)
    });
    for (group, outcome) in groups.iter().zip(["BLOCKED", "ALLOWED"]) {
        let model = format!("{HUB}/drhyrum/bert-tiny-torch-picklebomb");
        let wish = json!({"model_uri": model, "security_group_uuid": group});
        let (status, scan) = visitor.send("POST", SCANS, &wish);
        assert_eq!((status, &scan["eval_outcome"]), (201, &json!("PENDING")));
        let path = format!("{SCANS}/{}", scan["uuid"].as_str().unwrap());
        for outcome in ["PENDING", "PENDING", outcome, outcome] {
            assert_eq!(visitor.read(&path)["eval_outcome"], outcome);
        }
    }
    assert_eq!(tenant.scans_started(), 2);
}

#[test]
fn a_new_scan_may_end_in_an_error() {
    let (tenant, visitor) = sample();
    tenant.change(|world| {
        world.polls = 0;
        world.endings.push_back(Ending::data_pending());
    });
    let group = tenant.change(|world| world.group("Default HUGGING_FACE").uuid);
    let model = format!("{HUB}/acme-labs/zoo");
    let wish = json!({"model_uri": model, "security_group_uuid": group});
    for (outcome, code) in [
        ("ERROR", json!("SCAN_DATA_PENDING")),
        ("BLOCKED", Value::Null),
    ] {
        let (_, scan) = visitor.send("POST", SCANS, &wish);
        let path = format!("{SCANS}/{}", scan["uuid"].as_str().unwrap());
        let scan = visitor.read(&path);
        assert_eq!(
            (&scan["eval_outcome"], &scan["error_code"]),
            (&json!(outcome), &code)
        );
    }
}

#[test]
fn a_scan_that_makes_no_sense_is_refused() {
    let (tenant, visitor) = sample();
    let group = tenant.change(|world| world.group("Default LOCAL").uuid);
    let model = format!("{HUB}/acme-labs/zoo");
    let nobody = uuid::Uuid::nil();
    let cases = [
        (
            json!({"model_uri": model, "security_group_uuid": group}),
            400,
        ),
        (
            json!({"model_uri": "/models/a", "security_group_uuid": group}),
            400,
        ),
        (
            json!({"model_uri": model, "security_group_uuid": nobody}),
            404,
        ),
        (
            json!({"model_uri": model, "security_group_uuid": "none"}),
            422,
        ),
        (json!({"security_group_uuid": group}), 422),
        (
            json!({"model_uri": model, "security_group_uuid": group, "more": 1}),
            422,
        ),
    ];
    for (wish, refusal) in cases {
        let (status, body) = visitor.send("POST", SCANS, &wish);
        assert_eq!(status, refusal, "{wish}: {body}");
    }
    assert_eq!(tenant.scans_started(), 0);
    tenant.take_mismatches();
}

#[test]
fn labels_are_added_replaced_deleted_and_listed() {
    let (_tenant, visitor) = sample();
    let scan = newest(&visitor, "gs://");
    let (path, labels) = (format!("{SCANS}/{scan}"), format!("{SCANS}/{scan}/labels"));
    let pairs = |pairs: &[(&str, &str)]| {
        let label = |(key, value): &(&str, &str)| json!({"key": key, "value": value});
        json!({"labels": pairs.iter().map(label).collect::<Vec<_>>()})
    };
    let steps = [
        ("POST", pairs(&[("triage", "open"), ("team", "maps")]), 200),
        ("POST", pairs(&[("triage", "false-positive")]), 200),
    ];
    for (method, body, status) in steps {
        assert_eq!(visitor.send(method, &labels, &body).0, status);
    }
    let all = pairs(&[("team", "maps"), ("triage", "false-positive")]);
    assert_eq!(visitor.read(&path)["labels"], all["labels"]);
    let keys = visitor.read(&format!("{SCANS}/label-keys?search=t"));
    assert_eq!(keys["keys"], json!(["team", "triage"]));
    let values = visitor.read(&format!("{SCANS}/label-keys/team/values"));
    assert_eq!(values["values"], json!(["maps", "nlp", "vision"]));
    let some = format!("{labels}?keys=team&keys=triage");
    assert_eq!(visitor.response("DELETE", &some, None).status(), 204);
    assert_eq!(visitor.read(&path)["labels"], json!([]));
    let one = pairs(&[("only", "one")]);
    assert_eq!(visitor.send("PUT", &labels, &one).0, 200);
    assert_eq!(visitor.read(&path)["labels"], one["labels"]);
}

#[test]
fn a_deleted_group_is_found_only_by_its_id() {
    let (tenant, visitor) = sample();
    let groups = || visitor.read("/mgmt/v1/security-groups?search_query=strict");
    let group = groups()["security_groups"][0]["uuid"].clone();
    tenant.delete_group("Buckets, strict");
    assert_eq!(groups()["security_groups"], json!([]));
    let path = format!("/mgmt/v1/security-groups/{}", group.as_str().unwrap());
    assert_eq!(visitor.read(&path)["is_tombstone"], true);
}

#[test]
fn rules_stand_alone_and_as_each_group_has_them() {
    let (tenant, visitor) = sample();
    let rules = all(&visitor, "/mgmt/v1/security-rules", "rules", 10);
    assert_eq!(rules.len(), 12);
    let rule = format!(
        "/mgmt/v1/security-rules/{}",
        rules[1]["uuid"].as_str().unwrap()
    );
    assert_eq!(visitor.read(&rule)["name"], rules[1]["name"]);
    let group = tenant.change(|world| world.group("HF dev (warn)").uuid);
    let path = format!("/mgmt/v1/security-groups/{group}/rule-instances");
    let instances = all(&visitor, &path, "rule_instances", 10);
    assert_eq!(strings(&json!(instances), "state"), ["ALLOWING"; 11]);
    let license = &instances[1];
    let approved = json!({"approved_licenses": ["apache-2.0", "mit", "bsd-3.0"]});
    assert_eq!(license["field_values"], approved);
    let one = format!("{path}/{}", license["uuid"].as_str().unwrap());
    assert_eq!(&visitor.read(&one), license);
}
