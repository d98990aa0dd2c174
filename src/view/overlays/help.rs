//! Every key that works here, from the one table, and what the symbols mean.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::help;
use crate::app::press::Press;
use crate::view::parts::{field, prose};
use crate::view::theme::{LEGEND, Theme};

/// Width of the page.
const WIDTH: u16 = 92;
/// Width of the column of keys.
const KEYS: usize = 17;

/// Draws the help page.
pub fn draw(model: &Model, help: &help::Help, theme: &Theme, frame: &mut Frame<'_>) {
    let body = layout::overlay(layout::frame(model.size).body, WIDTH, u16::MAX);
    let width = usize::from(body.width.saturating_sub(2));
    let mut shown = search(help, theme, width);
    let height = layout::overlay_lines(model.size).saturating_sub(shown.len());
    let mut lines: Vec<_> = help
        .lines
        .iter()
        .skip(help.list.top())
        .flat_map(|line| drawn(model, line, theme, width))
        .collect();
    let more = if lines.len() > height {
        "j shows more · "
    } else {
        ""
    };
    let title = match (help.searching, help.search.text()) {
        (true, _) => " Help · Enter keeps the search · Esc clears it ".to_owned(),
        (false, "") => format!(" Help · {more}/ searches · Esc closes "),
        (false, _) => format!(" Help · {more}Esc clears the search "),
    };
    lines.truncate(height);
    if lines.is_empty() {
        lines.push(Line::styled(
            " No key says this. Esc clears the search.",
            theme.dim,
        ));
    }
    lines.resize(height, Line::default());
    shown.append(&mut lines);
    super::popup(model.size, WIDTH, shown, title, theme, frame);
}

/// The line that is searched with, while there is something in it.
fn search(help: &help::Help, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    if !help.searching && help.search.text().is_empty() {
        return Vec::new();
    }
    let mut spans = vec![Span::styled(" / ", theme.accent)];
    let room = width.saturating_sub(6);
    spans.extend(field::spans(&help.search, room, help.searching, theme.text));
    vec![Line::from(spans)]
}

fn drawn(model: &Model, line: &help::Line, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    match line {
        help::Line::Heading(context) => {
            vec![Line::styled(format!(" {}", context.title()), theme.heading)]
        }
        help::Line::Key(keys, command) => {
            let keys: Vec<_> = keys
                .iter()
                .filter_map(|key| key.parse::<Press>().ok())
                .map(|press| press.to_string())
                .collect();
            let keys = Span::styled(format!("   {:<KEYS$}", keys.join(" ")), theme.accent);
            let refused = command.refusal(model).is_some();
            prose::hanging(
                keys,
                command.sentence(),
                if refused { theme.line } else { theme.text },
                width,
            )
        }
        help::Line::Symbols => {
            let heading = Line::styled(" Symbols", theme.heading);
            let legend = LEGEND.iter().map(|(symbol, meaning)| {
                let (symbol, style) = theme.symbol(*symbol);
                Line::from(vec![
                    Span::styled(format!("   {symbol:<KEYS$}"), style),
                    Span::styled(*meaning, theme.text),
                ])
            });
            std::iter::once(heading).chain(legend).collect()
        }
    }
}
