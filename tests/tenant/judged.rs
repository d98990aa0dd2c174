//! The judge of every exchange: it knows the tenant's routes, and finds what is not as the API files describe it.
//! Where the files are not, the tests of this room say so and try nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reqwest::Method;
use serde_json::{Value, json};

use crate::tenant::call::{Call, Reply};
use crate::tenant::contract::{Contract, official};
use crate::tenant::{Tenant, World};
use crate::visitor::Visitor;

fn call(method: &str, path: &str, query: &[(&str, &str)], body: Option<&Value>) -> Call {
    let mut headers = reqwest::header::HeaderMap::new();
    if body.is_some() {
        headers.insert("content-type", "application/json".parse().unwrap());
    }
    let text = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    Call {
        method: method.to_owned(),
        path: format!("/aims{path}"),
        places: std::collections::HashMap::new(),
        query: query.iter().map(text).collect(),
        headers,
        body: body
            .map(|body| body.to_string().into_bytes())
            .unwrap_or_default(),
        endless: false,
    }
}

fn requests(contract: &Contract, cases: &[(Call, Option<&str>)]) {
    for (call, wanted) in cases {
        let faults = contract.request(call);
        match wanted {
            None => assert!(faults.is_empty(), "{call:?}: {faults:?}"),
            Some(wanted) => {
                assert!(faults.join("\n").contains(wanted), "{call:?}: {faults:?}");
            }
        }
    }
}

#[test]
fn requests_that_are_not_described_are_found() {
    let Some(contract) = official() else { return };
    let id = "26f0b1bb-5239-59f4-8d30-4cb372b3e3ef";
    let scans = "/data/v1/scans";
    let scan = format!("{scans}/{id}");
    let labels = format!("{scan}/labels");
    let get = |path: &str, query: &[(&str, &str)]| call("GET", path, query, None);
    let new = |body: &Value| call("POST", scans, &[], Some(body));
    let whole = json!({"model_uri": "https://huggingface.co/a/b", "security_group_uuid": id});
    let more = json!({"model_uri": "a", "security_group_uuid": id, "more": 1});
    requests(
        contract,
        &[
            (get(scans, &[("limit", "100"), ("sort_order", "asc")]), None),
            (get(scans, &[("eval_outcomes", "BLOCKED")]), None),
            (
                get(
                    scans,
                    &[("eval_outcomes", "BLOCKED"), ("eval_outcomes", "ERROR")],
                ),
                None,
            ),
            (
                get(scans, &[("eval_outcomes", "BLOCKED,ERROR")]),
                Some("eval_outcomes may not be"),
            ),
            (
                get(scans, &[("limit", "101")]),
                Some("limit may not be 101"),
            ),
            (
                get(scans, &[("limit", "ten")]),
                Some("limit may not be ten"),
            ),
            (
                get(scans, &[("start_time", "yesterday")]),
                Some("start_time"),
            ),
            (
                get(scans, &[("outcome", "BLOCKED")]),
                Some("no parameter is called outcome"),
            ),
            (get("/data/v1/scan", &[]), Some("no such operation")),
            (get(&scan, &[]), None),
            (get(&format!("{scans}/1"), &[]), Some("uuid may not be 1")),
            (get(&format!("{scans}/label-keys"), &[]), None),
            (
                call("DELETE", &labels, &[("keys", "a"), ("keys", "b")], None),
                None,
            ),
            (call("DELETE", &labels, &[], None), Some("keys is missing")),
            (
                call("DELETE", &labels, &[("keys", "a,b")], None),
                Some("keys may not be"),
            ),
            (new(&whole), None),
            (new(&more), Some("more")),
            (new(&json!({"model_uri": "a"})), Some("security_group_uuid")),
            (
                call("POST", scans, &[], None),
                Some("not called application/json"),
            ),
            (
                call("GET", scans, &[], Some(&whole)),
                Some("a body where none belongs"),
            ),
        ],
    );
}

#[test]
fn answers_that_are_not_described_are_found() {
    let Some(contract) = official() else { return };
    let list = call("GET", "/data/v1/scans", &[], None);
    let labels = "/data/v1/scans/26f0b1bb-5239-59f4-8d30-4cb372b3e3ef/labels";
    let delete = call("DELETE", labels, &[("keys", "a")], None);
    let body = |body: Value| Reply::of(200, &body);
    let cases = [
        (&list, body(json!({"pagination": {}, "scans": []})), None),
        (&list, body(json!({"pagination": {}})), Some("scans")),
        (
            &list,
            body(json!({"pagination": {}, "scans": [{}]})),
            Some("/scans/0"),
        ),
        (&list, Reply::empty(200), Some("no body")),
        (
            &list,
            Reply::empty(202),
            Some("status 202 is not described"),
        ),
        (&list, Reply::refusal(503, "later"), None),
        (
            &list,
            Reply::of(422, &json!({"detail": "no"})),
            Some("/detail"),
        ),
        (&delete, Reply::empty(204), None),
        (&delete, Reply::of(204, &json!({})), Some("has a body")),
    ];
    for (call, reply, wanted) in cases {
        let faults = contract.response(call, &reply).join("\n");
        match wanted {
            None => assert_eq!(faults, "", "{reply:?}"),
            Some(wanted) => assert!(faults.contains(wanted), "{reply:?}: {faults}"),
        }
    }
}

#[tokio::test]
async fn a_wrong_request_and_a_wrong_answer_fail_the_test_that_made_them() {
    if official().is_none() {
        return;
    }
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::with_token(&tenant).await;
    visitor.get("/data/v1/scans?limit=1000").await;
    tenant.change(|world| world.scans[0].owner = "x".repeat(257));
    visitor.get("/data/v1/scans?sort_order=asc").await;
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(tenant))).unwrap_err();
    let words = dropped.downcast::<String>().unwrap();
    assert!(
        words.contains("GET /aims/data/v1/scans: limit may not be 1000"),
        "{words}"
    );
    assert!(
        words.contains("GET /aims/data/v1/scans: /scans/0/owner"),
        "{words}"
    );
}

/// Every route of the tenant answers as the files describe it, at least once, with something in it.
#[tokio::test]
async fn every_route_is_described() {
    let Some(contract) = official() else { return };
    let id = uuid::Uuid::nil();
    for route in crate::tenant::routes() {
        let (method, path) = route.split_once(' ').unwrap();
        let mut path: Vec<_> = path.split('/').collect();
        let id = id.to_string();
        for part in &mut path {
            if part.starts_with('{') {
                *part = &id;
            }
        }
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let call = call(
            method.as_str(),
            path.join("/").trim_start_matches("/aims"),
            &[],
            None,
        );
        let faults = contract.request(&call);
        assert!(!faults.contains(&"no such operation".to_owned()), "{route}");
    }
}
