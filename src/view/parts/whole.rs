//! The verdict on a scan as a whole, in a line.

use ratatui::text::Line;

use super::cells::fit;
use crate::app::model::Model;
use crate::domain::report::Head;
use crate::view::theme::Theme;

/// What was decided, by whom and why; none where the scan stands open as a whole.
pub fn line(model: &Model, head: &Head, theme: &Theme, width: usize) -> Option<Line<'static>> {
    let decision = model.decisions.of_scan(head, model.today()).decision()?;
    let (symbol, style) = theme.verdict(decision.verdict);
    let note = match decision.note.printable() {
        note if note.as_str().is_empty() => String::new(),
        note => format!(" · {note}"),
    };
    let words = format!(
        " {symbol} the whole scan: {} by {}{note}",
        decision.verdict.words(),
        decision.author.printable(),
    );
    Some(Line::styled(fit(&words, width), style))
}
