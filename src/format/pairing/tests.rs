//! What is joined with what, by which sign, and what is left alone.

use super::{Bundle, join};
use crate::domain::draft::{Draft, Listing};
use crate::domain::observation::Observation;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Evaluation, ScannedFile, Source};
use crate::domain::scan::RuleCounts;
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;
use crate::format::intake::Fragment;

const ONE: &str = "6f1f0c36-6a3b-4b1c-9a53-0d6a6c1f7e01";
const TWO: &str = "6f1f0c36-6a3b-4b1c-9a53-0d6a6c1f7e02";

fn source(label: &str) -> Source {
    let (path, member) = label
        .split_once("!/")
        .map_or((label, None), |(path, member)| (path, Some(member.into())));
    Source {
        path: path.into(),
        member,
        index: 0,
        dialect: "test",
    }
}

fn scan(label: &str, uuid: &str, failed: u64) -> Bundle {
    let mut draft = Draft::default();
    draft.scan.uuid = Some(uuid.into());
    draft.scan.outcome = if failed > 0 {
        Outcome::Blocked
    } else {
        Outcome::Allowed
    };
    draft.scan.rules = Some(RuleCounts {
        passed: 7 - failed,
        failed,
        total: 7,
    });
    Bundle::new(source(label), draft)
}

fn violations(label: &str, rules: usize) -> (Source, Fragment) {
    let list = (0..rules).map(|rule| Observation::new(format!("rule {rule}"), "d"));
    let fragment = Fragment {
        observations: Some(list.collect()),
        total: Some(rules as u64),
        ..Fragment::default()
    };
    (source(label), fragment)
}

fn naming(uuid: &str, mut part: (Source, Fragment)) -> (Source, Fragment) {
    part.1.scan = Some(uuid.into());
    part
}

fn evaluation(rule: &str, result: &str) -> Evaluation {
    Evaluation {
        rule: rule.into(),
        state: None,
        result: result.into(),
        violations: 0,
    }
}

fn evaluations(label: &str, uuid: &str) -> (Source, Fragment) {
    let fragment = Fragment {
        scan: Some(uuid.into()),
        evaluations: vec![evaluation("a", "FAILED"), evaluation("b", "PASSED")],
        ..Fragment::default()
    };
    (source(label), fragment)
}

fn files(label: &str, uuid: &str, skipped: usize) -> (Source, Fragment) {
    let file = |number: usize| ScannedFile {
        path: format!("f{number}").into(),
        result: if number < skipped {
            "SKIPPED"
        } else {
            "SUCCESS"
        }
        .into(),
        folder: false,
    };
    let fragment = Fragment {
        scan: Some(uuid.into()),
        files: (0..skipped + 3).map(file).collect(),
        ..Fragment::default()
    };
    (source(label), fragment)
}

/// Which part went to which scan, and by what: `scan.json+violations.json by folder`.
fn pairs(joined: &[Bundle]) -> Vec<String> {
    let line = |scan: &Bundle| {
        let mut line = scan.source.label().raw().to_owned();
        for part in &scan.joined {
            line.push('+');
            line.push_str(part.label().raw());
        }
        for doubt in &scan.draft.warnings {
            if let Warning::Inferred { by, .. } = doubt {
                line.push_str(" by ");
                line.push_str(by);
            }
        }
        line
    };
    joined.iter().map(line).collect()
}

type Loose = (Source, Fragment);
type Case<Expected> = (&'static str, Vec<Bundle>, Vec<Loose>, Expected);

#[test]
fn each_sign_is_taken_when_exactly_one_scan_agrees() {
    let by_name = format!("{TWO}-violations.json");
    let in_folder = format!("{TWO}/violations.json");
    let cases: Vec<Case<Vec<String>>> = vec![
        (
            "named scan",
            vec![scan("a.json", ONE, 2), scan("b.json", TWO, 2)],
            vec![naming(TWO, violations("v.json", 2))],
            vec!["a.json".into(), "b.json+v.json".into()],
        ),
        (
            "uuid in the file name",
            vec![scan("a.json", ONE, 2), scan("b.json", TWO, 2)],
            vec![violations(&by_name, 2)],
            vec!["a.json".into(), format!("b.json+{by_name} by file name")],
        ),
        (
            "uuid in the folder's name",
            vec![scan("a.json", ONE, 2), scan("b.json", TWO, 2)],
            vec![violations(&in_folder, 2)],
            vec!["a.json".into(), format!("b.json+{in_folder} by file name")],
        ),
        (
            "stem",
            vec![
                scan("build-7.scan.json", ONE, 2),
                scan("build-8.scan.json", TWO, 2),
            ],
            vec![violations("build-8.violations.json", 2)],
            vec![
                "build-7.scan.json".into(),
                "build-8.scan.json+build-8.violations.json by name".into(),
            ],
        ),
        (
            "number",
            vec![
                scan("007-scan-qwen.json", ONE, 2),
                scan("008-scan-bert.json", TWO, 2),
            ],
            vec![violations("007-reasons.json", 2)],
            vec![
                "007-scan-qwen.json+007-reasons.json by name".into(),
                "008-scan-bert.json".into(),
            ],
        ),
        (
            "only scan of the folder with failed rules",
            vec![scan("d/a.json", ONE, 2)],
            vec![violations("d/v.json", 2)],
            vec!["d/a.json+d/v.json by folder".into()],
        ),
        (
            "same text",
            vec![scan("d/a.log", ONE, 2), scan("d/b.log", TWO, 2)],
            vec![violations("d/a.log", 2)],
            vec!["d/a.log+d/a.log by file".into(), "d/b.log".into()],
        ),
        (
            "same archive",
            vec![
                scan("a.zip!/scan.json", ONE, 2),
                scan("b.zip!/scan.json", TWO, 2),
            ],
            vec![violations("b.zip!/why/v.json", 2)],
            vec![
                "a.zip!/scan.json".into(),
                "b.zip!/scan.json+b.zip!/why/v.json by archive".into(),
            ],
        ),
        (
            "folder in an archive",
            vec![
                scan("z.zip!/a/s.json", ONE, 2),
                scan("z.zip!/b/s.json", TWO, 2),
            ],
            vec![
                violations("z.zip!/a/v.json", 1),
                violations("z.zip!/b/v.json", 2),
            ],
            vec![
                "z.zip!/a/s.json+z.zip!/a/v.json by folder".into(),
                "z.zip!/b/s.json+z.zip!/b/v.json by folder".into(),
            ],
        ),
    ];
    for (name, scans, parts, expected) in cases {
        assert_eq!(pairs(&join(scans, parts)), expected, "{name}");
    }
}

#[test]
fn nothing_is_guessed_among_several_or_against_what_is_known() {
    let cases: Vec<(&str, Vec<Bundle>, Vec<Loose>)> = vec![
        (
            "two scans fit",
            vec![scan("a.json", ONE, 2), scan("b.json", TWO, 2)],
            vec![violations("v.json", 2)],
        ),
        (
            "two parts want one scan",
            vec![scan("a.json", ONE, 2)],
            vec![violations("v.json", 2), violations("w.json", 1)],
        ),
        (
            "more rules than failed",
            vec![scan("a.json", ONE, 2)],
            vec![violations("v.json", 3)],
        ),
        (
            "nothing failed",
            vec![scan("a.json", ONE, 0)],
            vec![violations("v.json", 1)],
        ),
        (
            "empty list, blocked scan",
            vec![scan("a.json", ONE, 2)],
            vec![violations("v.json", 0)],
        ),
        (
            "another scan is named",
            vec![scan("a.json", ONE, 2)],
            vec![naming(TWO, violations("a-violations.json", 2))],
        ),
        (
            "another scan is named by the file",
            vec![scan("a.json", ONE, 2)],
            vec![violations(&format!("{TWO}.violations.json"), 2)],
        ),
        (
            "evaluations of another scan",
            vec![scan("a.json", ONE, 2)],
            vec![evaluations("e.json", TWO)],
        ),
        (
            "same stem in another folder",
            vec![
                scan("z.zip!/x/7-scan.json", ONE, 2),
                scan("z.zip!/y/7-scan.json", TWO, 2),
            ],
            vec![violations("z.zip!/q/7-violations.json", 2)],
        ),
    ];
    for (name, scans, parts) in cases {
        let count = scans.len() + parts.len();
        let joined = join(scans, parts);
        assert_eq!(joined.len(), count, "{name}");
        assert!(joined.iter().all(|scan| scan.joined.is_empty()), "{name}");
    }
}

#[test]
fn the_order_in_which_files_were_read_does_not_matter() {
    let scans = || vec![scan("1-scan.json", ONE, 1), scan("2-scan.json", TWO, 2)];
    let parts = || {
        vec![
            violations("1-violations.json", 1),
            violations("2-violations.json", 2),
            evaluations("e.json", TWO),
        ]
    };
    let (mut turned_scans, mut turned_parts) = (scans(), parts());
    turned_scans.reverse();
    turned_parts.reverse();
    assert_eq!(join(scans(), parts()), join(turned_scans, turned_parts));
}

#[test]
fn joined_violations_complete_a_report() {
    let joined = join(vec![scan("a.json", ONE, 2)], vec![violations("v.json", 2)]);
    let report = joined.into_iter().next().unwrap().report();
    assert_eq!(report.head.completeness, Completeness::Full);
    assert_eq!(report.findings.len(), 2);
    assert_eq!(report.head.joined, [source("v.json")]);
}

#[test]
fn a_second_page_is_added_and_a_second_copy_is_not() {
    let page = |label: &str, from: usize| {
        let (source, mut part) = naming(ONE, violations(label, 4));
        part.observations = part.observations.map(|list| list[from..from + 2].to_vec());
        (source, part)
    };
    let parts = vec![page("1.json", 0), page("2.json", 2), page("3.json", 0)];
    let joined = join(vec![scan("a.json", ONE, 4)], parts);
    assert_eq!(joined.len(), 1);
    assert_eq!(joined[0].draft.observations.len(), 4);
    assert_eq!(joined[0].joined.len(), 3);
}

#[test]
fn parts_without_a_scan_become_one_report_that_says_so() {
    let parts = vec![
        evaluations("e.json", ONE),
        files("f.json", ONE, 25),
        naming(ONE, violations("v.json", 1)),
    ];
    let joined = join(Vec::new(), parts);
    assert_eq!(pairs(&joined), ["e.json+f.json+v.json"]);
    let report = joined.into_iter().next().unwrap().report();
    assert_eq!(report.head.scan.outcome, Outcome::Unstated);
    assert_eq!(report.head.completeness, Completeness::Partial);
    assert_eq!(
        report.head.scan.rules,
        Some(RuleCounts {
            passed: 1,
            failed: 1,
            total: 2
        })
    );
    assert_eq!(report.head.coverage.skipped, Some(25));
    let notes: Vec<_> = report
        .head
        .coverage
        .notes
        .iter()
        .map(Untrusted::raw)
        .collect();
    assert!(notes[0].contains("scan itself is not here"), "{notes:?}");
    assert!(
        notes[1].contains("f0, f1") && notes[1].ends_with("and 5 more"),
        "{notes:?}"
    );
}

#[test]
fn violations_alone_are_a_partial_report() {
    let joined = join(Vec::new(), vec![violations("v.json", 2)]);
    assert_eq!(joined[0].draft.listing, Listing::Whole { total: Some(2) });
    let report = joined.into_iter().next().unwrap().report();
    assert_eq!(report.head.completeness, Completeness::Partial);
    assert_eq!(report.findings.len(), 2);
}
