//! Logs: JSON documents between lines of other text (facts §1.b, §1.f, §1.g). Colour codes and the prefixes that
//! build services put before every line are taken off first, or a document printed over many lines would not parse.

use std::borrow::Cow;

/// Line prefixes of build logs. `9` stands for a digit, `*` for a run of digits, `h` for a hexadecimal digit, `@` for
/// the letter of a GitLab stream and its sign, `~` for a run of anything but tabs.
const PREFIXES: [&str; 5] = [
    "9999-99-99T99:99:99.*Z ",       // GitHub Actions, Azure DevOps, Buildkite
    "9999-99-99T99:99:99.*Z hh@",    // GitLab with timestamps: stream and whether the line goes on
    "[9999-99-99T99:99:99.*Z] ",     // Jenkins timestamper
    "[9999-99-99 99:99:99] ",        // TeamCity, assorted
    "~\t~\t9999-99-99T99:99:99.*Z ", // `gh run view --log`: job and step before the line
];

/// Bytes that failing attempts may read in all, as a multiple of the text's length: a bound against text that is made
/// of false starts.
const PATIENCE: usize = 8;

/// A JSON value found in a log.
#[derive(Debug, PartialEq)]
pub(super) struct Found<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// Whether it lies behind a start that ran to the end of the text: a part of something cut off.
    pub(super) inside_damage: bool,
}

/// The text without terminal escapes and without the line prefixes of build logs.
pub(super) fn without_log_noise(text: &str) -> Cow<'_, str> {
    let text = without_escapes(text);
    let prefixed = |line: &str| {
        PREFIXES
            .iter()
            .any(|prefix| prefix_length(line, prefix).is_some())
    };
    if !text.lines().take(50).any(prefixed) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    for line in text.lines() {
        let length = PREFIXES
            .iter()
            .filter_map(|prefix| prefix_length(line, prefix))
            .max()
            .unwrap_or(0);
        clean.push_str(line[length..].trim_start_matches("##[debug]"));
        clean.push('\n');
    }
    Cow::Owned(clean)
}

fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{1b}', '\u{9b}']) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['\u{1b}', '\u{9b}']) {
        clean.push_str(&rest[..start]);
        rest = &rest[start + escape_length(&rest[start..])..];
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

/// Length of the escape sequence at the start of the text (ECMA-48: CSI, OSC, two-character). One that is cut off ends
/// where it can go on no longer, so that it takes no line with it.
fn escape_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    let introducer = if text.starts_with('\u{9b}') {
        Some((0, '['))
    } else {
        characters.next()
    };
    // Where it ends, and whether the character there is part of it.
    let (end, closing): (_, fn(char) -> bool) = match introducer {
        Some((_, '[')) => {
            let end = characters.find(|(_, c)| !(' '..='?').contains(c));
            (end, |c| ('@'..='~').contains(&c))
        }
        Some((_, ']')) => {
            let end = characters.find(|(_, c)| "\u{7}\u{9c}\u{1b}\n".contains(*c));
            (end, |c| "\u{7}\u{9c}".contains(c))
        }
        other => (other, |c| c != '\n'),
    };
    match end {
        Some((at, c)) if closing(c) => at + c.len_utf8(),
        Some((at, _)) => at,
        None => text.len(),
    }
}

fn prefix_length(line: &str, pattern: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let run = |from: usize, keep: fn(&u8) -> bool| {
        bytes[from..].iter().take_while(|byte| keep(byte)).count()
    };
    let mut at = 0;
    for expected in pattern.bytes() {
        at += match expected {
            b'9' => usize::from(bytes.get(at)?.is_ascii_digit()).checked_sub(1)? + 1,
            b'*' => run(at, u8::is_ascii_digit),
            b'h' => usize::from(bytes.get(at)?.is_ascii_hexdigit()).checked_sub(1)? + 1,
            b'@' => match (bytes.get(at)?, bytes.get(at + 1)?) {
                (b'O' | b'E', b' ' | b'+') => 2,
                _ => return None,
            },
            b'~' => run(at, |byte| *byte != b'\t'),
            other => usize::from(*bytes.get(at)? == other).checked_sub(1)? + 1,
        };
    }
    Some(at)
}

/// Every JSON object or array in the text that stands on its own, outermost first.
pub(super) fn json_values(text: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let (mut at, mut spent, mut inside_damage) = (0, 0, false);
    while let Some(offset) = text[at..].find(['{', '[']) {
        let start = at + offset;
        let mut values =
            serde_json::Deserializer::from_str(&text[start..]).into_iter::<serde::de::IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => {
                let end = start + values.byte_offset();
                found.push(Found {
                    text: &text[start..end],
                    inside_damage,
                });
                at = end;
            }
            Some(Err(error)) => {
                inside_damage |= error.is_eof();
                spent += read_before(&text[start..], &error);
                at = start + 1;
            }
            None => break,
        }
        if spent > PATIENCE * text.len() + 4096 {
            break;
        }
    }
    found
}

/// About how many bytes an attempt read before it failed.
fn read_before(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let lines: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    lines + error.column()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_escapes_of_build_logs_come_off() {
        let cases = [
            ("2026-06-03T22:32:10.1234567Z {", "{\n"),
            ("2026-06-03T22:32:10.123456Z 00O {", "{\n"),
            ("2026-06-03T22:32:10.123456Z 01E+{", "{\n"),
            (
                "2026-06-03T22:32:10.1234567Z Scan UUID: x",
                "Scan UUID: x\n",
            ),
            ("2026-06-03T22:32:10.1234567Z [BLOCKED] x", "[BLOCKED] x\n"),
            ("[2026-06-03T22:32:10.123Z] {", "{\n"),
            ("build\tRun the scan\t2026-06-03T22:32:10.1234567Z {", "{\n"),
            ("2026-07-14 09:41:05 INFO x", "2026-07-14 09:41:05 INFO x"),
            ("\u{1b}[33mwarn\u{1b}[0m \u{1b}]0;title\u{7}end", "warn end"),
            ("cut \u{1b}", "cut "),
            ("\u{1b}[\nnext", "\nnext"),
            ("\u{1b}]0;cut\n{} \u{7}", "\n{} \u{7}"),
            ("\u{1b}]8;;https://x\u{1b}\\link\u{1b}]8;;\u{7}", "link"),
            ("\u{1b}]0;one\u{1b}\\{}\u{1b}]0;two\u{7}", "{}"),
        ];
        for (raw, clean) in cases {
            assert_eq!(without_log_noise(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn values_are_cut_out_between_noise() {
        let text = "INFO [x] {retry} go\n{\"a\": [1]} then {\"b\":\n2}\nend }";
        let values: Vec<_> = json_values(text).iter().map(|found| found.text).collect();
        assert_eq!(values, ["{\"a\": [1]}", "{\"b\":\n2}"]);
    }

    #[test]
    fn what_lies_behind_a_cut_is_marked() {
        let values = json_values("{\"scans\": [ {\"a\": 1}, {\"b\":");
        assert_eq!(
            values,
            [Found {
                text: "{\"a\": 1}",
                inside_damage: true
            }]
        );
    }

    #[test]
    fn false_starts_end_in_bounded_time() {
        let text = "[\"[0,".repeat(200_000);
        assert!(json_values(&text).is_empty());
    }
}
