//! The keyring for real: a Secret Service of its own on a bus of its own, from the first login to the last logout, and
//! a canary for a secret that is looked for in everything that is printed or kept.

use std::fs::{self, File};
use std::io::Write as _;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::keyring::{self, UNDER};
use crate::support::tenant::{Tenant, World};

const BINARY: &str = env!("CARGO_BIN_EXE_airs-triage");
const CANARY: &str = "canary-41b7e0d2-first";
const SECOND: &str = "canary-41b7e0d2-second";

/// A home with a keyring, and a tenant.
struct Session {
    home: TempDir,
    tenant: Tenant,
}

impl Session {
    fn start() -> Option<Self> {
        if !keyring::is_possible() {
            return None;
        }
        let mut world = World::sample();
        CANARY.clone_into(&mut world.client_secret);
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("run")).unwrap();
        Some(Self {
            home,
            tenant: Tenant::start(world),
        })
    }

    /// Runs a command with the keyring unlocked by a password, and looks for the secrets.
    #[track_caller]
    fn with_password(
        &self,
        password: &str,
        args: &[&str],
        input: &str,
    ) -> (Option<i32>, String, String) {
        let home = self.home.path();
        let mut process = Command::new(UNDER[0]);
        process
            .args(&UNDER[1..])
            .arg(BINARY)
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("KEYRING_PASSWORD", password)
            .current_dir(home)
            .stdin(Stdio::piped());
        // Files and not pipes: a pipe ends only with the last process that holds it.
        let said = ["out", "err"].map(|name| home.join(name));
        process.stdout(File::create(&said[0]).unwrap());
        process.stderr(File::create(&said[1]).unwrap());
        let mut child = process.spawn().unwrap();
        // Not all commands read it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let status = child.wait().unwrap();
        let [out, text] = said.map(|file| fs::read_to_string(file).unwrap());
        let seen = out.contains("41b7e0d2") || text.contains("41b7e0d2");
        assert!(!seen, "{args:?}: {out}{text}");
        let err = own(&text);
        keyring::unseen(home, "41b7e0d2");
        (status.code(), out, err)
    }

    #[track_caller]
    fn run(&self, args: &[&str], input: &str) -> (Option<i32>, String, String) {
        self.with_password("keyring-password", args, input)
    }
}

/// What the program said; bus and keyring talk of themselves, and do not always end their lines.
fn own(text: &str) -> String {
    let own = |line: &str| Some(format!("{}\n", &line[line.find("airs-triage: ")?..]));
    text.lines().filter_map(own).collect()
}

#[test]
fn a_secret_is_kept_read_replaced_and_deleted_and_seen_nowhere() {
    let Some(session) = Session::start() else {
        return;
    };
    let tenant = &session.tenant;
    let (api, tokens, id) = (tenant.api_url(), tenant.token_url(), tenant.client_id());
    let login = [
        "login",
        "--tenant",
        "sim",
        "--client-id",
        &id,
        "--api-endpoint",
        &api,
        "--token-endpoint",
        &tokens,
        "--secret-stdin",
    ];
    let (code, out, err) = session.run(&login, &format!("{CANARY}\n"));
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("secret           in the keyring"), "{out}");

    let (code, out, err) = session.run(&["whoami"], "");
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(
        out.contains("client secret   set") && out.contains("keyring\n"),
        "{out}"
    );

    let (code, out, err) = session.run(&["groups"], "");
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("Default LOCAL"), "{out}");

    let (code, _, err) = session.run(&["fetch", "--blocked", "--since", "2020-01-01"], "");
    assert_eq!(code, Some(0), "{err}");

    // The secret is replaced: the old one opens nothing, and the new one is the one that is kept.
    tenant.change(|world| SECOND.clone_into(&mut world.client_secret));
    let (code, _, err) = session.run(&["groups"], "");
    assert_eq!(code, Some(2));
    assert!(
        err.contains("the client id or the client secret is wrong"),
        "{err}"
    );
    assert_eq!(session.run(&["login", "--secret-stdin"], SECOND).0, Some(0));
    assert_eq!(session.run(&["groups"], "").0, Some(0));

    // Somebody who cannot unlock the keyring gets nothing, and is told the ways on.
    let (code, _, err) = session.with_password("another-password", &["groups"], "");
    assert_eq!(code, Some(2));
    assert!(
        err.contains("keyring") && err.contains("MODEL_SECURITY_CLIENT_SECRET"),
        "{err}"
    );

    let (code, out, _) = session.run(&["logout", "--forget"], "");
    assert_eq!(code, Some(0));
    assert!(
        out.contains("is deleted from the keyring; the tenant is out of the settings"),
        "{out}"
    );
    let (code, _, err) = session.run(&["groups"], "");
    assert_eq!(code, Some(2));
    assert!(err.contains("no client id is set"), "{err}");
    assert_eq!(session.run(&login, SECOND).0, Some(0));
    let (_, out, _) = session.run(&["logout"], "");
    assert!(out.contains("is deleted from the keyring\n"), "{out}");
    let (_, out, _) = session.run(&["logout"], "");
    assert!(
        out.contains("the keyring held no secret of tenant sim"),
        "{out}"
    );
    let (code, _, err) = session.run(&["groups"], "");
    assert_eq!(code, Some(2));
    assert!(
        err.contains("no client secret for tenant sim (TSG 1180045521)"),
        "{err}"
    );
}
