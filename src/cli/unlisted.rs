//! What a report says of rules that failed and does not list, and the way to see why they did.

use std::collections::HashSet;

use super::finding;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Evaluation, Report};
use crate::domain::text::Untrusted;

/// What a report leaves out, in lines; none where it lists everything.
pub(super) fn lines(report: &Report) -> Vec<String> {
    let explained: HashSet<_> = report.findings.iter().map(|it| &it.seen.rule).collect();
    let failed: Vec<_> = report
        .evaluations
        .iter()
        .filter(|it| it.result.raw() == "FAILED" && !explained.contains(&it.rule))
        .collect();
    let mut lines: Vec<_> = failed.iter().copied().map(failure).collect();
    if report.findings.is_empty() {
        lines.push(format!("  {}", why(report, failed.len())));
    }
    if report.findings.is_empty() || !failed.is_empty() {
        lines.extend(way_on(report));
    }
    lines
}

fn failure(evaluation: &Evaluation) -> String {
    let state = evaluation.state.as_ref().map(finding::state);
    let line = format!(
        "  failed  {}  {}",
        evaluation.rule.printable(),
        state.unwrap_or_default()
    );
    line.trim_end().to_owned()
}

fn why(report: &Report, failed: usize) -> &'static str {
    let head = &report.head;
    let none_failed = head.scan.rules.is_some_and(|rules| rules.failed == 0);
    match (&head.scan.outcome, head.completeness) {
        (Outcome::Error, _) => "The scan itself failed, so nothing was decided about the model.",
        (Outcome::Pending, _) => {
            "The scan was not finished when this was written: it says nothing yet."
        }
        _ if failed > 0 => "The report says which rules failed, not where.",
        (_, Completeness::Counts) if none_failed => "No rule failed.",
        (_, Completeness::Counts) => {
            "This artifact says how many rules failed, not which: the official client saves counts only."
        }
        _ => "The report lists no findings.",
    }
}

/// The command that fetches what is missing, where there is something and its scan is named.
fn way_on(report: &Report) -> Vec<String> {
    let head = &report.head;
    let scan = &head.scan;
    let done = head.completeness == Completeness::Full
        || matches!(scan.outcome, Outcome::Pending | Outcome::Error)
        || scan.rules.is_some_and(|rules| rules.failed == 0);
    let uuid = scan.uuid.as_ref().map(Untrusted::printable);
    match uuid.filter(|uuid| !done && is_plain(uuid.as_str())) {
        Some(uuid) => vec![
            "  To see why, save its violations beside this file and show the folder:".to_owned(),
            format!("      model-security get-scan-violations {uuid} > {uuid}.violations.json"),
        ],
        None => Vec::new(),
    }
}

/// Whether a scan's UUID may stand in a line that people paste into a shell.
fn is_plain(uuid: &str) -> bool {
    let plain = |byte: u8| byte == b'-' || byte.is_ascii_alphanumeric();
    uuid.bytes().all(plain) && !uuid.starts_with('-') && !uuid.is_empty()
}
