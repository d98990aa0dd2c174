//! What nobody has decided, or not any more: whoever is handed exceptions wants to know what they leave.

use std::collections::HashSet;

use jiff::civil::Date;

use super::Covered;
use crate::domain::decisions::{Decisions, Standing};
use crate::domain::finding::Finding;
use crate::domain::grade::Severity;
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::report::{Head, Report};
use crate::domain::text::Untrusted;

/// A finding without a verdict in force, or a scan that was not passed and whose report does not say why.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Its rule; none for a scan.
    pub rule: Option<Untrusted>,
    /// Threat code.
    pub threat: Option<Untrusted>,
    /// Reported or derived severity.
    pub severity: Option<Severity>,
    /// Whether it was excused until the exception ran out.
    pub expired: bool,
    /// The finding, or the scan.
    pub covered: Covered,
}

/// What still waits on these reports: findings in the order of triage, then scans; what one verdict would decide in
/// several scans is there once.
pub fn waiting(reports: &[Report], decisions: &Decisions, today: Date) -> Vec<Waiting> {
    let mut findings = Vec::new();
    let mut scans = Vec::new();
    for report in reports {
        for finding in &report.findings {
            let standing = decisions.of_finding(&report.head, &finding.key(), today);
            if standing.is_open() {
                findings.push((finding.order(), of_finding(report, finding, standing)));
            }
        }
        let standing = decisions.of_scan(&report.head, today);
        if standing.is_open() && keeps_quiet(report) {
            scans.push(of_scan(&report.head, standing));
        }
    }
    findings.sort_by(|(one, first), (other, second)| {
        (one, &first.covered).cmp(&(other, &second.covered))
    });
    scans.sort_by(|one, other| one.covered.cmp(&other.covered));
    let findings = findings.into_iter().map(|(_, found)| found);
    let mut told = HashSet::new();
    findings
        .chain(scans)
        .filter(|found| told.insert(found.covered.fingerprint))
        .collect()
}

/// Whether a report tells that something is wrong, and nothing of what.
fn keeps_quiet(report: &Report) -> bool {
    let scan = &report.head.scan;
    let failed = scan.rules.is_some_and(|rules| rules.failed > 0);
    let passed = scan.outcome == Outcome::Unstated || scan.outcome.meaning() == Meaning::Passed;
    report.findings.is_empty() && (failed || !passed)
}

fn of_finding(report: &Report, finding: &Finding, standing: Standing<'_>) -> Waiting {
    Waiting {
        rule: Some(finding.seen.rule.clone()),
        threat: finding.seen.threat.clone(),
        severity: finding.severity,
        expired: matches!(standing, Standing::Expired(_)),
        covered: Covered::of(&report.head, finding),
    }
}

fn of_scan(head: &Head, standing: Standing<'_>) -> Waiting {
    Waiting {
        rule: None,
        threat: None,
        severity: None,
        expired: matches!(standing, Standing::Expired(_)),
        covered: Covered {
            model: head.name(),
            scan: head.scan.uuid.clone(),
            file: None,
            hash: None,
            symbol: None,
            description: format!("{}; the report does not say why", head.scan.outcome.word())
                .into(),
            fingerprint: head.identity.exact,
        },
    }
}
