//! What a report says of rules that failed and does not list, and the way to see why they did.

use std::collections::HashSet;

use super::finding;
use crate::domain::clip::is_plain;
use crate::domain::gist;
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
        lines.push(format!("  {}", gist::sentence(report)));
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

/// The commands that fetch what is missing, where there is something and its scan is named.
fn way_on(report: &Report) -> Vec<String> {
    let head = &report.head;
    let scan = &head.scan;
    let done = head.completeness == Completeness::Full
        || matches!(scan.outcome, Outcome::Pending | Outcome::Error)
        || scan.rules.is_some_and(|rules| rules.failed == 0);
    let uuid = scan.uuid.as_ref().map(Untrusted::printable);
    match uuid.filter(|uuid| !done && is_plain(uuid.as_str())) {
        Some(uuid) => vec![
            "  To see why, fetch it from your tenant, or save its violations beside this file and show the folder:".to_owned(),
            format!("      airs-triage fetch {uuid}"),
            format!("      model-security get-scan-violations {uuid} > {uuid}.violations.json"),
        ],
        None => Vec::new(),
    }
}
