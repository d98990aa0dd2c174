//! One file an overlay.

pub mod add_path;
pub mod copy;
pub mod diff;
pub mod export;
pub mod help;
pub mod label;
pub mod launch;
pub mod links;
pub mod log;
pub mod login;
pub mod palette;
pub mod raw;
pub mod tenants;
pub mod verdict;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

use crate::app::layout;
use crate::view::theme::Theme;

/// A line of a list; the one under the cursor stands out over its whole width.
fn chosen(mut line: Line<'static>, selected: bool, theme: &Theme, width: usize) -> Line<'static> {
    if !selected {
        return line;
    }
    let blanks = width.saturating_sub(line.width());
    line.push_span(" ".repeat(blanks));
    theme.under_cursor(line)
}

/// A framed box in the middle of the screen whose first lines are the ones that matter.
fn popup(
    size: Rect,
    width: u16,
    lines: Vec<Line<'static>>,
    title: String,
    theme: &Theme,
    frame: &mut Frame<'_>,
) {
    let popup = Popup {
        width,
        title,
        lines,
        focus: 0,
    };
    popup.draw(size, theme, frame);
}

/// A framed box in the middle of the screen, and what is in it.
struct Popup {
    width: u16,
    title: String,
    lines: Vec<Line<'static>>,
    /// The line that is always seen, however small the screen.
    focus: usize,
}

impl Popup {
    fn draw(self, size: Rect, theme: &Theme, frame: &mut Frame<'_>) {
        let height = u16::try_from(self.lines.len())
            .unwrap_or(u16::MAX)
            .saturating_add(2);
        let body = layout::frame(size.intersection(frame.area())).body;
        let area = layout::overlay(body, self.width, height);
        let block = Block::bordered()
            .border_type(BorderType::Rounded)
            .border_style(theme.line)
            .title(Line::styled(self.title, theme.heading.fg(Color::Reset)));
        let above = (self.focus + 1).saturating_sub(usize::from(area.height.saturating_sub(2)));
        let lines: Vec<_> = self.lines.into_iter().skip(above).collect();
        frame.render_widget(Clear, area);
        frame.render_widget(Paragraph::new(lines).block(block), area);
    }
}
