//! Filtering at the desk: what keys do to the filter and the list, what is offered, and how that looks.

use std::fs;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use airs_triage::app::effect::Effect;
use airs_triage::app::field::Field;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Loaded, Message};
use airs_triage::app::model::Model;
use airs_triage::app::screens::Screen;
use airs_triage::app::screens::reports::Row;
use airs_triage::app::update::{start, update};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::report::Report;
use airs_triage::domain::text::Printable;
use airs_triage::io::demo;
use airs_triage::io::library::Library;
use airs_triage::view::{self, theme::Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::support::desk::{Setting, at};
use crate::support::svg;

/// A desk on which the bundled reports have been read and nothing is decided.
fn desk() -> (Model, Vec<Report>) {
    static READ: LazyLock<Vec<Report>> = LazyLock::new(|| {
        Library::new(demo::inputs())
            .harvest(&AtomicBool::new(false))
            .reports
    });
    let reports = READ.clone();
    let mut model = Model::new(Area::new(0, 0, 80, 24), demo::clock());
    let Some(Effect::ReadLedger(job)) = start(&mut model).pop() else {
        panic!("no ledger was wished for")
    };
    let load = update(
        &mut model,
        Message::LedgerRead(job, Ok(Decisions::default().into())),
    );
    let [Effect::Load(job)] = load[..] else {
        panic!("{load:?}")
    };
    let news = reports
        .iter()
        .map(|report| Loaded::Report(Box::new(report.summary())));
    update(&mut model, Message::Loaded(job, news.collect()));
    update(&mut model, Message::LoadEnded(job));
    (model, reports)
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        effects = update(model, Message::Pressed(key.parse().unwrap()));
    }
    effects
}

fn types(model: &mut Model, text: &str) {
    for character in text.chars() {
        let key = if character == ' ' {
            "Space".to_owned()
        } else {
            character.to_string()
        };
        press(model, &key);
    }
}

/// Opens the first report, as the world would answer.
fn open(model: &mut Model, reports: &[Report]) {
    let Some(Effect::Open(job, head)) = press(model, "g Enter").pop() else {
        panic!("no report was wished for")
    };
    let report = reports
        .iter()
        .find(|report| report.head.source == head.source);
    update(
        model,
        Message::Opened(job, Ok(Box::new(report.unwrap().clone()))),
    );
    assert_eq!(model.screen, Screen::Report);
}

fn listed(model: &Model) -> Vec<String> {
    let reports = model.reports.rows.iter().filter_map(|row| match row {
        Row::Report(at) => Some(&model.library.summaries[*at]),
        Row::Model(_) | Row::Inside(_) | Row::Unread(_) => None,
    });
    reports
        .map(|summary| summary.head.name().raw().to_owned())
        .collect()
}

fn screen(model: &Model) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let drawn = terminal.draw(|frame| view::draw(model, &Theme::dark(), frame));
    svg::text(drawn.unwrap().buffer)
}

fn offered(model: &Model) -> Vec<&str> {
    let offers = model.filter().offers.iter().flat_map(|offers| &offers.list);
    offers.map(|offer| offer.text.trim_end()).collect()
}

#[test]
fn a_fault_keeps_the_list_and_what_follows_takes_effect() {
    let (mut model, _) = desk();
    press(&mut model, "/");
    types(&mut model, "outcome:blocked");
    let blocked = listed(&model);
    assert!(!blocked.is_empty() && blocked.len() < model.library.summaries.len());
    types(&mut model, "x rule:license");
    assert_eq!(listed(&model), blocked);
    let fault = model.filter().fault.clone().unwrap();
    assert_eq!(&model.filter().text()[fault.span], "blockedx");
    press(&mut model, "Enter");
    assert!(
        model.is_filtering(),
        "a list must not show what is not meant"
    );
    let said = model.toast.clone().unwrap();
    assert!(said.bad && said.text.contains("blockedx"), "{said:?}");
    press(&mut model, "Esc Esc");
    assert!(!model.is_filtering() && model.filter().fault.is_none());
    assert_eq!(listed(&model).len(), model.library.summaries.len());
}

#[test]
fn escape_brings_the_cursor_back_to_where_typing_began() {
    let (mut model, reports) = desk();
    press(&mut model, "j j");
    let report = model.reports.selected_report();
    press(&mut model, "/");
    let other = &model.library.summaries[model.reports.rows[0].report().unwrap()];
    let name = other.head.name().raw().to_owned();
    types(&mut model, &format!("model:\"{name}\""));
    assert_ne!(model.reports.selected_report(), report);
    press(&mut model, "Esc");
    assert_eq!(model.reports.selected_report(), report);

    open(&mut model, &reports);
    press(&mut model, "j");
    let finding = model.report.as_ref().unwrap().under_cursor().to_vec();
    press(&mut model, "/");
    types(&mut model, "kind:policy");
    assert_ne!(model.report.as_ref().unwrap().under_cursor(), finding);
    press(&mut model, "Esc Esc");
    assert_eq!(model.filter().text(), "");
    assert_eq!(model.report.as_ref().unwrap().under_cursor(), finding);
}

#[test]
fn completions_are_taken_with_one_key_and_name_what_occurs() {
    let (mut model, _) = desk();
    press(&mut model, "/");
    assert_eq!(offered(&model), [""; 0]);
    types(&mut model, "so");
    assert_eq!(offered(&model), ["source:"]);
    press(&mut model, "Backspace y");
    assert_eq!(offered(&model), ["symbol:"]);
    press(&mut model, "Tab");
    assert_eq!(model.filter().text(), "symbol:");
    assert!(offered(&model).len() > 1 && offered(&model).len() <= 8);
    press(&mut model, "Down Down Ctrl-p");
    let second = offered(&model)[1].to_owned();
    press(&mut model, "Tab");
    assert_eq!(model.filter().text(), format!("symbol:{second} "));
    assert!(!listed(&model).is_empty());
    types(&mut model, "is:");
    assert_eq!(
        offered(&model),
        ["open", "decided", "carried", "proposed", "expired"]
    );
    press(&mut model, "p Tab Enter");
    assert!(model.filter().text().ends_with("is:proposed ") && !model.is_filtering());
}

#[test]
fn a_value_is_completed_inside_a_filter_and_in_quotes() {
    let (mut model, _) = desk();
    press(&mut model, "/");
    types(&mut model, "is:open rule:\"file form");
    assert_eq!(offered(&model), ["\"Stored In Approved File Format\""]);
    press(&mut model, "Tab");
    assert_eq!(
        model.filter().text(),
        "is:open rule:\"Stored In Approved File Format\" "
    );
    press(&mut model, "Home");
    types(&mut model, "model:f");
    assert_eq!(offered(&model), [""; 0], "the cursor stands inside a word");
    types(&mut model, " ");
    press(&mut model, "Left");
    let first = offered(&model)
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned();
    press(&mut model, "Tab");
    assert!(
        model
            .filter()
            .text()
            .starts_with(&format!("model:{first} is:open"))
    );
    let cursor = model.filter().field.cursor();
    assert_eq!(cursor, format!("model:{first}").chars().count());
}

#[test]
fn escape_closes_completions_before_it_clears() {
    let (mut model, _) = desk();
    press(&mut model, "/ r u Esc");
    assert_eq!((offered(&model).len(), model.filter().text()), (0, "ru"));
    press(&mut model, "Esc");
    assert_eq!((model.is_filtering(), model.filter().text()), (false, ""));
    press(&mut model, "/ Tab");
    assert!(
        offered(&model).len() > 8,
        "every term is offered where nothing is typed"
    );
    press(&mut model, "Esc Down");
    assert!(
        !model.is_filtering(),
        "without completions down goes to the list"
    );
}

#[test]
fn findings_of_a_report_are_filtered_one_by_one() {
    let (mut model, reports) = desk();
    open(&mut model, &reports);
    let left = |model: &Model| -> usize {
        let open = model.report.as_ref().unwrap();
        open.groups.iter().map(|group| group.members.len()).sum()
    };
    let all = left(&model);
    let mut counts = Vec::new();
    for filter in [
        "kind:threat",
        "-kind:threat",
        "is:decided",
        "outcome:blocked",
        "outcome:allowed",
        "is:open",
    ] {
        press(&mut model, "/");
        types(&mut model, filter);
        counts.push(left(&model));
        press(&mut model, "Esc");
        assert!(!model.is_filtering());
        assert_eq!(model.screen, Screen::Report, "{filter}");
    }
    assert_eq!(counts[0] + counts[1], all);
    assert!(counts[0] > 0 && counts[1] > 0);
    assert_eq!(counts[2..], [0, all, 0, all]);
}

#[test]
fn a_filter_is_saved_under_a_name_and_taken_by_it() {
    let (mut model, _) = desk();
    assert_eq!(press(&mut model, "/ Ctrl-s"), []);
    assert!(model.toast.is_some() && model.filter().naming.is_none());
    types(&mut model, "outcome:blocked");
    let blocked = listed(&model);
    press(&mut model, "Ctrl-s");
    types(&mut model, "no name!");
    assert_eq!(press(&mut model, "Enter"), []);
    assert!(model.toast.as_ref().is_some_and(|toast| toast.bad));
    press(&mut model, "Esc Ctrl-s");
    types(&mut model, "red");
    let saved = vec![("red".to_owned(), "outcome:blocked".to_owned())];
    let effects = press(&mut model, "Enter");
    assert!(matches!(&effects[..], [Effect::SaveFilters(_, all)] if *all == saved));
    assert!(model.is_filtering() && model.filter().naming.is_none());
    press(&mut model, "Esc / @");
    assert_eq!(offered(&model), ["red"]);
    press(&mut model, "Tab Enter");
    assert_eq!((model.filter().text(), listed(&model)), ("@red ", blocked));
    let [Effect::SaveFilters(job, _)] = effects[..] else {
        panic!()
    };
    update(
        &mut model,
        Message::FiltersSaved(job, Err(Printable::line("full"))),
    );
    assert!(
        model
            .toast
            .is_some_and(|toast| toast.bad && toast.text.contains("full"))
    );
}

#[test]
fn a_name_that_is_being_typed_is_no_fault_until_it_can_become_none() {
    let (mut model, _) = desk();
    press(&mut model, "/");
    types(&mut model, "outcome:blocked");
    press(&mut model, "Ctrl-s");
    types(&mut model, "red-builds");
    press(&mut model, "Enter Esc /");
    let all = listed(&model);
    for (typed, wrong) in [
        ("@", false),
        ("@r", false),
        ("@red-", false),
        ("@red-x", true),
        ("@x", true),
        ("x @re", false),
        ("@re @y", false),
        ("@y @re", true),
    ] {
        model.filter_mut().field = Field::default();
        types(&mut model, typed);
        assert_eq!(model.filter().wrong().is_some(), wrong, "{typed}");
        assert_eq!(
            screen(&model).contains("no filter is saved as"),
            wrong,
            "{typed}"
        );
    }
    model.filter_mut().field = Field::default();
    types(&mut model, "@red");
    assert_eq!(listed(&model), all);
    model.filter_mut().offers = None;
    press(&mut model, "Enter");
    let said = model.toast.as_ref().unwrap();
    assert!(said.text.contains("no filter is saved as “@red”"));
    types(&mut model, "-builds");
    assert_ne!(listed(&model), all);
}

const KEYS: [&str; 34] = [
    "/",
    "Esc",
    "Enter",
    "Tab",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "Backspace",
    "Ctrl-n",
    "Ctrl-p",
    "Ctrl-s",
    "Ctrl-c",
    "Space",
    "i",
    "s",
    ":",
    "o",
    "r",
    "u",
    "l",
    "e",
    "f",
    "-",
    "!",
    "@",
    "\"",
    ",",
    "2",
    "é",
    "1",
    "g",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any keys in a filter at any size: nothing panics, what is wrong and what is offered lies in the text, and every
    /// state can be drawn.
    #[test]
    fn any_keys_leave_a_filter_that_can_be_drawn(
        on_report in any::<bool>(),
        keys in prop::collection::vec((prop::sample::select(&KEYS[..]), 0u16..110, 0u16..30), 1..50)
    ) {
        let (mut model, reports) = desk();
        if on_report {
            open(&mut model, &reports);
        }
        press(&mut model, "/");
        for (key, width, height) in keys {
            update(&mut model, Message::Resized(width, height));
            press(&mut model, key);
            let filter = model.filter();
            let spans = [
                filter.fault.as_ref().map(|fault| fault.span.clone()),
                filter.offers.as_ref().map(|offers| offers.span.clone()),
            ];
            for span in spans.into_iter().flatten() {
                prop_assert!(filter.text().get(span).is_some());
            }
            let offers = filter.offers.as_ref();
            prop_assert!(offers.is_none_or(|offers| offers.selected < offers.list.len()));
            let mut terminal = Terminal::new(TestBackend::new(width.max(1), height.max(1))).unwrap();
            terminal.draw(|frame| view::draw(&model, &Theme::plain(), frame)).unwrap();
        }
    }
}

#[tokio::test]
async fn the_list_stays_while_deciding_and_is_laid_anew_on_return() {
    at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("/");
        hand.types("is:open rule:load file:bin");
        hand.press("Enter");
        hand.sees("1 of 10 reports").await;
        hand.press("Enter");
        hand.sees("of 11 decided").await;
        hand.press("/");
        hand.types("is:open kind:threat");
        hand.press("Enter g f Enter");
        hand.sees("Saved: false positive").await;
        hand.sees("✓ (").await;
        hand.press("Tab Tab");
        hand.sees_no("✓ (").await;
    })
    .await;
}

#[tokio::test]
async fn a_saved_filter_outlives_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("settings/filters.txt");
    let setting = Setting {
        filters: Some(place.clone()),
        ..Setting::demo((80, 24)).await
    };
    at(setting, async |hand| {
        hand.sees("10 reports").await;
        hand.press("/");
        hand.types("kind:threat is:open");
        hand.press("Ctrl-s");
        hand.sees("as @").await;
        hand.types("red");
        hand.press("Enter");
        hand.sees("@red stands for this filter").await;
    })
    .await;
    let kept = fs::read_to_string(&place).unwrap();
    assert!(
        kept.lines().any(|line| line == "@red kind:threat is:open"),
        "{kept}"
    );
    let kept = airs_triage::io::filters::read(&place).unwrap();
    assert_eq!(kept, [("red".to_owned(), "kind:threat is:open".to_owned())]);
}
