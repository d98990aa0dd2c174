//! Text in columns, as wide as it is on screen: what is drawn and what the mouse hits must agree.

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
