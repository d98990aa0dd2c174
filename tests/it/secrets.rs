//! What a program that falls over says while a secret is in its memory. It is a process of its own: this very test,
//! started again.

use std::env;
use std::process::Command;

use crate::airs::client;
use crate::support::tenant::{Tenant, World};

const INSIDE: &str = "AIRS_TRIAGE_TEST_FALLS_OVER";
const CANARY: &str = "canary-9ac4d6e8-not-to-be-seen";

/// Workers fall over that hold a client with its secret and its token.
fn fall_over() {
    let mut world = World::sample();
    CANARY.clone_into(&mut world.client_secret);
    let tenant = Tenant::start(world);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let client = client(&tenant);
        client.prove().await.unwrap();
        let held = client.clone();
        let task = tokio::spawn(async move {
            let of = held.tenant();
            panic!("a task fell over: {of:?}");
        });
        let why = task.await.unwrap_err();
        let held = client.clone();
        let thread = std::thread::spawn(move || {
            let account = held.tenant().account();
            panic!("a thread fell over: {account}");
        });
        let fell = thread.join().is_err();
        let wrong = client.scan("no scan").await;
        panic!("the whole fell over: {why:?} {fell} {wrong:?}");
    });
}

#[test]
fn what_falls_over_says_no_secret() {
    if env::var_os(INSIDE).is_some() {
        fall_over();
    }
    let name = "secrets::what_falls_over_says_no_secret";
    let run = Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(INSIDE, "1")
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap();
    let said = [run.stdout, run.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    for words in [
        "a task fell over",
        "a thread fell over",
        "the whole fell over",
        "backtrace",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!run.status.success());
    for secret in ["9ac4d6e8", "simulated.token"] {
        assert!(!said.contains(secret), "{said}");
    }
}
