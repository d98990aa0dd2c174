//! What belongs together, and what only looks as if it did.

use std::fs;

use airs_triage::domain::report::{Completeness, Report};
use airs_triage::domain::warning::Warning;
use serde_json::json;
use tempfile::TempDir;

use super::{harvest, report, scan, violation};

#[test]
fn violations_that_contradict_a_scan_are_not_taken_for_its_own() {
    let other_rule = || {
        let mut violation = violation();
        violation["rule_name"] = "Another Check".into();
        violation
    };
    let cases = [
        ("BLOCKED", vec![violation()], 1),
        ("BLOCKED", vec![violation(), other_rule()], 2),
        ("ALLOWED", vec![violation()], 2),
        ("ERROR", vec![], 2),
    ];
    for (outcome, violations, reports) in cases {
        let folder = TempDir::with_prefix("hostile").unwrap();
        let mut alone = scan(outcome, &[]);
        alone.as_object_mut().unwrap().remove("violations");
        let page =
            json!({"violations": violations, "pagination": {"total_items": violations.len()}});
        for (name, document) in [("scan.json", alone), ("violations.json", page)] {
            fs::write(folder.path().join(name), document.to_string()).unwrap();
        }
        let found = harvest(folder.path()).reports.len();
        assert_eq!(found, reports, "{outcome} {violations:?}");
    }
}

#[test]
fn violations_that_are_cut_off_never_make_a_report_full() {
    let folder = TempDir::with_prefix("hostile").unwrap();
    let mut alone = scan("BLOCKED", &[]);
    alone.as_object_mut().unwrap().remove("violations");
    let page =
        json!({"pagination": {"total_items": null}, "violations": [violation(), violation()]});
    let page = page.to_string();
    let whole = page.rfind("model.pkl").unwrap();
    for (until, completeness, damaged) in [
        (page.len(), Completeness::Full, false),
        (whole, Completeness::Partial, true),
    ] {
        fs::write(folder.path().join("scan.json"), alone.to_string()).unwrap();
        fs::write(folder.path().join("violations.json"), &page[..until]).unwrap();
        let reports = harvest(folder.path()).reports;
        let head = &reports[0].head;
        let is_damage = |doubt: &Warning| matches!(doubt, Warning::Damaged { .. });
        assert_eq!(reports.len(), 1);
        assert_eq!(head.completeness, completeness);
        assert_eq!(head.warnings.iter().any(is_damage), damaged);
    }
}

#[test]
fn what_stands_for_no_uuid_and_no_hash_binds_no_two_reports() {
    let of = |model: &str| {
        let mut one = violation();
        one["hash"] = "None".into();
        let mut scan = scan("BLOCKED", &[one]);
        scan["uuid"] = "None".into();
        scan["model_uri"] = model.into();
        report(scan.to_string().as_bytes())
    };
    let (one, other) = (of("s3://a/one"), of("s3://b/other"));
    assert_ne!(one.head.identity.exact, other.head.identity.exact);
    let exact = |report: &Report| report.findings[0].identity.exact;
    assert_ne!(exact(&one), exact(&other));
}
