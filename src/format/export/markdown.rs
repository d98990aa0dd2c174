//! Exceptions for a ticket.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::Timestamp;

use crate::domain::decision::{Context, Decision};
use crate::domain::exception::{Covered, Exception, Status};
use crate::domain::inert::{code, inert, text};
use crate::domain::text::Untrusted;
use crate::domain::tuning::Tuning;

/// How many findings of one exception are listed; the other formats list all.
const COVERS_LISTED: usize = 20;
/// The sections, in order, and what stands under their heading.
const SECTIONS: [(Status, &str, &str); 3] = [
    (
        Status::InForce,
        "Exceptions",
        "These findings are excused until they expire.",
    ),
    (
        Status::Expired,
        "Expired",
        "These exceptions have run out and excuse nothing until someone decides again.",
    ),
    (
        Status::NoExcuse,
        "Decided, not excused",
        "These were decided; none of them is excused.",
    ),
];

/// The exceptions as a page.
pub fn markdown(exceptions: &[Exception], generated: Timestamp) -> String {
    let mut page = String::from("# Triage exceptions\n\n");
    let numbered = |status| {
        (1..)
            .zip(exceptions)
            .filter(move |(_, it)| it.status == status)
    };
    let _ = writeln!(page, "{}\n", summary(exceptions));
    let _ = writeln!(
        page,
        "Written {generated} by {} {}.",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    );
    table(&mut page, exceptions);
    for (status, heading, words) in SECTIONS {
        if numbered(status).next().is_some() {
            let _ = write!(page, "\n## {heading}\n\n{words}\n");
        }
        for (number, exception) in numbered(status) {
            section(&mut page, number, exception);
        }
    }
    page
}

fn summary(exceptions: &[Exception]) -> String {
    let count = |status| exceptions.iter().filter(|it| it.status == status).count();
    let in_force = || exceptions.iter().filter(|it| it.excuses());
    let models: BTreeSet<_> = in_force().map(|it| &it.decision.context.model).collect();
    let next = in_force().filter_map(|it| it.decision.expires).min();
    let mut text = format!(
        "**{}** over {}, {}.",
        counted(count(Status::InForce), "exception"),
        counted(models.len(), "model"),
        next.map_or("none expires".to_owned(), |date| format!(
            "next expiry **{date}**"
        ))
    );
    for (status, words) in [
        (Status::Expired, "expired"),
        (Status::NoExcuse, "decided, not excused"),
    ] {
        let many = count(status);
        if many > 0 {
            let _ = write!(text, " {many} {words}.");
        }
    }
    text
}

fn counted(many: usize, what: &str) -> String {
    let plural = if many == 1 { "" } else { "s" };
    format!("{many} {what}{plural}")
}

/// The table's columns.
const HEADINGS: [&str; 7] = ["#", "Verdict", "Model", "Rule", "Findings", "Expires", "By"];

fn table(page: &mut String, exceptions: &[Exception]) {
    if exceptions.is_empty() {
        return;
    }
    let _ = write!(page, "\n| {} |\n", HEADINGS.join(" | "));
    let _ = writeln!(page, "|{}", "---|".repeat(HEADINGS.len()));
    for (number, exception) in (1_usize..).zip(exceptions) {
        let decision = &exception.decision;
        let context = &decision.context;
        let cells: [String; HEADINGS.len()] = [
            number.to_string(),
            decision.verdict.words().to_owned(),
            text(&context.model),
            context
                .rule
                .as_ref()
                .map_or("the whole scan".to_owned(), text),
            findings(exception),
            expiry(exception),
            text(&decision.author),
        ];
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
}

fn findings(exception: &Exception) -> String {
    match exception.covers.len() {
        0 => "–".to_owned(),
        many => many.to_string(),
    }
}

fn expiry(exception: &Exception) -> String {
    match exception.decision.expires {
        Some(date) if exception.expired() => format!("{date} (expired)"),
        Some(date) => date.to_string(),
        None if exception.excuses() => "never".to_owned(),
        None => "–".to_owned(),
    }
}

fn section(page: &mut String, number: usize, exception: &Exception) {
    let decision = &exception.decision;
    let context = &decision.context;
    let rule = context
        .rule
        .as_ref()
        .map_or("The whole scan".to_owned(), text);
    let _ = write!(
        page,
        "\n### {number}. {rule} in {}\n\n",
        text(&context.model)
    );
    let mut line = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(page, "- {label}: {value}");
        }
    };
    line("Verdict", Some(ruling(decision)));
    line("Scope", Some(decision.subject.words().to_owned()));
    let excusable = exception.status != Status::NoExcuse;
    line("Expires", excusable.then(|| expiry(exception)));
    line(
        "Decided",
        Some(format!("{} by {}", decision.at, text(&decision.author))),
    );
    line("Model", context.model_uri.as_ref().map(code));
    line("Scan", context.scan.as_ref().map(code));
    line("Security group", context.group_name.as_ref().map(text));
    line("Security group UUID", context.group_uuid.as_ref().map(code));
    line("Rule instance", context.rule_instance.as_ref().map(code));
    line("Threat", context.threat.as_ref().map(code));
    let whole = exception.covers.is_empty();
    line(
        "Fingerprint",
        whole.then(|| format!("`{}`", context.fingerprint)),
    );
    note(page, &decision.note);
    covers(page, exception);
    if let Some(tuning) = &exception.tuning {
        proposal(page, tuning);
    }
}

fn ruling(decision: &Decision) -> String {
    let words = decision.verdict.words();
    decision.reason.map_or(words.to_owned(), |reason| {
        format!("{words} ({reason}: {})", reason.words())
    })
}

fn note(page: &mut String, note: &Untrusted) {
    let lines = note.printable_lines();
    let mut lines = lines.iter().map(|line| line.as_str().trim());
    let shown: Vec<_> = lines
        .by_ref()
        .filter(|line| !line.is_empty())
        .map(|line| format!("> {}\n", inert(line)))
        .collect();
    if !shown.is_empty() {
        let _ = write!(page, "\n{}", shown.join(">\n"));
    }
}

fn covers(page: &mut String, exception: &Exception) {
    let all = &exception.covers;
    if all.is_empty() {
        return;
    }
    let _ = write!(page, "\nCovers {}:\n\n", counted(all.len(), "finding"));
    for covered in all.iter().take(COVERS_LISTED) {
        let _ = writeln!(page, "- {}", finding(covered, &exception.decision.context));
    }
    let rest = all.len().saturating_sub(COVERS_LISTED);
    if rest > 0 {
        let _ = writeln!(page, "- and {rest} more");
    }
}

/// One covered finding; model and scan are named where they are others than those of the section.
fn finding(covered: &Covered, context: &Context) -> String {
    let elsewhere = covered.model != context.model;
    let rescanned = covered
        .scan
        .as_ref()
        .filter(|_| covered.scan != context.scan);
    let labelled = |label: &str, value: &Untrusted| format!("{label} {}", code(value));
    let parts = [
        elsewhere.then(|| text(&covered.model)),
        covered.file.as_ref().map(code),
        covered.symbol.as_ref().map(|it| labelled("symbol", it)),
        covered.hash.as_ref().map(|it| labelled("hash", it)),
        rescanned.map(|it| labelled("scan", it)),
        Some(format!("`{}`", covered.fingerprint)),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    format!("{}: {}", parts.join(", "), text(&covered.description))
}

fn proposal(page: &mut String, tuning: &Tuning) {
    let knob = &tuning.knob;
    let _ = write!(
        page,
        "\nProposed change: **{}**\n\n- {}\n- Reach: {}\n",
        knob.title,
        text(&knob.change),
        knob.reach
    );
    if let Some(request) = &knob.request {
        let _ = writeln!(
            page,
            "- Request: rule instance {} of group {}",
            code(&request.rule_instance),
            code(&request.group)
        );
    }
    let others: Vec<_> = tuning
        .alternatives
        .iter()
        .map(|other| other.title)
        .collect();
    if !others.is_empty() {
        let _ = writeln!(page, "- Or: {}", others.join("; "));
    }
}
