//! The browser chooser: pages by name, the selected one's whole address, and what is asked about it.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::overlays::LINKS_WORDS;
use crate::app::overlays::links::Chooser;
use crate::domain::link::{Link, Trust};
use crate::domain::text::Printable;
use crate::view::parts::cells::{cell, fit};
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// Width of the chooser.
const WIDTH: u16 = 92;
/// Width of the column of names.
const NAME: usize = 33;

/// Draws the chooser.
pub fn draw(model: &Model, chooser: &Chooser, theme: &Theme, frame: &mut Frame<'_>) {
    let width = usize::from(
        layout::overlay(model.size, WIDTH, 1)
            .width
            .saturating_sub(2),
    );
    let height = layout::overlay_rows(model.size, LINKS_WORDS);
    let links = chooser.links.iter().enumerate();
    let shown = links.skip(chooser.list.top()).take(height);
    let mut lines: Vec<_> = shown
        .map(|(at, link)| drawn(at, link, at == chooser.list.cursor(), theme, width))
        .collect();
    lines.push(Line::styled("─".repeat(width), theme.line));
    if let Some(link) = chooser.selected() {
        lines.extend(words(link, chooser.asked, theme, width));
    }
    let title = " Open in the browser · Enter opens · Esc closes ".to_owned();
    super::popup(model.size, WIDTH, lines, title, theme, frame);
}

fn drawn(at: usize, link: &Link, selected: bool, theme: &Theme, width: usize) -> Line<'static> {
    let (host, style) = match &link.trust {
        Trust::Known(address) => (address.host().into_string(), theme.dim),
        Trust::Unknown(address) => (format!("? {}", address.host()), theme.warn),
        Trust::Refused(_) => ("– not opened".to_owned(), theme.line),
    };
    let line = Line::from(vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(format!("{}  ", at + 1), theme.accent),
        cell(link.name, NAME, theme.text),
        Span::styled(fit(&host, width.saturating_sub(NAME + 4)), style),
    ]);
    super::chosen(line, selected, theme, width)
}

/// The whole address, and what Enter would do.
fn words(link: &Link, asked: bool, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let address = match &link.trust {
        Trust::Known(address) | Trust::Unknown(address) => Printable::line(address.as_str()),
        Trust::Refused(_) => link.found.printable(),
    };
    let (said, style) = match &link.trust {
        Trust::Known(_) => return address_lines(&address, LINKS_WORDS - 1, theme, width),
        Trust::Unknown(address) if asked => (
            format!(
                "{} is no host this desk knows. Enter again opens it.",
                address.host()
            ),
            theme.bad,
        ),
        Trust::Unknown(_) => (
            "? An unknown host: Enter asks first.".to_owned(),
            theme.warn,
        ),
        Trust::Refused(why) => (format!("– Not opened: {why}."), theme.warn),
    };
    let mut lines = address_lines(&address, LINKS_WORDS - 3, theme, width);
    let mut said = prose::hanging(Span::raw(" "), &said, style, width);
    said.truncate(2);
    lines.append(&mut said);
    lines
}

fn address_lines(
    address: &Printable,
    most: usize,
    theme: &Theme,
    width: usize,
) -> Vec<Line<'static>> {
    let mut lines = prose::hanging(Span::raw(" "), address.as_str(), theme.text, width);
    lines.truncate(most);
    lines
}
