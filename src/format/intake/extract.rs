//! Logs: JSON documents between lines of other text (facts §1.b, §1.f, §1.g). Colour codes and the prefixes that
//! build services put before every line are taken off first, or a document printed over many lines would not parse.

use std::borrow::Cow;

/// Line prefixes of build logs. `9` stands for a digit, `*` for a run of digits, `~` for a run of anything but blanks.
const PREFIXES: [&str; 8] = [
    "9999-99-99T99:99:99.*Z ",     // GitHub Actions, Azure DevOps, Buildkite
    "9999-99-99T99:99:99.*Z 99O ", // GitLab with timestamps: stream, and + where a line goes on
    "9999-99-99T99:99:99.*Z 99O+",
    "9999-99-99T99:99:99.*Z 99E ",
    "9999-99-99T99:99:99.*Z 99E+",
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

/// Length of the escape sequence at the start of the text (ECMA-48: CSI, OSC, two-character).
fn escape_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    let introducer = if text.starts_with('\u{9b}') {
        Some((0, '['))
    } else {
        characters.next()
    };
    match introducer {
        Some((_, '[')) => characters
            .find(|(_, c)| ('@'..='~').contains(c))
            .map_or(text.len(), |(at, c)| at + c.len_utf8()),
        Some((_, ']')) => {
            let end = text
                .find('\u{7}')
                .map(|at| at + 1)
                .or_else(|| text.find("\u{1b}\\").map(|at| at + 2));
            end.unwrap_or_else(|| text.find('\n').unwrap_or(text.len()))
        }
        Some((at, c)) => at + c.len_utf8(),
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
            b'~' => run(at, |byte| !byte.is_ascii_whitespace()),
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
            ("2026-06-03T22:32:10.123456Z 01E+ {", " {\n"),
            ("2026-06-03T22:32:10.123456Z {\"a\": 1}", "{\"a\": 1}\n"),
            ("[2026-06-03T22:32:10.123Z] {", "{\n"),
            ("build\tscan\t2026-06-03T22:32:10.1234567Z {", "{\n"),
            ("2026-07-14 09:41:05 INFO x", "2026-07-14 09:41:05 INFO x"),
            ("\u{1b}[33mwarn\u{1b}[0m \u{1b}]0;title\u{7}end", "warn end"),
            ("cut \u{1b}", "cut "),
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
