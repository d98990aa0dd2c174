//! The scans screen through the real loop against a tenant, and its pictures.

use airs_triage::io::airs::{Cache, Filter, Kept, SCANS};
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::Library;
use airs_triage::io::runner::Service;
use airs_triage::view::theme::Theme;
use jiff::SignedDuration;

use crate::airs::client;
use crate::groups::journeys::places;
use crate::support::desk::{Setting, at};
use crate::support::palette::Palette;
use crate::support::tenant::{Fault, Tenant, What, World};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];
const LIST: &str = "GET /aims/data/v1/scans";
pub(super) const EMPTY: &str = "No scan reports here yet";

/// The sample tenant on the desk's day.
pub(super) fn tenant() -> Tenant {
    Tenant::start(World::sample().moved_to(demo::clock()))
}

/// A desk without reports, with this line to a tenant.
pub(super) async fn with(service: Service, size: (u16, u16)) -> Setting {
    Setting {
        library: Library::new(Vec::new()),
        ledger: Ledger::in_memory().await.unwrap(),
        author: "ann",
        size,
        theme: Theme::dark(),
        demo: false,
        filters: None,
        service: Some(service),
    }
}

#[tokio::test]
async fn a_scan_is_found_fetched_and_says_which_rule_and_symbol() {
    let tenant = tenant();
    let folder = tempfile::tempdir().unwrap();
    let service = Service::with(&places(folder.path()), client(&tenant));
    at(with(service, (120, 36)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("tenant sim (TSG").await;
        hand.sees("ALLOWED").await;
        hand.press("/");
        hand.types(" outcome:blocked group:\"default local\"");
        hand.press("Enter");
        hand.sees_no("ALLOWED").await;
        hand.sees("asked just now").await;
        hand.stands_on("BLOCKED").await;
        hand.press("Enter");
        hand.sees("BLOCKING").await;
        hand.sees("posix.system").await;
        hand.press("Esc");
        let list = hand.sees("in the library, full").await;
        assert!(list.contains(" full "), "{list}");
        hand.press("Enter");
        hand.sees("posix.system").await;
    })
    .await;
    let asked = tenant.seen();
    let fetched = asked
        .iter()
        .filter(|one| one.route.contains("rule-violations"));
    assert_eq!(fetched.count(), 1, "what is here is not fetched again");
    assert_eq!(tenant.tokens_issued(), 1, "one token for all");
}

#[tokio::test]
async fn marked_scans_are_fetched_without_being_opened() {
    let tenant = tenant();
    let folder = tempfile::tempdir().unwrap();
    let service = Service::with(&places(folder.path()), client(&tenant));
    at(with(service, (120, 36)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("asked just now").await;
        hand.press("/");
        hand.types(" outcome:blocked");
        hand.press("Enter");
        hand.sees_no("ALLOWED").await;
        hand.sees("asked just now").await;
        hand.press("Space Space F");
        hand.sees("Fetched 2 full reports").await;
        hand.press("1");
        hand.sees(" 2 reports").await;
    })
    .await;
}

#[tokio::test]
async fn what_the_service_refuses_is_a_sentence_and_the_next_question_works() {
    let tenant = tenant();
    let folder = tempfile::tempdir().unwrap();
    let service = Service::with(&places(folder.path()), client(&tenant));
    let cases = [
        (What::Status(401), "refuses a token that it has just given"),
        (What::Status(403), "ai_ms.scans"),
        (What::Status(500), "the service failed at the scans (500)"),
        (What::Cut, "broke off"),
        (What::WrongJson, "no answer for the scans that can be read"),
    ];
    at(with(service, (120, 36)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("asked just now").await;
        for (at, (what, words)) in cases.into_iter().enumerate() {
            tenant.fault(Fault::on(LIST, what, usize::MAX));
            hand.press("/");
            hand.types(&format!(" uri:https://huggingface.co/{at}"));
            hand.press("Enter");
            hand.sees(words).await;
            tenant.mend();
            hand.press("Esc");
            hand.sees("asked just now").await;
            hand.sees("ALLOWED").await;
        }
        hand.press("/");
        hand.types(" group:nobody");
        hand.press("Enter");
        hand.sees("there is no security group “nobody”").await;
    })
    .await;
}

#[tokio::test]
async fn a_list_that_breaks_off_keeps_what_came_and_says_so() {
    let tenant = Tenant::start(World::scans(450).moved_to(demo::clock()));
    let folder = tempfile::tempdir().unwrap();
    let service = Service::with(&places(folder.path()), client(&tenant));
    // The first page comes; the others do not.
    tenant.fault(Fault::on(LIST, What::Latency(std::time::Duration::ZERO), 1));
    tenant.fault(Fault::on(LIST, What::Status(503), usize::MAX));
    at(with(service, (120, 36)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("Not all scans are here: the service failed")
            .await;
        let screen = hand.sees("100 scans").await;
        assert!(screen.contains("model-00449"), "{screen}");
        tenant.mend();
        hand.press("Ctrl-r");
        hand.sees("450 scans").await;
    })
    .await;
}

#[tokio::test]
async fn where_the_service_is_away_the_list_is_as_it_was_kept() {
    let tenant = tenant();
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let client = client(&tenant);
    let every = Filter::default();
    let all = client.scans_as_they_come(&every, |_, _| Ok(())).await;
    let kept = Kept {
        fetched_at: demo::clock() - SignedDuration::from_hours(3),
        asked: String::new(),
        rows: all.unwrap().rows,
    };
    let cache = Cache::of(&places.cache, client.tenant());
    cache.keep(SCANS, &kept).unwrap();
    tenant.fault(Fault::under("/aims", What::Status(503), usize::MAX));
    for size in SIZES {
        let service = Service::with(&places, client.clone());
        at(with(service, size).await, async |hand| {
            hand.sees(EMPTY).await;
            hand.press("4");
            hand.sees("As it was 3 hours ago: the service failed").await;
            hand.press("j");
            hand.sees("! as it was 3 hours ago: the service failed")
                .await;
            let name = format!("scans-offline-{}x{}", size.0, size.1);
            hand.picture(Palette::Dark, &name).await;
        })
        .await;
    }
}

#[tokio::test]
async fn five_thousand_scans_are_one_list_and_one_token() {
    let tenant = Tenant::start(World::scans(5_000).moved_to(demo::clock()));
    let folder = tempfile::tempdir().unwrap();
    let service = Service::with(&places(folder.path()), client(&tenant));
    at(with(service, (80, 24)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("asked just now").await;
        hand.sees("5,000 scans").await;
        hand.press("/");
        hand.types(" 01234");
        hand.sees("1 of 5,000 scans").await;
        hand.stands_on("model-01234").await;
    })
    .await;
    assert_eq!((tenant.tokens_issued(), tenant.count(LIST)), (1, 50));
}

#[tokio::test]
async fn without_a_tenant_the_screen_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = Service::of(&places(folder.path()), "prod".parse().ok());
    at(with(nowhere, (80, 24)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("airs-triage login").await;
        hand.press("Enter y Esc Esc");
        hand.sees(EMPTY).await;
    })
    .await;
}

#[tokio::test]
async fn pictures() {
    for size in SIZES {
        let named = |what: &str| format!("{what}-{}x{}", size.0, size.1);
        let tenant = tenant();
        let folder = tempfile::tempdir().unwrap();
        let service = Service::with(&places(folder.path()), client(&tenant));
        at(with(service, size).await, async |hand| {
            hand.sees(EMPTY).await;
            hand.press("4");
            hand.sees("asked just now").await;
            hand.press("j");
            hand.picture(Palette::Dark, &named("scans")).await;
            hand.press("/");
            hand.types(" outcome:maybe");
            hand.sees("no such outcome").await;
            hand.picture(Palette::Dark, &named("scans-wrong")).await;
            hand.press("Esc /");
            hand.types(" uri:s3://nowhere");
            hand.press("Enter");
            hand.sees("has no scan for").await;
            hand.picture(Palette::Dark, &named("scans-none")).await;
        })
        .await;
        let tenant = Tenant::start(World::scans(450).moved_to(demo::clock()));
        let folder = tempfile::tempdir().unwrap();
        let service = Service::with(&places(folder.path()), client(&tenant));
        let soon = What::Latency(std::time::Duration::ZERO);
        tenant.fault(Fault::on(LIST, soon, 1));
        tenant.fault(Fault::on(LIST, What::Held, usize::MAX));
        at(with(service, size).await, async |hand| {
            hand.sees(EMPTY).await;
            hand.press("4");
            hand.sees("100 of 450 came").await;
            hand.picture(Palette::Dark, &named("scans-coming")).await;
        })
        .await;
        tenant.mend();
        tenant.release();
    }
}
