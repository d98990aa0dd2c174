//! The table of knobs, `assets/tuning.json`: which steps a rule has, when a step makes sense, and where the value
//! stands that a step is about.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::finding::Finding;
use crate::domain::grade::Kind;
use crate::domain::report::Head;
use crate::domain::text::{Untrusted, is_deceptive};

const TABLE: &str = include_str!("../../../assets/tuning.json");
/// What the two generations of descriptions put around a value: quotes, Markdown, brackets.
const MARKS: [char; 6] = ['*', '`', '\'', '"', '(', ')'];

#[derive(Deserialize)]
pub(super) struct Table {
    pub(super) rules: Vec<Row>,
    pub(super) others: Others,
    pub(super) steps: Vec<Step>,
}

#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) rule: String,
    pub(super) value: Option<Value>,
    pub(super) steps: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Others {
    pub(super) threat: Vec<String>,
    pub(super) policy: Vec<String>,
}

/// Where the value that a policy finding is about can be read.
#[derive(Deserialize)]
#[serde(tag = "from", rename_all = "lowercase")]
pub(super) enum Value {
    Description {
        after: String,
        before: String,
        #[serde(default)]
        absent: Vec<String>,
    },
    Folder,
    Model,
    Organisation,
}

#[derive(Deserialize)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) change: String,
    pub(super) reach: String,
    pub(super) edit: Option<Move>,
    #[serde(default)]
    pub(super) when: Condition,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Move {
    Add,
    Remove,
    Allow,
    Disable,
}

/// When a step makes sense; what is not stated does not matter.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Condition {
    pub(super) value: Option<bool>,
    pub(super) file: Option<bool>,
    pub(super) blocking: Option<bool>,
    /// Source types.
    pub(super) sources: Option<Vec<String>>,
    /// Beginnings of threat codes or of values.
    pub(super) about: Option<Vec<String>>,
}

#[expect(
    clippy::expect_used,
    reason = "the table is part of the program and read by its first test"
)]
pub(super) static KNOWN: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(TABLE).expect("assets/tuning.json is well-formed"));

impl Others {
    pub(super) fn of(&self, kind: Kind) -> &Vec<String> {
        match kind {
            Kind::Threat => &self.threat,
            Kind::Policy => &self.policy,
        }
    }
}

impl Value {
    /// The value; `None` where it cannot be told for certain, which is better than a wrong entry on an allow-list.
    pub(super) fn read<'a>(&self, head: &'a Head, finding: &'a Finding) -> Option<&'a str> {
        let model = head.scan.model_name.as_ref().map(Untrusted::raw);
        let value = match self {
            Self::Description {
                after,
                before,
                absent,
            } => {
                let text = between(finding.seen.description.raw(), after, before)?;
                let value = text.trim().trim_end_matches('.').trim_matches(MARKS);
                let plain = !value.contains(MARKS) && !value.contains(char::is_whitespace);
                Some(value).filter(|value| plain && !absent.iter().any(|word| word == value))
            }
            Self::Folder => {
                let uri = head.scan.model_uri.as_ref()?.raw();
                let path = uri.strip_prefix("file://").unwrap_or(uri);
                let end = path.trim_end_matches('/').rfind('/')?;
                Some(&path[..=end])
            }
            Self::Model => model.filter(|name| name.contains('/')),
            Self::Organisation => model.and_then(|name| name.split_once('/')).map(|(o, _)| o),
        };
        value.filter(|value| !value.is_empty() && !value.contains(is_deceptive))
    }
}

fn between<'a>(text: &'a str, after: &str, before: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(after)?;
    if before.is_empty() {
        return Some(rest);
    }
    rest.split_once(before).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule;

    #[test]
    fn every_step_of_the_table_exists_and_none_starts_by_switching_off() {
        let lists = KNOWN.rules.iter().map(|row| &row.steps);
        for steps in lists.chain([&KNOWN.others.threat, &KNOWN.others.policy]) {
            for name in steps {
                let step = KNOWN.steps.iter().find(|step| step.name == *name);
                assert!(step.is_some(), "{name}");
            }
            let disables = |name: &&String| name.as_str() == "disable-rule";
            assert!(steps.len() > 1 && steps.iter().take(2).find(disables).is_none());
        }
        for row in &KNOWN.rules {
            assert!(rule::lookup(&row.rule).is_some(), "{}", row.rule);
        }
    }
}
