//! Text in columns: cut and padded by the width it takes on screen.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

pub use crate::app::words::{age, ago, counted, fit, fit_end, name, number};

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
    use jiff::Timestamp;

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
    fn numbers_ages_and_bars() {
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(7), "7");
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        for (seconds, words) in [
            (30, "now"),
            (150, "2m"),
            (7_300, "2h"),
            (90_000, "1d"),
            (1_300_000, "2w"),
            (70_000_000, "2y"),
        ] {
            assert_eq!(age(at(0), at(seconds)), words);
        }
        assert_eq!(age(at(50), at(0)), "now");
        assert_eq!(ago(at(0), at(90_000)), "1 day ago");
        assert_eq!(ago(at(0), at(7_300)), "2 hours ago");
        assert_eq!(ago(at(0), at(3)), "just now");
        assert_eq!(
            (bar(0, 0), bar(3, 5), bar(5, 5)),
            ("▱▱▱▱▱".into(), "▰▰▰▱▱".into(), "▰▰▰▰▰".into())
        );
    }
}
