//! Clipboard and browser of the real desk: the terminal's, the desktop's, and none.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::pty::Session;

const BINARY: &str = env!("CARGO_BIN_EXE_airs-triage");
const SIZE: (u16, u16) = (100, 30);
/// The file of the first finding of the sample workspace, and the same in base64.
const FILE: (&str, &str) = ("pytorch_model.bin", "cHl0b3JjaF9tb2RlbC5iaW4=");
const PAGE: &str =
    "https://protectai.com/insights/knowledge-base/deserialization-threats/PAIT-PYTCH-100";

/// The sample workspace with its first report open.
fn start(home: &Path, envs: &[(&str, &str)]) -> Session {
    let mut session = Session::start(home, &[BINARY, "demo"], SIZE, envs);
    session.wait_for("10 reports");
    session.send("\r");
    session.wait_for("2 of 11 decided");
    session
}

/// Without brackets a paste is a storm of keys, a hundred thousand of them.
#[test]
fn a_paste_that_is_not_marked_as_one_is_taken_as_fast_as_it_comes() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    session.send("1/");
    session.wait_for("Enter keep");
    session.send(&"lorem ipsum ".repeat(8_500));
    session.send("\x15sentiment");
    session.wait_for(" / sentiment");
    session.send("\r");
    leaves(session);
}

fn leaves(mut session: Session) {
    session.send("q");
    let ending = session.finish();
    assert_eq!((ending.code, ending.restored), (Some(0), true));
}

/// A program that keeps its input, or else its first argument.
fn leave_program(folder: &Path, name: &str, keeps: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{keeps} > \"$0.kept\"\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_terminal_takes_a_copied_text() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[("SSH_TTY", "/dev/pts/9")]);
    session.send("yf");
    session.wait_for("Asked the terminal to copy the file; if it did not, select it with Shift:");
    session.wait_for_clipboard(FILE.1);
    leaves(session);
}

#[test]
fn a_program_of_the_desktop_takes_it_where_there_is_one() {
    let home = tempfile::tempdir().unwrap();
    leave_program(home.path(), "wl-copy", "/bin/cat");
    let path = home.path().to_str().unwrap();
    let mut session = start(home.path(), &[("PATH", path), ("WAYLAND_DISPLAY", "w")]);
    session.send("yf");
    session.wait_for("Copied the file: pytorch_model.bin");
    let kept = fs::read_to_string(home.path().join("wl-copy.kept")).unwrap();
    assert_eq!(kept, FILE.0);
    leaves(session);
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_opens_in_the_browser_and_without_one_its_address_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().to_str().unwrap();
    let mut session = start(home.path(), &[("PATH", path)]);
    session.send("b1");
    session.wait_for("No browser could be started");
    session.wait_for("Open it by hand");
    leave_program(home.path(), "xdg-open", "echo \"$1\"");
    session.send("b1");
    session.wait_for("Opened in the browser: https://protectai.com/");
    let kept = fs::read_to_string(home.path().join("xdg-open.kept")).unwrap();
    assert_eq!(kept.trim_end(), PAGE);
    leaves(session);
}
