//! The messages of the session, the newest first.

use jiff::tz::TimeZone;
use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::log::Entry;
use crate::app::model::Model;
use crate::app::overlays::log::Page;
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// Width of the page.
const WIDTH: u16 = 92;

/// Draws the page.
pub fn draw(model: &Model, page: &Page, theme: &Theme, frame: &mut Frame<'_>) {
    let width = usize::from(
        layout::overlay(model.size, WIDTH, 1)
            .width
            .saturating_sub(2),
    );
    let height = layout::overlay_lines(model.size);
    let shown = page.entries.iter().skip(page.list.cursor());
    let mut lines: Vec<_> = shown
        .take(height)
        .flat_map(|entry| drawn(entry, theme, width))
        .collect();
    let more = if lines.len() > height {
        "j shows more · "
    } else {
        ""
    };
    lines.truncate(height);
    let title = format!(" Messages, newest first, times in UTC · {more}Esc closes ");
    super::popup(model.size, WIDTH, lines, title, theme, frame);
}

fn drawn(entry: &Entry, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let time = entry.at.to_zoned(TimeZone::UTC).strftime("%H:%M:%S");
    let (symbol, style) = if entry.bad {
        ("✗", theme.bad)
    } else {
        ("·", theme.text)
    };
    let label = Span::styled(format!(" {time} {symbol} "), theme.dim);
    prose::hanging(label, entry.text.as_str(), style, width)
}
