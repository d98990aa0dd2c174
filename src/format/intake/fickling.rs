//! `fickling --check-safety --json-output`: one grade for one pickle, and the snippet that each check objects to. The
//! document names neither the file nor the version.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::scanner;
use super::wire::Text;
use super::{Dialect, Item, Reads};
use crate::domain::draft::{Draft, Listing};
use crate::domain::grade::{Kind, Level};
use crate::domain::observation::Observation;
use crate::domain::report::Coverage;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;

/// One safety check of one pickle.
pub(super) const DIALECT: Dialect = Dialect {
    name: "fickling",
    about: "a safety check of fickling (`--check-safety --json-output`), one pickle each",
    reads: Reads::Json {
        recognise: |shape| {
            shape.object_with(&["severity", "analysis", "detailed_results"])
                && shape.text("severity").is_some()
        },
        read,
    },
};

/// How many snippets of one pickle are findings: they are plain strings, of which a document may have any number.
const MOST: usize = 100_000;
/// Bytes of a document that are read: what a check lists is held many times over.
const MOST_READ: usize = 16 << 20;
/// The grade of a pickle in which nothing was found.
const SAFE: &str = "LIKELY_SAFE";

/// The grades of fickling. They are those of the pickle as a whole, and every finding in it shares them.
const GRADES: [(&str, Level); 6] = [
    (SAFE, Level::Info),
    ("POSSIBLY_UNSAFE", Level::Low),
    ("SUSPICIOUS", Level::Medium),
    ("LIKELY_UNSAFE", Level::High),
    ("LIKELY_OVERTLY_MALICIOUS", Level::Critical),
    ("OVERTLY_MALICIOUS", Level::Critical),
];

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    severity: Text<'a>,
    #[serde(borrow)]
    analysis: Text<'a>,
    /// By class of result, then by name of the check.
    detailed_results: Option<Map<String, Value>>,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    if text.len() > MOST_READ {
        let words =
            "a safety check of fickling that is larger than one pickle's can be; it was not read";
        return Ok(vec![Item::Foreign(words.into())]);
    }
    let document: Document = serde_json::from_str(text)?;
    let word = document.severity.or_empty();
    let grade = GRADES.iter().find(|(name, _)| *name == word);
    let unread = grade.is_none().then(|| Warning::Unreadable {
        field: "severity",
        value: word.into(),
    });
    let observations = document.observations(grade.map(|(_, level)| *level));
    let draft = Draft {
        scan: Scan::default(),
        listing: match observations.len() {
            MOST.. => Listing::Reduced,
            _ => Listing::Absent,
        },
        observations,
        coverage: Coverage {
            scanned: Some(1),
            ..Coverage::default()
        },
        warnings: unread.into_iter().collect(),
        ..Draft::default()
    };
    Ok(vec![scanner::report(draft)])
}

impl Document<'_> {
    fn observations(&self, severity: Option<Level>) -> Vec<Observation> {
        let (whole, sentences) = (self.analysis.untrusted(), self.sentences());
        let seen = |check: &str, snippet: &str| {
            let (module, operator) = import(snippet).unzip();
            Observation {
                stated_kind: Some(Kind::Threat),
                severity,
                threat_description: whole.clone(),
                module,
                operator: operator.flatten(),
                ..Observation::new(
                    format!("fickling: {check}"),
                    sentences.get(snippet).copied().unwrap_or(snippet),
                )
            }
        };
        let groups = self.detailed_results.iter().flat_map(Map::values);
        let checks = groups.filter_map(Value::as_object).flatten();
        let mut list: Vec<_> = checks
            .flat_map(|(check, found)| snippets(found).map(|snippet| seen(check, snippet)))
            .take(MOST)
            .collect();
        if list.is_empty() && self.severity.or_empty() != SAFE {
            list.push(seen("analysis", self.analysis.or_empty().trim()));
        }
        list
    }

    /// The sentences of the analysis, by the code that each begins with.
    fn sentences(&self) -> HashMap<&str, &str> {
        let lines = self.analysis.or_empty().lines();
        let quoting =
            lines.filter_map(|line| Some((line.strip_prefix('`')?.split_once('`')?.0, line)));
        quoting.collect()
    }
}

/// What a check objects to: one snippet or a list of them.
fn snippets(found: &Value) -> impl Iterator<Item = &str> {
    let list = found
        .as_array()
        .map_or(std::slice::from_ref(found), Vec::as_slice);
    list.iter().filter_map(Value::as_str)
}

/// Module and name of an import statement as Python writes it.
fn import(snippet: &str) -> Option<(Untrusted, Option<Untrusted>)> {
    let snippet = snippet.trim();
    if let Some(module) = snippet.strip_prefix("import ") {
        return Some((module.trim().into(), None));
    }
    let (module, name) = snippet.strip_prefix("from ")?.split_once(" import ")?;
    Some((module.trim().into(), Some(name.trim().into())))
}
