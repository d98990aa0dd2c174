//! The scans screen through the real loop against a tenant, and its pictures.

use airs_triage::io::airs::{Cache, Filter, Kept, SCANS};
use airs_triage::io::demo;
use airs_triage::io::runner::Service;
use jiff::SignedDuration;

use crate::support::account::{client, places};
use crate::support::desk::{Setting, at};
use crate::support::palette::Palette;
use crate::support::site::Site;
use crate::support::tenant::{Fault, What, World};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];
const LIST: &str = "GET /aims/data/v1/scans";
pub(super) const EMPTY: &str = "No scan reports here yet";

/// The sample tenant's world on the desk's day.
pub(super) fn world() -> World {
    World::sample().moved_to(demo::clock())
}

#[tokio::test]
async fn a_scan_is_found_fetched_and_says_which_rule_and_symbol() {
    let site = Site::of(world());
    at(site.desk((120, 36)).await, async |hand| {
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
    let asked = site.tenant.seen();
    let fetched = asked
        .iter()
        .filter(|one| one.route.contains("rule-violations"));
    assert_eq!(fetched.count(), 1, "what is here is not fetched again");
    assert_eq!(site.tenant.tokens_issued(), 1, "one token for all");
}

#[tokio::test]
async fn marked_scans_are_fetched_without_being_opened() {
    let site = Site::of(world());
    at(site.desk((120, 36)).await, async |hand| {
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
    let site = Site::of(world());
    let cases = [
        (What::Status(401), "refuses a token that it has just given"),
        (What::Status(403), "ai_ms.scans"),
        (What::Status(500), "the service failed at the scans (500)"),
        (What::Cut, "broke off"),
        (What::WrongJson, "no answer for the scans that can be read"),
    ];
    at(site.desk((120, 36)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("asked just now").await;
        for (at, (what, words)) in cases.into_iter().enumerate() {
            site.tenant.fault(Fault::on(LIST, what, usize::MAX));
            hand.press("/");
            hand.types(&format!(" uri:https://huggingface.co/{at}"));
            hand.press("Enter");
            hand.sees(words).await;
            site.tenant.mend();
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
    let site = Site::of(World::scans(450).moved_to(demo::clock()));
    // The first page comes; the others do not.
    site.tenant
        .fault(Fault::on(LIST, What::Latency(std::time::Duration::ZERO), 1));
    site.tenant
        .fault(Fault::on(LIST, What::Status(503), usize::MAX));
    at(site.desk((120, 36)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("Not all scans are here: the service failed")
            .await;
        let screen = hand.sees("100 scans").await;
        assert!(screen.contains("model-00449"), "{screen}");
        site.tenant.mend();
        hand.press("Ctrl-r");
        hand.sees("450 scans").await;
    })
    .await;
}

#[tokio::test]
async fn where_the_service_is_away_the_list_is_as_it_was_kept() {
    let site = Site::of(world());
    let client = client(&site.tenant);
    let every = Filter::default();
    let all = client.scans_as_they_come(&every, |_, _| Ok(())).await;
    let kept = Kept {
        fetched_at: demo::clock() - SignedDuration::from_hours(3),
        asked: String::new(),
        rows: all.unwrap().rows,
    };
    let cache = Cache::of(&site.places().cache, client.tenant());
    cache.keep(SCANS, &kept).unwrap();
    site.tenant
        .fault(Fault::under("/aims", What::Status(503), usize::MAX));
    for size in SIZES {
        at(site.desk(size).await, async |hand| {
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
    let site = Site::of(World::scans(5_000).moved_to(demo::clock()));
    at(site.desk((80, 24)).await, async |hand| {
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
    assert_eq!(
        (site.tenant.tokens_issued(), site.tenant.count(LIST)),
        (1, 50)
    );
}

#[tokio::test]
async fn without_a_tenant_the_screen_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = Service::of(&places(folder.path()), "prod".parse().ok());
    let desk = Setting::on(Vec::new(), (80, 24)).await;
    at(desk.with(nowhere), async |hand| {
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
        let site = Site::of(world());
        at(site.desk(size).await, async |hand| {
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
        let site = Site::of(World::scans(450).moved_to(demo::clock()));
        let soon = What::Latency(std::time::Duration::ZERO);
        site.tenant.fault(Fault::on(LIST, soon, 1));
        site.tenant.fault(Fault::on(LIST, What::Held, usize::MAX));
        at(site.desk(size).await, async |hand| {
            hand.sees(EMPTY).await;
            hand.press("4");
            hand.sees("100 of 450 came").await;
            hand.picture(Palette::Dark, &named("scans-coming")).await;
        })
        .await;
        site.tenant.mend();
        site.tenant.release();
    }
}
