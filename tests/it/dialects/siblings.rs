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
        inside("base_scan", &blocked),
        format!(r#"{{"data":[{allowed}],"meta":{{"n":1,"response":{{"body":{blocked}}}}}}}"#),
        format!(r#"{{"acme/a":{allowed},"acme/b":{{"scan":{blocked}}}}}"#),
        format!(r#"{{"scans":{{"a":{allowed},"b":{blocked}}}}}"#),
        format!(r#"{{"pre_scan":{allowed},"post_scan":{blocked}}}"#),
        format!("start\n{{\"event\":\"scan\",\"report\":{allowed}}}\n{blocked}\n"),
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
fn a_margin_that_no_table_knows_hides_no_document() {
    let (allowed, blocked) = (sample(ALLOWED), sample(BLOCKED));
    for margin in [
        "scanner-1  | ",
        "#12 3.41 ",
        "[scan] ",
        "2026-06-03 22:32:10,123 INFO ",
    ] {
        let lines = blocked.lines().map(|line| format!("{margin}{line}\n"));
        let log = format!(
            "{margin}begins\n{}{margin}ends\n",
            lines.collect::<String>()
        );
        assert_eq!(outcomes(&log), ["BLOCKED"], "{log}");
        let log = format!("{allowed}\n{log}");
        assert_eq!(outcomes(&log), ["ALLOWED", "BLOCKED"], "{log}");
    }
}

#[test]
fn violations_are_found_beside_their_scan_and_in_pages() {
    let scan = sample("02_sdk_model_dump_blocked_pickle_local.json");
    let page: Value = serde_json::from_str(&sample(VIOLATIONS)).unwrap();
    let (rows, page) = (page["violations"].to_string(), page.to_string());
    let full = told(&format!("{{\"scan\":{scan},\"violations\":{rows}}}"));
    assert!(
        full.contains(" full ") && full.contains("Threat:PAIT"),
        "{full}"
    );
    for text in [
        format!("{{\"scan\":{scan},\"rule_violations\":{rows}}}"),
        format!("{{\"scan\":{scan},\"violations\":[{page}]}}"),
        format!("{{\"scan\":{scan},\"violations\":[{page},{{\"violations\":[]}}]}}"),
    ] {
        assert_eq!(told(&text), full, "{text}");
    }
    let beside = told(&format!("{{\"scans\":[{scan}],\"violations\":{rows}}}"));
    let rows: Vec<Value> = serde_json::from_str(&rows).unwrap();
    let lines: Vec<_> = rows.iter().map(Value::to_string).collect();
    let lines = lines.join("\n");
    for told in [
        beside,
        told(&format!("{}\n{lines}", scan.replace('\n', ""))),
    ] {
        let part = format!("1 api-violations violations=Some({})", rows.len());
        assert!(told.contains(" BLOCKED ") && told.contains(&part), "{told}");
    }
}

#[test]
fn what_tells_of_an_outcome_is_never_passed_over_without_a_word() {
    let row = r#"{"uuid":"u","eval_outcome":"BLOCKED"}"#;
    let quoted = Value::from(row).to_string();
    let allowed = sample(ALLOWED);
    for text in [
        format!("{{\"stdout\":{quoted}}}"),
        format!("{allowed}\n{{\"message\":{quoted}}}\n"),
        format!("{{\"a\":1}}\n{{\"message\":{quoted}}}\n"),
        "scan:\n  eval_outcome: BLOCKED\n".into(),
    ] {
        assert!(
            told(&text).contains("Foreign: it tells of the outcome of a scan"),
            "{text}"
        );
    }
}

#[test]
fn documents_in_documents_end_in_bounded_time() {
    let deep = format!("{}1{}", r#"{"results":["#.repeat(60), "]}".repeat(60));
    let text = format!("{{\"results\":[{},{deep}]}}", sample(BLOCKED));
    assert_eq!(outcomes(&text), ["BLOCKED", "of"]);
}

#[test]
fn what_lies_apart_from_a_scan_is_not_taken_for_its_own() {
    let (allowed, violations) = (sample(ALLOWED), sample(VIOLATIONS));
    let scan = told(&format!("{{\"scan\":{allowed}}}"));
    let stray = "Foreign: it holds a list of findings that names no scan, apart from its scans; the list was left out\n";
    let apart = told(&format!("{{\"scan\":{allowed},\"previous\":{violations}}}"));
    assert_eq!(apart, format!("{scan}{stray}"));
    let summary =
        r#"{"eval_outcome":"ALLOWED","eval_summary":{"rules_failed":0,"total_rules":11}}"#;
    assert_eq!(
        told(&format!("{{\"scan\":{allowed},\"summary\":{summary}}}")),
        scan
    );
    let documented = r#"{"paths":{"index":{"url":{"type":"string"},"expires_at":{}}}}"#;
    assert!(
        told(documented).starts_with("Unknown"),
        "{}",
        told(documented)
    );
}

#[test]
fn documents_that_name_nothing_are_told_apart_in_a_wrapper() {
    let pickle = sample("scanners/fickling.malicious.pkl.json");
    let verdict = r#"{"verdict":"BLOCKED","is_safe":false}"#;
    for one in [pickle.as_str(), verdict] {
        let both = told(&format!("{{\"a\":{one},\"b\":{one}}}"));
        assert_eq!(both.lines().count(), 2, "{both}");
    }
}
