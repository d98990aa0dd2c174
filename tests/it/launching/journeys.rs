//! Scans launched from the desk through the real loop against a tenant.

use std::fs;
use std::path::Path;
use std::time::Duration;

use airs_triage::io::engines::{Note, Notes, Pace};
use airs_triage::io::library::Input;
use airs_triage::io::runner::Service;
use tokio::sync::oneshot;

use crate::airs::client;
use crate::fetching::blocked;
use crate::support::account::places;
use crate::support::desk::{Hand, Setting, at};
use crate::support::tenant::{Fault, Tenant, What, World};

const HUB: &str = "https://huggingface.co/acme-labs/tiny";
const LAUNCH: &str = "POST /aims/data/v1/scans";
const SCAN: &str = "GET /aims/data/v1/scans/{uuid}";

/// A pace that a test has time for.
const BRISK: Pace = Pace {
    interval: Duration::from_millis(1),
    timeout: Duration::from_secs(20),
    grace: Duration::from_millis(100),
    settled: Duration::from_millis(100),
};

/// A desk on these inputs, with a line to a tenant.
async fn with(tenant: &Tenant, folder: &Path, inputs: Vec<Input>) -> Setting {
    on(brisk(tenant, folder), inputs).await
}

/// A line to a tenant, at a pace that a test has time for.
pub(super) fn brisk(tenant: &Tenant, folder: &Path) -> Service {
    Service::with(&places(folder), client(tenant)).at_pace(BRISK)
}

/// A desk on these inputs, with this line to a tenant.
pub(super) async fn on(service: Service, inputs: Vec<Input>) -> Setting {
    Setting::on(inputs, (120, 36)).await.with(service)
}

pub(super) fn noted(folder: &Path, tenant: &Tenant) -> Vec<Note> {
    Notes::of(&places(folder).launched).of_tenant(&tenant.tsg())
}

/// Fills in the form for a scan of a model of the hub.
async fn order(hand: &mut Hand) {
    hand.press("s");
    hand.sees("Scan a model").await;
    hand.types(HUB);
    hand.sees("‹ Default HUGGING_FACE ›").await;
}

#[tokio::test]
async fn from_an_artifact_without_reasons_to_the_verdict_on_its_rescan() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    let (_, saved) = blocked(&tenant).await.pop().unwrap();
    let artifact = folder.path().join("artifact.json");
    fs::write(&artifact, saved.to_string()).unwrap();
    let inputs = vec![Input::Path(artifact)];
    at(with(&tenant, folder.path(), inputs).await, async |hand| {
        hand.sees(" 1 report").await;
        hand.press("Enter");
        hand.sees("press F to fetch the rest").await;
        hand.press("F");
        hand.sees("Fetched 1 full report").await;
        // The rule, and the symbol.
        hand.sees("Load Time Code Execution Check").await;
        hand.sees("builtins.exec").await;
        hand.press("s");
        hand.sees("‹ Default HUGGING_FACE ›").await;
        hand.press("Enter");
        hand.sees("E opens it.").await;
        hand.press("E");
        hand.sees("0 of 6 decided").await;
        hand.press("t");
        hand.sees("True positive").await;
        hand.types("it runs code");
        hand.press("Enter");
        hand.sees("Saved: true positive").await;
    })
    .await;
}

#[tokio::test]
async fn a_scan_is_launched_and_its_result_is_kept() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    let desk = with(&tenant, folder.path(), Vec::new()).await;
    at(desk, async |hand| {
        hand.sees("No scan reports here yet").await;
        order(hand).await;
        hand.press("Enter");
        hand.sees("Scanning https://huggingface.co/acme-labs/tiny")
            .await;
        hand.sees("4 Scans 1 running").await;
        hand.sees("E opens it.").await;
        hand.press("E");
        hand.sees("acme-labs/tiny").await;
    })
    .await;
    assert_eq!(noted(folder.path(), &tenant).len(), 0);
    assert_eq!(tenant.count(LAUNCH), 1);
}

#[tokio::test]
async fn a_scan_that_somebody_watches_opens_when_it_is_over() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    tenant.fault(Fault::on(SCAN, What::Held, 1));
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            order(hand).await;
            hand.press("Enter 4 g");
            hand.sees("Stay on this line").await;
            hand.stands_on("starting").await;
            tenant.release();
            tenant.mend();
            hand.sees("› 2 acme-labs/tiny").await;
        },
    )
    .await;
}

#[tokio::test]
async fn what_is_called_off_goes_on_at_the_service_and_is_found_again() {
    let mut world = World::sample();
    world.polls = 100_000;
    let tenant = Tenant::start(world);
    let folder = tempfile::tempdir().unwrap();
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            order(hand).await;
            hand.press("Enter 4 g");
            hand.stands_on("queued").await;
            hand.press("Esc");
            hand.sees("Called off: stopped waiting").await;
            let seen = hand.sees("the next desk waits for it again.").await;
            assert!(!seen.contains("--resume"), "{seen}");
            hand.sees_no("4 Scans 1 running").await;
        },
    )
    .await;
    assert_eq!(noted(folder.path(), &tenant).len(), 1);
}

#[tokio::test]
async fn a_refused_scan_comes_back_as_its_form() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    tenant.fault(Fault::on(LAUNCH, What::Status(403), 1));
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            order(hand).await;
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
            order(hand).await;
            hand.press("Enter");
            hand.sees("4 Scans 1 running").await;
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

/// A desk that is gone while the service is asked for a scan, before the answer has come.
async fn gone_while_asking(tenant: &Tenant, folder: &Path) {
    tenant.fault(Fault::on(LAUNCH, What::Held, 1));
    let (sender, gone) = oneshot::channel();
    let desk = at(with(tenant, folder, Vec::new()).await, async |hand| {
        order(hand).await;
        hand.press("Enter");
        while tenant.count(LAUNCH) == 0 {
            tokio::task::yield_now().await;
        }
        sender.send(()).unwrap();
        std::future::pending::<()>().await;
    });
    tokio::select! {
        _ = desk => panic!("it was left"),
        _ = gone => tenant.mend(),
    }
    assert_eq!(noted(folder, tenant), []);
}

#[tokio::test]
async fn a_desk_that_dies_before_the_answer_leaves_a_scan_that_the_next_one_finds() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    gone_while_asking(&tenant, folder.path()).await;
    tenant.change(|world| {
        let group = world.group("Default HUGGING_FACE").uuid;
        world.start_scan(HUB, group, 1).unwrap();
    });
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            hand.sees("E opens it.").await;
        },
    )
    .await;
    assert_eq!(tenant.count(LAUNCH), 1, "nothing is started twice");
    let left = fs::read_dir(places(folder.path()).launched).unwrap();
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn a_scan_that_died_with_its_desk_is_said_to_be_none() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    gone_while_asking(&tenant, folder.path()).await;
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            let seen = hand.sees("it was not started").await;
            assert!(seen.contains("acme-labs/tiny"), "{seen}");
            hand.sees_no("1 running").await;
        },
    )
    .await;
    assert_eq!(tenant.scans_started(), 0);
    let left = fs::read_dir(places(folder.path()).launched).unwrap();
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn what_is_odd_about_a_result_is_said_with_it() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    // Nothing can be noted here.
    fs::write(places(folder.path()).launched, "").unwrap();
    at(
        with(&tenant, folder.path(), Vec::new()).await,
        async |hand| {
            order(hand).await;
            hand.press("Enter");
            hand.sees("E opens it. But the scan could not be noted for the next start")
                .await;
        },
    )
    .await;
}
