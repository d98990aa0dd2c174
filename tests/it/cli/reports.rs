//! What `list` and `show` say of reports that are odd, incomplete or decided.

use std::fs;

use super::{Desk, VOCABULARY, out, quiet, refused, said};

pub(super) fn sample(desk: &Desk, name: &str) {
    let from = format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::copy(from, desk.path(name)).unwrap();
}

/// The fingerprint of a scan as a whole.
fn whole(shown: &str) -> String {
    let line = shown
        .lines()
        .find(|line| line.contains("the scan as a whole"));
    let word = line.and_then(|line| line.split_whitespace().next());
    word.unwrap().to_owned()
}

#[test]
fn what_only_looks_like_a_uuid_is_a_path() {
    let desk = Desk::new();
    let path = "0f379adc5-eda-5998-89ce-8cf5bd4f529d";
    refused(
        desk.run(&["show", path]),
        &[&format!("{path}: not there"), "Check the path"],
    );
    let uuid = "0F379ADC-EDA5-5998-89CE-8CF5BD4F529D";
    refused(desk.run(&["show", uuid]), &["no report of scan"]);
}

#[test]
fn one_long_name_does_not_widen_every_row() {
    let desk = Desk::with(&["build-811.json", "churn-model.json"]);
    let text = fs::read_to_string(desk.path("build-811.json")).unwrap();
    let long = "漢x".repeat(2_000);
    fs::write(
        desk.path("long.json"),
        text.replace("acme/fraud-scorer", &long),
    )
    .unwrap();
    let listed = quiet(desk.run(&["list"]));
    let name = listed.lines().find(|line| line.contains('漢')).unwrap();
    assert!(name.contains("漢…  "), "{name}");
    for line in listed.lines() {
        assert!(line.chars().count() < 160, "{line}");
    }
    let narrow = listed
        .lines()
        .find(|line| line.contains("churn-model.json"));
    assert!(narrow.unwrap().contains("counts only"), "{listed}");
}

#[test]
fn a_list_says_why_there_are_no_findings_as_the_desk_does() {
    for (name, why) in [
        ("scanners/modelscan.broken_tail.pkl.json", "nothing scanned"),
        ("scanners/modelscan.lambda.keras.json", "nothing scanned"),
        ("scanners/modelscan.benign.pkl.json", "none, see notes"),
        ("05_api_scan_error_data_pending.json", "SCAN_DATA_PENDING"),
        ("01_sdk_model_dump_allowed_hf.json", "none failed"),
        ("37_legacy_pass_clean.json", "none"),
    ] {
        let file = format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"));
        let desk = Desk::new();
        let listed = quiet(desk.run(&["list", &file]));
        assert!(listed.contains(&format!("  {why}  ")), "{name}: {listed}");
    }
}

#[test]
fn rules_that_failed_are_named_where_no_finding_says_why() {
    let desk = Desk::new();
    sample(&desk, "02_sdk_model_dump_blocked_pickle_local.json");
    let counts = quiet(desk.run(&["show", "."]));
    assert!(
        counts.contains("how many rules failed, not which"),
        "{counts}"
    );
    assert!(
        counts.contains("      airs-triage fetch 3afa4f98-6db3-59ee-8685-34549154f05e\n"),
        "{counts}"
    );
    assert!(quiet(desk.run(&["list"])).contains("  counts only  "));

    sample(&desk, "14_api_evaluations.json");
    let listed = quiet(desk.run(&["list"]));
    assert!(listed.contains("2 failed, not listed"), "{listed}");
    let shown = quiet(desk.run(&["show", "."]));
    for line in [
        "  failed  Load Time Code Execution Check  BLOCKING",
        "  failed  Stored In Approved File Format  BLOCKING",
        "  The report says which rules failed, not where.",
        "      model-security get-scan-violations 3afa4f98-6db3-59ee-8685-34549154f05e > 3afa4f98-6db3-59ee-8685-34549154f05e.violations.json",
    ] {
        assert!(
            shown.lines().any(|shown| shown == line),
            "{line:?} is not in {shown}"
        );
    }

    sample(&desk, "09_api_violations_pickle_local.json");
    let shown = quiet(desk.run(&["show", "."]));
    assert!(!shown.contains("failed  "), "the findings say why: {shown}");
}

#[test]
fn what_a_scan_lacks_is_said_in_its_own_words_and_never_as_a_command_to_paste() {
    for (sample_name, words) in [
        (
            "05_api_scan_error_data_pending.json",
            "The scan itself failed",
        ),
        ("07_api_scan_pending.json", "not finished"),
        ("01_sdk_model_dump_allowed_hf.json", "No rule failed."),
        ("37_legacy_pass_clean.json", "lists no findings"),
        (
            "30_gha_raw_log_no_json.log",
            "open the report that its build saved",
        ),
    ] {
        let desk = Desk::new();
        sample(&desk, sample_name);
        let shown = quiet(desk.run(&["show", "."]));
        assert!(shown.contains(words), "{shown}");
        assert!(!shown.contains("get-scan-violations"), "{shown}");
    }
    let desk = Desk::new();
    sample(&desk, "02_sdk_model_dump_blocked_pickle_local.json");
    let path = desk.path("02_sdk_model_dump_blocked_pickle_local.json");
    let text = fs::read_to_string(&path).unwrap();
    let hostile = text.replace("3afa4f98-6db3-59ee-8685-34549154f05e", "x; touch owned");
    fs::write(&path, hostile).unwrap();
    let run = desk.run(&["show", "."]).success();
    assert!(!out(&run).contains("get-scan-violations"), "{}", out(&run));
}

#[test]
fn a_verdict_on_the_scan_leaves_open_findings_to_be_seen() {
    let desk = Desk::with(&["build-811.json", "churn-model.json"]);
    for (report, cell) in [
        ("build-811.json", "5 of 5 open; scan: needs review"),
        ("churn-model.json", "counts only; scan: needs review"),
    ] {
        let fingerprint = whole(&quiet(desk.run(&["show", report])));
        desk.run(&["verdict", &fingerprint, "--as", "needs-review"])
            .success();
        let listed = quiet(desk.run(&["list", report]));
        assert!(listed.contains(cell), "{listed}");
    }
}

#[test]
fn show_says_how_grave_who_decided_and_what_to_do() {
    let desk = Desk::new();
    sample(&desk, "55_full_report_nested.json");
    let decide = [
        "verdict",
        VOCABULARY,
        "--as",
        "accepted-risk",
        "--scope",
        "rule-in-model",
        "--expires",
        "30d",
        "--note",
        "until the move",
    ];
    let saved = desk.run(&decide).success();
    assert!(said(&saved).contains("saved"));
    let shown = quiet(desk.run(&["show", "."]));
    let ruling = shown.lines().find(|line| line.contains("by ann on 2"));
    let ruling = ruling.unwrap();
    for words in [
        ", this rule in this model, until 2",
        ", RiskAccepted: until the move",
    ] {
        assert!(ruling.contains(words), "{ruling}");
    }
    for words in [
        "PAIT-PYTCH-100 · CRITICAL (derived) · BLOCKING",
        "    fix  1 Read the layer source before loading\n         2 Set the rule to Allowing",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    let advice = "Convert the model to a format approved by your organization";
    assert_eq!(
        shown.matches(advice).count(),
        1,
        "one cause, one advice: {shown}"
    );
}

#[test]
fn what_is_carried_or_proposed_says_from_where() {
    let desk = Desk::with(&["build-811.json", "build-812.zip"]);
    for fingerprint in [VOCABULARY, "v1:daa757dc3517398220b3d3e2d42cade4"] {
        desk.run(&[
            "verdict",
            fingerprint,
            "--in",
            "build-811.json",
            "--as",
            "false-positive",
        ])
        .success();
    }
    let shown = quiet(desk.run(&["show", "build-812.zip"]));
    for words in [
        ", ToolNoise · from acme/fraud-scorer, scanned 2026-07-28",
        ", ToolNoise · for the same in acme/fraud-scorer, scanned 2026-07-28",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
}
