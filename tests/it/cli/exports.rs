//! What an export writes where not everything could be read.

use std::fs;

use super::{Desk, VOCABULARY, out, quiet, refused, said};
use crate::schema::validate;

#[test]
fn export_in_every_format_to_standard_output_and_to_a_file() {
    let desk = Desk::with(&["build-811.json"]);
    desk.run(&["verdict", VOCABULARY, "--as", "false-positive"])
        .success();
    let markdown = quiet(desk.run(&["export"]));
    assert!(
        markdown.contains("vocab.txt") && markdown.starts_with('#'),
        "{markdown}"
    );
    validate(
        "exceptions-1",
        &quiet(desk.run(&["export", "--format", "json"])),
    );
    let csv = quiet(desk.run(&["export", "--format", "csv", "build-811.json"]));
    assert_eq!(csv.lines().count(), 2, "{csv}");

    let run = desk.run(&["export", "-o", "notes.md"]).success();
    assert_eq!(
        (out(&run).as_str(), said(&run).as_str()),
        ("", "airs-triage: wrote 1 verdict to notes.md\n")
    );
    fs::write(desk.path("notes.md"), "mine").unwrap();
    refused(
        desk.run(&["export", "-o", "notes.md"]),
        &["notes.md is there already", "--force"],
    );
    assert_eq!(fs::read_to_string(desk.path("notes.md")).unwrap(), "mine");
    desk.run(&["export", "-o", "notes.md", "--force"]).success();
    assert!(
        fs::read_to_string(desk.path("notes.md"))
            .unwrap()
            .contains("vocab.txt")
    );
    refused(
        desk.run(&["export", "-o", "absent/notes.md"]),
        &["absent/notes.md could not be written"],
    );
    refused(desk.run(&["export", "--force"]), &["--output"]);
    refused(
        desk.run(&["export", "--format", "pdf"]),
        &["possible values", "markdown"],
    );
}

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
