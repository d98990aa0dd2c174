//! Text in columns: cut and padded by the width it takes on screen.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

pub use crate::app::words::{fit, fit_end, name};
pub use crate::domain::words::{age, ago, counted, number};

/// The text in a column of exactly this width, with a blank behind it.
pub fn cell(text: &str, width: usize, style: impl Into<Style>) -> Span<'static> {
    let text = fit(text, width.saturating_sub(1));
    let blanks = width.saturating_sub(text.width());
    Span::styled(format!("{text}{}", " ".repeat(blanks)), style)
}

/// How much is done, as five boxes.
pub fn bar(done: usize, total: usize) -> String {
    let full = (done * 5).checked_div(total).unwrap_or(0);
    format!("{}{}", "▰".repeat(full), "▱".repeat(5 - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_the_width_they_take() {
        for (text, width, cut) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("漢字漢字", 5, "漢字…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(fit(text, width), cut);
        }
        assert_eq!(cell("漢", 4, Style::new()).content, "漢  ");
    }

    #[test]
    fn a_bar_is_full_when_all_is_done() {
        assert_eq!(
            (bar(0, 0), bar(3, 5), bar(5, 5)),
            ("▱▱▱▱▱".into(), "▰▰▰▱▱".into(), "▰▰▰▰▰".into())
        );
    }
}
