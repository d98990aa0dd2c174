//! Bytes to text. Logs and redirected output come in UTF-8 with and without a mark, in UTF-16 of either order (a
//! PowerShell redirect), and now and then with a few broken bytes.

use std::borrow::Cow;

use super::{magic, mixed};

/// How much of the beginning decides what the bytes are.
const SAMPLE: usize = 64 * 1024;

/// What bytes are.
#[derive(Debug, PartialEq)]
pub(super) enum Decoded<'a> {
    /// Text, and whether bytes were replaced.
    Text(Cow<'a, str>, bool),
    /// Something else, in words.
    Binary(&'static str),
}

pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        let has_nul = memchr::memchr(0, rest).is_some();
        let mixed = has_nul.then(|| mixed::decode(rest)).flatten();
        return mixed.unwrap_or_else(|| utf8(rest));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let marks: [(&[u8], Unit); 2] = [
        (b"\xff\xfe", u16::from_le_bytes),
        (b"\xfe\xff", u16::from_be_bytes),
    ];
    for (mark, unit) in marks {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return mixed::decode(bytes).unwrap_or_else(|| wide(rest, unit));
        }
    }
    if magic::looks_like(sample).is_none()
        && memchr::memchr(0, bytes).is_some()
        && let Some(mixed) = mixed::decode(bytes)
    {
        return mixed;
    }
    // A file that was made larger than its text ends with NULs.
    let end = bytes.iter().rposition(|byte| *byte != 0);
    let written = &bytes[..end.map_or(bytes.len(), |end| end + 1)];
    let start = &written[..written.len().min(SAMPLE)];
    if memchr::memchr(0, start).is_none()
        && (written.len() == bytes.len() || magic::looks_like(sample).is_none())
        && let Ok(text) = std::str::from_utf8(written)
    {
        return Decoded::Text(Cow::Borrowed(text), false);
    }
    if let Some(words) = magic::looks_like(sample).filter(|_| !is_plain(sample)) {
        return Decoded::Binary(words);
    }
    match nul_pattern(sample) {
        Nuls::Odd => wide(bytes, u16::from_le_bytes),
        Nuls::Even => wide(bytes, u16::from_be_bytes),
        Nuls::Few if is_mostly_text(sample) => utf8(bytes),
        Nuls::Few | Nuls::Many => Decoded::Binary("binary, not text"),
    }
}

fn utf8(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded::Text(Cow::Borrowed(text), false);
    }
    let text = String::from_utf8_lossy(bytes);
    let lossy = matches!(text, Cow::Owned(_));
    Decoded::Text(text, lossy)
}

fn wide(bytes: &[u8], unit: Unit) -> Decoded<'static> {
    let (text, lossy) = utf16(bytes, unit);
    Decoded::Text(Cow::Owned(text), lossy)
}

/// Two bytes as a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

/// UTF-16 as text, and whether anything in it was replaced.
pub(super) fn utf16(bytes: &[u8], unit: Unit) -> (String, bool) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut lossy = !rest.is_empty();
    let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|character| {
            character.unwrap_or_else(|_| {
                lossy = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (text, lossy)
}

/// Where the NUL bytes of a sample stand.
pub(super) enum Nuls {
    Few,
    Odd,
    Even,
    Many,
}

pub(super) fn nul_pattern(sample: &[u8]) -> Nuls {
    let (pairs, _) = sample.as_chunks::<2>();
    let even = pairs.iter().filter(|pair| pair[0] == 0).count();
    let odd = pairs.iter().filter(|pair| pair[1] == 0).count();
    let most = |count: usize| count * 4 >= pairs.len() * 3 && count > 0;
    let hardly_any = |count: usize| count * 32 <= pairs.len();
    match (most(even), most(odd)) {
        (false, true) if hardly_any(even) => Nuls::Odd,
        (true, false) if hardly_any(odd) => Nuls::Even,
        _ if hardly_any(even + odd) => Nuls::Few,
        _ => Nuls::Many,
    }
}

/// Text without a single byte out of place; marks such as `MZ` and `BZh` may begin a sentence.
fn is_plain(sample: &[u8]) -> bool {
    let whole = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    whole && memchr::memchr(0, sample).is_none()
}

/// Whether at most one byte in eight is no UTF-8.
fn is_mostly_text(sample: &[u8]) -> bool {
    let broken: usize = sample
        .utf8_chunks()
        .map(|chunk| chunk.invalid().len())
        .sum();
    broken * 8 <= sample.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use super::*;

    fn bytes_of(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_of_the_field_reads() {
        let text = "{\"a\": \"é\"}\r\n";
        let cases: [(&str, Vec<u8>); 6] = [
            ("utf-8", text.into()),
            (
                "utf-8 with mark",
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            ),
            (
                "utf-16 le with mark",
                [b"\xff\xfe".to_vec(), bytes_of(text, u16::to_le_bytes)].concat(),
            ),
            (
                "utf-16 be with mark",
                [b"\xfe\xff".to_vec(), bytes_of(text, u16::to_be_bytes)].concat(),
            ),
            ("utf-16 le", bytes_of(text, u16::to_le_bytes)),
            ("utf-16 be", bytes_of(text, u16::to_be_bytes)),
        ];
        for (name, bytes) in cases {
            assert_eq!(decode(&bytes), Decoded::Text(text.into(), false), "{name}");
        }
    }

    #[test]
    fn a_few_broken_bytes_are_replaced_and_said() {
        let Decoded::Text(text, lossy) = decode(b"{\"a\": \"caf\xe9 and more\"}") else {
            panic!("text");
        };
        assert_eq!((&*text, lossy), ("{\"a\": \"caf\u{fffd} and more\"}", true));
    }

    #[test]
    fn text_may_end_with_nuls() {
        let text = [&b"{\"a\": 1}"[..], &[0; 300]].concat();
        assert_eq!(decode(&text), Decoded::Text("{\"a\": 1}".into(), false));
        assert!(matches!(decode(&[0; 300]), Decoded::Binary(_)));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let cases: [(&[u8], &str); 6] = [
            (b"\x80\x04\x95\x10\0\0\0\0\0\0\0", "pickled model"),
            (b"\x7fELF\x02\x01\x01\0\0\0", "program"),
            (b"SQLite format 3\0\x10\0", "SQLite"),
            (b"\x20\0\0\0\0\0\0\0{\"w\":{}}", "safetensors"),
            (b"\x89PNG\r\n\x1a\n\0\0\0", "image"),
            (b"\x01\x02\0\0\0\x03\0\0\0\0\x05\0\0", "binary, not text"),
        ];
        for (bytes, words) in cases {
            let Decoded::Binary(found) = decode(bytes) else {
                panic!("{words}");
            };
            assert!(found.contains(words), "{found} for {words}");
        }
    }

    #[test]
    fn marks_that_are_words_stay_text() {
        assert!(matches!(decode(b"MZ was here"), Decoded::Text(..)));
        assert!(matches!(decode(b""), Decoded::Text(..)));
    }
}
