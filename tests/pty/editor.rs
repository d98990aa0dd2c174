//! The user's own editor, from the verdict form: what it leaves is the note, and where it fails the note is as it was.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use tempfile::TempDir;

use crate::desk::{home_with, leaves, start};
use crate::support::pty::Session;

const CTRL_E: &str = "\x05";

/// A home with a script as the editor; `$1` is the file.
fn with_editor(script: &str) -> (TempDir, String) {
    let home = home_with(&["build-811.json"]);
    let path = home.path().join("my editor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let command = format!("'{}'", path.display());
    (home, command)
}

/// A desk with the form open on a finding, and a note begun.
fn at_a_form(home: &TempDir, envs: &[(&str, &str)]) -> Session {
    let mut session = start(home, &["--fresh", "build-811.json"], envs);
    session.wait_for("/5 open");
    session.send("\r");
    session.wait_for("of 5 decided");
    session.send("gnf");
    session.wait_for("False positive ─");
    session.send("begun");
    session.wait_for("begun");
    session
}

#[test]
fn a_note_is_written_in_the_users_editor_at_the_whole_terminal() {
    let script = "cat \"$1\" >seen; stat -c %a \"$1\" >mode; echo \"$1\" >where; stty -a >settings\n\
                  echo; echo the editor has the terminal; read answer\n\
                  printf '%s, then %s\\nand more\\n' \"$(cat \"$1\")\" \"$answer\" >\"$1\"";
    let (home, editor) = with_editor(script);
    let mut session = at_a_form(&home, &[("VISUAL", &editor), ("EDITOR", "false")]);
    session.send(CTRL_E);
    let screen = session.wait_for("the editor has the terminal");
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    session.resize(120, 36);
    session.send("answered\r");
    session.wait_for("begun, then answered and more");
    session.wait_until("the desk at the new size", |screen| {
        screen.alternate_screen()
            && screen.cell(35, 0).is_some()
            && screen
                .contents()
                .lines()
                .last()
                .is_some_and(|line| line.contains("Enter save"))
            && screen.contents().lines().count() == 36
    });
    session.send("\r");
    session.wait_for("Saved: false positive");
    leaves(session, "q");
    let left = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    assert_eq!(
        (left("seen").as_str(), left("mode").trim()),
        ("begun", "600")
    );
    assert!(left("settings").contains(" icanon"), "{}", left("settings"));
    assert!(
        !fs::exists(left("where").trim()).unwrap(),
        "the file is still there"
    );
}

#[test]
fn an_editor_that_fails_leaves_the_note_and_says_why() {
    let (home, script) = with_editor("printf lost >\"$1\"; exit 3");
    let (_other, killed) = with_editor("kill -KILL $$");
    let (_third, garbage) = with_editor("printf '\\377' >\"$1\"");
    let (_fourth, control) = with_editor("printf 'a\\033[2Jb' >\"$1\"");
    let (_fifth, megabyte) = with_editor("head -c 1000000 /dev/zero | tr '\\0' x >\"$1\"");
    let (_sixth, long) = with_editor("head -c 5000 /dev/zero | tr '\\0' x >\"$1\"");
    for (editor, why) in [
        (script.as_str(), "ended with exit status: 3"),
        (&killed, "ended with signal: 9"),
        ("no-such-editor --wait", "no-such-editor could not be"),
        ("'unclosed", "names no editor"),
        (&garbage, "not UTF-8"),
        (&control, "control character"),
        (&megabyte, "more than 64 KiB"),
        (&long, "5000 characters are too many"),
    ] {
        let mut session = at_a_form(&home, &[("EDITOR", editor)]);
        session.send(CTRL_E);
        let screen = session.wait_for("The note is as it was");
        let said = screen.contents().replace('│', " ");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(why), "{why}: {}", screen.contents());
        session.send(" again");
        session.wait_for("begun again");
        session.send("\x1b");
        session.wait_until("no form", |screen| !screen.contents().contains("begun"));
        leaves(session, "q");
    }
}

#[test]
fn an_interrupt_meant_for_the_editor_does_not_end_the_desk() {
    let script = "trap 'printf interrupted >\"$1\"; exit 0' INT; echo; echo waiting; while :; do read line; done";
    let (home, editor) = with_editor(script);
    let mut session = at_a_form(&home, &[("EDITOR", &editor)]);
    session.send(CTRL_E);
    session.wait_for("waiting");
    session.send("\x03");
    session.wait_for("interrupted");
    session.send("\r");
    session.wait_for("Saved: false positive");
    leaves(session, "q");
}
