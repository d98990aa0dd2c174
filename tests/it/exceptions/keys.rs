//! What keys do on the exceptions screen: pure, effects compared as values.

use airs_triage::app::effect::Effect;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Loaded, Message};
use airs_triage::app::model::Model;
use airs_triage::app::overlays::Overlay;
use airs_triage::app::screens::Screen;
use airs_triage::app::screens::exceptions::Row;
use airs_triage::app::screens::exceptions::order::View;
use airs_triage::app::update::{start, update};
use airs_triage::domain::decision::{Act, Change, Entry};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::history::Event;
use airs_triage::domain::report::Report;
use airs_triage::domain::scope::Scope;
use airs_triage::domain::text::is_deceptive;
use airs_triage::domain::verdict::{Term, Verdict};
use airs_triage::io::demo;
use airs_triage::view::{self, theme::Theme};
use jiff::SignedDuration;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{decisions, workspace};
use crate::support::svg;

/// A desk on this ledger, on the exceptions screen, once the bundled reports are read.
fn desk(decisions: Decisions, reports: &[Report]) -> Model {
    let mut model = Model::new(Area::new(0, 0, 80, 24), demo::clock());
    let Effect::ReadLedger(job) = one(start(&mut model)) else {
        panic!()
    };
    let Effect::Load(job) = one(update(
        &mut model,
        Message::LedgerRead(job, Ok(decisions.into())),
    )) else {
        panic!()
    };
    press(&mut model, "5");
    for report in reports {
        let news = vec![Loaded::Report(Box::new(report.summary()))];
        update(&mut model, Message::Loaded(job, news));
    }
    update(&mut model, Message::LoadEnded(job));
    model
}

pub(super) fn usual() -> Model {
    let reports = workspace();
    desk(decisions(&reports), &reports)
}

fn one(mut effects: Vec<Effect>) -> Effect {
    assert_eq!(effects.len(), 1, "{effects:?}");
    effects.remove(0)
}

pub(super) fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        effects = update(model, Message::Pressed(key.parse().unwrap()));
    }
    effects
}

fn recorded(effects: Vec<Effect>) -> Vec<Entry> {
    match one(effects) {
        Effect::Record(_, entries) => entries,
        other => panic!("{other:?}"),
    }
}

/// The note of the selected verdict.
pub(super) fn note(model: &Model) -> String {
    let subject = model.exceptions.selected_subject().unwrap();
    model.decisions.get(subject).unwrap().note.raw().to_owned()
}

/// Puts the cursor on the verdict with this note.
fn select(model: &mut Model, words: &str) {
    press(model, "g");
    for _ in 0..20 {
        if note(model).contains(words) {
            return;
        }
        press(model, "j");
    }
    panic!("{words}");
}

fn headings(model: &Model) -> Vec<usize> {
    let sections = &model.exceptions.sections;
    sections.iter().map(|section| section.count).collect()
}

#[test]
fn the_most_urgent_come_first_and_every_order_keeps_the_cursor_on_its_verdict() {
    let mut model = usual();
    assert_eq!(model.exceptions.view, View::Expiry);
    assert_eq!(headings(&model), [2, 1, 2, 1, 2]);
    assert!(note(&model).starts_with("Only the training job"));
    press(&mut model, "j j");
    assert!(note(&model).starts_with("A tokenizer vocabulary"));
    for (view, sections) in [
        (View::Verdict, vec![1, 4, 2, 1]),
        (View::Rule, vec![1, 3, 3, 1]),
        (View::Author, vec![3, 2, 3]),
        (View::Model, vec![5, 2, 1]),
    ] {
        press(&mut model, "Tab");
        assert_eq!((model.exceptions.view, headings(&model)), (view, sections));
        assert!(
            note(&model).starts_with("A tokenizer vocabulary"),
            "{view:?}"
        );
    }
    press(&mut model, "Tab");
    assert_eq!(model.exceptions.view, View::Precision);
    assert_eq!(model.exceptions.selected(), Some(Row::Rule(0)));
    press(&mut model, "Tab BackTab BackTab");
    assert_eq!(model.exceptions.view, View::Model);
    assert!(note(&model).starts_with("A tokenizer vocabulary"));
}

#[test]
fn extending_counts_from_the_last_day_or_from_today_where_it_has_run_out() {
    let mut model = usual();
    for (words, days) in [
        ("Legal looked", 90),
        ("A tokenizer vocabulary", 102),
        ("getattr", 150),
    ] {
        select(&mut model, words);
        let entries = recorded(press(&mut model, "+"));
        let [entry] = &entries[..] else {
            panic!("{entries:?}")
        };
        let before = model.decisions.get(&entry.subject).unwrap();
        let ruling = entry.ruling.as_ref().unwrap();
        assert_eq!(ruling.term, Term::Days(days), "{words}");
        assert_eq!(ruling.note, before.note.raw());
        assert_eq!(
            (ruling.verdict, ruling.reason),
            (before.verdict, before.reason)
        );
        assert_eq!(entry.context, before.context);
    }
    for words in ["Calls a shell", "Pickle is what", "A relative path"] {
        select(&mut model, words);
        assert_eq!(press(&mut model, "+"), [], "{words}");
        assert!(model.toast.is_some(), "{words}");
    }
}

#[test]
fn what_is_marked_is_extended_and_revoked_together() {
    let mut model = usual();
    press(&mut model, "g v G v");
    assert_eq!(model.exceptions.marks.on.len(), 8);
    assert_eq!(recorded(press(&mut model, "+")).len(), 5);
    let revoked = recorded(press(&mut model, "o"));
    assert_eq!(revoked.len(), 8);
    assert!(revoked.iter().all(|entry| entry.ruling.is_none()));
    press(&mut model, "Esc");
    select(&mut model, "getattr");
    press(&mut model, "*");
    assert_eq!(model.exceptions.marks.on.len(), 3);
    let stands = model.exceptions.selected_subject().unwrap();
    let last = model.decisions.get(stands).unwrap().expires.unwrap();
    let edited = recorded(press(&mut model, "e Enter"));
    assert_eq!(edited.len(), 1);
    let kept = edited[0].ruling.as_ref().unwrap().term;
    assert_eq!(kept, Term::Kept(last), "an edit moves no day by itself");
    press(&mut model, "BackTab");
    for key in ["+", "o", "e"] {
        assert_eq!(press(&mut model, key), [], "{key}");
        assert!(model.overlay.is_none() && model.toast.is_some(), "{key}");
    }
}

#[test]
fn what_others_do_meanwhile_leaves_the_form_as_it_was_chosen() {
    let mut model = usual();
    select(&mut model, "Legal looked");
    press(&mut model, "e");
    let form = |model: &Model| match &model.overlay {
        Some(Overlay::Verdict(form)) => (form.aims.len(), form.aim, form.target.clone()),
        other => panic!("{other:?}"),
    };
    press(&mut model, "Up Up Left");
    let chosen = form(&model);
    assert_eq!((chosen.0, chosen.1), (4, 1));
    let job = model.jobs.start();
    let same = model.decisions.clone();
    update(&mut model, Message::LedgerRead(job, Ok(same.into())));
    assert_eq!(form(&model), chosen);
    let job = model.jobs.start();
    update(
        &mut model,
        Message::LedgerRead(job, Ok(Decisions::default().into())),
    );
    assert_eq!(press(&mut model, "Enter"), []);
    let Some(Overlay::Verdict(form)) = &model.overlay else {
        panic!("the form is gone, and its note with it")
    };
    assert!(
        form.problem
            .as_ref()
            .is_some_and(|why| why.contains("taken this verdict off"))
    );
}

#[test]
fn a_verdict_is_edited_in_its_own_scope_and_can_move_to_another() {
    let mut model = usual();
    select(&mut model, "Legal looked");
    press(&mut model, "e");
    let Some(Overlay::Verdict(form)) = &model.overlay else {
        panic!()
    };
    assert_eq!(form.verdict, Verdict::AcceptedRisk);
    assert_eq!(form.aims[form.aim].scope, Some(Scope::RuleInModel));
    assert_eq!(form.aims[form.aim].covers, 2);
    let kept = recorded(press(&mut model, "! Enter"));
    let [entry] = &kept[..] else {
        panic!("{kept:?}")
    };
    let ruling = entry.ruling.as_ref().unwrap();
    assert!(ruling.note.starts_with("Legal looked") && ruling.note.ends_with('!'));
    assert_eq!(entry.subject.scope(), Some(Scope::RuleInModel));

    let moved = recorded(press(&mut model, "e Up Up Left Left Enter"));
    let [off, on] = &moved[..] else {
        panic!("{moved:?}")
    };
    assert_eq!(off.subject, entry.subject);
    assert!(off.ruling.is_none());
    assert_eq!(on.subject.scope(), Some(Scope::Exact));
    assert_eq!(on.context, off.context);

    select(&mut model, "Pickle is what");
    press(&mut model, "e");
    let Some(Overlay::Verdict(form)) = &model.overlay else {
        panic!()
    };
    assert_eq!(form.term, Term::Forever);
    press(&mut model, "Esc");
    select(&mut model, "is gone");
    let kept = recorded(press(&mut model, "e Enter"));
    assert_eq!(kept[0].subject.scope(), Some(Scope::Exact));
}

#[test]
fn the_history_is_asked_for_once_for_each_verdict_that_is_shown_whole() {
    let mut model = usual();
    assert_eq!(press(&mut model, "j k"), []);
    let Effect::History(first, subject) = one(press(&mut model, "Enter")) else {
        panic!()
    };
    assert_eq!(Some(&subject), model.exceptions.selected_subject());
    for _ in 0..3 {
        assert_eq!(press(&mut model, "j"), []);
    }
    let answered = update(&mut model, Message::History(first, Ok(Vec::new())));
    let Effect::History(second, rests_on) = one(answered) else {
        panic!()
    };
    assert_eq!(Some(&rests_on), model.exceptions.selected_subject());
    assert_eq!(model.exceptions.history.as_ref().unwrap().events, None);
    assert_eq!(press(&mut model, "j k"), []);
    assert_eq!(
        update(&mut model, Message::History(second, Ok(Vec::new()))),
        []
    );
    assert!(model.exceptions.history.as_ref().unwrap().events.is_some());
    assert_eq!(press(&mut model, "J K"), []);
    let decision = model.decisions.get(&subject).unwrap().clone();
    let change = Change {
        reopened: Vec::new(),
        act: Act::Recorded,
        now: vec![(subject, Some(decision))],
        words: String::new(),
    };
    let job = model.jobs.start();
    let changed = Message::LedgerChanged(job, Ok(change));
    let Effect::History(old, _) = one(update(&mut model, changed.clone())) else {
        panic!()
    };
    let asked = update(&mut model, changed);
    assert!(matches!(asked[..], [Effect::History(..)]), "{asked:?}");
    update(&mut model, Message::History(old, Ok(Vec::new())));
    assert_eq!(model.exceptions.history.as_ref().unwrap().events, None);
    assert_eq!(press(&mut model, "h j"), []);
    assert!(!model.exceptions.detail);
}

#[test]
fn a_second_enter_opens_the_report_at_the_finding() {
    let reports = workspace();
    let mut model = usual();
    select(&mut model, "A tokenizer vocabulary");
    let Effect::Open(job, head) = one(press(&mut model, "Enter Enter")) else {
        panic!()
    };
    let report = reports
        .iter()
        .find(|report| report.head.source == head.source)
        .unwrap();
    assert!(head.source.path.raw().ends_with("build-811.json"));
    update(
        &mut model,
        Message::Opened(job, Ok(Box::new(report.clone()))),
    );
    assert_eq!(model.screen, Screen::Report);
    let open = model.report.as_ref().unwrap();
    let [at] = open.under_cursor() else {
        panic!("{:?}", open.under_cursor())
    };
    let file = open.report.findings[*at].seen.file.as_ref().unwrap();
    assert_eq!(file.raw(), "vocab.txt");
    press(&mut model, "Esc");
    assert_eq!(model.screen, Screen::Exceptions);

    press(&mut model, "h");
    select(&mut model, "is gone");
    press(&mut model, "Enter");
    assert_eq!(press(&mut model, "l"), []);
    let toast = model.toast.clone().unwrap();
    assert!(toast.text.contains("not in the library"), "{}", toast.text);
}

#[test]
fn an_export_holds_what_is_marked_or_shown_whole_or_all_that_is_listed() {
    let mut model = usual();
    let exported = |model: &mut Model| {
        let Effect::Export(_, export) = one(press(model, "x Enter")) else {
            panic!()
        };
        press(model, "Esc");
        (export.only.unwrap().len(), export.heads.len())
    };
    assert_eq!(exported(&mut model), (8, 4));
    press(&mut model, "/ e x p i r e d Enter");
    assert_eq!(exported(&mut model), (2, 2));
    press(&mut model, "Enter");
    assert_eq!(exported(&mut model), (1, 2));
    press(&mut model, "Esc Esc g Space Space");
    assert_eq!(exported(&mut model).0, 2);
    press(&mut model, "Esc Tab Tab Tab Tab Tab");
    assert_eq!(exported(&mut model).0, 8, "beside the rules, every verdict");
}

#[test]
fn from_a_rule_it_goes_on_to_its_verdicts() {
    let mut model = usual();
    press(&mut model, "BackTab");
    let rules = &model.exceptions.rules;
    let told: Vec<_> = rules
        .iter()
        .map(|it| (it.rule.raw(), it.right, it.wrong, it.accepted))
        .collect();
    assert_eq!(
        told,
        [
            (super::FORMAT, 0, 2, 1),
            (super::LOAD, 1, 2, 0),
            (super::LICENCE, 0, 0, 1)
        ]
    );
    press(&mut model, "j Enter");
    assert_eq!(model.exceptions.view, View::Rule);
    let subject = model.exceptions.selected_subject().unwrap();
    let decision = model.decisions.get(subject).unwrap();
    assert_eq!(decision.context.rule.as_ref().unwrap().raw(), super::LOAD);
}

#[test]
fn a_read_only_desk_shows_and_changes_nothing() {
    let mut model = usual();
    model.read_only = true;
    for key in ["+", "e", "o", "u", "U"] {
        assert_eq!(press(&mut model, key), [], "{key}");
        assert!(model.overlay.is_none(), "{key}");
        assert!(
            model.toast.as_ref().unwrap().text.contains("read-only"),
            "{key}"
        );
    }
    assert!(matches!(
        one(press(&mut model, "Enter")),
        Effect::History(..)
    ));
}

#[test]
fn what_runs_out_overnight_is_counted_in_the_morning() {
    let mut model = usual();
    assert_eq!(
        (
            model.exceptions.counts.expired,
            model.exceptions.counts.soon
        ),
        (2, 1)
    );
    let later = demo::clock() + SignedDuration::from_hours(24 * 13);
    update(&mut model, Message::Clock(later));
    assert_eq!(
        (
            model.exceptions.counts.expired,
            model.exceptions.counts.soon
        ),
        (3, 0)
    );
    press(&mut model, "j");
    assert_eq!(headings(&model)[0], 3);
}

#[test]
fn a_report_that_is_read_again_is_not_counted_twice() {
    let reports = workspace();
    let mut model = usual();
    let before = model.exceptions.reaches.clone();
    assert_eq!(before.counted(), reports.len());
    let effects = press(&mut model, "Ctrl-r");
    let Some(Effect::Load(job)) = effects.last() else {
        panic!("{effects:?}")
    };
    let news = reports
        .iter()
        .map(|report| Loaded::Report(Box::new(report.summary())))
        .collect();
    update(&mut model, Message::Loaded(*job, news));
    assert_eq!(model.exceptions.reaches, before);
}

#[test]
fn hostile_words_of_a_ledger_are_shown_as_text() {
    const EVIL: &str =
        "\u{1b}[2J\u{1b}]52;c;aGk=\u{7}\u{9b}31m\u{202e}\u{200b}\u{e0041}\u{0}\r\n\u{85}x";
    let reports = workspace();
    let past = decisions(&reports);
    let poisoned = past.iter().map(|it| {
        let mut it = it.clone();
        let context = &mut it.context;
        for text in [
            &mut context.rule,
            &mut context.file,
            &mut context.symbol,
            &mut context.group_name,
            &mut context.group_uuid,
            &mut context.scan,
            &mut context.hash,
            &mut context.threat,
            &mut context.description,
            &mut context.rule_instance,
            &mut context.model_uri,
        ] {
            *text = Some(EVIL.into());
        }
        context.model = EVIL.into();
        (it.author, it.note) = (EVIL.into(), EVIL.into());
        it
    });
    let mut model = desk(poisoned.collect(), &reports);
    for size in [(40, 8), (80, 24), (200, 60)] {
        update(&mut model, Message::Resized(size.0, size.1));
        for keys in [
            "g", "Enter", "e", "Esc", "h", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab",
        ] {
            for effect in press(&mut model, keys) {
                let Effect::History(job, subject) = effect else {
                    continue;
                };
                let event = Event {
                    reopened: false,
                    id: 1,
                    at: demo::clock(),
                    author: EVIL.into(),
                    act: Act::Recorded,
                    decision: model.decisions.get(&subject).cloned(),
                    subject,
                };
                update(&mut model, Message::History(job, Ok(vec![event])));
            }
            let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
            let drawn = terminal.draw(|frame| view::draw(&model, &Theme::dark(), frame));
            let screen = svg::text(drawn.unwrap().buffer);
            let raw = screen.find(|c: char| c != '\n' && is_deceptive(c));
            assert_eq!(raw, None, "{keys} at {size:?}\n{screen}");
            assert!(
                screen.contains("\\x1b[2J") || keys == "e" || size.0 == 40,
                "{keys}\n{screen}"
            );
        }
    }
}

const KEYS: [&str; 27] = [
    "j", "k", "g", "G", "PageDown", "PageUp", "Enter", "l", "h", "Esc", "Tab", "BackTab", "/",
    "Space", "v", "*", "+", "o", "e", "x", "J", "K", "1", "5", "Ctrl-r", "Z", "?",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Any keys at any size: nothing panics, the cursor stands on something, and every state can be drawn.
    #[test]
    fn any_keys_leave_a_screen_that_stands(
        keys in prop::collection::vec((prop::sample::select(&KEYS[..]), 0u16..170, 0u16..40), 1..40)
    ) {
        let mut model = usual();
        for (key, width, height) in keys {
            update(&mut model, Message::Resized(width, height));
            for effect in press(&mut model, key) {
                if let Effect::History(job, _) = effect {
                    update(&mut model, Message::History(job, Ok(Vec::new())));
                }
            }
            let screen = &model.exceptions;
            prop_assert!(screen.list.cursor() < screen.rows.len().max(1));
            prop_assert!(!matches!(screen.selected(), Some(Row::Section(_))));
            let mut terminal = Terminal::new(TestBackend::new(width.max(1), height.max(1))).unwrap();
            terminal.draw(|frame| view::draw(&model, &Theme::dark(), frame)).unwrap();
        }
    }
}
