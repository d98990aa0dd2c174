//! What keys do: pure, by key strings, effects compared as values.

use std::collections::HashSet;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use airs_triage::app::effect::Effect;
use airs_triage::app::keys::{TABLE, lookup};
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Loaded, Message};
use airs_triage::app::model::Model;
use airs_triage::app::overlays::help::Line;
use airs_triage::app::screens::Screen;
use airs_triage::app::update::{start, update};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::report::Report;
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::verdict::{Reason, Verdict};
use airs_triage::io::demo;
use airs_triage::io::library::Library;
use airs_triage::view::{self, theme::Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

pub(crate) fn reports() -> Vec<Report> {
    static READ: LazyLock<Vec<Report>> = LazyLock::new(|| {
        Library::new(demo::inputs())
            .harvest(&AtomicBool::new(false))
            .reports
    });
    READ.clone()
}

/// A desk on which the bundled reports have been read and nothing is decided.
pub(crate) fn desk(reports: &[Report]) -> Model {
    let mut model = Model::new(Area::new(0, 0, 80, 24), demo::clock());
    let ledger = one(start(&mut model));
    let Effect::ReadLedger(job) = ledger else {
        panic!("{ledger:?}")
    };
    let load = one(update(
        &mut model,
        Message::LedgerRead(job, Ok(Decisions::default().into())),
    ));
    let Effect::Load(job) = load else {
        panic!("{load:?}")
    };
    let news = reports
        .iter()
        .map(|report| Loaded::Report(Box::new(report.summary())))
        .collect();
    update(&mut model, Message::Loaded(job, news));
    update(&mut model, Message::LoadEnded(job));
    model
}

pub(crate) fn one(mut effects: Vec<Effect>) -> Effect {
    assert_eq!(effects.len(), 1, "{effects:?}");
    effects.remove(0)
}

/// Presses keys; gives the effects of the last one.
pub(crate) fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        effects = update(model, Message::Pressed(key.parse().unwrap()));
    }
    effects
}

/// Opens the first report, as the world would answer.
pub(crate) fn open(model: &mut Model, reports: &[Report]) {
    let wish = one(press(model, "g Enter"));
    let Effect::Open(job, head) = wish else {
        panic!("{wish:?}")
    };
    let report = reports
        .iter()
        .find(|report| report.head.source == head.source)
        .unwrap();
    update(model, Message::Opened(job, Ok(Box::new(report.clone()))));
    assert_eq!(model.screen, Screen::Report);
}

#[test]
fn a_verdict_is_two_keys_and_narrow() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    let Effect::Record(_, entries) = one(press(&mut model, "f Enter")) else {
        panic!()
    };
    let [entry] = &entries[..] else {
        panic!("{entries:?}")
    };
    let ruling = entry.ruling.as_ref().unwrap();
    assert!(matches!(entry.subject, Subject::Exact { .. }));
    assert_eq!(
        (ruling.verdict, ruling.reason),
        (Verdict::FalsePositive, Some(Reason::ToolNoise))
    );
    assert_eq!(
        entry
            .context
            .file
            .as_ref()
            .map(airs_triage::domain::text::Untrusted::raw),
        Some("pytorch_model.bin")
    );
}

#[test]
fn scope_and_bulk_make_one_entry_a_subject() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    let Effect::Record(_, narrow) = one(press(&mut model, "j j j j * a Enter")) else {
        panic!()
    };
    assert_eq!(narrow.len(), 6);
    let Effect::Record(_, wide) = one(press(&mut model, "a Up Up Right Right Enter")) else {
        panic!()
    };
    assert_eq!(
        wide.iter()
            .map(|entry| entry.subject.scope())
            .collect::<Vec<_>>(),
        [Some(Scope::RuleInModel)]
    );
}

#[test]
fn a_pipeline_fault_is_about_the_scan_as_a_whole() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    let Effect::Record(_, entries) = one(press(&mut model, "p Enter")) else {
        panic!()
    };
    assert!(matches!(entries[..], [ref entry] if matches!(entry.subject, Subject::Scan { .. })));
}

#[test]
fn nothing_is_recorded_by_a_desk_that_may_not() {
    let reports = reports();
    let mut model = desk(&reports);
    model.read_only = true;
    open(&mut model, &reports);
    for keys in ["t", "f", "a", "r", "p", "o", "u", "U", "c", "C"] {
        assert_eq!(press(&mut model, keys), [], "{keys}");
        assert!(model.overlay.is_none() && model.toast.is_some(), "{keys}");
    }
}

#[test]
fn late_answers_are_dropped() {
    let reports = reports();
    let mut model = desk(&reports);
    let Effect::Open(first, _) = one(press(&mut model, "g Enter")) else {
        panic!()
    };
    let Effect::Open(second, _) = one(press(&mut model, "j Enter")) else {
        panic!()
    };
    update(
        &mut model,
        Message::Opened(first, Ok(Box::new(reports[0].clone()))),
    );
    assert_eq!(model.screen, Screen::Reports);
    update(
        &mut model,
        Message::Opened(second, Ok(Box::new(reports[1].clone()))),
    );
    assert_eq!(model.screen, Screen::Report);
}

#[test]
fn help_tells_every_key_of_its_screen_once() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    let contexts = model.contexts();
    press(&mut model, "?");
    let Some(help) = &model.help else { panic!() };
    let mut told = Vec::new();
    let mut commands = Vec::new();
    for line in help.lines.clone() {
        if let Line::Key(keys, command) = line {
            for key in keys {
                assert_eq!(
                    lookup(contexts, key.parse().unwrap()),
                    Some(command),
                    "{key}"
                );
                told.push(key);
            }
            commands.push(command);
        }
    }
    let rows = TABLE.iter().filter(|row| contexts.contains(&row.context));
    let keys: HashSet<_> = rows.flat_map(|row| row.keys).copied().collect();
    assert_eq!(told.iter().copied().collect::<HashSet<_>>(), keys);
    assert_eq!(told.len(), keys.len());
    assert_eq!(
        commands.iter().collect::<HashSet<_>>().len(),
        commands.len()
    );
}

#[test]
fn a_range_over_nothing_marks_nothing() {
    let reports = reports();
    let mut model = desk(&reports);
    press(&mut model, "v / Z Z Z Enter v v * Space n G x e");
    assert!(model.reports.rows.is_empty() && model.reports.marks.on.is_empty());
    press(&mut model, "Esc Esc Esc");
    open(&mut model, &reports);
    press(&mut model, "G v / Z Z Z Enter v v * Space n G h l Tab");
    let open = model.report.as_ref().unwrap();
    assert!(open.rows.is_empty() && open.marks.on.is_empty());
}

#[test]
fn escape_closes_one_thing_at_a_time() {
    let reports = reports();
    let mut model = desk(&reports);
    open(&mut model, &reports);
    press(&mut model, "Space ? Esc");
    assert!(model.overlay.is_none());
    let marked = |model: &Model| model.report.as_ref().unwrap().marks.on.len();
    assert_eq!(marked(&model), 1);
    press(&mut model, "Esc");
    assert_eq!((marked(&model), model.screen), (0, Screen::Report));
    press(&mut model, "Esc");
    assert_eq!(model.screen, Screen::Reports);
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "g",
    "G",
    "PageDown",
    "PageUp",
    "Enter",
    "l",
    "h",
    "Esc",
    "q",
    "?",
    "/",
    "1",
    "2",
    "Tab",
    "BackTab",
    "n",
    "N",
    "Space",
    "v",
    "*",
    "t",
    "f",
    "a",
    "r",
    "p",
    "o",
    "e",
    "c",
    "C",
    "u",
    "U",
    "x",
    "J",
    "K",
    "Ctrl-r",
    "Up",
    "Down",
    "Left",
    "Right",
    "Backspace",
    "Home",
    "Z",
    ":",
    "y",
    "b",
    "L",
    "w",
    "s",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any keys at any size: nothing panics, what is under the cursor can be selected, and every state can be drawn.
    #[test]
    fn any_keys_leave_a_desk_that_stands(
        keys in prop::collection::vec((prop::sample::select(KEYS), 0u16..130, 0u16..40), 1..60)
    ) {
        let reports = reports();
        let mut model = desk(&reports);
        open(&mut model, &reports);
        for (key, width, height) in keys {
            update(&mut model, Message::Resized(width, height));
            for effect in press(&mut model, key) {
                if let Effect::Open(job, head) = effect {
                    let report = reports.iter().find(|report| report.head.source == head.source).unwrap();
                    update(&mut model, Message::Opened(job, Ok(Box::new(report.clone()))));
                }
            }
            let reports_list = &model.reports;
            prop_assert!(reports_list.list.cursor() < reports_list.rows.len().max(1));
            if let Some(open) = &model.report {
                prop_assert!(open.list.cursor() < open.rows.len().max(1));
                prop_assert!(open.rows.is_empty() || !open.under_cursor().is_empty());
            }
            let mut terminal = Terminal::new(TestBackend::new(width.max(1), height.max(1))).unwrap();
            terminal.draw(|frame| view::draw(&model, &Theme::dark(), frame)).unwrap();
        }
    }
}
