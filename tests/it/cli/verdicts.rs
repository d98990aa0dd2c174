//! `verdict`: about which finding or scan it is, and what stood there before.

use super::reports::sample;
use super::{Desk, quiet, refused, said};

/// A finding that samples 09, 32 and 41 have: the first names no scan.
const SHARED: &str = "v1:cda81d2418b7231f46400804d8c45791";
const PLACES: [&str; 3] = [
    "09_api_violations_pickle_local.json",
    "32_ado_report_multi_model_array_INFERRED.json",
    "41_web_wrapper_scan_plus_violations.json",
];

fn desk() -> Desk {
    let desk = Desk::new();
    for name in PLACES {
        sample(&desk, name);
    }
    desk
}

#[test]
fn a_verdict_about_a_scan_is_about_one() {
    let desk = desk();
    let decide = ["verdict", SHARED, "--as", "pipeline-fault"];
    let said_so = "this is in several scans, and pipeline fault is about one, nothing was saved";
    refused(desk.run(&decide), &[said_so]);
    let one = [&decide[..], &["--in", PLACES[2]]].concat();
    desk.run(&one).success();
    let listed = quiet(desk.run(&["list", PLACES[2]]));
    assert!(listed.contains("scan: pipeline fault"), "{listed}");
}

#[test]
fn a_verdict_is_bound_to_what_the_best_report_of_it_tells() {
    let desk = desk();
    let decide = ["verdict", SHARED, "--as", "false-positive"];
    let wide = [&decide[..], &["--scope", "rule-in-group"]].concat();
    desk.run(&wide).success();
    desk.run(&decide).success();
    let export = quiet(desk.run(&["export", PLACES[2], "--format", "json"]));
    assert!(!export.contains("09_api_violations"), "{export}");
}

#[test]
fn what_was_decided_before_is_said() {
    let desk = desk();
    let by = |author: &str, verdict: &str| {
        let decide = ["verdict", SHARED, "--as", verdict, "--author", author];
        said(&desk.run(&decide).success())
    };
    assert_eq!(
        by("maya", "true-positive"),
        "airs-triage: saved: true positive on 1 finding\n"
    );
    assert_eq!(
        by("ann", "needs-review"),
        "airs-triage: saved: needs review on 1 finding; before, it was true positive by maya\n"
    );
}
