//! Input made to break, hide, confuse or deceive.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::AtomicBool;

use airs_triage::domain::report::Report;
use airs_triage::domain::text::is_deceptive;
use airs_triage::domain::warning::Warning;
use airs_triage::format::artifact::{self, Asked};
use airs_triage::format::intake::Reading;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Harvest, Input, Library};
use airs_triage::view::theme::Theme;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::artifact::zip;
use crate::support::desk::{Setting, at};

mod joined;

const UUID: &str = "6f1f0c36-6a3b-4b1c-9a53-0d6a6c1f7e01";
/// CSI, OSC 52, OSC 8, C1, bidirectional controls, zero width, a tag, a line break.
const EVIL: &str = "\u{1b}[2J\u{1b}]52;c;aGk=\u{7}\u{1b}]8;;https://x\u{1b}\\\u{9b}31m\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\u{0}\r\n\u{85}";

fn scan(outcome: &str, violations: &[Value]) -> Value {
    json!({
        "uuid": UUID, "eval_outcome": outcome, "model_uri": "https://huggingface.co/acme/m",
        "eval_summary": {"rules_passed": 1, "rules_failed": 1, "total_rules": 2}, "violations": violations,
    })
}

fn violation() -> Value {
    json!({
        "description": "calls system", "rule_name": "Load Time Code Execution Check", "rule_instance_uuid": "r",
        "rule_instance_state": "BLOCKING", "threat": "PAIT-PKL-100", "file": "model.pkl", "hash": "ab",
        "module": "posix", "operator": "system",
    })
}

fn good() -> String {
    scan("BLOCKED", &[violation()]).to_string()
}

fn read(bytes: &[u8]) -> Reading {
    artifact::read(&"given.json".into(), bytes, Asked::Named)
}

fn report(bytes: &[u8]) -> Report {
    let reading = read(bytes);
    let only = <[_; 1]>::try_from(reading.drafts);
    let [(source, draft)] = only.unwrap_or_else(|all| panic!("{all:?} {:?}", reading.notices));
    Report::derive(source, Vec::new(), draft)
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn harvest(path: &Path) -> Harvest {
    Library::new(vec![Input::Path(path.to_owned())]).harvest(&AtomicBool::new(false))
}

fn program(arguments: &[&str], path: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_airs-triage"))
        .args(arguments)
        .arg(path)
        .env("AIRS_TRIAGE_LEDGER", path.with_extension("none"))
        .output()
        .unwrap()
}

#[test]
fn what_is_no_report_is_one_message_that_says_what_it_is() {
    let cases: [(&str, &str); 24] = [
        ("", "the file is empty"),
        (" \r\n\t", "the file is empty"),
        ("null", "JSON, but no scan report"),
        ("[]", "JSON, but no scan report"),
        ("{}", "JSON, but no scan report"),
        ("17", "JSON, but no scan report"),
        ("[1, 2, null]", "JSON, but no scan report"),
        ("{\"uuid\": \"u\",}", "not valid JSON: trailing comma"),
        ("{\"uuid\": NaN}", "not valid JSON"),
        ("// a comment\n{\"uuid\": 1 /* x */}", "a comment"),
        (
            "<!DOCTYPE html>\n<html><head><title>Log in</title>",
            "a web page",
        ),
        (
            "\u{feff}\n <HTML lang=en><script>var x = {\"a\": 1};</script>",
            "a web page",
        ),
        ("<!-- proxy -->\n<html>", "a web page"),
        ("<?xml version=\"1.0\"?>\n<testsuites tests=\"1\">", "JUnit"),
        ("<?xml version=\"1.0\"?>\n<plist>", "XML"),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
            "git lfs pull",
        ),
        (
            "{'uuid': 'u', 'eval_outcome': 'BLOCKED', 'created_at': None}",
            "a Python dictionary",
        ),
        (
            "INFO x\n{'uuid': 'u', 'eval_outcome': 'BLOCKED'}\n",
            "a Python dictionary",
        ),
        ("uuid: u\neval_outcome: BLOCKED\n", "YAML"),
        (
            "{\"uuid\": \"u\", \"eval_outcome\": \"ALLOWED\", \"eval_outcome\": \"BLOCKED\"}",
            "duplicate field `eval_outcome`",
        ),
        (
            "{\"uuid\": \"u\", \"eval_outcome\": \"BLOCKED\", \"total_files_scanned\": 1e400}",
            "out of range",
        ),
        ("{\"uuid\": [], \"eval_outcome\": {}}", "expected text"),
        (
            "{\"action\": \"block\", \"profile_name\": \"p\", \"prompt_detected\": {}}",
            "Runtime Security",
        ),
        (
            "INFO\n[{\"action\": \"block\", \"profile_name\": \"p\"}]\nend",
            "Runtime Security",
        ),
    ];
    for (text, expected) in cases {
        let reading = read(text.as_bytes());
        assert_eq!(reading.drafts.len() + reading.fragments.len(), 0, "{text}");
        let [notice] = &reading.notices[..] else {
            panic!("{text}: {:?}", reading.notices);
        };
        let message = notice.message.as_str();
        assert!(message.contains(expected), "{text}: {message}");
        let about_json = message.contains("not valid") || message.contains("cannot be read");
        assert_eq!(notice.position.is_some(), about_json, "{text}");
    }
}

#[test]
fn odd_values_leave_a_report_readable() {
    let with = |field: &str, value: Value| {
        let mut scan = scan("BLOCKED", &[violation()]);
        scan[field] = value;
        scan.to_string()
    };
    let counts = |count: &str| {
        good()
            .replace("\"rules_passed\":1", &format!("\"rules_passed\":{count}"))
            .replace("\"rules_failed\":1", &format!("\"rules_failed\":{count}"))
    };
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let cases = [
        counts("-1"),
        counts("18446744073709551615"),
        counts("1000000000000000000000000000000"),
        counts("0.5"),
        counts("\"many\""),
        with("created_at", json!("0000-01-01T00:00:00Z")),
        with("created_at", json!("9999-12-31T23:59:59Z")),
        with("created_at", json!("NaN")),
        with("created_at", json!("-1e308")),
        with("created_at", json!(i64::MIN)),
        with("model_uri", json!("a\u{0}b")),
        with("model_uri", json!("m".repeat(1_000_000))),
        with("other", json!("x")).replace("\"x\"", &deep),
        with("other", json!("x")).replace("\"x\"", r#""\ud800""#),
        good().replace("posix", r"po\udcffsix"),
        good().replace("acme/m", r"acme/\ud800"),
        good().replace(',', ",\r\n"),
        good().replace(',', ",\r"),
    ];
    for text in cases {
        let report = report(text.as_bytes());
        assert_eq!(report.findings.len(), 1, "{text}");
    }
}

#[test]
fn half_surrogate_pairs_are_replaced_and_said() {
    let report = report(good().replace("posix", r"po\udcffsix").as_bytes());
    assert!(report.head.warnings.contains(&Warning::NotAllText));
    let module = report.findings[0].seen.module.as_ref().unwrap();
    assert_eq!(module.raw(), "po\u{fffd}six");
}

#[test]
fn a_damaged_archive_says_so_once_and_gives_what_it_holds() {
    let text = good();
    let packed = gz(text.as_bytes());
    let mut checksum = packed.clone();
    let end = checksum.len();
    checksum[end - 8] ^= 1;
    let many: Vec<_> = (0..500).map(|at| format!("{at}.json")).collect();
    let rubbish: Vec<_> = many.iter().map(|name| (&**name, &b"{"[..])).collect();
    let good_too = ("scan.json", text.as_bytes());
    let cases: [(&str, Vec<u8>, usize, usize); 8] = [
        ("checksum", checksum, 1, 1),
        ("trailing rubbish", [&packed[..], b"rubbish"].concat(), 1, 1),
        ("trailing zeros", [&packed[..], &[0; 512]].concat(), 1, 1),
        (
            "members",
            [gz(b"INFO\n"), packed.clone(), gz(b"\nend")].concat(),
            1,
            0,
        ),
        ("cut", packed[..end - 20].to_vec(), 0, 1),
        (
            "rubbish",
            zip(&[&rubbish[..], &[good_too]].concat()),
            1,
            101,
        ),
        (
            "bomb",
            zip(&[("a.json", &vec![0; 20 << 20]), good_too]),
            1,
            1,
        ),
        (
            "bombs",
            zip(&[good_too, ("a.json.gz", &gz(&vec![0; 20 << 20]))]),
            1,
            1,
        ),
    ];
    for (name, bytes, reports, notices) in cases {
        let reading = read(&bytes);
        assert_eq!(reading.drafts.len(), reports, "{name}");
        assert_eq!(
            reading.notices.len(),
            notices,
            "{name}: {:?}",
            reading.notices
        );
    }
}

#[test]
fn an_outcome_that_its_findings_contradict_is_doubted() {
    let allowing = |state: &str| {
        let mut violation = violation();
        violation["rule_instance_state"] = state.into();
        violation
    };
    let cases = [
        ("ALLOWED", violation(), true),
        ("EvalOutcome.ALLOWED", allowing("RuleState.BLOCKING"), true),
        ("ALLOWED", allowing("ALLOWING"), false),
        ("BLOCKED", violation(), false),
    ];
    for (outcome, violation, doubted) in cases {
        let report = report(scan(outcome, &[violation]).to_string().as_bytes());
        let doubt = Warning::PassedWithBlocking { findings: 1 };
        assert_eq!(report.head.warnings.contains(&doubt), doubted, "{outcome}");
    }
}

#[test]
fn an_outcome_deeper_in_the_document_is_not_the_scans() {
    let mut outer = scan("ALLOWED", &[]);
    outer["details"] = json!({"eval_outcome": "BLOCKED"});
    assert_eq!(
        report(outer.to_string().as_bytes())
            .head
            .scan
            .outcome
            .word(),
        "ALLOWED"
    );
}

#[test]
fn the_same_finding_twice_is_counted() {
    let twice = report(
        scan("BLOCKED", &[violation(), violation()])
            .to_string()
            .as_bytes(),
    );
    assert!(
        twice
            .head
            .warnings
            .contains(&Warning::SharedIdentity { findings: 2 })
    );
}

#[test]
fn a_scan_that_one_text_tells_of_twice_is_one_unless_its_outcomes_contradict() {
    let found = |count: usize| vec![violation(); count];
    let cases: [(_, _, _, _, &[(&str, usize)]); 7] = [
        (
            "ALLOWED",
            0,
            "BLOCKED",
            0,
            &[("ALLOWED", 0), ("BLOCKED", 0)],
        ),
        ("BLOCKED", 0, "ERROR", 0, &[("BLOCKED", 0), ("ERROR", 0)]),
        ("BLOCKED", 0, "EvalOutcome.BLOCKED", 0, &[("BLOCKED", 0)]),
        ("BLOCKED", 1, "BLOCKED", 0, &[("BLOCKED", 1)]),
        ("BLOCKED", 0, "BLOCKED", 1, &[("BLOCKED", 1)]),
        ("PENDING", 0, "BLOCKED", 0, &[("BLOCKED", 0)]),
        ("BLOCKED", 0, "PENDING", 0, &[("BLOCKED", 0)]),
    ];
    for (one, first, other, second, expected) in cases {
        let (first, second) = (scan(one, &found(first)), scan(other, &found(second)));
        let documents = format!("[{first},{second}]");
        let reading = read(documents.as_bytes());
        let drafts = reading.drafts.iter().map(|(_, draft)| draft);
        let told: Vec<_> = drafts
            .clone()
            .map(|draft| (draft.scan.outcome.word(), draft.observations.len()))
            .collect();
        assert_eq!(told, expected, "{one} {other}");
        for draft in drafts {
            let doubts = draft.warnings.contains(&Warning::OutcomesContradict);
            assert_eq!(
                doubts,
                (one, other) == ("ALLOWED", "BLOCKED"),
                "{one} {other}"
            );
        }
    }
}

/// Adds to every text of a document.
fn poisoned(value: &mut Value) {
    match value {
        Value::String(text) => text.push_str(EVIL),
        Value::Array(rows) => rows.iter_mut().for_each(poisoned),
        Value::Object(fields) => fields.values_mut().for_each(poisoned),
        _ => {}
    }
}

/// Every sample with every text poisoned, under poisoned names.
fn poisoned_samples() -> TempDir {
    let folder = TempDir::with_prefix("hostile").unwrap();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples");
    for (number, entry) in fs::read_dir(samples).unwrap().enumerate() {
        let Ok(text) = fs::read_to_string(entry.unwrap().path()) else {
            continue;
        };
        let text = match serde_json::from_str::<Value>(&text) {
            Ok(mut document) => {
                poisoned(&mut document);
                document.to_string()
            }
            Err(_) => text.replace('\n', &format!("{EVIL}\n")),
        };
        let name = format!("{number}\u{1b}[31m\u{202e}\u{9b}m");
        fs::write(folder.path().join(format!("{name}.json")), &text).unwrap();
        let packed = zip(&[(&format!("in\u{7}\u{200b}{name}.json"), text.as_bytes())]);
        fs::write(folder.path().join(format!("{name}.zip")), packed).unwrap();
    }
    folder
}

#[test]
fn nothing_that_steers_a_terminal_gets_out() {
    let folder = poisoned_samples();
    let missing = folder.path().join("gone\u{1b}]52;c;aGk=\u{7}\u{202e}.json");
    let commands: [&[&str]; 7] = [
        &["list"],
        &["list", "--json"],
        &["show"],
        &["show", "--json"],
        &["export"],
        &["export", "--format", "csv"],
        &["export", "--format", "json"],
    ];
    for command in commands {
        for path in [folder.path(), &missing] {
            let output = program(command, path);
            for stream in [&output.stdout, &output.stderr] {
                let text = std::str::from_utf8(stream).unwrap();
                let raw = text.find(|c: char| c != '\n' && is_deceptive(c));
                let around = raw.map(|at| text[at..].chars().take(20).collect::<String>());
                assert_eq!(around, None, "{command:?} {}", path.display());
            }
        }
        let expected = [(folder.path(), 0), (&missing, 2)];
        for (path, code) in expected {
            assert_eq!(
                program(command, path).status.code(),
                Some(code),
                "{command:?}"
            );
        }
    }
}

#[test]
fn a_path_that_steers_a_terminal_is_told_of_as_text() {
    let folder = TempDir::with_prefix("hostile").unwrap();
    let (from, to) = (
        folder.path().join("scan.json"),
        folder.path().join("\u{1b}]0;x\u{7}\u{202e}"),
    );
    fs::write(&from, good()).unwrap();
    for code in [0, 2] {
        let output = program(&["export", "-o", to.to_str().unwrap()], &from);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        let deceives = |line: &str| line.contains(is_deceptive);
        assert!(!said.lines().any(deceives), "{said:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_open_like_others() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = TempDir::with_prefix("hostile").unwrap();
    for name in [&b"\xff.json"[..], b"\xfe.json"] {
        let text = good().replace("acme/m", &format!("acme/{}", name[0]));
        fs::write(folder.path().join(OsStr::from_bytes(name)), text).unwrap();
    }
    let library = Library::new(vec![Input::Path(folder.path().to_owned())]);
    let reports = library.harvest(&AtomicBool::new(false)).reports;
    assert_eq!(reports.len(), 2);
    for report in reports {
        assert_eq!(library.open(&report.head).as_ref(), Ok(&report));
    }
}

#[test]
fn a_folder_of_empty_files_hides_no_report() {
    let folder = TempDir::with_prefix("hostile").unwrap();
    for number in 0..3_000 {
        fs::write(folder.path().join(format!("{number}.json")), "").unwrap();
    }
    fs::write(folder.path().join("scan.json"), good()).unwrap();
    let harvest = harvest(folder.path());
    assert_eq!((harvest.reports.len(), harvest.notices.len()), (1, 3_000));
}

/// The document with the fields of every object in another order.
fn shuffled(value: &Value, turn: usize) -> Value {
    match value {
        Value::Array(rows) => rows.iter().map(|row| shuffled(row, turn)).collect(),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            let count = fields.len().max(1);
            fields.rotate_left(turn % count);
            if turn % 2 == 1 {
                fields.reverse();
            }
            let fields = fields.into_iter();
            Value::Object(
                fields
                    .map(|(name, value)| (name.clone(), shuffled(value, turn)))
                    .collect::<Map<_, _>>(),
            )
        }
        other => other.clone(),
    }
}

fn fingerprints(bytes: &[u8]) -> Vec<String> {
    let report = report(bytes);
    let mut prints: Vec<_> = report
        .findings
        .iter()
        .map(|seen| seen.identity.exact.to_string())
        .collect();
    prints.sort();
    prints
}

prop_compose! {
    fn any_violation()(
        rule in "[A-Za-z é]{1,12}", threat in prop::option::of("PAIT-[A-Z]{3}-[0-9]{3}"), file in prop::option::of("[a-z]{1,6}/[a-zé]{1,6}\\.pkl"),
        hash in prop::option::of("[0-9a-f]{40}"), operator in prop::option::of("[a-z]{1,8}"), description in "[^\\\\\u{0}-\u{1f}\u{7f}-\u{9f}]{0,30}",
        state in prop::sample::select(vec!["BLOCKING", "ALLOWING"]),
    ) -> Value {
        json!({"rule_name": rule, "rule_instance_uuid": "r", "threat": threat, "file": file, "hash": hash, "operator": operator,
            "description": description, "rule_instance_state": state})
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn fingerprints_do_not_depend_on_how_a_report_is_written(
        violations in prop::collection::vec(any_violation(), 1..5), turn in 0..40_usize,
    ) {
        let document = scan("BLOCKED", &violations);
        let compact = document.to_string();
        let pretty = serde_json::to_string_pretty(&shuffled(&document, turn)).unwrap();
        let prefix = "2026-06-03T22:32:10.1234567Z ";
        let log = format!("{prefix}Run\n{prefix}{}\n{prefix}end\n", pretty.replace('\n', &format!("\n{prefix}")));
        let utf16: Vec<u8> = pretty.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let enumerations = compact.replace("\"BLOCKING\"", "\"RuleState.BLOCKING\"").replace("\"BLOCKED\"", "\"EvalOutcome.BLOCKED\"");
        let dotted = compact.replace("\"file\":\"", "\"file\":\"./");
        let expected = fingerprints(compact.as_bytes());
        let ways = [
            ("again", compact.clone().into_bytes()),
            ("pretty and shuffled", pretty.clone().into_bytes()),
            ("zip", zip(&[("a/scan.json", pretty.as_bytes())])),
            ("gzip", gz(pretty.as_bytes())),
            ("log", log.into_bytes()),
            ("utf-16", [b"\xff\xfe".to_vec(), utf16].concat()),
            ("enumerations", enumerations.into_bytes()),
            ("./", dotted.into_bytes()),
            ("crlf", pretty.replace('\n', "\r\n").into_bytes()),
        ];
        for (way, bytes) in ways {
            prop_assert_eq!(fingerprints(&bytes), expected.clone(), "{}", way);
        }
    }
}

#[tokio::test]
async fn the_desk_shows_hostile_reports_as_text() {
    for size in [(40, 8), (80, 24), (200, 60)] {
        let folder = TempDir::with_prefix("hostile").unwrap();
        let mut document = scan("", &[violation()]);
        poisoned(&mut document);
        document["eval_outcome"] = "BLOCKED".into();
        for part in ["rules_passed", "rules_failed", "total_rules"] {
            document["eval_summary"][part] = u64::MAX.into();
        }
        document["pagination"] = json!({"total_items": u64::MAX});
        let reports = folder.path().join("reports");
        fs::create_dir(&reports).unwrap();
        fs::write(
            reports.join(format!("scan{}.json", "\u{1b}[31m\u{202e}")),
            document.to_string(),
        )
        .unwrap();
        let setting = Setting {
            library: Library::new(vec![Input::Path(reports)]),
            ledger: Ledger::open(&folder.path().join("ledger.db"))
                .await
                .unwrap(),
            author: "ann",
            size,
            theme: Theme::dark(),
            demo: false,
            filters: None,
            service: None,
        };
        at(setting, async |hand| {
            let list = hand.sees("BLOCKED").await;
            hand.press("Enter");
            let report = hand.sees("0 of 1 decided").await;
            hand.press("Tab j f");
            let form = hand.sees("False positive").await;
            for screen in [list, report, form] {
                let raw = screen.find(|c: char| c != '\n' && is_deceptive(c));
                assert_eq!(raw, None, "{screen}");
            }
        })
        .await;
    }
}
