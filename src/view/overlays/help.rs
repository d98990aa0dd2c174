//! Every key that works here, from the one table.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::help;
use crate::app::press::Press;
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// Width of the page.
const WIDTH: u16 = 92;
/// Width of the column of keys.
const KEYS: usize = 17;

/// Draws the help page.
pub fn draw(model: &Model, help: &help::Help, theme: &Theme, frame: &mut Frame<'_>) {
    let body = layout::overlay(layout::frame(model.size).body, WIDTH, u16::MAX);
    let (width, height) = (
        usize::from(body.width.saturating_sub(2)),
        usize::from(body.height.saturating_sub(2)),
    );
    let lines: Vec<_> = help
        .lines()
        .into_iter()
        .flat_map(|line| drawn(model, line, theme, width))
        .collect();
    let more = lines.len() > help.list.top() + height;
    let shown: Vec<_> = lines
        .into_iter()
        .skip(help.list.top())
        .take(height)
        .collect();
    let title = if more {
        " Help · j shows more · Esc closes "
    } else {
        " Help · Esc closes "
    };
    super::popup(model.size, WIDTH, shown, title.to_owned(), theme, frame);
}

fn drawn(model: &Model, line: help::Line, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    match line {
        help::Line::Heading(context) => {
            vec![Line::styled(format!(" {}", context.title()), theme.heading)]
        }
        help::Line::Key(row) => {
            let keys: Vec<_> = row
                .presses()
                .map(|press: Press| press.to_string())
                .collect();
            let keys = Span::styled(format!("   {:<KEYS$}", keys.join(" ")), theme.accent);
            let refused = row.command.refusal(model).is_some();
            prose::hanging(
                keys,
                row.command.sentence(),
                if refused { theme.line } else { theme.text },
                width,
            )
        }
    }
}
