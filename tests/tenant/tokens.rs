//! Who gets a token, and how long it opens the door.

use std::time::Duration;

use serde_json::json;

use crate::tenant::{Tenant, World};
use crate::visitor::{Visitor, ask};

#[test]
fn a_token_is_for_the_right_client_of_the_right_tenant() {
    let tenant = Tenant::start(World::empty());
    let (id, secret, tsg) = (tenant.client_id(), tenant.client_secret(), tenant.tsg());
    let wrong = || "wrong".to_owned();
    let cases = [
        (wrong(), secret.clone(), tsg.clone(), 401, "invalid_client"),
        (id.clone(), wrong(), tsg.clone(), 401, "invalid_client"),
        (id.clone(), secret.clone(), wrong(), 400, "invalid_scope"),
    ];
    for (id, secret, tsg, status, error) in cases {
        let (got, body) = ask(&tenant, &(id, secret), &tsg);
        assert_eq!((got, &body["error"]), (status, &json!(error)));
    }
    assert_eq!(tenant.tokens_issued(), 0);
    let (_, body) = ask(&tenant, &(id, secret), &tsg);
    assert_eq!(body["expires_in"], 899);
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(tenant.tokens_issued(), 1);
}

#[test]
fn a_token_ends_by_the_tenants_clock() {
    let tenant = Tenant::start(World::empty());
    let visitor = Visitor::with_token(&tenant);
    visitor.read("/data/v1/scans");
    tenant.advance(Duration::from_secs(898));
    visitor.read("/data/v1/scans");
    tenant.advance(Duration::from_secs(1));
    let (status, body) = visitor.get("/data/v1/scans");
    assert_eq!((status, &body["code"]), (401, &json!("401")));
    let again = Visitor::with_token(&tenant);
    again.read("/data/v1/scans");
    assert_eq!(tenant.tokens_issued(), 2);
}

#[test]
fn every_answer_tells_the_tenants_time() {
    let tenant = Tenant::start(World::empty());
    let visitor = Visitor::without_token(&tenant);
    tenant.advance(Duration::from_hours(24));
    let response = visitor.response("GET", "/data/v1/scans", None);
    assert_eq!(response.headers()["date"], "Wed, 15 Jul 2026 09:41:07 GMT");
}

#[test]
fn nothing_opens_without_a_token_unless_the_tenant_is_open() {
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::without_token(&tenant);
    let paths = [
        "/data/v1/scans",
        "/mgmt/v1/security-rules",
        "/mgmt/v1/pypi/authenticate",
    ];
    for path in paths {
        assert_eq!(visitor.get(path).0, 401, "{path}");
    }
    tenant.change(|world| world.open = true);
    for path in paths {
        assert_eq!(visitor.get(path).0, 200, "{path}");
    }
    let shown: Vec<_> = tenant.seen().into_iter().map(|one| one.token).collect();
    assert_eq!(shown, [const { None }; 6]);
}
