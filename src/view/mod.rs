//! Windows: pixels from `&Model`, and nothing else.
//!
//! Owns colours, symbols and words on screen. Refuses to decide: what is selected, folded or scrolled is in the model,
//! where things stand is in `app::layout`. Report text arrives here as `Untrusted` and leaves as `Printable`.

pub mod overlays;
pub mod parts;
pub mod screens;
pub mod theme;

use ratatui::Frame;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::Overlay;
use crate::app::screens::Screen;
use theme::Theme;

/// Where the end of what is on top is, if it is scrolled past it: only drawing knows how long it is.
pub fn scrolled_past(model: &Model, theme: &Theme) -> Option<u16> {
    let (scrolled, end) = match (&model.overlay, model.screen) {
        (Some(Overlay::Raw(raw)), _) => overlays::raw::scrolled(model, raw, theme),
        (_, Screen::Report) => screens::report::scrolled(model, theme),
        (_, Screen::Scans) => screens::scans::scrolled(model, theme),
        (_, Screen::Exceptions) => screens::exceptions::scrolled(model, theme),
        _ => None,
    }?;
    (scrolled > end).then_some(end)
}

/// Draws the whole desk.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::frame(model.size.intersection(frame.area()));
    frame.render_widget(parts::tabs::line(model, theme, areas.top.width), areas.top);
    match (model.screen, &model.report) {
        (Screen::Report, Some(open)) => screens::report::draw(model, open, theme, frame),
        (Screen::Groups, _) => screens::groups::draw(model, theme, frame),
        (Screen::Scans, _) => screens::scans::draw(model, theme, frame),
        (Screen::Exceptions, _) => screens::exceptions::draw(model, theme, frame),
        _ => screens::reports::draw(model, theme, frame),
    }
    parts::filter::over(model, theme, frame);
    match &model.overlay {
        Some(Overlay::Verdict(form)) => overlays::verdict::draw(model, form, theme, frame),
        Some(Overlay::Export(form)) => overlays::export::draw(model, form, theme, frame),
        Some(Overlay::AddPath(form)) => overlays::add_path::draw(model, form, theme, frame),
        Some(Overlay::Label(form)) => overlays::label::draw(model, form, theme, frame),
        Some(Overlay::Palette(palette)) => overlays::palette::draw(model, palette, theme, frame),
        Some(Overlay::Copy(menu)) => overlays::copy::draw(model, menu, theme, frame),
        Some(Overlay::Links(chooser)) => overlays::links::draw(model, chooser, theme, frame),
        Some(Overlay::Log(page)) => overlays::log::draw(model, page, theme, frame),
        Some(Overlay::Login(form)) => overlays::login::draw(model, form, theme, frame),
        Some(Overlay::Launch(form)) => overlays::launch::draw(model, form, theme, frame),
        Some(Overlay::Tenants(menu)) => overlays::tenants::draw(model, menu, theme, frame),
        Some(Overlay::Raw(raw)) => overlays::raw::draw(model, raw, theme, frame),
        Some(Overlay::Diff(diff)) => overlays::diff::draw(model, diff, theme, frame),
        None => {}
    }
    if let Some(help) = &model.help {
        overlays::help::draw(model, help, theme, frame);
    }
    parts::footer::draw(model, theme, frame, areas.foot);
}
