//! The first line: where we are, and how much waits.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::cells::number;
use crate::app::model::{Model, Screen};
use crate::view::theme::Theme;

/// The first line of the desk.
pub fn line(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let mut spans = vec![Span::styled(" airs-triage ", theme.heading)];
    for (screen, name) in [
        (Screen::Reports, " 1 Reports "),
        (Screen::Report, " 2 Report "),
    ] {
        let there = screen == Screen::Reports || model.report.is_some();
        let style = if screen == model.screen {
            theme.accent.patch(theme.selected).patch(theme.heading)
        } else if there {
            theme.dim
        } else {
            theme.line
        };
        spans.push(Span::styled(name, style));
    }
    let right = state(model);
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let room = usize::from(width).saturating_sub(taken + right.width() + 1);
    spans.push(Span::raw(" ".repeat(room)));
    spans.push(Span::styled(right, theme.dim));
    Line::from(spans)
}

fn state(model: &Model) -> String {
    let mut parts = Vec::new();
    if model.demo {
        parts.push("demo, nothing is kept".to_owned());
    }
    if model.read_only {
        parts.push("read-only".to_owned());
    }
    if model.jobs.is_reading() && model.screen != Screen::Reports {
        let (done, total) = model.library.progress;
        parts.push(format!("reading {} of {}", number(done), number(total)));
    }
    parts.push(format!("{} open", number(model.library.open())));
    parts.join(" · ")
}
