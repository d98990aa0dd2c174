//! What people type and set, in the forms in which they do.

use snapbox::cmd::Command;

use super::{Desk, VOCABULARY, quiet, refused};

#[test]
fn a_fingerprint_is_taken_in_any_case_and_without_its_version() {
    let digits = VOCABULARY.strip_prefix("v1:").unwrap();
    for typed in [
        digits.to_owned(),
        digits.to_uppercase(),
        VOCABULARY.to_uppercase(),
        format!(" {VOCABULARY} "),
    ] {
        let desk = Desk::with(&["build-811.json"]);
        desk.run(&["verdict", &typed, "--as", "needs-review"])
            .success();
        let shown = quiet(desk.run(&["show", "build-811.json"]));
        assert!(
            shown.contains("needs review  vocab.txt"),
            "{typed}: {shown}"
        );
    }
    let desk = Desk::with(&["build-811.json"]);
    for typed in [
        &digits[1..],
        &format!("v2:{digits}"),
        &format!("v1:v1:{digits}"),
    ] {
        refused(
            desk.run(&["verdict", typed, "--as", "needs-review"]),
            &["not a fingerprint", "`show` prints"],
        );
    }
}

#[test]
fn a_setting_that_is_none_is_blamed_where_it_was_made() {
    let desk = Desk::with(&["build-811.json"]);
    let run = |args: &[&str], theme: &str| {
        let mut process = desk.process(args);
        process.env("AIRS_TRIAGE_THEME", theme);
        Command::from_std(process).assert()
    };
    refused(
        run(&["list"], "pink"),
        &["'pink' for 'AIRS_TRIAGE_THEME'", "dark"],
    );
    quiet(run(&["--version"], "pink"));
    refused(
        run(&["list", "--theme", "red"], "pink"),
        &["'red' for '--theme <THEME>'"],
    );
    refused(
        run(&["--theme=red", "list"], "pink"),
        &["'red' for '--theme <THEME>'"],
    );
    refused(
        run(&["list", "--theme", "dark"], "pink"),
        &["'pink' for 'AIRS_TRIAGE_THEME'"],
    );
    refused(run(&["list"], ""), &["AIRS_TRIAGE_THEME"]);
}
