//! The login form through the real loop against a tenant, as far as that needs no keyring: what is kept in one is tried
//! in a terminal of its own, under `tests/pty`.

use std::fs;

use airs_triage::io::runner::Service;

use crate::support::account::places;
use crate::support::desk::{Setting, at};
use crate::support::site::Site;
use crate::support::tenant::World;

#[tokio::test]
async fn a_wrong_secret_is_said_in_the_form_and_keeps_nothing() {
    let Site { tenant, folder } = Site::of(World::sample());
    let desk = Setting::on(Vec::new(), (120, 36)).await;
    let nowhere = Service::of(&places(folder.path()), None);
    at(desk.with(nowhere), async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("3");
        hand.sees("i connects a tenant").await;
        hand.press("i");
        hand.sees("Connect a tenant").await;
        hand.types(&tenant.client_id());
        hand.press("Tab");
        hand.types("canary-wrong");
        hand.press("Tab Tab Tab Tab");
        hand.types(&tenant.api_url());
        hand.press("Tab");
        hand.types(&tenant.token_url());
        hand.press("Enter");
        let screen = hand
            .sees("Nothing was saved: the client id or the client secret is wrong")
            .await;
        assert!(screen.contains(&tenant.client_id()), "{screen}");
        assert!(!screen.contains("canary"), "{screen}");
    })
    .await;
    assert_eq!(tenant.tokens_issued(), 0);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn one_of_several_tenants_is_chosen() {
    let Site { tenant, folder } = Site::of(World::sample());
    let places = places(folder.path());
    let text = format!(
        "[tenants.lab] # ours\nclient_id = \"{}\"\napi_endpoint = \"{}\"\ntoken_endpoint = \"{}\"\n\n[tenants.prod]\nclient_id = \"x@7.iam.panserviceaccount.com\"\n",
        tenant.client_id(),
        tenant.api_url(),
        tenant.token_url(),
    );
    fs::write(&places.settings, &text).unwrap();
    let desk = Setting::on(Vec::new(), (120, 36)).await;
    at(desk.with(Service::of(&places, None)), async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.press("3");
        hand.sees("there are several tenants (lab, prod)").await;
        hand.press("A");
        hand.sees("+ another tenant").await;
        hand.press("g Enter");
        hand.sees("The desk talks to tenant lab until you leave")
            .await;
    })
    .await;
}
