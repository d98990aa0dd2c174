//! A field of text with its cursor, scrolled so that the cursor is seen.

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;
use unicode_width::UnicodeWidthChar;

use crate::app::field::Field;
use crate::domain::text::Printable;

/// The part of a field that fits, its cursor reversed while it takes keys.
pub fn spans(field: &Field, width: usize, focused: bool, style: Style) -> Vec<Span<'static>> {
    let characters: Vec<char> = field.text().chars().collect();
    let cursor = field.cursor().min(characters.len());
    let mut start = cursor;
    let mut taken = 1;
    while start > 0 {
        taken += characters[start - 1].width().unwrap_or(0);
        if taken > width {
            break;
        }
        start -= 1;
    }
    let safe = |part: &[char]| Printable::line(&part.iter().collect::<String>()).into_string();
    let before = safe(&characters[start..cursor]);
    if !focused {
        return vec![Span::styled(
            super::cells::fit(&safe(&characters), width),
            style,
        )];
    }
    let under = characters
        .get(cursor)
        .map_or_else(|| " ".to_owned(), |character| safe(&[*character]));
    let after: String = characters.iter().skip(cursor + 1).take(width).collect();
    let after = super::cells::fit(
        &Printable::line(&after).into_string(),
        width.saturating_sub(taken.min(width)),
    );
    vec![
        Span::styled(before, style),
        Span::styled(under, style.add_modifier(Modifier::REVERSED)),
        Span::styled(after, style),
    ]
}
