//! Exceptions for a spreadsheet: a header, then one row for each covered finding, or one for a whole scan.
//!
//! A spreadsheet runs what looks like a formula, also one written with full-width signs or behind blanks. Such a cell
//! gets a leading apostrophe, which spreadsheets take for "this is text".

use crate::domain::exception::{Covered, Exception};
use crate::domain::grade::Kind;
use crate::domain::text::{Printable, Untrusted};
use crate::format::schema::scope;

/// What a formula begins with.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A column: its heading and what it holds for a finding under an exception.
type Column = (
    &'static str,
    fn(&Exception, Option<&Covered>) -> Option<String>,
);

const COLUMNS: [Column; 24] = [
    ("verdict", |it, _| Some(it.decision.verdict.to_string())),
    ("excuses", |it, _| Some(it.excuses().to_string())),
    ("expired", |it, _| Some(it.expired().to_string())),
    ("reason", |it, _| {
        it.decision.reason.map(|reason| reason.to_string())
    }),
    ("scope", |it, _| Some(scope(&it.decision.subject))),
    ("model", |it, one| {
        raw(Some(
            one.map_or(&it.decision.context.model, |one| &one.model),
        ))
    }),
    ("model_uri", |it, _| {
        raw(it.decision.context.model_uri.as_ref())
    }),
    ("security_group", |it, _| {
        raw(it.decision.context.group_name.as_ref())
    }),
    ("security_group_uuid", |it, _| {
        raw(it.decision.context.group_uuid.as_ref())
    }),
    ("scan_uuid", |it, one| {
        raw(one
            .map_or(&it.decision.context.scan, |one| &one.scan)
            .as_ref())
    }),
    ("rule", |it, _| raw(it.decision.context.rule.as_ref())),
    ("rule_instance", |it, _| {
        raw(it.decision.context.rule_instance.as_ref())
    }),
    ("threat", |it, _| raw(it.decision.context.threat.as_ref())),
    ("kind", |it, _| {
        it.kind.map(|kind| kind_word(kind).to_owned())
    }),
    ("file", |_, one| raw(one?.file.as_ref())),
    ("hash", |_, one| raw(one?.hash.as_ref())),
    ("symbol", |_, one| raw(one?.symbol.as_ref())),
    ("description", |_, one| raw(Some(&one?.description))),
    ("fingerprint", |it, one| {
        let whole = it.decision.context.fingerprint;
        Some(one.map_or(whole, |one| one.fingerprint).to_string())
    }),
    ("author", |it, _| raw(Some(&it.decision.author))),
    ("created", |it, _| Some(it.decision.at.to_string())),
    ("expires", |it, _| {
        it.decision.expires.map(|date| date.to_string())
    }),
    ("note", |it, _| raw(Some(&it.decision.note))),
    ("proposed_change", |it, _| {
        it.tuning
            .as_ref()
            .and_then(|tuning| raw(Some(&tuning.knob.change)))
    }),
];

/// The exceptions as a table.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "memory does not fail to be written, rows are equally long, and text stays text"
)]
pub fn csv(exceptions: &[Exception]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let headings = COLUMNS.map(|(heading, _)| heading);
    table.write_record(headings).expect("the header is written");
    for exception in exceptions {
        for covered in rows(exception) {
            let cells =
                COLUMNS.map(|(_, value)| cell(&value(exception, covered).unwrap_or_default()));
            table.write_record(&cells).expect("a row is written");
        }
    }
    let bytes = table.into_inner().expect("the table is complete");
    String::from_utf8(bytes).expect("cells are text")
}

/// What an exception covers, or nothing once, so that a whole scan has its row too.
fn rows(exception: &Exception) -> impl Iterator<Item = Option<&Covered>> {
    let whole = exception.covers.is_empty().then_some(None);
    exception.covers.iter().map(Some).chain(whole)
}

fn raw(text: Option<&Untrusted>) -> Option<String> {
    text.map(|text| text.raw().to_owned())
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Threat => "threat",
        Kind::Policy => "policy",
    }
}

/// A cell that no spreadsheet runs and no terminal obeys.
fn cell(text: &str) -> String {
    let shown = Printable::line(text).into_string();
    let formula = shown.trim_start().starts_with(FORMULA);
    if formula || text.starts_with(['\t', '\r', '\n']) {
        format!("'{shown}")
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("  =1", "'  =1"),
            ("\t=1", "' =1"),
            ("\rx", "'\\x0dx"),
            ("model=1", "model=1"),
            ("", ""),
        ];
        for (raw, safe) in cases {
            assert_eq!(cell(raw), safe, "{raw:?}");
        }
    }
}
