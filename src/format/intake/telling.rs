//! Outcomes that a text tells of in whatever form: what tells of one that no report has must not be passed over without
//! a word.

use crate::domain::outcome::Outcome;

/// The API's name of it, and the same in camel case.
pub(super) const KEYS: [&str; 2] = ["eval_outcome", "evalOutcome"];

/// Whether a text tells of an outcome that is not among these.
pub(super) fn tells_of_another(text: &str, told: &[&Outcome]) -> bool {
    let mut outcomes = KEYS.iter().flat_map(|key| text.match_indices(key));
    outcomes.any(|(at, key)| {
        let outcome = value(&text[at + key.len()..]);
        outcome.is_some_and(|outcome| !told.contains(&&outcome))
    })
}

/// The outcome behind its key: in JSON, in JSON that is a text of JSON, in YAML.
fn value(behind: &str) -> Option<Outcome> {
    let quotes = ['"', '\'', '\\'];
    let value = behind
        .trim_start_matches(quotes)
        .trim_start()
        .strip_prefix(':')?;
    let value = value.trim_start_matches([' ', '\t', '"', '\'', '\\']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "_.".contains(c)));
    let (word, rest) = value.split_at(end.unwrap_or(value.len()));
    let ends = rest.trim_start_matches([' ', '\t', '\r']);
    let ends = ends.is_empty() || ends.starts_with(['"', '\'', '\\', ',', '}', '\n']);
    let outcome = Outcome::read(word);
    let known = !matches!(outcome, Outcome::Other(_) | Outcome::Unstated);
    (ends && known).then_some(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_told_in_any_form_and_no_mention_is_one() {
        for text in [
            r#"{"eval_outcome": "BLOCKED"}"#,
            r#"{"evalOutcome":"EvalOutcome.BLOCKED"}"#,
            r#"{"stdout": "{\"eval_outcome\": \"BLOCKED\"}"}"#,
            "scan:\n  eval_outcome: BLOCKED\n",
            "{'eval_outcome': 'BLOCKED'}",
        ] {
            assert!(tells_of_another(text, &[]), "{text}");
            assert!(tells_of_another(text, &[&Outcome::Allowed]), "{text}");
            assert!(!tells_of_another(text, &[&Outcome::Blocked]), "{text}");
        }
        for text in [
            r#"jq -r '."eval_outcome"'"#,
            "assert scan.eval_outcome == 'BLOCKED'",
            "| eval_outcome: ALLOWED / BLOCKED |",
            r#""eval_outcome": {"type": "string"}"#,
            r#""eval_outcome": "What the scan concluded""#,
        ] {
            assert!(!tells_of_another(text, &[]), "{text}");
        }
    }
}
