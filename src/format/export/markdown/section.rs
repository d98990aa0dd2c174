//! One section of the page: what was decided, by whom and why, what it covers, and what would make it unnecessary.

use std::fmt::Write;

use super::bundle::Bundle;
use super::{dash, expiry, findings, heading, proposal, reach, row, severity};
use crate::domain::decision::{Context, Decision};
use crate::domain::exception::{Covered, Status};
use crate::domain::inert::{code, code_cell, inert_outside_tables, sentence, text};
use crate::domain::scope::Scope;
use crate::domain::text::Untrusted;
use crate::domain::words::counted;

/// What is said where nobody looked at the reports.
const KEPT: &str = "No finding of the reports at hand stood under it when this was written: this is what the ledger kept \
                    of the moment of the decision. A scope wider than this finding may cover more.";
/// How many findings of one section are listed; the other formats list all.
const COVERS_LISTED: usize = 20;

pub(super) fn write(page: &mut String, number: usize, bundle: &Bundle<'_>) {
    let decision = &bundle.first.decision;
    let context = &decision.context;
    let rule = context.rule.as_ref();
    let rule = rule.map_or("The whole scan".to_owned(), text);
    let _ = write!(page, "\n### {number}. {rule} in {}\n\n", reach(decision));
    let mut line = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(page, "- {label}: {value}");
        }
    };
    line("Verdict", Some(ruling(decision)));
    line("Scope", Some(scope(bundle)));
    let excusable = bundle.first.status != Status::NoExcuse;
    line("Expires", excusable.then(|| expiry(bundle.first)));
    line(
        "Decided",
        Some(format!("{} by {}", decision.at, text(&decision.author))),
    );
    let widely = decision.subject.scope() == Some(Scope::RuleInGroup);
    let (model, scan) = if widely {
        ("First decided on", "In scan")
    } else {
        ("Model", "Scan")
    };
    line(model, context.model_uri.as_ref().map(code));
    line(scan, context.scan.as_ref().map(code));
    line("Security group", context.group_name.as_ref().map(text));
    line("Security group UUID", context.group_uuid.as_ref().map(code));
    line("Rule instance", context.rule_instance.as_ref().map(code));
    let threats: Vec<_> = bundle.threats().into_iter().map(code).collect();
    line("Threat", Some(threats.join(", ")));
    line("Severity", bundle.severity().map(severity));
    let whole = bundle.covers().next().is_none();
    line(
        "Fingerprint",
        whole.then(|| format!("`{}`", context.fingerprint)),
    );
    note(page, &decision.note);
    covers(page, bundle);
    if bundle.all.iter().any(|exception| exception.from_ledger) {
        let _ = write!(page, "\n{KEPT}\n");
    }
    proposal::write(page, bundle);
}

fn ruling(decision: &Decision) -> String {
    let words = decision.verdict.words();
    decision.reason.map_or(words.to_owned(), |reason| {
        format!("{words} ({reason}: {})", reason.words())
    })
}

fn scope(bundle: &Bundle<'_>) -> String {
    match bundle.all.len() {
        1 => bundle.first.decision.subject.words().to_owned(),
        many => format!("each of these {many} findings exactly"),
    }
}

fn note(page: &mut String, note: &Untrusted) {
    let lines = note.printable_lines();
    let lines = lines.iter().map(|line| line.as_str().trim());
    let shown: Vec<_> = lines
        .filter(|line| !line.is_empty())
        .map(|line| format!("> {}\n", inert_outside_tables(line)))
        .collect();
    if !shown.is_empty() {
        let _ = write!(page, "\n{}", shown.join(">\n"));
    }
}

fn covers(page: &mut String, bundle: &Bundle<'_>) {
    let context = &bundle.first.decision.context;
    let all: Vec<_> = bundle.covers().collect();
    let shown = &all[..all.len().min(COVERS_LISTED)];
    match shown {
        [] => return,
        [one] => {
            let _ = write!(page, "\nCovers 1 finding:\n\n- {}\n", finding(one, context));
        }
        several => {
            let seen = match (findings(all.iter().copied()), all.len()) {
                (findings, places) if findings < places => {
                    format!("{}, seen {places} times", counted(findings, "finding"))
                }
                (findings, _) => counted(findings, "finding"),
            };
            let _ = writeln!(page, "\nCovers {seen}:");
            table(page, several, context);
        }
    }
    let rest = all.len() - shown.len();
    if rest > 0 {
        let _ = writeln!(page, "\nAnd {rest} more.");
    }
}

/// A column: its heading, what it holds of a finding, and whether the section has not said so already.
type Column = (
    &'static str,
    fn(&Covered) -> Option<String>,
    fn(&Covered, &Context) -> bool,
);

/// Model and scan are named where one of them is another than that of the section.
const COLUMNS: [Column; 7] = [
    (
        "Model",
        |it| Some(text(&it.model)),
        |it, context| it.model != context.model,
    ),
    ("File", |it| it.file.as_ref().map(code_cell), always),
    ("Symbol", |it| it.symbol.as_ref().map(code_cell), always),
    ("Hash", |it| it.hash.as_ref().map(code_cell), always),
    (
        "Scan",
        |it| it.scan.as_ref().map(code_cell),
        |it, context| it.scan != context.scan,
    ),
    (
        "Fingerprint",
        |it| Some(format!("`{}`", it.fingerprint)),
        always,
    ),
    ("Finding", |it| Some(sentence(&it.description)), always),
];

fn always(_: &Covered, _: &Context) -> bool {
    true
}

fn table(page: &mut String, covers: &[&Covered], context: &Context) {
    let told = |(_, cell, new): &&Column| {
        let mut covers = covers.iter();
        covers.any(|one| new(one, context) && cell(one).is_some())
    };
    let columns: Vec<_> = COLUMNS.iter().filter(told).collect();
    let headings: Vec<_> = columns.iter().map(|(heading, ..)| *heading).collect();
    heading(page, &headings);
    for one in covers {
        let cells = columns.iter().map(|(_, cell, _)| cell(one));
        row(
            page,
            &cells
                .map(|cell| cell.unwrap_or_else(dash))
                .collect::<Vec<_>>(),
        );
    }
}

/// The same in one line.
fn finding(covered: &Covered, context: &Context) -> String {
    let new = COLUMNS.iter().filter(|(.., new)| new(covered, context));
    let parts = new.filter_map(|(heading, cell, _)| {
        let value = cell(covered)?;
        Some(match *heading {
            "Symbol" | "Hash" | "Scan" => format!("{} {value}", heading.to_lowercase()),
            _ => value,
        })
    });
    let mut parts: Vec<_> = parts.collect();
    let description = parts.pop().unwrap_or_default();
    format!("{}: {description}", parts.join(", "))
}
