//! The first line: where we are, and how much waits.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::cells::{fit, number};
use crate::app::model::Model;
use crate::app::tabs;
use crate::view::theme::Theme;

/// The first line of the desk.
pub fn line(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let mut spans = vec![Span::styled(tabs::NAME, theme.heading)];
    for tab in tabs::tabs(model) {
        let there = tab.command.refusal(model).is_none();
        let style = if tab.screen == model.screen {
            theme.accent.patch(theme.selected).patch(theme.heading)
        } else if there {
            theme.dim
        } else {
            theme.line
        };
        spans.push(Span::styled(tab.before, theme.dim));
        spans.push(Span::styled(tab.words, style));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let room = usize::from(width).saturating_sub(taken + 1);
    let right = state(model, room);
    spans.push(Span::raw(" ".repeat(room - right.width().min(room))));
    spans.push(Span::styled(right, theme.dim));
    Line::from(spans)
}

/// What waits, and what is special about this desk as far as there is room.
fn state(model: &Model, room: usize) -> String {
    let mut parts = Vec::new();
    if model.demo {
        parts.push("demo, nothing is kept".to_owned());
    }
    if model.read_only {
        parts.push("read-only".to_owned());
    }
    if model.jobs.load.is_some() {
        let (done, total) = model.library.progress;
        parts.push(format!("reading {} of {}", number(done), number(total)));
    }
    parts.push(format!("{} open", number(model.library.open())));
    while parts.len() > 1 && parts.join(" · ").width() > room {
        parts.remove(0);
    }
    fit(&parts.join(" · "), room)
}
