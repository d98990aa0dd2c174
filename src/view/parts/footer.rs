//! The last line: what was just done, else the keys that matter now, the likeliest first.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::keys;
use crate::app::model::Model;
use crate::view::theme::Theme;

/// The last line of the desk.
pub fn line(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
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
