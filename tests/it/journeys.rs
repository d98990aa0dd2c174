//! What an analyst does, through the real loop: real files, a real ledger, keys in and frames out.

use std::fs;
use std::path::Path;

use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use airs_triage::view::theme::Theme;

use crate::support::desk::{Setting, at};

const BUILD_811: &[u8] = include_bytes!("../../assets/demo/build-811.json");
const BUILD_812: &[u8] = include_bytes!("../../assets/demo/build-812.zip");

async fn on(folder: &Path, author: &'static str) -> Setting {
    let library = Library::new(vec![Input::Path(folder.join("artifacts"))]);
    let ledger = Ledger::open(&folder.join("state/ledger.db")).await.unwrap();
    Setting {
        library,
        ledger,
        author,
        size: (100, 30),
        theme: Theme::dark(),
        demo: false,
        filters: None,
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
        hand.sees("Undone: true positive").await;
        hand.sees("4/5 open").await;
        hand.press("U");
        hand.sees("Restored: true positive").await;
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
