//! What an export writes where not everything could be read.

use std::fs;

use super::{Desk, VOCABULARY, out, refused, said};

#[test]
fn where_nothing_could_be_read_nothing_is_exported() {
    let desk = Desk::with(&["build-813.json"]);
    fs::write(desk.path("good.md"), "mine").unwrap();
    for input in ["absent", "build-813.json"] {
        let to_file = ["export", input, "-o", "good.md", "--force"];
        for args in [
            to_file.as_slice(),
            &["export", input],
            &["export", input, "--format", "json"],
        ] {
            refused(desk.run(args), &[input, "nothing was exported"]);
        }
        assert_eq!(fs::read_to_string(desk.path("good.md")).unwrap(), "mine");
    }
}

#[test]
fn what_could_not_be_read_is_missing_and_said_to_be() {
    let desk = Desk::with(&["build-811.json", "build-813.json"]);
    desk.run(&["verdict", VOCABULARY, "--as", "false-positive"])
        .success();
    let run = desk
        .run(&[
            "export",
            "build-811.json",
            "build-813.json",
            "absent",
            "-o",
            "notes.md",
        ])
        .success();
    assert_eq!(out(&run), "");
    let said = said(&run);
    for words in [
        "build-813.json: not valid JSON",
        "absent: not there",
        "wrote 1 verdict to notes.md; without 2 report files that could not be read",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    assert!(
        fs::read_to_string(desk.path("notes.md"))
            .unwrap()
            .contains("vocab.txt")
    );
}

#[test]
fn an_export_without_verdicts_is_written_where_everything_was_read() {
    let desk = Desk::with(&["build-811.json"]);
    let run = desk.run(&["export", "-o", "notes.md"]).success();
    assert_eq!(said(&run), "airs-triage: wrote 0 verdicts to notes.md\n");
    assert!(desk.path("notes.md").exists());
}
