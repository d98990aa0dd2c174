//! What keys do on the scans screen: pure, effects compared as values.

use airs_triage::app::command::Command;
use airs_triage::app::effect::Effect;
use airs_triage::app::job::JobId;
use airs_triage::app::layout::Area;
use airs_triage::app::message::{Completed, Giver, Listed, Message, Scanned};
use airs_triage::app::model::Model;
use airs_triage::app::mouse::{Act, Mouse};
use airs_triage::app::overlays::Overlay;
use airs_triage::app::screens::Screen;
use airs_triage::app::session::Session;
use airs_triage::app::update::update;
use airs_triage::domain::query::remote::Wish;
use airs_triage::domain::scan::{Scan, ScanError};
use airs_triage::domain::text::{Printable, Untrusted, is_deceptive};
use airs_triage::io::demo;
use airs_triage::view::{self, theme::Theme};
use jiff::SignedDuration;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{scan, uuid};
use crate::support::svg;

const HOSTILE: &str = "\u{1b}[31m\u{202e}漢字\u{200b}\n\t$(reboot)\u{9b}é";

pub(super) fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        effects = update(model, Message::Pressed(key.parse().unwrap()));
    }
    effects
}

pub(super) fn types(model: &mut Model, text: &str) {
    update(model, Message::Pasted(text.to_owned()));
}

pub(super) fn empty(width: u16, height: u16) -> Model {
    Model::new(Area::new(0, 0, width, height), demo::clock())
}

fn asked(effects: &[Effect]) -> (JobId, Wish) {
    match effects {
        [Effect::ListScans(job, wish)] | [_, Effect::ListScans(job, wish)] => {
            (*job, (**wish).clone())
        }
        other => panic!("{other:?}"),
    }
}

fn listed<T>(rows: Vec<T>, by: Giver) -> Listed<T> {
    Listed {
        tenant: Printable::line("tenant sim (TSG 7)"),
        rows,
        fetched_at: demo::clock(),
        by,
    }
}

fn tell(model: &mut Model, job: JobId, news: Scanned) -> Vec<Effect> {
    update(model, Message::Scans(job, Ok(news)))
}

fn whole() -> Scanned {
    Scanned::Whole(listed(Vec::new(), Giver::Service(None)))
}

pub(super) fn usual() -> Vec<Scan> {
    vec![
        scan(1, "BLOCKED", 5),
        scan(2, "ALLOWED", 10),
        scan(3, "BLOCKED", 15),
        scan(4, "ERROR", 20),
    ]
}

/// A desk on the scans screen with these scans.
pub(super) fn desk(scans: Vec<Scan>, (width, height): (u16, u16)) -> Model {
    let mut model = empty(width, height);
    let (job, _) = asked(&press(&mut model, "4"));
    tell(&mut model, job, Scanned::Further(scans, None));
    assert_eq!(tell(&mut model, job, whole()), []);
    model
}

pub(super) fn screen(model: &Model) -> String {
    let size = model.size;
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    let draw = |frame: &mut ratatui::Frame<'_>| view::draw(model, &Theme::dark(), frame);
    terminal.draw(draw).unwrap();
    svg::text(terminal.backend().buffer())
}

fn shown(model: &Model) -> Vec<usize> {
    let rows = model.scans.rows.iter();
    let uuids = rows.map(|row| model.scans.scan(*row).unwrap().uuid.clone().unwrap());
    uuids
        .map(|uuid| uuid.raw()[24..].parse().unwrap())
        .collect()
}

fn selected(model: &Model) -> &str {
    model.scans.selected_uuid().map_or("", Untrusted::raw)
}

#[test]
fn the_first_look_asks_for_a_week_and_rows_stand_the_newest_first() {
    let mut model = empty(80, 24);
    let (job, wish) = asked(&press(&mut model, "4"));
    assert_eq!(wish.words, "since:7d");
    let since = demo::clock() - SignedDuration::from_hours(7 * 24);
    assert_eq!(wish.since, Some(since));
    let mut scans = usual();
    scans.rotate_left(2);
    tell(&mut model, job, Scanned::Further(scans, Some(4)));
    assert_eq!(shown(&model), [1, 2, 3, 4]);
    tell(&mut model, job, whole());
    assert_eq!(press(&mut model, "1 4 j k 3 4"), [], "it was asked already");
    assert!(screen(&model).contains("tenant sim (TSG 7), asked just now"));
}

#[test]
fn rows_are_there_while_more_come_and_the_cursor_stays_on_its_scan() {
    let mut model = empty(120, 36);
    let (job, _) = asked(&press(&mut model, "4"));
    let page = |from: usize| {
        let scans = (from..from + 100).map(|at| scan(at, "BLOCKED", i64::try_from(at).unwrap()));
        Scanned::Further(scans.collect(), Some(5_000))
    };
    tell(&mut model, job, page(0));
    assert!(screen(&model).contains("100 scans · 100 of 5,000 came ▱▱▱▱▱"));
    press(&mut model, "j j j PageDown");
    let stood = selected(&model).to_owned();
    let line = |model: &Model| {
        let shown = screen(model);
        shown.lines().position(|line| line.starts_with('▌'))
    };
    let before = line(&model);
    for from in 1..50 {
        tell(&mut model, job, page(from * 100));
    }
    assert_eq!(selected(&model), stood);
    assert_eq!(line(&model), before);
    let (again, _) = {
        tell(&mut model, job, whole());
        asked(&press(&mut model, "Ctrl-r"))
    };
    let new = (0..30).map(|at| scan(9_000 + at, "BLOCKED", -1 - i64::try_from(at).unwrap()));
    tell(
        &mut model,
        again,
        Scanned::Further(new.collect(), Some(5_030)),
    );
    assert_eq!(selected(&model), stood, "what comes above moves nothing");
    assert_eq!(line(&model), before);
    assert_eq!(model.scans.rows.len(), 5_030);
}

#[test]
fn what_does_not_come_again_is_gone_when_the_list_has_ended_and_not_before() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "Space j Space");
    let (job, _) = asked(&press(&mut model, "Ctrl-r"));
    let changed = vec![scan(1, "ALLOWED", 5), scan(2, "ALLOWED", 10)];
    tell(&mut model, job, Scanned::Further(changed, None));
    assert_eq!(shown(&model), [1, 2, 3, 4]);
    assert_eq!(model.scans.all[0].outcome.word(), "ALLOWED", "as it is now");
    tell(&mut model, job, whole());
    assert_eq!(shown(&model), [1, 2]);
    assert_eq!(model.scans.marks.sorted(), [uuid(1).as_str().into()]);
}

#[test]
fn an_answer_to_another_question_is_dropped() {
    let mut model = empty(80, 24);
    let (first, _) = asked(&press(&mut model, "4"));
    let effects = press(&mut model, "Ctrl-r");
    let (second, _) = asked(&effects);
    assert_eq!(effects[0], Effect::Cancel(first));
    tell(&mut model, first, Scanned::Further(usual(), None));
    assert!(shown(&model).is_empty());
    tell(&mut model, second, Scanned::Further(usual(), None));
    assert_eq!(shown(&model).len(), 4);
}

#[test]
fn esc_stops_the_asking_and_keeps_what_came() {
    let mut model = empty(80, 24);
    let (job, _) = asked(&press(&mut model, "4"));
    tell(&mut model, job, Scanned::Further(usual(), Some(5_000)));
    assert_eq!(press(&mut model, "Esc"), [Effect::Cancel(job)]);
    let toast = model.toast.take().unwrap().text;
    assert_eq!(
        toast,
        "Listing was stopped after 4 of 5,000; Ctrl-r asks again."
    );
    assert!(screen(&model).contains("! not all scans are here: stopped after 4 of 5,000"));
    tell(
        &mut model,
        job,
        Scanned::Further(vec![scan(9, "ERROR", 1)], None),
    );
    assert_eq!(shown(&model).len(), 4);
    assert_eq!(press(&mut model, "j k"), [], "nobody is asked again");
    press(&mut model, "Esc");
    assert_eq!(model.screen, Screen::Reports);
}

#[test]
fn words_search_what_came_and_terms_wait_for_enter() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "j j /");
    types(&mut model, " 0002");
    assert_eq!(shown(&model), [2]);
    assert_eq!(
        press(&mut model, "Enter"),
        [],
        "the tenant is not asked for words"
    );
    press(&mut model, "/");
    types(&mut model, " outcome:blocked");
    assert!(screen(&model).contains("Enter asks the tenant for this"));
    assert_eq!(shown(&model), [2], "what came is still here");
    let (job, wish) = asked(&press(&mut model, "Enter"));
    assert_eq!(wish.outcomes, ["BLOCKED"]);
    assert_eq!(wish.words, "since:7d outcome:blocked");
    assert!(shown(&model).is_empty(), "it is another list");
    tell(
        &mut model,
        job,
        Scanned::Further(vec![scan(2, "BLOCKED", 1)], None),
    );
    tell(&mut model, job, whole());
    assert_eq!(shown(&model), [2]);
    let (_, wish) = asked(&press(&mut model, "Esc"));
    assert_eq!(wish.words, "since:7d", "back to what is usual");
}

#[test]
fn what_is_typed_and_left_asks_nobody() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "j j /");
    types(&mut model, " outcome:blocked model-0001");
    assert_eq!(shown(&model), [1]);
    assert_eq!(press(&mut model, "Esc"), []);
    assert_eq!(model.scans.filter.text(), "since:7d");
    assert_eq!(selected(&model), uuid(3), "back where typing began");
}

#[test]
fn a_filter_that_cannot_be_meant_is_explained_in_place() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "/");
    types(&mut model, " outcome:maybe");
    let drawn = screen(&model);
    assert!(
        drawn.contains("no such outcome “maybe”: one of blocked"),
        "{drawn}"
    );
    assert_eq!(shown(&model).len(), 4);
    assert_eq!(press(&mut model, "Enter"), []);
    assert!(model.is_filtering(), "it stays to be mended");
    assert!(model.toast.clone().unwrap().bad);
    press(&mut model, "Ctrl-s");
    assert!(
        model
            .toast
            .clone()
            .unwrap()
            .text
            .contains("Only filters of reports")
    );
}

#[test]
fn terms_and_what_occurs_complete_what_is_typed() {
    let mut model = desk(usual(), (80, 24));
    for (typed, offer) in [
        (" out", "outcome:"),
        (" source:h", "hf "),
        (" group:HF", "\"HF prod\" "),
        (" label:te", "team:ml "),
        (" uri:https://h", "https://huggingface.co/acme/model-0001 "),
    ] {
        press(&mut model, "/");
        types(&mut model, typed);
        let offers = model.scans.filter.offers.clone();
        let list = offers.map(|offers| offers.list).unwrap_or_default();
        assert!(list.iter().any(|it| it.text == offer), "{typed}: {list:?}");
        press(&mut model, "Esc Esc");
    }
    press(&mut model, "/");
    types(&mut model, " out");
    press(&mut model, "Tab b Down Tab");
    assert_eq!(model.scans.filter.text(), "since:7d outcome:blocked ");
}

#[test]
fn enter_fetches_a_scan_and_opens_it_and_f_only_fetches() {
    let mut model = desk(usual(), (80, 24));
    let effects = press(&mut model, "j Enter");
    let [Effect::Complete(job, wanted)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((&*wanted[0].scan, &wanted[0].completes), (&*uuid(2), &None));
    assert!(model.fetching.as_ref().unwrap().opens);
    assert_eq!(press(&mut model, "Enter"), []);
    assert!(
        model
            .toast
            .clone()
            .unwrap()
            .text
            .contains("being fetched already")
    );
    let why = Printable::line("the scan is not finished yet");
    let outcome = Completed {
        done: 1,
        total: 1,
        outcome: Err(why),
    };
    update(&mut model, Message::Completed(*job, outcome));
    assert_eq!(update(&mut model, Message::LoadEnded(*job)), []);
    assert!(
        model
            .toast
            .clone()
            .unwrap()
            .text
            .contains("not finished yet")
    );
    let effects = press(&mut model, "g Space Space F");
    let [Effect::Complete(_, wanted)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(wanted.len(), 2);
    assert!(!model.fetching.as_ref().unwrap().opens);
}

#[test]
fn marks_and_ranges_stay_with_their_scans() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "j v j v");
    let marked = [uuid(2), uuid(3)].map(|it| it.as_str().into());
    assert_eq!(model.scans.marks.sorted(), marked);
    let (job, _) = asked(&press(&mut model, "Ctrl-r"));
    let new = vec![scan(8, "BLOCKED", 1), scan(9, "BLOCKED", 12)];
    tell(&mut model, job, Scanned::Further(new, None));
    assert_eq!(model.scans.marks.sorted(), marked);
    assert!(screen(&model).contains("2 marked"));
    press(&mut model, "Esc");
    assert!(model.scans.marks.on.is_empty() && model.scans.asking.is_some());
}

#[test]
fn uuids_and_addresses_are_copied_and_pages_opened() {
    let mut model = desk(usual(), (80, 24));
    let copied = |model: &mut Model, keys| match &press(model, keys)[..] {
        [Effect::Copy(_, text)] => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(copied(&mut model, "y s"), uuid(1));
    assert_eq!(copied(&mut model, "y u"), uuid(900));
    let line = format!("export SECURITY_GROUP_UUID={}", uuid(900));
    assert_eq!(copied(&mut model, "y e"), line);
    assert!(copied(&mut model, "y m").ends_with("model-0001"));
    press(&mut model, "b");
    let Some(Overlay::Links(chooser)) = &model.overlay else {
        panic!()
    };
    let pages: Vec<_> = chooser.links.iter().map(|link| link.name).collect();
    assert_eq!(pages, ["the model", "the scan in Strata Cloud Manager"]);
}

#[test]
fn nothing_here_is_about_a_report_of_the_library() {
    let mut model = desk(usual(), (80, 24));
    for keys in ["t", "f", "x", "e", "o", "D", "R", "n"] {
        assert_eq!(press(&mut model, keys), [], "{keys}");
        assert!(model.overlay.is_none(), "{keys}");
    }
    assert!(!model.has_target() && model.this_head().is_none());
}

#[test]
fn the_sample_workspace_asks_nobody() {
    let mut model = empty(80, 24);
    model.demo = true;
    assert_eq!(press(&mut model, "4"), []);
    assert!(screen(&model).contains("The sample workspace has no tenant to ask."));
    assert_eq!(press(&mut model, "Ctrl-r Enter / y F"), []);
    assert!(Command::Filter.refusal(&model).is_some());
    press(&mut model, "Esc");
    assert_eq!(model.screen, Screen::Reports);
}

#[test]
fn what_was_kept_is_there_until_the_service_answers_and_never_replaces_it() {
    let mut model = empty(120, 36);
    let (job, _) = asked(&press(&mut model, "4"));
    let kept = |why: Option<&str>| {
        let by = Giver::Cache(why.map(Printable::line));
        let listed = Listed {
            fetched_at: demo::clock() - SignedDuration::from_hours(3),
            ..listed(usual(), by)
        };
        Scanned::Kept(listed, "since:30d".to_owned())
    };
    tell(&mut model, job, kept(None));
    let drawn = screen(&model);
    let words = "! as it was 3 hours ago, asked for since:30d: asking the tenant…";
    assert!(drawn.contains(words), "{drawn}");
    tell(&mut model, job, kept(Some("no network")));
    assert!(
        model
            .toast
            .clone()
            .unwrap()
            .text
            .contains("As it was 3 hours ago: no network")
    );
    press(&mut model, "j");
    assert!(screen(&model).contains("3 hours ago, asked for since:30d: no network"));
    let (job, _) = asked(&press(&mut model, "Ctrl-r"));
    tell(&mut model, job, kept(None));
    tell(
        &mut model,
        job,
        Scanned::Further(vec![scan(7, "BLOCKED", 1)], None),
    );
    tell(&mut model, job, whole());
    assert_eq!(shown(&model), [7]);
}

#[test]
fn what_is_here_stays_where_it_cannot_be_had_again() {
    let mut model = desk(usual(), (80, 24));
    let (job, _) = asked(&press(&mut model, "j Ctrl-r"));
    let away = || Err(Printable::line("no network"));
    update(&mut model, Message::Scans(job, away()));
    assert!(
        model
            .toast
            .take()
            .unwrap()
            .text
            .contains("As it was just now")
    );
    assert_eq!((shown(&model).len(), selected(&model)), (4, &*uuid(2)));
    let (job, _) = asked(&press(&mut model, "Ctrl-r"));
    tell(
        &mut model,
        job,
        Scanned::Further(vec![scan(9, "ERROR", 1)], None),
    );
    update(&mut model, Message::Scans(job, away()));
    let said = model.toast.take().unwrap().text;
    assert_eq!(said, "Not all scans are here: no network");
    assert_eq!(shown(&model).len(), 5);
}

#[test]
fn why_there_is_nothing_is_a_sentence() {
    let mut model = empty(80, 24);
    let (job, _) = asked(&press(&mut model, "4"));
    assert!(screen(&model).contains("Asking the tenant…"));
    let why = Printable::line("the service failed at the scans (503)");
    update(&mut model, Message::Scans(job, Err(why)));
    let drawn = screen(&model);
    let words = "The tenant's scans are not here: the service failed at the scans (503).";
    assert!(
        drawn.contains(words) && drawn.contains("Ctrl-r asks again"),
        "{drawn}"
    );
    let (job, _) = asked(&press(&mut model, "Ctrl-r"));
    tell(&mut model, job, whole());
    assert!(screen(&model).contains("tenant sim (TSG 7) has no scan for “since:7d”."));
    press(&mut model, "/");
    types(&mut model, " nonesuch");
    press(&mut model, "Enter");
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "/");
    types(&mut model, " nonesuch");
    assert!(screen(&model).contains("None of the 4 scans that came says"));
}

#[test]
fn an_error_says_what_to_do() {
    let pending = Scan {
        error: Some(ScanError {
            code: Some("SCAN_DATA_PENDING".into()),
            message: Some("being prepared".into()),
        }),
        rules: None,
        ..scan(1, "ERROR", 1)
    };
    for size in [(80, 24), (120, 36), (60, 18)] {
        let drawn = screen(&desk(vec![pending.clone()], size));
        for words in ["SCAN_DATA_PENDING", "to do", "in some minutes"] {
            assert!(drawn.contains(words), "{words} is not in\n{drawn}");
        }
    }
}

#[test]
fn the_mouse_selects_opens_and_filters() {
    let mut model = desk(usual(), (80, 24));
    let click = |row| {
        Message::Mouse(Mouse {
            act: Act::Press,
            column: 40,
            row,
        })
    };
    assert_eq!(update(&mut model, click(5)), []);
    assert_eq!(selected(&model), uuid(3));
    let effects = update(&mut model, click(5));
    assert!(matches!(effects[..], [Effect::Complete(..)]), "{effects:?}");
    update(&mut model, click(1));
    assert!(model.is_filtering());
    update(&mut model, click(3));
    assert!(!model.is_filtering());
}

#[test]
fn a_filter_is_there_again_when_the_desk_is() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "/");
    types(&mut model, " outcome:blocked");
    press(&mut model, "Enter");
    let session = Session::of(&model).unwrap().write();
    let mut model = empty(80, 24);
    Session::read(&session).unwrap().begin(&mut model);
    let (_, wish) = asked(&press(&mut model, "4"));
    assert_eq!(wish.words, "since:7d outcome:blocked");
}

#[test]
fn the_tabs_have_room_for_all_at_every_width() {
    for (width, demo) in [(80, false), (80, true), (100, true), (120, false)] {
        let mut model = desk(usual(), (width, 24));
        model.demo = demo;
        model.exceptions.counts.expired = 3;
        let tabs: usize = airs_triage::app::tabs::tabs(&model, width)
            .iter()
            .map(|tab| tab.words.chars().count())
            .sum();
        assert!(
            tabs + "0 open".len() + 2 <= usize::from(width),
            "{width} {demo}"
        );
        assert!(screen(&model).lines().next().unwrap().contains("0 open"));
    }
}

#[test]
fn what_is_foreign_is_shown_as_what_it_is_and_fits_every_size() {
    let odd = Scan {
        uuid: Some(HOSTILE.into()),
        model_uri: Some(HOSTILE.repeat(50).as_str().into()),
        source_type: Some(HOSTILE.into()),
        error: Some(ScanError {
            code: Some(HOSTILE.into()),
            message: Some(HOSTILE.repeat(500).as_str().into()),
        }),
        labels: vec![(HOSTILE.into(), HOSTILE.into()); 50],
        ..scan(1, HOSTILE, 1)
    };
    for size in [(1, 1), (20, 5), (40, 9), (80, 24), (200, 60)] {
        let mut model = desk(vec![odd.clone(), scan(2, "BLOCKED", 2)], size);
        for keys in ["g", "J J J", "Space", "G", "/ x", "Esc Esc"] {
            let shown = screen(&model);
            let deceives = shown.replace('\n', "").chars().any(is_deceptive);
            assert!(!deceives, "{shown}");
            press(&mut model, keys);
        }
    }
}

proptest! {
    /// Whatever is pressed and whatever comes, the cursor stands on a row and rows stand the newest first.
    #[test]
    fn no_keys_and_no_news_lead_out_of_the_list(
        keys in prop::collection::vec(prop::sample::select(vec![
            "j", "k", "g", "G", "J", "K", "Space", "v", "Esc", "/", "s", "Backspace", "4",
            "PageDown", "Enter", "Ctrl-r",
        ]), 1..60),
        news in prop::collection::vec((0usize..40, 0i64..40, any::<bool>()), 60),
        sizes in prop::collection::vec((1u16..140, 1u16..40), 1..4),
    ) {
        let mut model = desk(usual(), (80, 24));
        for (at, key) in keys.iter().enumerate() {
            press(&mut model, key);
            let (number, minutes, ends) = news[at];
            if let Some(asking) = &model.scans.asking {
                let job = asking.job;
                let page = vec![scan(number, "BLOCKED", minutes), scan(number + 1, "ERROR", 50)];
                tell(&mut model, job, Scanned::Further(page, None));
                if ends {
                    tell(&mut model, job, whole());
                }
            }
            let (width, height) = sizes[at % sizes.len()];
            update(&mut model, Message::Resized(width, height));
            let scans = &model.scans;
            prop_assert!(scans.rows.is_empty() || scans.selected().is_some());
            prop_assert!(scans.all.is_sorted_by(|one, other| one.created_at >= other.created_at));
        }
        screen(&model);
    }
}
