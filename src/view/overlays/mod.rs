//! One file an overlay.

pub mod add_path;
pub mod export;
pub mod help;
pub mod verdict;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

use crate::app::layout;
use crate::view::theme::Theme;

/// A framed box in the middle of the screen, and what is in it.
fn popup(
    size: Rect,
    width: u16,
    lines: Vec<Line<'static>>,
    title: String,
    theme: &Theme,
    frame: &mut Frame<'_>,
) {
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(2);
    let body = layout::frame(size.intersection(frame.area())).body;
    let area = layout::overlay(body, width, height);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title(Line::styled(title, theme.heading.fg(Color::Reset)));
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(lines).block(block), area);
}
