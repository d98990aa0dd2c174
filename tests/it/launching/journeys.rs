//! Scans launched from the desk through the real loop against a tenant.

use std::path::Path;
use std::time::Duration;

use airs_triage::io::engines::{Note, Notes, Pace};
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use airs_triage::io::runner::Service;
use airs_triage::view::theme::Theme;

use crate::airs::client;
use crate::groups::journeys::places;
use crate::support::desk::{Setting, at};
use crate::support::tenant::{Fault, Tenant, What, World};

const HUB: &str = "https://huggingface.co/acme-labs/tiny";
const LAUNCH: &str = "POST /aims/data/v1/scans";
const SCAN: &str = "GET /aims/data/v1/scans/{uuid}";

/// A pace that a test has time for.
const BRISK: Pace = Pace {
    interval: Duration::from_millis(1),
    timeout: Duration::from_secs(20),
    grace: Duration::from_millis(100),
};

/// A desk on these inputs, with a line to a tenant.
async fn with(tenant: &Tenant, folder: &Path, inputs: Vec<Input>) -> Setting {
    let service = Service::with(&places(folder), client(tenant)).at_pace(BRISK);
    Setting {
        library: Library::new(inputs),
        ledger: Ledger::in_memory().await.unwrap(),
        author: "ann",
        size: (120, 36),
        theme: Theme::dark(),
        demo: false,
        filters: None,
        service: Some(service),
    }
}

fn noted(folder: &Path, tenant: &Tenant) -> Vec<Note> {
    Notes::of(&places(folder).launched).of_tenant(&tenant.tsg())
}

#[tokio::test]
async fn a_scan_is_launched_watched_and_its_result_is_triaged() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    let desk = with(&tenant, folder.path(), Vec::new()).await;
    at(desk, async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("s");
        hand.sees("Scan a model").await;
        hand.types(HUB);
        hand.sees("‹ Default HUGGING_FACE ›").await;
        hand.press("Enter");
        hand.sees("Scanning https://huggingface.co/acme-labs/tiny")
            .await;
        hand.sees("scanning 1, ").await;
        hand.sees("E opens it.").await;
        hand.press("E");
        hand.sees("acme-labs/tiny").await;
    })
    .await;
    assert_eq!(noted(folder.path(), &tenant).len(), 0);
    assert_eq!(tenant.count(LAUNCH), 1);
}

#[tokio::test]
async fn a_refused_scan_comes_back_as_its_form() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    tenant.fault(Fault::on(LAUNCH, What::Status(403), 1));
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            hand.press("s");
            hand.sees("Scan a model").await;
            hand.types(HUB);
            hand.sees("‹ Default HUGGING_FACE ›").await;
            hand.press("Enter");
            hand.sees("Not scanned: the service account may not").await;
            hand.press("Enter");
            hand.sees("E opens it.").await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_desk_that_is_closed_leaves_a_remote_scan_running_and_the_next_takes_it_up() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    tenant.fault(Fault::on(SCAN, What::Held, 1));
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            hand.press("s");
            hand.sees("Scan a model").await;
            hand.types(HUB);
            hand.sees("‹ Default HUGGING_FACE ›").await;
            hand.press("Enter");
            hand.sees("scanning 1, ").await;
            hand.press("q");
        },
    )
    .await;
    let notes = noted(folder.path(), &tenant);
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].who.raw(), notes[0].model.raw()), ("ann", HUB));
    tenant.mend();
    tenant.release();
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            hand.sees("E opens it.").await;
        },
    )
    .await;
    assert_eq!(noted(folder.path(), &tenant), []);
    assert_eq!(tenant.count(LAUNCH), 1, "nothing is started twice");
}
