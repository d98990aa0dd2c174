//! The groups screen through the real loop against a tenant, and its pictures.

use airs_triage::io::airs::{Cache, GROUPS, Kept};
use airs_triage::io::demo;
use airs_triage::io::runner::Service;
use jiff::SignedDuration;

use crate::support::account::{client, places};
use crate::support::desk::{Setting, at};
use crate::support::palette::Palette;
use crate::support::site::Site;
use crate::support::tenant::{Fault, What, World};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];
const LIST: &str = "GET /aims/mgmt/v1/security-groups";
const RULES: &str = "GET /aims/mgmt/v1/security-groups/{security_group_uuid}/rule-instances";

#[tokio::test]
async fn a_group_is_found_its_rules_are_read_and_its_uuid_is_copied() {
    let site = Site::of(World::sample());
    at(site.desk((120, 36)).await, async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("3");
        hand.sees("9 groups of tenant sim").await;
        hand.press("/");
        hand.types("buckets");
        hand.sees("1 of 9 groups").await;
        hand.press("Enter Enter");
        hand.sees("■ BLOCKING").await;
        hand.press("n n n n n");
        hand.sees("approved_formats: ").await;
        hand.press("y e");
        hand.sees("export SECURITY_GROUP_UUID=").await;
        hand.press("Esc Esc");
        hand.sees_no("■ BLOCKING").await;
        hand.press("k Enter");
        hand.sees("■ BLOCKING").await;
    })
    .await;
    assert_eq!((site.tenant.count(LIST), site.tenant.count(RULES)), (1, 2));
}

/// The sample tenant, whose groups were kept three hours ago.
async fn with_groups_kept() -> Site {
    let site = Site::of(World::sample());
    let client = client(&site.tenant);
    let kept = Kept {
        fetched_at: demo::clock() - SignedDuration::from_hours(3),
        asked: String::new(),
        rows: client.groups().await.unwrap().rows,
    };
    Cache::of(&site.places().cache, client.tenant())
        .keep(GROUPS, &kept)
        .unwrap();
    site
}

#[tokio::test]
async fn where_the_service_is_away_the_screen_shows_what_was_kept_and_how_old_it_is() {
    let site = with_groups_kept().await;
    site.tenant
        .fault(Fault::under("/aims", What::Status(503), usize::MAX));
    at(site.desk((120, 36)).await, async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("3");
        hand.sees("As it was 3 hours ago: the service failed at the security groups (503)")
            .await;
        hand.press("j");
        let screen = hand
            .sees("! as it was 3 hours ago: the service failed")
            .await;
        assert!(screen.contains("9 groups of tenant sim"), "{screen}");
        hand.press("Enter");
        hand.sees("Its rules are not here: the service failed at the rules")
            .await;
        site.tenant.mend();
        hand.press("Ctrl-r");
        hand.sees("asked just now").await;
        hand.sees("■ BLOCKING").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_kept_is_there_while_the_service_takes_its_time() {
    let site = with_groups_kept().await;
    site.tenant.fault(Fault::on(LIST, What::Held, 1));
    site.tenant.change(|world| {
        world.add_group("Brand new", "S3", "");
    });
    at(site.desk((120, 36)).await, async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("3");
        hand.sees("! as it was 3 hours ago · asking the tenant…")
            .await;
        hand.press("G");
        hand.stands_on("Buckets, strict").await;
        site.asked(LIST, 2).await;
        site.tenant.release();
        hand.sees("10 groups of tenant sim").await;
        hand.stands_on("Buckets, strict").await;
        hand.sees("asked just now").await;
    })
    .await;
}

#[tokio::test]
async fn without_a_tenant_the_screen_says_what_to_do_and_the_desk_works_on() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = || Service::of(&places(folder.path()), "prod".parse().ok());
    for (width, height) in SIZES {
        let desk = Setting::on(Vec::new(), (width, height)).await;
        at(desk.with(nowhere()), async |hand| {
            hand.sees("No scan reports here yet").await;
            hand.press("3");
            hand.sees("airs-triage login").await;
            let name = format!("groups-none-{width}x{height}");
            hand.picture(Palette::Dark, &name).await;
            hand.press("Enter y Esc");
            hand.sees("No scan reports here yet").await;
        })
        .await;
    }
    at(Setting::on(Vec::new(), (80, 24)).await, async |hand| {
        hand.press("3");
        hand.sees("This desk has no tenant to ask.").await;
    })
    .await;
}

#[tokio::test]
async fn a_chosen_group_is_kept_in_the_settings_beside_what_is_written_there() {
    let site = Site::of(World::sample());
    let settings = site.places().settings;
    let text = "# ours\n[tenants.sim]\ntsg_id = 1180045521\n";
    std::fs::write(&settings, text).unwrap();
    at(site.desk((120, 36)).await, async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("3");
        hand.sees("9 groups").await;
        hand.press("G d");
        hand.sees("Buckets, strict is chosen for S3.").await;
    })
    .await;
    let kept = std::fs::read_to_string(&settings).unwrap();
    assert!(kept.starts_with(text), "{kept}");
    assert!(kept.contains("[tenants.sim.groups]\ns3 = \""), "{kept}");
    at(site.desk((120, 36)).await, async |hand| {
        hand.press("3");
        hand.sees("chosen").await;
    })
    .await;
}

#[tokio::test]
async fn five_thousand_groups_are_one_list() {
    let mut world = World::empty();
    for number in 0..5_000 {
        world.add_group(&format!("team {number:04}"), "S3", "");
    }
    let site = Site::of(world);
    at(site.desk((80, 24)).await, async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("3");
        hand.sees("5,009 groups of tenant sim").await;
        hand.press("/");
        hand.types("team 4321");
        hand.sees("1 of 5,009 groups").await;
        hand.press("Esc G");
        hand.stands_on("S3").await;
    })
    .await;
}

#[tokio::test]
async fn pictures() {
    for size in SIZES {
        let named = |what: &str| format!("{what}-{}x{}", size.0, size.1);
        let site = Site::of(World::sample());
        at(site.desk(size).await, async |hand| {
            hand.sees("No scan reports here yet").await;
            hand.press("3");
            hand.sees("9 groups").await;
            hand.press("j j j j");
            hand.stands_on("Default HUGGING_FACE").await;
            hand.picture(Palette::Dark, &named("groups")).await;
            hand.press("Enter");
            hand.sees("■ BLOCKING").await;
            hand.press("n n n n n n n");
            hand.sees("approved_formats: ").await;
            hand.picture(Palette::Dark, &named("groups-rules")).await;
        })
        .await;
    }
}
