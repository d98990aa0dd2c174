//! The rows of a list that fit, and the line between a list and what is shown of the selected row.

use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Paragraph};

use crate::app::layout::Area;
use crate::app::list::List;
use crate::view::theme::Theme;

/// Draws the rows that fit, each as it is told by its position and by whether the cursor is on it; that one stands out
/// over its whole width, and so do those from where a range was started.
pub fn draw(
    (list, range_from): (&List, Option<usize>),
    length: usize,
    (frame, area): (&mut Frame<'_>, Area),
    theme: &Theme,
    row: impl Fn(usize, bool) -> Line<'static>,
) {
    let shown = (list.top()..length).take(usize::from(area.height));
    for (at, y) in shown.zip(area.y..) {
        let cursor = list.cursor();
        let selected = at == cursor;
        let from = range_from.unwrap_or(cursor);
        let stands_out = (from.min(cursor)..=from.max(cursor)).contains(&at);
        let place = Area {
            y,
            height: 1,
            ..area
        };
        one(row(at, selected), stands_out, theme, place, frame);
    }
}

/// How far the detail of a row can be scrolled: until its last line is the first that is shown.
pub fn furthest(detail: &[Line<'_>]) -> u16 {
    u16::try_from(detail.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

/// Draws one row.
pub fn one(
    line: Line<'static>,
    stands_out: bool,
    theme: &Theme,
    place: Area,
    frame: &mut Frame<'_>,
) {
    let row = if stands_out {
        Paragraph::new(theme.under_cursor(line)).style(theme.selected)
    } else {
        Paragraph::new(line)
    };
    frame.render_widget(row, place);
}

/// Draws the line between a list and what stands beside or below it.
pub fn divider(area: Area, theme: &Theme, frame: &mut Frame<'_>) {
    let border = if area.width > 1 {
        Borders::TOP
    } else {
        Borders::LEFT
    };
    let line = Block::new().borders(border).border_style(theme.line);
    frame.render_widget(line, area);
}
