//! What keys do in the form for a scan: pure, effects compared as values.

use airs_triage::app::effect::Effect;
use airs_triage::app::job::JobId;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Giver, Listed, Looked, Message, NotScanned};
use airs_triage::app::model::Model;
use airs_triage::app::overlays::Overlay;
use airs_triage::app::overlays::launch::{Form, Line};
use airs_triage::app::update::update;
use airs_triage::domain::group::{Choices, SecurityGroup};
use airs_triage::domain::launch::Choice;
use airs_triage::domain::text::{Printable, Untrusted};
use airs_triage::io::demo;
use airs_triage::view::{self, theme::Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::running::watched;
use crate::keys::{desk, press, reports};
use crate::support::palette::Palette;
use crate::support::svg;

pub(super) const HUB: &str = "https://huggingface.co/acme-labs/tiny";

fn uuid(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn group(number: usize, name: &str, source: &str) -> SecurityGroup {
    SecurityGroup {
        uuid: uuid(number).as_str().into(),
        tsg_id: None,
        name: name.into(),
        description: None,
        source_type: source.into(),
        state: "ACTIVE".into(),
        enabled_rules: Some(7),
        deleted: false,
        created_at: None,
        updated_at: None,
    }
}

fn groups() -> Listed<SecurityGroup> {
    Listed {
        tenant: Printable::line("tenant sim (TSG 7)"),
        rows: vec![
            group(1, "Default HUGGING_FACE", "HUGGING_FACE"),
            group(2, "Strict", "HUGGING_FACE"),
            group(3, "Default LOCAL", "LOCAL"),
            group(4, "One", "S3"),
            group(5, "Two", "S3"),
        ],
        fetched_at: demo::clock(),
        by: Giver::Service(None),
    }
}

pub(super) fn empty((width, height): (u16, u16)) -> Model {
    Model::new(Area::new(0, 0, width, height), demo::clock())
}

/// The form on an empty desk, the tenant's groups known.
pub(super) fn form(size: (u16, u16)) -> Model {
    let mut model = empty(size);
    with_groups(&mut model, "s");
    model
}

/// Presses keys that ask for the groups, and gives them.
pub(super) fn with_groups(model: &mut Model, keys: &str) {
    let effects = press(model, keys);
    let [Effect::ListGroups(job)] = &effects[..] else {
        panic!("{effects:?}")
    };
    update(model, Message::Groups(*job, Ok(groups())));
}

pub(super) fn types(model: &mut Model, text: &str) -> Vec<Effect> {
    update(model, Message::Pasted(text.to_owned()))
}

pub(super) fn open(model: &Model) -> &Form {
    match &model.overlay {
        Some(Overlay::Launch(form)) => form,
        other => panic!("{other:?}"),
    }
}

fn drawn(model: &Model) -> Buffer {
    let size = model.size;
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    let draw = |frame: &mut ratatui::Frame<'_>| view::draw(model, &Theme::dark(), frame);
    terminal.draw(draw).unwrap();
    terminal.backend().buffer().clone()
}

#[track_caller]
pub(super) fn shows(model: &Model, text: &str) {
    let shown = svg::text(&drawn(model));
    let words: Vec<_> = shown.split_whitespace().filter(|it| *it != "│").collect();
    assert!(
        words.join(" ").contains(text),
        "{text:?} is not in\n{shown}"
    );
}

#[track_caller]
pub(super) fn shows_not(model: &Model, text: &str) {
    let shown = svg::text(&drawn(model));
    assert!(!shown.contains(text), "{text:?} is in\n{shown}");
}

/// Starts the scan of the form; gives its work.
#[track_caller]
pub(super) fn started(model: &mut Model) -> JobId {
    let effects = press(model, "Enter");
    match &effects[..] {
        [Effect::Launch(job, _)] => *job,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_model_of_the_hub_is_scanned_by_the_service_and_the_default_group() {
    let mut model = form((80, 24));
    shows_not(&model, "! ");
    types(&mut model, HUB);
    shows(&model, "‹ Default HUGGING_FACE › HUGGING_FACE, the default");
    shows(&model, "‹ auto › here: the service fetches and scans it");
    press(&mut model, "Tab Tab Tab");
    types(&mut model, "team=vision, build=812");
    press(&mut model, "Tab");
    types(&mut model, "*.bin");
    let effects = press(&mut model, "Enter");
    let [Effect::Launch(_, wanted)] = &effects[..] else {
        panic!("{effects:?}")
    };
    let request = &wanted.request;
    assert_eq!(
        (request.target.address(), request.judge.uuid()),
        (HUB, &uuid(1)[..])
    );
    assert_eq!(
        (request.labels.len(), &request.allow[..]),
        (2, &["*.bin".to_owned()][..])
    );
    assert_eq!(wanted.engine, Choice::Auto);
    assert!(model.overlay.is_none());
    shows(&model, "Scanning https://huggingface.co/acme-labs/tiny");
    assert_eq!(model.groups.recent[0].raw(), uuid(1));
}

#[test]
fn what_is_wrong_stands_below_its_line_as_it_is_typed() {
    let mut model = form((80, 24));
    types(&mut model, "huggingface.co/x");
    press(&mut model, "Ctrl-u");
    types(&mut model, "http://huggingface.co/acme/tiny");
    shows(
        &model,
        "! http:// is not protected on its way; write https://",
    );
    press(&mut model, "Ctrl-u");
    types(&mut model, "https://huggingface.co/tiny");
    shows(&model, "! the organisation is missing");
    press(&mut model, "Ctrl-u");
    types(&mut model, HUB);
    press(&mut model, "Tab Tab Tab");
    types(&mut model, "team");
    shows(&model, "! a label is written KEY=VALUE");
    press(&mut model, "Ctrl-u Tab");
    types(&mut model, "*.bin");
    press(&mut model, "Tab");
    types(&mut model, "model.bin");
    shows(&model, "! a file could match *.bin");
    assert_eq!(press(&mut model, "Enter"), []);
    assert_eq!(open(&model).focus, Line::Ignore);
    press(&mut model, "Ctrl-u Up Up Up");
    press(&mut model, "Right Right");
    assert_eq!(open(&model).engine, Choice::Sdk);
    press(&mut model, "Up Up Ctrl-u");
    types(&mut model, "s3://bucket/model");
    press(&mut model, "Tab Tab Left");
    shows(
        &model,
        "! the service fetches models of Hugging Face and nothing else",
    );
}

#[test]
fn a_wrong_model_hides_no_other_fault() {
    let mut model = form((80, 24));
    types(&mut model, "http://huggingface.co/acme/tiny");
    press(&mut model, "Tab Tab Tab");
    types(&mut model, "team");
    press(&mut model, "Tab");
    types(&mut model, "-x");
    for words in [
        "! http:// is not protected",
        "! a label is written KEY=VALUE",
        "! a pattern cannot begin with -",
    ] {
        shows(&model, words);
    }
    press(&mut model, "Up Up Right Up Up Ctrl-u");
    let effects = types(&mut model, "/nowhere/tiny");
    let [Effect::Look(job, _)] = &effects[..] else {
        panic!("{effects:?}")
    };
    let nothing = Looked {
        path: "/nowhere/tiny".to_owned(),
        ..Looked::default()
    };
    update(&mut model, Message::Looked(*job, nothing));
    for words in [
        "! there is no file or folder /nowhere/tiny",
        "‹ Default LOCAL ›",
        "! the service fetches models of Hugging Face and nothing else",
        "! a label is written KEY=VALUE",
    ] {
        shows(&model, words);
    }
    assert_eq!(press(&mut model, "Tab Enter"), []);
    assert_eq!(open(&model).focus, Line::Target, "the first of them");
}

#[test]
fn what_is_missing_is_said_only_when_it_is_to_start() {
    let mut model = form((80, 24));
    shows_not(&model, "name a model");
    assert_eq!(press(&mut model, "Tab Enter"), []);
    shows(&model, "! name a model: a Hugging Face URL");
    assert_eq!(open(&model).focus, Line::Target);
}

#[test]
fn a_group_is_chosen_among_those_for_the_source_the_users_own_first() {
    let mut model = form((80, 24));
    model.groups.chosen = [("S3".into(), uuid(5).as_str().into())]
        .into_iter()
        .collect::<Choices>();
    types(&mut model, "s3://bucket/model");
    shows(&model, "‹ Two › S3, chosen");
    press(&mut model, "Tab Right");
    shows(&model, "‹ One › S3");
    press(&mut model, "Right");
    shows(&model, "‹ Two ›");

    model.groups.chosen = Choices::default();
    let mut model = form((80, 24));
    types(&mut model, "s3://bucket/model");
    shows(
        &model,
        "! no group for Amazon S3 is proposed; choose one with Right",
    );
    press(&mut model, "Tab Right");
    shows(&model, "‹ One › S3");
    press(&mut model, "Up Ctrl-u");
    types(&mut model, HUB);
    shows(
        &model,
        "! the group One is for S3, and the model is HUGGING_FACE",
    );
}

#[test]
fn a_path_is_looked_for_and_started_at_its_place() {
    let mut model = form((80, 24));
    let effects = types(&mut model, "models/ti");
    let [Effect::Look(job, path)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(path, "models/ti");
    assert_eq!(press(&mut model, "Enter"), [], "nobody has looked yet");
    let looked = |path: &str, place: Option<&str>| Looked {
        path: path.to_owned(),
        place: place.map(str::to_owned),
        more: vec!["models/tiny.pkl".to_owned()],
    };
    update(&mut model, Message::Looked(*job, looked("models/ti", None)));
    shows(&model, "! there is no file or folder models/ti");
    shows(&model, "models/tiny.pkl");
    let effects = types(&mut model, "ny.pkl");
    let [Effect::Look(job, _)] = &effects[..] else {
        panic!("{effects:?}")
    };
    update(
        &mut model,
        Message::Looked(*job, looked("models/tiny.pkl", Some("/w/models/tiny.pkl"))),
    );
    shows(&model, "here: the official client scans it on this machine");
    let effects = press(&mut model, "Enter");
    let [Effect::Launch(_, wanted)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(wanted.request.target.address(), "/w/models/tiny.pkl");
}

#[test]
fn a_rescan_is_two_keys() {
    let reports = reports();
    let mut model = desk(&reports);
    let at = reports.iter().position(|it| {
        let uri = it.head.scan.model_uri.as_ref().map(Untrusted::raw);
        uri.is_some_and(|uri| uri.starts_with("https://huggingface.co/"))
            && it.head.group_uuid().is_some()
    });
    let head = &reports[at.unwrap()].head;
    model.reports.go_to(at.unwrap(), model.size);
    assert!(matches!(
        &press(&mut model, "s")[..],
        [Effect::ListGroups(_)]
    ));
    let effects = press(&mut model, "Enter");
    let [Effect::Launch(_, wanted)] = &effects[..] else {
        panic!("{effects:?} {}", svg::text(&drawn(&model)))
    };
    let request = &wanted.request;
    assert_eq!(
        request.target.address(),
        head.scan.model_uri.as_ref().unwrap().raw()
    );
    assert_eq!(request.judge.uuid(), head.group_uuid().unwrap().raw());
}

#[test]
fn a_scan_that_was_not_started_leaves_its_form_for_another_try() {
    let mut model = form((80, 24));
    types(&mut model, HUB);
    let job = started(&mut model);
    let why = |goes_on| NotScanned {
        why: Printable::line("the service refuses"),
        goes_on,
    };
    update(&mut model, Message::ScanEnded(job, Err(why(false))));
    shows(&model, "! Not scanned: the service refuses.");
    shows_not(&model, "shows how far it is");
    let job = started(&mut model);
    press(&mut model, "?");
    update(&mut model, Message::ScanEnded(job, Err(why(false))));
    assert!(
        model.help.is_some() && model.overlay.is_none(),
        "nothing is taken from the user"
    );
    press(&mut model, "Esc s");
    let job = started(&mut model);
    update(&mut model, Message::ScanEnded(job, Err(why(true))));
    assert!(model.overlay.is_none(), "the service goes on with it");
    assert!(model.toast.unwrap().bad);
}

#[test]
fn who_only_looks_scans_nothing() {
    let mut model = empty((80, 24));
    model.read_only = true;
    assert_eq!(press(&mut model, "s"), []);
    shows(&model, "This desk is read-only.");
    let mut model = empty((80, 24));
    model.demo = true;
    press(&mut model, "s");
    shows(&model, "The sample workspace has no tenant to ask.");
}

#[test]
fn pictures() {
    for size in [(80, 24), (120, 36)] {
        let named = |what: &str| format!("{what}-{}x{}", size.0, size.1);
        let mut model = form(size);
        types(&mut model, HUB);
        press(&mut model, "Tab Tab Tab");
        types(&mut model, "team=vision build=812");
        svg::assert_screen(&drawn(&model), Palette::Dark, &named("scan"));
        types(&mut model, " nothing");
        press(&mut model, "Up Up Up Ctrl-u");
        types(&mut model, "s3://models/tiny");
        svg::assert_screen(&drawn(&model), Palette::Dark, &named("scan-refused"));
        let (model, _) = watched(size);
        svg::assert_screen(&drawn(&model), Palette::Dark, &named("scanning"));
    }
}

proptest! {
    /// Whatever is pressed and however small the screen, the form stands.
    #[test]
    fn any_keys_leave_a_form_that_can_be_drawn(
        keys in prop::collection::vec(prop::sample::select(vec![
            "Tab", "BackTab", "Left", "Right", "Enter", "Backspace", "Ctrl-u", "h", "/", ":", "s", "=", "*", "Esc", "s",
        ]), 1..40),
        text in prop::sample::select(vec![HUB, "s3://b/m", "/w/x", "=", "ä\u{202e}", "https://"]),
        size in (1u16..140, 1u16..40),
    ) {
        let mut model = form(size);
        types(&mut model, text);
        for key in keys {
            press(&mut model, key);
            drawn(&model);
        }
    }
}
