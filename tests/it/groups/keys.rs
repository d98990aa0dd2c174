//! What keys do on the groups screen: pure, effects compared as values.

use airs_triage::app::command::Command;
use airs_triage::app::effect::Effect;
use airs_triage::app::job::JobId;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Giver, Listed, Message};
use airs_triage::app::model::Model;
use airs_triage::app::mouse::{Act, Mouse};
use airs_triage::app::overlays::Overlay;
use airs_triage::app::screens::Screen;
use airs_triage::app::screens::groups::Chosen;
use airs_triage::app::session::Session;
use airs_triage::app::update::update;
use airs_triage::domain::group::{Choices, EditableField, RuleInstance, SecurityGroup};
use airs_triage::domain::observation::{Remediation, RuleState};
use airs_triage::domain::text::{Printable, is_deceptive};
use airs_triage::io::demo;
use airs_triage::view::{self, theme::Theme};
use jiff::SignedDuration;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::support::svg;

const HOSTILE: &str = "\u{1b}[31m\u{202e}漢字\u{200b}\n\t$(reboot)\u{9b}é";

fn uuid(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A group that was changed so many days ago.
fn group(number: usize, name: &str, source: &str, days: i64) -> SecurityGroup {
    SecurityGroup {
        uuid: uuid(number).into(),
        tsg_id: None,
        name: name.into(),
        description: None,
        source_type: source.into(),
        state: "ACTIVE".into(),
        enabled_rules: Some(7),
        deleted: false,
        created_at: None,
        updated_at: Some(demo::clock() - SignedDuration::from_hours(24 * days)),
    }
}

fn rule(number: usize, name: &str, state: RuleState) -> RuleInstance {
    let values = ["safetensors", "onnx"].map(Into::into).to_vec();
    RuleInstance {
        uuid: uuid(1_000 + number).into(),
        rule_uuid: None,
        name: name.into(),
        description: Some("Looks at how the model is stored.".into()),
        kind: Some("ARTIFACT".into()),
        state,
        default_state: Some(RuleState::Blocking),
        fields: vec![("approved_formats".into(), values)],
        editable: vec![EditableField {
            key: "approved_formats".into(),
            label: Some("Approved formats".into()),
            description: None,
            choices: vec![("pickle".into(), "Pickle".into())],
        }],
        remediation: Remediation::default(),
        updated_at: None,
    }
}

fn rules() -> Vec<RuleInstance> {
    vec![
        rule(1, "License Is Valid For Use", RuleState::Blocking),
        rule(2, "Stored In Approved File Format", RuleState::Allowing),
        rule(3, "Model Architecture Backdoor Check", RuleState::Disabled),
    ]
}

fn listed<T>(rows: Vec<T>) -> Listed<T> {
    Listed {
        tenant: Printable::line("tenant sim (TSG 7)"),
        rows,
        fetched_at: demo::clock(),
        by: Giver::Service(None),
    }
}

fn usual() -> Vec<SecurityGroup> {
    vec![
        group(1, "Team buckets", "S3", 3),
        group(2, "Old strict", "HUGGING_FACE", 90),
        group(3, "New strict", "HUGGING_FACE", 1),
        group(4, "Default HUGGING_FACE", "HUGGING_FACE", 200),
        SecurityGroup {
            deleted: true,
            ..group(5, "Gone", "S3", 0)
        },
    ]
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        effects = update(model, Message::Pressed(key.parse().unwrap()));
    }
    effects
}

fn empty(width: u16, height: u16) -> Model {
    Model::new(Area::new(0, 0, width, height), demo::clock())
}

fn asked(effects: &[Effect]) -> JobId {
    match effects {
        [Effect::ListGroups(job)] => *job,
        other => panic!("{other:?}"),
    }
}

fn asked_rules(effects: &[Effect]) -> (JobId, String) {
    match effects {
        [Effect::ListRules(job, group)] => (*job, group.raw().to_owned()),
        other => panic!("{other:?}"),
    }
}

/// A desk on the groups screen with these groups.
fn desk(groups: Vec<SecurityGroup>, (width, height): (u16, u16)) -> Model {
    let mut model = empty(width, height);
    let job = asked(&press(&mut model, "3"));
    let effects = update(&mut model, Message::Groups(job, Ok(listed(groups))));
    assert_eq!(effects, []);
    model
}

/// The same with the rules of the selected group.
fn with_rules(groups: Vec<SecurityGroup>, rules: Vec<RuleInstance>, size: (u16, u16)) -> Model {
    let mut model = desk(groups, size);
    let (job, _) = asked_rules(&press(&mut model, "Enter"));
    update(&mut model, Message::Rules(job, Ok(listed(rules))));
    model
}

fn screen(model: &Model) -> String {
    let size = model.size;
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    let draw = |frame: &mut ratatui::Frame<'_>| view::draw(model, &Theme::dark(), frame);
    terminal.draw(draw).unwrap();
    svg::text(terminal.backend().buffer())
}

fn names(model: &Model) -> Vec<&str> {
    let groups = model.groups.all();
    let rows = model.groups.rows.iter();
    rows.map(|at| groups[*at].name.raw()).collect()
}

fn selected(model: &Model) -> &str {
    model.groups.selected().unwrap().name.raw()
}

#[test]
fn the_first_look_asks_and_the_list_has_the_default_first_then_what_changed_last() {
    let mut model = desk(usual(), (80, 24));
    let order = [
        "Default HUGGING_FACE",
        "New strict",
        "Old strict",
        "Team buckets",
    ];
    assert_eq!(names(&model), order);
    assert_eq!(press(&mut model, "1 3 j k 1 3"), [], "it was asked already");
}

#[test]
fn an_answer_to_another_question_is_dropped() {
    let mut model = empty(80, 24);
    let first = asked(&press(&mut model, "3"));
    let second = asked(&press(&mut model, "Ctrl-r"));
    update(&mut model, Message::Groups(first, Ok(listed(usual()))));
    assert!(names(&model).is_empty());
    update(&mut model, Message::Groups(second, Ok(listed(usual()))));
    assert_eq!(names(&model).len(), 4);
}

#[test]
fn what_is_here_stays_where_it_cannot_be_had_again() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "G");
    let job = asked(&press(&mut model, "Ctrl-r"));
    let away = Printable::line("no network");
    update(&mut model, Message::Groups(job, Err(away)));
    assert_eq!(selected(&model), "Team buckets");
    let toast = model.toast.clone().unwrap();
    assert!(toast.bad && toast.text.contains("no network"), "{toast:?}");
    let job = asked(&press(&mut model, "Ctrl-r"));
    let more = [usual(), vec![group(9, "Azure", "AZURE", 0)]].concat();
    update(&mut model, Message::Groups(job, Ok(listed(more))));
    assert_eq!(
        selected(&model),
        "Team buckets",
        "the cursor stays on its group"
    );
}

/// What was kept from before.
fn kept<T>(rows: Vec<T>) -> Listed<T> {
    Listed {
        fetched_at: demo::clock() - SignedDuration::from_hours(3),
        by: Giver::Cache(None),
        ..listed(rows)
    }
}

#[test]
fn what_was_kept_is_there_until_the_service_answers() {
    let mut model = empty(120, 36);
    let job = asked(&press(&mut model, "3"));
    update(&mut model, Message::Groups(job, Ok(kept(usual()))));
    assert!(screen(&model).contains("! as it was 3 hours ago · asking the tenant…"));
    let (rules_job, _) = asked_rules(&press(&mut model, "Enter"));
    update(&mut model, Message::Rules(rules_job, Ok(kept(rules()))));
    press(&mut model, "n J");
    let top = model.groups.page.as_ref().unwrap().top;
    let fresh = [usual(), vec![group(9, "AZ", "AZURE", 0)]].concat();
    update(&mut model, Message::Groups(job, Ok(listed(fresh))));
    assert_eq!(selected(&model), "Default HUGGING_FACE");
    assert!(screen(&model).contains("asked just now"));
    assert_eq!(model.groups.page.as_ref().unwrap().top, top);
    update(
        &mut model,
        Message::Rules(rules_job, Err(Printable::line("no network"))),
    );
    let shown = screen(&model);
    assert!(shown.contains("□ ALLOWING  Stored In Approved"), "{shown}");
    press(&mut model, "j k");
    let shown = screen(&model);
    assert!(
        shown.contains("! as it was 3 hours ago: no network"),
        "{shown}"
    );
}

#[test]
fn what_was_kept_never_takes_the_place_of_what_is_newer() {
    let mut model = desk(usual(), (80, 24));
    let job = asked(&press(&mut model, "Ctrl-r"));
    update(&mut model, Message::Groups(job, Ok(kept(Vec::new()))));
    assert_eq!(names(&model).len(), 4);
    update(&mut model, Message::Groups(job, Ok(listed(Vec::new()))));
    assert!(screen(&model).contains("tenant sim (TSG 7) has no security group."));
}

#[test]
fn a_filter_leaves_what_says_every_word_and_esc_goes_back_to_where_it_began() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "G / s t r i c t");
    assert_eq!(names(&model), ["New strict", "Old strict"]);
    press(&mut model, "Enter j");
    assert_eq!(selected(&model), "Old strict");
    press(&mut model, "/ Esc");
    assert_eq!(names(&model).len(), 4);
    assert_eq!(selected(&model), "Old strict");
    press(&mut model, "/ n o n e");
    assert!(screen(&model).contains("Nothing matches “none”"));
    press(&mut model, "Enter Esc");
    assert_eq!(selected(&model), "Old strict");
    assert_eq!(model.screen, Screen::Groups);
    press(&mut model, "/ d e f a u l t Enter");
    assert_eq!(names(&model), ["Default HUGGING_FACE"]);
}

#[test]
fn rules_are_asked_for_once_a_group_and_one_question_at_a_time() {
    let mut model = desk(usual(), (80, 24));
    let (job, of) = asked_rules(&press(&mut model, "Enter"));
    assert_eq!(of, uuid(4));
    assert_eq!(
        press(&mut model, "j j j"),
        [],
        "the cursor moves, one question is out"
    );
    let effects = update(&mut model, Message::Rules(job, Ok(listed(rules()))));
    let (job, of) = asked_rules(&effects);
    assert_eq!(of, uuid(1), "then for where the cursor stands by now");
    let why = Printable::line("no network");
    assert_eq!(update(&mut model, Message::Rules(job, Err(why))), []);
    assert!(screen(&model).contains("Its rules are not here: no network."));
    assert_eq!(press(&mut model, "g"), [], "they are kept");
    assert!(screen(&model).contains("■ BLOCKING  License Is Valid For Use"));
    assert_eq!(
        press(&mut model, "Enter"),
        [],
        "Enter on rules does nothing more"
    );
    let again = press(&mut model, "Ctrl-r");
    let both = [&again[..1], &again[1..]];
    asked(both[0]);
    assert_eq!(asked_rules(both[1]).1, uuid(4));
}

#[test]
fn a_rule_is_brought_to_the_top_and_copied() {
    let mut model = with_rules(usual(), rules(), (80, 24));
    let shown = |model: &Model| {
        Chosen::of(model)
            .unwrap()
            .rule
            .unwrap()
            .uuid
            .raw()
            .to_owned()
    };
    assert_eq!(shown(&model), uuid(1_001));
    press(&mut model, "J J");
    assert_eq!(shown(&model), uuid(1_001), "scrolled to its line");
    press(&mut model, "n");
    assert_eq!(shown(&model), uuid(1_002));
    press(&mut model, "J J");
    assert_eq!(shown(&model), uuid(1_002), "further down in it");
    press(&mut model, "n");
    assert_eq!(shown(&model), uuid(1_003));
    press(&mut model, "n n");
    assert_eq!(shown(&model), uuid(1_003), "it is the last");
    press(&mut model, "N");
    assert_eq!(shown(&model), uuid(1_002));
    update(&mut model, Message::Resized(120, 36));
    assert_eq!(
        shown(&model),
        uuid(1_002),
        "also where lines are wrapped otherwise"
    );
    let copied = |model: &mut Model, keys| match &press(model, keys)[..] {
        [Effect::Copy(_, text)] => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(copied(&mut model, "y i"), uuid(1_002));
    assert_eq!(copied(&mut model, "y u"), uuid(4));
    let line = format!("export SECURITY_GROUP_UUID={}", uuid(4));
    assert_eq!(copied(&mut model, "y e"), line);
    press(&mut model, "Esc");
    assert!(Chosen::of(&model).unwrap().rule.is_none());
    press(&mut model, "y");
    let Some(Overlay::Copy(menu)) = &model.overlay else {
        panic!()
    };
    let letters: Vec<_> = menu.items.iter().map(|item| item.kind.letter).collect();
    assert_eq!(letters, ['u', 'e', 'm']);
}

#[test]
fn a_chosen_group_stands_before_the_default_and_is_chosen_no_more() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "j j");
    let effects = press(&mut model, "d");
    let [Effect::ChooseGroup(job, source, Some(chosen))] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((source.raw(), chosen.raw()), ("HUGGING_FACE", &uuid(2)[..]));
    let choices: Choices = [(source.clone(), chosen.clone())].into_iter().collect();
    let before = names(&model).join(" ");
    update(&mut model, Message::ChosenGroups(*job, Ok(choices.clone())));
    assert_eq!(names(&model).join(" "), before, "the list does not jump");
    let shown = screen(&model);
    assert!(
        shown.contains("Old strict is chosen for HUGGING_FACE."),
        "{shown}"
    );
    let line = shown.lines().find(|line| line.contains("▌ HUGGING_FACE"));
    assert!(line.unwrap().contains("chosen"), "{shown}");
    let job = asked(&press(&mut model, "Ctrl-r"));
    update(&mut model, Message::ChosenGroups(job, Ok(choices)));
    update(&mut model, Message::Groups(job, Ok(listed(usual()))));
    assert_eq!(names(&model)[..2], ["Old strict", "Default HUGGING_FACE"]);
    let effects = press(&mut model, "d");
    assert!(
        matches!(&effects[..], [Effect::ChooseGroup(_, _, None)]),
        "{effects:?}"
    );
    press(&mut model, "/ c h o s e n Enter");
    assert_eq!(names(&model), ["Old strict"]);
}

#[test]
fn what_was_used_lately_comes_first_also_on_another_day() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "G Enter Esc k y e");
    let session = Session::of(&model).unwrap().write();
    let mut model = empty(80, 24);
    Session::read(&session).unwrap().begin(&mut model);
    let job = asked(&press(&mut model, "3"));
    update(&mut model, Message::Groups(job, Ok(listed(usual()))));
    let order = [
        "Old strict",
        "Team buckets",
        "Default HUGGING_FACE",
        "New strict",
    ];
    assert_eq!(names(&model), order);
}

#[test]
fn a_uuid_that_is_none_has_no_line_for_a_shell() {
    let odd = SecurityGroup {
        uuid: "deadbeef".into(),
        ..group(1, "odd", "S3", 0)
    };
    let mut model = desk(vec![odd], (80, 24));
    press(&mut model, "y");
    let Some(Overlay::Copy(menu)) = &model.overlay else {
        panic!()
    };
    assert!(menu.items.iter().all(|item| item.kind.letter != 'e'));
}

#[test]
fn esc_closes_the_rules_then_the_filter_then_the_screen() {
    let mut model = with_rules(usual(), rules(), (80, 24));
    press(&mut model, "/ d e f a u l t Enter Esc");
    assert!(!model.groups.detail);
    assert_eq!(names(&model).len(), 1);
    press(&mut model, "Esc");
    assert_eq!(names(&model).len(), 4);
    press(&mut model, "Esc");
    assert_eq!(model.screen, Screen::Reports);
}

#[test]
fn nothing_here_is_about_a_report_or_a_verdict() {
    let mut model = desk(usual(), (80, 24));
    for keys in ["t", "f", "x", "e", "o", "F", "b", "D", "R", "Space"] {
        assert_eq!(press(&mut model, keys), [], "{keys}");
        assert!(model.overlay.is_none(), "{keys}");
    }
    assert!(!model.has_target() && model.this_head().is_none());
    assert!(Command::Browse.refusal(&model).is_some());
}

#[test]
fn the_sample_workspace_asks_nobody() {
    let mut model = empty(80, 24);
    model.demo = true;
    assert_eq!(press(&mut model, "3"), []);
    assert!(screen(&model).contains("The sample workspace has no tenant to ask."));
    assert_eq!(press(&mut model, "Ctrl-r Enter y"), []);
}

#[test]
fn the_mouse_selects_shows_and_scrolls() {
    let mut model = with_rules(usual(), rules(), (80, 24));
    press(&mut model, "Esc");
    let click = |row| {
        Message::Mouse(Mouse {
            act: Act::Press,
            column: 20,
            row,
        })
    };
    update(&mut model, click(4));
    assert_eq!(selected(&model), "New strict");
    update(&mut model, click(4));
    assert!(model.groups.detail);
    update(&mut model, click(3));
    let wheel = Mouse {
        act: Act::WheelDown,
        column: 20,
        row: 20,
    };
    update(&mut model, Message::Mouse(wheel));
    assert_eq!(model.groups.page.as_ref().unwrap().top, 3);
    assert_eq!(selected(&model), "Default HUGGING_FACE");
    update(&mut model, Message::Mouse(Mouse { row: 3, ..wheel }));
    assert_eq!(selected(&model), "Team buckets");
}

#[test]
fn a_state_has_a_word_at_every_width_and_an_unknown_one_its_own() {
    let mut all = rules();
    all.push(rule(4, "Of tomorrow", RuleState::Other("PAUSED".into())));
    for size in [(80, 60), (120, 60), (40, 160)] {
        let model = with_rules(usual(), all.clone(), size);
        let shown = screen(&model);
        for word in ["■ BLOCKING", "□ ALLOWING", "· DISABLED", "? PAUSED"] {
            assert!(shown.contains(word), "{word} is not in\n{shown}");
        }
    }
}

#[test]
fn what_is_foreign_is_shown_as_what_it_is_and_fits_every_size() {
    let odd = SecurityGroup {
        uuid: HOSTILE.into(),
        description: Some(HOSTILE.into()),
        state: HOSTILE.into(),
        ..group(1, HOSTILE, HOSTILE, -400_000)
    };
    let mut wrong = rule(1, HOSTILE, RuleState::Other(HOSTILE.into()));
    wrong.description = Some(HOSTILE.repeat(500).as_str().into());
    wrong.fields = vec![(HOSTILE.into(), vec![HOSTILE.into(); 3_000])];
    wrong.editable[0].choices = vec![(HOSTILE.into(), "x".into()); 3_000];
    wrong.kind = Some(HOSTILE.into());
    for size in [(1, 1), (20, 5), (40, 9), (80, 24), (200, 60)] {
        let mut model = with_rules(vec![odd.clone(); 3], vec![wrong.clone(); 30], size);
        for keys in ["g", "n", "J J J", "G", "/ x", "Esc Esc", "Esc"] {
            let shown = screen(&model);
            assert!(
                !shown.replace('\n', "").chars().any(is_deceptive),
                "{shown}"
            );
            press(&mut model, keys);
        }
    }
}

#[test]
fn a_low_screen_shows_list_or_rules() {
    let mut model = with_rules(usual(), rules(), (20, 5));
    assert!(screen(&model).contains("Default"));
    press(&mut model, "J J J J J");
    assert!(screen(&model).contains("■ BLOCKING"), "{}", screen(&model));
    press(&mut model, "Esc j");
    assert!(
        screen(&model).contains("▌ New strict"),
        "{}",
        screen(&model)
    );
}

proptest! {
    /// Whatever is pressed, the cursor stands on a row, and what is shown first is a line.
    #[test]
    fn no_keys_lead_out_of_the_list(
        keys in prop::collection::vec(prop::sample::select(vec![
            "j", "k", "g", "G", "n", "N", "J", "K", "Enter", "Esc", "/", "s", "x", "Backspace", "3",
            "PageDown", "PageUp", "Ctrl-r",
        ]), 1..60),
        sizes in prop::collection::vec((1u16..140, 1u16..40), 1..4),
    ) {
        let mut model = with_rules(usual(), rules(), (80, 24));
        for (at, key) in keys.iter().enumerate() {
            let effects = press(&mut model, key);
            for effect in effects {
                let message = match effect {
                    Effect::ListGroups(job) => Message::Groups(job, Ok(listed(usual()))),
                    Effect::ListRules(job, _) => Message::Rules(job, Ok(listed(rules()))),
                    _ => continue,
                };
                update(&mut model, message);
            }
            let (width, height) = sizes[at % sizes.len()];
            update(&mut model, Message::Resized(width, height));
            let groups = &model.groups;
            prop_assert!(groups.rows.is_empty() || groups.selected().is_some());
            prop_assert!(groups.rows.is_sorted());
            if let Some(page) = &groups.page {
                prop_assert!(page.top < page.lines.len());
                prop_assert_eq!(&page.group, &groups.selected().unwrap().uuid);
            }
        }
        screen(&model);
    }
}
