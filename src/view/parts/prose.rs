//! Prose in a narrow place: wrapped at words, following lines under the first word.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::words::fit;

/// A labelled text, wrapped to a width; its following lines stand under its first.
pub fn hanging(label: Span<'static>, text: &str, style: Style, width: usize) -> Vec<Line<'static>> {
    let indent = label.content.width();
    let room = width.saturating_sub(indent).max(8);
    let options = textwrap::Options::new(room).break_words(true);
    let mut label = Some(label);
    let lines = textwrap::wrap(text, options);
    lines
        .into_iter()
        .map(|line| {
            let first = label
                .take()
                .unwrap_or_else(|| Span::raw(" ".repeat(indent)));
            Line::from(vec![first, Span::styled(line.into_owned(), style)])
        })
        .collect()
}

/// As many lines as there is room for; where that is not all, the last says so.
pub fn first(lines: Vec<Line<'static>>, room: usize, width: usize) -> Vec<Line<'static>> {
    let is_cut = lines.len() > room;
    let mut lines: Vec<_> = lines.into_iter().take(room).collect();
    let last = lines.last_mut().filter(|_| is_cut);
    if let Some([label, text]) = last.map(|line| &mut line.spans[..]) {
        let room = width.saturating_sub(label.content.width());
        text.content = fit(&format!("{} …", text.content), room).into();
    }
    lines
}

/// Paragraphs in the middle of an empty place, each wrapped to its width.
pub fn paragraphs(text: &str, style: Style, width: usize) -> Vec<Line<'static>> {
    let margin = if width < 40 { " " } else { "   " };
    let lines = text
        .lines()
        .flat_map(|line| hanging(Span::raw(margin), line, style, width.saturating_sub(2)));
    let lines = [Line::default()].into_iter().chain(lines);
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn following_lines_stand_under_the_first_word() {
        let lines = hanging(Span::raw("why  "), "one two three", Style::new(), 13);
        let texts: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["why  one two", "     three"]);
    }
}
