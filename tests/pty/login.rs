//! `login` at a terminal: what is asked, that the secret is not shown, and that the terminal is whole afterwards.

use tempfile::TempDir;

use crate::support::pty::Session;
use crate::support::tenant::{Tenant, World};

const SIZE: (u16, u16) = (160, 24);
const CANARY: &str = "canary-93ce";
const CTRL_C: &str = "\x03";

fn tenant(client_id: &str) -> Tenant {
    let mut world = World::sample();
    CANARY.clone_into(&mut world.client_secret);
    client_id.clone_into(&mut world.client_id);
    Tenant::start(world)
}

/// `login` of an account, where there is no keyring.
fn start(tenant: &Tenant, args: &[&str]) -> (TempDir, Session) {
    let home = tempfile::tempdir().unwrap();
    let command = [&[env!("CARGO_BIN_EXE_airs-triage"), "login"], args].concat();
    let (api, tokens) = (tenant.api_url(), tenant.token_url());
    let envs = [
        ("MODEL_SECURITY_API_ENDPOINT", api.as_str()),
        ("MODEL_SECURITY_TOKEN_ENDPOINT", tokens.as_str()),
        ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"),
    ];
    let session = Session::start(home.path(), &command, SIZE, &envs);
    (home, session)
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_missing_is_asked_for_and_the_secret_is_not_shown() {
    let tenant = tenant("someone");
    let (home, mut session) = start(&tenant, &[]);
    session.wait_for("Client id (name@");
    session.send("someone\n");
    session.wait_for("TSG id (digits):");
    session.send(&format!("{}\n", tenant.tsg()));
    session.wait_for("Client secret (not shown):");
    // A slip of the fingers is mended as anywhere else.
    session.send(&format!("wrong\x15{CANARY}x\x7f\r"));
    let ending = session.finish();
    let screen = ending.screen.contents();
    assert!(
        screen.contains("there is no keyring on this machine"),
        "{screen}"
    );
    assert!(!screen.contains(CANARY), "{screen}");
    assert_eq!((ending.code, ending.restored), (Some(2), true));
    assert!(!home.path().join(".config").exists());
    assert_eq!(tenant.tokens_issued(), 1);
}

#[test]
fn who_leaves_at_the_question_for_the_secret_has_a_whole_terminal() {
    let tenant = tenant("triage@1180045521.iam.panserviceaccount.com");
    let (_home, mut session) = start(&tenant, &["--client-id", &tenant.client_id()]);
    session.wait_for("Client secret (not shown):");
    session.send("half");
    session.send(CTRL_C);
    let ending = session.finish();
    assert_eq!((ending.code, ending.restored), (Some(130), true));
    assert!(!ending.screen.contents().contains("half"));
    assert_eq!(tenant.seen().len(), 0);
}
