//! Exceptions for programs: schema `airs-exceptions/1`, described for machines in `assets/schema/exceptions-1.json`.
//!
//! ```text
//! { "schema": "airs-exceptions/1", "generated": RFC 3339, "generator": { "name", "version" },
//!   "exceptions": [ {
//!     "fingerprint", "shape",                 identities of the finding that was decided, or of the scan
//!     "scan_uuid", "group": { "uuid", "name" }, "model", "model_uri",
//!     "rule", "rule_instance", "threat",      null for a whole scan
//!     "kind": "threat" | "policy" | null,
//!     "file", "hash", "symbol",               of the finding that was decided
//!     "verdict", "excuses",                   an expired exception excuses nothing
//!     "reason", "scope", "scope_subject",     the subject is what a gate matches findings against
//!     "author", "created", "expires", "expired", "note", "description",
//!     "knob": { "title", "change", "request", "reach", "alternatives": [ … ] },
//!                                             null for a whole scan and for verdicts that never excuse
//!     "covers": [ { "fingerprint", "model", "scan_uuid", "file", "hash", "symbol", "description" } ] } ] }
//! ```
//!
//! Every key is always there; what is not known is null. Text is exactly the report's.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::domain::exception::{Covered, Exception};
use crate::domain::grade::Kind;
use crate::domain::identity::Fingerprint;
use crate::domain::scope::Subject;
use crate::domain::text::Untrusted;
use crate::domain::tuning::Tuning;
use crate::domain::verdict::{Reason, Verdict};
use crate::format::schema::{scope, to_json};

/// Name and version of the schema.
pub const SCHEMA: &str = "airs-exceptions/1";

/// The exceptions as a JSON document.
pub fn json(exceptions: &[Exception], generated: Timestamp) -> String {
    let document = Document {
        schema: SCHEMA,
        generated,
        generator: Generator {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        exceptions: exceptions.iter().map(Row::of).collect(),
    };
    to_json(&document) + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    generated: Timestamp,
    generator: Generator,
    exceptions: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Row<'a> {
    fingerprint: Fingerprint,
    shape: Fingerprint,
    scan_uuid: Option<&'a Untrusted>,
    group: Group<'a>,
    model: &'a Untrusted,
    model_uri: Option<&'a Untrusted>,
    rule: Option<&'a Untrusted>,
    rule_instance: Option<&'a Untrusted>,
    threat: Option<&'a Untrusted>,
    kind: Option<Kind>,
    file: Option<&'a Untrusted>,
    hash: Option<&'a Untrusted>,
    symbol: Option<&'a Untrusted>,
    verdict: Verdict,
    excuses: bool,
    reason: Option<Reason>,
    scope: String,
    scope_subject: &'a Subject,
    author: &'a Untrusted,
    created: Timestamp,
    expires: Option<Date>,
    expired: bool,
    note: &'a Untrusted,
    description: Option<&'a Untrusted>,
    knob: Option<&'a Tuning>,
    covers: Vec<Cover<'a>>,
    /// Stands only where it is true: nobody looked whether it covers more.
    #[serde(skip_serializing_if = "is_not")]
    from_ledger: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_not(it: &bool) -> bool {
    !it
}

#[derive(Serialize)]
struct Group<'a> {
    uuid: Option<&'a Untrusted>,
    name: Option<&'a Untrusted>,
}

#[derive(Serialize)]
struct Cover<'a> {
    fingerprint: Fingerprint,
    model: &'a Untrusted,
    scan_uuid: Option<&'a Untrusted>,
    file: Option<&'a Untrusted>,
    hash: Option<&'a Untrusted>,
    symbol: Option<&'a Untrusted>,
    description: &'a Untrusted,
}

impl<'a> Row<'a> {
    fn of(exception: &'a Exception) -> Self {
        let decision = &exception.decision;
        let context = &decision.context;
        Self {
            fingerprint: context.fingerprint,
            shape: context.shape,
            scan_uuid: context.scan.as_ref(),
            group: Group {
                uuid: context.group_uuid.as_ref(),
                name: context.group_name.as_ref(),
            },
            model: &context.model,
            model_uri: context.model_uri.as_ref(),
            rule: context.rule.as_ref(),
            rule_instance: context.rule_instance.as_ref(),
            threat: context.threat.as_ref(),
            kind: exception.kind,
            file: context.file.as_ref(),
            hash: context.hash.as_ref(),
            symbol: context.symbol.as_ref(),
            verdict: decision.verdict,
            excuses: exception.excuses(),
            reason: decision.reason,
            scope: scope(&decision.subject),
            scope_subject: &decision.subject,
            author: &decision.author,
            created: decision.at,
            expires: decision.expires,
            expired: exception.expired(),
            note: &decision.note,
            description: context.description.as_ref(),
            knob: exception.tuning.as_ref(),
            covers: exception.covers.iter().map(Cover::of).collect(),
            from_ledger: exception.from_ledger,
        }
    }
}

impl<'a> Cover<'a> {
    fn of(covered: &'a Covered) -> Self {
        Self {
            fingerprint: covered.fingerprint,
            model: &covered.model,
            scan_uuid: covered.scan.as_ref(),
            file: covered.file.as_ref(),
            hash: covered.hash.as_ref(),
            symbol: covered.symbol.as_ref(),
            description: &covered.description,
        }
    }
}
