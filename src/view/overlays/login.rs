//! The login form. Of the secret only how long it is.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use strum::IntoEnumIterator;

use crate::app::field::Field as Text;
use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::login::{Form, Line as Field};
use crate::domain::text::Printable;
use crate::view::overlays::Popup;
use crate::view::parts::cells::fit;
use crate::view::parts::{field, prose};
use crate::view::theme::Theme;

/// Width of the form.
const WIDTH: u16 = 78;
/// Width of the labels.
const LABEL: usize = 12;

/// Draws the form.
pub fn draw(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>) {
    let body = layout::frame(model.size.intersection(frame.area())).body;
    let inside = layout::overlay(body, WIDTH, u16::MAX).width;
    let width = usize::from(inside.saturating_sub(2));
    let mut lines = Vec::new();
    for line in Field::iter() {
        lines.push(drawn(form, line, theme, width.saturating_sub(LABEL + 1)));
    }
    let mut focus = form.focus as usize;
    let (mark, words, style) = match (&form.problem, form.replaces()) {
        _ if form.proving.is_some() => {
            let words = "Asking for a token… Esc stops it; nothing is saved before.".to_owned();
            (" · ", words, theme.info)
        }
        (Some(problem), _) => (" ! ", problem.clone(), theme.bad),
        (None, Some(name)) => {
            let words =
                format!("The settings know {name} with another account, which this replaces.");
            (" ! ", words, theme.warn)
        }
        (None, None) => {
            let words = "Enter asks for a token first; only when it is granted anything is saved.";
            (" · ", words.to_owned(), theme.dim)
        }
    };
    lines.push(Line::default());
    let mark = Span::styled(mark, style);
    lines.extend(prose::hanging(mark, &words, style, width));
    if form.problem.is_some() {
        focus = lines.len() - 1;
    }
    let popup = Popup {
        width: WIDTH,
        title: " Connect a tenant ".to_owned(),
        lines,
        focus,
    };
    popup.draw(model.size, theme, frame);
}

fn drawn(form: &Form, line: Field, theme: &Theme, width: usize) -> Line<'static> {
    let focused = form.focus == line && form.proving.is_none();
    let style = if focused { theme.accent } else { theme.dim };
    let pointer = if focused { "▌" } else { " " };
    let label = format!(" {pointer}{:<1$}", words(line), LABEL - 2);
    let mut spans = vec![Span::styled(label, style)];
    let text = form.text(line);
    let empty = match line {
        Field::Secret => form.secret.length() == 0,
        _ => text.text().is_empty(),
    };
    if line == Field::Secret {
        let dots = "•".repeat(form.secret.length().min(width.saturating_sub(1)));
        spans.push(Span::styled(dots, theme.text));
        let cursor = Text::default();
        spans.extend(field::spans(&cursor, 1, focused, theme.text));
    } else if !empty || focused {
        spans.extend(field::spans(text, width, focused, theme.text));
    }
    if empty {
        let otherwise = Printable::line(&form.otherwise(line));
        let room = width.saturating_sub(if focused { 2 } else { 0 });
        let gap = if focused { " " } else { "" };
        let words = format!("{gap}{}", fit(otherwise.as_str(), room));
        spans.push(Span::styled(words, theme.dim));
    }
    Line::from(spans)
}

fn words(line: Field) -> &'static str {
    match line {
        Field::ClientId => "client id",
        Field::Secret => "secret",
        Field::TsgId => "TSG id",
        Field::Name => "name",
        Field::Region => "region",
        Field::Api => "API",
        Field::Tokens => "tokens",
    }
}
