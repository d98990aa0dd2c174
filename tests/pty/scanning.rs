//! The desk in a terminal with the official client on `PATH`: a scan that is seen to its end, one that is called off,
//! and none where the client is missing.

use std::fs;

use tempfile::TempDir;

use crate::account;
use crate::support::pty::Session;
use crate::support::standin::{StandIn, lives};
use crate::support::tenant::{Tenant, World};

const SIZE: (u16, u16) = (120, 36);
const BUCKET: &str = "s3://acme-model-registry/fraud/v42/";

/// The desk, with programs from there.
fn start(home: &TempDir, tenant: &Tenant, path: &str) -> Session {
    let session = account::start(tenant, home.path(), &[], SIZE, &[("PATH", path)]);
    session.wait_for("No scan reports here yet");
    session
}

/// Starts a scan of the bucket and goes to its line.
fn launch(session: &mut Session) {
    session.send("s");
    session.wait_for("Scan a model");
    session.send(BUCKET);
    session.wait_for("‹ Default S3 ›");
    session.send("\r");
    session.wait_for("Scanning s3://");
    session.send("4g");
    session.wait_for("Stay on this line");
}

fn leave(mut session: Session) {
    session.send("q");
    let ending = session.finish();
    assert_eq!((ending.code, ending.restored), (Some(0), true));
}

#[test]
fn the_client_on_path_is_watched_and_its_report_opens_or_it_is_called_off() {
    let (tenant, home) = (Tenant::start(World::sample()), TempDir::new().unwrap());
    let scan = tenant.change(|world| {
        let scan = world.add_scan(BUCKET, "Default S3", std::time::Duration::ZERO);
        scan.uuid.to_string()
    });
    let does = format!(
        "echo noise\necho $$ >\"$here/pipe\"\nread it <\"$here/pipe\"\necho '{{\"uuid\": \"{scan}\", \"eval_outcome\": \"BLOCKED\"}}'\n"
    );
    let stand_in = StandIn::new(&does);
    let pipe = stand_in.pipe();
    let path = format!("{}:/usr/bin:/bin", stand_in.folder().display());
    let mut session = start(&home, &tenant, &path);

    launch(&mut session);
    fs::read_to_string(&pipe).unwrap();
    session.wait_for("scanning, ");
    fs::write(&pipe, "go on\n").unwrap();
    session.wait_for("› 2 ");
    session.wait_for("The report lists no findings.");

    launch(&mut session);
    let client = fs::read_to_string(&pipe).unwrap();
    session.send("\x1b");
    session
        .wait_for("Called off: stopped; the official client was ended before it told of a scan.");
    assert!(!lives(&client), "{client}");
    leave(session);
}

#[test]
fn without_the_client_the_form_says_how_to_get_it() {
    let (tenant, home) = (Tenant::start(World::sample()), TempDir::new().unwrap());
    let empty = home.path().to_str().unwrap();
    let mut session = start(&home, &tenant, empty);
    session.send("s");
    session.wait_for("Scan a model");
    session.send(BUCKET);
    session.wait_for("‹ Default S3 ›");
    session.send("\r");
    let seen = session.wait_for("Not scanned: the official client, model-security, is not on");
    let seen = seen.contents();
    let words: Vec<_> = seen.split_whitespace().filter(|it| *it != "│").collect();
    assert!(words.join(" ").contains("airs-triage pypi-url"), "{seen}");
    session.send("\x1b");
    session.wait_until("the form is closed", |screen| {
        !screen.contents().contains("Scan a model")
    });
    leave(session);
}
