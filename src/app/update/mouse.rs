//! The mouse: what a press, a drag and the wheel mean where they were done. The areas are the layout's, so a hit is
//! always on what is drawn there.

use super::{filtering, obey, reading};
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::layout::{self, Spot};
use crate::app::model::Model;
use crate::app::mouse::{Act, Hold, Mouse};
use crate::app::screens::Screen;
use crate::app::screens::report::Row;
use crate::app::{hints, session, tabs};

/// Lines that one notch of the wheel moves.
const NOTCH: isize = 3;

/// Takes what was done with the mouse; nothing while it is off, whatever a terminal still sends.
pub(super) fn take(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if model.mouse == Hold::Off {
        return Vec::new();
    }
    session::give_up(model);
    match mouse.act {
        Act::Press => return press(model, mouse.spot()),
        Act::Drag => drag(model, mouse.spot()),
        Act::WheelUp => wheel(model, mouse.spot(), -NOTCH),
        Act::WheelDown => wheel(model, mouse.spot(), NOTCH),
    }
    Vec::new()
}

/// Turns the mouse off or on.
pub(super) fn turn(model: &mut Model) -> Vec<Effect> {
    let on = model.mouse == Hold::Off;
    model.mouse = if on { Hold::Free } else { Hold::Off };
    model.say(if on {
        "The mouse is on: click, wheel and drag work here."
    } else {
        "The mouse is off: the terminal's own selection works. M turns it on."
    });
    vec![Effect::Mouse(on)]
}

fn press(model: &mut Model, spot: Spot) -> Vec<Effect> {
    let told = model.toast.take().is_some();
    model.mouse = Hold::Free;
    let frame = layout::frame(model.size);
    if frame.foot.contains(spot) {
        let hint = hints::at(model, frame.foot.width, spot.x).filter(|_| !told);
        return hint.map_or_else(Vec::new, |command| obey(model, command));
    }
    if model.help.is_some() || model.overlay.is_some() {
        return Vec::new();
    }
    if model.is_filtering() {
        filtering::set(model, false);
    }
    if frame.top.contains(spot) {
        return tabs::at(model, spot.x).map_or_else(Vec::new, |command| obey(model, command));
    }
    match model.screen {
        Screen::Report => on_report(model, spot),
        Screen::Reports => on_reports(model, spot),
        Screen::Groups => on_groups(model, spot),
        Screen::Scans => on_scans(model, spot),
        Screen::Exceptions => on_exceptions(model, spot),
    }
}

fn on_exceptions(model: &mut Model, spot: Spot) -> Vec<Effect> {
    let screen = &mut model.exceptions;
    let areas = layout::exceptions(model.size, screen.shows_detail());
    let at = screen.list.top() + usize::from(spot.y.saturating_sub(areas.rows.y));
    if !areas.rows.contains(spot) || at >= screen.rows.len() {
        return Vec::new();
    }
    if at == screen.list.cursor() {
        return obey(model, Command::Inspect);
    }
    screen.go(at, model.size);
    Vec::new()
}

fn on_groups(model: &mut Model, spot: Spot) -> Vec<Effect> {
    let screen = &mut model.groups;
    let areas = layout::groups(model.size, screen.detail);
    let at = screen.list.top() + usize::from(spot.y.saturating_sub(areas.rows.y));
    if !areas.rows.contains(spot) || at >= screen.rows.len() {
        return Vec::new();
    }
    if at == screen.list.cursor() {
        return obey(model, Command::ShowRules);
    }
    screen.go(at, model.size);
    Vec::new()
}

fn on_scans(model: &mut Model, spot: Spot) -> Vec<Effect> {
    let screen = &mut model.scans;
    let areas = layout::scans(model.size);
    if areas.views.contains(spot) {
        return obey(model, Command::Filter);
    }
    let at = screen.list.top() + usize::from(spot.y.saturating_sub(areas.rows.y));
    if !areas.rows.contains(spot) || at >= screen.rows.len() {
        return Vec::new();
    }
    if at == screen.list.cursor() {
        return obey(model, Command::OpenScan);
    }
    screen.go(at, model.size);
    Vec::new()
}

fn on_reports(model: &mut Model, spot: Spot) -> Vec<Effect> {
    let areas = layout::reports(model.size);
    if areas.filter.contains(spot) {
        return obey(model, Command::Filter);
    }
    let at = model.reports.list.top() + usize::from(spot.y.saturating_sub(areas.rows.y));
    if !areas.rows.contains(spot) || at >= model.reports.rows.len() {
        return Vec::new();
    }
    if at == model.reports.list.cursor() {
        return obey(model, Command::Open);
    }
    model.reports.go(at, model.size);
    Vec::new()
}

fn on_report(model: &mut Model, spot: Spot) -> Vec<Effect> {
    let areas = layout::report(model.size, model.split);
    let Some(open) = &mut model.report else {
        return Vec::new();
    };
    if areas.divider.contains(spot) {
        model.mouse = Hold::Divider;
    }
    let at = open.list.top() + usize::from(spot.y.saturating_sub(areas.rows.y));
    let row = open.rows.get(at).filter(|_| areas.rows.contains(spot));
    match row {
        None | Some(Row::Heading(_)) => Vec::new(),
        Some(_) if at == open.list.cursor() => obey(model, Command::Open),
        Some(_) => {
            open.go(at, model.size);
            Vec::new()
        }
    }
}

fn drag(model: &mut Model, spot: Spot) {
    if model.mouse != Hold::Divider || model.help.is_some() || model.overlay.is_some() {
        return;
    }
    model.split = model.split.moved_to(spot, model.size);
    if let Some(open) = &mut model.report {
        open.divide(model.split, model.size);
    }
}

fn wheel(model: &mut Model, spot: Spot, by: isize) {
    let (size, split) = (model.size, model.split);
    if let Some(help) = &mut model.help {
        return help.step(by);
    }
    if let Some(overlay) = &mut model.overlay {
        return overlay.step(by, size);
    }
    let detail = match model.screen {
        Screen::Reports => None,
        Screen::Report => Some(layout::report(size, split).detail),
        Screen::Groups => Some(layout::groups(size, model.groups.detail).detail),
        Screen::Scans => Some(layout::scans(size).detail),
        Screen::Exceptions => {
            Some(layout::exceptions(size, model.exceptions.shows_detail()).detail)
        }
    };
    if detail.is_some_and(|detail| detail.contains(spot)) {
        return reading::scroll(model, i16::try_from(by).unwrap_or(0));
    }
    match (model.screen, &mut model.report) {
        (Screen::Report, Some(open)) => open.roll(by, size),
        (Screen::Groups, _) => model.groups.step(by, size),
        (Screen::Scans, _) => model.scans.step(by, size),
        (Screen::Exceptions, _) => model.exceptions.step(by, size),
        _ => model.reports.roll(by, size),
    }
}
