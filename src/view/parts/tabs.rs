//! The first line: where we are, and how much waits. Behind the reports stands the one that was opened, by its name.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::cells::{fit, number};
use crate::app::model::{Model, Screen};
use crate::view::theme::Theme;

/// Least columns for the name of the opened report.
const NAME: usize = 8;

/// The first line of the desk.
pub fn line(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let width = usize::from(width);
    let right = state(model);
    let mut spans = vec![
        Span::styled(" airs-triage ", theme.heading),
        Span::styled(" 1 Reports ", tab(model, Screen::Reports, theme)),
    ];
    let style = tab(model, Screen::Report, theme);
    match &model.report {
        Some(open) => {
            let taken = columns(&spans) + "› 2  ".width() + right.width() + 2;
            let room = width.saturating_sub(taken).max(NAME);
            let name = fit(open.report.head.name().printable().as_str(), room);
            spans.push(Span::styled("›", theme.dim));
            spans.push(Span::styled(format!(" 2 {name} "), style));
        }
        None => spans.push(Span::styled(" 2 Report ", style)),
    }
    let room = width.saturating_sub(columns(&spans) + right.width() + 1);
    spans.push(Span::raw(" ".repeat(room)));
    spans.push(Span::styled(right, theme.dim));
    Line::from(spans)
}

fn columns(spans: &[Span<'_>]) -> usize {
    spans.iter().map(|span| span.content.width()).sum()
}

/// The style of a screen's name: where we are, where we can go, where we cannot.
fn tab(model: &Model, screen: Screen, theme: &Theme) -> ratatui::style::Style {
    let there = screen == Screen::Reports || model.report.is_some();
    if screen == model.screen {
        theme.accent.patch(theme.selected).patch(theme.heading)
    } else if there {
        theme.dim
    } else {
        theme.line
    }
}

fn state(model: &Model) -> String {
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
    parts.join(" · ")
}
