//! What stands beside the outcome of a scan: counts, labels, formats. A script that saves `vars(scan)` with
//! `default=str` leaves Python's own print of them (facts §1.a), so each is read in every form it comes in, and one
//! that cannot be read is a warning and costs nothing else.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::{Count, Said, Text};
use crate::domain::scan::RuleCounts;
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;

/// Bytes of such a field that are read; labels of a scan are some dozens.
const MOST_READ: usize = 1 << 20;
/// Bytes that a warning tells of one that is longer.
const MOST_TOLD: usize = 4096;

/// A field beside the point, as it stands in the document; absent for `null`.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Side<'a>(#[serde(borrow)] Option<&'a RawValue>);

impl Side<'_> {
    /// What `read` makes of the field's JSON; a warning with the field as it stands, where that is nothing.
    pub(super) fn read<T>(
        &self,
        field: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
        warnings: &mut Vec<Warning>,
    ) -> Option<T> {
        let json = self.0?.get();
        let short = json.len() <= MOST_READ;
        let value = if short { read(json) } else { None };
        let said = || {
            if short {
                return serde_json::from_str::<Said>(json).ok()?.untrusted();
            }
            Some(json[..json.floor_char_boundary(MOST_TOLD)].into())
        };
        if value.is_none()
            && let Some(value) = said()
        {
            warnings.push(Warning::Unreadable { field, value });
        }
        value
    }
}

/// `eval_summary`, each part of which defaults to 0.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
struct Counts {
    rules_passed: Count,
    rules_failed: Count,
    total_rules: Count,
}

/// The counts of an `eval_summary`, also of one that Python printed: `rules_failed=2 rules_passed=5 total_rules=7`.
pub(super) fn counts(json: &str) -> Option<RuleCounts> {
    let counts = match printed(json) {
        Some(printed) => Counts {
            rules_passed: number(&printed, "rules_passed"),
            rules_failed: number(&printed, "rules_failed"),
            total_rules: number(&printed, "total_rules"),
        },
        // A list would be taken for the fields in their order.
        None if json.starts_with('[') => return None,
        None => serde_json::from_str(json).ok()?,
    };
    rule_counts(counts.rules_passed, counts.rules_failed, counts.total_rules)
}

/// Counts of rules from what a source gives of them: two numbers tell the third, none tells nothing.
pub(super) fn rule_counts(passed: Count, failed: Count, total: Count) -> Option<RuleCounts> {
    if [passed, failed, total]
        .iter()
        .all(|count| count.0.is_none())
    {
        return None;
    }
    let rest = |part: Count| total.0.unwrap_or(0).saturating_sub(part.0.unwrap_or(0));
    let passed_or = passed.0.unwrap_or_else(|| rest(failed));
    let failed_or = failed.0.unwrap_or_else(|| rest(passed));
    Some(RuleCounts {
        passed: passed_or,
        failed: failed_or,
        total: total.0.unwrap_or(passed_or.saturating_add(failed_or)),
    })
}

/// The number behind `name=` or `'name': `.
fn number(printed: &str, name: &str) -> Count {
    let digits = printed.split_once(name).map_or("", |(_, behind)| {
        behind.trim_start_matches(['\'', '"', '=', ':', ' '])
    });
    let end = digits.find(|it: char| !it.is_ascii_digit());
    Count(digits[..end.unwrap_or(digits.len())].parse().ok())
}

/// Names of formats: a list, or one text with commas between them, with or without Python's brackets.
pub(super) fn formats(json: &str) -> Option<Vec<Untrusted>> {
    if let Some(printed) = printed(json) {
        let names = printed
            .split(',')
            .map(|name| name.trim_matches(|it: char| it.is_whitespace() || "[]()'\"".contains(it)));
        return Some(
            names
                .filter(|name| !name.is_empty())
                .map(Into::into)
                .collect(),
        );
    }
    let names: Vec<Text> = serde_json::from_str(json).ok()?;
    Some(names.iter().filter_map(Text::untrusted).collect())
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Labels<'a> {
    List(#[serde(borrow)] Vec<Label<'a>>),
    ByKey(BTreeMap<String, Text<'a>>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Label<'a> {
    Pair {
        #[serde(borrow, default)]
        key: Text<'a>,
        #[serde(borrow, default)]
        value: Text<'a>,
    },
    Printed(String),
}

/// Labels as a list of pairs, as a list of their prints, or as an object.
pub(super) fn labels(json: &str) -> Option<Vec<(Untrusted, Untrusted)>> {
    match serde_json::from_str(json).ok()? {
        Labels::List(labels) => labels.iter().map(Label::pair).collect(),
        Labels::ByKey(labels) => {
            let pair =
                |(key, value): (&String, &Text)| (key.as_str().into(), value.or_empty().into());
            Some(labels.iter().map(pair).collect())
        }
    }
}

impl Label<'_> {
    /// Key and value, also of `key='env' value='ci'` and of `env=ci`.
    fn pair(&self) -> Option<(Untrusted, Untrusted)> {
        match self {
            Self::Pair { key, value } => Some((key.untrusted()?, value.or_empty().into())),
            Self::Printed(text) => {
                let print = || {
                    let (key, behind) = quoted(text, "key")?;
                    Some((key, quoted(behind, "value")?.0))
                };
                let bare = !text.contains(['\'', '"', '(', '<']);
                let plain = || {
                    text.split_once('=')
                        .filter(|(key, _)| bare && !key.is_empty())
                };
                let (key, value) = print().or_else(plain)?;
                Some((key.into(), value.into()))
            }
        }
    }
}

/// The text in quotes behind `name=` or `'name': `, and what follows it.
fn quoted<'a>(printed: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let (_, behind) = printed.split_once(name)?;
    let behind = behind
        .trim_start_matches(['\'', '"'])
        .strip_prefix(['=', ':'])?;
    let behind = behind.trim_start();
    let quote = behind
        .chars()
        .next()
        .filter(|it| matches!(it, '\'' | '"'))?;
    behind[1..].split_once(quote)
}

/// The text of a JSON string.
fn printed(json: &str) -> Option<String> {
    json.starts_with('"')
        .then(|| serde_json::from_str(json).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_has_no_end_is_a_warning_of_some_lines() {
        let json = format!("[{}\"x\"]", "\"pickle\",".repeat(200_000));
        let side: Side = serde_json::from_str(&json).unwrap_or_default();
        let mut warnings = Vec::new();
        assert_eq!(side.read("model_formats", formats, &mut warnings), None);
        let [Warning::Unreadable { value, .. }] = &warnings[..] else {
            unreachable!("{warnings:?}");
        };
        assert_eq!(value.raw(), &json[..MOST_TOLD]);
    }

    #[test]
    fn counts_are_read_in_every_print() {
        for print in [
            r#"{"rules_failed":2,"rules_passed":"5","total_rules":7}"#,
            r#"{"rules_failed":2,"total_rules":7}"#,
            r#""rules_failed=2 rules_passed=5 total_rules=7""#,
            r#""EvalSummary(rules_failed=2, rules_passed=5, total_rules=7)""#,
            r#""{'rules_failed': 2, 'rules_passed': 5, 'total_rules': 7}""#,
            r#""{\"rules_failed\":2,\"rules_passed\":5}""#,
        ] {
            let read = RuleCounts {
                passed: 5,
                failed: 2,
                total: 7,
            };
            assert_eq!(counts(print), Some(read), "{print}");
        }
        for print in [r#""<EvalSummary object at 0x7f>""#, "7", "[2]", "{}"] {
            assert_eq!(counts(print), None, "{print}");
        }
    }

    #[test]
    fn labels_are_read_in_every_print() {
        for print in [
            r#"[{"key":"env","value":"ci"}]"#,
            r#"{"env":"ci"}"#,
            r#"["key='env' value='ci'"]"#,
            r#"["ScanLabel(key='env', value=\"ci\")"]"#,
            r#"["{'key': 'env', 'value': 'ci'}"]"#,
            r#"["env=ci"]"#,
        ] {
            let pair = ("env".into(), "ci".into());
            assert_eq!(labels(print), Some(vec![pair]), "{print}");
        }
        for print in [
            "1",
            r#"["<Label object>"]"#,
            r#"["key='a'"]"#,
            r#"[{"value":"ci"}]"#,
        ] {
            assert_eq!(labels(print), None, "{print}");
        }
        assert_eq!(labels("[]"), Some(Vec::new()));
    }

    #[test]
    fn formats_are_read_in_every_print() {
        for print in [
            r#"["pickle","zip"]"#,
            r#""pickle, zip""#,
            r#""['pickle', 'zip']""#,
            r#"["pickle",null,"zip"]"#,
        ] {
            let read = vec!["pickle".into(), "zip".into()];
            assert_eq!(formats(print), Some(read), "{print}");
        }
        assert_eq!(formats("{}"), None);
    }
}
