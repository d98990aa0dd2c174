//! The first line: where we are, and how much waits.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::cells::{fit, number};
use crate::app::model::{Model, Screen};
use crate::view::theme::Theme;

/// The first line of the desk.
pub fn line(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let mut spans = vec![Span::styled(" airs-triage ", theme.heading)];
    let exceptions = exceptions(model, width);
    for (screen, name) in [
        (Screen::Reports, " 1 Reports "),
        (Screen::Report, " 2 Report "),
        (Screen::Exceptions, exceptions.as_str()),
    ] {
        let there = screen != Screen::Report || model.report.is_some();
        let style = if screen == model.screen {
            theme.accent.patch(theme.selected).patch(theme.heading)
        } else if there {
            theme.dim
        } else {
            theme.line
        };
        spans.push(Span::styled(name.to_owned(), style));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    let room = usize::from(width).saturating_sub(taken + 1);
    let words = [state(model, true), state(model, false)];
    let fitting = words.iter().find(|words| words.width() <= room);
    let right = fit(fitting.unwrap_or(&words[1]), room);
    spans.push(Span::raw(" ".repeat(room - right.width())));
    spans.push(Span::styled(right, theme.dim));
    Line::from(spans)
}

/// The tab of the ledger, and how much of it has run out, or else soon will.
fn exceptions(model: &Model, width: u16) -> String {
    let counts = model.exceptions.counts;
    match (counts.expired, counts.soon) {
        (0, 0) => " 5 Exceptions ".to_owned(),
        (0, _) if width < 100 => " 5 Exceptions ".to_owned(),
        (0, soon) => format!(" 5 Exceptions {} soon ", number(soon)),
        (expired, _) if width < 100 => format!(" 5 Exceptions {}◌ ", number(expired)),
        (expired, _) => format!(" 5 Exceptions {} expired ", number(expired)),
    }
}

fn state(model: &Model, long: bool) -> String {
    let mut parts = Vec::new();
    if model.demo {
        let words = if long {
            "demo, nothing is kept"
        } else {
            "demo"
        };
        parts.push(words.to_owned());
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
