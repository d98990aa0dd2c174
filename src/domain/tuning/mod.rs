//! Which knob of a security group answers a finding, and what else that knob moves.
//!
//! No managed rule can exempt one finding, so every knob reaches further than the finding it is turned for; the reach
//! is said in words beside it. What to suggest for which rule is data in `assets/tuning.json`; a rule that has no row
//! there gets the steps of its kind. Nothing here sends anything: a [`Request`] holds the facts of a change only.

mod table;

use serde::Serialize;

use self::table::{Condition, KNOWN, Move, Step, Value};
use crate::domain::finding::Finding;
use crate::domain::report::Head;
use crate::domain::rule;
use crate::domain::text::Untrusted;

/// How many files are named in a sentence.
const FILES_NAMED: usize = 3;

/// What is suggested for a finding: one knob, and others to weigh against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tuning {
    /// The knob to try first, never one that switches a rule off.
    #[serde(flatten)]
    pub knob: Knob,
    /// What else would answer the finding, most contained or most honest first.
    pub alternatives: Vec<Knob>,
}

/// One thing that can be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Knob {
    /// What it is, in a few words.
    pub title: &'static str,
    /// What to set where. Names rules, groups and values of the report, hence untrusted.
    pub change: Untrusted,
    /// The facts of the API request, where the change is one request and the report names its addressees.
    pub request: Option<Request>,
    /// What else it moves.
    pub reach: &'static str,
}

/// The facts of `PUT …/security-groups/{group}/rule-instances/{rule_instance}`. The API replaces a list as a whole, so
/// whoever sends an addition has to read the list first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    /// UUID of the security group; the body repeats it.
    pub group: Untrusted,
    /// UUID of the rule instance.
    pub rule_instance: Untrusted,
    /// What the body changes.
    #[serde(flatten)]
    pub edit: Edit,
}

/// A change of one rule instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "edit", rename_all = "lowercase")]
pub enum Edit {
    /// Values to add to one of its lists.
    Add {
        /// Key in `field_values`.
        field: &'static str,
        /// Values.
        values: Vec<Untrusted>,
    },
    /// Values to take from one of its lists.
    Remove {
        /// Key in `field_values`.
        field: &'static str,
        /// Values.
        values: Vec<Untrusted>,
    },
    /// A state to put it in.
    State {
        /// `ALLOWING` or `DISABLED`.
        state: &'static str,
    },
}

/// The tuning for findings that are decided together, each with the report it stands in. The first gives rule and
/// group; others count where they agree with it in both, so that one request can carry all their values.
pub fn suggest(seen: &[(&Head, &Finding)]) -> Option<Tuning> {
    let &(head, first) = seen.first()?;
    let row = KNOWN
        .rules
        .iter()
        .find(|row| row.rule == first.seen.rule.raw());
    // A report of another scanner has rules that no security group knows.
    let of_group = head.scan.group.is_some() || first.seen.rule_instance.is_some();
    if row.is_none() && !of_group && rule::lookup(first.seen.rule.raw()).is_none() {
        return None;
    }
    let steps = row.map_or_else(|| KNOWN.others.of(first.kind), |row| &row.steps);
    let alike = seen.iter().filter(|(other, finding)| {
        finding.seen.rule == first.seen.rule && other.group_uuid() == head.group_uuid()
    });
    let facts = Facts::gather(head, first, alike, row.and_then(|row| row.value.as_ref()));
    let mut knobs = steps
        .iter()
        .filter_map(|name| KNOWN.steps.iter().find(|step| step.name == *name))
        .filter(|step| step.when.holds(&facts))
        .map(|step| step.knob(&facts));
    Some(Tuning {
        knob: knobs.next()?,
        alternatives: knobs.collect(),
    })
}

/// What is known about the findings, as far as steps ask for it.
struct Facts<'a> {
    head: &'a Head,
    first: &'a Finding,
    field: Option<&'static str>,
    values: Vec<Untrusted>,
    files: Vec<&'a str>,
}

impl<'a> Facts<'a> {
    fn gather<'b>(
        head: &'a Head,
        first: &'a Finding,
        alike: impl Iterator<Item = &'b (&'a Head, &'a Finding)>,
        value: Option<&Value>,
    ) -> Self
    where
        'a: 'b,
    {
        let (mut values, mut files) = (Vec::new(), Vec::new());
        for (head, finding) in alike {
            values.extend(value.and_then(|value| value.read(head, finding)));
            files.extend(finding.seen.file.as_ref().map(Untrusted::raw));
        }
        for list in [&mut values, &mut files] {
            list.sort_unstable();
            list.dedup();
        }
        Self {
            head,
            first,
            field: rule::lookup(first.seen.rule.raw()).and_then(|rule| rule.field.as_deref()),
            values: values.into_iter().map(Untrusted::from).collect(),
            files,
        }
    }

    /// What stands for a placeholder of the table.
    fn fill(&self, placeholder: &str) -> String {
        let scan = &self.head.scan;
        let or = |text: Option<&Untrusted>, otherwise: &str| {
            text.map_or_else(|| otherwise.to_owned(), |text| text.raw().to_owned())
        };
        match placeholder {
            "values" => quoted(self.values.iter().map(Untrusted::raw), usize::MAX),
            "files" if self.files.is_empty() => "the model".to_owned(),
            "files" => quoted(self.files.iter().copied(), FILES_NAMED),
            "rule" => format!("\"{}\"", self.first.seen.rule.raw()),
            "field" => self.field.unwrap_or("the list").to_owned(),
            "group" => self.head.group_name().map_or_else(
                || "the security group".to_owned(),
                |name| format!("group \"{}\"", name.raw()),
            ),
            "source" => or(scan.source_type.as_ref(), "this source type"),
            "scan" => or(scan.uuid.as_ref(), "the scan's UUID"),
            other => format!("{{{other}}}"),
        }
    }
}

fn quoted<'a>(all: impl ExactSizeIterator<Item = &'a str>, most: usize) -> String {
    let rest = all.len().saturating_sub(most);
    let named: Vec<_> = all.take(most).map(|one| format!("\"{one}\"")).collect();
    let named = named.join(", ");
    if rest > 0 {
        format!("{named} and {rest} more")
    } else {
        named
    }
}

impl Condition {
    fn holds(&self, facts: &Facts<'_>) -> bool {
        let seen = &facts.first.seen;
        let source = facts
            .head
            .scan
            .source_type
            .as_ref()
            .map_or("", Untrusted::raw);
        let begins = |text: &Untrusted, words: &[String]| {
            words
                .iter()
                .any(|word| text.raw().starts_with(word.as_str()))
        };
        let mut about = facts.values.iter().chain(&seen.threat);
        let agrees = |asked: Option<bool>, is: bool| asked.is_none_or(|asked| asked == is);
        agrees(self.value, !facts.values.is_empty())
            && agrees(self.file, !facts.files.is_empty())
            && agrees(self.blocking, facts.first.blocks())
            && (self.sources.as_ref()).is_none_or(|some| some.iter().any(|one| one == source))
            && (self.about.as_ref()).is_none_or(|words| about.any(|text| begins(text, words)))
    }
}

impl Step {
    fn knob(&'static self, facts: &Facts<'_>) -> Knob {
        Knob {
            title: &self.title,
            change: filled(&self.change, facts).into(),
            request: self.request(facts),
            reach: &self.reach,
        }
    }

    fn request(&self, facts: &Facts<'_>) -> Option<Request> {
        let values = || facts.values.clone();
        let edit = match self.edit? {
            Move::Add => Edit::Add {
                field: facts.field?,
                values: values(),
            },
            Move::Remove => Edit::Remove {
                field: facts.field?,
                values: values(),
            },
            Move::Allow => Edit::State { state: "ALLOWING" },
            Move::Disable => Edit::State { state: "DISABLED" },
        };
        Some(Request {
            group: facts.head.group_uuid()?.clone(),
            rule_instance: facts.first.seen.rule_instance.clone()?,
            edit,
        })
    }
}

/// The template with its placeholders filled in one pass, so that what a report puts in is not read as a template.
fn filled(template: &str, facts: &Facts<'_>) -> String {
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (placeholder, after) = behind.split_once('}').unwrap_or((behind, ""));
        text.push_str(before);
        text.push_str(&facts.fill(placeholder));
        rest = after;
    }
    text + rest
}
