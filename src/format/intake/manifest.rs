//! A model's manifest with the scans of its gates, as the `mlops-lab` keeps it: a record of each scan, no counts, and
//! whether the gate was told to warn only (facts §1.f).

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::scan::time;
use super::wire::{Said, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::scan::{Group, Scan};
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;

/// `{"schema_version": …, "scans": {"gate1": {…}, …}}`.
pub(super) const DIALECT: Dialect = Dialect {
    name: "mlops-manifest",
    about: "a model's manifest with one scan for each gate, as the MLOps lab's `manifest.py` writes it",
    reads: Reads::Json {
        recognise: |shape| {
            shape.has("schema_version") && shape.map_of("scans", &["scan_uuid", "verdict"])
        },
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest<'a> {
    model_name: Said,
    #[serde(borrow)]
    scans: Gates<'a>,
}

/// The records in the order of the document.
#[derive(Default)]
struct Gates<'a>(Vec<(String, Gate<'a>)>);

#[derive(Default, Deserialize)]
#[serde(default)]
struct Gate<'a> {
    scan_uuid: Said,
    verdict: Said,
    security_group: Said,
    target: Said,
    target_type: Said,
    #[serde(borrow)]
    timestamp: Text<'a>,
    verdict_action: Said,
    workflow_run_id: Said,
    commit_sha: Said,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let Manifest { model_name, scans } = serde_json::from_str(text)?;
    if scans.0.is_empty() {
        return Ok(vec![Item::Foreign(
            "a model's manifest without a scan".into(),
        )]);
    }
    let report =
        |(name, gate): (String, Gate)| Item::Report(Box::new(gate.draft(&name, &model_name)));
    Ok(scans.0.into_iter().map(report).collect())
}

impl<'de: 'a, 'a> Deserialize<'de> for Gates<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Gates<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("scans by gate")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Gates<'de>, A::Error> {
        let mut gates = Vec::new();
        while let Some((name, gate)) = map.next_entry::<String, Option<Gate>>()? {
            gates.extend(gate.map(|gate| (name, gate)));
        }
        Ok(Gates(gates))
    }
}

impl Gate<'_> {
    /// The record says little of the scan; what it says of the run goes into the extra fields.
    fn draft(self, gate: &str, model: &Said) -> Draft {
        let mut warnings = Vec::new();
        let outcome = Outcome::read(self.verdict.get().unwrap_or_default());
        let warned = self
            .verdict_action
            .get()
            .is_some_and(|action| action == "warn");
        if warned && outcome.meaning() == Meaning::Stopped {
            warnings.push(Warning::GreenBuild);
        }
        let uri = self.model_uri();
        let repository = uri
            .as_ref()
            .is_some_and(|uri| uri.raw().starts_with(HUGGING_FACE));
        let run = [
            ("workflow_run_id", &self.workflow_run_id),
            ("commit_sha", &self.commit_sha),
        ];
        let run = run.map(|(name, said)| Some((name.into(), said.untrusted()?)));
        let scan = Scan {
            uuid: self.scan_uuid.untrusted(),
            // A public base model is known by its own name, everything else by the manifest's.
            model_name: model.untrusted().filter(|_| !repository),
            model_uri: uri,
            outcome,
            outcome_raw: self.verdict.get().unwrap_or_default().into(),
            source_type: self.source_type(),
            group: self.security_group.untrusted().map(|uuid| Group {
                uuid: Some(uuid),
                name: None,
            }),
            created_at: time("timestamp", &self.timestamp, &mut warnings),
            extra: std::iter::once(("gate".into(), gate.into()))
                .chain(run.into_iter().flatten())
                .collect(),
            ..Scan::default()
        };
        Draft {
            scan,
            warnings,
            ..Draft::default()
        }
    }

    fn source_type(&self) -> Option<Untrusted> {
        Some(match self.target_type.get()?.to_uppercase().as_str() {
            "HUGGINGFACE" => "HUGGING_FACE".into(),
            other => other.into(),
        })
    }

    /// The target; a repository is written here without its host.
    fn model_uri(&self) -> Option<Untrusted> {
        let target = self.target.untrusted()?;
        let bare = !target.raw().contains("://");
        let repository = self
            .source_type()
            .is_some_and(|source| source.raw() == "HUGGING_FACE");
        Some(if bare && repository {
            format!("{HUGGING_FACE}{}", target.raw()).into()
        } else {
            target
        })
    }
}

const HUGGING_FACE: &str = "https://huggingface.co/";
