//! The judge of every exchange: it knows the tenant's routes, and finds what is not as the API files describe it.
//! Where the files are not, the tests of this room say so and try nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use crate::requests::{self, Case, call};
use crate::tenant::call::Reply;
use crate::tenant::contract::official;
use crate::tenant::{Tenant, World};
use crate::visitor::Visitor;

#[test]
fn requests_that_are_not_described_are_found() {
    let Some(contract) = official() else { return };
    for Case { call, fault, .. } in requests::cases() {
        let faults = contract.request(&call).join("\n");
        match fault {
            None => assert_eq!(faults, "", "{call:?}"),
            Some(wanted) => assert!(faults.contains(wanted), "{call:?}: {faults}"),
        }
    }
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

#[test]
fn a_wrong_request_and_a_wrong_answer_fail_the_test_that_made_them() {
    if official().is_none() {
        return;
    }
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::with_token(&tenant);
    visitor.get("/data/v1/scans?limit=1000");
    tenant.change(|world| world.scans[0].owner = "x".repeat(257));
    visitor.get("/data/v1/scans?sort_order=asc");
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

#[test]
fn every_route_is_described() {
    let Some(contract) = official() else { return };
    for route in crate::tenant::routes() {
        let (method, path) = route.split_once(" /aims").unwrap();
        let faults = contract.request(&call(method, path, &[], None));
        assert!(!faults.contains(&"no such operation".to_owned()), "{route}");
    }
}
