//! The label form.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::label::Form;
use crate::domain::query::remote;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::view::overlays::Popup;
use crate::view::parts::cells::{fit, number};
use crate::view::parts::{field, prose};
use crate::view::theme::Theme;

/// Width of the form.
const WIDTH: u16 = 76;
/// Scans that are named; the rest is counted.
const NAMED: usize = 3;

/// Draws the form.
pub fn draw(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>) {
    let body = layout::frame(model.size.intersection(frame.area())).body;
    let inside = layout::overlay(body, WIDTH, u16::MAX).width;
    let width = usize::from(inside.saturating_sub(2));
    let label = |name: &str| Span::styled(format!(" {name:<8} "), theme.dim);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut add = |name: &str, text: &str, style| {
        lines.extend(prose::hanging(label(name), text, style, width));
    };
    for scan in form.scans.iter().take(NAMED) {
        add("scan", &scan_words(scan), theme.text);
    }
    if form.scans.len() > NAMED {
        let more = number(form.scans.len() - NAMED);
        add("", &format!("and {more} more"), theme.text);
    }
    add("tenant", &tenant(model, form), theme.text);
    match form.labels() {
        Ok(labels) => {
            for one in &labels {
                add("adds", &one.to_string(), theme.good);
            }
        }
        Err(unfit) => add("adds", &format!("nothing yet: {unfit}"), theme.dim),
    }
    add(
        "",
        "A key that the scan has already gets the new value; its other labels stay.",
        theme.dim,
    );
    let focus = lines.len();
    let mut typed = vec![Span::styled(" ▌labels  ", theme.accent)];
    let room = width.saturating_sub(12);
    typed.extend(field::spans(&form.field, room, true, theme.text));
    lines.push(Line::from(typed));
    let (words, style) = match (&form.problem, form.writing) {
        (Some(problem), _) => (problem.as_str(), theme.bad),
        (None, Some(_)) => ("Writing…", theme.dim),
        (None, None) => ("Enter writes this, Esc does not.", theme.dim),
    };
    let mark = if form.problem.is_some() { " ! " } else { "   " };
    let mark = Span::styled(mark, theme.bad);
    lines.extend(prose::hanging(mark, words, style, width));
    let count = match form.scans.len() {
        1 => "a scan".to_owned(),
        count => format!("{} scans", number(count)),
    };
    let form = Popup {
        width: WIDTH,
        title: fit(&format!(" Write labels to {count} of the tenant "), width),
        focus: focus.max(lines.len().saturating_sub(1)),
        lines,
    };
    form.draw(model.size, theme, frame);
}

fn scan_words(scan: &Scan) -> String {
    let uuid = scan.uuid.as_ref().map(Untrusted::printable);
    format!(
        "{}  {}",
        remote::name(scan).printable(),
        uuid.unwrap_or_default()
    )
}

/// Whose scans they are, each tenant once; one of another tenant than the desk's is refused.
fn tenant(model: &Model, form: &Form) -> String {
    let mut all: Vec<String> = Vec::new();
    for scan in &form.scans {
        let words = match &scan.tsg_id {
            Some(tsg_id) => format!("TSG {}", tsg_id.printable()),
            None => "the one that is connected".to_owned(),
        };
        if !all.contains(&words) {
            all.push(words);
        }
    }
    let connected = model.scans.tenant().or_else(|| model.groups.tenant());
    let connected = connected.map(|words| format!("; connected is {words}"));
    format!("{}{}", all.join(", "), connected.unwrap_or_default())
}
