//! The menu of tenants: the one that counts is marked; the last line connects another one.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::command::Command;
use crate::app::keys;
use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::tenants::Menu;
use crate::domain::tenant::{Field, Layer, Name};
use crate::domain::text::Printable;
use crate::view::parts::cells::{cell, fit};
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// Width of the menu.
const WIDTH: u16 = 78;
/// Widths of name, number and region.
const COLUMNS: [usize; 3] = [18, 14, 10];

/// Draws the menu.
pub fn draw(model: &Model, menu: &Menu, theme: &Theme, frame: &mut Frame<'_>) {
    let inside = layout::overlay(model.size, WIDTH, 1).width;
    let width = usize::from(inside.saturating_sub(2));
    let height = layout::overlay_lines(model.size).saturating_sub(1);
    let cursor = menu.list.cursor();
    let mut lines = Vec::new();
    for (at, (name, layer)) in menu.known.rows.iter().enumerate() {
        let current = menu.known.current.as_ref() == Some(name);
        let line = drawn((name, layer), current, at == cursor, theme, width);
        lines.push(super::chosen(line, at == cursor, theme, width));
    }
    if menu.asking.is_none() {
        let selected = cursor == lines.len();
        let pointer = Span::styled(if selected { "▌" } else { " " }, theme.accent);
        let another = Line::from(vec![pointer, Span::styled("+ another tenant…", theme.text)]);
        lines.push(super::chosen(another, selected, theme, width));
    }
    let mut lines: Vec<_> = lines
        .into_iter()
        .skip(menu.list.top())
        .take(height)
        .collect();
    if let Some(name) = menu.selected().filter(|_| menu.asked) {
        let key = keys::shown(Command::LogOut).unwrap_or_default();
        let words = format!(
            "{key} again deletes the secret of {name} from the keyring. Without it the desk cannot ask that tenant."
        );
        let mark = Span::styled(" ! ", theme.bad);
        lines.extend(prose::hanging(mark, &words, theme.bad, width));
    }
    let title = " Tenants · Enter talks to it ".to_owned();
    super::popup(model.size, WIDTH, lines, title, theme, frame);
}

fn drawn(
    (name, layer): (&Name, &Layer),
    current: bool,
    selected: bool,
    theme: &Theme,
    width: usize,
) -> Line<'static> {
    let said = |field| {
        let said = layer
            .get(field)
            .map(|setting| Printable::line(&setting.value));
        said.map_or_else(|| "–".to_owned(), Printable::into_string)
    };
    let taken: usize = COLUMNS.iter().sum();
    let client = fit(&said(Field::ClientId), width.saturating_sub(taken + 3));
    Line::from(vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(if current { "● " } else { "  " }, theme.accent),
        cell(name.as_str(), COLUMNS[0], theme.text),
        cell(&said(Field::TsgId), COLUMNS[1], theme.dim),
        cell(&said(Field::Region), COLUMNS[2], theme.dim),
        Span::styled(client, theme.dim),
    ])
}
