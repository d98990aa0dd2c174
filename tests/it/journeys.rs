//! What an analyst does, through the real loop: real files, a real ledger, keys in and frames out.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use airs_triage::domain::decision::{Context, Entry, Saw};
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::verdict::{Ruling, Verdict};
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};

use crate::support::desk::{Setting, at};

const BUILD_811: &[u8] = include_bytes!("../../assets/demo/build-811.json");
const BUILD_812: &[u8] = include_bytes!("../../assets/demo/build-812.zip");

async fn on(folder: &Path, author: &'static str) -> Setting {
    let inputs = vec![Input::Path(folder.join("artifacts"))];
    Setting {
        ledger: Ledger::open(&folder.join("state/ledger.db")).await.unwrap(),
        author,
        ..Setting::on(inputs, (100, 30)).await
    }
}

fn leave(folder: &Path, name: &str, bytes: &[u8]) {
    fs::create_dir_all(folder.join("artifacts")).unwrap();
    fs::write(folder.join("artifacts").join(name), bytes).unwrap();
}

#[tokio::test]
async fn a_verdict_outlives_the_desk_and_the_build_and_reaches_the_ticket() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("0 of 5 decided").await;
        hand.press("/");
        hand.types("vocab");
        hand.press("Enter f");
        hand.sees("False positive ─").await;
        hand.types("plain text vocabulary");
        hand.press("Enter");
        hand.sees("Saved: false positive on 1 finding").await;
    })
    .await;

    leave(folder.path(), "build-812.zip", BUILD_812);
    let notes = folder.path().join("notes.md");
    at(on(folder.path(), "bob").await, async |hand| {
        hand.sees("10/11 open").await;
        hand.sees("4/5 open").await;
        hand.press("Enter");
        hand.sees("1 of 11 decided").await;
        hand.press("/");
        hand.types("vocab");
        hand.press("Enter");
        hand.sees("carried").await;
        hand.sees("plain text vocabulary").await;
        hand.press("Esc x Tab");
        for _ in 0.."airs-exceptions.md".len() {
            hand.press("Backspace");
        }
        hand.types(notes.to_str().unwrap());
        hand.press("Enter");
        hand.sees("Wrote 1 verdict to").await;
    })
    .await;
    let notes = fs::read_to_string(notes).unwrap();
    for fact in [
        "vocab.txt",
        "ToolNoise",
        "plain text vocabulary",
        "ann",
        "10288402-47b8-5a3f-a5e3-0df17bf0fb66",
    ] {
        assert!(notes.contains(fact), "{fact} is not in\n{notes}");
    }
}

#[tokio::test]
async fn what_waits_next_may_wait_in_the_next_report() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    leave(folder.path(), "build-812.zip", BUILD_812);
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("11/11 open").await;
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("6 of 11 rules passed").await;
        hand.sees("here only").await;
        hand.press("j");
        hand.sees("in 1 other scan since 2026-07-28").await;
        hand.press("g v G v f Enter");
        hand.sees("Done here: n").await;
        hand.press("n");
        hand.sees("7 of 11 rules passed").await;
        hand.sees("of 5 decided").await;
        hand.sees("~ false positive, ToolNoise").await;
    })
    .await;
}

/// Somebody else decides the first finding of build 811 from another process.
async fn meanwhile(folder: &Path, author: &str, verdict: Verdict) {
    let library = Library::new(vec![Input::Path(folder.join("artifacts"))]);
    let harvest = library.harvest(&AtomicBool::new(false));
    let report = &harvest.reports[0];
    let finding = &report.findings[0];
    let entry = Entry {
        subject: Subject::of(Scope::Exact, &report.head, &finding.key()).unwrap(),
        ruling: Some(Ruling::usual(verdict)),
        context: Context::of(&report.head, finding),
        saw: Saw::Open,
    };
    let ledger = Ledger::open(&folder.join("state/ledger.db")).await.unwrap();
    let now = "2026-08-02T06:00:00Z".parse().unwrap();
    ledger.record(author, now, &[entry]).await.unwrap();
    ledger.close().await;
}

#[tokio::test]
async fn nobodys_verdict_is_replaced_unseen() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("0 of 5 decided").await;
        meanwhile(folder.path(), "bob", Verdict::TruePositive).await;
        hand.press("g f");
        hand.types("looks harmless");
        hand.press("Enter");
        hand.sees("bob decided true positive on Load").await;
        hand.sees("looks harmless").await;
        hand.sees("replaces").await;
        hand.sees("1 TRUE POSITIVE").await;
        hand.press("Esc");
        hand.sees("✘ true positive").await;
        hand.press("g f");
        hand.sees("replaces").await;
        hand.press("Enter");
        hand.sees("Saved: false positive").await;
    })
    .await;
}

#[tokio::test]
async fn an_export_leaves_what_others_decided_to_be_told() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    let notes = folder.path().join("notes.md");
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("0 of 5 decided").await;
        meanwhile(folder.path(), "bob", Verdict::FalsePositive).await;
        hand.press("x Tab");
        for _ in 0.."airs-exceptions.md".len() {
            hand.press("Backspace");
        }
        hand.types(notes.to_str().unwrap());
        hand.press("Enter");
        hand.sees("Wrote 1 verdict to").await;
        hand.press("g t");
        hand.sees("replaces").await;
        hand.press("Enter");
        hand.sees("Saved: true positive").await;
    })
    .await;
}

#[tokio::test]
async fn what_others_decide_is_seen_when_the_reports_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("5/5 open").await;
        meanwhile(folder.path(), "bob", Verdict::AcceptedRisk).await;
        hand.press("Ctrl-r");
        hand.sees("4/5 open").await;
    })
    .await;
}

#[tokio::test]
async fn an_open_finding_can_be_passed_over_for_the_next_report() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    leave(folder.path(), "build-812.zip", BUILD_812);
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("11/11 open").await;
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("6 of 11 rules passed").await;
        hand.press("G n");
        hand.sees("7 of 11 rules passed").await;
        hand.press("g N");
        hand.sees("6 of 11 rules passed").await;
    })
    .await;
}

#[tokio::test]
async fn keys_typed_ahead_are_for_what_comes_next() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("0 of 5 decided").await;
        hand.press("f Enter t Enter f Enter");
        hand.sees("3 of 5 decided").await;
        hand.press("u");
        hand.sees("Undone: false positive on 1 finding").await;
    })
    .await;
}

#[tokio::test]
async fn a_proposal_is_refused_and_the_desk_remembers() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("5/5 open").await;
        hand.press("Enter");
        hand.sees("0 of 5 decided").await;
        hand.press("f Enter");
        hand.sees("1 of 5 decided").await;
    })
    .await;
    leave(folder.path(), "build-812.zip", BUILD_812);
    at(on(folder.path(), "bob").await, async |hand| {
        hand.sees("11/11 open ~1").await;
        hand.press("Enter");
        hand.sees("proposed").await;
        hand.press("j d");
        hand.sees("Saved: reopened 1 finding").await;
        hand.sees_no("proposed").await;
    })
    .await;
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("11/11 open").await;
        hand.sees_no("~1").await;
    })
    .await;
}

#[tokio::test]
async fn undo_works_after_a_restart_and_not_over_somebody_elses_verdict() {
    let folder = tempfile::tempdir().unwrap();
    leave(folder.path(), "build-811.json", BUILD_811);
    for (author, key, words) in [
        ("ann", "f", "false positive"),
        ("bob", "t", "true positive"),
    ] {
        at(on(folder.path(), author).await, async |hand| {
            hand.sees("/5 open").await;
            hand.press("Enter");
            hand.sees("of 5 decided").await;
            hand.press(&format!("g {key} Enter"));
            hand.sees(&format!("Saved: {words}")).await;
        })
        .await;
    }
    at(on(folder.path(), "ann").await, async |hand| {
        hand.sees("4/5 open").await;
        hand.press("u");
        hand.sees("bob").await;
    })
    .await;
    at(on(folder.path(), "bob").await, async |hand| {
        hand.sees("4/5 open").await;
        hand.press("u");
        hand.sees("Undone: true positive on").await;
        hand.sees("4/5 open").await;
        hand.press("U");
        hand.sees("Restored: true positive").await;
    })
    .await;
}

/// A scan of which nobody wrote down the bytes, and one of whose findings is about no file.
fn without_hashes(day: u8, words: &str) -> String {
    let finding = |rule: &str, words: &str, file: &str| {
        format!(
            r#"{{"description": "{words}", "rule_name": "{rule}", "rule_instance_uuid": "r",
            "rule_instance_state": "BLOCKING", "threat": "PAIT-KERAS-100", "hash": null, "file": {file}}}"#
        )
    };
    format!(
        r#"{{"uuid": "6f1f0c36-6a3b-4b1c-9a53-0000000000{day}", "eval_outcome": "BLOCKED",
        "model_uri": "https://huggingface.co/acme/m", "created_at": "2026-07-{day}T06:00:00Z",
        "eval_summary": {{"rules_passed": 5, "rules_failed": 2, "total_rules": 7}}, "violations": [{}, {}]}}"#,
        finding("Suspicious Model Components", "odd layers", r#""m.h5""#),
        finding("Load Time Code Execution Check", words, "null"),
    )
}

#[tokio::test]
async fn what_is_not_known_of_the_bytes_is_not_said() {
    let folder = tempfile::tempdir().unwrap();
    leave(
        folder.path(),
        "1.json",
        without_hashes(11, "calls system").as_bytes(),
    );
    leave(
        folder.path(),
        "2.json",
        without_hashes(12, "calls popen").as_bytes(),
    );
    let setting = Setting {
        size: (320, 30),
        ..on(folder.path(), "ann").await
    };
    at(setting, async |hand| {
        hand.sees(" 2 reports").await;
        hand.press("Enter");
        hand.sees("0 of 2 decided").await;
        hand.press("g");
        hand.sees("in 1 other scan since 2026-07-11, other words")
            .await;
        hand.press("G");
        hand.sees("2026-07-11, its bytes are not known").await;
        hand.press("v g v t Enter");
        hand.sees("2 of 2 decided").await;
        hand.press("n");
        hand.sees("0 of 2 decided · 2 proposed").await;
        hand.press("g");
        hand.sees("but in other words").await;
        hand.press("G");
        hand.sees("not known to be the same bytes").await;
    })
    .await;
}

#[tokio::test]
async fn one_verdict_for_many_and_back_with_one_key() {
    at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("Enter");
        hand.sees("2 of 11 decided").await;
        hand.press("C");
        hand.sees("Saved: false positive on 1 finding").await;
        hand.press("G k * a Enter");
        hand.sees("Saved: accepted risk on 6 findings").await;
        hand.sees("7 of 11 decided").await;
        hand.press("u");
        hand.sees("3 of 11 decided").await;
    })
    .await;
}

#[tokio::test]
async fn a_build_that_failed_for_its_own_reasons() {
    at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("/");
        hand.types("nightly");
        hand.press("Enter p");
        hand.sees("as a whole").await;
        hand.types("relative path");
        hand.press("Enter");
        hand.sees("! pipeline fault").await;
        hand.press("o");
        hand.sees_no("! pipeline fault").await;
    })
    .await;
}

#[tokio::test]
async fn an_exception_for_ever_wants_a_note() {
    at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("Enter");
        hand.sees("2 of 11 decided").await;
        hand.press("f BackTab Right Right Enter");
        hand.sees("needs a note").await;
        hand.types("vendored, never loaded");
        hand.press("Enter");
        hand.sees("Saved").await;
    })
    .await;
}

#[tokio::test]
async fn a_corrected_verdict_begins_with_the_note_it_had() {
    at(Setting::demo((80, 24)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("Enter");
        hand.sees("2 of 11 decided").await;
        hand.press("t");
        hand.types("calls a shell");
        hand.press("Enter");
        hand.sees("Saved: true positive").await;
        hand.press("g f");
        hand.sees("as it was for true positive: Ctrl-u empties it")
            .await;
        hand.sees("note     calls a shell").await;
        hand.press("Ctrl-u");
        hand.types("a stub of the tests");
        hand.sees_no("as it was for").await;
        hand.press("Enter");
        hand.sees("Saved: false positive").await;
        hand.press("g *");
        hand.sees("2 marked").await;
        hand.press("t");
        let screen = hand.sees("true positives of it").await;
        assert!(!screen.contains("as it was for"), "one of two\n{screen}");
    })
    .await;
}

#[tokio::test]
async fn a_verdict_on_the_whole_hides_nothing_that_waits() {
    at(Setting::demo((80, 24)).await, async |hand| {
        hand.sees("9/11 open ~1").await;
        hand.press("p Enter");
        hand.sees("! 9/11 open · pipeline").await;
        hand.sees("whole; its findings stay open.").await;
    })
    .await;
}

#[tokio::test]
async fn marks_that_a_filter_hides_are_counted() {
    at(Setting::demo((80, 24)).await, async |hand| {
        hand.sees("9/11 open ~1").await;
        hand.press("Space");
        hand.sees(" 1 marked · ").await;
        hand.press("/");
        hand.types("churn");
        hand.press("Enter");
        hand.sees(" 1 marked (1 not shown) · ").await;
        hand.press("/ Ctrl-u Enter");
        hand.sees(" 1 marked · ").await;
    })
    .await;
}
