//! UUIDs as text: told from other words, found in lines.

/// Length of a UUID in its usual form.
pub const LENGTH: usize = 36;

/// Whether the text is a UUID.
pub fn is(text: &str) -> bool {
    text.len() == LENGTH
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether what stands where a scan's UUID belongs names a scan: with a digit other than 0, which every UUID has, and
/// neither the zero UUID nor a word has that stands for none (`None`, `unknown`).
pub fn names_a_scan(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// The first UUID in a line that is no part of a longer word, and where it starts.
pub fn find(line: &str) -> Option<(usize, &str)> {
    let mut from = 0;
    while let Some(dash) = line[from..].find('-') {
        let start = (from + dash).checked_sub(8);
        let found = start.and_then(|at| Some((at, line.get(at..at + LENGTH)?)));
        if let Some((at, text)) = found.filter(|(_, text)| is(text))
            && stands_alone(line, at)
        {
            return Some((at, text));
        }
        from += dash + 1;
    }
    None
}

fn stands_alone(line: &str, at: usize) -> bool {
    let joins = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = line.as_bytes();
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    !joins(before) && !joins(bytes.get(at + LENGTH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_found_whole_only() {
        let uuid = "f73bf4ed-14c6-5783-b9d6-d2403ebd37a3";
        let cases = [
            (format!("Scan UUID: {uuid}"), Some(uuid)),
            (format!("a-b é-{uuid}."), Some(uuid)),
            (format!("x{uuid}"), None),
            (format!("{uuid}0"), None),
            (uuid[..35].to_owned(), None),
            ("- é-------".to_owned(), None),
        ];
        for (line, found) in cases {
            assert_eq!(find(&line).map(|(_, uuid)| uuid), found, "{line}");
        }
    }

    #[test]
    fn what_stands_for_no_scan_names_none() {
        for none in ["00000000-0000-0000-0000-000000000000", "None", "N/A", ""] {
            assert!(!names_a_scan(none), "{none}");
        }
        for one in ["f73bf4ed-14c6-5783-b9d6-d2403ebd37a3", "nightly-7"] {
            assert!(names_a_scan(one), "{one}");
        }
    }
}
