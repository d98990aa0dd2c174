//! Files of two encodings: a PowerShell redirect behind what another program wrote, or the other way round. Where the
//! text goes over from one to the other is told by its NULs: UTF-16 of a report is full of them, UTF-8 has none.

use std::ops::Range;

use super::decode::{Decoded, Nuls, nul_pattern, utf16};

/// Bytes of UTF-8 in one piece that are no chance.
const LONG: usize = 64;
/// The same at the end of a file, before which all is UTF-16.
const TAIL: usize = 8;
/// Marks of UTF-16, little and big endian.
const MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// The text of a file in which a piece at least is UTF-8 and everything else UTF-16 or nothing but NULs; the mark at its
/// beginning says of which order. Nothing of any other file.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded<'static>> {
    let big = bytes.starts_with(MARKS[1]);
    let unit = if big {
        u16::from_be_bytes
    } else {
        u16::from_le_bytes
    };
    let is_marked = MARKS.iter().any(|mark| bytes.starts_with(mark));
    let mut at = if is_marked { 2 } else { 0 };
    let (mut text, mut lossy) = (String::new(), false);
    let mut piece = if is_marked { 2..2 } else { head(bytes) };
    if piece.is_empty() {
        piece = next_piece(bytes, at);
    }
    if piece.is_empty() {
        return None;
    }
    loop {
        // A character of two bytes, one of which is no NUL, looks as if that one were of the piece beside it.
        if (piece.start - at) % 2 == 1 && !is_blank(&bytes[at..piece.start]) {
            if big {
                piece.start += 1;
            } else if text.pop().is_some() {
                at -= 1;
            }
        }
        let wide = &bytes[at..piece.start];
        if is_blank(wide) {
            lossy |= !wide.is_empty() && !piece.is_empty();
        } else {
            match (nul_pattern(wide), big) {
                (Nuls::Odd, false) | (Nuls::Even, true) => {}
                _ => return None,
            }
            let (more, replaced) = utf16(wide, unit);
            text += more.trim_start_matches('\u{feff}');
            lossy |= replaced;
        }
        if piece.is_empty() {
            return Some(Decoded::Text(text.into(), lossy));
        }
        text += std::str::from_utf8(&bytes[piece.clone()]).ok()?;
        at = piece.end;
        piece = next_piece(bytes, at);
    }
}

/// A file may have been cut to nothing while another program wrote on: that leaves NULs.
fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// What stands before the first NUL, where that is more than the first character of UTF-16.
fn head(bytes: &[u8]) -> Range<usize> {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0x1b);
    let is_text = end > 1 && bytes[..end].iter().all(plain);
    0..if is_text { end } else { 0 }
}

/// Whether it is text of one byte a character. The bytes of others may be ASCII too, those of box lines and of kana are;
/// but only text of one byte has blanks and quotes at even and at odd places, and no control characters.
fn is_narrow(bytes: &[u8]) -> bool {
    let control = |byte: &u8| byte.is_ascii_control() && !b"\t\n\r\x1b".contains(byte);
    let apart = |odd| {
        let mut every_other = bytes.iter().skip(odd).step_by(2);
        every_other.any(|byte| b" \"\n".contains(byte))
    };
    !bytes.iter().any(control) && apart(0) && apart(1)
}

/// The next piece of UTF-8; an empty one at the end where there is none.
fn next_piece(bytes: &[u8], from: usize) -> Range<usize> {
    let mut start = from;
    while start < bytes.len() {
        let end = memchr::memchr(0, &bytes[start..]).map_or(bytes.len(), |length| start + length);
        let run = &bytes[start..end];
        let sound = std::str::from_utf8(run).map_or_else(|error| error.valid_up_to(), str::len);
        let least = if end == bytes.len() { TAIL } else { LONG };
        if sound >= least && is_narrow(&run[..sound]) {
            return start..start + sound;
        }
        start = end + 1;
    }
    bytes.len()..bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn each_piece_is_read_as_what_it_is() {
        let narrow = format!("{{\"é\": \"{}\"}}\n", "x".repeat(90));
        let words = "plain wörds\r\n";
        let (little, big) = (u16::to_le_bytes, u16::to_be_bytes);
        let utf8 = narrow.as_bytes();
        let cases: [(&str, Vec<Vec<u8>>, String); 9] = [
            (
                "a few bytes, then UTF-16",
                vec![b"start\r\n".into(), wide(words, little)],
                format!("start\r\n{words}"),
            ),
            (
                "UTF-16, then a few bytes",
                vec![wide(words, little), b"end of it\r\n".into()],
                format!("{words}end of it\r\n"),
            ),
            (
                "mark, then UTF-8",
                vec![MARKS[0].into(), utf8.into()],
                narrow.clone(),
            ),
            (
                "UTF-16, then UTF-8",
                vec![MARKS[0].into(), wide(words, little), utf8.into()],
                format!("{words}{narrow}"),
            ),
            (
                "big-endian, then UTF-8",
                vec![MARKS[1].into(), wide(words, big), utf8.into()],
                format!("{words}{narrow}"),
            ),
            (
                "UTF-8, then UTF-16",
                vec![utf8.into(), wide(words, little)],
                format!("{narrow}{words}"),
            ),
            (
                "UTF-8, then UTF-16 with its mark",
                vec![utf8.into(), MARKS[0].into(), wide(words, little)],
                format!("{narrow}{words}"),
            ),
            (
                "turn by turn",
                vec![
                    utf8.into(),
                    wide(words, little),
                    utf8.into(),
                    wide(words, little),
                ],
                format!("{narrow}{words}{narrow}{words}"),
            ),
            (
                "far behind",
                vec![utf8.repeat(1000), wide(words, little)],
                narrow.repeat(1000) + words,
            ),
        ];
        for (name, parts, text) in cases {
            let expected = Some(Decoded::Text(text.into(), false));
            assert_eq!(decode(&parts.concat()), expected, "{name}");
        }
    }

    #[test]
    fn nuls_that_another_program_left_are_passed_over() {
        let narrow = "a xy ".repeat(30);
        let cases: [(&[&[u8]], &str, bool); 3] = [
            (&[&[0; 41], narrow.as_bytes()], &narrow, true),
            (&[narrow.as_bytes(), &[0; 41]], &narrow, false),
            (&[b"a\n", &[0; 41], b"more of it"], "a\nmore of it", true),
        ];
        for (parts, text, lossy) in cases {
            let expected = Some(Decoded::Text(text.to_owned().into(), lossy));
            assert_eq!(decode(&parts.concat()), expected, "{parts:?}");
        }
    }

    #[test]
    fn what_is_not_of_two_encodings_is_left_alone() {
        let narrow = "x".repeat(90);
        let quoted = |text: &str| format!("{{\"a\": \"{}\"}}", text.repeat(40));
        for bytes in [
            wide(&narrow, u16::to_le_bytes),
            wide(&quoted("\u{2501}"), u16::to_le_bytes),
            wide(&quoted("\u{2550}"), u16::to_le_bytes),
            wide(&quoted("ひらがな"), u16::to_le_bytes),
            wide(&quoted("ひらがな"), u16::to_be_bytes),
            [narrow.as_bytes(), b"\0\0\x01\0\xff\0\0\0\x02"].concat(),
            [&[0; 40], &narrow.as_bytes()[..6]].concat(),
        ] {
            assert_eq!(decode(&bytes), None, "{bytes:?}");
        }
    }
}
