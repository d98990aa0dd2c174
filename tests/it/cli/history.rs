//! `show FINGERPRINT`: what was decided, by whom, and in place of what.

use serde_json::{Value, json};

use super::{Desk, VOCABULARY, quiet, refused};
use crate::schema::validate;

/// The lines below the heading, without their times.
fn deeds(shown: &str) -> Vec<&str> {
    let lines = shown
        .lines()
        .skip_while(|line| !line.starts_with("HISTORY"));
    lines
        .skip(1)
        .map(|line| line.split_once(" UTC  ").unwrap().1)
        .collect()
}

#[test]
fn everything_that_was_decided_about_a_finding_is_told_in_order() {
    let desk = Desk::with(&["build-811.json", "build-812.zip"]);
    let by = |author: &str, more: &[&str]| {
        let decide = [
            "verdict",
            VOCABULARY,
            "--in",
            "build-811.json",
            "--author",
            author,
        ];
        desk.run(&[&decide, more].concat()).success();
    };
    let untouched = quiet(desk.run(&["show", VOCABULARY]));
    assert!(
        untouched.contains("HISTORY  nothing was ever decided about it"),
        "{untouched}"
    );
    by("ann", &["--as", "needs-review", "--note", "who knows"]);
    by("bob", &["--as", "true-positive"]);
    by("cat", &["--reopen"]);
    by(
        "ann",
        &[
            "--as",
            "false-positive",
            "--scope",
            "rule-in-model",
            "--expires",
            "none",
            "--note",
            "text",
        ],
    );
    let shown = quiet(desk.run(&["show", VOCABULARY, "--in", "build-812.zip"]));
    assert_eq!(
        deeds(&shown),
        [
            "ann  decided needs review: who knows",
            "bob  decided true positive in place of needs review by ann",
            "cat  opened it again: true positive by bob holds no more",
            "ann  decided false positive, this rule in this model, ToolNoise: text",
        ]
    );
    for words in [
        "Stored In Approved File Format  UNAPPROVED_FORMATS · BLOCKING\n  in acme/fraud-scorer  build-812.zip",
        "    false positive (carried)  vocab.txt: ",
        "        by ann on ",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    let digits = VOCABULARY.strip_prefix("v1:").unwrap().to_uppercase();
    assert_eq!(
        quiet(desk.run(&["show", &digits, "--in", "build-812.zip"])),
        shown
    );
}

/// The fingerprint of a report's scan as a whole.
fn whole(desk: &Desk, report: &str) -> String {
    let shown = quiet(desk.run(&["show", report]));
    let mut lines = shown.lines();
    let line = lines.find(|line| line.contains("the scan as a whole"));
    line.unwrap().split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_history_needs_no_report() {
    let desk = Desk::with(&["build-811.json"]);
    let whole = whole(&desk, "build-811.json");
    for (fingerprint, title) in [
        (
            VOCABULARY,
            "Stored In Approved File Format\n  in vocab.txt in acme/fraud-scorer",
        ),
        (&whole, "the scan as a whole\n  in acme/fraud-scorer"),
    ] {
        desk.run(&["verdict", fingerprint, "--as", "needs-review"])
            .success();
        let seen = quiet(desk.run(&["show", fingerprint]));
        assert_eq!(deeds(&seen), ["ann  decided needs review"]);
        std::fs::rename(desk.path("build-811.json"), desk.path("../away")).unwrap();
        let kept = quiet(desk.run(&["show", fingerprint]));
        assert!(kept.starts_with(title), "{kept}");
        assert_eq!(deeds(&kept), deeds(&seen));
        std::fs::rename(desk.path("../away"), desk.path("build-811.json")).unwrap();
    }
    let unknown = "v1:00000000000000000000000000000000";
    refused(
        desk.run(&["show", unknown]),
        &["no report here and no verdict", "--in PATH"],
    );
}

#[test]
fn a_history_for_programs_keeps_to_its_schema_with_and_without_the_report() {
    let desk = Desk::with(&["build-811.json", "build-812.zip"]);
    let json = |fingerprint: &str| {
        let printed = quiet(desk.run(&["show", fingerprint, "--json"]));
        validate("finding-1", &printed);
        serde_json::from_str::<Value>(&printed).unwrap()
    };
    let before = json(VOCABULARY);
    assert_eq!(before["history"], json!([]));
    assert_eq!(before["finding"]["file"], "vocab.txt");
    assert_eq!(before["reports"].as_array().unwrap().len(), 2);
    for decided in [
        &["--as", "needs-review", "--note", "who knows"][..],
        &["--as", "false-positive", "--scope", "rule-in-model"],
        &["--reopen"],
        &["--as", "true-positive"],
    ] {
        let decide = ["verdict", VOCABULARY, "--in", "build-811.json"];
        desk.run(&[&decide, decided].concat()).success();
    }
    let after = json(VOCABULARY);
    let told = after["history"].as_array().unwrap();
    let told: Vec<_> = told.iter().map(|deed| &deed["decision"]["as"]).collect();
    assert_eq!(
        json!(told),
        json!(["needs-review", "false-positive", null, "true-positive"])
    );
    assert_eq!(after["verdict"]["as"], "true-positive");
    assert_eq!(after["finding"]["verdict"], after["verdict"]);

    let whole = json(&whole(&desk, "build-811.json"));
    assert_eq!(
        (&whole["rule"], &whole["finding"]),
        (&Value::Null, &Value::Null)
    );
    for name in ["build-811.json", "build-812.zip"] {
        std::fs::remove_file(desk.path(name)).unwrap();
    }
    let kept = json(VOCABULARY);
    assert_eq!(
        (&kept["finding"], &kept["reports"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(kept["rule"], "Stored In Approved File Format");
    assert_eq!(kept["verdict"]["as"], "true-positive");
}
