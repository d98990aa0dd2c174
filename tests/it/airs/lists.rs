//! Lists: every page, whatever the service says of their length, and none without an end.

use airs_triage::domain::fault::{Asked, Fault as Wrong};
use airs_triage::format::airs;
use airs_triage::io::airs::Filter;

use super::client;
use crate::support::tenant::{Fault, Tenant, Totals, What, World};

const SCANS: &str = "GET /aims/data/v1/scans";

/// A tenant with so many scans.
fn with_scans(count: usize, totals: Totals) -> Tenant {
    let mut world = World::empty();
    world.totals = totals;
    for number in 0..count {
        let uri = format!("s3://models/{number}");
        let ago = std::time::Duration::from_secs(number as u64);
        world.add_scan(&uri, "Default S3", ago);
    }
    Tenant::start(world)
}

#[tokio::test]
async fn every_page_of_a_list_is_read_whatever_is_said_of_its_length() {
    for (totals, pages) in [
        (Totals::Counted, 3),
        (Totals::Unknown, 4),
        (Totals::Capped(100), 4),
    ] {
        let tenant = with_scans(250, totals);
        let scans = client(&tenant).scans(&Filter::default()).await.unwrap();
        let mut models: Vec<_> = scans.iter().map(|scan| scan.model_uri.clone()).collect();
        models.sort();
        models.dedup();
        assert_eq!(models.len(), 250, "{totals:?}");
        assert!(scans.is_sorted_by_key(|scan| scan.created_at), "{totals:?}");
        assert_eq!(tenant.count(SCANS), pages, "{totals:?}");
    }
}

#[tokio::test]
async fn an_empty_list_is_one_question() {
    for totals in [Totals::Counted, Totals::Unknown] {
        let tenant = with_scans(0, totals);
        assert_eq!(client(&tenant).scans(&Filter::default()).await.unwrap(), []);
        assert_eq!(tenant.count(SCANS), 1);
    }
}

#[tokio::test]
async fn a_filter_is_what_the_service_is_asked() {
    let tenant = Tenant::start(World::sample());
    let client = client(&tenant);
    let filter = Filter {
        outcomes: vec!["BLOCKED".into()],
        source_types: vec!["LOCAL".into(), "S3".into()],
        ..Filter::default()
    };
    let all = client.scans(&Filter::default()).await.unwrap();
    let some = client.scans(&filter).await.unwrap();
    assert!(!some.is_empty() && some.len() < all.len());
    for scan in some {
        assert_eq!(scan.outcome_raw.raw(), "BLOCKED");
        assert!(["LOCAL", "S3"].contains(&scan.source_type.unwrap().raw()));
    }
}

#[tokio::test]
async fn a_list_that_goes_round_in_circles_is_refused() {
    let tenant = with_scans(150, Totals::Counted);
    tenant.fault(Fault::on(SCANS, What::EndlessPages, usize::MAX));
    let wrong = client(&tenant).scans(&Filter::default()).await;
    let asked = Asked::Scans;
    assert_eq!(wrong.unwrap_err(), Wrong::Endless { asked });
    assert!(tenant.count(SCANS) < 10);
}

#[tokio::test]
async fn groups_and_rules_are_read_as_they_are() {
    let tenant = Tenant::start(World::sample());
    let client = client(&tenant);
    let list = client.groups().await.unwrap();
    let groups = airs::groups(&list.rows).unwrap();
    let hub = groups
        .iter()
        .find(|it| it.is_called("default hugging_face"));
    let hub = hub.unwrap();
    let rules = client.rules(hub.uuid.raw()).await.unwrap();
    let rules = airs::rules(&rules.rows).unwrap();
    let enabled = rules.iter().filter(|rule| rule.state.word() != "DISABLED");
    assert_eq!(Some(enabled.count() as u64), hub.enabled_rules);
    let licence = rules
        .iter()
        .find(|rule| rule.name.raw() == "License Is Valid For Use");
    assert_eq!(licence.unwrap().fields[0].1.len(), 3);
}

#[tokio::test]
async fn a_group_that_is_not_there_says_so() {
    let tenant = Tenant::start(World::sample());
    let none = "00000000-0000-4000-8000-000000000000";
    let wrong = client(&tenant).rules(none).await.unwrap_err();
    assert!(
        matches!(
            wrong,
            Wrong::Absent {
                asked: Asked::Rules,
                ..
            }
        ),
        "{wrong}"
    );
}
