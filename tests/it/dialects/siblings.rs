//! Reports that lie beside what a document is recognised by: a second list, a scan beside a list, a scan among
//! violations.

use serde_json::Value;

use super::{sample, told};

const ALLOWED: &str = "01_sdk_model_dump_allowed_hf.json";
const BLOCKED: &str = "02_sdk_model_dump_blocked_pickle_local.json";
const VIOLATIONS: &str = "09_api_violations_pickle_local.json";

/// What of a reading says that a scan was found, without its place and its dialect.
fn outcomes(text: &str) -> Vec<String> {
    let told = told(text);
    let words = told.lines().map(|line| line.split(' ').nth(2));
    let mut words: Vec<_> = words.flatten().map(str::to_owned).collect();
    words.sort();
    words
}

#[test]
fn what_a_document_is_recognised_by_hides_nothing_beside_it() {
    let (allowed, blocked) = (sample(ALLOWED), sample(BLOCKED));
    let inside = |key: &str, value: &str| {
        let end = allowed.rfind('}').unwrap();
        format!("{},\"{key}\":{value}}}", &allowed[..end])
    };
    let row = r#"{"model":"m","verdict":"BLOCKED","scan_uuid":"u"}"#;
    for text in [
        format!(r#"{{"scan":{allowed},"results":[{blocked}]}}"#),
        format!(r#"{{"results":[{blocked}],"scan":{allowed}}}"#),
        format!(r#"{{"scan":{allowed},"models":[{row}]}}"#),
        format!(r#"{{"results":[{allowed}],"models":[{blocked}]}}"#),
        format!(r#"{{"scans":[{allowed}],"packages":[{row}]}}"#),
        format!(r#"{{"results":[{{"scan":{allowed},"models":[{blocked}]}}]}}"#),
        format!(r#"{{"pipeline":7,"scan":{{"x":1}},"results":[{allowed},{blocked}]}}"#),
        inside("results", &format!("[{blocked}]")),
        inside("scan", &blocked),
        inside("models", &format!("[null,{row}]")),
    ] {
        assert_eq!(outcomes(&text), ["ALLOWED", "BLOCKED"], "{text}");
    }
}

#[test]
fn a_scan_among_violations_is_a_scan() {
    let document: Value = serde_json::from_str(&sample(VIOLATIONS)).unwrap();
    let mut rows = document["violations"].as_array().unwrap().clone();
    let alone = told(&Value::from(rows.clone()).to_string());
    rows.insert(1, serde_json::from_str(&sample(BLOCKED)).unwrap());
    let told = told(&Value::from(rows).to_string());
    let (scan, violations) = told.split_once('\n').unwrap();
    assert!(scan.contains(" BLOCKED model "), "{told}");
    assert_eq!(violations.split_once(' '), alone.split_once(' '), "{told}");
}

#[test]
fn documents_in_documents_end_in_bounded_time() {
    let deep = format!("{}1{}", r#"{"results":["#.repeat(60), "]}".repeat(60));
    let text = format!("{{\"results\":[{},{deep}]}}", sample(BLOCKED));
    assert_eq!(outcomes(&text), ["BLOCKED", "of"]);
}
