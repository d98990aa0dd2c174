//! A field of text with its cursor, scrolled so that the cursor is seen.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;
use unicode_width::UnicodeWidthChar;

use crate::app::field::Field;
use crate::domain::text::Printable;

/// The part of a field that fits, its cursor reversed while it takes keys.
pub fn spans(field: &Field, width: usize, focused: bool, style: Style) -> Vec<Span<'static>> {
    marked(field, width, focused, style, None)
}

/// The same, with some of its characters in a style of their own.
pub fn marked(
    field: &Field,
    width: usize,
    focused: bool,
    style: Style,
    mark: Option<(&Range<usize>, Style)>,
) -> Vec<Span<'static>> {
    let characters: Vec<char> = field.text().chars().collect();
    let cursor = field.cursor().min(characters.len());
    let start = if focused {
        start(&characters, cursor, width)
    } else {
        0
    };
    let room = width.saturating_sub(usize::from(focused && cursor == characters.len()));
    let fits = start + count(&characters[start..], room);
    let end = if fits < characters.len() {
        start + count(&characters[start..], room.saturating_sub(1))
    } else {
        fits
    };
    let style_at = |at: usize| {
        let own = mark.filter(|(range, _)| range.contains(&at));
        let style = own.map_or(style, |(_, own)| own);
        if focused && at == cursor {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style
        }
    };
    let mut spans = Vec::new();
    let mut from = start;
    while from < end {
        let style = style_at(from);
        let mut to = from + 1;
        while to < end && style_at(to) == style {
            to += 1;
        }
        let part: String = characters[from..to].iter().collect();
        spans.push(Span::styled(Printable::line(&part).into_string(), style));
        from = to;
    }
    if end < characters.len() {
        spans.push(Span::styled("…", style));
    } else if focused && cursor == characters.len() {
        spans.push(Span::styled(" ", style.add_modifier(Modifier::REVERSED)));
    }
    spans
}

/// The first character to show, so that the cursor is seen, and behind it that there is more.
fn start(characters: &[char], cursor: usize, width: usize) -> usize {
    let wide = |at: usize| characters.get(at).map_or(1, |one| one.width().unwrap_or(0));
    let mut start = cursor;
    let mut taken = wide(cursor) + 1;
    while start > 0 {
        taken += wide(start - 1);
        if taken > width {
            break;
        }
        start -= 1;
    }
    start
}

/// How many characters fit.
fn count(characters: &[char], width: usize) -> usize {
    let mut taken = 0;
    let fitting = characters.iter().take_while(|character| {
        taken += character.width().unwrap_or(0);
        taken <= width
    });
    fitting.count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    proptest! {
        #[test]
        fn the_cursor_is_seen_and_nothing_stands_beyond_the_width(
            text in "[a漢 ]{0,30}", at in 0usize..31, width in 3usize..20
        ) {
            let field = Field::at(&text, at);
            let spans = spans(&field, width, true, Style::new());
            let cursors = spans.iter().filter(|span| span.style.add_modifier.contains(Modifier::REVERSED));
            prop_assert_eq!(cursors.count(), 1);
            prop_assert!(spans.iter().map(|span| span.content.width()).sum::<usize>() <= width);
        }
    }

    #[test]
    fn a_part_has_a_style_of_its_own_also_under_the_cursor() {
        let wrong = Style::new().add_modifier(Modifier::UNDERLINED);
        let spans = marked(
            &Field::at("is:x y", 3),
            20,
            true,
            Style::new(),
            Some((&(3..4), wrong)),
        );
        let shown: Vec<_> = spans
            .iter()
            .map(|span| (&*span.content, span.style))
            .collect();
        let cursor = wrong.add_modifier(Modifier::REVERSED);
        assert_eq!(
            shown,
            [("is:", Style::new()), ("x", cursor), (" y", Style::new())]
        );
    }
}
