//! The reports that the page is about: whoever gets the ticket looks for the build that was stopped.

use std::fmt::Write;

use super::{dash, heading, row};
use crate::domain::inert::{code_cell, text};
use crate::domain::report::Report;

/// How many reports are listed.
const LISTED: usize = 20;
const HEADINGS: [&str; 7] = [
    "Report",
    "Outcome",
    "Model",
    "Rules failed",
    "Security group",
    "Scanned",
    "Scan",
];

pub(super) fn write(page: &mut String, reports: &[Report]) {
    if reports.is_empty() {
        return;
    }
    heading(page, &HEADINGS);
    for report in reports.iter().take(LISTED) {
        let (head, scan) = (&report.head, &report.head.scan);
        let group = scan.group.as_ref();
        let group = group.and_then(|group| group.name.as_ref().or(group.uuid.as_ref()));
        let time = |time: jiff::Timestamp| time.strftime("%Y-%m-%d %H:%M UTC").to_string();
        row(
            page,
            &[
                text(&head.source.name()),
                text(&scan.outcome.word().into()),
                text(&head.name()),
                scan.rules
                    .map_or_else(dash, |rules| format!("{} of {}", rules.failed, rules.total)),
                group.map_or_else(dash, text),
                scan.created_at.map_or_else(dash, time),
                scan.uuid.as_ref().map_or_else(dash, code_cell),
            ],
        );
    }
    let rest = reports.len().saturating_sub(LISTED);
    if rest > 0 {
        let _ = write!(page, "\nAnd {rest} more reports.\n");
    }
}
