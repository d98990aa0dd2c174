//! The export form.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::overlays::export::Form;
use crate::domain::exception::Format;
use crate::view::parts::cells::counted;
use crate::view::parts::{field, prose};
use crate::view::theme::Theme;

/// Width of the form.
const WIDTH: u16 = 70;

/// Draws the form.
pub fn draw(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>) {
    let label = |name: &str, focused: bool| {
        let style = if focused { theme.accent } else { theme.dim };
        Span::styled(
            format!(" {}{name:<9}", if focused { "▌" } else { " " }),
            style,
        )
    };
    let about = match form.format {
        Format::Markdown => "for a ticket",
        Format::Json => "for machines (airs-exceptions/1)",
        Format::Csv => "for a spreadsheet",
    };
    let mut path = vec![label("file", form.on_path)];
    path.extend(field::spans(
        &form.path,
        usize::from(WIDTH) - 15,
        form.on_path,
        theme.text,
    ));
    let mut lines = vec![
        Line::from(vec![
            label("format", !form.on_path),
            Span::styled(format!("‹ {} ›", form.format), theme.text),
            Span::styled(format!("  {about}"), theme.dim),
        ]),
        Line::from(path),
    ];
    if let Some(problem) = &form.problem {
        let mark = Span::styled(" ! ", theme.bad);
        lines.extend(prose::hanging(
            mark,
            problem,
            theme.bad,
            usize::from(WIDTH) - 2,
        ));
    }
    let title = match &form.only {
        Some(subjects) => format!(" Export {} ", counted(subjects.len(), "verdict")),
        None => format!(
            " Export the verdicts of {} ",
            counted(form.heads.len(), "report")
        ),
    };
    super::popup(model.size, WIDTH, lines, title, theme, frame);
}
