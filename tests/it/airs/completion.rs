//! Completion: a scan with everything on it, as a document that reads back as a full report.

use airs_triage::domain::fault::{Asked, Fault as Wrong};
use airs_triage::domain::outcome::Outcome;
use airs_triage::domain::report::{Completeness, Origin, Report};
use airs_triage::format::intake;
use airs_triage::io::airs::{Client, Filter, Wanted};

use super::client;
use crate::support::tenant::{Fault, Tenant, Totals, What, World};

fn wanted(scan: &str) -> Wanted {
    Wanted {
        scan: scan.to_owned(),
        completes: Some("build-812.zip!/report.json".to_owned()),
    }
}

async fn scans(client: &Client) -> Vec<(String, Outcome)> {
    let scans = client.scans(&Filter::default()).await.unwrap();
    let named = scans.into_iter().map(|scan| (scan.uuid, scan.outcome));
    named
        .map(|(uuid, outcome)| (uuid.unwrap().raw().to_owned(), outcome))
        .collect()
}

#[tokio::test]
async fn every_scan_that_ended_comes_whole_whatever_is_said_of_lengths() {
    for totals in [Totals::Counted, Totals::Unknown] {
        let mut world = World::sample();
        world.totals = totals;
        let tenant = Tenant::start(world);
        let client = client(&tenant);
        let mut most = (0, 0);
        for (uuid, outcome) in scans(&client).await {
            let report = client.complete(&wanted(&uuid)).await.unwrap().report;
            let full = report.head.completeness == Completeness::Full;
            let decided = matches!(outcome, Outcome::Allowed | Outcome::Blocked);
            assert_eq!(
                full, decided,
                "{uuid} {outcome:?}: {:?}",
                report.head.warnings
            );
            most = (
                most.0.max(report.findings.len()),
                most.1.max(report.files.len()),
            );
        }
        assert!(most.0 >= 250 && most.1 >= 1200, "{most:?}");
    }
}

#[tokio::test]
async fn the_document_reads_back_and_tells_where_it_came_from() {
    let tenant = Tenant::start(World::sample());
    let client = client(&tenant);
    let all = scans(&client).await;
    let (uuid, _) = all
        .iter()
        .find(|(_, outcome)| *outcome == Outcome::Blocked)
        .unwrap();
    let completed = client.complete(&wanted(uuid)).await.unwrap();
    let origin = Origin {
        path: format!("{uuid}.json").into(),
        member: None,
    };
    let mut reading = intake::read(&origin, &completed.text, false);
    let (source, draft) = reading.drafts.pop().unwrap();
    assert_eq!(Report::derive(source, Vec::new(), draft), completed.report);
    for words in [
        "build-812.zip!/report.json",
        "\"tenant\": \"sim\"",
        &tenant.api_url(),
        &tenant.tsg(),
    ] {
        assert!(completed.text.contains(words), "{words}");
    }
    assert!(!completed.text.contains(&tenant.client_secret()));
}

#[tokio::test]
async fn a_scan_is_completed_wholly_or_not_at_all() {
    let parts = [
        "GET /aims/data/v1/scans/{uuid}",
        "GET /aims/data/v1/scans/{scan_uuid}/rule-violations",
        "GET /aims/data/v1/scans/{scan_uuid}/evaluations",
        "GET /aims/data/v1/scans/{scan_uuid}/files",
    ];
    for part in parts {
        let tenant = Tenant::start(World::sample());
        let client = client(&tenant);
        let (uuid, _) = scans(&client).await.remove(0);
        tenant.fault(Fault::on(part, What::Status(403), usize::MAX));
        let wrong = client.complete(&wanted(&uuid)).await.unwrap_err();
        assert!(matches!(wrong, Wrong::Forbidden { .. }), "{part}: {wrong}");
    }
}

#[tokio::test]
async fn a_scan_that_is_not_there_is_said_to_be_absent() {
    let tenant = Tenant::start(World::sample());
    let none = "00000000-0000-4000-8000-000000000000";
    let wrong = client(&tenant).complete(&wanted(none)).await.unwrap_err();
    let Wrong::Absent { asked, tenant } = &wrong else {
        panic!("{wrong}");
    };
    assert_eq!(tenant, "tenant sim (TSG 1180045521)");
    assert!(
        [
            Asked::Scan,
            Asked::Violations,
            Asked::Evaluations,
            Asked::Files
        ]
        .contains(asked)
    );
}
