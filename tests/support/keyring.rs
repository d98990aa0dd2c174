//! A Secret Service of its own on a bus of its own. Where the programs for that are missing a test says so; with
//! `AIRS_TRIAGE_REQUIRE_KEYRING` set it fails.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

const PROGRAMS: [&str; 4] = [
    "bash",
    "dbus-run-session",
    "gnome-keyring-daemon",
    "dbus-send",
];
/// Unlocks the keyring, waits until it is there, and runs a command. Asked for by name too soon, the bus would start a
/// second keyring, which nobody ends.
const SESSION: &str = r#"
printf '%s' "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
for try in $(seq 500); do
    dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true && break
done
"$@"
"#;
/// What runs a command under a keyring that `KEYRING_PASSWORD` unlocks; it wants `XDG_RUNTIME_DIR`.
pub const UNDER: [&str; 6] = ["dbus-run-session", "--", "bash", "-euc", SESSION, "session"];

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Whether there can be a keyring here.
#[track_caller]
pub fn is_possible() -> bool {
    let missing: Vec<_> = PROGRAMS.into_iter().filter(|it| !is_there(it)).collect();
    if missing.is_empty() {
        return true;
    }
    let words = format!("not on this machine: {}", missing.join(", "));
    let required = std::env::var_os("AIRS_TRIAGE_REQUIRE_KEYRING").is_some();
    assert!(!required, "{words}");
    let _ = writeln!(io::stderr(), "{words}: the keyring is not tried");
    false
}

/// Looks for a secret in every file of a folder, the keyring's own included. What a keyring that ends takes away
/// meanwhile holds nothing any more.
#[track_caller]
pub fn unseen(folder: &Path, secret: &str) {
    let gone = |why: &io::Error| why.kind() == io::ErrorKind::NotFound;
    for entry in walkdir::WalkDir::new(folder) {
        let entry = match entry.map_err(io::Error::from) {
            Err(why) if gone(&why) => continue,
            entry => entry.unwrap(),
        };
        if entry.file_type().is_file() {
            let bytes = match fs::read(entry.path()) {
                Err(why) if gone(&why) => continue,
                bytes => bytes.unwrap(),
            };
            let found = memchr::memmem::find(&bytes, secret.as_bytes());
            assert!(found.is_none(), "{}", entry.path().display());
        }
    }
}
