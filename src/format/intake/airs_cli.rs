//! Camel case: what `airs model-security … --output json` prints, the community's command line, and what scripts in its
//! language save (facts §1.f). The names of the fields are the API's, so a document is read as the API's with its
//! names put back.

use super::scan::ScanObject;
use super::shape::Shape;
use super::{Dialect, Item, Reads, recognise};
use crate::domain::draft::Draft;

/// A row of its list of scans, or any document of the API.
pub(super) const DIALECT: Dialect = Dialect {
    name: "airs-cli",
    about: "camel case: rows of `airs model-security scans list --output json` (`modelUri`, `outcome`…), and the API's scans and violations spelled so",
    reads: Reads::Json {
        recognise: |shape| {
            let scan = shape.object_with(&["modelUri"]) && shape.object_with_any(&OUTCOMES)
                || shape.object_with(&["uuid", "evalOutcome"]);
            let inner = shape.object_in("scan", &SCAN) || shape.row_in("scans", &SCAN);
            let violations = shape.row_in("violations", &VIOLATION);
            let bare = VIOLATION.iter().all(|key| shape.has(key)) && shape.has("description");
            let named = shape.object_with_any(&["pagination", "scanUuid", "totalItems"]);
            scan || inner || violations && named || bare
        },
        read,
    },
};

const OUTCOMES: [&str; 2] = ["outcome", "evalOutcome"];
/// Keys of which a scan has one.
const SCAN: [&str; 2] = ["modelUri", "evalOutcome"];
/// Keys of a violation.
const VIOLATION: [&str; 2] = ["ruleName", "ruleInstanceUuid"];
/// What to say of a document that has such keys and is none of the API's.
const UNKNOWN: &str = "JSON in camel case, but no scan report that this program knows";

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let text = snake(text);
    let shape = Shape::of(&text)?;
    let known = recognise(&shape).filter(|(dialect, _)| dialect.name != DIALECT.name);
    let mut items = match known {
        Some((_, read)) => read(&text)?,
        None if shape.object_with(&["model_uri"]) => {
            let scan: ScanObject = serde_json::from_str(&text)?;
            vec![Item::Report(Box::new(scan.draft()))]
        }
        None => vec![Item::Foreign(UNKNOWN.into())],
    };
    for item in &mut items {
        if let Item::Report(draft) = item {
            **draft = Draft {
                dialect: None,
                ..std::mem::take(draft)
            };
        }
    }
    Ok(items)
}

/// The document with its keys in the API's spelling: `modelUri` is `model_uri`. Lines stay where they are.
fn snake(json: &str) -> String {
    let mut snake = String::with_capacity(json.len() + json.len() / 16);
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, string) = rest.split_at(start + 1);
        let (word, behind) = string.split_at(end(string));
        let is_key = behind
            .strip_prefix('"')
            .is_some_and(|behind| behind.trim_start().starts_with(':'));
        snake.push_str(before);
        if is_key && is_camel(word) {
            for character in word.chars() {
                if character.is_ascii_uppercase() {
                    snake.push('_');
                }
                snake.push(character.to_ascii_lowercase());
            }
        } else {
            snake.push_str(word);
        }
        let quote = behind.len().min(1);
        snake.push_str(&behind[..quote]);
        rest = &behind[quote..];
    }
    snake.push_str(rest);
    snake
}

/// Whether a name is words of which all but the first begin with a capital.
fn is_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Where the string ends that begins the text: at the next quote without a backslash.
fn end(string: &str) -> usize {
    let mut escaped = false;
    let closes = |byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    };
    string.bytes().position(closes).unwrap_or(string.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lose_their_humps_and_nothing_else_changes() {
        let cases = [
            (
                r#"{"modelUri":"modelUri","a":1}"#,
                r#"{"model_uri":"modelUri","a":1}"#,
            ),
            (
                "{\"a\":[{\"ruleName\"\n : \"x\"}]}",
                "{\"a\":[{\"rule_name\"\n : \"x\"}]}",
            ),
            (
                r#"{"BLOCKING":2,"Scan ID":"é"}"#,
                r#"{"BLOCKING":2,"Scan ID":"é"}"#,
            ),
            (
                r#"["say \"aB\": ",{"aB":"\\"}]"#,
                r#"["say \"aB\": ",{"a_b":"\\"}]"#,
            ),
            (r#"{"aB"#, r#"{"aB"#),
        ];
        for (camel, expected) in cases {
            assert_eq!(snake(camel), expected, "{camel}");
        }
    }
}
