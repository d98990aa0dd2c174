//! The first line: where we are, and how much waits.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::model::Model;
use crate::app::tabs;
use crate::view::theme::Theme;

/// The first line of the desk.
pub fn line(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let mut spans = vec![Span::styled(tabs::before(width), theme.heading)];
    for tab in tabs::tabs(model, width) {
        let style = if tab.screen == model.screen {
            theme.accent.patch(theme.selected).patch(theme.heading)
        } else if tab.command.refusal(model).is_none() {
            theme.dim
        } else {
            theme.line
        };
        spans.push(Span::styled(tab.words, style));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let room = usize::from(width).saturating_sub(taken + 1);
    let right = tabs::state(model, room);
    spans.push(Span::raw(" ".repeat(room - right.width())));
    spans.push(Span::styled(right, theme.dim));
    Line::from(spans)
}
