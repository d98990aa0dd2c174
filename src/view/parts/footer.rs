//! The foot: the keys that matter now, the likeliest first; over them what was just done, in as many lines as it
//! needs.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::app::hints;
use crate::app::layout::Area;
use crate::app::model::Model;
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// Draws the foot of the desk.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>, area: Area) {
    let Some(toast) = &model.toast else {
        frame.render_widget(keys_line(model, theme, area.width), area);
        return;
    };
    let style = if toast.bad { theme.bad } else { theme.info };
    let lines = prose::hanging(Span::raw(" "), &toast.text, style, usize::from(area.width));
    let height = u16::try_from(lines.len()).unwrap_or(1).min(area.bottom());
    let over = Area {
        y: area.bottom() - height,
        height,
        ..area
    };
    frame.render_widget(Clear, over);
    frame.render_widget(Paragraph::new(lines), over);
}

/// The keys, as many as fit.
fn keys_line(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    for hint in hints::hints(model, width) {
        let style = |style| if hint.refused { theme.line } else { style };
        let label = format!(" {}  ", hint.command.label());
        spans.push(Span::styled(hint.key, style(theme.accent)));
        spans.push(Span::styled(label, style(theme.dim)));
    }
    Line::from(spans)
}
