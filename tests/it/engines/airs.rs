//! The service as an engine.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use airs_triage::domain::launch::{Phase, advice};
use airs_triage::domain::report::Completeness;
use airs_triage::io::engines::{Engine, NotScanned, Order, Pace, Unanswered};

use futures::future::join_all;
use tokio::task::JoinSet;

use super::{BRISK, HUB, Shop, request};
use crate::support::tenant::world::Ending;
use crate::support::tenant::{Fault, Tenant, What, World};

const GROUP: &str = "Default HUGGING_FACE";
const SCAN: &str = "GET /aims/data/v1/scans/{uuid}";
const START: &str = "POST /aims/data/v1/scans";
const LIST: &str = "GET /aims/data/v1/scans";
const VIOLATIONS: &str = "GET /aims/data/v1/scans/{scan_uuid}/rule-violations";

/// The UUID of the scan that was made last.
fn last(tenant: &Tenant) -> String {
    tenant.change(|world| world.scans.last().unwrap().uuid.to_string())
}

#[tokio::test]
async fn a_scan_is_started_watched_completed_and_kept() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    // A model that the simulation knows, with threats in it.
    let model = tenant.change(|world| {
        let known = world
            .models
            .iter()
            .find(|it| it.uri.starts_with("https://hugging"));
        known.unwrap().uri.clone()
    });
    let fetched = shop
        .scan(&Engine::Airs, &request(&tenant, &model, GROUP))
        .await
        .unwrap();
    assert_eq!(
        shop.phases(),
        [Phase::Starting, Phase::Queued, Phase::Completing]
    );
    assert_eq!(fetched.report.head.completeness, Completeness::Full);
    assert_eq!(fetched.file, shop.kept(&last(&tenant)));
    assert!(fetched.file.exists() && fetched.doubts.is_empty());
    assert_eq!(shop.noted(), []);
    let told = shop.told.lock().unwrap();
    assert_eq!(told[0].scan, None);
    assert_eq!(told.last().unwrap().scan, Some(last(&tenant)));
}

/// Starts a scan without waiting for it, and notes it.
async fn started(tenant: &Tenant, shop: &Shop) -> String {
    let request = request(tenant, HUB, GROUP);
    let order = Order {
        engine: &Engine::Airs,
        request: &request,
        who: "ann",
        pace: BRISK,
    };
    let tell = |progress| shop.tell(progress);
    let mut stop = shop.stop.clone();
    let started = shop.bench().start(&order, &tell, &mut stop).await;
    let started = started.unwrap();
    assert_eq!(started.unkept, None);
    assert_eq!(shop.noted()[0], started.note);
    started.note.scan
}

#[tokio::test]
async fn a_scan_that_is_not_waited_for_is_noted_and_found_again() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    let scan = started(&tenant, &shop).await;
    let note = shop.noted().remove(0);
    assert_eq!((note.who.raw(), note.model.raw()), ("ann", HUB));
    assert_eq!(tenant.count(SCAN), 0);
    // Another program, later.
    let later = Shop {
        notes: shop.notes.clone(),
        ..Shop::of(&tenant)
    };
    let fetched = later.watch(&scan).await.unwrap();
    assert!(later.kept(&scan).exists() && fetched.report.head.is_of(&scan));
    assert_eq!(shop.noted(), []);
}

#[tokio::test]
async fn a_scan_that_somebody_looks_at_is_scanning() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    let scan = started(&tenant, &shop).await;
    tenant.change(|world| {
        let now = world.now;
        world.scans.last_mut().unwrap().time_started = Some(now);
    });
    shop.watch(&scan).await.unwrap();
    assert_eq!(
        shop.phases(),
        [Phase::Starting, Phase::Scanning, Phase::Completing]
    );
}

#[tokio::test]
async fn who_calls_off_stops_waiting_and_the_scan_goes_on() {
    for stop_at in [Phase::Queued, Phase::Completing] {
        let tenant = Tenant::start(World::sample());
        let mut shop = Shop::of(&tenant);
        shop.stop_at = Some(stop_at);
        let request = request(&tenant, HUB, GROUP);
        let stopped = shop.scan(&Engine::Airs, &request).await.unwrap_err();
        let scan = last(&tenant);
        assert!(matches!(stopped, NotScanned::Stopped { .. }), "{stopped}");
        assert_eq!(stopped.scan(), Some(scan.as_str()));
        let said = stopped.command().unwrap();
        assert!(said.contains(&format!("scan --resume {scan}")), "{said}");
        assert_eq!(shop.noted()[0].scan, scan);
        let (stopper, stop) = airs_triage::io::engines::stop();
        (shop.stopper, shop.stop, shop.stop_at) = (stopper, stop, None);
        shop.watch(&scan).await.unwrap();
        assert_eq!(shop.noted(), []);
        assert_eq!(tenant.scans_started(), 1);
    }
}

#[tokio::test]
async fn several_run_beside_one_another() {
    let tenant = Tenant::start(World::sample());
    let shop = Arc::new(Shop::of(&tenant));
    let mut running = JoinSet::new();
    for number in 0..8 {
        let address = format!("https://huggingface.co/acme-labs/model-{number}");
        let (shop, request) = (Arc::clone(&shop), request(&tenant, &address, GROUP));
        running.spawn(async move { shop.scan(&Engine::Airs, &request).await.unwrap().file });
    }
    let mut files = running.join_all().await;
    files.sort();
    files.dedup();
    assert_eq!((files.len(), tenant.scans_started()), (8, 8));
    assert_eq!(tenant.tokens_issued(), 1);
    assert_eq!(shop.noted(), []);
}

#[tokio::test]
async fn a_scan_that_takes_too_long_is_left_to_go_on() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    tenant.change(|world| world.polls = u32::MAX);
    let pace = Pace {
        timeout: Duration::from_millis(20),
        ..BRISK
    };
    let request = request(&tenant, HUB, GROUP);
    let late = shop.scan_at(&Engine::Airs, &request, pace).await;
    let late = late.unwrap_err();
    let said = format!("{late}; {}", late.command().unwrap());
    for words in [
        "is not finished after 0 s",
        "goes on",
        "--resume",
        "--timeout",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(shop.noted().len(), 1);
}

#[tokio::test]
async fn a_service_that_is_away_for_a_while_is_waited_for() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    let request = request(&tenant, HUB, GROUP);
    // Every look asks three times.
    tenant.fault(Fault::on(SCAN, What::Status(503), 12));
    shop.scan(&Engine::Airs, &request).await.unwrap();

    tenant.fault(Fault::on(SCAN, What::Status(503), usize::MAX));
    let gone = shop.scan(&Engine::Airs, &request).await.unwrap_err();
    assert!(matches!(gone, NotScanned::Unwatched { .. }), "{gone}");
    assert!(gone.to_string().contains("goes on"), "{gone}");
    assert_eq!(shop.noted()[0].scan, last(&tenant));
}

#[tokio::test]
async fn a_scan_that_decided_nothing_is_kept_and_says_what_to_do() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    tenant.change(|world| world.endings.push_back(Ending::data_pending()));
    let request = request(&tenant, HUB, GROUP);
    let fetched = shop.scan(&Engine::Airs, &request).await.unwrap();
    let advice = advice(&fetched.report.head.scan).unwrap();
    assert!(advice.ends_with("scan again in a few minutes"), "{advice}");
}

#[tokio::test]
async fn a_result_that_cannot_be_kept_is_tried_again() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    tenant.fault(Fault::on(VIOLATIONS, What::Status(403), 1));
    let request = request(&tenant, HUB, GROUP);
    let unkept = shop.scan(&Engine::Airs, &request).await.unwrap_err();
    assert!(matches!(unkept, NotScanned::NotKept { .. }), "{unkept}");
    assert!(unkept.to_string().contains("ai_ms.scans"), "{unkept}");
    let scan = shop.noted().remove(0).scan;
    shop.watch(&scan).await.unwrap();
    assert_eq!(shop.noted(), []);
}

#[tokio::test]
async fn a_scan_that_is_gone_is_no_longer_noted() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    let scan = started(&tenant, &shop).await;
    tenant.change(|world| world.scans.clear());
    let gone = shop.watch(&scan).await.unwrap_err().to_string();
    assert!(gone.contains("does not have the scan"), "{gone}");
    assert_eq!(shop.noted(), []);
}

#[tokio::test]
async fn another_tenants_scan_stays_noted() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    let scan = started(&tenant, &shop).await;
    let mut elsewhere = World::sample();
    elsewhere.scans.clear();
    "4711".clone_into(&mut elsewhere.tsg);
    let elsewhere = Tenant::start(elsewhere);
    let wrong = Shop {
        notes: shop.notes.clone(),
        ..Shop::of(&elsewhere)
    };
    let gone = wrong.watch(&scan).await.unwrap_err().to_string();
    assert!(gone.contains("(TSG 4711) does not have the scan"), "{gone}");
    assert_eq!(shop.noted().len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_cut_off_starts_no_second_scan() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    tenant.fault(Fault::on(START, What::Cut, 1));
    let request = request(&tenant, HUB, GROUP);
    let fetched = shop.scan(&Engine::Airs, &request).await.unwrap();
    assert_eq!(fetched.file, shop.kept(&last(&tenant)));
    assert_eq!((tenant.count(START), tenant.scans_started()), (1, 1));
}

#[tokio::test]
async fn what_the_service_does_not_take_is_not_noted() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    for (what, words) in [
        (What::Status(403), "may not start a new scan"),
        (What::Status(409), "PENDING becomes ACTIVE"),
        (What::Status(500), "Look among the tenant's scans"),
    ] {
        tenant.fault(Fault::on(START, what, usize::MAX));
        let request = request(&tenant, HUB, GROUP);
        let said = shop
            .scan(&Engine::Airs, &request)
            .await
            .unwrap_err()
            .to_string();
        assert!(said.contains(words), "{said}");
        tenant.mend();
    }
    let mismatch = request(&tenant, HUB, "Default LOCAL");
    let said = shop
        .scan(&Engine::Airs, &mismatch)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("is for LOCAL, and the model is HUGGING_FACE"),
        "{said}"
    );
    assert_eq!((shop.noted().len(), tenant.scans_started()), (0, 0));
}

#[tokio::test]
async fn a_scan_that_cannot_be_noted_is_waited_for_all_the_same() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    fs::write(shop.home.path().join("launched"), "").unwrap();
    let request = request(&tenant, HUB, GROUP);
    let fetched = shop.scan(&Engine::Airs, &request).await.unwrap();
    assert!(
        fetched.doubts[0].contains("could not be noted"),
        "{:?}",
        fetched.doubts
    );
}

/// Nothing can be kept under this name any more.
fn fill(shop: &Shop, scan: &str) {
    let place = shop.home.path().join(format!("launched/{scan}.json/full"));
    fs::create_dir_all(place).unwrap();
}

#[tokio::test]
async fn that_a_scan_was_asked_for_stays_noted_until_the_scan_is() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    fill(&shop, &taken(&Tenant::start(World::sample())));
    let request = request(&tenant, HUB, GROUP);
    let order = Order {
        engine: &Engine::Airs,
        request: &request,
        who: "ann",
        pace: BRISK,
    };
    let tell = |progress| shop.tell(progress);
    let mut stop = shop.stop.clone();
    let started = shop.bench().start(&order, &tell, &mut stop).await.unwrap();
    assert!(started.unkept.is_some());
    assert_eq!(started.note.scan, last(&tenant));
    // The next start finds it by what was asked for, and then nothing is left of it.
    let asked = shop.asked().remove(0);
    let fetched = shop.find(&asked).await.unwrap();
    assert!(fetched.report.head.is_of(&started.note.scan));
    assert_eq!(shop.asked(), []);
}

#[tokio::test]
async fn a_scan_that_is_found_and_cannot_be_noted_is_found_again() {
    let tenant = Tenant::start(World::sample());
    let mut shop = Shop::of(&tenant);
    let asked = gone_while_asking(&tenant, &shop).await;
    let scan = taken(&tenant);
    fill(&shop, &scan);
    shop.stop_at = Some(Phase::Queued);
    let stopped = shop.find(&asked).await.unwrap_err();
    assert_eq!(stopped.scan(), Some(scan.as_str()));
    assert_eq!(shop.asked(), [asked]);
}

/// Asks for a scan, and is gone before the answer comes.
async fn gone_while_asking(tenant: &Tenant, shop: &Shop) -> Unanswered {
    tenant.fault(Fault::on(START, What::Held, 1));
    let request = request(tenant, HUB, GROUP);
    let asked = async {
        while tenant.count(START) == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        over = shop.scan(&Engine::Airs, &request) => panic!("{over:?}"),
        () = asked => {}
    }
    tenant.mend();
    let mut asked = shop.asked();
    assert_eq!((asked.len(), shop.noted()), (1, Vec::new()));
    asked.remove(0)
}

/// The service has taken a question whose answer nobody read.
fn taken(tenant: &Tenant) -> String {
    tenant.change(|world| {
        let group = world.group(GROUP).uuid;
        let scan = world.start_scan(HUB, group, 1).unwrap();
        scan.uuid.to_string()
    })
}

#[tokio::test]
async fn a_scan_whose_answer_nobody_read_is_found_again() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    // An older one like it, which it is not.
    tenant.change(|world| {
        world.add_scan(HUB, GROUP, Duration::ZERO);
    });
    let asked = gone_while_asking(&tenant, &shop).await;
    assert_eq!((asked.who.raw(), asked.model.raw()), ("ann", HUB));
    let scan = taken(&tenant);
    let fetched = shop.find(&asked).await.unwrap();
    assert!(fetched.report.head.is_of(&scan));
    assert_eq!((shop.asked(), shop.noted()), (Vec::new(), Vec::new()));
    assert_eq!(tenant.count(START), 1);
}

#[tokio::test]
async fn what_is_asked_for_at_one_moment_is_noted_each_by_itself() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    tenant.fault(Fault::on(START, What::Held, 8));
    let requests: Vec<_> = (0..8)
        .map(|number| {
            let address = format!("https://huggingface.co/acme-labs/model-{number}");
            request(&tenant, &address, GROUP)
        })
        .collect();
    let scans = requests.iter().map(|it| shop.scan(&Engine::Airs, it));
    let asked = async {
        while tenant.count(START) < 8 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        over = join_all(scans) => panic!("{over:?}"),
        () = asked => {}
    }
    assert_eq!(shop.asked().len(), 8);
}

#[tokio::test]
async fn a_scan_that_the_service_takes_late_is_waited_for_and_then_noted() {
    let tenant = Tenant::start(World::sample());
    let mut shop = Shop::of(&tenant);
    let asked = gone_while_asking(&tenant, &shop).await;
    let looks = tenant.count(LIST);
    let late = async {
        while tenant.count(LIST) < looks + 2 {
            tokio::task::yield_now().await;
        }
        taken(&tenant)
    };
    shop.stop_at = Some(Phase::Queued);
    // However late it is: what was asked for is dated by the second.
    let patient = Pace {
        settled: BRISK.timeout,
        ..BRISK
    };
    let (stopped, scan) = tokio::join!(shop.find_at(&asked, patient), late);
    assert_eq!(stopped.unwrap_err().scan(), Some(scan.as_str()));
    assert_eq!(shop.noted(), [asked.became(&scan)]);
    assert_eq!(shop.asked(), []);
}

#[tokio::test]
async fn where_the_service_never_had_it_that_is_said_once() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    let asked = gone_while_asking(&tenant, &shop).await;
    let none = shop.find(&asked).await.unwrap_err();
    assert!(matches!(none, NotScanned::NotStarted), "{none}");
    assert_eq!((shop.asked(), shop.noted()), (Vec::new(), Vec::new()));
    assert_eq!(tenant.scans_started(), 0);
}

#[tokio::test]
async fn what_cannot_be_looked_for_now_is_looked_for_by_the_next_start() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    let asked = gone_while_asking(&tenant, &shop).await;
    tenant.fault(Fault::on(LIST, What::Status(403), 1));
    let said = shop.find(&asked).await.unwrap_err().to_string();
    assert!(said.contains("the next start looks again"), "{said}");
    shop.stopper.stop();
    let unfound = shop.find(&asked).await.unwrap_err();
    assert!(matches!(unfound, NotScanned::Unfound), "{unfound}");
    assert_eq!(shop.asked(), [asked]);
}

#[tokio::test]
async fn where_nobody_knows_what_was_there_before_nothing_is_taken_for_it() {
    let tenant = Tenant::start(World::sample());
    let shop = Shop::of(&tenant);
    tenant.fault(Fault::on(LIST, What::Status(403), 1));
    let asked = gone_while_asking(&tenant, &shop).await;
    taken(&tenant);
    let said = shop.find(&asked).await.unwrap_err().to_string();
    assert!(said.contains("Look among the tenant's scans"), "{said}");
    assert_eq!(shop.asked(), []);
}
