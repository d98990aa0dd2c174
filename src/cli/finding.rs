//! Findings in lines: what is wrong where, how grave, what was decided by whom, and what the source advises.

use std::collections::HashSet;

use crate::domain::decision::Decision;
use crate::domain::decisions::Standing;
use crate::domain::finding::Finding;
use crate::domain::grade::Origin;
use crate::domain::observation::{Remediation, RuleState};
use crate::domain::scope::Scope;
use crate::domain::text::Printable;

/// What findings of one cause have in common: the rule, the threat, how grave it is and who says so.
pub(super) fn cause(members: &[&Finding]) -> Option<String> {
    let first = members.first()?;
    let seen = &first.seen;
    let mut cause = format!("  {}", seen.rule.printable());
    if members.len() > 1 {
        cause.push_str(&format!(" ×{}", members.len()));
    }
    let threat = seen
        .threat
        .iter()
        .map(|code| code.printable().into_string());
    let severity = first.severity.map(|severity| {
        let origin = match severity.origin {
            Origin::Derived => "derived",
            Origin::Reported => "reported",
        };
        format!("{} ({origin})", severity.level.word())
    });
    let marks: Vec<_> = threat
        .chain(severity)
        .chain(seen.rule_state.as_ref().map(state))
        .collect();
    if !marks.is_empty() {
        cause.push_str(&format!("  {}", marks.join(" · ")));
    }
    Some(cause)
}

/// The state of a rule, safe to show.
pub(super) fn state(state: &RuleState) -> String {
    Printable::line(state.word()).into_string()
}

/// One finding: where it stands, what it is, its fingerprint, and the decision about it.
pub(super) fn lines(finding: &Finding, standing: Standing<'_>) -> Vec<String> {
    let seen = &finding.seen;
    let place = [seen.symbol(), seen.file.clone()].into_iter().flatten();
    let place: Vec<_> = place.map(|text| text.printable().into_string()).collect();
    let mut what = seen.description.printable().into_string();
    if !place.is_empty() {
        what = format!("{}: {what}", place.join(" in "));
    }
    let mut lines = vec![
        format!("    {}  {what}", words(standing)),
        format!("        {}", finding.identity.exact),
    ];
    lines.extend(ruling(standing));
    lines
}

/// What the source advises against findings of one cause; the same advice once.
pub(super) fn advice(members: &[&Finding]) -> Vec<String> {
    let mut told = HashSet::new();
    members
        .iter()
        .filter_map(|member| member.seen.remediation.as_deref())
        .filter(|advice| told.insert(*advice))
        .flat_map(steps)
        .collect()
}

fn steps(advice: &Remediation) -> Vec<String> {
    let numbered = (1..)
        .zip(&advice.steps)
        .map(|(number, step)| format!("{number} {}", step.printable()));
    let link = advice
        .url
        .iter()
        .map(|url| format!("see {}", url.printable()));
    let label = |at| if at == 0 { "fix" } else { "   " };
    numbered
        .chain(link)
        .enumerate()
        .map(|(at, step)| format!("    {}  {step}", label(at)))
        .collect()
}

/// Where a finding or a scan stands, in a few words.
pub(super) fn words(standing: Standing<'_>) -> String {
    match standing {
        Standing::Open => "open".to_owned(),
        Standing::Decided(decision) => decision.verdict.words().to_owned(),
        Standing::Carried(decision) => format!("{} (carried)", decision.verdict.words()),
        Standing::Proposed(decision) => format!("open (proposed: {})", decision.verdict.words()),
        Standing::Expired(decision) => format!("open (expired: {})", decision.verdict.words()),
    }
}

/// Who decided, when, how far it reaches, until when, why, and about what else where it was not this.
pub(super) fn ruling(standing: Standing<'_>) -> Option<String> {
    let (decision, origin) = match standing {
        Standing::Open => return None,
        Standing::Decided(decision) | Standing::Expired(decision) => (decision, None),
        Standing::Carried(decision) => (decision, Some(("from", decision))),
        Standing::Proposed(decision) => (decision, Some(("for the same in", decision))),
    };
    let mut line = format!("        {}", signed(decision));
    if let Some((label, decision)) = origin {
        let context = &decision.context;
        line.push_str(&format!(" · {label} {}", context.model.printable()));
        if let Some(at) = context.scanned {
            line.push_str(&at.strftime(", scanned %Y-%m-%d").to_string());
        }
    }
    Some(line)
}

/// "by ann on 2026-08-02, until 2026-10-31, `ToolNoise`: plain text".
fn signed(decision: &Decision) -> String {
    let day = decision.at.strftime("%Y-%m-%d");
    let author = decision.author.printable();
    format!("by {author} on {day}{}", details(decision))
}

/// ", until 2026-10-31, `ToolNoise`: plain text", after who or what it belongs to.
pub(super) fn details(decision: &Decision) -> String {
    let mut line = String::new();
    let scope = decision.subject.scope();
    if let Some(scope) = scope.filter(|scope| *scope != Scope::Exact) {
        line.push_str(&format!(", {}", scope.words()));
    }
    if let Some(last) = decision.expires {
        line.push_str(&format!(", until {last}"));
    }
    if let Some(reason) = decision.reason {
        line.push_str(&format!(", {reason}"));
    }
    if !decision.note.raw().is_empty() {
        line.push_str(&format!(": {}", decision.note.printable()));
    }
    line
}
