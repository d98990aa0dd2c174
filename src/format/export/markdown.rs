//! Exceptions for a ticket: true positives first, since somebody has to act on them, then what is excused, and last
//! what is still open.

mod bundle;
mod proposal;
mod reports;
mod section;

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::Timestamp;

use self::bundle::{Bundle, bundles};
use crate::domain::decision::Decision;
use crate::domain::exception::{Covered, Exception, Status, Waiting};
use crate::domain::grade::{Origin, Severity};
use crate::domain::inert::{code_cell, sentence, text};
use crate::domain::scope::Scope;
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;
use crate::format::export::Notes;

/// How many open findings are listed.
const OPEN_LISTED: usize = 50;

/// A part of the page: which exceptions it holds, its heading, and what stands under that.
struct Part {
    holds: fn(&Exception) -> bool,
    heading: &'static str,
    words: &'static str,
}

/// The parts, in order; every exception is in one of them.
const PARTS: [Part; 4] = [
    Part {
        holds: stands,
        heading: "True positives",
        words: "The danger of these is real; none of them is excused.",
    },
    Part {
        holds: Exception::excuses,
        heading: "Exceptions",
        words: "These findings are excused until they expire.",
    },
    Part {
        holds: Exception::expired,
        heading: "Expired",
        words: "These exceptions have run out and excuse nothing until someone decides again.",
    },
    Part {
        holds: |it| it.status == Status::NoExcuse && !stands(it),
        heading: "Decided, not excused",
        words: "These were decided; none of them is excused.",
    },
];

fn stands(exception: &Exception) -> bool {
    exception.decision.verdict == Verdict::TruePositive
}

/// The exceptions as a page, with the reports they are about and what waits beside them.
pub fn markdown(notes: Notes<'_>, generated: Timestamp) -> String {
    let Notes {
        reports,
        exceptions,
        waiting,
    } = notes;
    let mut page = String::from("# Triage exceptions\n\n");
    let _ = writeln!(page, "{}\n", headline(exceptions, waiting));
    let _ = writeln!(
        page,
        "Written {generated} by {} {}.",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    );
    reports::write(&mut page, reports);
    let parts = PARTS.map(|part| {
        let bundles = bundles(exceptions.iter().filter(|it| (part.holds)(it)));
        (part, bundles)
    });
    let all = parts.iter().flat_map(|(_, bundles)| bundles);
    table(&mut page, all);
    let mut number = 0;
    for (part, bundles) in &parts {
        if !bundles.is_empty() {
            let _ = write!(page, "\n## {}\n\n{}\n", part.heading, part.words);
        }
        for bundle in bundles {
            number += 1;
            section::write(&mut page, number, bundle);
        }
    }
    still_open(&mut page, waiting);
    page
}

/// How many findings, or scans as a whole, stand where.
fn headline(exceptions: &[Exception], waiting: &[Waiting]) -> String {
    let count = |holds: &dyn Fn(&Exception) -> bool| -> usize {
        let held = exceptions.iter().filter(|it| holds(it));
        held.map(|it| findings(it.covers.iter()).max(1)).sum()
    };
    let of = |verdict| count(&|it| it.decision.verdict == verdict);
    let counts = [
        match of(Verdict::TruePositive) {
            1 => (1, "true positive stands"),
            count => (count, "true positives stand"),
        },
        (count(&Exception::excuses), "excused"),
        (of(Verdict::NeedsReview), "to be reviewed"),
        match of(Verdict::PipelineFault) {
            1 => (1, "pipeline fault"),
            count => (count, "pipeline faults"),
        },
        (count(&Exception::expired), "excused no longer"),
        (waiting.len(), "still open"),
    ];
    let told: Vec<_> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if told.is_empty() {
        return "**Nothing was decided, and nothing is open.**".to_owned();
    }
    let in_force = || exceptions.iter().filter(|it| it.excuses());
    let next = in_force().filter_map(|it| it.decision.expires).min();
    let expiry = match next {
        Some(date) => format!(" The next exception expires on **{date}**."),
        None if in_force().next().is_some() => " No exception expires.".to_owned(),
        None => String::new(),
    };
    format!("**{}.**{expiry}", told.join(", "))
}

/// How many findings these are: the same one in several scans is one.
fn findings<'a>(covers: impl Iterator<Item = &'a Covered>) -> usize {
    let fingerprints: BTreeSet<_> = covers.map(|covered| covered.fingerprint).collect();
    fingerprints.len()
}

/// The table's columns.
const HEADINGS: [&str; 10] = [
    "#", "Verdict", "Severity", "Threat", "Rule", "Where", "Model", "Findings", "Expires", "By",
];

fn table<'a>(page: &mut String, bundles: impl Iterator<Item = &'a Bundle<'a>>) {
    let mut rows = (1_usize..).zip(bundles).peekable();
    if rows.peek().is_some() {
        heading(page, &HEADINGS);
    }
    for (number, bundle) in rows {
        let decision = &bundle.first.decision;
        let context = &decision.context;
        let rule = context.rule.as_ref();
        let findings = findings(bundle.covers());
        let cells: [String; HEADINGS.len()] = [
            number.to_string(),
            decision.verdict.words().to_owned(),
            bundle.severity().map_or_else(dash, severity),
            either(bundle.threats().iter().map(|code| text(code)), "threats"),
            whole_or(rule),
            place(bundle),
            reach(decision),
            Some(findings)
                .filter(|many| *many > 0)
                .map_or_else(dash, |many| many.to_string()),
            expiry(bundle.first),
            text(&decision.author),
        ];
        row(page, &cells);
    }
}

fn heading(page: &mut String, headings: &[&str]) {
    let _ = write!(page, "\n| {} |\n", headings.join(" | "));
    let _ = writeln!(page, "|{}", "---|".repeat(headings.len()));
}

fn row(page: &mut String, cells: &[String]) {
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

fn whole_or(rule: Option<&Untrusted>) -> String {
    rule.map_or_else(|| "the whole scan".to_owned(), text)
}

fn dash() -> String {
    "–".to_owned()
}

/// The only one, or how many there are.
fn either(all: impl ExactSizeIterator<Item = String>, what: &str) -> String {
    match all.len() {
        0 => dash(),
        1 => all.collect(),
        many => format!("{many} {what}"),
    }
}

/// File and symbol, where there is one of each.
fn place(bundle: &Bundle<'_>) -> String {
    let files: BTreeSet<_> = bundle.covers().filter_map(|it| it.file.as_ref()).collect();
    let symbols: BTreeSet<_> = bundle
        .covers()
        .filter_map(|it| it.symbol.as_ref())
        .collect();
    let cells = |all: BTreeSet<&Untrusted>| all.into_iter().map(code_cell).collect::<Vec<_>>();
    let file = either(cells(files).into_iter(), "files");
    if symbols.is_empty() {
        file
    } else {
        format!("{file}, {}", either(cells(symbols).into_iter(), "symbols"))
    }
}

/// A severity and who says so: the reports of the vendor have none, and a derived one must not look like it.
fn severity(severity: Severity) -> String {
    let origin = match severity.origin {
        Origin::Derived => "derived",
        Origin::Reported => "reported",
    };
    format!("{} ({origin})", severity.level.word())
}

/// The model that a decision is about; of one about a rule in a group, every model there.
fn reach(decision: &Decision) -> String {
    let context = &decision.context;
    let group = context.group_name.as_ref().or(context.group_uuid.as_ref());
    match (decision.subject.scope(), group) {
        (Some(Scope::RuleInGroup), Some(group)) => format!("every model of {}", text(group)),
        (Some(Scope::RuleInGroup), None) => "every model of the group".to_owned(),
        _ => text(&context.model),
    }
}

fn expiry(exception: &Exception) -> String {
    match exception.decision.expires {
        Some(date) if exception.expired() => format!("{date} (expired)"),
        Some(date) => date.to_string(),
        None if exception.excuses() => "never".to_owned(),
        None => dash(),
    }
}

fn still_open(page: &mut String, waiting: &[Waiting]) {
    if waiting.is_empty() {
        return;
    }
    let words = "Nobody has decided about these, or the decision has run out.";
    let _ = write!(page, "\n## Still open\n\n{words}\n");
    heading(
        page,
        &[
            "Severity",
            "Threat",
            "Rule",
            "Where",
            "Model",
            "Finding",
            "Fingerprint",
        ],
    );
    for one in waiting.iter().take(OPEN_LISTED) {
        let covered = &one.covered;
        let places = [&covered.file, &covered.symbol].into_iter().flatten();
        let places: Vec<_> = places.map(code_cell).collect();
        let expired = if one.expired {
            " (exception expired)"
        } else {
            ""
        };
        row(
            page,
            &[
                one.severity.map_or_else(dash, severity),
                one.threat.as_ref().map_or_else(dash, text),
                whole_or(one.rule.as_ref()),
                Some(places.join(", "))
                    .filter(|it| !it.is_empty())
                    .unwrap_or_else(dash),
                text(&covered.model),
                format!("{}{expired}", sentence(&covered.description)),
                format!("`{}`", covered.fingerprint),
            ],
        );
    }
    let rest = waiting.len().saturating_sub(OPEN_LISTED);
    if rest > 0 {
        let _ = write!(page, "\nAnd {rest} more.\n");
    }
}
