//! Every key that works here, from the one table.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::help;
use crate::app::press::Press;
use crate::view::theme::Theme;

/// Width of the column of keys.
const KEYS: usize = 16;

/// Draws the help page.
pub fn draw(model: &Model, help: &help::Help, theme: &Theme, frame: &mut Frame<'_>) {
    let height = usize::from(layout::frame(model.size).body.height.saturating_sub(2));
    let all = help.lines();
    let more = all.len() > help.list.top() + height;
    let shown = all.into_iter().skip(help.list.top()).take(height);
    let lines = shown.map(|line| match line {
        help::Line::Heading(context) => {
            Line::styled(format!(" {}", context.title()), theme.heading)
        }
        help::Line::Key(row) => {
            let keys: Vec<_> = row
                .presses()
                .map(|press: Press| press.to_string())
                .collect();
            let refusal = row.command.refusal(model);
            let style = if refusal.is_some() {
                theme.line
            } else {
                theme.text
            };
            Line::from(vec![
                Span::styled(format!("   {:<KEYS$}", keys.join(" ")), theme.accent),
                Span::styled(row.command.sentence(), style),
            ])
        }
    });
    let title = if more {
        " Help · j shows more · Esc closes "
    } else {
        " Help · Esc closes "
    };
    super::popup(
        model.size,
        92,
        lines.collect(),
        title.to_owned(),
        theme,
        frame,
    );
}
