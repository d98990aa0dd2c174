//! Half surrogate pairs in JSON. Python writes a file name that is no text as `\udc..`, which JSON readers refuse; one
//! such name in a model must not hide its whole report.

use std::borrow::Cow;

/// Length of `\uXXXX`.
const ESCAPE: usize = 6;

/// The text with every half pair replaced as undecodable bytes are.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        at = match unit(&text[start..]) {
            Some(0xd800..=0xdbff) if is_low(&text[start + ESCAPE..]) => start + 2 * ESCAPE,
            Some(0xd800..=0xdfff) => {
                mended.push_str(&text[kept..start]);
                mended.push_str("\\ufffd");
                kept = start + ESCAPE;
                kept
            }
            // What a backslash escapes is no backslash of its own.
            _ => text[start + 1..]
                .chars()
                .next()
                .map_or(text.len(), |next| start + 1 + next.len_utf8()),
        };
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[kept..]);
    Cow::Owned(mended)
}

fn is_low(text: &str) -> bool {
    matches!(unit(text), Some(0xdc00..=0xdfff))
}

/// The UTF-16 unit that an escape at the start of the text stands for.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let digits = digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(digits)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_replaced_and_pairs_are_not() {
        let cases = [
            (r"plain \n \\ud800 é", r"plain \n \\ud800 é"),
            (r"\ud83d\ude00", r"\ud83d\ude00"),
            (r"a\udc80b", r"a\ufffdb"),
            (r"\ud800\ud83d\ude00\uDFFF", r"\ufffd\ud83d\ude00\ufffd"),
            (r"\ud800", r"\ufffd"),
            (r"\ud8", r"\ud8"),
            (r"\", r"\"),
            (r"\é\u+123", r"\é\u+123"),
        ];
        for (text, expected) in cases {
            assert_eq!(mended(text), expected, "{text}");
        }
    }
}
