//! The copy menu.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::copy::{Item, Menu};
use crate::domain::text::Printable;
use crate::view::parts::cells::{cell, fit};
use crate::view::theme::Theme;

/// Width of the menu.
const WIDTH: u16 = 92;
/// Width of the column of names.
const NAME: usize = 20;

/// Draws the menu.
pub fn draw(model: &Model, menu: &Menu, theme: &Theme, frame: &mut Frame<'_>) {
    let width = usize::from(
        layout::overlay(model.size, WIDTH, 1)
            .width
            .saturating_sub(2),
    );
    let height = layout::overlay_lines(model.size);
    let items = menu.items.iter().enumerate();
    let shown = items.skip(menu.list.top()).take(height);
    let lines = shown.map(|(at, item)| drawn(item, at == menu.list.cursor(), theme, width));
    let title = " Copy · a letter or Enter copies · Esc closes ".to_owned();
    super::popup(model.size, WIDTH, lines.collect(), title, theme, frame);
}

fn drawn(item: &Item, selected: bool, theme: &Theme, width: usize) -> Line<'static> {
    let altered = if item.clip.altered().is_some() {
        "! "
    } else {
        "  "
    };
    let value = Printable::line(item.clip.text());
    let value = fit(value.as_str(), width.saturating_sub(NAME + 6));
    let line = Line::from(vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(format!("{}  ", item.kind.letter), theme.accent),
        cell(item.kind.name, NAME, theme.text),
        Span::styled(altered, theme.warn),
        Span::styled(value, theme.dim),
    ]);
    super::chosen(line, selected, theme, width)
}
