//! Starting a scan: once, also when nobody knows whether the first question came through.

use std::time::Duration;

use airs_triage::domain::fault::Fault as Wrong;
use airs_triage::domain::launch::{Judge, Request, Target, Wish};
use airs_triage::domain::scan::Scan;
use airs_triage::domain::text::Untrusted;
use airs_triage::io::airs::Client;

use super::client;
use crate::support::tenant::{Fault, Tenant, What, World};

const START: &str = "POST /aims/data/v1/scans";
const SCANS: &str = "GET /aims/data/v1/scans";

/// A model of the hub under the group of that name, whatever the group is for.
pub(super) fn launch(tenant: &Tenant, group: &str) -> Request {
    let group = tenant.change(|world| world.group(group).uuid.to_string());
    let target = Target::parse("https://huggingface.co/acme-labs/tiny").unwrap();
    Request::new(target, Judge::unseen(&group), &Wish::default()).unwrap()
}

/// Starts a scan.
pub(super) async fn start(client: &Client, request: &Request) -> Result<Scan, Wrong> {
    let trace = client.trace(request).await?;
    client.launch(request, &trace).await
}

#[tokio::test]
async fn a_scan_is_started_once_whatever_becomes_of_the_answer() {
    // What goes wrong, and how often the question may be asked: a cut answer comes after the deed.
    for (what, asked) in [
        (None, 1),
        (Some(What::Cut), 1),
        (Some(What::Html), 2),
        (Some(What::Status(500)), 2),
        (Some(What::Status(503)), 2),
        (Some(What::RetryAfter(429, "0")), 2),
        (Some(What::Status(401)), 2),
    ] {
        let tenant = Tenant::start(World::sample());
        let launch = launch(&tenant, "Default HUGGING_FACE");
        if let Some(what) = what {
            tenant.fault(Fault::on(START, what, 1));
        }
        let scan = start(&client(&tenant), &launch).await.unwrap();
        assert_eq!(
            scan.model_uri.unwrap().raw(),
            launch.target.address(),
            "{what:?}"
        );
        assert_eq!(tenant.count(START), asked, "{what:?}");
        assert_eq!(tenant.scans_started(), 1, "{what:?}");
    }
}

#[tokio::test]
async fn an_older_scan_of_the_same_model_is_not_taken_for_this_one() {
    let tenant = Tenant::start(World::sample());
    let launch = launch(&tenant, "Default HUGGING_FACE");
    // However young it is, and whatever the service's clock says.
    for ago in [0, 1, 30, 3600] {
        let ago = Duration::from_secs(ago);
        tenant.change(|world| {
            world.add_scan(launch.target.address(), "Default HUGGING_FACE", ago);
        });
    }
    for ahead in [0, 100, 7200] {
        let tenant = &tenant;
        tenant.advance(Duration::from_secs(ahead));
        tenant.fault(Fault::on(START, What::Status(500), usize::MAX));
        let wrong = start(&client(tenant), &launch).await.unwrap_err();
        assert!(matches!(wrong, Wrong::Unclear { .. }), "{wrong}");
        assert_eq!(tenant.scans_started(), 0);
        tenant.mend();
    }
    assert_eq!(tenant.count(START), 6);
}

#[tokio::test]
async fn a_scan_with_other_labels_is_somebody_elses() {
    let tenant = Tenant::start(World::sample());
    let plain = launch(&tenant, "Default HUGGING_FACE");
    let wish = Wish {
        labels: vec!["build=812".into()],
        ..Wish::default()
    };
    let request = Request::new(plain.target, plain.judge, &wish).unwrap();
    let scan = {
        tenant.fault(Fault::on(START, What::Cut, 1));
        start(&client(&tenant), &request).await.unwrap()
    };
    let own = scan.uuid.as_ref().map(Untrusted::raw);
    let made = tenant.change(|world| world.scans.last().unwrap().uuid.to_string());
    assert_eq!(own, Some(made.as_str()));
    assert_eq!(scan.labels[0].1.raw(), "812");
}

#[tokio::test]
async fn a_request_says_everything_that_was_said() {
    let tenant = Tenant::start(World::sample());
    let plain = launch(&tenant, "Default HUGGING_FACE");
    let wish = Wish {
        labels: vec!["team=vision".into()],
        allow: vec!["*.bin".into()],
        ignore: vec!["*.md".into()],
        name: "tiny".into(),
        author: "acme".into(),
        version: "7b40bb0".into(),
    };
    let request = Request::new(plain.target, plain.judge, &wish).unwrap();
    start(&client(&tenant), &request).await.unwrap();
    let seen = tenant.seen();
    let asked = seen.iter().find(|one| one.route == START).unwrap();
    for words in [
        r#""labels":[{"key":"team","value":"vision"}]"#,
        r#""allow_patterns":["*.bin"],"ignore_patterns":["*.md"]"#,
        r#""model_name":"tiny","model_author":"acme","model_version":"7b40bb0""#,
        r#""scan_origin":"MODEL_SECURITY_API""#,
    ] {
        assert!(asked.body.contains(words), "{}", asked.body);
    }
}

#[tokio::test]
async fn an_address_longer_than_a_search_is_found_all_the_same() {
    let tenant = Tenant::start(World::sample());
    let plain = launch(&tenant, "Default HUGGING_FACE");
    let long = format!("https://huggingface.co/acme/{}", "m".repeat(300));
    let target = Target::parse(&long).unwrap();
    let request = Request::new(target, plain.judge, &Wish::default()).unwrap();
    tenant.fault(Fault::on(START, What::Cut, 1));
    let scan = start(&client(&tenant), &request).await.unwrap();
    assert_eq!(scan.model_uri.unwrap().raw(), long);
    assert_eq!(tenant.scans_started(), 1);
}

#[tokio::test]
async fn who_may_not_start_scans_is_told_so() {
    let tenant = Tenant::start(World::sample());
    tenant.fault(Fault::on(START, What::Status(403), 1));
    let wrong = start(&client(&tenant), &launch(&tenant, "Default HUGGING_FACE")).await;
    let said = wrong.unwrap_err().to_string();
    assert!(said.contains("may not start a new scan"), "{said}");
    assert!(
        said.contains("ai_ms.scans") && said.contains("profile"),
        "{said}"
    );
}

#[tokio::test]
async fn where_nobody_can_look_nothing_is_started_again() {
    let tenant = Tenant::start(World::sample());
    let launch = launch(&tenant, "Default HUGGING_FACE");
    tenant.fault(Fault::on(START, What::Cut, 1));
    tenant.fault(Fault::on(SCANS, What::Status(403), usize::MAX));
    let wrong = start(&client(&tenant), &launch).await.unwrap_err();
    assert!(matches!(wrong, Wrong::Unclear { .. }), "{wrong}");
    assert_eq!((tenant.count(START), tenant.scans_started()), (1, 1));
}

#[tokio::test]
async fn a_group_for_another_source_is_said_to_be_that() {
    let tenant = Tenant::start(World::sample());
    let wrong = start(&client(&tenant), &launch(&tenant, "Default LOCAL")).await;
    let said = wrong.unwrap_err().to_string();
    assert!(
        said.contains("the security group is for LOCAL, and the model is HUGGING_FACE"),
        "{said}"
    );
    assert_eq!(tenant.scans_started(), 0);
}
