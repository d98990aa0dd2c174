//! `findings[]` of the years before the API: with severities (the vocabulary of the first pipeline examples), or with
//! an `error` for each file, as a community post shows (facts §1.d).

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

use super::parts::Parts;
use super::scan::time;
use super::side::{self, Side};
use super::violation::Advice;
use super::wire::{Said, Shared, Text, rows};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::grade::Level;
use crate::domain::observation::Observation;
use crate::domain::outcome::{Outcome, enum_word};
use crate::domain::rule::kind_of_category;
use crate::domain::scan::{Group, Scan, ScanError};
use crate::domain::text::Untrusted;
use crate::domain::uuid;

/// What the first examples print for an entry without a category.
const GENERIC: &str = "Generic";

/// A document with `findings`.
pub(super) const DIALECT: Dialect = Dialect {
    name: "legacy-findings",
    about: "`findings` with severities as the first pipeline examples expect them; `blog-findings` with an `error` for each file",
    reads: Reads::Json {
        recognise: |shape| {
            shape.list_of(
                "findings",
                &["severity", "category", "description", "error"],
            ) && shape.object_with_any(&["scan_id", "eval_outcome", "model_uri", "profile"])
        },
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Document<'a> {
    scan_id: Said,
    eval_outcome: Said,
    model_uri: Said,
    model_name: Said,
    source_type: Said,
    #[serde(borrow)]
    created_at: Text<'a>,
    error: Said,
    error_message: Said,
    #[serde(borrow)]
    eval_summary: Side<'a>,
    #[serde(borrow)]
    profile: Option<&'a RawValue>,
    findings: Option<Findings>,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let document: Document = serde_json::from_str(text)?;
    Ok(vec![Item::Report(Box::new(document.draft()))])
}

impl Document<'_> {
    fn draft(self) -> Draft {
        let mut draft = Draft::default();
        let findings = self.findings.unwrap_or_default();
        draft.dialect = findings.by_error.then_some("blog-findings");
        let message = self.error.untrusted();
        let message = message.or_else(|| self.error_message.untrusted());
        let outcome = self.eval_outcome.get().unwrap_or_default();
        draft.scan = Scan {
            uuid: self.scan_id.untrusted(),
            model_uri: self.model_uri.untrusted(),
            model_name: self.model_name.untrusted(),
            outcome: Outcome::read(outcome),
            outcome_raw: outcome.into(),
            source_type: self.source_type.get().map(|raw| enum_word(raw).into()),
            group: self.profile.and_then(|profile| group(profile.get())),
            created_at: time("created_at", &self.created_at, &mut draft.warnings),
            error: message.map(|message| ScanError {
                code: None,
                message: Some(message),
            }),
            rules: self
                .eval_summary
                .read("eval_summary", side::counts, &mut draft.warnings),
            ..Scan::default()
        };
        let parts = Parts {
            findings: Some(findings),
            ..Parts::default()
        };
        parts.join(&mut draft);
        draft
    }
}

/// The group by its `profile`: the post puts the group's UUID where a name is expected.
fn group(profile: &str) -> Option<Group> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Profile {
        profile_id: Said,
        profile_name: Said,
    }
    let profile: Profile = serde_json::from_str(profile).ok()?;
    let name = profile.profile_name.untrusted();
    let (uuid, name) = match name {
        Some(name) if uuid::is(name.raw()) => (Some(name), None),
        name => (profile.profile_id.untrusted(), name),
    };
    Some(Group { uuid, name }).filter(|group| *group != Group::default())
}

/// Legacy findings, and what the other entries say was looked at.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) observations: Vec<Observation>,
    pub(super) notes: Vec<Untrusted>,
    /// Whether entries have an `error`, which then tells findings from the rest.
    by_error: bool,
}

impl<'de> Deserialize<'de> for Findings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut shared, mut findings) = (Shared::default(), Self::default());
        rows(deserializer, "findings", |row: Row<'de>| {
            findings.by_error |= row.error.is_some();
            if row.is_finding() {
                findings.observations.push(row.observation(&mut shared));
            } else {
                findings.notes.push(row.note());
            }
        })?;
        Ok(findings)
    }
}

/// One entry. No producer's schema exists; these are the names that scripts read and the likely ones beside them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    severity: Said,
    category: Said,
    rule_name: Said,
    description: Said,
    message: Said,
    #[serde(deserialize_with = "present")]
    error: Option<Said>,
    file: Said,
    component: Said,
    threat: Said,
    module: Said,
    operator: Said,
    hash: Said,
    #[serde(borrow)]
    remediation: Option<Advice<'a>>,
}

/// Tells `"error": null` from no `error`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Said>, D::Error> {
    Said::deserialize(deserializer).map(Some)
}

impl Row<'_> {
    fn error(&self) -> Option<&str> {
        self.error.as_ref().and_then(Said::get)
    }

    fn words(&self) -> Option<&str> {
        self.description.get().or(self.message.get())
    }

    /// An entry with an empty `error` and nothing else to say is a file that was looked at.
    fn is_finding(&self) -> bool {
        self.error.is_none() || self.error().is_some() || self.words().is_some()
    }

    fn place(&self) -> Option<Untrusted> {
        self.file.untrusted().or_else(|| self.component.untrusted())
    }

    fn observation(&self, shared: &mut Shared) -> Observation {
        let category = self.category.get().unwrap_or(GENERIC);
        let rule = self.rule_name.get().unwrap_or(category);
        let words = self.words().or(self.error()).unwrap_or_default();
        Observation {
            threat: self.threat.untrusted(),
            stated_kind: Some(kind_of_category(category)),
            severity: self.severity.get().and_then(Level::read),
            file: self.place(),
            hash: self.hash.untrusted(),
            module: self.module.untrusted(),
            operator: self.operator.untrusted(),
            remediation: self
                .remediation
                .as_ref()
                .map(|advice| advice.remediation(shared)),
            ..Observation::new(shared.get(rule), words)
        }
    }

    fn note(&self) -> Untrusted {
        let place = self.place();
        let place = place.as_ref().map_or("an entry", Untrusted::raw);
        let category = self.category.get().unwrap_or(GENERIC);
        format!("{place}: listed under {category} without an error").into()
    }
}
