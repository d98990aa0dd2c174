//! The list of reports: sorted, by model, and what is taken off it; pure by key strings, and as pictures.

use airs_triage::app::effect::Effect;
use airs_triage::app::job::JobId;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Changed, Loaded, Message, Presence, Unread};
use airs_triage::app::model::Model;
use airs_triage::app::screens::reports::Row;
use airs_triage::app::screens::reports::order::Column;
use airs_triage::app::target::Target;
use airs_triage::app::update::{start, update};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::draft::{Draft, Listing};
use airs_triage::domain::observation::Observation;
use airs_triage::domain::outcome::Outcome;
use airs_triage::domain::report::{Origin, Report, Source, Summary};
use airs_triage::domain::scan::{Group, RuleCounts};
use airs_triage::domain::text::Printable;
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::{Input, Library};
use airs_triage::view::{self, theme::Theme};
use jiff::Timestamp;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use strum::IntoEnumIterator as _;

use crate::support::desk::{Setting, at};
use crate::support::svg;

/// A report as a test writes it down: day, model, outcome, findings.
pub(crate) type Told = (u8, &'static str, &'static str, usize);

fn summary(file: &str, (day, model, outcome, findings): Told) -> Summary {
    let mut draft = Draft::default();
    let seen = |at: usize| Observation {
        file: Some(format!("{at}.bin").into()),
        ..Observation::new(format!("Rule {at}"), "")
    };
    draft.observations = (0..findings).map(seen).collect();
    draft.listing = Listing::Whole { total: None };
    let scan = &mut draft.scan;
    scan.uuid = Some(format!("{model}-{day}").into());
    scan.model_name = Some(model.into());
    scan.model_uri = Some(format!("https://huggingface.co/acme/{model}").into());
    scan.outcome = Outcome::read(outcome);
    scan.created_at =
        (day > 0).then(|| Timestamp::constant(1_780_000_000 + i64::from(day) * 86_400, 0));
    scan.group = Some(Group {
        uuid: None,
        name: Some(format!("group {}", day % 3).into()),
    });
    scan.rules = Some(RuleCounts {
        passed: 1,
        failed: findings as u64,
        total: 1 + findings as u64,
    });
    let source = Source {
        path: file.into(),
        member: None,
        index: 0,
        dialect: "api-scan",
    };
    Report::derive(source, Vec::new(), draft).summary()
}

pub(crate) const LIST: [Told; 7] = [
    (20, "scorer", "ALLOWED", 1),
    (22, "scorer", "BLOCKED", 3),
    (21, "parser", "BLOCKED", 5),
    (0, "dateless", "PENDING", 0),
    (24, "reader", "ERROR", 0),
    (19, "scorer", "ALLOWED", 0),
    (23, "parser", "ALLOWED", 2),
];

/// A desk on these reports, each in a file named by its position, and one broken file.
pub(crate) fn desk(list: &[Told]) -> Model {
    let (mut model, load) = reading();
    let news = list.iter().enumerate().map(|(at, told)| {
        let summary = summary(&format!("{at}.json"), *told);
        Loaded::Report(Box::new(summary))
    });
    let broken = Loaded::Notice(unread("broken.json"));
    let news = news.chain([broken]).collect();
    update(&mut model, Message::Loaded(load, news));
    let watch = update(&mut model, Message::LoadEnded(load));
    assert!(matches!(watch[..], [Effect::Watch(_)]), "{watch:?}");
    model
}

/// A desk that has begun to read.
fn reading() -> (Model, JobId) {
    let mut model = Model::new(Area::new(0, 0, 120, 30), demo::clock());
    let [Effect::ReadLedger(ledger)] = start(&mut model)[..] else {
        panic!()
    };
    let read = Message::LedgerRead(ledger, Ok(Decisions::default().into()));
    let [Effect::Load(load)] = update(&mut model, read)[..] else {
        panic!()
    };
    (model, load)
}

fn unread(file: &str) -> Unread {
    Unread {
        origin: Origin {
            path: file.into(),
            member: None,
        },
        place: Printable::line(file),
        broken: true,
        why: Printable::line("not JSON"),
    }
}

pub(crate) fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        effects = update(model, Message::Pressed(key.parse().unwrap()));
    }
    effects
}

fn changed(model: &mut Model, changed: Changed) {
    let job = model.jobs.watch.unwrap();
    update(model, Message::Changed(job, Box::new(changed)));
}

/// The rows, as positions in the list; a model as those of its reports, a file without a report as 99.
fn rows(model: &Model) -> Vec<Vec<usize>> {
    let rows = model.reports.rows.iter().map(|row| match row {
        Row::Unread(_) => vec![99],
        row => model.reports.members(row).to_vec(),
    });
    rows.collect()
}

/// The reports in order, not those under their model.
fn laid(model: &Model) -> Vec<usize> {
    let rows = model.reports.rows.iter();
    let rows = rows.filter(|row| !matches!(row, Row::Inside(_)));
    let members = rows.flat_map(|row| model.reports.members(row));
    members.copied().collect()
}

fn flat(model: &Model) -> Vec<usize> {
    rows(model).into_iter().flatten().collect()
}

#[test]
fn what_waits_for_its_parts_is_shown_and_takes_them_on_its_row() {
    let told = |at: usize, findings| {
        let (day, model, outcome, _) = LIST[at];
        Box::new(summary(
            &format!("{at}.json"),
            (day, model, outcome, findings),
        ))
    };
    let (mut model, load) = reading();
    let waiting = (0..5).map(|at| Loaded::Waiting(told(at, 0))).collect();
    update(&mut model, Message::Loaded(load, waiting));
    while model.reports.sort().column != Column::Findings {
        press(&mut model, "S");
    }
    assert_eq!(flat(&model), [4, 1, 2, 0, 3]);
    press(&mut model, "G Enter");
    let opening = model.jobs.open.unwrap();
    let early = *told(3, 0);
    let source = early.head.source.clone();
    let report = Report::derive(source, Vec::new(), Draft::default());
    update(&mut model, Message::Opened(opening, Ok(Box::new(report))));

    let whole = vec![
        Loaded::Report(told(0, 0)),
        Loaded::Waiting(told(1, 0)),
        Loaded::Report(told(2, 5)),
        Loaded::Report(told(3, 2)),
    ];
    let effects = update(&mut model, Message::Loaded(load, whole));
    assert!(
        matches!(&effects[..], [Effect::Open(_, head)] if head.scan.rules.unwrap().failed == 2),
        "{effects:?}"
    );
    let whole = vec![Loaded::Report(told(1, 3)), Loaded::Report(told(4, 0))];
    assert!(update(&mut model, Message::Loaded(load, whole)).is_empty());
    update(&mut model, Message::LoadEnded(load));
    assert_eq!(flat(&model), [2, 1, 3, 4, 0]);
    assert_eq!(model.reports.selected_report(), Some(3));
    assert_eq!(model.library.tally().total, 10);
    assert!(!(0..5).any(|at| model.library.is_waiting(at)));
}

#[test]
fn every_column_sorts_both_ways_and_what_has_nothing_there_stands_last() {
    let mut model = desk(&LIST);
    let cases: [(Column, [usize; 8], [usize; 8]); 4] = [
        (
            Column::Age,
            [4, 6, 1, 2, 0, 5, 3, 99],
            [5, 0, 2, 1, 6, 4, 3, 99],
        ),
        (
            Column::Outcome,
            [1, 2, 4, 3, 6, 0, 5, 99],
            [6, 0, 5, 3, 4, 1, 2, 99],
        ),
        (
            Column::Model,
            [3, 6, 2, 4, 1, 0, 5, 99],
            [1, 0, 5, 4, 6, 2, 3, 99],
        ),
        (
            Column::Findings,
            [2, 1, 6, 0, 4, 5, 3, 99],
            [0, 6, 1, 2, 4, 5, 3, 99],
        ),
    ];
    for (column, usual, inverted) in cases {
        while model.reports.sort().column != column {
            press(&mut model, "S");
        }
        assert_eq!(flat(&model), usual, "{column:?}");
        press(&mut model, "I");
        assert_eq!(flat(&model), inverted, "{column:?} inverted");
        press(&mut model, "I");
    }
    let seen: Vec<Column> = Column::iter()
        .map(|_| {
            press(&mut model, "S");
            model.reports.sort().column
        })
        .collect();
    assert!(
        Column::iter().all(|column| seen.contains(&column)),
        "{seen:?}"
    );
}

#[test]
fn the_cursor_goes_with_its_report() {
    let mut model = desk(&LIST);
    press(&mut model, "j j");
    for key in ["S", "I", "S", "S", "I", "Tab", "Tab", "S"] {
        let at = model.reports.selected_report();
        press(&mut model, key);
        let members = model.reports.under_cursor();
        assert!(members.contains(&at.unwrap()), "{key}");
    }
}

#[test]
fn reports_of_one_model_stand_together_and_marks_mean_all_of_them() {
    let mut model = desk(&LIST);
    press(&mut model, "g Tab");
    let folded: [&[usize]; 5] = [&[4], &[6, 2], &[1, 0, 5], &[3], &[99]];
    assert_eq!(rows(&model), folded);
    press(&mut model, "g j j");
    assert_eq!(model.target(), Target::Scans(vec![1, 0, 5]));
    press(&mut model, "Enter");
    assert_eq!(
        rows(&model)[2..6],
        [vec![1, 0, 5], vec![1], vec![0], vec![5]]
    );
    press(&mut model, "j j");
    assert_eq!(model.target(), Target::Scans(vec![0]));
    press(&mut model, "h");
    assert_eq!(rows(&model), folded);
    assert_eq!(model.reports.under_cursor(), [1, 0, 5]);
    press(&mut model, "Space");
    assert_eq!(model.target(), Target::Scans(vec![0, 1, 5]));
    let Effect::Open(_, head) = press(&mut model, "g Enter").remove(0) else {
        panic!()
    };
    assert_eq!(head.scan.model_name, Some("reader".into()));
    press(&mut model, "Esc");
    while model.reports.sort().column != Column::Findings {
        press(&mut model, "S");
    }
    let by_sum: [&[usize]; 5] = [&[6, 2], &[1, 0, 5], &[4], &[3], &[99]];
    assert_eq!(rows(&model), by_sum);
}

#[test]
fn what_is_taken_off_is_off_and_counts_no_more() {
    let mut model = desk(&LIST);
    let open = model.library.tally().open;
    press(&mut model, "g j Delete");
    assert_eq!(flat(&model), [4, 1, 2, 0, 5, 3, 99]);
    assert_eq!(model.reports.selected_report(), Some(1));
    assert_eq!(model.library.tally().open, open - 2);
    press(&mut model, "* Delete G Delete");
    assert_eq!(flat(&model), [4, 2, 3]);
    let same = |at: usize| summary(&format!("{at}.json"), LIST[at]);
    changed(
        &mut model,
        Changed {
            files: vec!["6.json".into(), "broken.json".into()],
            reports: vec![same(6)],
            unread: vec![unread("broken.json")],
        },
    );
    assert_eq!(flat(&model), [4, 2, 3]);
    let next_build = summary("6.json", (27, "parser", "BLOCKED", 1));
    changed(
        &mut model,
        Changed {
            files: vec!["6.json".into()],
            reports: vec![next_build],
            unread: Vec::new(),
        },
    );
    assert_eq!(flat(&model), [6, 4, 2, 3]);
    let effects = press(&mut model, "Ctrl-r");
    assert!(matches!(
        effects[..],
        [Effect::Cancel(_), Effect::ReadLedger(_), Effect::Load(_)]
    ));
}

#[test]
fn a_verdict_moves_no_row() {
    let mut model = desk(&LIST);
    while model.reports.sort().column != Column::Findings {
        press(&mut model, "S");
    }
    let before = flat(&model);
    model.library.tallies[2].open = 0;
    press(&mut model, "/ a Backspace");
    assert_eq!(flat(&model), before);
}

#[test]
fn a_paste_is_a_path_only_where_no_text_is_typed() {
    let mut model = desk(&LIST);
    let paste = |model: &mut Model| update(model, Message::Pasted("/tmp/x.json".into()));
    press(&mut model, "/");
    assert_eq!(paste(&mut model), []);
    press(&mut model, "Esc ?");
    assert_eq!(paste(&mut model), []);
    press(&mut model, "Esc");
    assert!(matches!(&paste(&mut model)[..], [Effect::Add(_, text)] if text == "/tmp/x.json"));
    assert!(matches!(paste(&mut model)[..], [Effect::Add(..)]));
    let flood = Message::Pasted("x".repeat(1 << 20));
    assert_eq!(update(&mut model, flood), []);
    assert!(model.toast.take().unwrap().text.contains("too long"));
    let stopped = press(&mut model, "Esc");
    assert!(matches!(
        stopped[..],
        [Effect::Cancel(_), Effect::Cancel(_)]
    ));
    assert!(press(&mut model, "Esc").is_empty());
}

/// The screen at a width, as text.
pub(crate) fn screen(model: &mut Model, width: u16) -> String {
    update(model, Message::Resized(width, 24));
    let mut terminal = Terminal::new(TestBackend::new(width, 24)).unwrap();
    let frame = terminal.draw(|frame| view::draw(model, &Theme::plain(), frame));
    svg::text(frame.unwrap().buffer)
}

#[test]
fn columns_come_with_the_width_and_a_hidden_one_still_says_that_it_sorts() {
    let mut model = desk(&LIST);
    let always = ["outcome", "model", "rules", "findings", "age▾"];
    let cases: [(u16, &[&str]); 5] = [
        (80, &[]),
        (96, &["group"]),
        (106, &["group", "source"]),
        (120, &["type", "group", "source"]),
        (132, &["type", "group", "source", "holds"]),
    ];
    for (width, more) in cases {
        let screen = screen(&mut model, width);
        let heading = screen.lines().nth(2).unwrap();
        let columns: Vec<&str> = heading.split_whitespace().collect();
        assert_eq!(columns.len(), always.len() + more.len(), "{heading}");
        assert!(
            always
                .iter()
                .chain(more)
                .all(|title| columns.contains(title))
        );
    }
    while model.reports.sort().column != Column::Group {
        press(&mut model, "S");
    }
    assert!(screen(&mut model, 80).contains("7 reports, 1 without one group▾"));
    assert!(!screen(&mut model, 96).contains("without one group▾"));
}

#[test]
fn the_list_says_how_far_reading_is() {
    let mut model = desk(&LIST);
    let [.., Effect::Load(load)] = press(&mut model, "Ctrl-r")[..] else {
        panic!()
    };
    let progress = Loaded::Progress {
        done: 1_200,
        total: 3_600,
    };
    update(&mut model, Message::Loaded(load, vec![progress]));
    let told = "reading 1,200 of 3,600 files ▰▱▱▱▱ 33% · 0 reports";
    assert!(screen(&mut model, 80).contains(told));
    let effects = press(&mut model, "Esc");
    assert!(matches!(effects[..], [Effect::Cancel(job), Effect::Watch(_)] if job == load));
    assert!(!screen(&mut model, 80).contains("reading"));
}

#[test]
fn what_comes_above_the_window_moves_no_line_of_it() {
    let many: Vec<Told> = (0..200).map(|_| LIST[1]).collect();
    let mut model = desk(&many);
    press(&mut model, "PageDown PageDown PageDown k k");
    let lines = |model: &mut Model| {
        let screen = screen(model, 100);
        let rows = screen.lines().skip(3).take(10).map(str::to_owned);
        rows.collect::<Vec<_>>()
    };
    let before = lines(&mut model);
    for (at, day) in [(200, 28), (201, 29), (202, 27)] {
        let new = summary(&format!("{at}.json"), (day, "new", "BLOCKED", 1));
        let came = Changed {
            files: vec![new.head.source.path.clone()],
            reports: vec![new],
            unread: Vec::new(),
        };
        changed(&mut model, came);
        assert_eq!(lines(&mut model), before);
    }
}

#[test]
fn a_folder_that_cannot_be_watched_is_one_sentence() {
    let mut model = desk(&LIST);
    let job = model.jobs.watch.unwrap();
    let why = Printable::line("Not every folder is watched.");
    update(&mut model, Message::Unwatched(job, why));
    let gone = Changed {
        files: vec!["6.json".into()],
        ..Changed::default()
    };
    changed(&mut model, gone);
    assert!(model.toast.as_ref().unwrap().text.contains("Not every"));
    assert!(screen(&mut model, 80).contains("file is gone"));
    press(&mut model, "g j Enter n n n n");
    assert_ne!(model.reports.selected_report(), Some(6));
    press(&mut model, "Ctrl-r");
    let late = Message::Unwatched(job, Printable::line("late"));
    update(&mut model, late);
    assert!(model.toast.is_none());
}

#[test]
fn a_folder_that_is_back_takes_back_its_complaint_and_no_other() {
    let mut model = desk(&LIST);
    let job = model.jobs.watch.unwrap();
    let folder = |presence| Message::Folder(job, Printable::line("builds"), presence);
    let said = |model: &Model| model.toast.as_ref().unwrap().text.clone();
    update(&mut model, folder(Presence::Gone));
    assert!(said(&model).contains("builds is gone"));
    update(&mut model, folder(Presence::Back));
    assert!(said(&model).contains("builds is back"));
    update(&mut model, folder(Presence::Gone));
    let why = Printable::line("Not every folder is watched.");
    update(&mut model, Message::Unwatched(job, why));
    update(&mut model, folder(Presence::Back));
    assert!(said(&model).contains("Not every"));
}

#[test]
fn a_list_that_was_emptied_says_how_it_comes_back() {
    let mut model = desk(&LIST[..1]);
    press(&mut model, "Delete Delete");
    assert!(screen(&mut model, 80).contains("Everything is off the list. Ctrl-r"));
    assert_eq!(press(&mut model, "Delete"), []);
    assert!(screen(&mut model, 80).contains("nothing to take off"));
}

const OUTCOMES: [&str; 4] = ["ALLOWED", "BLOCKED", "ERROR", "PENDING"];
const MODELS: [&str; 5] = ["a", "b", "c", "d", "e"];

fn told() -> impl Strategy<Value = Told> {
    let model = prop::sample::select(&MODELS[..]);
    let outcome = prop::sample::select(&OUTCOMES[..]);
    (0u8..30, model, outcome, 0usize..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever comes, changes or goes, the rows are what they would be if all had been there from the start, the
    /// cursor stays on its report, and every report has one row.
    #[test]
    fn what_comes_in_pieces_stands_as_if_it_had_come_at_once(
        list in prop::collection::vec(told(), 1..20),
        changes in prop::collection::vec((0usize..24, told()), 0..12),
        presses in prop::collection::vec(prop::sample::select(&["S", "I", "j", "Tab", "Enter"][..]), 0..8),
    ) {
        let mut model = desk(&list);
        let mut now = list.clone();
        press(&mut model, "j");
        for key in presses {
            press(&mut model, key);
        }
        for (at, told) in changes {
            let at = at.min(now.len());
            if at == now.len() {
                now.push(told);
            } else {
                now[at] = told;
            }
            let stood_on = model.reports.selected_report();
            let file = format!("{at}.json");
            changed(&mut model, Changed {
                files: vec![file.as_str().into()],
                reports: vec![summary(&file, told)],
                unread: Vec::new(),
            });
            if let Some(stood_on) = stood_on.filter(|stood_on| *stood_on != at) {
                let members: Vec<usize> = model.reports.under_cursor().to_vec();
                prop_assert!(members.contains(&stood_on) || model.reports.by_model);
            }
        }
        let mut fresh = desk(&now);
        if model.reports.by_model {
            press(&mut model, "Tab");
        }
        while fresh.reports.sort().column != model.reports.sort().column {
            press(&mut fresh, "S");
        }
        if fresh.reports.sort() != model.reports.sort() {
            press(&mut fresh, "I");
        }
        prop_assert_eq!(laid(&model), laid(&fresh));
    }
}

/// The bundled workspace, and older builds of one of its models.
pub(crate) async fn history(size: (u16, u16)) -> Setting {
    let scan = |day: u8, model: &str, outcome: &str, failed: u8| {
        let text = format!(
            r#"{{"uuid": "6f1f0c36-6a3b-4b1c-9a53-0000000000{day}", "eval_outcome": "{outcome}",
            "model_uri": "https://huggingface.co/acme/{model}", "created_at": "2026-07-{day}T06:00:00Z",
            "scanner_version": "2026.{failed}", "source_type": "HUGGING_FACE", "security_group_name": "HF prod",
            "eval_summary": {{"rules_passed": 1, "rules_failed": {failed}, "total_rules": {}}}}}"#,
            failed + 1
        );
        Input::Held {
            name: format!("builds/{day}.json").as_str().into(),
            bytes: text.into_bytes().into(),
        }
    };
    let mut inputs = demo::inputs();
    inputs.extend([
        scan(20, "fraud-scorer", "ALLOWED", 6),
        scan(22, "fraud-scorer", "ALLOWED", 7),
        scan(24, "fraud-scorer", "ERROR", 7),
        scan(26, "fraud-scorer", "PENDING", 8),
        scan(28, "fraud-scorer", "BLOCKED", 8),
        scan(21, "tokenizer", "BLOCKED", 2),
    ]);
    Setting {
        library: Library::new(inputs),
        ledger: Ledger::in_memory().await.unwrap(),
        author: "ann",
        size,
        theme: Theme::dark(),
        demo: true,
        filters: None,
        service: None,
    }
}

#[tokio::test]
async fn the_history_of_a_model_is_told_at_every_width() {
    for (size, steps) in [((80, 24), "✔✔!…✘✘✘"), ((120, 36), "✔ ✔ ! … ✘ ✘ ✘")]
    {
        at(history(size).await, async |hand| {
            hand.sees("16 reports").await;
            hand.sees(&format!("history {steps}")).await;
            hand.sees("last ALLOWED 11 days ago: rules 8 → 11").await;
        })
        .await;
    }
}
