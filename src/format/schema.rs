//! The JSON that `list` and `show` print: schema `airs-triage.report/1`, described for machines in
//! `assets/schema/report-1.json`.
//!
//! The text of a report goes out exactly as it came, since programs compare it; whatever a terminal could act on is
//! written as an escape of JSON's own, which loses nothing.

use std::io;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use crate::domain::decision::Decision;
use crate::domain::decisions::Standing;
use crate::domain::finding::Finding;
use crate::domain::grade::{Kind, Severity};
use crate::domain::identity::Fingerprint;
use crate::domain::observation::RuleState;
use crate::domain::report::{Head, Report};
use crate::domain::scope::Subject;
use crate::domain::text::{Untrusted, is_deceptive};
use crate::domain::verdict::{Reason, Verdict};

/// Name and version of the schema.
pub const SCHEMA: &str = "airs-triage.report/1";

/// One report with its findings, as `show` prints it. `standing` tells where each finding stands.
pub fn report<'a>(
    report: &'a Report,
    standing: impl Fn(&Finding) -> Standing<'a>,
) -> impl Serialize {
    Document::of(
        &report.head,
        Some(Findings {
            all: &report.findings,
            standing,
        }),
    )
}

/// One report without its findings, as `list` prints it.
pub fn summary(head: &Head) -> impl Serialize {
    Document::<Vec<()>>::of(head, None)
}

/// A value as indented JSON that a terminal can show.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "memory does not fail to be written, and what is serialised here has text for keys"
)]
pub fn to_json(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let formatter = Inert(PrettyFormatter::new());
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    value
        .serialize(&mut serializer)
        .expect("values of this program serialise");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

#[derive(Serialize)]
struct Document<'a, F> {
    schema: &'static str,
    source: Source<'a>,
    scan: Scan<'a>,
    completeness: &'static str,
    coverage: Coverage<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<F>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Source<'a> {
    path: &'a Untrusted,
    member: Option<&'a Untrusted>,
    index: usize,
    dialect: &'static str,
}

#[derive(Serialize)]
struct Scan<'a> {
    uuid: Option<&'a Untrusted>,
    model_uri: Option<&'a Untrusted>,
    model_name: Option<&'a Untrusted>,
    outcome: &'a str,
    outcome_raw: &'a Untrusted,
    source_type: Option<&'a Untrusted>,
    security_group: Option<Group<'a>>,
    created_at: Option<Timestamp>,
    tsg_id: Option<&'a Untrusted>,
    error: Option<ScanError<'a>>,
    rules: Option<Rules>,
}

#[derive(Serialize)]
struct Group<'a> {
    uuid: Option<&'a Untrusted>,
    name: Option<&'a Untrusted>,
}

#[derive(Serialize)]
struct ScanError<'a> {
    code: Option<&'a Untrusted>,
    message: Option<&'a Untrusted>,
}

#[derive(Serialize)]
struct Rules {
    passed: u64,
    failed: u64,
    total: u64,
}

#[derive(Serialize)]
struct Coverage<'a> {
    files_scanned: Option<u64>,
    files_skipped: Option<u64>,
    notes: &'a [Untrusted],
}

/// A finding as the schema has it.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    fingerprint: Fingerprint,
    kind: Kind,
    rule: &'a Untrusted,
    rule_state: Option<&'a str>,
    threat: Option<&'a Untrusted>,
    severity: Option<Severity>,
    file: Option<&'a Untrusted>,
    hash: Option<&'a Untrusted>,
    module: Option<&'a Untrusted>,
    operator: Option<&'a Untrusted>,
    description: &'a Untrusted,
    remediation: Remediation<'a>,
    verdict: Option<Ruled<'a>>,
}

#[derive(Default, Serialize)]
struct Remediation<'a> {
    steps: &'a [Untrusted],
    url: Option<&'a Untrusted>,
}

/// A verdict as the schema has it.
#[derive(Serialize)]
pub(super) struct Ruled<'a> {
    #[serde(rename = "as")]
    verdict: Verdict,
    reason: Option<Reason>,
    scope: String,
    author: &'a Untrusted,
    created: Timestamp,
    expires: Option<Date>,
    note: &'a Untrusted,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
    event: i64,
}

impl<'a, F> Document<'a, F> {
    fn of(head: &'a Head, findings: Option<F>) -> Self {
        let (source, coverage) = (&head.source, &head.coverage);
        Self {
            schema: SCHEMA,
            source: Source {
                path: &source.path,
                member: source.member.as_ref(),
                index: source.index,
                dialect: source.dialect,
            },
            scan: Scan::of(head),
            completeness: head.completeness.word(),
            coverage: Coverage {
                files_scanned: coverage.scanned,
                files_skipped: coverage.skipped,
                notes: &coverage.notes,
            },
            findings,
            warnings: head.warnings.iter().map(ToString::to_string).collect(),
        }
    }
}

impl<'a> Scan<'a> {
    fn of(head: &'a Head) -> Self {
        let scan = &head.scan;
        Self {
            uuid: scan.uuid.as_ref(),
            model_uri: scan.model_uri.as_ref(),
            model_name: scan.model_name.as_ref(),
            outcome: scan.outcome.word(),
            outcome_raw: &scan.outcome_raw,
            source_type: scan.source_type.as_ref(),
            security_group: scan.group.as_ref().map(|group| Group {
                uuid: group.uuid.as_ref(),
                name: group.name.as_ref(),
            }),
            created_at: scan.created_at,
            tsg_id: scan.tsg_id.as_ref(),
            error: scan.error.as_ref().map(|error| ScanError {
                code: error.code.as_ref(),
                message: error.message.as_ref(),
            }),
            rules: scan.rules.map(|rules| Rules {
                passed: rules.passed,
                failed: rules.failed,
                total: rules.total,
            }),
        }
    }
}

/// Findings as rows, each made when it is written, so that a long report is not held twice.
struct Findings<'a, F> {
    all: &'a [Finding],
    standing: F,
}

impl<'a, F: Fn(&Finding) -> Standing<'a>> Serialize for Findings<'a, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = |finding| Row::of(finding, (self.standing)(finding));
        serializer.collect_seq(self.all.iter().map(row))
    }
}

impl<'a> Row<'a> {
    pub(super) fn of(finding: &'a Finding, standing: Standing<'a>) -> Self {
        let seen = &finding.seen;
        Self {
            fingerprint: finding.identity.exact,
            kind: finding.kind,
            rule: &seen.rule,
            rule_state: seen.rule_state.as_ref().map(RuleState::word),
            threat: seen.threat.as_ref(),
            severity: finding.severity,
            file: seen.file.as_ref(),
            hash: seen.hash.as_ref(),
            module: seen.module.as_ref(),
            operator: seen.operator.as_ref(),
            description: &seen.description,
            remediation: seen
                .remediation
                .as_ref()
                .map_or_else(Remediation::default, |advice| Remediation {
                    steps: &advice.steps,
                    url: advice.url.as_ref(),
                }),
            verdict: Ruled::of(standing),
        }
    }
}

impl<'a> Ruled<'a> {
    /// The verdict in force.
    pub(super) fn of(standing: Standing<'a>) -> Option<Self> {
        let (decision, origin) = match standing {
            Standing::Decided(decision) => (decision, "decided"),
            Standing::Carried(decision) => (decision, "carried"),
            Standing::Open | Standing::Proposed(_) | Standing::Expired(_) => return None,
        };
        Some(Self {
            origin: Some(origin),
            ..Self::kept(decision)
        })
    }

    /// A verdict as the ledger keeps it, in force or not.
    pub(super) fn kept(decision: &'a Decision) -> Self {
        let Decision {
            event,
            at,
            author,
            verdict,
            reason,
            expires,
            note,
            ..
        } = decision;
        Self {
            verdict: *verdict,
            reason: *reason,
            scope: scope(&decision.subject),
            author,
            created: *at,
            expires: *expires,
            note,
            origin: None,
            event: *event,
        }
    }
}

/// The scope's word, `scan` for a whole scan.
pub(super) fn scope(subject: &Subject) -> String {
    subject
        .scope()
        .map_or_else(|| "scan".to_owned(), |scope| scope.to_string())
}

/// Indented JSON in which characters that steer a terminal or hide in it are escaped.
struct Inert(PrettyFormatter<'static>);

/// Passes calls on to the formatter inside.
macro_rules! passed_on {
    ($($method:ident($($argument:ident: $type:ty),*)),* $(,)?) => {$(
        fn $method<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $argument: $type)*) -> io::Result<()> {
            self.0.$method(writer $(, $argument)*)
        }
    )*};
}

impl Formatter for Inert {
    passed_on!(
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first: bool),
        begin_object_value(),
        end_object_value(),
        write_char_escape(escape: CharEscape),
    );

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_deceptive) {
            let (plain, tail) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut characters = tail.chars();
            for character in characters.by_ref().take(1) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}
