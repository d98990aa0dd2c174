//! Text as every room of the desk writes it: cut to the columns it has, numbers with separators.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text cut to a width; what is cut off shows as `…`.
pub fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let mut cut: String = text
        .chars()
        .take_while(|character| {
            taken += character.width().unwrap_or(0);
            taken < width
        })
        .collect();
    if width > 0 {
        cut.push('…');
    }
    cut
}

/// A whole number with separators: `1,204`.
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
