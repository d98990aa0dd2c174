//! `F`: what a report lacks is fetched from a tenant, kept in the library, and looked at.

use std::fs;

use airs_triage::domain::outcome::Outcome;
use airs_triage::io::airs::Filter;
use airs_triage::io::library::Input;
use airs_triage::io::runner::Service;
use serde_json::json;

use crate::support::desk::{Setting, at};
use crate::support::site::{Site, client};
use crate::support::tenant::{Fault, Tenant, What, World};

const SCAN: &str = "GET /aims/data/v1/scans/{uuid}";

/// The blocked scans of a tenant, and what the official client saves of each: counts only.
pub(crate) async fn blocked(tenant: &Tenant) -> Vec<(String, serde_json::Value)> {
    let scans = client(tenant).scans(&Filter::default()).await.unwrap();
    let blocked = scans
        .into_iter()
        .filter(|it| it.outcome == Outcome::Blocked);
    let report = |scan: airs_triage::domain::scan::Scan| {
        let uuid = scan.uuid.unwrap().raw().to_owned();
        let saved = json!({
            "uuid": uuid, "eval_outcome": "BLOCKED", "tsg_id": tenant.tsg(),
            "model_uri": scan.model_uri.unwrap().raw(), "created_at": "2026-07-14T06:00:00Z",
            "eval_summary": { "rules_passed": 9, "rules_failed": 2, "total_rules": 11 },
        });
        (uuid, saved)
    };
    blocked.map(report).collect()
}

/// A desk on a folder with these reports.
async fn on(site: &Site, reports: &[serde_json::Value]) -> Setting {
    let saved = site.folder.path().join("in");
    fs::create_dir(&saved).unwrap();
    for (at, report) in reports.iter().enumerate() {
        fs::write(saved.join(format!("{at}.json")), report.to_string()).unwrap();
    }
    let desk = Setting::on(vec![Input::Path(saved)], (100, 30)).await;
    desk.with(site.service())
}

#[tokio::test]
async fn counts_become_a_full_report_that_says_which_and_why() {
    let site = Site::of(World::sample());
    let (uuid, saved) = blocked(&site.tenant).await.remove(0);
    let setting = on(&site, &[saved]).await;
    at(setting, async |hand| {
        hand.sees(" 1 report").await;
        hand.press("Enter");
        hand.sees("press F to fetch the rest from your tenant")
            .await;
        hand.press("F");
        hand.sees("Fetched 1 full report").await;
        hand.sees("BLOCKING").await;
        hand.press("F");
        hand.sees("This report is full").await;
        hand.press("1");
        hand.sees(" 2 reports").await;
    })
    .await;
    let file = site.folder.path().join(format!("reports/scan-{uuid}.json"));
    let kept = fs::read_to_string(file).unwrap();
    assert!(kept.contains("0.json"), "it says what it completes");
}

#[tokio::test]
async fn what_is_marked_comes_together_and_what_fails_says_why() {
    let site = Site::of(World::sample());
    let mut reports: Vec<_> = blocked(&site.tenant)
        .await
        .into_iter()
        .map(|it| it.1)
        .collect();
    reports.truncate(2);
    let mut unknown = reports[0].clone();
    unknown["uuid"] = json!("0badc0de-0000-4000-8000-000000000000");
    let mut foreign = reports[0].clone();
    foreign["uuid"] = json!("0badc0de-1111-4000-8000-000000000000");
    foreign["tsg_id"] = json!("42");
    reports.extend([unknown, foreign]);
    let setting = on(&site, &reports).await;
    at(setting, async |hand| {
        hand.sees(" 4 reports").await;
        hand.press("g v G v F");
        let screen = hand.sees("Fetched 2; 2 scans could not be: ").await;
        let told = ["belongs to TSG 42", "the service has no scan", "no scan"];
        assert!(told.iter().any(|it| screen.contains(it)), "{screen}");
        hand.sees(" 6 reports").await;
    })
    .await;
}

#[tokio::test]
async fn a_service_that_is_away_or_slow_holds_nothing_up() {
    let site = Site::of(World::sample());
    let (_, saved) = blocked(&site.tenant).await.remove(0);
    site.tenant.fault(Fault::on(SCAN, What::Held, 1));
    let setting = on(&site, &[saved]).await;
    at(setting, async |hand| {
        hand.sees(" 1 report").await;
        hand.press("F");
        hand.sees("fetching 0 of 1").await;
        hand.press("x");
        hand.sees("Export").await;
        hand.press("Esc F");
        hand.sees("being fetched already").await;
        hand.press("Esc");
        hand.sees("Stopped fetching").await;
        hand.sees_no("fetching 0 of 1").await;
        site.tenant.release();
        hand.press("F");
        hand.sees("Fetched 1 full report").await;
    })
    .await;
}

#[tokio::test]
async fn without_a_tenant_the_desk_says_how_to_connect_one() {
    let site = Site::of(World::sample());
    let (_, saved) = blocked(&site.tenant).await.remove(0);
    let nowhere = Service::of(&site.places(), None);
    let setting = on(&site, &[saved]).await.with(nowhere);
    at(setting, async |hand| {
        hand.sees(" 1 report").await;
        hand.press("F");
        hand.sees("press i to log in").await;
    })
    .await;
}
