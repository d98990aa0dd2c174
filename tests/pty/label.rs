//! `label` at a terminal: what would be written is shown, and only a yes writes it.

use crate::account;
use crate::support::pty::Ending;
use crate::support::tenant::{Tenant, World};

const ADD: &str = "POST /aims/data/v1/scans/{scan_uuid}/labels";
const CTRL_C: &str = "\x03";

/// A scan of the tenant, by its UUID.
fn scan(tenant: &Tenant) -> String {
    tenant.change(|world| world.scans[0].uuid.to_string())
}

/// How `label` ends where this is answered.
fn answered(tenant: &Tenant, answer: &str) -> Ending {
    let home = tempfile::tempdir().unwrap();
    let uuid = scan(tenant);
    let args = ["label", &uuid, "triage=false-positive", "ticket=SEC-42"];
    let mut session = account::start(tenant, home.path(), &args, (200, 24), &[]);
    let question = format!("Add triage=false-positive ticket=SEC-42 to scan {uuid} of ");
    session.wait_for(&question);
    let seen = session.wait_for("tenant TSG 1180045521? [y/N]:").contents();
    assert_eq!(tenant.count(ADD), 0, "{seen}");
    session.send(answer);
    session.finish()
}

/// The labels that the scan carries.
fn labels(tenant: &Tenant) -> Vec<(String, String)> {
    tenant.change(|world| {
        let labels = world.scans[0].labels.iter();
        labels
            .map(|label| (label.key.clone(), label.value.clone()))
            .collect()
    })
}

#[test]
fn a_yes_writes_what_was_shown() {
    for yes in ["y\r", "YES\r"] {
        let tenant = Tenant::start(World::sample());
        let ending = answered(&tenant, yes);
        let screen = ending.screen.contents();
        assert_eq!((ending.code, ending.restored), (Some(0), true), "{screen}");
        assert!(screen.contains("added 2 labels to scan"), "{screen}");
        let kept = labels(&tenant);
        for (key, value) in [("triage", "false-positive"), ("ticket", "SEC-42")] {
            assert!(kept.contains(&(key.into(), value.into())), "{kept:?}");
        }
        assert_eq!(tenant.count(ADD), 1);
    }
}

#[test]
fn anything_else_writes_nothing_and_says_so() {
    for no in ["n\r", "\r", "yep\r", "\x04"] {
        let tenant = Tenant::start(World::sample());
        let before = labels(&tenant);
        let ending = answered(&tenant, no);
        let screen = ending.screen.contents();
        assert_eq!((ending.code, ending.restored), (Some(2), true), "{screen}");
        assert!(screen.contains("nothing was written"), "{screen}");
        assert_eq!((labels(&tenant), tenant.count(ADD)), (before, 0));
    }
}

#[test]
fn who_leaves_at_the_question_has_written_nothing() {
    let tenant = Tenant::start(World::sample());
    let ending = answered(&tenant, CTRL_C);
    assert!(ending.restored);
    assert_ne!(ending.code, Some(0));
    assert_eq!(tenant.count(ADD), 0);
}
