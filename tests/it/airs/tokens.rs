//! Tokens: one for any number of questions, a new one when the service wants it, and credentials that open nothing.

use airs_triage::domain::fault::Fault as Wrong;
use airs_triage::io::airs::{Client, Filter};

use jiff::{SignedDuration, Timestamp};

use super::{account, brief, client, own, secret};
use crate::support::tenant::{Fault, Tenant, What, World};

const GROUPS: &str = "GET /aims/mgmt/v1/security-groups";
const SCANS: &str = "GET /aims/data/v1/scans";
const TOKEN: &str = "POST /oauth2/access_token";

#[tokio::test]
async fn one_token_serves_any_number_of_questions_at_once() {
    let tenant = Tenant::start(World::sample());
    let client = client(&tenant);
    let asked = (0..40).map(|_| client.groups());
    for answer in futures::future::join_all(asked).await {
        answer.unwrap();
    }
    assert_eq!((tenant.tokens_issued(), tenant.count(GROUPS)), (1, 40));
}

#[tokio::test]
async fn a_token_that_the_service_no_longer_takes_is_replaced_once_for_all() {
    let tenant = Tenant::start(World::sample());
    let client = client(&tenant);
    client.groups().await.unwrap();
    tenant.advance(std::time::Duration::from_hours(1));
    let asked = (0..20).map(|_| client.groups());
    for answer in futures::future::join_all(asked).await {
        answer.unwrap();
    }
    assert_eq!(tenant.tokens_issued(), 2);
}

#[tokio::test]
async fn a_service_that_takes_no_token_is_asked_twice_and_no_more() {
    for (ahead, minutes) in [(0, None), (40, Some(40)), (-40, Some(40))] {
        let mut world = World::sample();
        world.now = Timestamp::now() - SignedDuration::from_mins(ahead);
        let tenant = Tenant::start(world);
        tenant.fault(Fault::on(GROUPS, What::Status(401), 10));
        let wrong = client(&tenant).groups().await.unwrap_err();
        let Wrong::Token { skew } = wrong else {
            panic!("{wrong}");
        };
        let whole = skew.map(|seconds| (seconds.abs() + 30) / 60);
        assert_eq!(whole, minutes, "{ahead}");
        assert_eq!((tenant.count(GROUPS), tenant.tokens_issued()), (2, 2));
    }
}

#[tokio::test]
async fn credentials_that_open_nothing_say_which_of_them() {
    let tenant = Tenant::start(World::sample());
    let (api, tokens) = (tenant.api_url(), tenant.token_url());
    let (id, tsg) = (tenant.client_id(), tenant.tsg());
    let cases = [
        (
            account(&api, &tokens, "other", &tsg),
            secret(&tenant),
            "client id or the client secret is wrong",
        ),
        (
            own(&tenant),
            "wrong".into(),
            "client id or the client secret is wrong",
        ),
        (
            account(&api, &tokens, &id, "4711"),
            secret(&tenant),
            "no access to TSG 4711",
        ),
    ];
    for (account, secret, words) in cases {
        let client = Client::new(account, secret, brief()).unwrap();
        let wrong = client.prove().await.unwrap_err().to_string();
        assert!(wrong.contains(words), "{wrong}");
    }
    assert_eq!((tenant.count(TOKEN), tenant.tokens_issued()), (3, 0));
}

#[tokio::test]
async fn a_probe_says_what_is_refused() {
    let tenant = Tenant::start(World::sample());
    tenant.fault(Fault::on(SCANS, What::Status(403), 1));
    let [(_, groups), (_, scans)] = client(&tenant).probe().await;
    groups.unwrap();
    let wrong = scans.unwrap_err().to_string();
    assert!(
        wrong.contains("ai_ms.scans") && wrong.contains("expired"),
        "{wrong}"
    );
}

#[tokio::test]
async fn a_token_that_fails_to_come_is_asked_for_again() {
    let tenant = Tenant::start(World::sample());
    tenant.fault(Fault::on(TOKEN, What::RetryAfter(503, "0"), 2));
    client(&tenant).scans(&Filter::default()).await.unwrap();
    assert_eq!((tenant.count(TOKEN), tenant.tokens_issued()), (3, 1));
}
