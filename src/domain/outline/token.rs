//! The small parts of a text: blanks, numbers, pieces of long lines.

/// Longest row of a text that is no JSON, in bytes; a longer line goes on in the next row.
pub(super) const LONG_LINE: usize = 2_000;

/// Whether JSON passes over a byte between two tokens.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Length of the first piece of a long line: whole characters.
pub(super) fn piece(rest: &[u8]) -> usize {
    let inside = |at: usize| rest.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let mut length = rest.len().min(LONG_LINE);
    while length > 1 && inside(length) {
        length -= 1;
    }
    length
}

/// Whether a token is a number as JSON writes it.
pub(super) fn is_number(token: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let token = token.strip_prefix(b"-").unwrap_or(token);
    let whole = digits(token);
    if whole == 0 || whole > 1 && token[0] == b'0' {
        return false;
    }
    let mut rest = &token[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = match exponent {
            [b'+' | b'-', rest @ ..] => rest,
            whole => whole,
        };
        return !exponent.is_empty() && digits(exponent) == exponent.len();
    }
    rest.is_empty()
}
