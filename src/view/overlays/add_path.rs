//! The prompt for a file or folder to add.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::overlays::add_path::Form;
use crate::view::parts::{field, prose};
use crate::view::theme::Theme;

/// Width of the prompt.
const WIDTH: u16 = 76;

const WORDS: [&str; 2] = [
    "  A report, a log, an archive or a folder; ~ is your home.",
    "  Listed until you leave; named on the command line it is there again.",
];

/// Draws the prompt.
pub fn draw(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>) {
    let width = usize::from(WIDTH.min(model.size.width)).saturating_sub(6);
    let mut path = vec![Span::styled(" ▌", theme.accent)];
    path.extend(field::spans(&form.path, width, true, theme.text));
    let mut lines = vec![Line::from(path)];
    match &form.problem {
        Some(problem) => {
            lines.extend(prose::hanging(Span::raw("  "), problem, theme.bad, width));
        }
        None => lines.extend(WORDS.map(|words| Line::styled(words, theme.dim))),
    }
    let title = " Add by path ".to_owned();
    super::popup(model.size, WIDTH, lines, title, theme, frame);
}
