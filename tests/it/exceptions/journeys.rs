//! What an analyst does with the ledger, through the real loop, and how it looks.

use airs_triage::io::ledger::Ledger;

use super::ledger;
use crate::support::desk::{Setting, at};

async fn with_a_past(size: (u16, u16)) -> Setting {
    Setting {
        ledger: ledger().await,
        ..Setting::demo(size).await
    }
}

#[tokio::test]
async fn a_verdict_is_extended_taken_off_and_brought_back_and_its_history_tells_it() {
    let setting = Setting {
        ledger: Ledger::in_memory().await.unwrap(),
        ..Setting::demo((120, 36)).await
    };
    at(setting, async |hand| {
        hand.sees("10 reports").await;
        hand.press("5");
        hand.sees("Nothing is decided yet").await;
        hand.press("1 Enter");
        hand.sees("0 of 11 decided").await;
        hand.press("f");
        hand.types("read by mistake");
        hand.press("Enter");
        hand.sees("Saved: false positive on 1 finding").await;
        hand.press("5 Enter");
        hand.sees("1 verdict").await;
        hand.sees("2026-10-31, in 90 days").await;
        hand.sees("ann  decided false positive").await;
        hand.press("+");
        hand.sees("Extended to 2027-01-29: false positive on 1 finding")
            .await;
        let screen = hand.sees("ann  extended to 2027-01-29").await;
        assert!(screen.contains("decided false positive"), "{screen}");
        hand.press("o");
        hand.sees("Nothing is decided yet").await;
        hand.press("u");
        hand.sees("2027-01-29, in 180 days").await;
        let screen = hand.sees("ann  undone: false positive").await;
        for deed in ["reopened", "extended to", "decided"] {
            assert!(screen.contains(deed), "{deed} is not in\n{screen}");
        }
        hand.press("Enter");
        hand.sees("1 of 11 decided").await;
        hand.press("Esc");
        hand.sees("2027-01-29, in 180 days").await;
    })
    .await;
}

#[tokio::test]
async fn expired_verdicts_are_found_from_the_tab_and_extended_together() {
    at(with_a_past((120, 36)).await, async |hand| {
        hand.sees("5 Exceptions 2 expired").await;
        hand.press("5 / e x p i r e d Enter");
        hand.sees("  10 days ago").await;
        hand.press("g v G v +");
        hand.sees("Extended to 2026-10-31: accepted risk on 2 subjects")
            .await;
        hand.sees_no("5 Exceptions 2 expired").await;
        hand.press("u");
        hand.sees("5 Exceptions 2 expired").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_handed_on_says_where_the_report_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.md");
    at(with_a_past((120, 36)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("5 x Tab");
        hand.sees("Export 8 verdicts").await;
        for _ in 0.."airs-exceptions.md".len() {
            hand.press("Backspace");
        }
        hand.types(notes.to_str().unwrap());
        hand.press("Enter");
        hand.sees("Wrote 8 verdicts to").await;
    })
    .await;
    let notes = std::fs::read_to_string(notes).unwrap();
    assert_eq!(
        notes.matches("No finding of the reports at hand").count(),
        1,
        "{notes}"
    );
    for fact in [
        "old.bin",
        "00000000-0000-4000-8000-000000000007",
        "vocab.txt",
        "Expired",
    ] {
        assert!(notes.contains(fact), "{fact} is not in\n{notes}");
    }
}
