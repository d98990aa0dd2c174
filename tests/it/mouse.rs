//! What the mouse does: pure, by cells, areas asked from the layout that draws.

use airs_triage::app::effect::Effect;
use airs_triage::app::hints;
use airs_triage::app::layout::{self, Area};
use airs_triage::app::message::Message;
use airs_triage::app::model::Model;
use airs_triage::app::mouse::{Act, Hold, Mouse};
use airs_triage::app::overlays::Overlay;
use airs_triage::app::screens::Screen;
use airs_triage::app::screens::report::Row;
use airs_triage::app::update::update;
use airs_triage::domain::report::Report;
use airs_triage::view::{self, theme::Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::keys::{desk, open, press, reports};
use crate::support::svg;

fn mouse(model: &mut Model, act: Act, (column, row): (u16, u16)) -> Vec<Effect> {
    update(model, Message::Mouse(Mouse { act, column, row }))
}

fn click(model: &mut Model, cell: (u16, u16)) -> Vec<Effect> {
    mouse(model, Act::Press, cell)
}

/// The cell at which a text is drawn.
fn at(model: &Model, text: &str) -> (u16, u16) {
    let (width, height) = (model.size.width, model.size.height);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let frame = terminal.draw(|frame| view::draw(model, &Theme::dark(), frame));
    let screen = svg::text(frame.unwrap().buffer);
    let lines = screen.lines().enumerate();
    let mut found = lines.filter_map(|(row, line)| Some((line.find(text)?, row, line)));
    let (byte, row, line) = found
        .next()
        .unwrap_or_else(|| panic!("no {text} in\n{screen}"));
    let column = line[..byte].chars().count();
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

/// A desk of a size with the first report open.
fn opened(reports: &[Report], (width, height): (u16, u16)) -> Model {
    let mut model = desk(reports);
    update(&mut model, Message::Resized(width, height));
    open(&mut model, reports);
    model
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let reports = reports();
    let mut model = desk(&reports);
    let top = layout::reports(model.size).rows.y;
    assert_eq!(click(&mut model, (30, top + 3)), []);
    assert_eq!(model.reports.list.cursor(), 3);
    let wish = click(&mut model, (5, top + 3));
    assert!(matches!(wish[..], [Effect::Open(..)]), "{wish:?}");
    let below = top + u16::try_from(model.reports.rows.len()).unwrap();
    assert_eq!(click(&mut model, (5, below)), []);
    assert_eq!(model.reports.list.cursor(), 3);
}

#[test]
fn on_a_report_a_click_selects_unfolds_and_passes_over_headings() {
    let reports = reports();
    let mut model = opened(&reports, (120, 36));
    let cell = at(&model, "▸");
    click(&mut model, cell);
    let open = model.report.as_ref().unwrap();
    let (cursor, rows) = (open.list.cursor(), open.rows.len());
    assert!(matches!(open.selected(), Some(Row::Group(_))));
    let heading = at(&model, "THREATS");
    click(&mut model, heading);
    assert_eq!(model.report.as_ref().unwrap().list.cursor(), cursor);
    click(&mut model, cell);
    assert!(model.report.as_ref().unwrap().rows.len() > rows);
}

#[test]
fn tabs_and_keys_of_the_foot_can_be_clicked_where_they_are_drawn() {
    let reports = reports();
    let mut model = desk(&reports);
    let tab = at(&model, "2 Report");
    click(&mut model, tab);
    assert!(model.toast.is_some() && model.screen == Screen::Reports);
    open(&mut model, &reports);
    let tab = at(&model, "1 Reports");
    click(&mut model, tab);
    assert_eq!(model.screen, Screen::Reports);
    let tab = at(&model, "2 acme");
    click(&mut model, tab);
    assert_eq!(model.screen, Screen::Report);
    for hint in hints::hints(&model, model.size.width) {
        let words = format!("{} {}", hint.key, hint.command.label());
        let cell = at(&model, &words);
        assert_eq!(hints::at(&model, 80, cell.0), Some(hint.command), "{words}");
    }
    let help = at(&model, "? help");
    click(&mut model, help);
    assert!(model.help.is_some());
    let close = at(&model, "Esc back");
    click(&mut model, close);
    assert!(model.help.is_none());
}

#[test]
fn a_form_is_saved_by_a_click_on_its_key_and_a_tab_ends_the_typing() {
    let reports = reports();
    let mut model = opened(&reports, (80, 24));
    press(&mut model, "f");
    let save = at(&model, "Enter save");
    assert!(matches!(click(&mut model, save)[..], [Effect::Record(..)]));
    press(&mut model, "/ b");
    let tab = at(&model, "1 Reports");
    click(&mut model, tab);
    press(&mut model, "2");
    assert!(!model.is_filtering());
    assert_eq!(model.screen, Screen::Report);
}

#[test]
fn a_click_on_what_was_just_said_does_not_press_the_key_below() {
    let reports = reports();
    let mut model = desk(&reports);
    let cell = at(&model, "Enter open");
    model.say("Something was done.");
    assert_eq!(click(&mut model, cell), []);
    assert!(model.toast.is_none());
    assert!(matches!(click(&mut model, cell)[..], [Effect::Open(..)]));
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_the_cursor_stays_in_sight() {
    let reports = reports();
    let mut model = opened(&reports, (120, 12));
    let areas = layout::report(model.size, model.split);
    let list = (areas.rows.x, areas.rows.y);
    mouse(&mut model, Act::WheelDown, (areas.detail.x, areas.detail.y));
    let open = model.report.as_ref().unwrap();
    assert_eq!((open.scroll, open.list.top()), (3, 0));
    mouse(&mut model, Act::WheelUp, (areas.detail.x, areas.detail.y));
    assert_eq!(model.report.as_ref().unwrap().scroll, 0);
    mouse(&mut model, Act::WheelDown, list);
    let open = model.report.as_ref().unwrap();
    assert!(open.list.top() > 0);
    for _ in 0..20 {
        mouse(&mut model, Act::WheelUp, list);
    }
    assert_eq!(model.report.as_ref().unwrap().list.top(), 0);
    press(&mut model, "?");
    mouse(&mut model, Act::WheelDown, (0, 5));
    let Some(help) = &model.help else { panic!() };
    assert_eq!(help.list.top(), 3);
}

#[test]
fn a_click_outside_a_form_does_nothing_and_loses_nothing() {
    let reports = reports();
    let mut model = opened(&reports, (80, 24));
    press(&mut model, "f w h y");
    for row in 0..23 {
        for column in [0, 30, 79] {
            assert_eq!(click(&mut model, (column, row)), []);
            mouse(&mut model, Act::WheelDown, (column, row));
            mouse(&mut model, Act::Drag, (column, row));
        }
    }
    let Some(Overlay::Verdict(form)) = &model.overlay else {
        panic!()
    };
    assert_eq!((form.note.text(), model.screen), ("why", Screen::Report));
}

#[test]
fn a_click_ends_the_typing_of_a_filter_and_a_click_on_it_begins_it() {
    let reports = reports();
    let mut model = desk(&reports);
    let areas = layout::reports(model.size);
    click(&mut model, (10, areas.filter.y));
    assert!(model.is_filtering());
    press(&mut model, "a");
    click(&mut model, (10, areas.rows.y));
    assert!(!model.is_filtering());
    assert_eq!(model.reports.filter.text(), "a");
}

#[test]
fn the_divider_follows_the_pointer_within_limits_beside_and_below() {
    let reports = reports();
    for size in [(120, 36), (80, 24), (100, 30)] {
        let mut model = opened(&reports, size);
        let divider = |model: &Model| layout::report(model.size, model.split).divider;
        let before = divider(&model);
        let spot = |to: u16| {
            if size.0 >= 100 {
                (to, before.y)
            } else {
                (5, to)
            }
        };
        let place = |area: Area| if size.0 >= 100 { area.x } else { area.y };
        let rows = model.report.as_ref().unwrap().list.cursor();
        mouse(&mut model, Act::Drag, spot(place(before) + 3));
        assert_eq!(divider(&model), before, "not held yet");
        click(&mut model, spot(place(before)));
        assert_eq!(model.mouse, Hold::Divider);
        for by in [3, -2] {
            let to = place(before).saturating_add_signed(by);
            mouse(&mut model, Act::Drag, spot(to));
            assert_eq!(place(divider(&model)), to, "{size:?}");
        }
        for far in [0, 500] {
            mouse(&mut model, Act::Drag, spot(far));
            let areas = layout::report(model.size, model.split);
            assert!(
                areas.rows.area() > 0 && areas.detail.area() > 0,
                "{areas:?}"
            );
        }
        assert_eq!(model.report.as_ref().unwrap().list.cursor(), rows);
        let split = model.split;
        press(&mut model, "1");
        open(&mut model, &reports);
        assert_eq!(model.split, split);
    }
}

#[test]
fn m_leaves_the_mouse_to_the_terminal_and_takes_it_back() {
    let reports = reports();
    let mut model = desk(&reports);
    assert_eq!(press(&mut model, "M"), [Effect::Mouse(false)]);
    assert!(model.toast.take().is_some());
    let before = format!("{model:?}");
    for act in [Act::Press, Act::Drag, Act::WheelUp, Act::WheelDown] {
        assert_eq!(mouse(&mut model, act, (5, 6)), []);
    }
    assert_eq!(format!("{model:?}"), before);
    assert_eq!(press(&mut model, "M"), [Effect::Mouse(true)]);
    click(&mut model, (5, 6));
    assert_eq!(model.reports.list.cursor(), 3);
}

/// What a terminal types whose mouse reports are not understood, in all three encodings.
const LEAKED: [&str; 5] = ["[<0;12;5M", "[<0;12;5m", "[<64;3;4M", "[32;44;37M", "[M !!"];

#[test]
fn mouse_reports_that_arrive_as_keys_decide_nothing_and_end_nothing() {
    let reports = reports();
    for on_report in [false, true] {
        for leaked in LEAKED {
            let mut model = desk(&reports);
            if on_report {
                open(&mut model, &reports);
            }
            for key in leaked.chars().filter(|key| *key != ' ') {
                let effects = press(&mut model, &key.to_string());
                let asks = |effect: &Effect| {
                    matches!(
                        effect,
                        Effect::Mouse(_) | Effect::ListGroups(_) | Effect::ListScans(..)
                    )
                };
                let harmless = effects.iter().all(asks);
                assert!(harmless && model.overlay.is_none(), "{leaked}: {effects:?}");
            }
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    prop::sample::select(vec![Act::Press, Act::Drag, Act::WheelUp, Act::WheelDown])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any mouse at any size, between keys: nothing panics and every state can be drawn.
    #[test]
    fn any_mouse_leaves_a_desk_that_stands(
        acts in prop::collection::vec((act(), 0u16..140, 0u16..50, 0u16..130, 0u16..40), 1..60),
        keys in prop::collection::vec(prop::sample::select(vec!["f", "?", "Esc", "/", "Tab", "2", "1", "l", "G", "M"]), 60),
    ) {
        let reports = reports();
        let mut model = opened(&reports, (80, 24));
        for ((act, column, row, width, height), key) in acts.into_iter().zip(keys) {
            update(&mut model, Message::Resized(width, height));
            mouse(&mut model, act, (column, row));
            press(&mut model, key);
            let open = model.report.as_ref().unwrap();
            prop_assert!(open.list.cursor() < open.rows.len().max(1));
            prop_assert!(open.rows.is_empty() || !open.under_cursor().is_empty());
            let mut terminal = Terminal::new(TestBackend::new(width.max(1), height.max(1))).unwrap();
            terminal.draw(|frame| view::draw(&model, &Theme::dark(), frame)).unwrap();
        }
    }
}
