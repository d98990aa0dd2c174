//! A tenant connected in the desk, in a terminal and with a real keyring under it: from the form to the last logout,
//! with a canary for a secret that is looked for in everything that is drawn or kept.

use tempfile::TempDir;

use crate::support::keyring::{self, UNDER};
use crate::support::pty::Session;
use crate::support::tenant::{Tenant, World};

const SIZE: (u16, u16) = (120, 36);
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

#[test]
fn an_account_is_connected_used_again_and_left() {
    if !keyring::is_possible() {
        return;
    }
    let mut world = World::sample();
    CANARY.clone_into(&mut world.client_secret);
    let tenant = Tenant::start(world);
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("run")).unwrap();

    let mut session = start(&home);
    session.wait_for("No scan reports here yet");
    session.send("3");
    session.wait_for("i connects a tenant");
    session.send("i");
    session.wait_for("Connect a tenant");
    session.send(&format!(
        "{}\tcanary-6d20b7-wrong\t\tsim\t\t",
        tenant.client_id()
    ));
    session.send(&format!("{}\t{}\r", tenant.api_url(), tenant.token_url()));
    session.wait_for("Nothing was saved: the client id or the client secret is wrong");
    session.send(&format!("{CANARY}\r"));
    session.wait_for("Connected to tenant sim (TSG 1180045521); its groups and scans can be read.");
    session.wait_for("9 groups of tenant sim");
    leave(session, &home);
    let settings = home.path().join(".config/airs-triage/config.toml");
    let kept = std::fs::read_to_string(settings).unwrap();
    assert!(kept.contains("[tenants.sim]"), "{kept}");

    let mut session = start(&home);
    session.wait_for("No scan reports here yet");
    session.send("3");
    session.wait_for("asked just now");
    session.send("T");
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
