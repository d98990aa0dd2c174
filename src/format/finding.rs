//! The JSON that `show FINGERPRINT` prints: schema `airs-triage.finding/1`.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::decision::Act;
use crate::domain::decisions::Standing;
use crate::domain::finding::Finding;
use crate::domain::history::Event;
use crate::domain::identity::Fingerprint;
use crate::domain::report::Head;
use crate::domain::text::Untrusted;
use crate::format::schema::{self, Row, Ruled};

/// Name and version of the schema.
pub const SCHEMA: &str = "airs-triage.finding/1";

/// A finding or a scan as a whole, as far as the reports at hand and the ledger know it.
#[derive(Debug)]
pub struct Known<'a> {
    /// Its exact identity.
    pub fingerprint: Fingerprint,
    /// The rule; none for a scan as a whole.
    pub rule: Option<&'a Untrusted>,
    /// The file.
    pub file: Option<&'a Untrusted>,
    /// The model's name.
    pub model: Option<Untrusted>,
    /// The reports at hand that have it.
    pub reports: Vec<&'a Head>,
    /// The finding, where a report at hand has it.
    pub finding: Option<&'a Finding>,
    /// Where it stands.
    pub standing: Standing<'a>,
    /// What happened to it, oldest first.
    pub history: Vec<&'a Event>,
}

#[derive(Serialize)]
struct Document<'a, H> {
    schema: &'static str,
    fingerprint: Fingerprint,
    rule: Option<&'a Untrusted>,
    file: Option<&'a Untrusted>,
    model: Option<&'a Untrusted>,
    reports: Vec<H>,
    finding: Option<Row<'a>>,
    verdict: Option<Ruled<'a>>,
    history: Vec<Deed<'a>>,
}

#[derive(Serialize)]
struct Deed<'a> {
    event: i64,
    at: Timestamp,
    author: &'a Untrusted,
    act: &'static str,
    decision: Option<Ruled<'a>>,
}

/// It as a document.
pub fn document(known: &Known<'_>) -> impl Serialize {
    Document {
        schema: SCHEMA,
        fingerprint: known.fingerprint,
        rule: known.rule,
        file: known.file,
        model: known.model.as_ref(),
        reports: known.reports.iter().map(|it| schema::summary(it)).collect(),
        finding: known.finding.map(|it| Row::of(it, known.standing)),
        verdict: Ruled::of(known.standing),
        history: known.history.iter().map(|event| deed(event)).collect(),
    }
}

fn deed(event: &Event) -> Deed<'_> {
    Deed {
        event: event.id,
        at: event.at,
        author: &event.author,
        act: match event.act {
            Act::Recorded => "recorded",
            Act::Undone => "undone",
            Act::Redone => "redone",
        },
        decision: event.decision.as_ref().map(Ruled::kept),
    }
}
