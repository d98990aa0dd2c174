//! The terms of a filter of scans, and the words that the service has for what they ask.

use crate::domain::query::facet::{Facet, TIMES};

/// What a term is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the scan concluded.
    Outcome,
    /// Where the model lies.
    Source,
    /// The group that judged it.
    Group,
    /// Not made before.
    Since,
    /// Not made after.
    Until,
    /// What it is labelled with.
    Label,
    /// How the model's address begins.
    Uri,
}

const fn facet(
    name: &'static str,
    noun: &'static str,
    example: &'static str,
    sentence: &'static str,
    asks: Part,
) -> Facet<Part> {
    Facet {
        name,
        also: None,
        noun,
        example,
        sentence,
        asks,
    }
}

/// The terms, the likeliest first.
pub static TABLE: &[Facet<Part>] = &[
    facet(
        "outcome",
        "outcome",
        "blocked,error",
        "what the scan concluded",
        Part::Outcome,
    ),
    facet(
        "since",
        "time",
        "7d",
        "scanned no longer ago than 12h, 7d or 2w, or since a date as 2026-08-01",
        Part::Since,
    ),
    facet(
        "source",
        "source",
        "hf",
        "where the model lies",
        Part::Source,
    ),
    facet(
        "group",
        "group",
        "\"HF prod\"",
        "the security group, by its whole name or UUID",
        Part::Group,
    ),
    facet(
        "label",
        "label",
        "team:ml",
        "a label, as key or key:value; several terms must all hold",
        Part::Label,
    ),
    facet(
        "uri",
        "address",
        "https://huggingface.co/acme",
        "how the model's address begins, or the UUID of the scan",
        Part::Uri,
    ),
    facet(
        "until",
        "time",
        "2026-08-01",
        "scanned at least so long ago, or before a date",
        Part::Until,
    ),
];

/// What is typed, and what the service calls it.
pub(super) type Words = &'static [(&'static str, &'static str)];

/// Outcomes that the service can be asked for.
pub(super) const OUTCOMES: Words = &[
    ("blocked", "BLOCKED"),
    ("allowed", "ALLOWED"),
    ("error", "ERROR"),
    ("pending", "PENDING"),
];

/// Sources.
pub(super) const SOURCES: Words = &[
    ("hf", "HUGGING_FACE"),
    ("local", "LOCAL"),
    ("s3", "S3"),
    ("gcs", "GCS"),
    ("azure", "AZURE"),
    ("artifactory", "ARTIFACTORY"),
    ("gitlab", "GITLAB"),
];

impl Facet<Part> {
    /// Its words and what they mean; none where any text will do.
    pub fn choices(&self) -> Words {
        match self.asks {
            Part::Outcome => OUTCOMES,
            Part::Source => SOURCES,
            Part::Since | Part::Until => &TIMES,
            Part::Group | Part::Label | Part::Uri => &[],
        }
    }
}

/// The terms as Markdown, for the README.
pub fn markdown() -> String {
    let mut text = "| term | what the tenant is asked for |\n|---|---|\n".to_owned();
    for Facet {
        name,
        example,
        sentence,
        ..
    } in TABLE
    {
        text.push_str(&format!("| `{name}:{example}` | {sentence} |\n"));
    }
    text
}
