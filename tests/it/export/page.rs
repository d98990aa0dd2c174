//! The page for a ticket: what stands first, what is told together, and what a reader can do with it.

use airs_triage::domain::decision::Decision;
use airs_triage::domain::exception::Format;
use airs_triage::domain::report::Report;
use airs_triage::domain::scope::Scope;
use airs_triage::domain::verdict::{Reason, Verdict};
use jiff::civil::Date;
use snapbox::{Data, assert_data_eq};

use super::{FORMAT, Held, LOAD, decided, now, paired};

const EXPIRES: Option<Date> = Some(Date::constant(2026, 10, 31));

fn bomb() -> Report {
    paired(
        "54_api_scan_blocked_hf_picklebomb_pairs_with_10",
        "10_api_violations_hf_many_per_rule",
    )
}

/// What one act decided about every finding of a rule.
fn together(
    report: &Report,
    first: i64,
    rule: &str,
    verdict: Verdict,
    note: &str,
) -> Vec<Decision> {
    let findings = report.findings.iter();
    let reason = verdict.usual_reason();
    let expires = EXPIRES.filter(|_| verdict.excuses());
    findings
        .filter(|finding| finding.seen.rule.raw() == rule)
        .zip(first..)
        .map(|(finding, event)| {
            let seen = (&report.head, finding);
            decided(event, seen, Scope::Exact, (verdict, reason, expires), note)
        })
        .collect()
}

fn page(report: Report, decisions: Vec<Decision>) -> String {
    let ledger = decisions.into_iter().collect();
    let held = Held::of(vec![report], &ledger);
    held.written(Format::Markdown)
        .replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn what_one_act_decided_alike_is_one_section_and_true_positives_come_first() {
    let report = bomb();
    let mut decisions = together(
        &report,
        1,
        FORMAT,
        Verdict::FalsePositive,
        "No loader opens these.",
    );
    decisions.extend(together(&report, 9, LOAD, Verdict::TruePositive, ""));
    let page = page(report, decisions);
    assert_data_eq!(
        Data::text(page).raw(),
        snapbox::file!["../../snapshots/export/together.md"].raw()
    );
}

#[test]
fn a_scan_that_was_not_passed_and_does_not_say_why_is_open() {
    let told = |sample| page(super::counts(sample), Vec::new());
    for (sample, line) in [
        (
            "05_api_scan_error_data_pending",
            "ERROR; the report does not say why",
        ),
        (
            "02_sdk_model_dump_blocked_pickle_local",
            "BLOCKED; the report does not say why",
        ),
    ] {
        let page = told(sample);
        assert!(page.contains("**1 still open.**"), "{page}");
        assert!(page.contains(line), "{page}");
    }
    let passed = told("01_sdk_model_dump_allowed_hf");
    assert!(passed.contains("nothing is open"), "{passed}");
}

#[test]
fn what_one_verdict_decides_in_several_scans_counts_once() {
    let (first, mut second) = (bomb(), bomb());
    second.head.scan.uuid = Some("another".into());
    let decisions = together(&first, 1, FORMAT, Verdict::FalsePositive, "");
    let alone = page(first.clone(), decisions.clone());
    let ledger = decisions.into_iter().collect();
    let both = Held::of(vec![first, second], &ledger).written(Format::Markdown);
    let headline = "**5 excused, 5 still open.**";
    assert!(alone.contains(headline), "{alone}");
    assert!(both.contains(headline), "{both}");
    assert!(
        both.contains("scan `another`") || both.contains("| `another` |"),
        "{both}"
    );
}

#[test]
fn what_differs_in_act_reason_or_note_is_told_apart() {
    let sections = |change: fn(&mut Decision)| {
        let report = bomb();
        let mut decisions = together(&report, 1, FORMAT, Verdict::FalsePositive, "alike");
        change(&mut decisions[0]);
        let page = page(report, decisions);
        page.lines().filter(|line| line.starts_with("### ")).count()
    };
    assert_eq!(sections(|_| {}), 1);
    assert_eq!(sections(|one| one.note = "another".into()), 2);
    assert_eq!(sections(|one| one.reason = Some(Reason::NotForRelease)), 2);
    assert_eq!(sections(|one| one.author = "bob".into()), 2);
    assert_eq!(sections(|one| one.at = now()), 2);
    assert_eq!(sections(|one| one.verdict = Verdict::TruePositive), 2);
}

#[test]
fn no_mark_of_the_vendor_and_no_backslash_shows() {
    let report = bomb();
    let decisions = together(
        &report,
        1,
        FORMAT,
        Verdict::FalsePositive,
        "see approved_formats",
    );
    let page = page(report, decisions);
    assert!(!page.contains('\\'), "{page}");
    assert!(
        page.contains("is stored in an unapproved format: onnx |"),
        "{page}"
    );
    assert!(page.contains("> see approved_formats\n"), "{page}");
}

#[test]
fn a_request_that_would_clear_a_list_when_pasted_does_not_parse() {
    let report = bomb();
    let decisions = together(&report, 1, FORMAT, Verdict::FalsePositive, "");
    let page = page(report, decisions);
    let body = page.lines().find_map(|line| line.strip_prefix("- Body: `"));
    let body = body.unwrap().trim_end_matches('`');
    assert!(
        serde_json::from_str::<serde_json::Value>(body).is_err(),
        "{body}"
    );
    let whole = body.replace('…', "\"safetensors\"");
    let whole: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let formats = whole["field_values"]["approved_formats"]
        .as_array()
        .unwrap();
    assert_eq!(
        formats.len(),
        6,
        "what is there and what five findings add: {whole}"
    );
    assert_eq!(whole["security_group_uuid"].as_str().unwrap().len(), 36);
    let path = page
        .lines()
        .find(|line| line.starts_with("- Request: `PUT /aims/mgmt/v1/security-groups/"));
    assert!(path.unwrap().contains("/rule-instances/"), "{page}");
}
