//! Reports of other scanners: every sample, the ways in which they may be damaged, and what must not be taken for one.

mod samples;

use std::fs;

use airs_triage::domain::draft::{Draft, Listing};
use airs_triage::domain::grade::{Kind, Level};
use airs_triage::domain::observation::Observation;
use airs_triage::domain::outcome::Outcome;
use airs_triage::domain::report::Report;
use airs_triage::domain::text::Untrusted;
use airs_triage::format::intake::{self, Origin, Reading, Trouble};
use proptest::prelude::*;
use serde_json::{Value, json};

use samples::{CASES, CRITICAL, PT, Row};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/scanners");

fn sample(name: &str) -> String {
    fs::read_to_string(format!("{SAMPLES}/{name}")).unwrap()
}

fn read(text: &str) -> Reading {
    let origin = Origin {
        path: "sample".into(),
        member: None,
    };
    intake::read(&origin, text, false)
}

fn only(text: &str) -> Draft {
    let reading = read(text);
    assert_eq!(reading.notices, []);
    assert_eq!(reading.drafts.len(), 1);
    reading.drafts.into_iter().next().unwrap().1
}

fn row(seen: &Observation) -> (Option<Level>, String, String) {
    let raw =
        |text: Option<&Untrusted>| text.map_or_else(String::new, |text| text.raw().to_owned());
    (
        seen.severity,
        raw(seen.symbol().as_ref()),
        raw(seen.file.as_ref()),
    )
}

fn rows(draft: &Draft) -> Vec<(Option<Level>, String, String)> {
    draft.observations.iter().map(row).collect()
}

fn expected(rows: &[Row]) -> Vec<(Option<Level>, String, String)> {
    let owned = rows
        .iter()
        .map(|(level, symbol, file)| (*level, (*symbol).to_owned(), (*file).to_owned()));
    owned.collect()
}

fn notes(draft: &Draft) -> Vec<&str> {
    let notes = draft.coverage.notes.iter();
    notes.map(Untrusted::raw).collect()
}

fn assert_notes(draft: &Draft, parts: &[&str], name: &str) {
    let notes = notes(draft);
    assert_eq!(notes.len(), parts.len(), "{name}: {notes:?}");
    for (note, part) in notes.iter().zip(parts) {
        assert!(note.contains(part), "{name}: {note:?} lacks {part:?}");
    }
}

#[test]
fn every_sample_reads() {
    for case in CASES {
        let name = case.sample;
        let reading = read(&sample(name));
        assert_eq!(
            (reading.drafts.len(), &reading.notices[..]),
            (1, &[][..]),
            "{name}"
        );
        let (source, draft) = &reading.drafts[0];
        assert_eq!(source.dialect, case.dialect, "{name}");
        let scan = &draft.scan;
        assert_eq!(
            scan.model_uri.as_ref().map(Untrusted::raw),
            case.model,
            "{name}"
        );
        assert_eq!(draft.coverage.scanned, case.scanned, "{name}");
        assert_eq!(draft.coverage.skipped, case.skipped, "{name}");
        let rules: Vec<_> = draft
            .observations
            .iter()
            .map(|seen| seen.rule.raw())
            .collect();
        assert_eq!(rules, case.rules, "{name}");
        assert_eq!(rows(draft), expected(case.findings), "{name}");
        assert_notes(draft, case.notes, name);
    }
    let files = fs::read_dir(SAMPLES).unwrap().count();
    assert_eq!(files, CASES.len(), "every sample has its row");
}

#[test]
fn no_scanner_speaks_for_the_product() {
    for case in CASES {
        let draft = only(&sample(case.sample));
        assert_eq!(draft.scan.outcome, Outcome::Unstated, "{}", case.sample);
        assert_eq!(draft.scan.outcome_raw.raw(), "");
        assert_eq!(draft.listing, Listing::Whole { total: None });
        assert!(draft.scan.uuid.is_none() && draft.scan.group.is_none());
        assert!(
            draft
                .observations
                .iter()
                .all(|seen| seen.kind() == Kind::Threat)
        );
    }
}

#[test]
fn versions_times_formats_and_hashes_come_along() {
    let modelscan = only(&sample("dir.modelscan.json")).scan;
    assert_eq!(modelscan.scanner_version.unwrap().raw(), "0.8.8");
    assert_eq!(
        modelscan.created_at.unwrap().to_string(),
        "2026-11-21T23:41:54.477504Z"
    );
    let audit = only(&sample("modelaudit.malicious.pt.json"));
    assert_eq!(audit.scan.formats, ["pytorch_zip".into()]);
    assert_eq!(
        audit.scan.created_at.unwrap().to_string(),
        "2026-11-21T23:31:25Z"
    );
    let archive = "2f6456805947d2e2d02cee96ad81a1439fb22eb5bec861a23713649681c7464c";
    let hashed = |seen: &Observation| seen.hash.as_ref().is_some_and(|hash| hash.raw() == archive);
    assert!(
        audit.observations.iter().all(hashed),
        "members carry their archive's hash"
    );
    let advice = audit.observations[0].remediation.as_ref().unwrap();
    assert!(advice.steps[0].raw().starts_with("DO NOT USE THIS MODEL"));
    let sarif = only(&sample("modelaudit.malicious.pkl.sarif"));
    assert_eq!(sarif.scan.scanner_version.unwrap().raw(), "0.2.54");
    let seen = &sarif.observations[0];
    assert_eq!(
        seen.hash.as_ref().unwrap().raw(),
        "57d6920c7638c5d0e57e0a752cc6b72dd2df3b82f29e241b42c0b5961efa3a62"
    );
    assert!(
        seen.remediation.as_ref().unwrap().steps[0]
            .raw()
            .contains("os.system")
    );
}

#[test]
fn a_model_without_a_name_is_not_every_model_without_a_name() {
    let identity = |text: &str| {
        let (source, draft) = read(text).drafts.remove(0);
        Report::derive(source, Vec::new(), draft).findings[0].identity
    };
    let text = sample("fickling.global_only.pkl.json");
    assert_eq!(identity(&text), identity(&text));
    assert_ne!(identity(&text), identity(&format!(" {text}")));
}

#[test]
fn one_cause_in_the_same_words_is_one_finding() {
    let issue = |severity: &str, location: &str, name: &str| {
        json!({"message": "m", "severity": severity, "location": location, "rule_code": "S201",
               "details": {"module": "os", "name": name}})
    };
    let report = json!({"bytes_scanned": 1, "scanner_names": [], "issues": [
        issue("warning", "a.pkl (pos 1)", "system"),
        issue("critical", "a.pkl (pos 2)", "system"),
        issue("debug", "a.pkl", "popen"),
        {"message": "cannot read", "severity": "warning", "location": "b.pkl (pos 3)", "rule_code": "S902"},
        {"message": "m", "severity": "info", "location": "c.pkl", "type": "license_warning", "details": null},
    ]});
    let draft = only(&report.to_string());
    let findings = [
        (CRITICAL, "os.system", "a.pkl"),
        (Some(Level::Info), "os.popen", "a.pkl"),
        (Some(Level::Medium), "", "b.pkl"),
        (Some(Level::Info), "", "c.pkl"),
    ];
    assert_eq!(rows(&draft), expected(&findings));
    assert_eq!(draft.observations[3].kind(), Kind::Policy);
    assert_eq!(
        draft.observations[3].rule.raw(),
        "modelaudit: license_warning"
    );
    assert_notes(&draft, &["error: b.pkl: cannot read"], "S902");
}

#[test]
fn what_was_not_read_is_bounded_and_said() {
    let skipped: Vec<_> = (0..1000)
        .map(|number| json!({"source": format!("f{number}")}))
        .collect();
    let report = json!({"summary": {"modelscan_version": "1", "total_issues": 3, "scanned": {"total_scanned": 0},
        "skipped": {"skipped_files": skipped}}, "issues": [], "errors": null});
    let draft = only(&report.to_string());
    assert_eq!(draft.coverage.skipped, Some(1000));
    let notes = notes(&draft);
    assert_eq!(notes.len(), 23);
    assert_eq!(notes[0], "no file was scanned");
    assert_eq!(notes[21], "and 980 more skipped files");
    assert_eq!(notes[22], "issues by the summary: 3, listed: 0");
    let short = json!({"files_scanned": 1, "issues": [], "checks": [], "has_errors": true, "file_metadata": {
        "a.pkl": {"pickle_coverage": {"bytes_scanned": 10, "bytes_total": 90}}}});
    let parts = [
        "a.pkl: 10 of 90 bytes of the pickle were read",
        "has_errors",
    ];
    assert_notes(&only(&short.to_string()), &parts, "short");
}

#[test]
fn fickling_grades_and_doubts() {
    let grades = [
        ("LIKELY_SAFE", Some(Level::Info)),
        ("POSSIBLY_UNSAFE", Some(Level::Low)),
        ("SUSPICIOUS", Some(Level::Medium)),
        ("LIKELY_UNSAFE", Some(Level::High)),
        ("LIKELY_OVERTLY_MALICIOUS", Some(Level::Critical)),
        ("OVERTLY_MALICIOUS", Some(Level::Critical)),
        ("TOMORROW", None),
    ];
    for (word, level) in grades {
        let found = json!({"severity": word, "analysis": "", "detailed_results": {"R": {"C": ["import os", 1]}}});
        let draft = only(&found.to_string());
        assert_eq!(rows(&draft), expected(&[(level, "os", "")]), "{word}");
        assert_eq!(draft.observations[0].module, Some("os".into()));
        assert_eq!(draft.warnings.is_empty(), level.is_some(), "{word}");
    }
    let bare = json!({"severity": "LIKELY_UNSAFE", "analysis": "words\n", "detailed_results": {}});
    assert_eq!(
        only(&bare.to_string()).observations[0].description.raw(),
        "words"
    );
}

#[test]
fn picklescan_stands_in_logs() {
    let (one, other) = (
        sample("picklescan.malicious.pt.txt"),
        sample("picklescan.benign.pkl.txt"),
    );
    let text = format!("+ picklescan -p a\n{one}\n+ picklescan -p b\n{other}done: 3\n");
    let lines = text.lines();
    let log: Vec<_> = lines
        .map(|line| format!("2026-11-21T23:31:23.1234567Z \u{1b}[33m{line}\u{1b}[0m"))
        .collect();
    let log = log.join("\n");
    for text in [text, log] {
        let drafts = read(&text).drafts;
        let found: Vec<_> = drafts.iter().map(|(_, draft)| rows(draft)).collect();
        assert_eq!(found, [expected(&[(None, "posix.system", PT)]), vec![]]);
        assert_eq!(drafts[1].0.index, 1);
    }
}

#[test]
fn picklescan_without_one_of_its_streams() {
    let summary = "----------- SCAN SUMMARY -----------\nScanned files: 2\nInfected files: 1\n\
                   Suspicious globals: 1\nDangerous globals: 1\n";
    let draft = only(summary);
    assert_notes(
        &draft,
        &[
            "dangerous imports that are counted but not named: 1",
            "suspicious imports that are counted but not named: 1",
        ],
        "no names",
    );
    let listed = format!(
        "{summary}All globals found:\n  * os.system - dangerous\n  * a.b.C - suspicious\n  * x - innocuous\n"
    );
    let draft = only(&listed);
    assert_eq!(
        rows(&draft),
        expected(&[(None, "os.system", ""), (None, "a.b.C", "")])
    );
    assert_notes(&draft, &[], "names");
    let draft = only("/m.pkl: dangerous import 'os system' FOUND\n");
    assert_eq!(rows(&draft), expected(&[(None, "os.system", "/m.pkl")]));
    assert_notes(&draft, &["ends before the summary"], "cut off");
}

fn sarif(run: &Value) -> String {
    json!({"version": "2.1.0", "runs": [run]}).to_string()
}

#[test]
fn sarif_of_any_tool() {
    let rules = json!([
        {"id": "A", "defaultConfiguration": {"level": "note"}, "shortDescription": {"text": "about A"},
         "helpUri": "https://example.org/a", "messageStrings": {"m": {"text": "{0} in {1}"}}},
        {"id": "B", "properties": {"security-severity": "9.1"}}]);
    let at = |uri: &str| json!([{"physicalLocation": {"artifactLocation": {"uri": uri}}}]);
    let run = json!({"tool": {"driver": {"name": "T", "version": "7", "rules": rules}},
    "artifacts": [{"location": {"uri": "file:///src/x%20y.py"}}],
    "invocations": [{"executionSuccessful": false, "endTimeUtc": "2026-07-14T09:41:07Z",
        "toolExecutionNotifications": [{"level": "note", "message": {"text": "quiet"}}, {"message": {"text": "cannot parse z"}}]}],
    "results": [
        {"ruleIndex": 0, "message": {"id": "m", "arguments": ["a", "b"]},
         "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]},
        {"ruleId": "B/1", "level": "note", "message": {"text": "b"}, "locations": at("a%3Fb.py"),
         "suppressions": [{"kind": "external", "status": "accepted"}]},
        {"ruleId": "C", "message": {"text": "c"}, "suppressions": [{"kind": "external", "status": "rejected"}]},
        {"ruleId": "C", "level": "none", "message": {"text": "d"}},
        {"ruleId": "C", "kind": "pass", "message": {"text": "-"}},
        {"ruleId": "C", "kind": "review", "message": {"text": "-"}},
        {"ruleId": "C", "baselineState": "absent", "message": {"text": "-"}},
    ]});
    let draft = only(&sarif(&run));
    let findings = [
        (Some(Level::Low), "", "/src/x y.py"),
        (CRITICAL, "", "a?b.py"),
        (Some(Level::Medium), "", ""),
        (Some(Level::Info), "", ""),
    ];
    assert_eq!(rows(&draft), expected(&findings));
    let rules: Vec<_> = draft
        .observations
        .iter()
        .map(|seen| seen.rule.raw())
        .collect();
    assert_eq!(rules, ["T: A", "T: B/1", "T: C", "T: C"]);
    let first = &draft.observations[0];
    assert_eq!(first.description.raw(), "a in b");
    assert_eq!(first.rule_description, Some("about A".into()));
    assert_eq!(
        first.remediation.as_ref().unwrap().url,
        Some("https://example.org/a".into())
    );
    assert_eq!(
        (first.kind(), draft.observations[1].kind()),
        (Kind::Policy, Kind::Threat)
    );
    assert_eq!(
        draft.scan.created_at.unwrap().to_string(),
        "2026-07-14T09:41:07Z"
    );
    let parts = [
        "executionSuccessful: false",
        "warning: cannot parse z",
        "undecided results, which are not listed: 1",
        "gone and not listed: 1",
        "suppressed in the source and listed all the same: 1",
    ];
    assert_notes(&draft, &parts, "sarif");
}

#[test]
fn sarif_runs_are_reports_and_other_versions_are_not_read() {
    let run = json!({"tool": {"driver": {"name": "T"}}, "results": []});
    let log = json!({"version": "2.1.0", "runs": [run, {"tool": {"driver": {"name": "U"}}}]});
    let drafts = read(&log.to_string()).drafts;
    assert_eq!(drafts.len(), 2);
    assert_notes(&drafts[0].1, &[], "looked");
    assert_notes(&drafts[1].1, &["the tool did not look"], "did not look");
    let cases = [
        (
            json!({"version": "2.0.0", "runs": [run]}),
            "SARIF of version 2.0.0; only 2.1.0 is read",
        ),
        (
            json!({"version": "1.0.0", "runs": [{"tool": 1, "results": {}}]}),
            "SARIF of version 1.0.0",
        ),
        (
            json!({"$schema": "http://x/sarif-2.0.0.json", "runs": [run]}),
            "SARIF of version (none)",
        ),
        (
            json!({"version": "2.1.0", "runs": []}),
            "SARIF without a run",
        ),
    ];
    for (log, message) in cases {
        let reading = read(&log.to_string());
        assert!(reading.drafts.is_empty(), "{log}");
        assert_eq!(reading.notices[0].trouble, Trouble::Foreign);
        assert!(
            reading.notices[0].message.as_str().contains(message),
            "{:?}",
            reading.notices
        );
    }
}

#[test]
fn look_alikes_are_left_alone() {
    let cases = [
        json!({"severity": "HIGH", "analysis": "x"}).to_string(),
        json!({"severity": {"a": 1}, "analysis": "x", "detailed_results": {}}).to_string(),
        json!({"summary": {"total": 1}, "issues": [], "errors": []}).to_string(),
        json!({"issues": [], "checks": []}).to_string(),
        json!({"issues": {}, "files_scanned": 1, "checks": []}).to_string(),
        json!({"version": "2.1.0", "runs": [{"id": 1}]}).to_string(),
        json!({"runs": []}).to_string(),
        "/bin/x: Eicar-Test-Signature FOUND\n----------- SCAN SUMMARY -----------\n\
         Known viruses: 8\nScanned files: 1\nInfected files: 1\n"
            .to_owned(),
    ];
    for text in cases {
        let reading = read(&text);
        assert!(reading.drafts.is_empty(), "{text}");
        assert_eq!(reading.notices.len(), 1, "{text}");
    }
}

#[test]
fn wrong_types_say_where_and_missing_fields_are_absent() {
    let wrong = [
        r#"{"summary": {"modelscan_version": "1"}, "issues": [{"source": []}]}"#,
        r#"{"files_scanned": 1, "checks": [], "issues": ["x"]}"#,
        r#"{"version": "2.1.0", "runs": [{"tool": {}, "results": {"a": 1}}]}"#,
        r#"{"files_scanned": 1e400, "checks": null, "issues": []}"#,
        r#"{"severity": "X", "analysis": [], "detailed_results": {}}"#,
    ];
    for text in wrong {
        let reading = read(text);
        assert!(reading.drafts.is_empty(), "{text}");
        assert_eq!(reading.notices[0].trouble, Trouble::Unreadable, "{text}");
        assert!(reading.notices[0].position.is_some(), "{text}");
    }
    let bare = [
        r#"{"summary": {"modelscan_version": null}, "issues": [{}]}"#,
        r#"{"files_scanned": 1, "checks": null, "issues": [{"details": [1]}]}"#,
        r#"{"files_scanned": 99999999999999999999999, "checks": null, "issues": [{}]}"#,
        r#"{"version": "2.1.0", "runs": [{"tool": {}, "results": [{"ruleIndex": 18446744073709551615}]}]}"#,
    ];
    for text in bare {
        let drafts = read(text).drafts;
        assert_eq!(drafts[0].1.observations.len(), 1, "{text}");
        assert_eq!(rows(&drafts[0].1)[0].2, "", "{text}");
    }
}

/// Reads and derives, as the library does with whatever it finds.
fn digest(text: &str) {
    for (source, draft) in read(text).drafts {
        let report = Report::derive(source, Vec::new(), draft);
        assert_eq!(report.head.scan.outcome, Outcome::Unstated);
        assert!(report.head.coverage.notes.len() < 200);
    }
}

/// Replaces the value at a position, counted over the whole document.
fn replace(value: &mut Value, position: &mut usize, junk: &Value) {
    if *position == 0 {
        *value = junk.clone();
    }
    *position = position.wrapping_sub(1);
    match value {
        Value::Array(list) => list
            .iter_mut()
            .for_each(|value| replace(value, position, junk)),
        Value::Object(map) => map
            .values_mut()
            .for_each(|value| replace(value, position, junk)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn damaged_bytes_never_panic(
        case in prop::sample::select(CASES.iter().map(|case| case.sample).collect::<Vec<_>>()),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..8),
    ) {
        let mut bytes = sample(case).into_bytes();
        for (at, byte, act) in edits {
            let at = at.index(bytes.len());
            match act {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        digest(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn damaged_values_never_panic(
        case in prop::sample::select(CASES.iter().map(|case| case.sample).filter(|name| !name.ends_with("txt")).collect::<Vec<_>>()),
        position in 1..400usize,
        junk in prop::sample::select(vec![
            json!(null), json!(true), json!(-1), json!(1e308), json!(u64::MAX), json!(""), json!("é%C3 (pos 9)"), json!([]),
            json!({}), json!([[]]), json!([{}]), json!({"a": {}}), json!(":".repeat(5000)),
        ]),
    ) {
        let mut value: Value = serde_json::from_str(&sample(case)).unwrap();
        replace(&mut value, &mut position.clone(), &junk);
        digest(&value.to_string());
    }
}

#[test]
fn what_many_results_share_stays_small() {
    let long = "é".repeat(100_000);
    let run = json!({"tool": {"driver": {"name": long, "rules": [{"id": long, "shortDescription": {"text": long},
            "messageStrings": {"m": {"text": long}}}]}},
        "artifacts": [{"location": {"uri": long}}],
        "results": [
            {"ruleIndex": 0, "message": {"id": "m", "arguments": ["a"]},
             "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]},
            {"ruleIndex": 0}]});
    for seen in only(&sarif(&run)).observations {
        let file = seen.file.as_ref().map_or(0, |file| file.raw().len());
        let lengths = [seen.rule.raw().len(), seen.description.raw().len(), file];
        assert!(lengths.iter().all(|length| *length < 3000), "{lengths:?}");
    }
}
