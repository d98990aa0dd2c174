//! Several documents and lines in one text: what can be read is a row, what cannot is told of.

use airs_triage::domain::report::Report;
use airs_triage::domain::text::Untrusted;
use airs_triage::format::intake::{self, Notice, Reading};

use super::{origin, sample};

/// What a text gives, in short: the outcome and the model of each report with its findings, the words of each notice.
fn gist(text: &str) -> Vec<String> {
    let Reading {
        drafts, notices, ..
    } = intake::read(&origin(), text, false);
    let report = |(source, draft)| {
        let report = Report::derive(source, Vec::new(), draft);
        let (scan, findings) = (&report.head.scan, report.findings.len());
        let model = scan.model_name.as_ref().map_or("-", Untrusted::raw);
        format!("{} {model} {findings}", scan.outcome.word())
    };
    let notice = |notice: &Notice| match notice.position {
        Some((line, column)) => format!("{} at {line}:{column}", notice.message),
        None => notice.message.to_string(),
    };
    drafts
        .into_iter()
        .map(report)
        .chain(notices.iter().map(notice))
        .collect()
}

/// A sample on one line.
fn row(name: &str) -> String {
    let document: serde_json::Value = serde_json::from_str(&sample(name)).unwrap();
    document.to_string()
}

const ALLOWED: &str = "01_sdk_model_dump_allowed_hf.json";
const BLOCKED: &str = "02_sdk_model_dump_blocked_pickle_local.json";
const ALLOWED_GIST: &str = "ALLOWED google/timesfm-2.5-200m-pytorch 0";
const BLOCKED_GIST: &str = "BLOCKED model 0";

#[test]
fn a_document_that_cannot_be_read_hides_no_other_and_is_told_of() {
    let (allowed, blocked) = (row(ALLOWED), row(BLOCKED));
    let mistyped = r#"{"uuid":"x","eval_outcome":"ERROR","violations":1}"#;
    let wrong =
        "a report that cannot be read: invalid type: integer `1`, expected a list of violations";
    let broken = blocked.replace("\"total_files_scanned\":1", "\"total_files_scanned\":NaN");
    let nan = broken.find("NaN").unwrap() + 1;
    let cut = &blocked[..blocked.find("BLOCKED").unwrap()];
    let cases: [(String, &[&str]); 8] = [
        (
            format!("{mistyped}\n{blocked}\n"),
            &[BLOCKED_GIST, &format!("{wrong} at 1:49")],
        ),
        (
            format!("{{\"scans\":[{allowed},\n{mistyped},\n{blocked}\n,]}}"),
            &[
                ALLOWED_GIST,
                BLOCKED_GIST,
                "2 documents cannot be read; the first of them follows",
                "not valid JSON: trailing comma at 4:2",
            ],
        ),
        (
            format!("INFO\n[{allowed},\n{mistyped}]\nend\n"),
            &[ALLOWED_GIST, &format!("{wrong} at 3:49")],
        ),
        (
            format!("{cut}\n{allowed}\n"),
            &[
                ALLOWED_GIST,
                &format!(
                    "not valid JSON: control character (\\u0000-\\u001F) found while parsing a string at 1:{}",
                    cut.len()
                ),
            ],
        ),
        (
            format!("[\n{broken},\n{allowed}]"),
            &[
                ALLOWED_GIST,
                &format!("not valid JSON: expected value at 2:{nan}"),
            ],
        ),
        (
            format!("INFO\n{allowed}\n{cut}"),
            &[
                ALLOWED_GIST,
                &format!(
                    "not valid JSON: EOF while parsing a string at 3:{}",
                    cut.len()
                ),
            ],
        ),
        (
            format!("INFO\n{cut}"),
            &[&format!(
                "not valid JSON: EOF while parsing a string at 2:{}",
                cut.len()
            )],
        ),
        (
            format!(
                "[INFO] {{retry}} {{\"level\": NaN}}\n+ curl -d '{{\"uuid\": $ID}}'\n{allowed}\n{{\n"
            ),
            &[ALLOWED_GIST],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(gist(&text), expected, "{text}");
    }
}

#[test]
fn a_document_that_is_no_report_hides_none_behind_it() {
    let cases = [
        (
            sample("26_oauth_token_ok.json"),
            "an OAuth token response: it holds a secret, delete it",
        ),
        (
            sample("23_api_labels_request.json"),
            "a request that labels a scan",
        ),
        (
            sample("20_api_rule_instance_put_request.json"),
            "a request that changes a rule of a security group",
        ),
        (
            sample("60_runtime_security.json"),
            "a report of Prisma AIRS Runtime Security, which judges prompts and responses: another product, not a model scan",
        ),
        (
            r#"{"schema":"airs-triage.report/1"}"#.into(),
            "an export of this program: open the report it was made from",
        ),
    ];
    let blocked = sample(BLOCKED);
    for (document, notice) in cases {
        let text = format!("{document}\n{blocked}");
        assert_eq!(gist(&text), [BLOCKED_GIST, notice]);
    }
}

#[test]
fn documents_hide_no_lines_and_lines_tell_no_scan_twice() {
    let (allowed, console) = (sample(ALLOWED), sample("34_ado_console_output.txt"));
    let banner = sample("31_official_example_log_banner.txt");
    let picklescan = sample("scanners/picklescan.malicious.pkl.txt");
    let stdout = sample("28_cli_scan_stdout_mixed.log");
    let (benign, malicious) = ("ALLOWED benign-model 0", "BLOCKED malicious-model 2");
    let sentiment = "BLOCKED acme-labs/sentiment-v3 0";
    let uuid = "f73bf4ed-14c6-5783-b9d6-d2403ebd37a3";
    let cases: [(String, &[&str]); 9] = [
        (
            format!("{console}{allowed}"),
            &[ALLOWED_GIST, benign, malicious],
        ),
        (format!("{banner}{allowed}"), &[ALLOWED_GIST, sentiment]),
        (
            format!("{picklescan}{allowed}"),
            &[ALLOWED_GIST, "UNKNOWN malicious 1"],
        ),
        (
            format!("{banner}{picklescan}"),
            &[sentiment, "UNKNOWN malicious 1"],
        ),
        // The findings of a scan that the document only counts.
        (format!("{console}{stdout}"), &[malicious, benign]),
        (
            format!(
                "{console}{}",
                sample("32_ado_report_multi_model_array_INFERRED.json")
            ),
            &[benign, malicious, "ERROR broken-model 0"],
        ),
        (
            format!("{banner}{{\"uuid\":\"{uuid}\",\"eval_outcome\":\"BLOCKED\"}}"),
            &["BLOCKED - 0"],
        ),
        (
            format!("Prisma AIRS\nScan Status: BLOCKED\n{allowed}"),
            &[ALLOWED_GIST, "BLOCKED - 0"],
        ),
        (
            format!("Prisma AIRS\nScan Status: ALLOWED\n{allowed}"),
            &[ALLOWED_GIST],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(gist(&text), expected, "{text}");
    }
}

#[test]
fn a_name_of_brackets_hides_no_report() {
    let blocked = sample(BLOCKED);
    for name in ["[", "{\"a\":[", "[{\"uuid\":\""] {
        let text = format!("INFO scanning /models/evil{}\n{blocked}", name.repeat(40));
        assert_eq!(gist(&text), [BLOCKED_GIST], "{name}");
    }
}
