//! Every screen, form and empty state as a picture, small and wide; the same pictures are the README's.

use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::Library;
use airs_triage::view::theme::Theme;

use crate::support::desk::{Setting, at};
use crate::support::palette::Palette;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

fn named(what: &str, (width, height): (u16, u16)) -> String {
    format!("{what}-{width}x{height}")
}

#[tokio::test]
async fn reports_report_and_forms() {
    for size in SIZES {
        at(Setting::demo(size).await, async |hand| {
            hand.sees("10 reports, 1 without one").await;
            hand.picture(Palette::Dark, &named("reports", size)).await;
            hand.press("Enter");
            hand.sees("2 of 11 decided").await;
            hand.picture(Palette::Dark, &named("report", size)).await;
            hand.press("f");
            hand.sees("expires").await;
            hand.picture(Palette::Dark, &named("verdict", size)).await;
            hand.press("Esc ?");
            hand.sees("Help").await;
            hand.picture(Palette::Dark, &named("help", size)).await;
            hand.press("Esc x");
            hand.sees("Export the verdicts").await;
            hand.picture(Palette::Dark, &named("export", size)).await;
            hand.press("Esc Tab");
            hand.sees("training_args.bin  __builtin__").await;
            hand.picture(Palette::Dark, &named("report-by-file", size))
                .await;
        })
        .await;
    }
}

#[tokio::test]
async fn what_an_artifact_without_reasons_says() {
    for size in SIZES {
        at(Setting::demo(size).await, async |hand| {
            hand.sees("10 reports").await;
            hand.press("j Enter");
            hand.sees("not which").await;
            hand.picture(Palette::Dark, &named("counts", size)).await;
        })
        .await;
    }
}

#[tokio::test]
async fn an_empty_desk_and_a_filter_that_matches_nothing() {
    let library = Library::new(Vec::new());
    let ledger = Ledger::in_memory().await.unwrap();
    let setting = Setting {
        library,
        ledger,
        author: "ann",
        size: (80, 24),
        theme: Theme::dark(),
        demo: false,
        filters: None,
        service: None,
    };
    at(setting, async |hand| {
        hand.sees("No scan reports here yet").await;
        hand.picture(Palette::Dark, "empty-80x24").await;
    })
    .await;
    at(Setting::demo((80, 24)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("/");
        hand.types("nothing like this");
        hand.sees("Nothing matches").await;
        hand.picture(Palette::Dark, "no-match-80x24").await;
    })
    .await;
}
