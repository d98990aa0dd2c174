//! Starting a scan: once, also when nobody knows whether the first question came through.

use airs_triage::domain::fault::Fault as Wrong;
use airs_triage::io::airs::Launch;

use super::client;
use crate::support::tenant::{Fault, Tenant, What, World};

const START: &str = "POST /aims/data/v1/scans";
const SCANS: &str = "GET /aims/data/v1/scans";

fn launch(tenant: &Tenant, group: &str) -> Launch {
    Launch {
        model_uri: "https://huggingface.co/acme-labs/tiny".into(),
        security_group_uuid: tenant.change(|world| world.group(group).uuid.to_string()),
        labels: Vec::new(),
        allow_patterns: Vec::new(),
        ignore_patterns: Vec::new(),
    }
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
        let scan = client(&tenant).launch(&launch).await.unwrap();
        assert_eq!(scan.model_uri.unwrap().raw(), launch.model_uri, "{what:?}");
        assert_eq!(tenant.count(START), asked, "{what:?}");
        assert_eq!(tenant.scans_started(), 1, "{what:?}");
    }
}

#[tokio::test]
async fn an_older_scan_of_the_same_model_is_not_taken_for_this_one() {
    let tenant = Tenant::start(World::sample());
    let launch = launch(&tenant, "Default HUGGING_FACE");
    let hour = std::time::Duration::from_hours(1);
    tenant.change(|world| {
        world.add_scan(&launch.model_uri, "Default HUGGING_FACE", hour);
    });
    tenant.fault(Fault::on(START, What::Status(500), usize::MAX));
    let wrong = client(&tenant).launch(&launch).await.unwrap_err();
    assert!(matches!(wrong, Wrong::Unclear { .. }), "{wrong}");
    assert_eq!((tenant.count(START), tenant.scans_started()), (2, 0));
}

#[tokio::test]
async fn where_nobody_can_look_nothing_is_started_again() {
    let tenant = Tenant::start(World::sample());
    let launch = launch(&tenant, "Default HUGGING_FACE");
    tenant.fault(Fault::on(START, What::Cut, 1));
    tenant.fault(Fault::on(SCANS, What::Status(403), usize::MAX));
    let wrong = client(&tenant).launch(&launch).await.unwrap_err();
    assert!(matches!(wrong, Wrong::Unclear { .. }), "{wrong}");
    assert_eq!((tenant.count(START), tenant.scans_started()), (1, 1));
}

#[tokio::test]
async fn a_group_for_another_source_is_said_to_be_that() {
    let tenant = Tenant::start(World::sample());
    let wrong = client(&tenant)
        .launch(&launch(&tenant, "Default LOCAL"))
        .await;
    let said = wrong.unwrap_err().to_string();
    assert!(
        said.contains("the security group is for LOCAL, and the model is HUGGING_FACE"),
        "{said}"
    );
    assert_eq!(tenant.scans_started(), 0);
}
