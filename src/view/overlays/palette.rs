//! The palette: a field, the commands that match, and the selected one in words.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::PALETTE_WORDS;
use crate::app::overlays::palette::{Palette, Row};
use crate::view::parts::cells::{cell, fit};
use crate::view::parts::{field, prose};
use crate::view::theme::Theme;

/// Width of the palette.
const WIDTH: u16 = 92;
/// Width of the column of labels.
const LABEL: usize = 17;
/// Width of the column of keys; the first of several is shown.
const KEYS: usize = 11;

/// Draws the palette.
pub fn draw(model: &Model, palette: &Palette, theme: &Theme, frame: &mut Frame<'_>) {
    let body = layout::overlay(layout::frame(model.size).body, WIDTH, u16::MAX);
    let width = usize::from(body.width.saturating_sub(2));
    let height = layout::overlay_rows(model.size, PALETTE_WORDS);
    let mut spans = vec![Span::styled(" : ", theme.accent)];
    spans.extend(field::spans(
        &palette.field,
        width.saturating_sub(6),
        true,
        theme.text,
    ));
    let mut lines = vec![Line::from(spans)];
    let rows = palette.rows.iter().enumerate();
    let shown = rows.skip(palette.list.top()).take(height);
    lines.extend(shown.map(|(at, row)| {
        let selected = at == palette.list.cursor();
        drawn(model, row, selected, theme, width)
    }));
    if palette.rows.is_empty() {
        let words = " No command says this. Backspace takes letters away.";
        lines.push(Line::styled(words, theme.dim));
    }
    lines.resize(1 + height, Line::default());
    lines.push(Line::styled("─".repeat(width), theme.line));
    lines.extend(words(model, palette, theme, width));
    let title = format!(" Commands · {} · Enter runs ", palette.rows.len());
    super::popup(model.size, WIDTH, lines, title, theme, frame);
}

/// A row; what cannot be had now says why in place of what it does.
fn drawn(model: &Model, row: &Row, selected: bool, theme: &Theme, width: usize) -> Line<'static> {
    let (command, refusal) = (row.binding.command, row.refusal(model));
    let refused = refusal.is_some();
    let (plain, key) = if refused {
        (theme.line, theme.line)
    } else {
        (theme.text, theme.accent)
    };
    let words = match refusal {
        Some(why) => format!("– {why}"),
        None => command.sentence().to_owned(),
    };
    let mut spans = vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        cell(command.label(), LABEL, plain),
        cell(row.binding.keys.first().unwrap_or(&""), KEYS, key),
    ];
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    spans.push(Span::styled(
        fit(&words, width.saturating_sub(taken)),
        plain,
    ));
    super::chosen(Line::from(spans), selected, theme, width)
}

/// The selected command in full: what it does, and why not now.
fn words(model: &Model, palette: &Palette, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let Some(row) = palette.selected() else {
        return vec![Line::default(); 2];
    };
    let refusal = row.refusal(model);
    let mut lines = vec![Line::styled(
        fit(&format!(" {}", row.binding.command.sentence()), width),
        theme.text,
    )];
    match refusal {
        Some(why) => lines.extend(prose::hanging(Span::raw(" – "), &why, theme.warn, width)),
        None => lines.push(Line::default()),
    }
    lines.truncate(2);
    lines
}
