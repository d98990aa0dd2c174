//! Coming back to what was open, and handing on what is selected, in a terminal.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::desk::{home_with, leave, leaves, shell, signal, start};

fn kept(home: &TempDir) -> PathBuf {
    home.path().join(".local/state/airs-triage/session.json")
}

/// What a screen says, whether its blanks were written or never touched.
fn text(screen: &vt100::Screen) -> String {
    let lines = screen.contents();
    let lines: Vec<_> = lines.lines().map(str::trim_end).collect();
    lines.join("\n")
}

#[test]
fn a_desk_begins_where_the_last_one_on_the_same_inputs_was_left() {
    let home = home_with(&["build-811.json", "build-812.zip"]);
    let mut session = start(&home, &[], &[]);
    session.wait_for("2 reports");
    session.send("\r");
    session.wait_for("0 of 11 decided");
    session.send("\t/vocab\r");
    let before = session.wait_until("a filtered report", |screen| {
        let screen = screen.contents();
        screen.contains(" / vocab") && screen.contains("t true")
    });
    leaves(session, "q");
    let session = start(&home, &[], &[]);
    session.wait_until("the same screen", |screen| text(screen) == text(&before));
    leaves(session, "q");

    for args in [
        ["--fresh"].as_slice(),
        &["build-811.json"],
        &["build-812.zip"],
    ] {
        let session = start(&home, args, &[]);
        session.wait_for("filter");
        session.wait_for(" reports");
        leaves(session, "q");
    }
}

#[test]
fn what_was_added_comes_back_and_is_named_once_it_is_gone() {
    let home = home_with(&["build-812.zip"]);
    let inputs = ["reports"];
    fs::create_dir(home.path().join("reports")).unwrap();
    leave(&home.path().join("reports"), "build-811.json");
    let mut session = start(&home, &inputs, &[]);
    session.wait_for("1 report");
    session.send("O");
    session.wait_for("Add by path");
    session.send("build-812.zip\r");
    session.wait_for("2 reports");
    leaves(session, "q");

    let session = start(&home, &inputs, &[]);
    session.wait_for("2 reports");
    leaves(session, "q");
    let session = start(&home, &[], &[]);
    session.wait_for("2 reports");
    leaves(session, "q");

    fs::remove_file(home.path().join("build-812.zip")).unwrap();
    let session = start(&home, &inputs, &[]);
    let screen = session.wait_for("1 report").contents();
    assert!(screen.contains("not there any more"), "{screen}");
    assert!(screen.contains("build-812.zip"), "{screen}");
    leaves(session, "q");
    let session = start(&home, &inputs, &[]);
    let screen = session.wait_for("1 report").contents();
    assert!(!screen.contains("not there any more"), "{screen}");
    leaves(session, "q");
}

#[test]
fn the_sample_workspace_and_standard_input_are_not_remembered() {
    let home = home_with(&["build-811.json"]);
    let mut session = start(&home, &["demo"], &[]);
    session.wait_for("10 reports");
    session.send("\r");
    session.wait_for("2 of 11 decided");
    leaves(session, "q");
    let session = shell(&home, "cat build-811.json | \"$0\" -");
    session.wait_for("5/5 open");
    leaves(session, "q");
    assert!(!kept(&home).exists());
}

#[test]
fn a_damaged_or_newer_memory_is_told_and_does_no_harm() {
    let home = home_with(&["build-811.json"]);
    let session = start(&home, &[], &[]);
    session.wait_for("5/5 open");
    leaves(session, "q");
    let good = fs::read_to_string(kept(&home)).unwrap();
    let newer = good.replace("\"version\":1", "\"version\":7");
    assert_ne!(newer, good);
    for bad in [
        newer.as_str(),
        "",
        "{\"sessions\":",
        "\u{0}\u{1b}[2J",
        "[1]",
    ] {
        fs::write(kept(&home), bad).unwrap();
        let session = start(&home, &[], &[]);
        session.wait_for("What was open last time is forgotten");
        session.wait_for("5/5 open");
        leaves(session, "q");
        let session = start(&home, &[], &[]);
        let screen = session.wait_for("5/5 open");
        assert!(!screen.contents().contains("forgotten"), "{bad}");
        leaves(session, "q");
    }
}

#[test]
fn a_memory_that_cannot_be_kept_is_a_sentence_and_no_failure() {
    let home = home_with(&["build-811.json"]);
    fs::create_dir_all(home.path().join(".local/state")).unwrap();
    fs::write(home.path().join(".local/state/airs-triage"), "a file").unwrap();
    let mut session = start(&home, &[], &[]);
    session.wait_for("5/5 open");
    session.send("q");
    let ending = session.finish();
    assert_eq!((ending.code, ending.restored), (Some(0), true));
    let screen = ending.screen.contents();
    assert!(screen.contains("is not kept for the next time"), "{screen}");
}

#[test]
fn what_is_selected_reaches_the_next_program_while_the_desk_has_the_terminal() {
    let home = home_with(&["build-811.json", "build-812.zip"]);
    for (keys, wanted) in [
        ("q", "build-812.zip"),
        ("  q", "build-811.json"),
        ("\rq", "v1:"),
    ] {
        let mut session = shell(&home, "\"$0\" --fresh --print-selected | cat >selected");
        let screen = session.wait_for("2 reports");
        assert!(screen.alternate_screen());
        session.send(&keys[..keys.len() - 1]);
        session.wait_for(if keys.starts_with('\r') {
            "decided"
        } else {
            " open"
        });
        leaves(session, "q");
        let selected = fs::read_to_string(home.path().join("selected")).unwrap();
        assert!(selected.contains(wanted), "{keys:?}: {selected}");
        let columns = if wanted == "v1:" { 1 } else { 2 };
        for line in selected.lines() {
            assert_eq!(line.split('\t').count(), columns, "{selected}");
        }
    }
}

#[test]
fn a_desk_that_was_ended_hands_nothing_on() {
    let home = home_with(&["build-811.json"]);
    let session = start(&home, &["--print-selected"], &[]);
    session.wait_for("5/5 open");
    signal(&session, "TERM");
    let ending = session.finish();
    assert_eq!((ending.code, ending.restored), (Some(143), true));
    assert_eq!(ending.screen.contents().trim(), "");
}
