//! The export form.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::overlays::export::Form;
use crate::domain::exception::Format;
use crate::view::parts::cells::number;
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
        Some(subjects) => format!(" Export {} ", verdicts(subjects.len())),
        None => format!(" Export the verdicts of {} ", reports(form.heads.len())),
    };
    super::popup(model.size, WIDTH, lines, title, theme, frame);
}

fn verdicts(count: usize) -> String {
    if count == 1 {
        "1 verdict".to_owned()
    } else {
        format!("{} verdicts", number(count))
    }
}

fn reports(count: usize) -> String {
    if count == 1 {
        "1 report".to_owned()
    } else {
        format!("{} reports", number(count))
    }
}
