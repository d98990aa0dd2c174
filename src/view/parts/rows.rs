//! The rows of a list that fit its place, the one under the cursor standing out.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::app::list::List;
use crate::view::theme::Theme;

/// Draws the rows that are seen of so many; `line` gives the content of one, by position and whether it is selected.
pub fn draw(
    list: &List,
    length: usize,
    (area, theme): (Rect, &Theme),
    frame: &mut Frame<'_>,
    line: impl Fn(usize, bool) -> Line<'static>,
) {
    let shown = (list.top()..length).take(usize::from(area.height));
    for (y, at) in (area.y..).zip(shown) {
        let selected = at == list.cursor();
        let style = if selected {
            theme.selected
        } else {
            Style::new()
        };
        let place = Rect {
            y,
            height: 1,
            ..area
        };
        frame.render_widget(Paragraph::new(line(at, selected)).style(style), place);
    }
}
