//! A rough life: tiny terminals, floods of text, names made to break columns, a clock that lies, two desks at once.

use airs_triage::app::effect::Effect;
use airs_triage::app::keys::TABLE;
use airs_triage::app::layout::{self, Area};
use airs_triage::app::ledger::LedgerState;
use airs_triage::app::message::{Loaded, Message, Reading};
use airs_triage::app::model::Model;
use airs_triage::app::mouse::{self, Mouse};
use airs_triage::app::update::{start, update};
use airs_triage::domain::decision::{Act, Change, Decision, Entry};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::report::Report;
use airs_triage::domain::text::Printable;
use airs_triage::domain::verdict::Verdict;
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use airs_triage::view::{self, theme::Theme};
use jiff::ToSpan as _;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::keys::{desk, one, open, press, reports};
use crate::support::desk::{Setting, at};
use crate::support::svg;

/// The screen as text.
fn drawn(model: &Model) -> String {
    let (width, height) = (model.size.width.max(1), model.size.height.max(1));
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let frame = terminal.draw(|frame| view::draw(model, &Theme::dark(), frame));
    svg::text(frame.unwrap().buffer)
}

/// Keys that open each overlay there is, and each field that takes text.
const OPENED: [&str; 6] = ["f", "f Up Up", "x", "x Tab", "?", "/"];

#[test]
fn every_overlay_survives_a_terminal_that_shrinks_to_nothing_and_grows_again() {
    let reports = reports();
    for keys in OPENED {
        let mut model = desk(&reports);
        open(&mut model, &reports);
        press(&mut model, keys);
        for (width, height) in [(20, 5), (1, 1), (0, 0), (5, 60), (300, 2), (80, 24)] {
            update(&mut model, Message::Resized(width, height));
            drawn(&model);
            press(&mut model, "Tab BackTab Down Up Left Right j k");
            drawn(&model);
        }
        press(&mut model, "Esc Esc Esc Esc g");
        assert!(model.overlay.is_none() && !model.is_filtering(), "{keys}");
        assert!(drawn(&model).contains("10 reports"), "{}", drawn(&model));
    }
}

#[test]
fn at_20_by_5_something_can_still_be_decided() {
    let reports = reports();
    let mut model = desk(&reports);
    update(&mut model, Message::Resized(20, 5));
    open(&mut model, &reports);
    assert_eq!(press(&mut model, "j t w h y Enter").len(), 1);
}

/// Whether an effect gives a verdict or takes one back.
fn decides(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Record(..) | Effect::Undo(_) | Effect::Redo(_)
    )
}

#[test]
fn a_desk_that_may_not_write_writes_nothing_whatever_is_pressed_or_clicked() {
    let reports = reports();
    let mut ready = desk(&reports);
    open(&mut ready, &reports);
    let Effect::Record(_, mut entries) = one(press(&mut ready, "f Enter")) else {
        panic!()
    };
    let entry = entries.remove(0);
    let change = Change {
        reopened: Vec::new(),
        act: Act::Recorded,
        now: vec![(entry.subject.clone(), Some(decision(entry)))],
        words: "one".to_owned(),
    };
    let job = ready.jobs.start();
    update(&mut ready, Message::LedgerChanged(job, Ok(change)));
    press(&mut ready, "g");
    assert!(ready.target_decision().is_some());
    ready.read_only = true;
    for row in TABLE {
        for key in row.keys {
            for screen in ["1", "2"] {
                let mut model = ready.clone();
                press(&mut model, screen);
                let effects = press(&mut model, &format!("{key} Enter"));
                assert!(!effects.iter().any(decides), "{screen} {key}: {effects:?}");
            }
        }
    }
    for column in 0..80 {
        let (act, row) = (mouse::Act::Press, 23);
        let mut model = ready.clone();
        let mut effects = update(&mut model, Message::Mouse(Mouse { act, column, row }));
        effects.extend(press(&mut model, "Enter"));
        assert!(!effects.iter().any(decides), "{column}: {effects:?}");
    }
}

fn decision(entry: Entry) -> Decision {
    Decision {
        event: 1,
        at: demo::clock(),
        author: "ann".into(),
        subject: entry.subject,
        verdict: Verdict::FalsePositive,
        reason: None,
        expires: None,
        note: "before".into(),
        context: entry.context,
    }
}

#[test]
fn a_megabyte_of_paste_is_bounded_wherever_it_lands() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    let floods = [
        "x".repeat(1 << 20),
        "\u{1b}[2J\r\n\t漢\u{301}".repeat(100_000),
    ];
    for keys in ["", "f", "x Tab", "?", "/", "Enter"] {
        press(&mut model, keys);
        for flood in &floods {
            update(&mut model, Message::Pasted(flood.clone()));
            let screen = drawn(&model);
            assert!(!screen.contains('\u{1b}'), "{screen}");
        }
        press(&mut model, "Esc");
    }
    assert!(model.report.as_ref().unwrap().filter.text().chars().count() <= 4_000);
}

#[tokio::test]
async fn a_storm_of_keys_is_taken_at_once_wherever_it_lands() {
    const KEYS: usize = 100_000;
    at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("Enter");
        hand.sees("2 of 11 decided").await;
        for (open, close) in [
            ("/", "Esc Esc"),
            ("f", "Esc"),
            ("1 /", "Esc Esc"),
            ("2", "g"),
        ] {
            hand.press(open);
            for letter in ["j", "k"].iter().cycle().take(KEYS) {
                hand.press(letter);
            }
            hand.press(close);
        }
        hand.press("?");
        hand.sees("Help").await;
    })
    .await;
}

#[tokio::test]
async fn letters_typed_ahead_and_the_keys_between_them_keep_their_order() {
    let model = at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("/ b u i x Backspace l d Enter Space / Ctrl-u a c Left b Enter");
    })
    .await;
    assert_eq!(model.reports.filter.text(), "abc");
    assert_eq!(model.reports.marks.on.len(), 1);
}

/// Names that are wide, stacked, turned round, invisible, or simply long.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "x",
        "漢",
        "é\u{301}\u{302}",
        "👩‍👩‍👧‍👦",
        "\u{200b}",
        "\u{202e}",
        "ﷺ",
        "\u{7}",
        "\t",
    ]
    .iter()
    .map(|unit| unit.repeat(4_000))
    .collect();
    names.push("a\u{300}".to_owned() + &"\u{300}".repeat(4_000));
    names
}

/// A report in which everything that has a name has this one.
fn named(name: &str) -> Report {
    let name_json = serde_json::to_string(name).unwrap();
    let document = format!(
        r#"{{"uuid":"10288402-47b8-5a3f-a5e3-0df17bf0fb66","eval_outcome":"BLOCKED","model_uri":{name_json},
            "created_at":"2026-08-02T05:00:00Z","security_group_name":{name_json},"source_type":"LOCAL",
            "security_group_uuid":"20288402-47b8-5a3f-a5e3-0df17bf0fb66","tsg_id":"1",
            "eval_summary":{{"rules_passed":1,"rules_failed":2,"total_rules":3}},
            "violations":[{{"uuid":"30288402-47b8-5a3f-a5e3-0df17bf0fb66","rule_name":{name_json},"file":{name_json},
              "description":{name_json},"module":{name_json},"operator":{name_json},"threat":"PAIT-PKL-100",
              "rule_instance_state":"BLOCKING","hash":"aa"}}]}}"#
    );
    let input = Input::Held {
        name: "scan.json".into(),
        bytes: document.into_bytes().into(),
    };
    let harvest = Library::new(vec![input]).harvest(&std::sync::atomic::AtomicBool::new(false));
    assert_eq!(harvest.reports.len(), 1, "{:?}", harvest.notices);
    harvest.reports.into_iter().next().unwrap()
}

/// Column of a text in the first line that has it, counted in cells.
fn column(screen: &str, text: &str) -> Option<usize> {
    use unicode_width::UnicodeWidthStr as _;
    let line = screen.lines().find(|line| line.contains(text))?;
    Some(line[..line.find(text)?].width())
}

#[test]
fn no_name_leaves_its_column() {
    for (width, height) in [(80, 24), (120, 36), (200, 50)] {
        for name in names() {
            let reports = [named(&name)];
            let mut model = desk(&reports);
            update(&mut model, Message::Resized(width, height));
            let screen = drawn(&model);
            let shown: String = name.chars().take(6).collect();
            assert_eq!(
                column(&screen, "1/3"),
                column(&screen, "rules"),
                "{shown:?}\n{screen}"
            );
            assert_eq!(
                column(&screen, "▱"),
                column(&screen, "findings"),
                "{shown:?}\n{screen}"
            );
            open(&mut model, &reports);
            let screen = drawn(&model);
            let divider = layout::report(model.size, model.split).divider;
            let mut lines = screen.lines().skip(3).take(usize::from(height) - 5);
            let divided = |line: &str| column(line, "│") == Some(usize::from(divider.x));
            assert!(width < 100 || lines.all(divided), "{shown:?}\n{screen}");
            press(&mut model, "Tab f");
            drawn(&model);
        }
    }
}

#[test]
fn a_clock_that_jumps_back_a_year_ages_nothing_below_now() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    for hours in [-24 * 365, 24 * 400, -24 * 365 * 50] {
        let then = demo::clock() + hours.hours();
        update(&mut model, Message::Clock(then));
        press(&mut model, "1");
        let screen = drawn(&model);
        assert!(
            !screen.contains("-1") && screen.contains("10 reports"),
            "{screen}"
        );
        if hours < 0 {
            assert_eq!(screen.matches(" now").count(), 9, "{screen}");
        }
        press(&mut model, "2 f Enter");
        drawn(&model);
    }
}

#[test]
fn answers_nobody_asked_for_change_nothing() {
    let reports = reports();
    let mut model = Model::new(Area::new(0, 0, 80, 24), demo::clock());
    let job = model.jobs.start();
    start(&mut model);
    let summary = Box::new(reports[0].summary());
    update(
        &mut model,
        Message::Loaded(job, vec![Loaded::Report(summary)]),
    );
    update(&mut model, Message::LoadEnded(job));
    update(
        &mut model,
        Message::NoteEdited(job, Ok("a note".to_owned())),
    );
    update(
        &mut model,
        Message::Opened(job, Ok(Box::new(reports[0].clone()))),
    );
    assert!(model.library.summaries.is_empty() && model.report.is_none());
    update(
        &mut model,
        Message::LedgerRead(job, Ok(Decisions::default().into())),
    );
    assert_eq!(model.ledger, LedgerState::Open);
}

#[tokio::test]
async fn two_desks_on_one_ledger_lose_nothing_and_undo_nothing_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let setting = async |author| Setting {
        ledger: Ledger::open(&file).await.unwrap(),
        author,
        demo: false,
        ..Setting::demo((100, 30)).await
    };
    let (first, second) = (setting("ann").await, setting("bob").await);
    let both = at(first, async |ann| {
        ann.sees("11/11 open").await;
        at(second, async |bob| {
            bob.sees("11/11 open").await;
            for hand in [&mut *ann, &mut *bob] {
                hand.press("Enter");
                hand.sees("0 of 11 decided").await;
            }
            ann.press("g f Enter");
            ann.sees("Saved: false positive").await;
            // Bob has not seen Ann's verdict: he is told of it, and gives another one all the same.
            bob.press("g t Enter");
            bob.sees("ann decided false positive").await;
            bob.press("Enter");
            bob.sees("Saved: true positive").await;
            ann.press("u");
            ann.sees("bob").await;
        })
        .await;
    });
    Box::pin(both).await;
    at(setting("cat").await, async |hand| {
        hand.sees("10/11 open").await;
        hand.press("Enter");
        hand.sees("1 of 11 decided").await;
        hand.press("g");
        hand.sees("true positive").await;
        hand.sees("bob").await;
    })
    .await;
}

#[tokio::test]
async fn a_note_can_go_through_an_editor_and_back() {
    at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("Enter");
        hand.sees("2 of 11 decided").await;
        hand.press("f");
        hand.types("begun");
        hand.press("Ctrl-e");
        hand.sees("begun, edited").await;
        hand.press("Enter");
        hand.sees("Saved: false positive").await;
    })
    .await;
}

#[tokio::test]
async fn a_detail_scrolled_past_its_end_comes_back_with_the_first_notch() {
    let model = at(Setting::demo((100, 30)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("Enter");
        hand.sees("PAIT-PYTCH-100").await;
        hand.press(&"J ".repeat(300));
        hand.sees_no("PAIT-PYTCH-100").await;
        hand.press("K K");
    })
    .await;
    let scroll = model.report.unwrap().scroll;
    assert!((1..40).contains(&scroll), "{scroll}");
}

#[tokio::test]
async fn so_do_the_detail_of_a_verdict_and_a_value_of_the_source() {
    let model = at(Setting::demo((80, 24)).await, async |hand| {
        hand.sees("10 reports").await;
        hand.press("5 Enter");
        hand.sees("seen in").await;
        hand.press("y");
        // Of the verdict, not of the report that was open last.
        hand.sees("threat code").await;
        hand.press("Esc");
        hand.press(&"J ".repeat(300));
        hand.sees_no("seen in").await;
        hand.press("K K 1 Enter");
        hand.sees("2 of 11 decided").await;
        hand.press("R");
        hand.sees("· source ·").await;
        hand.press(&"J ".repeat(300));
        hand.sees_no("pytorch_model.bin\", hash").await;
        hand.press(&"K ".repeat(9));
        hand.sees("pytorch_model.bin\", hash").await;
    })
    .await;
    let scroll = model.exceptions.scroll;
    assert!((1..40).contains(&scroll), "{scroll}");
}

#[test]
fn a_ledger_that_cannot_be_written_says_so_before_a_note_is_typed() {
    let mut model = desk(&reports());
    let job = model.jobs.start();
    let barred = Some(Printable::line("the folder is read-only."));
    let decisions = model.decisions.clone();
    let reading = Reading { decisions, barred };
    update(&mut model, Message::LedgerRead(job, Ok(reading.clone())));
    let told = "No verdict can be saved: the folder is read-only.";
    let said = |model: &Model| model.toast.as_ref().map(|toast| toast.text.clone());
    assert_eq!(said(&model).as_deref(), Some(told));
    press(&mut model, "j");
    assert_eq!(said(&model), None);
    let job = model.jobs.start();
    update(&mut model, Message::LedgerRead(job, Ok(reading)));
    assert_eq!(said(&model), None, "what is known is not said twice");
    for key in ["t", "f", "o", "u"] {
        assert_eq!(press(&mut model, key), []);
        assert_eq!(said(&model).as_deref(), Some(told), "{key}");
        assert!(model.overlay.is_none());
    }
}
