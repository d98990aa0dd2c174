//! Every dialect, file by file: what each sample gives.

use std::fmt::Write;
use std::path::Path;

use airs_triage::domain::draft::Draft;
use airs_triage::domain::report::Report;
use airs_triage::domain::text::Untrusted;
use airs_triage::domain::warning::Warning;
use airs_triage::format::intake::{self, Origin, Reading};
use proptest::prelude::*;
use serde_json::{Value, json};

mod logs;
mod siblings;

fn origin() -> Origin {
    Origin {
        path: "sample".into(),
        member: None,
    }
}

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

/// `== file`, then a line for each report (index, dialect, outcome, model, source type, rules passed+failed/total,
/// completeness, findings, warnings, coverage notes), fragment and notice.
const TABLE: &str = include_str!("dialects.txt");

fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .split("== ")
        .skip(1)
        .map(|block| block.split_once('\n').unwrap())
}

/// A reading as lines: one for each report, fragment and notice.
fn told(text: &str) -> String {
    let Reading {
        drafts,
        fragments,
        notices,
    } = intake::read(&origin(), text, false);
    let mut told = String::new();
    for (source, draft) in drafts {
        let index = source.index;
        let report = Report::derive(source, Vec::new(), draft);
        let (head, scan) = (&report.head, &report.head.scan);
        let rules = scan.rules.map_or("-".into(), |rules| {
            format!("{}+{}/{}", rules.passed, rules.failed, rules.total)
        });
        let or_dash = |text: &Option<Untrusted>| {
            text.as_ref()
                .map_or("-".to_owned(), |text| text.raw().to_owned())
        };
        let codes: Vec<_> = report
            .findings
            .iter()
            .map(|finding| {
                let code = finding.seen.threat.as_ref().map_or("-", |code| code.raw());
                format!("{:?}:{code}", finding.kind)
            })
            .collect();
        let warnings: Vec<_> = head.warnings.iter().map(Warning::brief).collect();
        writeln!(
            told,
            "{index} {} {} {} {} {rules} {} {codes:?} {warnings:?} {}",
            head.source.dialect,
            scan.outcome.word(),
            or_dash(&scan.model_name),
            or_dash(&scan.source_type),
            head.completeness.word(),
            head.coverage.notes.len(),
        )
        .unwrap();
    }
    for (source, fragment) in fragments {
        writeln!(
            told,
            "{} {} violations={:?} evaluations={} files={} total={:?} scan={}",
            source.index,
            source.dialect,
            fragment.observations.map(|list| list.len()),
            fragment.evaluations.len(),
            fragment.files.len(),
            fragment.total,
            fragment.scan.is_some(),
        )
        .unwrap();
    }
    for notice in notices {
        let place = notice.position.map_or(String::new(), |(line, column)| {
            format!(" at {line}:{column}")
        });
        writeln!(told, "{:?}: {}{place}", notice.trouble, notice.message).unwrap();
    }
    told
}

#[test]
fn every_sample_reads_as_the_table_says() {
    for (name, expected) in table() {
        assert_eq!(told(&sample(name)), expected, "{name}");
    }
}

#[test]
fn what_is_broken_is_one_clear_notice() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let uuid = "f73bf4ed-14c6-5783-b9d6-d2403ebd37a3";
    let cases = [
        (String::new(), "Unreadable: the file is empty"),
        ("{}".into(), "Unknown: JSON, but no scan report"),
        ("[]".into(), "Unknown: JSON, but no scan report"),
        ("[1, 2]".into(), "Unknown: JSON, but no scan report"),
        ("hello".into(), "Unknown: text without"),
        (deep, "Unknown: JSON, but no scan report"),
        (
            r#"{"uuid":"a","eval_outcome":"BLOCKED","uuid":"b"}"#.into(),
            "Unreadable: a report that cannot be read: duplicate field `uuid` at 1:",
        ),
        (
            "{\"uuid\":\"a\",\"eval_outcome\":\"BLOCKED\",\n\"risk\":NaN}".into(),
            "Unreadable: not valid JSON: expected value at 2:8",
        ),
        (
            format!(r#"{{"uuid":"{uuid}","eval_outcome":"BLOCKED","violations":["#),
            "Unreadable: not valid JSON: EOF",
        ),
        (
            r#"{"uuid":"a","eval_outcome":"BLOCKED","violations":"none"}"#.into(),
            "Unreadable: a report that cannot be read: invalid type: string \"none\", expected a list of violations at 1:",
        ),
    ];
    for (text, start) in cases {
        let told = told(&text);
        assert!(
            told.starts_with(start) && told.lines().count() == 1,
            "{text}: {told}"
        );
    }
}

#[test]
fn a_token_in_a_log_is_named_and_never_said() {
    let token = sample("26_oauth_token_ok.json");
    let told = told(&format!("+ curl …\n{token}\nRESULT\n"));
    assert_eq!(
        told,
        "Foreign: an OAuth token response: it holds a secret, delete it\n"
    );
    assert!(!told.contains("invented"));
}

#[test]
fn a_bad_entry_does_not_hide_its_neighbours() {
    let good = sample("07_api_scan_pending.json");
    let told = told(&format!(
        "[{good},\n{{\"uuid\":\"x\",\"eval_outcome\":\"ERROR\",\"violations\":1}},\n{good}, {{}}]"
    ));
    let lines: Vec<_> = told.lines().collect();
    assert!(
        lines[0].starts_with("0 api-scan PENDING") && lines[1].starts_with("1 api-scan PENDING")
    );
    assert_eq!(
        lines[2],
        "Foreign: 1 of 4 entries are no scan report that this program knows"
    );
    assert!(
        lines[3].starts_with("Unreadable: a report that cannot be read: invalid type: integer `1`"),
        "{told}"
    );
    assert_eq!(lines.len(), 4);
}

#[test]
fn rows_of_an_artifact_scan_are_read_in_every_plausible_spelling() {
    let cases = [
        (
            r#"[{"name":"m","outcome":"BLOCKED","rules_passed":5,"rules_failed":2,"scan":null}]"#,
            "0 azure-devops BLOCKED m - 5+2/7 counts [] [] 0\n",
        ),
        (
            r#"{"models":[{"model_name":"m","status":"EvalOutcome.ALLOWED","uuid":"u","passed":7,"failed":0,"violations":[]}]}"#,
            "0 azure-devops ALLOWED m - 7+0/7 full [] [] 0\n",
        ),
        (
            r#"{"feed":"f","packages":[{"package":"m","verdict":"ERROR","error":{"exit":1}},{"package":"n","status":"done","verdict":"BLOCKED"}]}"#,
            "0 azure-devops ERROR m - - counts [] [] 0\n1 azure-devops BLOCKED n - - counts [] [] 0\n",
        ),
        (
            r#"[{"model":"m","verdict":"BLOCKED","scan":{"uuid":"u","eval_outcome":"ERROR","error_code":"WORKER_ERROR"},"violations":[]}]"#,
            "0 azure-devops ERROR m - - counts [] [\"outcomes disagree\"] 0\n",
        ),
        (
            r#"{"results":[{"name":"unit test","status":"passed"}]}"#,
            "Unknown: JSON, but no scan report that this program knows\n",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn no_first_row_and_no_second_word_makes_a_stopped_scan_pass() {
    let blocked = r#"{"uuid":"f73bf4ed-14c6-5783-b9d6-d2403ebd37a3","eval_outcome":"BLOCKED","model_uri":"m"}"#;
    let allowed = blocked.replace("BLOCKED", "ALLOWED");
    for (text, words) in [
        (format!(r#"{{"results":[{{"error":"timeout","model":"x"}},{blocked}]}}"#), "BLOCKED"),
        (format!(r#"{{"scans":[{{"error":"timeout"}},{blocked}]}}"#), "BLOCKED"),
        (format!("start\n{allowed}\nScan UUID: f73bf4ed-14c6-5783-b9d6-d2403ebd37a3\nOutcome: EvalOutcome.BLOCKED"), "BLOCKED"),
        (r#"[{"model":"m","verdict":"REJECTED","status":"success","scan_uuid":"u","rules_failed":3}]"#.into(), "REJECTED"),
        (allowed.replace("\"model_uri\"", "\"outcome\":\"BLOCKED\",\"model_uri\""), "outcomes disagree"),
        (r#"[{"model":"m","verdict":"REJECTED","eval_outcome":"ALLOWED","scan_uuid":"u"}]"#.into(), "outcomes disagree"),
        (r#"{"verdict":"ALLOWED","is_safe":false}"#.into(), "outcomes disagree"),
    ] {
        assert!(told(&text).contains(words), "{text}: {}", told(&text));
    }
}

#[test]
fn a_row_that_is_null_hides_none_behind_it() {
    for (key, page) in [
        (
            "violations",
            r#"[null,{"rule_name":"r","rule_instance_uuid":"i","description":"d"}]"#,
        ),
        (
            "evaluations",
            r#"[null,null,{"rule_name":"r","result":"FAILED","rule_instance_uuid":"i"}]"#,
        ),
        (
            "scans",
            r#"[null,{"uuid":"u","eval_outcome":"BLOCKED","model_uri":"m"}]"#,
        ),
    ] {
        let told = told(&format!(
            r#"{{"pagination":{{"total_items":3}},"{key}":{page}}}"#
        ));
        assert!(
            !told.contains("Unknown") && !told.is_empty(),
            "{key}: {told}"
        );
    }
}

/// A sample's JSON, changed.
fn changed(name: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut document = serde_json::from_str(&sample(name)).unwrap();
    change(&mut document);
    document.to_string()
}

/// What a text gave, whatever its dialect is called.
fn drafts(text: &str) -> Vec<Draft> {
    let reading = intake::read(&origin(), text, false);
    let nameless = |(_, draft): (_, Draft)| Draft {
        dialect: None,
        ..draft
    };
    reading.drafts.into_iter().map(nameless).collect()
}

#[test]
fn what_python_prints_beside_an_outcome_is_read_or_warned_of() {
    let cases = [
        (
            "eval_summary",
            json!("rules_failed=2 rules_passed=5 total_rules=7"),
            "5+2/7 counts [] []",
        ),
        (
            "eval_summary",
            json!("<EvalSummary object at 0x7f>"),
            "- counts [] [\"unreadable field\"]",
        ),
        (
            "labels",
            json!(["key='env' value='ci'"]),
            "5+2/7 counts [] []",
        ),
        ("labels", json!({"env": "ci"}), "5+2/7 counts [] []"),
        ("labels", json!(7), "5+2/7 counts [] [\"unreadable field\"]"),
        ("model_formats", json!("pickle"), "5+2/7 counts [] []"),
        (
            "model_formats",
            json!({"pickle": [1]}),
            "5+2/7 counts [] [\"unreadable field\"]",
        ),
        (
            "pagination",
            json!("page 1"),
            "5+2/7 counts [] [\"unreadable field\"]",
        ),
        (
            "violations_counts",
            json!([1]),
            "5+2/7 counts [] [\"unreadable field\"]",
        ),
    ];
    for (field, value, expected) in cases {
        let text = changed("02_sdk_model_dump_blocked_pickle_local.json", |scan| {
            scan[field] = value;
        });
        let expected = format!("0 sdk-dump BLOCKED model LOCAL {expected} 0\n");
        assert_eq!(told(&text), expected, "{field}");
    }
}

#[test]
fn an_empty_row_among_the_violations_is_one_that_is_missing() {
    let whole = changed("41_web_wrapper_scan_plus_violations.json", |scan| {
        scan["violations"][0] = Value::Null;
    });
    let expected = "0 web-wrapper BLOCKED tmpk3x9q2 LOCAL 5+2/7 partial [\"Policy:UNAPPROVED_FORMATS\"] [\"list cut off\", \"counts disagree\"] 0\n";
    assert_eq!(told(&whole), expected);
    let page = changed("09_api_violations_pickle_local.json", |page| {
        page["violations"][1] = Value::Null;
        page["pagination"] = Value::Null;
    });
    let expected =
        "0 api-violations violations=Some(1) evaluations=0 files=0 total=Some(2) scan=false\n";
    assert_eq!(told(&page), expected);
}

/// A document with its keys in camel case.
fn camel(document: Value) -> Value {
    let hump = |key: &str| {
        let mut words = key.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| {
            let (initial, rest) = word.split_at(word.len().min(1));
            name + &initial.to_uppercase() + rest
        })
    };
    match document {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| (hump(&key), camel(value)))
            .collect(),
        Value::Array(rows) => rows.into_iter().map(camel).collect(),
        scalar => scalar,
    }
}

#[test]
fn camel_case_says_what_the_api_says() {
    for name in [
        "02_sdk_model_dump_blocked_pickle_local.json",
        "05_api_scan_error_data_pending.json",
        "10_api_violations_hf_many_per_rule.json",
        "16_api_scans_list.json",
        "41_web_wrapper_scan_plus_violations.json",
        "55_full_report_nested.json",
    ] {
        let text = changed(name, |document| *document = camel(document.take()));
        let reading = intake::read(&origin(), &text, false);
        assert!(
            !text.contains("_uuid") && reading.notices.is_empty(),
            "{name}"
        );
        assert_eq!(drafts(&text), drafts(&sample(name)), "{name}");
        let parts = |text: &str| {
            let fragments = intake::read(&origin(), text, false).fragments;
            let parts = fragments
                .into_iter()
                .map(|(_, fragment)| fragment.observations);
            parts.collect::<Vec<_>>()
        };
        assert_eq!(parts(&text), parts(&sample(name)), "{name}");
    }
    for foreign in [
        r#"{"scan":{"modelUri":"s3://a"}}"#,
        r#"{"results":[{"model\u0055ri":"s3://a","outcome":"BLOCKED"}]}"#,
    ] {
        let said = "Foreign: JSON in camel case, but no scan report that this program knows\n";
        assert_eq!(told(foreign), said, "{foreign}");
    }
    let linted = r#"[{"ruleName":"no-var","description":"var"}]"#;
    assert!(told(linted).starts_with("Unknown"));
    let rows = sample("47_airs_cli_scans_list_output_json.json");
    assert_eq!(drafts(&format!("{{\"scans\":{rows}}}")), drafts(&rows));
}

#[test]
fn a_threat_with_its_class_before_it_is_the_same_finding() {
    let name = "41_web_wrapper_scan_plus_violations.json";
    let text = changed(name, |scan| {
        scan["violations"][0]["threat"] = json!("ThreatCategory.PAIT_PKL_100");
        scan["violations"][1]["threat"] = json!("ThreatCategory.UNAPPROVED_FORMATS");
    });
    assert_eq!(drafts(&text), drafts(&sample(name)));
}

#[test]
fn scans_are_rows_of_a_wrapper() {
    let (allowed, blocked) = (
        "01_sdk_model_dump_allowed_hf.json",
        "41_web_wrapper_scan_plus_violations.json",
    );
    let mut both = drafts(&sample(allowed));
    both.extend(drafts(&sample(blocked)));
    let rows = format!("[{},{}]", sample(allowed), sample(blocked));
    for list in ["results", "models", "packages"] {
        assert_eq!(drafts(&format!("{{\"{list}\":{rows}}}")), both, "{list}");
    }
    let row = |name: &str| format!("{{\"scan\":{}}}", sample(name));
    let text = format!("{{\"models\":[{},{}]}}", row(allowed), row(blocked));
    assert_eq!(drafts(&text), both);
    assert_eq!(
        told(&format!("{{\"results\":[{},{{}}]}}", sample(blocked))),
        told(&sample(blocked))
            + "Foreign: 1 of 2 entries are no scan report that this program knows\n"
    );
}

#[test]
fn a_scan_is_known_without_the_key_of_its_uuid() {
    let name = "02_sdk_model_dump_blocked_pickle_local.json";
    for key in ["scan_uuid", "id"] {
        let text = changed(name, |scan| {
            scan[key] = scan.as_object_mut().unwrap().remove("uuid").unwrap();
        });
        assert_eq!(drafts(&text), drafts(&sample(name)), "{key}");
    }
    let text = changed(name, |scan| {
        scan.as_object_mut().unwrap().remove("uuid");
        scan["id"] = json!(17);
    });
    assert_eq!(told(&text), told(&sample(name)));
    assert_eq!(
        drafts(&text)[0].scan.uuid,
        None,
        "a number is nobody else's"
    );
    assert!(told(r#"{"eval_outcome":"BLOCKED"}"#).starts_with("Foreign: it tells of the outcome"));
}

#[test]
fn a_console_gives_each_model_its_own_lines() {
    let text = "[ALLOWED] good 7/7 rules passed\n[BLOCKED] evil (5/7 rules passed)\n - PAIT-PKL-100: A (os.system) in b\n[REJECTED] worse\n - PAIT-PKL-101: A in b\n";
    assert_eq!(
        told(text),
        "0 azure-devops-console ALLOWED good - 7+0/7 full [] [] 0\n1 azure-devops-console BLOCKED evil - 5+2/7 partial [\"Threat:PAIT-PKL-100\"] [\"counts disagree\"] 0\nForeign: findings below `[REJECTED] worse`, a line that is not understood, were left out: 1\n"
    );
}

#[test]
fn a_banner_gives_all_its_lines() {
    let text = sample("31_official_example_log_banner.txt");
    let prefixed: Vec<_> = text
        .lines()
        .map(|line| format!("2026-07-14T09:41:05.1234567Z INFO model_scan: {line}"))
        .collect();
    for text in [text, prefixed.join("\n")] {
        let reading = intake::read(&origin(), &text, false);
        let draft = &reading.drafts[0].1;
        let group = draft.scan.group.as_ref().unwrap().name.as_ref().unwrap();
        assert_eq!(group.raw(), "Default HUGGING_FACE");
        assert_eq!(
            draft.scan.uuid.as_ref().unwrap().raw(),
            "f73bf4ed-14c6-5783-b9d6-d2403ebd37a3"
        );
        assert_eq!(draft.scan.outcome_raw.raw(), "EvalOutcome.BLOCKED");
        assert_eq!(
            (draft.coverage.scanned, draft.coverage.skipped),
            (Some(10), Some(4))
        );
    }
}

#[test]
fn hostile_lines_end_in_bounded_time() {
    for unit in ["[BLOCKED", "[", "model:", "- A: ", "scan 0-", "{\"uuid\":"] {
        let text = format!("log {} 1/2 rules passed", unit.repeat(100_000));
        assert!(gives_something(&text), "{unit}");
    }
}

#[test]
fn the_first_hundred_violations_are_not_all_of_them() {
    let text = sample("41_web_wrapper_scan_plus_violations.json")
        .replace(r#""BLOCKING": 2"#, r#""BLOCKING": 120, "ALLOWING": 3"#);
    assert!(told(&text).contains("partial") && told(&text).contains("list cut off"));
}

#[test]
fn unknown_fields_are_kept_as_text_and_cut() {
    let long = "x".repeat(9000);
    let text = format!(
        r#"{{"uuid":"a","risk_score":71,"owner":"o","eval_outcome":"BLOCKED","more":{{"deep":[1]}},"long":"{long}"}}"#
    );
    let reading = intake::read(&origin(), &text, false);
    let extra = &reading.drafts[0].1.scan.extra;
    let kept: Vec<_> = extra
        .iter()
        .map(|(name, json)| (name.raw(), json.raw().len()))
        .collect();
    assert_eq!(kept, [("risk_score", 2), ("more", 12), ("long", 4096)]);
}

#[test]
fn rows_without_a_uuid_are_told_apart() {
    let text = sample("34_ado_console_output.txt");
    let reading = intake::read(&origin(), &text, true);
    let digests: Vec<_> = reading
        .drafts
        .iter()
        .map(|(_, draft)| draft.digest.unwrap())
        .collect();
    assert_ne!(digests[0], digests[1]);
    assert_eq!(reading, intake::read(&origin(), &text, true));
}

fn gives_something(text: &str) -> bool {
    let reading = intake::read(&origin(), text, false);
    let again = intake::read(&origin(), text, false);
    assert_eq!(reading, again);
    !(reading.drafts.is_empty() && reading.fragments.is_empty() && reading.notices.is_empty())
}

/// One way in which a file comes to harm.
#[derive(Clone, Debug)]
enum Harm {
    Truncate,
    Delete,
    Repeat,
    Insert(String),
}

fn harms() -> impl Strategy<Value = Harm> {
    let control = "[\\x00-\\x1f\\x1b\\u{9b}\\[{\"]{1,8}";
    prop_oneof![
        Just(Harm::Truncate),
        Just(Harm::Delete),
        Just(Harm::Repeat),
        control.prop_map(Harm::Insert),
    ]
}

fn harmed(text: &str, harm: &Harm, from: usize, to: usize) -> String {
    let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to));
    let (before, range, after) = (&text[..from], &text[from..to], &text[to..]);
    match harm {
        Harm::Truncate => before.to_owned(),
        Harm::Delete => format!("{before}{after}"),
        Harm::Repeat => format!("{before}{range}{range}{after}"),
        Harm::Insert(noise) => format!("{before}{noise}{range}{after}"),
    }
}

proptest! {
    #[test]
    fn any_text_gives_something(text in any::<String>()) {
        prop_assert!(gives_something(&text));
    }

    #[test]
    fn any_near_json_gives_something(text in "[\\[{]([\\[\\]{}:,\"0-9 \n-]|uuid|scan|\"eval_outcome\"|\"violations\"|EvalOutcome\\.|rules passed){0,80}") {
        prop_assert!(gives_something(&text));
    }

    #[test]
    fn any_harmed_sample_gives_something(
        pick in any::<prop::sample::Index>(), harm in harms(), one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(),
    ) {
        let names: Vec<_> = table().map(|(name, _)| name).collect();
        let text = sample(names[pick.index(names.len())]);
        let (one, other) = (one.index(text.len()), other.index(text.len()));
        prop_assert!(gives_something(&harmed(&text, &harm, one.min(other), one.max(other))));
    }
}
