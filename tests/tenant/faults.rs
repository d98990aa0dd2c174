//! How the tenant fails when it is told to, and only there and as often as it is told.

use std::io::Read;
use std::thread;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::tenant::{Fault, Tenant, What, World};
use crate::visitor::Visitor;

const LIST: &str = "GET /aims/data/v1/scans";
const START: &str = "POST /aims/data/v1/scans";
const PATH: &str = "/data/v1/scans";

/// A tenant whose list of scans fails this way, once.
fn failing(what: What) -> (Tenant, Visitor) {
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::with_token(&tenant);
    tenant.fault(Fault::on(LIST, what, 1));
    (tenant, visitor)
}

#[test]
fn a_fault_meets_its_route_as_often_as_it_says() {
    let (tenant, visitor) = failing(What::Status(500));
    tenant.fault(Fault::under("/aims/mgmt", What::Status(403), 2));
    for (path, status) in [
        ("/mgmt/v1/security-rules", 403),
        (PATH, 500),
        (PATH, 200),
        ("/mgmt/v1/security-groups", 403),
        ("/mgmt/v1/security-groups", 200),
    ] {
        assert_eq!(visitor.get(path).0, status, "{path}");
    }
    assert_eq!(tenant.count(LIST), 2);
    let seen = tenant.seen();
    let statuses: Vec<_> = seen.iter().filter_map(|one| one.status).collect();
    assert_eq!(statuses, [200, 403, 500, 200, 403, 200]);
}

#[test]
fn faults_are_mended_at_once() {
    let (tenant, visitor) = failing(What::Status(503));
    tenant.mend();
    assert_eq!(visitor.get(PATH).0, 200);
}

#[test]
fn a_refusal_may_say_when_to_come_back() {
    let (_tenant, visitor) = failing(What::RetryAfter(429, "7"));
    let response = visitor.response("GET", PATH, None);
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
}

#[test]
fn a_success_may_be_none() {
    for (what, kind, word) in [
        (What::Html, "text/html; charset=utf-8", "Sign in"),
        (What::WrongJson, "application/json", "\"none\""),
        (What::ErrorBody200, "application/json", "\"code\":\"403\""),
    ] {
        let (_tenant, visitor) = failing(what);
        let mut response = visitor.response("GET", PATH, None);
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], kind);
        let text = response.body_mut().read_to_string().unwrap();
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn a_cut_answer_ends_in_the_middle_though_the_request_was_done() {
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::with_token(&tenant);
    tenant.fault(Fault::on(START, What::Cut, 1));
    let group = tenant.change(|world| world.group("Default HUGGING_FACE").uuid);
    let model = "https://huggingface.co/acme-labs/zoo";
    let wish = json!({"model_uri": model, "security_group_uuid": group});
    let mut response = visitor.response("POST", PATH, Some(&wish));
    assert_eq!(response.status(), 201);
    assert!(response.body_mut().read_to_vec().is_err());
    assert_eq!(tenant.scans_started(), 1);
}

#[test]
fn an_answer_may_never_end() {
    for (what, most) in [(What::Flood, 10_000_000), (What::Bomb, 100_000)] {
        let (_tenant, visitor) = failing(what);
        let response = visitor.response("GET", PATH, None);
        assert_eq!(response.status(), 200);
        let mut body = response.into_body().into_reader().take(most);
        let came = std::io::copy(&mut body, &mut std::io::sink()).unwrap();
        assert_eq!(came, most);
    }
}

#[test]
fn an_answer_may_be_compressed() {
    let (_tenant, visitor) = failing(What::Packed);
    let mut response = visitor.response("GET", PATH, None);
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let unpacked = GzDecoder::new(response.body_mut().as_reader());
    let whole: Value = serde_json::from_reader(unpacked).unwrap();
    assert_eq!(whole, visitor.read(PATH));
}

#[test]
fn an_answer_may_point_elsewhere() {
    let (tenant, visitor) = failing(What::Redirect("/elsewhere"));
    tenant.change(|world| world.open = true);
    assert_eq!(visitor.get(PATH).0, 404);
    let paths: Vec<_> = tenant.seen().into_iter().map(|one| one.path).collect();
    assert_eq!(paths[1..], ["/aims/data/v1/scans", "/elsewhere"]);
    tenant.take_mismatches();
}

#[test]
fn an_answer_may_take_its_time_and_is_whole_in_the_end() {
    let pause = Duration::from_millis(20);
    for (what, least) in [
        (What::Latency(pause), pause),
        (What::Slow(pause), 8 * pause),
    ] {
        let (_tenant, visitor) = failing(what);
        let begun = Instant::now();
        let whole = visitor.read(PATH);
        assert!(begun.elapsed() >= least, "{what:?}");
        assert_eq!(whole, visitor.read(PATH));
    }
}

#[test]
fn an_answer_that_is_held_comes_when_it_is_released() {
    let (tenant, visitor) = failing(What::Held);
    let asking = thread::spawn(move || visitor.get(PATH).0);
    tenant.until(LIST, 1);
    assert_eq!(tenant.seen().last().unwrap().status, None);
    assert!(!asking.is_finished());
    tenant.release();
    assert_eq!(asking.join().unwrap(), 200);
}

#[test]
fn pages_may_go_on_for_ever() {
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::with_token(&tenant);
    tenant.fault(Fault::on(LIST, What::EndlessPages, usize::MAX));
    for skip in [0, 100, 5000] {
        let page = visitor.read(&format!("{PATH}?limit=100&skip={skip}"));
        assert_eq!(page["scans"].as_array().unwrap().len(), 100);
        assert_eq!(page["pagination"]["total_items"], Value::Null);
    }
}
