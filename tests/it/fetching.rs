//! `F`: what a report lacks is fetched from a tenant, kept in the library, and looked at.

use std::fs;

use airs_triage::app::message::{Changed, Message};
use airs_triage::app::update::update;
use airs_triage::domain::outcome::Outcome;
use airs_triage::domain::report::{Completeness, Head, Report, Summary};
use airs_triage::domain::scan::RuleCounts;
use airs_triage::io::airs::Filter;
use airs_triage::io::library::Input;
use airs_triage::io::runner::Service;
use serde_json::json;

use crate::keys::{desk, reports};
use crate::support::account::client;
use crate::support::desk::{Setting, at};
use crate::support::site::Site;
use crate::support::tenant::{Fault, Tenant, What, World};

const SCAN: &str = "GET /aims/data/v1/scans/{uuid}";

/// The blocked scans of a tenant, and what the official client saves of each: counts only.
pub(crate) async fn blocked(tenant: &Tenant) -> Vec<(String, serde_json::Value)> {
    let scans = client(tenant).scans(&Filter::default()).await.unwrap();
    let blocked = scans
        .into_iter()
        .filter(|it| it.outcome == Outcome::Blocked);
    let report = |scan: airs_triage::domain::scan::Scan| {
        let (uuid, rules) = (scan.uuid.unwrap().raw().to_owned(), scan.rules.unwrap());
        let saved = json!({
            "uuid": uuid, "eval_outcome": "BLOCKED", "tsg_id": tenant.tsg(),
            "model_uri": scan.model_uri.unwrap().raw(), "created_at": "2026-07-14T06:00:00Z",
            "eval_summary": {
                "rules_passed": rules.passed, "rules_failed": rules.failed, "total_rules": rules.total,
            },
        });
        (uuid, saved)
    };
    blocked.map(report).collect()
}

/// A desk on a folder with these reports.
pub(crate) async fn on(site: &Site, reports: &[serde_json::Value]) -> Setting {
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
        // The artifact says no more than the full report: one scan, one row.
        hand.press("1");
        hand.sees(" 1 report").await;
        hand.sees_no("counts only").await;
    })
    .await;
    let file = site.folder.path().join(format!("reports/scan-{uuid}.json"));
    let kept = fs::read_to_string(file).unwrap();
    assert!(kept.contains("0.json"), "it says what it completes");
}

#[tokio::test]
async fn a_report_of_which_the_service_gives_less_than_it_counts_comes_with_that_doubt() {
    let mut world = World::sample();
    for scan in &mut world.scans {
        scan.violations.pop();
    }
    let site = Site::of(world);
    let mut reports = blocked(&site.tenant).await;
    reports.truncate(2);
    let saved: Vec<_> = reports.into_iter().map(|(_, saved)| saved).collect();
    let doubt = "But the service has not given everything that it counts.";
    at(on(&site, &saved).await, async |hand| {
        hand.sees(" 2 reports").await;
        hand.press("F");
        hand.sees(&format!("Fetched 1 report. {doubt}")).await;
        // The artifact and what was fetched of it are one scan.
        hand.sees(" 3 reports").await;
        hand.press("g v G v F");
        hand.sees(&format!("Fetched 2 reports. {doubt}")).await;
        hand.press("L");
        hand.sees("everything that it counts").await;
    })
    .await;
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
        // Two of them stand for the artifacts that they complete.
        hand.sees(" 4 reports").await;
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
        site.tenant.fault(Fault::on(SCAN, What::Held, 1));
        hand.press("F");
        hand.sees("fetching 0 of 1").await;
        hand.press("Ctrl-r");
        hand.sees("Stopped fetching. What came before is read")
            .await;
        hand.sees(" 1 report").await;
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

/// A scan's report in a file: what it counts, and whether it tells all.
fn report(file: &str, completeness: Completeness, change: impl FnOnce(&mut Head)) -> Report {
    let mut report = reports().remove(0);
    let head = &mut report.head;
    head.source.path = file.into();
    head.completeness = completeness;
    head.scan.uuid = Some("3AFA4F98-6db3-59ee-8685-34549154f05e".into());
    head.scan.outcome = Outcome::Blocked;
    change(head);
    if completeness == Completeness::Counts {
        report.findings.clear();
    }
    report
}

fn full() -> Report {
    report("scan.json", Completeness::Full, |head| {
        head.scan.uuid = Some("3afa4f98-6db3-59ee-8685-34549154f05e".into());
    })
}

/// How many rows these reports have, in either order.
fn rows(one: &Report, other: &Report) -> usize {
    let [rows, turned] = [[one, other], [other, one]].map(|reports| {
        let model = desk(&reports.map(Clone::clone));
        assert_eq!(model.library.listed(), model.reports.rows.len());
        model.reports.rows.len()
    });
    assert_eq!(rows, turned);
    rows
}

#[test]
fn one_scan_is_one_row_whatever_an_artifact_calls_the_model() {
    let counts = |change: fn(&mut Head)| report("artifact.json", Completeness::Counts, change);
    assert_eq!(rows(&counts(|_| ()), &full()), 1);
    let renamed = counts(|head| {
        head.scan.model_name = Some("another".into());
        head.model_key = "another".into();
    });
    assert_eq!(rows(&renamed, &full()), 1);
    let pending = counts(|head| head.scan.outcome = Outcome::Pending);
    assert_eq!(rows(&pending, &full()), 1);
    // It waits for one decision.
    let model = desk(&[counts(|_| ()), full()]);
    assert_eq!(model.library.tally().scans, 1);
}

#[test]
fn what_contradicts_the_full_report_or_tells_more_stays_beside_it() {
    for (at, change) in [
        (|head| head.scan.outcome = Outcome::Allowed) as fn(&mut Head),
        |head| head.scan.tsg_id = Some("42".into()),
        |head| {
            head.scan.rules = Some(RuleCounts {
                passed: 1,
                failed: 90,
                total: 91,
            });
        },
        |head| head.scan.uuid = Some("00000000-6db3-59ee-8685-34549154f05e".into()),
        |head| head.scan.uuid = None,
        |head| head.completeness = Completeness::Partial,
    ]
    .into_iter()
    .enumerate()
    {
        let other = report("artifact.json", Completeness::Counts, change);
        let mut full = full();
        full.head.scan.tsg_id = Some("7".into());
        full.head.scan.rules = Some(RuleCounts {
            passed: 5,
            failed: 2,
            total: 7,
        });
        assert_eq!(rows(&other, &full), 2, "{at}");
    }
}

#[test]
fn an_artifact_is_back_once_the_full_report_is_gone() {
    let counts = report("artifact.json", Completeness::Counts, |_| ());
    let mut model = desk(&[counts.clone(), full()]);
    let watch = model.jobs.watch.unwrap();
    let gone = |reports: Vec<Summary>| Changed {
        files: vec!["scan.json".into()],
        reports,
        unread: Vec::new(),
    };
    update(
        &mut model,
        Message::Changed(watch, Box::new(gone(Vec::new()))),
    );
    assert_eq!(model.reports.rows.len(), 2, "and the other is marked");
    assert!(model.library.is_listed(0) && model.library.is_gone(1));
    let back = gone(vec![full().summary()]);
    update(&mut model, Message::Changed(watch, Box::new(back)));
    assert_eq!(model.reports.rows.len(), 1);
    let other = report("scan.json", Completeness::Full, |head| {
        head.scan.uuid = None;
    });
    let other = gone(vec![other.summary()]);
    update(&mut model, Message::Changed(watch, Box::new(other)));
    assert_eq!(model.reports.rows.len(), 2, "it holds another scan now");
}

#[test]
fn a_thousand_documents_of_one_scan_are_read_as_fast_as_any() {
    let counts = |number: usize| {
        let file = format!("{number}.json");
        report(&file, Completeness::Counts, |_| ())
    };
    let mut all: Vec<_> = (0..1_000).map(counts).collect();
    all.insert(1, full());
    let model = desk(&all);
    assert_eq!(model.library.listed(), model.reports.rows.len());
    assert!(model.reports.rows.len() > 900);
}
