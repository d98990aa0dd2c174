//! Numbers and times in words, as every room writes them.

use jiff::Timestamp;

/// A whole number with separators: `1,204`.
pub fn number(number: impl Copy + ToString) -> String {
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

/// So many of something: `1 scan`, `1,204 findings`.
pub fn counted(count: impl Copy + ToString, what: &str) -> String {
    let count = number(count);
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// How long ago: `2m`, `3h`, `5d`, `7w`, `2y`.
pub fn age(then: Timestamp, now: Timestamp) -> String {
    let seconds = (now.as_second() - then.as_second()).max(0);
    let steps = [
        (31_536_000, "y"),
        (604_800 * 2, "w"),
        (86_400, "d"),
        (3_600, "h"),
        (60, "m"),
    ];
    for (length, unit) in steps {
        if seconds >= length {
            let length = if unit == "w" { 604_800 } else { length };
            return format!("{}{unit}", seconds / length);
        }
    }
    "now".to_owned()
}

/// How long ago, in words: `6 days ago`.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    let short = age(then, now);
    let units = [
        ("m", "minute"),
        ("h", "hour"),
        ("d", "day"),
        ("w", "week"),
        ("y", "year"),
    ];
    let long = units.iter().find_map(|(unit, word)| {
        let count = short
            .strip_suffix(unit)
            .filter(|count| count.ends_with(char::is_numeric))?;
        Some(format!(
            "{count} {word}{} ago",
            if count == "1" { "" } else { "s" }
        ))
    });
    long.unwrap_or_else(|| "just now".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_and_ages() {
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(7), "7");
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        for (seconds, words) in [
            (30, "now"),
            (150, "2m"),
            (7_300, "2h"),
            (90_000, "1d"),
            (1_300_000, "2w"),
            (70_000_000, "2y"),
        ] {
            assert_eq!(age(at(0), at(seconds)), words);
        }
        assert_eq!(age(at(50), at(0)), "now");
        assert_eq!(ago(at(0), at(90_000)), "1 day ago");
        assert_eq!(ago(at(0), at(7_300)), "2 hours ago");
        assert_eq!(ago(at(0), at(3)), "just now");
        assert_eq!(counted(1, "scan"), "1 scan");
        assert_eq!(counted(1_204_u64, "finding"), "1,204 findings");
    }
}
