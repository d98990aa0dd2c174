//! Which knob answers which finding, by the findings of the samples and by their older wording.

use airs_triage::domain::draft::{Draft, Listing};
use airs_triage::domain::finding::Finding;
use airs_triage::domain::observation::Observation;
use airs_triage::domain::report::{Head, Report, Source};
use airs_triage::domain::scan::Group;
use airs_triage::domain::text::Untrusted;
use airs_triage::domain::tuning::{Edit, Tuning, suggest};

use crate::export::paired;

fn for_rule(report: &Report, rule: &str) -> Tuning {
    let seen: Vec<(&Head, &Finding)> = report
        .findings
        .iter()
        .filter(|finding| finding.seen.rule.raw() == rule)
        .map(|finding| (&report.head, finding))
        .collect();
    suggest(&seen).unwrap()
}

/// The knob's title, its change, the values of its request, and the titles of the alternatives.
fn told(tuning: &Tuning) -> (&str, &str, Vec<&str>, Vec<&str>) {
    let values = match tuning.knob.request.as_ref().map(|request| &request.edit) {
        Some(Edit::Add { values, .. } | Edit::Remove { values, .. }) => {
            values.iter().map(Untrusted::raw).collect()
        }
        Some(Edit::State { state }) => vec![*state],
        None => Vec::new(),
    };
    let others = tuning.alternatives.iter().map(|knob| knob.title).collect();
    (tuning.knob.title, tuning.knob.change.raw(), values, others)
}

const OWN: &str = "Give this model family a security group of its own";
const ALLOW: &str = "Let the rule record without blocking";
const OFF: &str = "Switch the rule off";
const IGNORE: &str = "Leave files that are never loaded out of the scan";
const SAFETENSORS: &str = "Store the weights as safetensors";
const DECLARE: &str = "Have the licence declared";
const DISPUTE: &str = "Dispute the detection";

#[test]
fn the_samples_findings_get_their_knobs() {
    let pickle = paired(
        "02_sdk_model_dump_blocked_pickle_local",
        "09_api_violations_pickle_local",
    );
    let bomb = paired(
        "54_api_scan_blocked_hf_picklebomb_pairs_with_10",
        "10_api_violations_hf_many_per_rule",
    );
    let governance = paired(
        "04_api_scan_blocked_license_hf",
        "11_api_violations_governance_only",
    );
    let cases = [
        (
            &governance,
            "License Is Valid For Use",
            (
                "Approve the licence",
                r#"Add "other" to approved_licenses of rule "License Is Valid For Use" in group "Default HUGGING_FACE""#,
                vec!["other"],
                vec![OWN, ALLOW, OFF],
            ),
        ),
        (
            &governance,
            "Organization Verified By Hugging Face",
            (
                "Approve the model",
                r#"Add "Qwen/Qwen2.5-3B-Instruct" to approved_org_models of rule "Organization Verified By Hugging Face" in group "Default HUGGING_FACE""#,
                vec!["Qwen/Qwen2.5-3B-Instruct"],
                vec![OWN, ALLOW],
            ),
        ),
        (
            &pickle,
            "Stored In Approved File Format",
            (
                "Approve the file format",
                r#"Add "pickle" to approved_formats of rule "Stored In Approved File Format" in group "Default LOCAL""#,
                vec!["pickle"],
                vec![SAFETENSORS, OWN, ALLOW],
            ),
        ),
        (
            &pickle,
            "Load Time Code Execution Check",
            (
                OWN,
                r#"Create a group for LOCAL with rule "Load Time Code Execution Check" in ALLOWING, and name its UUID in this model's pipeline; group "Default LOCAL" stays as it is"#,
                vec![],
                vec![ALLOW, SAFETENSORS, DISPUTE],
            ),
        ),
        (
            &bomb,
            "Stored In Approved File Format",
            (
                "Approve the file format",
                r#"Add "keras_weights", "onnx", "openvino_bin", "pytorch_v1_13", "zip" to approved_formats of rule "Stored In Approved File Format" in group "Default HUGGING_FACE""#,
                vec![
                    "keras_weights",
                    "onnx",
                    "openvino_bin",
                    "pytorch_v1_13",
                    "zip",
                ],
                vec![SAFETENSORS, IGNORE, OWN, ALLOW],
            ),
        ),
        (
            &bomb,
            "License Is Valid For Use",
            (
                DECLARE,
                "Ask the publisher to state a licence in the model card, or use a model that states one; an absent licence cannot be approved",
                vec![],
                vec![OWN, ALLOW, OFF],
            ),
        ),
    ];
    for (report, rule, expected) in cases {
        assert_eq!(told(&for_rule(report, rule)), expected, "{rule}");
    }
}

/// A finding of a report that says nothing else.
fn alone(rule: &str, description: &str, draft: Draft) -> Tuning {
    let source = Source {
        path: "r.json".into(),
        member: None,
        index: 0,
        dialect: "test",
    };
    let draft = Draft {
        observations: vec![Observation::new(rule, description)],
        listing: Listing::Whole { total: None },
        ..draft
    };
    let report = Report::derive(source, Vec::new(), draft);
    suggest(&[(&report.head, &report.findings[0])]).unwrap()
}

#[test]
fn values_are_read_from_either_wording_and_never_guessed() {
    let licence = "License Is Valid For Use";
    let format = "Stored In Approved File Format";
    let pair = "Organization Verified By Hugging Face";
    let cases = [
        (licence, "Invalid license: **gpl-3.0**", Some("gpl-3.0")),
        (licence, "Invalid license: 'gpl-3.0'.", Some("gpl-3.0")),
        (licence, "Invalid license: gpl-3.0", Some("gpl-3.0")),
        (licence, "Invalid license: **null**", None),
        (licence, "Something else", None),
        (licence, "Invalid license: **a** and **b**", None),
        (licence, "Invalid license: **a\u{202e}b**", None),
        (
            format,
            "Model file 'm.pkl' is stored in an unapproved format: 'pickle'",
            Some("pickle"),
        ),
        (
            format,
            "Model file `unapproved format: mit` is stored in an unapproved format: **zip**",
            None,
        ),
        (
            pair,
            "The org/model pair (`a/b`) is denied since",
            Some("a/b"),
        ),
        (
            pair,
            "The org/model pair 'a/b' is denied since",
            Some("a/b"),
        ),
        (pair, "The org/model pair", None),
    ];
    for (rule, description, value) in cases {
        let change = alone(rule, description, Draft::default()).knob.change;
        let expected = value.map(|value| format!("Add \"{value}\" to "));
        let added = change.raw().starts_with("Add ");
        assert_eq!(added, value.is_some(), "{description}: {change:?}");
        assert!(
            expected.is_none_or(|start| change.raw().starts_with(&start)),
            "{change:?}"
        );
    }
}

#[test]
fn deny_lists_and_locations_take_their_value_from_the_scan() {
    let scan = |uri: &str| {
        let mut draft = Draft::default();
        draft.scan.model_uri = Some(uri.into());
        draft
    };
    let cases = [
        (
            "Organization Is Blocked",
            "https://huggingface.co/acme/m",
            r#"Remove "acme" from deny_orgs"#,
        ),
        (
            "Model Is Blocked",
            "https://huggingface.co/acme/m",
            r#"Remove "acme/m" from denied_org_models"#,
        ),
        (
            "Stored In Approved Location",
            "s3://registry/fraud/v42/",
            r#"Add "s3://registry/fraud/" to approved_locations"#,
        ),
        (
            "Stored In Approved Location",
            "file:///srv/m.pkl",
            r#"Add "/srv/" to approved_locations"#,
        ),
    ];
    for (rule, uri, start) in cases {
        let change = alone(rule, "refused", scan(uri)).knob.change;
        assert!(change.raw().starts_with(start), "{change:?}");
    }
}

#[test]
fn rules_nobody_knows_and_reports_that_say_little_still_get_an_answer() {
    let mut draft = Draft::default();
    draft.scan.group = Some(Group::default());
    let tuning = alone("A rule of {group} {values}", "x", draft);
    assert_eq!(
        told(&tuning),
        (
            OWN,
            r#"Create a group for this source type with rule "A rule of {group} {values}" in ALLOWING, and name its UUID in this model's pipeline; the security group stays as it is"#,
            vec![],
            vec![ALLOW, OFF, DISPUTE],
        )
    );
    assert!(
        tuning
            .alternatives
            .iter()
            .all(|knob| knob.request.is_none())
    );
    assert_eq!(suggest(&[]), None);
}

#[test]
fn no_group_is_tuned_for_what_another_scanner_found() {
    let source = Source {
        path: "r.json".into(),
        member: None,
        index: 0,
        dialect: "modelscan",
    };
    let draft = Draft {
        observations: vec![Observation::new(
            "modelscan: PickleUnsafeOpScan",
            "os.system",
        )],
        ..Draft::default()
    };
    let report = Report::derive(source, Vec::new(), draft);
    assert_eq!(suggest(&[(&report.head, &report.findings[0])]), None);
}
