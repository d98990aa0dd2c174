//! Logs: JSON documents between lines of other text (facts §1.b, §1.f, §1.g). Colour codes and the prefixes that
//! build services put before every line are taken off first, or a document printed over many lines would not parse.

use std::borrow::Cow;

/// Line prefixes of build logs. `9` stands for a digit, `*` for a run of digits and dots, `z` for a time zone, `h` for a
/// hexadecimal digit, `@` for the letter of a GitLab stream and its sign, `?` for any character, `~` for a run of
/// anything but tabs.
const PREFIXES: [&str; 15] = [
    "9999-99-99T99:99:99*z ",          // GitHub Actions, Azure DevOps
    "9999-99-99T99:99:99*z hh@", // GitLab with timestamps: stream and whether the line goes on
    "9999-99-99T99:99:99*z stdout F ", // Kubernetes: stream, and whether the line is full
    "9999-99-99T99:99:99*z stderr F ",
    "9999-99-99T99:99:99*z stdout P ",
    "9999-99-99T99:99:99*z stderr P ",
    "~\t~\t9999-99-99T99:99:99*z ", // `gh run view --log`: job and step before the line
    "[9999-99-99T99:99:99*z] ",     // Jenkins timestamper
    "99:99:99 ",                    // the same as it is set at first
    "[9999-99-99 99:99:99] ",       // assorted
    "[99:99:99] ",
    "[99:99:99]?:\t ", // TeamCity: how grave a line is, and the step
    "[99:99:99]?:\t [Step */*] ",
    "##[debug]", // Azure DevOps
    "9999-99-99T99:99:99*z ##[debug]",
];
/// Time zones, as prefixes have them.
const ZONES: [&str; 5] = ["Z", "+99:99", "-99:99", "+9999", "-9999"];
/// How prefixes end behind which a line goes on: the one before it, or this one.
const GOES_ON: (&str, &str) = ("+", " P ");

/// Keys, one of which the beginning of a report has.
const MARKS: [&str; 11] = [
    "\"uuid\"",
    "\"scan_uuid\"",
    "\"eval_outcome\"",
    "\"model_uri\"",
    "\"verdict\"",
    "\"scans\"",
    "\"violations\"",
    "\"findings\"",
    "\"issues\"",
    "\"scan_status_json\"",
    "\"runs\"",
];

/// What a log holds beside its lines.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// A JSON value.
    Value {
        /// Its text.
        text: &'a str,
        /// Whether it lies behind a start that ran to the end of the text: a part of something cut off.
        inside_damage: bool,
    },
    /// What begins as a report and is no JSON.
    Broken {
        /// Its text, as far as it is JSON.
        text: &'a str,
        /// What comes then.
        fault: serde_json::Error,
    },
}

/// The text without terminal escapes and without the line prefixes of build logs.
pub(super) fn without_log_noise(text: &str) -> Cow<'_, str> {
    let text = without_escapes(text);
    if text.lines().all(|line| prefix(line) == 0) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    for line in text.lines() {
        let (prefix, line) = line.split_at(prefix(line));
        if prefix.ends_with(GOES_ON.0) {
            clean.truncate(clean.trim_end_matches('\n').len());
        }
        clean.push_str(line);
        if !prefix.ends_with(GOES_ON.1) {
            clean.push('\n');
        }
    }
    Cow::Owned(clean)
}

/// Length of the prefix of a line.
fn prefix(line: &str) -> usize {
    let lengths = PREFIXES
        .iter()
        .filter_map(|prefix| prefix_length(line.as_bytes(), prefix));
    lengths.max().unwrap_or(0)
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

/// Length of the escape sequence at the start of the text (ECMA-48: CSI, OSC and other strings, two-character). One that
/// is cut off ends where it can go on no longer, so that it takes no line with it.
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
        Some((_, ']' | '_' | 'P' | '^' | 'X')) => {
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

fn prefix_length(bytes: &[u8], pattern: &str) -> Option<usize> {
    let run = |from: usize, keep: fn(&u8) -> bool| {
        bytes[from..].iter().take_while(|byte| keep(byte)).count()
    };
    let mut at = 0;
    for expected in pattern.bytes() {
        at += match expected {
            b'9' => usize::from(bytes.get(at)?.is_ascii_digit()).checked_sub(1)? + 1,
            b'*' => run(at, |byte| matches!(byte, b'0'..=b'9' | b'.')),
            b'z' => ZONES
                .iter()
                .find_map(|zone| prefix_length(&bytes[at..], zone))?,
            b'?' => usize::from(bytes.get(at)?.is_ascii()).checked_sub(1)? + 1,
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

/// Every JSON object or array in the text that stands on its own, outermost first, and every beginning of a report.
///
/// Reads the text about twice at most, whatever it holds: what is open where a start fails would fail at the same
/// place, and is not tried.
pub(super) fn json_values(text: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    // By place in the text; a set of places would take forty times the room where a text is made of brackets.
    let mut failed: Vec<bool> = Vec::new();
    let (mut at, mut inside_damage) = (0, false);
    while let Some(offset) = text[at..].find(['{', '[']) {
        let start = at + offset;
        at = start + 1;
        if failed.get(start) == Some(&true) {
            continue;
        }
        let rest = &text[start..];
        let mut values =
            serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => {
                let text = &rest[..values.byte_offset()];
                at = start + text.len();
                // What has no object in it is no report; a text may be made of nothing else.
                found.extend(text.contains('{').then_some(Found::Value {
                    text,
                    inside_damage,
                }));
            }
            Some(Err(fault)) => {
                inside_damage |= fault.is_eof();
                let json = sound(rest, &fault);
                failed.resize(text.len(), false);
                for open in open(json) {
                    failed[start + open as usize] = true;
                }
                if begins_report(&text[..start], json) {
                    found.push(Found::Broken { text: json, fault });
                }
            }
            None => break,
        }
    }
    found
}

/// The text as far as it is JSON: what stands before the byte that an attempt failed at.
fn sound<'a>(text: &'a str, fault: &serde_json::Error) -> &'a str {
    if fault.is_eof() {
        return text;
    }
    let lines = text
        .split_inclusive('\n')
        .take(fault.line().saturating_sub(1));
    let end = lines.map(str::len).sum::<usize>() + fault.column();
    &text[..text.floor_char_boundary(end.saturating_sub(1))]
}

/// Where the objects and arrays begin that are open at the end of a piece of JSON.
fn open(json: &str) -> Vec<u32> {
    let mut open = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in (0..).zip(json.bytes()) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => open.push(at),
            b'}' | b']' if !quoted => drop(open.pop()),
            _ => {}
        }
    }
    open
}

/// Whether broken JSON is the beginning of a report, and neither part of a word nor quoted.
fn begins_report(before: &str, json: &str) -> bool {
    let joined = |c: char| c.is_alphanumeric() || "\"'`\\".contains(c);
    let object = json.strip_prefix('[').map_or(json, str::trim_start);
    let keyed = object
        .strip_prefix('{')
        .is_some_and(|keys| keys.trim_start().starts_with('"'));
    keyed && !before.ends_with(joined) && MARKS.iter().any(|mark| json.contains(mark))
}

/// Where a part of a text begins.
pub(super) fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

/// A text without some of its parts, which come in order and may lie in one another.
pub(super) fn without<'a>(text: &'a str, parts: &[&str]) -> Cow<'a, str> {
    if parts.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut rest, mut at) = (String::new(), 0);
    for part in parts {
        let start = offset(text, part);
        if let Some(between) = text.get(at..start) {
            rest.push_str(between);
            rest.push('\n');
        }
        at = at.max(start + part.len());
    }
    rest.push_str(&text[at..]);
    Cow::Owned(rest)
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
            ("[2026-06-03T22:32:10+0200] {", "{\n"),
            ("2026-06-03T22:32:10Z {", "{\n"),
            ("2026-06-03T22:32:10.123-05:00 {", "{\n"),
            ("2026-06-03T22:32:10.123456789+02:00 stdout F {", "{\n"),
            ("22:32:10 {", "{\n"),
            ("[22:32:10]W:\t {", "{\n"),
            ("[22:32:10] :\t [Step 2/13] {", "{\n"),
            ("2026-06-03T22:32:10.1234567Z ##[debug]{", "{\n"),
            ("##[error][BLOCKED] x", "##[error][BLOCKED] x"),
            ("\u{1b}_bk;t=1748989930000\u{7}{", "{"),
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
    fn lines_that_go_on_are_put_together() {
        let time = "2026-06-03T22:32:10.123456Z";
        let log = format!("{time} 00O {{\"a\n{time} 00O+b\": 1\n{time} 00O }}\n");
        assert_eq!(without_log_noise(&log), "{\"ab\": 1\n}\n");
        let log = format!("{time} stdout P {{\"a\n{time} stdout F b\": 1\n{time} stdout F }}\n");
        assert_eq!(without_log_noise(&log), "{\"ab\": 1\n}\n");
    }

    #[test]
    fn prefixes_may_begin_late() {
        let log = format!("{}2026-06-03T22:32:10.1234567Z {{\n", "plain\n".repeat(60));
        assert!(without_log_noise(&log).ends_with("plain\n{\n"));
    }

    /// What is found: values as they are, a broken beginning with where it breaks, a value behind a cut with `!`.
    fn found(text: &str) -> Vec<String> {
        let told = |found| match found {
            Found::Value {
                text,
                inside_damage,
            } => format!("{}{text}", if inside_damage { "!" } else { "" }),
            Found::Broken { text, .. } => format!("broken after {}", text.len()),
        };
        json_values(text).into_iter().map(told).collect()
    }

    #[test]
    fn values_are_cut_out_between_noise() {
        let cases: [(&str, &[&str]); 10] = [
            (
                "INFO [x] {retry} go\n{\"a\": [1]} then {\"b\":\n2}\nend }",
                &["{\"a\": [1]}", "{\"b\":\n2}"],
            ),
            ("{\"x\": [ {\"a\": 1}, {\"b\":", &["!{\"a\": 1}"]),
            (
                "{\"uuid\": 1, \"x\n{\"a\": 1}",
                &["broken after 13", "{\"a\": 1}"],
            ),
            (
                "[{\"uuid\": NaN}, {\"a\": 1}]",
                &["broken after 10", "{\"a\": 1}"],
            ),
            (
                "{\"uuid\": 1 {\"a\": 1}",
                &["broken after 11", "{\"a\": 1}"],
            ),
            ("curl -d '{\"uuid\": $ID}'", &[]),
            ("x{\"uuid\": [\n{\"a\": 1}", &["!{\"a\": 1}"]),
            ("{\"level\": NaN} [INFO] {\"a", &[]),
            ("evil[[[[[[[[[[[[[[[[[[\n{\"a\": 1}", &["!{\"a\": 1}"]),
            ("{\"[{\": [{\"]\\\"\": 1}, 2}", &["{\"]\\\"\": 1}"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn false_starts_end_in_bounded_time_and_hide_nothing() {
        for start in [
            "[\"[0,",
            "[",
            "{\"a\":",
            "{\"a\":[{\"",
            "[1,{\"[{\":\"{\",\"b\":",
        ] {
            let text = format!("{}\n{{\"b\": 2}}\n", start.repeat(50_000));
            let last = found(&text).pop().unwrap_or_default();
            assert!(last.ends_with("{\"b\": 2}"), "{start} {last}");
        }
    }
}
