//! The source of a report as it stands: opening it at the finding, folding, searching, leaving.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use airs_triage::app::effect::Effect;
use airs_triage::app::message::{Message, Source};
use airs_triage::app::model::Model;
use airs_triage::app::overlays::Overlay;
use airs_triage::app::overlays::raw::View;
use airs_triage::app::update::update;
use airs_triage::domain::outline::Needle;
use airs_triage::domain::report::{Origin, Report};
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use airs_triage::view::{self, theme::Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::keys::{desk, one, open, press, reports};
use crate::support::desk::{Setting, at};

/// Answers a wish for a source as the world would.
fn read(model: &mut Model, wish: Effect) {
    let Effect::ReadSource(job, wanted) = wish else {
        panic!("{wish:?}")
    };
    let stop = AtomicBool::new(false);
    let library = Library::new(demo::inputs());
    let outline = library.source(&wanted.origins, &stop).unwrap();
    let at = outline.locate(&wanted.clues, &stop);
    let outline = Arc::new(outline);
    update(model, Message::SourceRead(job, Ok(Source { outline, at })));
}

/// Answers a search as the world would.
fn search(model: &mut Model, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Search(job, search) = effect {
            let needle = Needle::new(&search.words).unwrap();
            let stop = AtomicBool::new(false);
            let hit = search
                .outline
                .find(&needle, search.from, search.forward, &stop);
            update(model, Message::Searched(job, hit));
        }
    }
}

fn view(model: &Model) -> &View {
    match &model.overlay {
        Some(Overlay::Raw(raw)) => raw.view.as_ref().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn path(model: &Model) -> String {
    let view = view(model);
    view.outline.path(view.cursor)
}

fn on_source(reports: &[Report]) -> Model {
    let mut model = desk(reports);
    open(&mut model, reports);
    let wish = one(press(&mut model, "R"));
    read(&mut model, wish);
    model
}

#[test]
fn the_source_opens_at_the_finding_under_the_cursor() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    for moved in 0..4 {
        press(&mut model, &format!("g {}", "j ".repeat(moved)));
        let open = model.report.as_ref().unwrap();
        let said = open.shown().unwrap().seen.description.clone();
        let said = serde_json::to_string(said.raw()).unwrap();
        let wish = one(press(&mut model, "R"));
        read(&mut model, wish);
        let view = view(&model);
        let there = view
            .outline
            .inside(view.cursor)
            .any(|row| view.outline.value(row, 9_999).text == said);
        assert!(there, "{moved}: {said} at {}", path(&model));
        press(&mut model, "Esc");
    }
}

#[test]
fn lines_fold_and_unfold_and_the_cursor_stays() {
    let reports = reports();
    let mut model = on_source(&reports);
    assert_eq!(path(&model), "violations[0]");
    press(&mut model, "j j");
    let inside = path(&model);
    press(&mut model, "h");
    assert_eq!(path(&model), "violations[0]");
    press(&mut model, "l j j");
    assert_eq!(path(&model), inside);
    press(&mut model, "-");
    assert_eq!(path(&model), "");
    press(&mut model, "g");
    assert_eq!(view(&model).seen().count(), 4);
    press(&mut model, "+");
    let all = view(&model).outline.rows();
    press(&mut model, "g");
    assert_eq!(view(&model).seen().count(), all);
    press(&mut model, "G");
    assert_eq!(view(&model).cursor, all - 1);
}

#[test]
fn a_search_unfolds_what_it_finds_and_goes_round() {
    let reports = reports();
    let mut model = on_source(&reports);
    let wish = press(&mut model, "g / V O C A B Enter");
    search(&mut model, wish);
    let first = path(&model);
    assert!(
        first.starts_with("violations[") && first.ends_with(".description"),
        "{first}"
    );
    let wish = press(&mut model, "n");
    search(&mut model, wish);
    let second = path(&model);
    assert_ne!(first, second);
    let wish = press(&mut model, "N");
    search(&mut model, wish);
    assert_eq!(path(&model), first);
    assert!(model.toast.is_none());
    let wish = press(&mut model, "N");
    search(&mut model, wish);
    assert!(model.toast.as_ref().unwrap().text.contains("round the end"));
    let wish = press(&mut model, "/ Enter");
    search(&mut model, wish);
    assert_eq!(path(&model), first);
    let wish = press(&mut model, "/ z z Esc n");
    search(&mut model, wish);
    assert_eq!(path(&model), second);
    let wish = press(&mut model, "/ z z Enter");
    search(&mut model, wish);
    assert!(
        model
            .toast
            .as_ref()
            .unwrap()
            .text
            .contains("does not occur")
    );
}

#[test]
fn escape_stops_the_work_that_nobody_waits_for() {
    let reports = reports();
    let mut model = desk(&reports);
    let Effect::ReadSource(job, _) = one(press(&mut model, "R")) else {
        panic!()
    };
    assert_eq!(press(&mut model, "Esc"), [Effect::Cancel(job)]);
    assert!(model.overlay.is_none());
    let late = airs_triage::domain::text::Printable::line("too late");
    update(&mut model, Message::SourceRead(job, Err(late)));
    assert!(model.toast.is_none());

    let mut model = on_source(&reports);
    let Effect::Search(first, _) = one(press(&mut model, "/ a Enter")) else {
        panic!()
    };
    let again = press(&mut model, "n");
    assert_eq!(again[0], Effect::Cancel(first));
    let Effect::Search(second, _) = again[1] else {
        panic!("{again:?}")
    };
    update(&mut model, Message::Searched(first, None));
    assert!(model.toast.is_none());
    assert_eq!(press(&mut model, "Esc"), [Effect::Cancel(second)]);
    assert!(matches!(model.overlay, Some(Overlay::Raw(_))));
    assert_eq!(press(&mut model, "Esc"), []);
    assert!(model.overlay.is_none());
}

#[test]
fn a_desk_with_nothing_on_it_says_so() {
    let mut model = desk(&[]);
    for key in ["R", "D"] {
        assert_eq!(press(&mut model, key), []);
        assert!(model.overlay.is_none() && model.toast.is_some(), "{key}");
    }
}

#[test]
fn of_an_archive_one_member_or_all_are_shown() {
    let library = Library::new(demo::inputs());
    let labels = |member: Option<&str>| {
        let origin = Origin {
            path: "demo/build-812.zip".into(),
            member: member.map(Into::into),
        };
        let outline = library.source(&[origin], &AtomicBool::new(false)).unwrap();
        let labels = outline
            .parts()
            .iter()
            .map(|part| part.label.raw().to_owned());
        labels.collect::<Vec<_>>()
    };
    assert_eq!(labels(None).len(), 2);
    let member = "model-scan-report/violations.json";
    assert_eq!(
        labels(Some(member)),
        [format!("demo/build-812.zip!/{member}")]
    );
}

#[test]
fn a_source_that_is_gone_says_why() {
    let origin = Origin {
        path: "not/there.json".into(),
        member: None,
    };
    let library = Library::new(Vec::new());
    let notice = library
        .source(&[origin], &AtomicBool::new(false))
        .unwrap_err();
    assert!(notice.sentence().as_str().contains("not there"));
}

const KEYS: [&str; 22] = [
    "j",
    "k",
    "g",
    "G",
    "PageDown",
    "PageUp",
    "Enter",
    "l",
    "h",
    "+",
    "-",
    "J",
    "K",
    "/",
    "a",
    "u",
    "n",
    "N",
    "Esc",
    "R",
    "Backspace",
    "Home",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any keys at any size: the cursor stands on a row that is seen and in the window, and it can be drawn.
    #[test]
    fn any_keys_leave_a_source_that_stands(
        keys in prop::collection::vec((prop::sample::select(&KEYS[..]), 0u16..130, 0u16..40), 1..50)
    ) {
        let reports = reports();
        let mut model = on_source(&reports);
        for (key, width, height) in keys {
            update(&mut model, Message::Resized(width, height));
            let effects = press(&mut model, key);
            if let [wish @ Effect::ReadSource(..)] = &effects[..] {
                read(&mut model, wish.clone());
            }
            search(&mut model, effects);
            if let Some(Overlay::Raw(raw)) = &model.overlay {
                let view = raw.view.as_ref().unwrap();
                prop_assert_eq!(view.folds.seen(&view.outline, view.cursor), view.cursor);
                let rows = airs_triage::app::overlays::raw::height(model.size).max(1);
                prop_assert!(view.seen().take(rows).any(|row| row == view.cursor));
            }
            let mut terminal = Terminal::new(TestBackend::new(width.max(1), height.max(1))).unwrap();
            terminal.draw(|frame| view::draw(&model, &Theme::dark(), frame)).unwrap();
        }
    }
}

#[tokio::test]
async fn a_source_in_an_old_encoding_and_one_that_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let report = include_str!("../../assets/demo/pending.json");
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(report.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = folder.path().join("pending.json");
    fs::write(&file, utf16).unwrap();
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
        hand.sees("PENDING").await;
        hand.press("R");
        hand.sees("eval_outcome: \"PENDING\"").await;
        hand.press("Esc");
        hand.sees_no("eval_outcome").await;
        fs::remove_file(&file).unwrap();
        hand.press("R");
        hand.sees("not there").await;
    })
    .await;
}
