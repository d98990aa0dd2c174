//! Two scans of one model: what is matched, what is counted, what is said of it, and the way back to the finding.

use std::collections::BTreeSet;
use std::fs;

use airs_triage::app::effect::Effect;
use airs_triage::app::message::Message;
use airs_triage::app::model::Model;
use airs_triage::app::overlays::Overlay;
use airs_triage::app::overlays::diff::Diff as Form;
use airs_triage::app::screens::Screen;
use airs_triage::app::update::update;
use airs_triage::domain::diff::{Cause, Comparison, Diff, Section, Single};
use airs_triage::domain::finding::Finding;
use airs_triage::domain::identity::{self, Place};
use airs_triage::domain::observation::{Observation, RuleState};
use airs_triage::domain::report::{Evaluation, Report, ScannedFile};
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use airs_triage::view;
use airs_triage::view::theme::Theme;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::keys::{desk, one, open, press, reports};
use crate::schema::validate;
use crate::support::desk::{Setting, at};

fn named(name: &str) -> Report {
    let mut reports = reports().into_iter();
    reports
        .find(|report| report.head.source.path.raw().ends_with(name))
        .unwrap()
}

/// What is done to a made-up report.
type Change = fn(&mut Report);

/// What a finding of a made-up report is made of: rule, file, hash, state.
type Seed = (u8, Option<u8>, Option<u8>, Option<bool>);

fn finding((rule, file, hash, blocks): Seed, scan: &str) -> Finding {
    let seen = Observation {
        file: file.map(|file| format!("f{file}.bin").into()),
        hash: file.and(hash).map(|hash| format!("{hash:040x}").into()),
        rule_state: blocks.map(|blocks| {
            if blocks {
                RuleState::Blocking
            } else {
                RuleState::Allowing
            }
        }),
        threat: Some("PAIT-PKL-100".into()),
        ..Observation::new(format!("rule {rule}"), "says so")
    };
    let kind = seen.kind();
    let place = Place {
        model: "acme/m",
        scan,
    };
    Finding {
        kind,
        severity: seen.graded(),
        identity: identity::of(&seen, kind, place),
        seen,
    }
}

fn report(seeds: &[Seed], scan: &str) -> Report {
    let mut report = named("build-811.json");
    report.findings = seeds.iter().map(|seed| finding(*seed, scan)).collect();
    report
}

fn positions(singles: &[Single]) -> BTreeSet<usize> {
    singles.iter().map(|single| single.at).collect()
}

/// New, changed, gone, same.
fn counts(diff: &Diff) -> [usize; 4] {
    [
        diff.new.len(),
        diff.changed.len(),
        diff.gone.len(),
        diff.same.len(),
    ]
}

#[test]
fn findings_are_matched_one_by_one() {
    let old: Seed = (1, Some(1), Some(1), Some(true));
    let cases: [(&[Seed], &[Seed], [usize; 4]); 9] = [
        (&[old], &[old], [0, 0, 0, 1]),
        (&[old], &[], [0, 0, 1, 0]),
        (&[], &[old, old], [2, 0, 0, 0]),
        (&[old, old], &[old, old, old], [1, 0, 0, 2]),
        (&[old], &[(1, Some(1), Some(2), Some(true))], [0, 1, 0, 0]),
        (&[old], &[(1, Some(1), Some(1), Some(false))], [0, 1, 0, 0]),
        (&[old], &[(1, Some(2), Some(1), Some(true))], [0, 1, 0, 0]),
        (&[old], &[(2, Some(1), Some(1), Some(true))], [1, 0, 1, 0]),
        (
            &[(1, Some(1), None, None)],
            &[(1, Some(1), None, None)],
            [0, 0, 0, 1],
        ),
    ];
    for (before, now, wanted) in cases {
        let diff = Diff::of(&report(before, "s1"), &report(now, "s2"));
        assert_eq!(counts(&diff), wanted, "{before:?} {now:?}");
    }
    let unhashed = [(1, Some(1), None, None)];
    assert_eq!(
        Diff::of(&report(&unhashed, "s1"), &report(&unhashed, "s2")).unhashed,
        1
    );
}

#[test]
fn a_new_finding_says_why_as_far_as_the_reports_do() {
    let now: Seed = (1, Some(1), Some(1), Some(true));
    let file = |name: &str| ScannedFile {
        path: name.into(),
        result: "SUCCESS".into(),
        folder: false,
    };
    let rule = |name: &str, state| Evaluation {
        rule: name.into(),
        state: Some(state),
        result: "PASSED".into(),
        violations: 0,
    };
    let cause = |before: &[Seed], extra: &dyn Fn(&mut Report), change: Change| {
        let mut older = report(before, "s1");
        extra(&mut older);
        change(&mut older);
        let newer = report(&[now, now], "s2");
        let diff = Diff::of(&older, &newer);
        let back = Diff::of(&newer, &older);
        assert_eq!(diff.new, back.gone);
        diff.new[0].cause
    };
    let (nothing, plain): (&dyn Fn(&mut Report), Change) = (&|_| {}, |_| {});
    assert_eq!(cause(&[], nothing, plain), Cause::FileUnnamed);
    let same_bytes = [(2, Some(1), Some(1), None)];
    assert_eq!(cause(&same_bytes, nothing, plain), Cause::SameBytes);
    let no_hash = [(2, Some(1), None, None)];
    assert_eq!(cause(&no_hash, nothing, plain), Cause::Unsaid);
    assert_eq!(cause(&[now], nothing, plain), Cause::Fewer);
    let other_bytes = [(2, Some(1), Some(9), None)];
    assert_eq!(cause(&other_bytes, nothing, plain), Cause::Bytes);
    let with_files = |report: &mut Report| report.files = vec![file("other.bin")];
    assert_eq!(cause(&[], &with_files, plain), Cause::FileAbsent);
    let without_rule =
        |report: &mut Report| report.evaluations = vec![rule("rule 2", RuleState::Blocking)];
    assert_eq!(cause(&[], &without_rule, plain), Cause::RuleAbsent);
    let disabled =
        |report: &mut Report| report.evaluations = vec![rule("rule 1", RuleState::Disabled)];
    assert_eq!(cause(&[], &disabled, plain), Cause::RuleDisabled);
    let heads: [(Change, Cause); 5] = [
        (
            |report| report.head.scan.scanner_version = Some("1".into()),
            Cause::Scanner,
        ),
        (
            |report| report.head.scan.sdk_version = Some("0".into()),
            Cause::Client,
        ),
        (
            |report| report.head.scan.enabled_rules = Some(3),
            Cause::Rules,
        ),
        (
            |report| report.head.scan.group.as_mut().unwrap().uuid = Some("other".into()),
            Cause::Group,
        ),
        (
            |report| {
                report.head.completeness = airs_triage::domain::report::Completeness::Counts;
            },
            Cause::NotListed,
        ),
    ];
    for (change, wanted) in heads {
        assert_eq!(cause(&[], nothing, change), wanted);
    }
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let seed = (
        0u8..3,
        prop::option::of(0u8..3),
        prop::option::of(0u8..3),
        prop::option::of(any::<bool>()),
    );
    prop::collection::vec(seed, 0..14)
}

proptest! {
    /// Every finding stands in exactly one place, and the same comparison backwards says the same backwards.
    #[test]
    fn counts_add_up_and_backwards_is_backwards(before in seeds(), now in seeds()) {
        let (older, newer) = (report(&before, "s1"), report(&now, "s2"));
        let diff = Diff::of(&older, &newer);
        let pairs = || diff.changed.iter().chain(&diff.same);
        let mut left: Vec<usize> = diff.gone.iter().map(|one| one.at).collect();
        left.extend(pairs().map(|pair| pair.older));
        left.sort_unstable();
        prop_assert_eq!(left, (0..before.len()).collect::<Vec<_>>());
        let mut right: Vec<usize> = diff.new.iter().map(|one| one.at).collect();
        right.extend(pairs().map(|pair| pair.newer));
        right.sort_unstable();
        prop_assert_eq!(right, (0..now.len()).collect::<Vec<_>>());

        let back = Diff::of(&newer, &older);
        prop_assert_eq!(&diff.new, &back.gone);
        prop_assert_eq!(&diff.gone, &back.new);
        prop_assert_eq!(positions(&diff.new).len(), diff.new.len());
        let turned = |diff: &Diff| -> BTreeSet<(usize, usize)> {
            diff.same.iter().map(|pair| (pair.newer, pair.older)).collect()
        };
        let straight: BTreeSet<_> = diff.same.iter().map(|pair| (pair.older, pair.newer)).collect();
        prop_assert_eq!(straight, turned(&back));
        prop_assert_eq!(diff.changed.len(), back.changed.len());
        prop_assert_eq!(diff.facts.len(), back.facts.len());
        for (fact, back) in diff.facts.iter().zip(&back.facts) {
            prop_assert_eq!((&fact.older, &fact.newer), (&back.newer, &back.older));
        }
        prop_assert_eq!(diff.rules.len(), back.rules.len());
    }
}

#[test]
fn the_bundled_scans_of_one_model_differ_as_they_should() {
    let comparison = Comparison::of(named("build-811.json"), named("build-812.zip"));
    let diff = &comparison.diff;
    assert_eq!(
        counts(diff).iter().sum::<usize>() + diff.changed.len() + diff.same.len(),
        16
    );
    assert!(diff.facts.iter().any(|fact| fact.what == "rules passed"));
    let rules: Vec<_> = diff
        .new
        .iter()
        .map(|single| comparison.newer.findings[single.at].seen.rule.raw())
        .collect();
    assert!(
        rules.contains(&"Load Time Code Execution Check"),
        "{rules:?}"
    );
}

/// Answers a wish for a comparison as the world would.
fn compare(model: &mut Model, wish: &Effect) {
    let Effect::Compare(job, heads) = wish else {
        panic!("{wish:?}")
    };
    let report = |head: &airs_triage::domain::report::Head| {
        let mut all = reports().into_iter();
        all.find(|report| report.head.source == head.source)
            .unwrap()
    };
    let comparison = Comparison::of(report(&heads.0), report(&heads.1));
    update(model, Message::Compared(*job, Ok(Box::new(comparison))));
}

fn form(model: &Model) -> &Form {
    match &model.overlay {
        Some(Overlay::Diff(form)) => form,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_previous_scan_is_chosen_and_enter_leads_to_the_finding() {
    let reports = reports();
    let mut model = desk(&reports);
    let wish = one(press(&mut model, "g D"));
    compare(&mut model, &wish);
    let (older, newer) = form(&model).heads();
    assert!(older.source.path.raw().ends_with("build-811.json"));
    assert!(newer.source.path.raw().ends_with("build-812.zip"));
    let first_new = form(&model).comparison.as_ref().unwrap().diff.new[0].at;
    let facts = Section::Around
        .entries(&form(&model).comparison.as_ref().unwrap().diff)
        .len();
    press(&mut model, &"j ".repeat(facts + 2));
    assert_eq!(press(&mut model, "Enter"), []);
    assert_eq!(
        (model.screen, model.overlay.is_none()),
        (Screen::Report, true)
    );
    let open = model.report.as_ref().unwrap();
    assert!(
        open.report
            .head
            .source
            .path
            .raw()
            .ends_with("build-812.zip")
    );
    assert_eq!(open.under_cursor(), [first_new]);
}

#[test]
fn an_open_report_stays_as_it_is_when_a_row_leads_to_it() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    press(&mut model, "Tab");
    let by = model.report.as_ref().unwrap().by;
    let wish = one(press(&mut model, "D"));
    compare(&mut model, &wish);
    press(&mut model, "G Enter G Enter");
    assert!(model.overlay.is_none());
    assert_eq!(model.report.as_ref().unwrap().by, by);
}

#[test]
fn the_oldest_scan_is_compared_with_the_next_and_a_single_one_refused() {
    let reports = reports();
    let mut model = desk(&reports);
    press(&mut model, "/ 8 1 1 Enter");
    let wish = one(press(&mut model, "D"));
    compare(&mut model, &wish);
    let (older, newer) = form(&model).heads();
    assert!(older.source.path.raw().ends_with("build-811.json"));
    assert!(newer.source.path.raw().ends_with("build-812.zip"));
    press(&mut model, "Esc Esc / c h u r n Enter");
    assert_eq!(press(&mut model, "D"), []);
    assert!(model.toast.as_ref().unwrap().text.contains("no other scan"));
}

#[test]
fn another_scan_can_be_chosen_and_late_answers_are_dropped() {
    let mut reports = reports();
    let mut third = named("build-811.json");
    third.head.source.path = "demo/build-800.json".into();
    third.head.scan.created_at = Some("2026-07-01T00:00:00Z".parse().unwrap());
    third.head.scan.uuid = Some("another".into());
    third.head.identity.exact = identity::of_bytes(b"another");
    reports.push(third.clone());
    let mut model = desk(&reports);
    let Effect::Compare(first, heads) = one(press(&mut model, "g D")) else {
        panic!()
    };
    assert!(heads.0.source.path.raw().ends_with("build-811.json"));
    let effects = press(&mut model, "Left");
    assert_eq!(effects[0], Effect::Cancel(first));
    let Effect::Compare(second, heads) = &effects[1] else {
        panic!("{effects:?}")
    };
    assert!(heads.0.source.path.raw().ends_with("build-800.json"));
    let late = Comparison::of(named("build-811.json"), named("build-812.zip"));
    update(&mut model, Message::Compared(first, Ok(Box::new(late))));
    assert!(form(&model).comparison.is_none());
    let right = Comparison::of(third, named("build-812.zip"));
    update(&mut model, Message::Compared(*second, Ok(Box::new(right))));
    assert!(form(&model).comparison.is_some());
}

const KEYS: [&str; 14] = [
    "j", "k", "g", "G", "PageDown", "PageUp", "Enter", "l", "h", "Left", "Tab", "Esc", "D", "J",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_keys_leave_a_comparison_that_stands(
        keys in prop::collection::vec((prop::sample::select(&KEYS[..]), 0u16..130, 0u16..40), 1..40)
    ) {
        let reports = reports();
        let mut model = desk(&reports);
        for (key, width, height) in keys {
            update(&mut model, Message::Resized(width, height));
            if model.overlay.is_none() {
                press(&mut model, "1 g D");
            }
            for wish in press(&mut model, key) {
                if let Effect::Compare(..) = wish {
                    compare(&mut model, &wish);
                }
            }
            if let Some(Overlay::Diff(form)) = &model.overlay {
                prop_assert!(form.list.cursor() < form.length().max(1));
            }
            let mut terminal = Terminal::new(TestBackend::new(width.max(1), height.max(1))).unwrap();
            terminal.draw(|frame| view::draw(&model, &Theme::dark(), frame)).unwrap();
        }
    }
}

#[tokio::test]
async fn from_the_same_findings_it_goes_to_the_report() {
    for size in [(80, 24), (120, 36)] {
        at(Setting::demo(size).await, async |hand| {
            hand.sees("10 reports").await;
            hand.press("Enter");
            hand.sees("2 of 11 decided").await;
            hand.press("D");
            hand.sees("ABOUT THE SCANS").await;
            hand.press("G Enter");
            hand.sees("▾ SAME").await;
            hand.press("G Enter");
            hand.sees("of 11 decided").await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_report_that_is_gone_by_now_is_said_and_a_late_build_compared() {
    let folder = tempfile::tempdir().unwrap();
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo");
    let older = folder.path().join("build-811.json");
    fs::copy(format!("{assets}/build-811.json"), &older).unwrap();
    let newer = folder.path().join("build-812.zip");
    fs::copy(format!("{assets}/build-812.zip"), newer).unwrap();
    let setting = Setting {
        filters: None,
        service: None,
        library: Library::new(vec![Input::Path(folder.path().to_owned())]),
        ledger: Ledger::in_memory().await.unwrap(),
        author: "ann",
        size: (100, 30),
        theme: Theme::dark(),
        demo: false,
    };
    at(setting, async |hand| {
        hand.sees("2 reports").await;
        hand.press("D");
        hand.sees("+ 6 new").await;
        hand.press("j j j j Enter");
        hand.sees("0 of 11 decided").await;
        hand.press("D");
        hand.sees("+ 6 new").await;
        hand.press("Esc 1");
        hand.sees("2 reports").await;
        fs::remove_file(&older).unwrap();
        hand.press("D");
        hand.sees("Not compared:").await;
    })
    .await;
}

/// What `diff` prints, and what it says beside that.
fn printed(args: &[&str]) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_airs-triage"))
        .arg("diff")
        .args(args)
        .env_clear()
        .env("HOME", folder.path())
        .current_dir(assets)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(run.stdout), text(run.stderr), run.status.code())
}

#[test]
fn the_command_line_compares_two_files() {
    let (out, beside, code) = printed(&["build-811.json", "build-812.zip"]);
    assert_eq!((beside.as_str(), code), ("", Some(0)));
    for line in [
        "older  acme/fraud-scorer  BLOCKED  2026-07-28 06:02 UTC  build-811.json",
        "  rules passed     7 of 11 → 6 of 11",
        "NEW 6",
        "CHANGED 1",
        "  Load Time Code Execution Check  training_args.bin __builtin__.getattr  the file changed",
        "GONE 0",
        "SAME 4",
    ] {
        assert!(
            out.lines().any(|printed| printed == line),
            "{line:?} is not in\n{out}"
        );
    }
    let (out, ..) = printed(&["build-812.zip", "build-811.json", "--json"]);
    validate("diff-1", &out);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["schema"], "airs-triage.diff/1");
    assert_eq!(json["gone"].as_array().unwrap().len(), 6);
    assert_eq!(json["gone"][0]["cause"], "file-unnamed");
    assert_eq!(json["changed"][0]["changes"], serde_json::json!(["bytes"]));
    assert_eq!(json["newer"]["source"]["path"], "build-811.json");
    for pair in [
        ["build-811.json", "build-812.zip"],
        ["churn-model.json", "build-812.zip"],
        ["build-812.zip", "nightly.log"],
    ] {
        let (out, ..) = printed(&[pair[0], pair[1], "--json"]);
        validate("diff-1", &out);
    }
}

#[test]
fn the_command_line_refuses_what_is_not_one_report() {
    for (old, words) in [
        ("build-813.json", "no scan report in build-813.json"),
        ("ado-report.json", "scan reports in ado-report.json"),
        ("nothing.json", "nothing.json"),
    ] {
        let (out, beside, code) = printed(&[old, "build-812.zip"]);
        assert_eq!((out.as_str(), code), ("", Some(2)), "{old}");
        assert!(beside.contains(words), "{words:?} is not in\n{beside}");
    }
    let said = |old, new| printed(&[old, new]).1.contains("named first is the newer");
    let (one, other) = ("churn-model.json", "build-812.zip");
    assert_ne!(said(one, other), said(other, one));
    let (_, beside, code) = printed(&["churn-model.json", "build-812.zip"]);
    assert!(
        beside.contains("different models") && code == Some(0),
        "{beside}"
    );
}
