//! What was open comes back: pure, by messages in every order, and never against a user who has begun.

use airs_triage::app::effect::Effect;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Added, Loaded, Message};
use airs_triage::app::model::Model;
use airs_triage::app::mouse::{Act, Mouse};
use airs_triage::app::screens::Screen;
use airs_triage::app::screens::reports::Row;
use airs_triage::app::selection;
use airs_triage::app::session::{Session, Unusable};
use airs_triage::app::update::{start, update};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::grouping::By;
use airs_triage::domain::report::Report;
use airs_triage::domain::text::Untrusted;
use airs_triage::io::demo;
use airs_triage::view::{self, theme::Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::keys::{desk, one, open, press, reports};

/// A desk as it was left: the first report by file, filtered, the cursor far down.
fn left(reports: &[Report]) -> Model {
    let mut model = desk(reports);
    press(&mut model, "/ b u Enter");
    open(&mut model, reports);
    press(&mut model, "Tab / b i n Enter G");
    model
}

/// A new desk that returns to a session, the ledger read and the library about to be.
fn returning(session: &str) -> Model {
    let mut model = Model::new(Area::new(0, 0, 80, 24), demo::clock());
    Session::read(session).unwrap().begin(&mut model);
    let wish = one(start(&mut model));
    let Effect::ReadLedger(job) = wish else {
        panic!("{wish:?}")
    };
    update(
        &mut model,
        Message::LedgerRead(job, Ok(Decisions::default().into())),
    );
    model
}

fn load(model: &mut Model, reports: &[Report]) -> Vec<Effect> {
    let job = model.jobs.load.unwrap();
    let mut effects = Vec::new();
    for report in reports {
        let news = vec![Loaded::Report(Box::new(report.summary()))];
        effects.extend(update(model, Message::Loaded(job, news)));
    }
    effects.extend(update(model, Message::LoadEnded(job)));
    effects.retain(|effect| !matches!(effect, Effect::Watch(_)));
    effects
}

fn answer(model: &mut Model, reports: &[Report], wish: Effect) {
    let Effect::Open(job, head) = wish else {
        panic!("{wish:?}")
    };
    let report = reports
        .iter()
        .find(|report| report.head.source == head.source)
        .unwrap();
    update(model, Message::Opened(job, Ok(Box::new(report.clone()))));
}

fn written(model: &Model) -> String {
    Session::of(model).unwrap().write()
}

#[test]
fn everything_that_was_open_comes_back_in_whatever_order_reports_arrive() {
    let mut reports = reports();
    let before = left(&reports);
    let session = written(&before);
    for _ in 0..reports.len() {
        reports.rotate_left(1);
        let mut model = returning(&session);
        let wish = one(load(&mut model, &reports));
        answer(&mut model, &reports, wish);
        assert_eq!(written(&model), session);
        let (open, was) = (model.report.unwrap(), before.report.as_ref().unwrap());
        assert_eq!((open.by, open.filter.text()), (By::File, "bin"));
        assert_eq!(open.list.cursor(), was.list.cursor());
        assert_eq!(model.screen, Screen::Report);
        assert_eq!(model.reports.filter.text(), "bu");
    }
}

#[test]
fn order_and_grouping_come_back() {
    let reports = reports();
    let mut before = desk(&reports);
    press(&mut before, "S S I Tab");
    let session = written(&before);
    let mut model = returning(&session);
    load(&mut model, &reports);
    assert_eq!(model.reports.sort(), before.reports.sort());
    assert!(model.reports.by_model && model.reports.rows == before.reports.rows);
    assert_ne!(model.reports.sort(), desk(&reports).reports.sort());
}

#[test]
fn the_cursor_comes_back_where_models_stand_together() {
    let reports = reports();
    let mut before = desk(&reports);
    press(&mut before, "I Tab g");
    let is_model = |model: &Model| matches!(model.reports.selected(), Some(Row::Model(_)));
    while !is_model(&before) {
        press(&mut before, "j");
    }
    assert!(before.reports.list.cursor() > 0);
    for key in ["Right", "j"] {
        let mut now = returning(&written(&before));
        load(&mut now, &reports);
        let name = |model: &Model| {
            let at = model.reports.selected_report().unwrap();
            model.library.summaries[at].head.model_key.clone()
        };
        assert_eq!(name(&now), name(&before));
        press(&mut before, key);
    }
}

#[test]
fn a_desk_left_on_the_list_comes_back_on_the_list() {
    let reports = reports();
    let mut before = left(&reports);
    press(&mut before, "1 Esc j j");
    let session = written(&before);
    let mut model = returning(&session);
    let wish = one(load(&mut model, &reports));
    answer(&mut model, &reports, wish);
    assert_eq!(model.screen, Screen::Reports);
    assert_eq!(model.reports.list.cursor(), before.reports.list.cursor());
    assert!(model.report.is_some());
    assert_eq!(written(&model), session);
}

#[test]
fn what_was_added_is_kept_until_all_of_it_is_off_the_list() {
    let reports = reports();
    let mut model = desk(&reports);
    let first = model.library.summaries[0].head.source.path.clone();
    let added = |model: &mut Model, path: &Untrusted| {
        let job = model.jobs.start();
        model.jobs.adding.push(job);
        let paths = vec![path.clone()];
        update(model, Message::Added(job, Ok(Added { paths })));
    };
    let empty: Untrusted = "/an/empty/folder".into();
    for path in [&first, &empty, &first] {
        added(&mut model, path);
    }
    let kept = |model: &Model| Session::of(model).unwrap().added().to_vec();
    assert_eq!(kept(&model), [first.clone(), empty.clone()]);
    let again = returning(&written(&model));
    assert_eq!(again.added, [first.clone(), empty.clone()]);

    let under = model.library.summaries.iter().enumerate();
    let under = under.filter(|(_, it)| it.head.source.path == first);
    let under: Vec<usize> = under.map(|(at, _)| at).collect();
    model.library.hide(&under);
    assert_eq!(kept(&model), [empty]);
    assert_eq!(returning(&written(&desk(&reports))).added, []);
}

#[test]
fn a_user_who_has_begun_is_left_alone() {
    let reports = reports();
    let session = written(&left(&reports));
    let begun = [
        Message::Pressed("j".parse().unwrap()),
        Message::Pasted("x".to_owned()),
        Message::Mouse(Mouse {
            act: Act::WheelDown,
            column: 1,
            row: 5,
        }),
    ];
    for message in begun {
        // Begun before anything was read: nothing is opened.
        let mut model = returning(&session);
        update(&mut model, message.clone());
        assert_eq!(load(&mut model, &reports), []);
        assert_eq!(
            (model.screen, model.report.is_some()),
            (Screen::Reports, false)
        );

        // Begun while the report was being opened: the answer comes too late.
        let mut model = returning(&session);
        let wish = one(load(&mut model, &reports));
        update(&mut model, message);
        let cursor = model.reports.list.cursor();
        answer(&mut model, &reports, wish);
        assert_eq!(
            (model.screen, model.report.is_some()),
            (Screen::Reports, false)
        );
        assert_eq!(model.reports.list.cursor(), cursor);
    }
}

#[test]
fn what_is_gone_is_forgotten_and_what_was_not_reached_is_kept() {
    let mut reports = reports();
    let before = left(&reports);
    let session = written(&before);
    let gone = before.report.unwrap().report.head.source;
    let mut model = returning(&session);
    assert!(
        Session::of(&model).is_none(),
        "nothing to write over the old one yet"
    );
    reports.retain(|report| report.head.source != gone);
    assert_eq!(load(&mut model, &reports), []);
    assert_eq!(model.screen, Screen::Reports);
    assert!(Session::of(&model).is_some());
}

#[test]
fn a_report_that_cannot_be_opened_again_leaves_the_list() {
    let reports = reports();
    let session = written(&left(&reports));
    let mut model = returning(&session);
    let wish = one(load(&mut model, &reports));
    let Effect::Open(job, _) = wish else {
        panic!("{wish:?}")
    };
    let why = airs_triage::domain::text::Printable::line("it is gone");
    update(&mut model, Message::Opened(job, Err(why)));
    assert_eq!(model.screen, Screen::Reports);
    assert!(Session::of(&model).is_some());
}

#[test]
fn another_version_and_damage_are_told_apart() {
    let session = written(&left(&reports()));
    let newer = session.replace("\"version\":1", "\"version\":2");
    assert_ne!(newer, session);
    for (text, why) in [
        (newer.as_str(), Unusable::Version),
        ("{\"version\":99,\"anything\":[]}", Unusable::Version),
        ("{\"version\":1}", Unusable::Damaged),
        ("{\"version\":-1}", Unusable::Damaged),
        (&session[..session.len() / 2], Unusable::Damaged),
        ("", Unusable::Damaged),
        ("[]", Unusable::Damaged),
    ] {
        assert_eq!(Session::read(text), Err(why), "{text}");
    }
}

#[test]
fn what_is_selected_is_told_in_lines() {
    let reports = reports();
    let mut model = desk(&reports);
    let first = |model: &Model| {
        let at = model.reports.selected_report().unwrap();
        model.library.summaries[at].head.clone()
    };
    let head = first(&model);
    let uuid = head.scan.uuid.as_ref().unwrap().raw();
    let row = format!("{uuid}\t{}\n", head.source.path.raw());
    assert_eq!(selection::lines(&model), row);
    press(&mut model, "Space Space");
    let marked = selection::lines(&model);
    assert_eq!(
        (marked.lines().count(), marked.starts_with(&row)),
        (2, true)
    );
    press(&mut model, "Esc");
    open(&mut model, &reports);
    let fingerprint = model
        .report
        .as_ref()
        .unwrap()
        .shown()
        .unwrap()
        .identity
        .exact;
    assert_eq!(selection::lines(&model), format!("{fingerprint}\n"));
    press(&mut model, "/ Z Z Z Enter");
    assert_eq!(
        selection::lines(&model),
        format!("{}\n", head.identity.exact)
    );
    let empty = Model::new(Area::new(0, 0, 80, 24), demo::clock());
    assert_eq!(selection::lines(&empty), "");
}

#[test]
fn a_filter_that_nobody_can_have_typed_is_cut() {
    let session = written(&left(&reports()));
    let long = session.replace("\"bu\"", &format!("\"{}\"", "x".repeat(1 << 20)));
    assert_ne!(long, session);
    let model = returning(&long);
    assert_eq!(model.reports.filter.text().len(), 4_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A session with anything in any place of it is read or refused, and what is read leaves a desk that stands.
    #[test]
    fn a_session_that_was_tampered_with_does_no_harm(
        at in 0usize..600, length in 0usize..20, put in "[0-9a-f\"{}:,\\[\\]\\-xnult]{0,8}"
    ) {
        let reports = reports();
        let mut session = written(&left(&reports));
        let start = at.min(session.len());
        let end = (start + length).min(session.len());
        session.replace_range(start..end, &put);
        if Session::read(&session).is_ok() {
            let mut model = returning(&session);
            for wish in load(&mut model, &reports) {
                answer(&mut model, &reports, wish);
            }
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            terminal.draw(|frame| view::draw(&model, &Theme::dark(), frame)).unwrap();
        }
        prop_assert!(Session::read(&put).is_err());
    }
}
