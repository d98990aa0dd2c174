//! How the tenant fails when it is told to, and only there and as often as it is told.

use std::time::Duration;

use flate2::read::GzDecoder;
use reqwest::Method;
use serde_json::{Value, json};

use crate::tenant::{Fault, Tenant, What, World};
use crate::visitor::Visitor;

const LIST: &str = "GET /aims/data/v1/scans";
const PATH: &str = "/data/v1/scans";

async fn failing(what: What) -> (Tenant, Visitor) {
    let tenant = Tenant::start(World::sample());
    let visitor = Visitor::with_token(&tenant).await;
    tenant.fault(Fault::on(LIST, what, 1));
    (tenant, visitor)
}

#[tokio::test]
async fn a_fault_meets_its_route_as_often_as_it_says() {
    let (tenant, visitor) = failing(What::Status(500)).await;
    tenant.fault(Fault::under("/aims/mgmt", What::Status(403), 2));
    for (path, status) in [
        ("/mgmt/v1/security-rules", 403),
        (PATH, 500),
        (PATH, 200),
        ("/mgmt/v1/security-groups", 403),
        ("/mgmt/v1/security-groups", 200),
    ] {
        assert_eq!(visitor.get(path).await.0, status, "{path}");
    }
    assert_eq!(tenant.count(LIST), 2);
    let seen = tenant.seen();
    let statuses: Vec<_> = seen.iter().filter_map(|one| one.status).collect();
    assert_eq!(statuses, [200, 403, 500, 200, 403, 200]);
}

#[tokio::test]
async fn a_refusal_may_say_when_to_come_back() {
    let (_tenant, visitor) = failing(What::RetryAfter(429, "7")).await;
    let response = visitor.request(Method::GET, PATH).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
}

#[tokio::test]
async fn a_success_may_be_none() {
    for (what, kind, word) in [
        (What::Html, "text/html; charset=utf-8", "Sign in"),
        (What::WrongJson, "application/json", "\"none\""),
        (What::ErrorBody200, "application/json", "\"code\":\"403\""),
    ] {
        let (_tenant, visitor) = failing(what).await;
        let response = visitor.request(Method::GET, PATH).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], kind);
        let text = response.text().await.unwrap();
        assert!(text.contains(word), "{text}");
    }
}

#[tokio::test]
async fn a_cut_answer_ends_in_the_middle_though_the_request_was_done() {
    let (tenant, visitor) = failing(What::Latency(Duration::ZERO)).await;
    tenant.fault(Fault::on("POST /aims/data/v1/scans", What::Cut, 1));
    let group = tenant.change(|world| world.group("Default HUGGING_FACE").uuid);
    let model = "https://huggingface.co/acme-labs/zoo";
    let wish = json!({"model_uri": model, "security_group_uuid": group});
    let request = visitor.request(Method::POST, PATH).json(&wish);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 201);
    assert!(response.bytes().await.is_err());
    assert_eq!(tenant.scans_started(), 1);
}

#[tokio::test]
async fn an_answer_may_never_end() {
    for (what, most) in [(What::Flood, 10_000_000), (What::Bomb, 100_000)] {
        let (_tenant, visitor) = failing(what).await;
        let mut response = visitor.request(Method::GET, PATH).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut length = 0;
        while length < most {
            length += response.chunk().await.unwrap().unwrap().len();
        }
    }
}

#[tokio::test]
async fn an_answer_may_be_compressed() {
    let (_tenant, visitor) = failing(What::Packed).await;
    let response = visitor.request(Method::GET, PATH).send().await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let packed = response.bytes().await.unwrap();
    let whole: Value = serde_json::from_reader(GzDecoder::new(&packed[..])).unwrap();
    assert_eq!(whole, visitor.read(PATH).await);
}

#[tokio::test]
async fn an_answer_may_point_elsewhere() {
    let (tenant, visitor) = failing(What::Redirect("/elsewhere")).await;
    let response = visitor.request(Method::GET, PATH).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.url().path()),
        (404, "/elsewhere")
    );
    assert_eq!(tenant.seen().last().unwrap().path, "/elsewhere");
    tenant.take_mismatches();
}

#[tokio::test]
async fn a_slow_answer_is_whole_in_the_end() {
    let (tenant, visitor) = failing(What::Slow(Duration::from_millis(1))).await;
    let mut response = visitor.request(Method::GET, PATH).send().await.unwrap();
    let mut pieces = Vec::new();
    while let Some(piece) = response.chunk().await.unwrap() {
        pieces.push(piece);
    }
    let whole: Value = serde_json::from_slice(&pieces.concat()).unwrap();
    assert!(pieces.len() > 1);
    assert_eq!(whole, visitor.read(PATH).await);
    drop(tenant);
}

#[tokio::test]
async fn an_answer_that_is_held_comes_when_it_is_released() {
    let (tenant, visitor) = failing(What::Held).await;
    let request = tokio::spawn(visitor.request(Method::GET, PATH).send());
    let tenant = tokio::task::spawn_blocking(move || {
        tenant.until(LIST, 1);
        tenant
    });
    let tenant = tenant.await.unwrap();
    assert_eq!(tenant.seen().last().unwrap().status, None);
    assert!(!request.is_finished());
    tenant.release();
    assert_eq!(request.await.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn pages_may_go_on_for_ever() {
    let (tenant, visitor) = failing(What::Latency(Duration::ZERO)).await;
    tenant.mend();
    tenant.fault(Fault::on(LIST, What::EndlessPages, usize::MAX));
    for skip in [0, 100, 5000] {
        let page = visitor.read(&format!("{PATH}?limit=100&skip={skip}")).await;
        assert_eq!(page["scans"].as_array().unwrap().len(), 100);
        assert_eq!(page["pagination"]["total_items"], Value::Null);
    }
}
