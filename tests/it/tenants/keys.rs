//! What keys do in the login form and in the menu of tenants: pure, effects compared as values; and how both look.

use airs_triage::app::effect::{Effect, LogIn};
use airs_triage::app::job::JobId;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{LoggedIn, Message, NotLoggedIn, Tenants};
use airs_triage::app::model::Model;
use airs_triage::app::overlays::Overlay;
use airs_triage::app::overlays::login::{Form, Line};
use airs_triage::app::session::Session;
use airs_triage::app::update::update;
use airs_triage::domain::secret::Secret;
use airs_triage::domain::tenant::{Field, Layer, Name};
use airs_triage::domain::text::Printable;
use airs_triage::io::demo;
use airs_triage::view::{self, theme::Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use crate::support::palette::Palette;
use crate::support::svg;

const CI: &str = "ci@1180045521.iam.panserviceaccount.com";
const CANARY: &str = "canary-5b1e";

fn desk((width, height): (u16, u16)) -> Model {
    Model::new(Area::new(0, 0, width, height), demo::clock())
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        effects = update(model, Message::Pressed(key.parse().unwrap()));
    }
    effects
}

fn types(model: &mut Model, text: &str) {
    assert_eq!(update(model, Message::Pasted(text.to_owned())), []);
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn layer(values: &[(Field, &str)]) -> Layer {
    Layer::file(
        values
            .iter()
            .map(|(field, value)| (*field, Some((*value).to_owned()))),
    )
}

/// Two tenants, of which the first counts.
fn two() -> Tenants {
    let prod = [
        (Field::TsgId, "1180045521"),
        (Field::ClientId, CI),
        (Field::Region, "eu"),
    ];
    let lab = [
        (Field::TsgId, "42"),
        (Field::ClientId, "somebody"),
        (Field::Api, "https://api.example.com/aims"),
    ];
    Tenants {
        current: Some(name("prod")),
        rows: vec![(name("prod"), layer(&prod)), (name("lab"), layer(&lab))],
        ..Tenants::default()
    }
}

fn asked(effects: &[Effect]) -> JobId {
    match effects {
        [Effect::ListTenants(job)] => *job,
        other => panic!("{other:?}"),
    }
}

/// The form, on a desk that knows these tenants.
fn form(known: Tenants, size: (u16, u16)) -> Model {
    let mut model = desk(size);
    let job = asked(&press(&mut model, "i"));
    update(&mut model, Message::Tenants(job, Ok(known)));
    model
}

/// The menu of these tenants.
fn menu(known: Tenants) -> Model {
    let mut model = desk((80, 24));
    let job = asked(&press(&mut model, "A"));
    update(&mut model, Message::Tenants(job, Ok(known)));
    model
}

/// A form with an account and its secret.
fn filled(size: (u16, u16)) -> Model {
    let mut model = form(Tenants::default(), size);
    types(&mut model, CI);
    press(&mut model, "Tab");
    types(&mut model, CANARY);
    model
}

fn open(model: &Model) -> &Form {
    match &model.overlay {
        Some(Overlay::Login(form)) => form,
        other => panic!("{other:?}"),
    }
}

fn handed(effects: Vec<Effect>) -> (JobId, LogIn) {
    match <[Effect; 1]>::try_from(effects) {
        Ok([Effect::LogIn(job, wanted)]) => (job, *wanted),
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

fn screen(model: &Model) -> String {
    svg::text(&drawn(model))
}

#[track_caller]
fn shows(model: &Model, text: &str) {
    let shown = screen(model);
    let words: Vec<_> = shown.split_whitespace().filter(|it| *it != "│").collect();
    assert!(
        words.join(" ").contains(text),
        "{text:?} is not in\n{shown}"
    );
}

fn refused(secret: bool, why: &str) -> NotLoggedIn {
    NotLoggedIn {
        why: Printable::line(why),
        secret: secret.then(|| Secret::read(CANARY).unwrap()),
    }
}

#[test]
fn enter_hands_the_account_over_and_the_secret_is_gone_from_the_form() {
    let mut model = filled((80, 24));
    press(&mut model, "x Backspace Left Home");
    shows(&model, "•••••••••••");
    let (job, wanted) = handed(press(&mut model, "Enter"));
    assert_eq!(wanted.name, name("default"));
    assert_eq!(wanted.said.get(Field::ClientId).unwrap().value, CI);
    assert_eq!(
        wanted.said.get(Field::Api),
        None,
        "what is empty is not said"
    );
    assert_eq!(wanted.secret, Some(Secret::read(CANARY).unwrap()));
    assert_eq!(
        (open(&model).secret.length(), open(&model).proving),
        (0, Some(job))
    );
    shows(&model, "Asking for a token");
    assert_eq!(press(&mut model, "Enter x Tab"), [], "one proof at a time");
    assert_eq!(open(&model).text(Line::ClientId).text(), CI);
}

#[test]
fn the_secret_is_shown_printed_yanked_and_kept_nowhere() {
    let mut model = filled((120, 36));
    let look = |model: &Model| {
        let session = Session::of(model).unwrap().write();
        format!("{}\n{model:?}\n{session}\n", screen(model))
    };
    let mut seen = look(&model);
    // What a field of text would give back: undo, yank, another line, another form.
    for keys in [
        "Ctrl-u",
        "Ctrl-_",
        "Ctrl-y",
        "Ctrl-w",
        "BackTab Ctrl-y Ctrl-_ Tab",
    ] {
        press(&mut model, keys);
        seen += &look(&model);
    }
    press(&mut model, "BackTab Ctrl-u");
    types(&mut model, CI);
    press(&mut model, "Tab Ctrl-u");
    types(&mut model, CANARY);
    let effects = press(&mut model, "Enter");
    seen += &format!("{effects:?}");
    let (job, _) = handed(effects);
    let back = Message::LoggedIn(job, Err(refused(true, "no network")));
    seen += &format!("{back:?}");
    update(&mut model, back);
    seen += &look(&model);
    press(&mut model, "Esc i L");
    seen += &look(&model);
    assert!(!seen.contains(CANARY) && !seen.contains("canary"), "{seen}");
}

#[test]
fn what_is_missing_is_said_where_it_is_missing() {
    let mut model = form(Tenants::default(), (80, 24));
    let said = |model: &mut Model, words: &str, line| {
        assert_eq!(press(model, "Enter"), []);
        shows(model, words);
        assert_eq!(open(model).focus, line);
    };
    said(&mut model, "Type the client id.", Line::ClientId);
    types(&mut model, "someone");
    said(&mut model, "Type the TSG id.", Line::TsgId);
    types(&mut model, "11 80");
    said(&mut model, "a TSG id is digits", Line::TsgId);
    press(&mut model, "Ctrl-u 1 1");
    press(&mut model, "Tab a Space b");
    said(&mut model, "a tenant's name is", Line::Name);
    press(&mut model, "Ctrl-u Tab Tab");
    types(&mut model, "http://api.example.com");
    said(&mut model, "use https://", Line::Api);
    press(&mut model, "Ctrl-u");
    said(&mut model, "Type the client secret", Line::Secret);
    types(&mut model, CANARY);
    let (_, wanted) = handed(press(&mut model, "Enter"));
    assert_eq!(wanted.said.get(Field::TsgId).unwrap().value, "11");
}

#[test]
fn a_secret_of_the_environment_need_not_be_typed() {
    let environment = layer(&[(Field::ClientId, CI)]);
    let known = Tenants {
        environment,
        secret_is_set: true,
        ..Tenants::default()
    };
    let mut model = form(known, (80, 24));
    let (_, wanted) = handed(press(&mut model, "Enter"));
    assert_eq!(wanted.secret, None);
}

#[test]
fn a_refusal_leaves_what_was_typed_and_only_a_wrong_secret_is_gone() {
    let mut model = filled((80, 24));
    let (job, _) = handed(press(&mut model, "Enter"));
    let away = refused(true, "the service cannot be reached");
    update(&mut model, Message::LoggedIn(job, Err(away)));
    shows(&model, "Nothing was saved: the service cannot be reached.");
    assert_eq!(open(&model).secret.length(), CANARY.len());
    let (job, _) = handed(press(&mut model, "Enter"));
    let wrong = "the client secret is wrong. Run `airs-triage login` again";
    update(
        &mut model,
        Message::LoggedIn(job, Err(refused(false, wrong))),
    );
    shows(&model, "the client secret is wrong. Type them again.");
    assert_eq!(
        (open(&model).secret.length(), open(&model).focus),
        (0, Line::Secret)
    );
    assert_eq!(open(&model).text(Line::ClientId).text(), CI);
}

#[test]
fn esc_stops_the_proof_and_what_became_of_it_all_the_same_is_told() {
    let mut model = filled((80, 24));
    let (job, _) = handed(press(&mut model, "Enter"));
    assert_eq!(press(&mut model, "Esc"), [Effect::Cancel(job)]);
    assert!(model.overlay.is_none());
    let why = refused(true, "the keyring is locked");
    assert_eq!(update(&mut model, Message::LoggedIn(job, Err(why))), []);
    let said = model.toast.take().unwrap();
    assert!(model.overlay.is_none() && said.bad);
    assert_eq!(said.text, "Not connected: the keyring is locked.");
    let entered = LoggedIn {
        name: name("default"),
        tenant: Printable::line("tenant default (TSG 1180045521)"),
        doubts: vec![Printable::line("It may not read the scans.")],
    };
    let effects = update(&mut model, Message::LoggedIn(job, Ok(entered)));
    assert_eq!(effects, [Effect::UseTenant(name("default"))]);
    let toast = model.toast.clone().unwrap();
    assert!(
        toast.bad && toast.text.contains("It may not read the scans."),
        "{toast:?}"
    );
}

#[test]
fn the_tenant_that_counts_is_filled_in_unless_somebody_types_already() {
    let mut model = form(two(), (80, 24));
    assert_eq!(open(&model).focus, Line::Secret);
    assert_eq!(open(&model).text(Line::Name).text(), "prod");
    assert_eq!(open(&model).text(Line::Region).text(), "eu");
    press(&mut model, "BackTab");
    types(&mut model, "x");
    shows(&model, "prod with another account, which this replaces");

    let mut model = desk((80, 24));
    let job = asked(&press(&mut model, "i"));
    types(&mut model, "me");
    update(&mut model, Message::Tenants(job, Ok(two())));
    assert_eq!(open(&model).text(Line::ClientId).text(), "me");
}

#[test]
fn the_menu_marks_who_counts_and_enter_talks_to_another() {
    let mut model = menu(two());
    shows(&model, "▌● prod");
    let effects = press(&mut model, "j Enter");
    assert_eq!(effects, [Effect::UseTenant(name("lab"))]);
    assert!(model.overlay.is_none());
    assert!(model.toast.unwrap().text.contains("tenant lab"));

    let mut model = menu(two());
    press(&mut model, "G Enter");
    assert_eq!(open(&model).text(Line::Name).text(), "");
    let mut model = menu(two());
    press(&mut model, "j i");
    assert_eq!(open(&model).text(Line::Name).text(), "lab");

    let model = menu(Tenants::default());
    assert_eq!(
        open(&model).focus,
        Line::ClientId,
        "the first one is connected at once"
    );
}

#[test]
fn whoever_looks_out_forgets_a_secret_that_is_deleted() {
    let mut model = menu(two());
    press(&mut model, "Esc W A");
    let job = model.jobs.tenants.unwrap();
    update(&mut model, Message::Tenants(job, Ok(two())));
    let watching = model.lookout.job.unwrap();
    let effects = press(&mut model, "Delete Delete");
    let [
        Effect::Cancel(old),
        Effect::LogOut(..),
        Effect::LookOut(new),
    ] = &effects[..]
    else {
        panic!("{effects:?}")
    };
    assert_eq!((*old, Some(*new)), (watching, model.lookout.job));
}

#[test]
fn a_secret_is_deleted_only_when_asked_for_twice() {
    let mut model = menu(two());
    assert_eq!(press(&mut model, "Delete"), []);
    shows(
        &model,
        "Delete again deletes the secret of prod from the keyring",
    );
    assert_eq!(
        press(&mut model, "j Delete"),
        [],
        "another one is asked about anew"
    );
    let effects = press(&mut model, "Delete");
    let [Effect::LogOut(job, gone)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*gone, name("lab"));
    let why = Printable::line("the keyring is locked");
    update(&mut model, Message::LoggedOut(*job, Err(why)));
    shows(&model, "Not logged out: the keyring is locked.");
    let mut model = menu(two());
    assert_eq!(press(&mut model, "G Delete Delete"), []);
    shows(&model, "No tenant is selected.");
}

#[test]
fn a_sentence_that_sends_to_the_command_line_names_the_key_here() {
    let mut model = desk((120, 36));
    model.complain("Not fetched: no client id is set: run `airs-triage login`, or set X.");
    shows(&model, "no client id is set: press i to log in, or set X.");
    model.complain("No secret. Run `airs-triage login`.");
    shows(&model, "No secret. Press i to log in.");
}

#[test]
fn the_sample_workspace_connects_nothing() {
    let mut model = desk((80, 24));
    model.demo = true;
    assert_eq!(press(&mut model, "i A"), []);
    assert!(model.overlay.is_none());
}

#[test]
fn pictures() {
    for size in [(80, 24), (120, 36)] {
        let named = |what: &str| format!("{what}-{}x{}", size.0, size.1);
        let mut model = filled(size);
        svg::assert_screen(&drawn(&model), Palette::Dark, &named("login"));
        let (job, _) = handed(press(&mut model, "Enter"));
        let why = "the client id or the client secret is wrong: Client authentication failed. Run `airs-triage login` again; a secret cannot be read back, so make a new one for the service account if it is lost";
        update(&mut model, Message::LoggedIn(job, Err(refused(false, why))));
        svg::assert_screen(&drawn(&model), Palette::Dark, &named("login-refused"));
    }
    let mut model = menu(two());
    press(&mut model, "Delete");
    svg::assert_screen(&drawn(&model), Palette::Dark, "tenants-80x24");
}

proptest! {
    /// Whatever is pressed, however small the screen, the secret is not on it.
    #[test]
    fn no_keys_show_the_secret(
        keys in prop::collection::vec(prop::sample::select(vec![
            "Tab", "BackTab", "Up", "Down", "Left", "Right", "Home", "End", "Enter", "Backspace", "Ctrl-z",
            "Ctrl-y", "Ctrl-_", "x", "Ctrl-a", "Ctrl-k", "PageDown",
        ]), 1..40),
        size in (1u16..140, 1u16..40),
    ) {
        let mut model = filled(size);
        for key in keys {
            for effect in press(&mut model, key) {
                if let Effect::LogIn(job, _) = effect {
                    let why = refused(true, "no network");
                    update(&mut model, Message::LoggedIn(job, Err(why)));
                }
            }
            let seen = format!("{}{model:?}", screen(&model));
            prop_assert!(!seen.contains("canary"), "{seen}");
        }
    }
}
