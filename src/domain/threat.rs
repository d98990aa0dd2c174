//! What is known about threat codes. The knowledge is data in `assets/threats.json`, with the source of the table
//! and a mark on every row whose meaning was not confirmed.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::grade::Level;

const TABLE: &str = include_str!("../../assets/threats.json");

/// One row of the threat table.
#[derive(Debug, Deserialize)]
pub struct Threat {
    /// The code as violations carry it, `PAIT-PKL-100`.
    pub code: String,
    /// What it means, in one sentence.
    pub meaning: String,
    /// File formats that can raise it.
    pub formats: String,
    /// This project's rank, from which severity is derived; none for policy codes.
    pub rank: Option<Level>,
    /// Whether the vendor's own page was found for the meaning.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// A code that speaks of policy, not of what the bytes do.
    #[serde(default)]
    pub policy: bool,
}

#[derive(Debug, Deserialize)]
struct Series {
    digit: char,
    moment: String,
    path: String,
    rank: Level,
}

#[derive(Debug, Deserialize)]
struct Table {
    knowledge_base: String,
    series: Vec<Series>,
    threats: Vec<Threat>,
}

fn yes() -> bool {
    true
}

#[expect(
    clippy::expect_used,
    reason = "the table is part of the program and read by its first test"
)]
static KNOWN: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(TABLE).expect("assets/threats.json is well-formed"));

/// A threat code however Python printed its enumeration: `ThreatCategory.UNAPPROVED_FORMATS` is the value behind the
/// last dot (facts §1.0.1), and since a member's name holds no `-`, `ThreatCategory.PAIT_PKL_100` is `PAIT-PKL-100`.
/// A code without a class before it stays as it is: verdicts are bound to it.
pub fn code(raw: &str) -> Cow<'_, str> {
    let name = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    match raw.trim().rsplit_once('.') {
        Some((class, value))
            if !value.is_empty() && class.bytes().all(|it| name(it) || it == b'.') =>
        {
            let word = value.to_uppercase();
            Cow::Owned(if word.starts_with("PAIT_") {
                word.replace('_', "-")
            } else {
                word
            })
        }
        _ => Cow::Borrowed(raw),
    }
}

/// The row for a code, if the table has one.
pub fn lookup(code: &str) -> Option<&'static Threat> {
    KNOWN.threats.iter().find(|threat| threat.code == code)
}

/// Every row, in the table's order.
pub fn all() -> &'static [Threat] {
    &KNOWN.threats
}

/// Whether the code speaks of policy only.
pub fn is_policy(code: &str) -> bool {
    lookup(code).is_some_and(|threat| threat.policy)
}

/// The derived rank: the table's, else that of the code's number series, else [`Level::High`], since a threat that
/// nobody knows should not sink to the bottom of the list. Policy codes have none.
pub fn rank(code: &str) -> Option<Level> {
    match lookup(code) {
        Some(threat) => threat.rank,
        None => Some(series(code).map_or(Level::High, |series| series.rank)),
    }
}

/// When the threat acts, in words, by its number series (1xx load, 2xx architecture, 3xx run time).
pub fn moment(code: &str) -> Option<&'static str> {
    series(code).map(|series| series.moment.as_str())
}

/// The knowledge-base page by the vendor's URL pattern, for violations that carry no URL themselves.
pub fn knowledge_base_url(code: &str) -> Option<String> {
    let known = lookup(code).is_some_and(|threat| !threat.policy);
    let series = series(code).filter(|_| known)?;
    Some(format!("{}/{}/{code}", KNOWN.knowledge_base, series.path))
}

fn series(code: &str) -> Option<&'static Series> {
    let number = code.strip_prefix("PAIT-")?.rsplit('-').next()?;
    let digit = number.chars().next().filter(|_| number.len() == 3)?;
    KNOWN.series.iter().find(|series| series.digit == digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_come_from_the_table_then_the_series_then_caution() {
        let cases = [
            ("PAIT-PKL-100", Some(Level::Critical)),
            ("PAIT-KERAS-100", Some(Level::Medium)),
            ("PAIT-NEWFMT-205", Some(Level::Critical)),
            ("PAIT-NEWFMT-399", Some(Level::Medium)),
            ("SOMETHING-ELSE", Some(Level::High)),
            ("UNAPPROVED_FORMATS", None),
        ];
        for (code, level) in cases {
            assert_eq!(rank(code), level, "{code}");
        }
    }

    #[test]
    fn a_code_is_the_value_behind_its_class() {
        let cases = [
            ("PAIT-PKL-100", "PAIT-PKL-100"),
            ("pait-new-1", "pait-new-1"),
            ("see v1. Or not", "see v1. Or not"),
            ("a sentence.", "a sentence."),
            ("ThreatCategory.PAIT-PKL-100", "PAIT-PKL-100"),
            ("ThreatCategory.PAIT_PKL_100", "PAIT-PKL-100"),
            ("THREATCATEGORY.unapproved_formats", "UNAPPROVED_FORMATS"),
            (
                "sdk.enums.ThreatCategory.UNAPPROVED_FORMATS",
                "UNAPPROVED_FORMATS",
            ),
        ];
        for (raw, expected) in cases {
            assert_eq!(code(raw), expected, "{raw}");
        }
    }

    #[test]
    fn pages_follow_the_series() {
        assert_eq!(
            knowledge_base_url("PAIT-ONNX-200").as_deref(),
            Some("https://protectai.com/insights/knowledge-base/backdoor-threats/PAIT-ONNX-200")
        );
        assert_eq!(knowledge_base_url("UNAPPROVED_FORMATS"), None);
        assert_eq!(knowledge_base_url("PAIT-../../x-100"), None);
    }

    #[test]
    fn the_table_holds_the_thirty_codes_of_the_enumeration_once_each() {
        let mut codes: Vec<_> = all().iter().map(|threat| threat.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 30);
    }
}
