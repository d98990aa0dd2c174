//! The foot: the keys that matter now, the likeliest first; over them what was just done, in as many lines as it
//! needs.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use crate::app::keys;
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
    let width = usize::from(width);
    if let Some(toast) = &model.toast {
        let style = if toast.bad { theme.bad } else { theme.info };
        return Line::styled(super::cells::fit(&format!(" {}", toast.text), width), style);
    }
    let mut spans = vec![Span::raw(" ")];
    let mut taken = 1;
    for row in keys::footer(model.contexts()) {
        let Some(press) = row.presses().next() else {
            continue;
        };
        let (key, label) = (press.to_string(), row.command.label());
        let needs = key.width() + label.width() + 3;
        if taken + needs > width {
            continue;
        }
        taken += needs;
        let refused = row.command.refusal(model).is_some();
        spans.push(Span::styled(
            key,
            if refused { theme.line } else { theme.accent },
        ));
        spans.push(Span::styled(
            format!(" {label}  "),
            if refused { theme.line } else { theme.dim },
        ));
    }
    Line::from(spans)
}
