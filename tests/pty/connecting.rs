//! A tenant connected in the desk, in a terminal and with a real keyring under it: from the form to the last logout,
//! with a canary for a secret that is looked for in everything that is drawn or kept.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use crate::support::keyring::{self, UNDER};
use crate::support::pty::Session;
use crate::support::tenant::{Tenant, World};

const SIZE: (u16, u16) = (120, 36);
const MODEL: &str = "drhyrum/bert-tiny-torch-picklebomb";
const CANARY: &str = "canary-6d20b7-typed";

/// The desk under a keyring, on what lies in a home.
fn start(home: &TempDir) -> Session {
    let run = home.path().join("run");
    let command = [&UNDER[..], &[env!("CARGO_BIN_EXE_airs-triage")]].concat();
    let envs = [
        ("KEYRING_PASSWORD", "keyring-password"),
        ("XDG_RUNTIME_DIR", run.to_str().unwrap()),
        ("AIRS_TRIAGE_AUTHOR", "ann"),
    ];
    Session::start(home.path(), &command, SIZE, &envs)
}

/// Leaves, and sees to it that nothing secret was drawn or kept.
fn leave(mut session: Session, home: &TempDir) {
    session.send("q");
    session.wait_until("the shell's own screen", |screen| {
        !screen.alternate_screen()
    });
    assert!(!session.was_sent("6d20b7"));
    assert_eq!(session.finish().code, Some(0));
    keyring::unseen(home.path(), "6d20b7");
}

/// A home for the keyring and the bus, and a tenant with the canary for a secret.
fn setting() -> (TempDir, Tenant) {
    let mut world = World::sample();
    CANARY.clone_into(&mut world.client_secret);
    world.polls = 0;
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("run")).unwrap();
    (home, Tenant::start(world))
}

/// Fills in the form: an account by the name of `sim`, and a secret.
fn fill_in(session: &mut Session, tenant: &Tenant, secret: &str) {
    session.send("i");
    session.wait_for("Connect a tenant");
    let (api, tokens) = (tenant.api_url(), tenant.token_url());
    let account = tenant.client_id();
    session.send(&format!("{account}\t{secret}\t\tsim\t\t{api}\t{tokens}\r"));
}

#[test]
fn an_account_is_connected_used_again_and_left() {
    if !keyring::is_possible() {
        return;
    }
    let (home, tenant) = setting();
    let mut session = start(&home);
    session.wait_for("No scan reports here yet");
    session.send("3");
    session.wait_for("i connects a tenant");
    fill_in(&mut session, &tenant, "canary-6d20b7-wrong");
    session.wait_for("Nothing was saved: the client id or the client secret is wrong");
    session.send(&format!("{CANARY}\r"));
    session.wait_for("Connected to tenant sim (TSG 1180045521); its groups and scans can be read.");
    session.wait_for("9 groups of tenant sim");
    leave(session, &home);
    let settings = home.path().join(".config/airs-triage/config.toml");
    let kept = fs::read_to_string(settings).unwrap();
    assert!(kept.contains("[tenants.sim]"), "{kept}");

    let mut session = start(&home);
    session.wait_for("No scan reports here yet");
    session.send("3");
    session.wait_for("asked just now");
    session.send("A");
    session.wait_for("● sim");
    session.send("\x1b[3~");
    session.wait_for("deletes the secret of sim from the keyring");
    session.send("\x1b[3~");
    session.wait_for(
        "Logged out: the secret of tenant sim (TSG 1180045521) is deleted from the keyring.",
    );
    session.send("\x12");
    session.wait_for("no client secret for tenant sim");
    leave(session, &home);
}

/// A counts-only artifact of the tenant's last blocked scan of a model, as the official client saves it.
fn leave_artifact(home: &TempDir, tenant: &Tenant, model: &str) {
    let uuid = tenant.change(|world| {
        let mut scans = world.scans.iter().rev();
        let last = scans.find(|it| it.eval_outcome == "BLOCKED" && it.model_uri.ends_with(model));
        last.unwrap().uuid
    });
    let saved = json!({
        "uuid": uuid, "eval_outcome": "BLOCKED", "tsg_id": tenant.tsg(),
        "model_uri": format!("https://huggingface.co/{model}"), "created_at": "2026-07-14T06:00:00Z",
        "eval_summary": { "rules_passed": 9, "rules_failed": 2, "total_rules": 11 },
    });
    fs::write(home.path().join("artifact.json"), saved.to_string()).unwrap();
}

#[test]
fn without_a_keyring_the_form_names_the_ways_out_and_keeps_what_was_typed() {
    let (home, tenant) = setting();
    let command = [env!("CARGO_BIN_EXE_airs-triage")];
    let envs = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")];
    let mut session = Session::start(home.path(), &command, SIZE, &envs);
    session.wait_for("No scan reports here yet");
    fill_in(&mut session, &tenant, CANARY);
    let screen = session
        .wait_for("there is no keyring on this machine")
        .contents();
    for way in [
        "MODEL_SECURITY_CLIENT_SECRET",
        "start a Secret Service",
        "stay offline",
    ] {
        let words: Vec<_> = screen.split_whitespace().filter(|it| *it != "│").collect();
        assert!(words.join(" ").contains(way), "{screen}");
    }
    assert!(
        screen.contains(&tenant.client_id()) && screen.contains("••••"),
        "{screen}"
    );
    session.send("\x1b");
    session.wait_until("the form is closed", |it| {
        !it.contents().contains("Connect a tenant")
    });
    leave(session, &home);
    assert!(!home.path().join(".config").exists());
}

#[test]
fn from_a_login_to_the_verdict_on_a_scan_that_was_launched() {
    if !keyring::is_possible() {
        return;
    }
    let (home, tenant) = setting();
    leave_artifact(&home, &tenant, MODEL);
    let mut session = start(&home);
    session.wait_for("1 report");
    fill_in(&mut session, &tenant, CANARY);
    session.wait_for("Connected to tenant sim");
    session.send("3");
    session.wait_for("9 groups of tenant sim");
    session.send("1\r");
    session.wait_for("press F to fetch the rest from your tenant");
    session.send("F");
    session.wait_for("Fetched 1 full report");
    // The rule, the symbol, and what the group says to them.
    session.wait_for("BLOCKING");
    session.wait_for("builtins.exec");
    session.send("s");
    session.wait_for("‹ Default HUGGING_FACE ›");
    session.send("\r");
    session.wait_for(&format!("{MODEL}: BLOCKED. E opens it."));
    session.send("E");
    session.wait_for("0 of 6 decided");
    session.send("t");
    session.wait_for("True positive");
    session.send("shell call\r");
    session.wait_for("Saved: true positive");
    leave(session, &home);
}
