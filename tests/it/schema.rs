//! `list --json` and `show --json` keep to their documented schema, byte for byte exact and safe in a terminal.

use std::collections::BTreeSet;

use airs_triage::domain::decisions::{Decisions, Standing};
use airs_triage::domain::draft::{Draft, Listing};
use airs_triage::domain::finding::Finding;
use airs_triage::domain::observation::Observation;
use airs_triage::domain::report::{Report, Source};
use airs_triage::domain::scope::Scope;
use airs_triage::domain::text::is_deceptive;
use airs_triage::domain::verdict::{Reason, Verdict};
use airs_triage::format::schema;
use jiff::civil::Date;
use serde_json::{Value, json};
use snapbox::{Data, assert_data_eq};

use crate::export::{counts, decided, finding, paired};

/// Checks a document against a schema of this project, with a validator that is not ours.
pub(crate) fn validate(name: &str, document: &str) {
    let path = format!("{}/assets/schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0], "{name}");
}

/// Every document that is printed names its schema, which is there and listed in the README.
#[test]
fn every_document_has_its_schema() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut named = BTreeSet::new();
    for file in walkdir::WalkDir::new(root.join("src")) {
        let file = file.unwrap();
        if file.path().extension().is_some_and(|it| it == "rs") {
            let text = std::fs::read_to_string(file.path()).unwrap();
            let mut quoted = text.split("\"airs-triage.").skip(1);
            named.extend(quoted.by_ref().filter_map(|rest| {
                let (name, _) = rest.split_once("/1\"")?;
                let fits = name.bytes().all(|byte| byte.is_ascii_lowercase());
                fits.then(|| format!("assets/schema/{name}-1.json"))
            }));
        }
    }
    assert!(named.len() >= 7, "{named:?}");
    for path in named {
        let text = std::fs::read_to_string(root.join(&path)).expect(&path);
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{path}");
        assert!(readme.contains(&format!("({path})")), "{path}");
    }
}

fn pickle() -> Report {
    paired(
        "02_sdk_model_dump_blocked_pickle_local",
        "09_api_violations_pickle_local",
    )
}

#[test]
fn show_prints_findings_and_the_verdict_in_force() {
    let report = pickle();
    let ledger: Decisions = [decided(
        7,
        (
            &report.head,
            finding(&report, "Stored In Approved File Format"),
        ),
        Scope::Symbol,
        (
            Verdict::AcceptedRisk,
            Some(Reason::RiskAccepted),
            Some(Date::constant(2026, 10, 31)),
        ),
        "Until the next release.",
    )]
    .into_iter()
    .collect();
    let today = Date::constant(2026, 8, 2);
    let standing = |finding: &Finding| ledger.of_finding(&report.head, &finding.key(), today);
    let text = schema::to_json(&schema::report(&report, standing));
    validate("report-1", &text);
    assert_data_eq!(
        Data::text(text).raw(),
        snapbox::file!["../snapshots/export/show.json": Text].raw()
    );
}

#[test]
fn list_prints_the_same_without_findings() {
    let reports = [
        pickle(),
        counts("54_api_scan_blocked_hf_picklebomb_pairs_with_10"),
        counts("05_api_scan_error_data_pending"),
    ];
    let rows: Vec<_> = reports
        .iter()
        .map(|report| schema::summary(&report.head))
        .collect();
    let text = schema::to_json(&rows);
    validate("report-1", &text);
    assert_data_eq!(
        Data::text(text).raw(),
        snapbox::file!["../snapshots/export/list.json": Text].raw()
    );
}

#[test]
fn only_a_verdict_in_force_is_printed() {
    let report = pickle();
    let seen = &report.findings[0];
    let decision = decided(
        1,
        (&report.head, seen),
        Scope::Exact,
        (Verdict::FalsePositive, Some(Reason::ToolNoise), None),
        "",
    );
    let cases = [
        (Standing::Open, Value::Null),
        (Standing::Proposed(&decision), Value::Null),
        (Standing::Expired(&decision), Value::Null),
        (Standing::Decided(&decision), json!("decided")),
        (Standing::Carried(&decision), json!("carried")),
    ];
    for (standing, origin) in cases {
        let text = schema::to_json(&schema::report(&report, |_| standing));
        validate("report-1", &text);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            value["findings"][0]["verdict"]["origin"], origin,
            "{standing:?}"
        );
        assert_eq!(
            value["findings"][0]["verdict"].is_null(),
            origin.is_null(),
            "{standing:?}"
        );
    }
}

/// A report that says nothing but one finding, with the given text wherever text can stand.
fn saying(text: &str) -> Report {
    let source = Source {
        path: text.into(),
        member: Some(text.into()),
        index: 0,
        dialect: "test",
    };
    let draft = Draft {
        observations: vec![Observation {
            file: Some(text.into()),
            module: Some(text.into()),
            ..Observation::new(text, text)
        }],
        listing: Listing::Whole { total: None },
        ..Draft::default()
    };
    Report::derive(source, Vec::new(), draft)
}

#[test]
fn absent_things_are_null_and_an_unstated_outcome_is_unknown() {
    let report = saying("x");
    let text = schema::to_json(&schema::report(&report, |_| Standing::Open));
    validate("report-1", &text);
    let value: Value = serde_json::from_str(&text).unwrap();
    let scan = &value["scan"];
    assert_eq!(
        (&scan["outcome"], &scan["outcome_raw"]),
        (&json!("UNKNOWN"), &json!(""))
    );
    for key in [
        "uuid",
        "model_uri",
        "model_name",
        "source_type",
        "security_group",
        "created_at",
        "tsg_id",
        "error",
        "rules",
    ] {
        assert_eq!(scan.get(key), Some(&Value::Null), "{key}");
    }
    for key in ["files_scanned", "files_skipped"] {
        assert_eq!(value["coverage"].get(key), Some(&Value::Null), "{key}");
    }
    assert_eq!(value["findings"][0]["severity"], Value::Null);
    assert_eq!(
        value["findings"][0]["remediation"],
        json!({"steps": [], "url": null})
    );
}

#[test]
fn what_a_terminal_could_act_on_is_escaped_and_reads_back_exactly() {
    let raw = "a\u{1b}[31m\u{9b}b\u{7f}\u{202e}c\u{200b}\u{feff}\u{e0041}é漢🛡\"\\\n";
    let text = schema::to_json(&schema::report(&saying(raw), |_| Standing::Open));
    assert!(!text.contains(|c: char| is_deceptive(c) && c != '\n'));
    for escaped in [
        "\\u001b[31m",
        "\\u009bb",
        "\\u007f",
        "\\u202ec",
        "\\udb40\\udc41é漢🛡",
    ] {
        assert!(text.contains(escaped), "{escaped} in {text}");
    }
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["findings"][0]["description"], raw);
    assert_eq!(value["source"]["path"], raw);
}
