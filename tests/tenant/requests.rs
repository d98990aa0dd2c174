//! Requests, right ones and wrong ones, and what two judges say of them: ours, and the mock of `.ci/contract`.

use std::collections::HashMap;

use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::tenant::call::Call;

/// A request, what our judge says against it, and the status that the mock answers with.
pub(crate) struct Case {
    pub(crate) call: Call,
    pub(crate) fault: Option<&'static str>,
    pub(crate) mock: u16,
}

pub(crate) fn call(method: &str, path: &str, query: &[(&str, &str)], body: Option<&Value>) -> Call {
    let mut headers = HeaderMap::new();
    if body.is_some() {
        headers.insert("content-type", "application/json".parse().unwrap());
    }
    let text = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    Call {
        method: method.to_owned(),
        path: format!("/aims{path}"),
        places: HashMap::new(),
        query: query.iter().map(text).collect(),
        headers,
        body: body
            .map(|body| body.to_string().into_bytes())
            .unwrap_or_default(),
        endless: false,
    }
}

/// The mock refuses a list of one (it takes `anyOf[array, null]` for one value), and lets unknown parameters through.
#[rustfmt::skip]
pub(crate) fn cases() -> Vec<Case> {
    let id = "26f0b1bb-5239-59f4-8d30-4cb372b3e3ef";
    let scans = "/data/v1/scans";
    let scan = format!("{scans}/{id}");
    let labels = format!("{scan}/labels");
    let groups = "/mgmt/v1/security-groups";
    let get = |path: &str, query: &[(&str, &str)]| call("GET", path, query, None);
    let new = |body: &Value| call("POST", scans, &[], Some(body));
    let whole = json!({"model_uri": "https://huggingface.co/a/b", "security_group_uuid": id});
    let more = json!({"model_uri": "a", "security_group_uuid": id, "more": 1});
    let case = |(call, fault, mock)| Case { call, fault, mock };
    [
        (get(scans, &[("limit", "100"), ("sort_order", "asc")]), None, 200),
        (get(scans, &[("eval_outcomes", "BLOCKED")]), None, 422),
        (get(scans, &[("eval_outcomes", "BLOCKED"), ("eval_outcomes", "ERROR")]), None, 200),
        (get(scans, &[("eval_outcomes", "BLOCKED,ERROR")]), Some("eval_outcomes may not be"), 422),
        (get(scans, &[("limit", "101")]), Some("limit may not be 101"), 422),
        (get(scans, &[("limit", "ten")]), Some("limit may not be ten"), 422),
        (get(scans, &[("start_time", "yesterday")]), Some("start_time"), 422),
        (get(scans, &[("outcome", "BLOCKED")]), Some("no parameter is called outcome"), 200),
        (get("/data/v1/scan", &[]), Some("no such operation"), 404),
        (get(&scan, &[]), None, 200),
        (get(&format!("{scans}/1"), &[]), Some("uuid may not be 1"), 422),
        (get(&format!("{scans}/label-keys"), &[]), None, 200),
        (get(&format!("{scan}/files"), &[("limit", "1000"), ("recursive", "true"), ("type", "FILE")]), None, 200),
        (get(&format!("{scan}/files"), &[("recursive", "perhaps")]), Some("recursive may not be"), 422),
        (call("DELETE", &labels, &[("keys", "a"), ("keys", "b")], None), None, 204),
        (call("DELETE", &labels, &[], None), Some("keys is missing"), 422),
        (call("DELETE", &labels, &[("keys", "a,b")], None), Some("keys may not be"), 422),
        (new(&whole), None, 201),
        (new(&more), Some("more"), 422),
        (new(&json!({"model_uri": "a"})), Some("security_group_uuid"), 422),
        (call("POST", scans, &[], None), Some("not called application/json"), 422),
        (call("GET", scans, &[], Some(&whole)), Some("a body where none belongs"), 422),
        (get(groups, &[("limit", "100"), ("sort_field", "updated_at")]), None, 200),
        (get(groups, &[("search_query", "ab")]), Some("search_query may not be ab"), 422),
        (get(&format!("{groups}/{id}/rule-instances"), &[("state", "BLOCKING")]), None, 200),
        (get(&format!("{groups}/{id}/rule-instances"), &[("state", "OFF")]), Some("state may not be OFF"), 422),
        (get("/mgmt/v1/pypi/authenticate", &[]), None, 200),
    ]
    .map(case)
    .into()
}
