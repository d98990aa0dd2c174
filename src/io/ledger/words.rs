//! What an act did, in words.

use crate::domain::decision::{Act, Context};
use crate::domain::history::Event;
use crate::domain::scope::Subject;
use crate::domain::text::{Printable, Untrusted};
use crate::domain::verdict::Verdict;

/// "false positive on 9 findings", "reopened the scan as a whole", "verdicts on 2 rules": one verdict is named, several are not.
pub(super) fn of_act<'a>(told: impl Iterator<Item = (Option<Verdict>, &'a Subject)>) -> String {
    let (verdicts, subjects): (Vec<_>, Vec<_>) = told.unzip();
    let about = about(&subjects);
    let same = verdicts.windows(2).all(|pair| pair[0] == pair[1]);
    match verdicts.first().copied().flatten() {
        _ if !same => format!("verdicts on {about}"),
        Some(verdict) => format!("{} on {about}", verdict.words()),
        None => format!("reopened {about}"),
    }
}

fn about(subjects: &[&Subject]) -> String {
    let all = |which: fn(&Subject) -> bool| subjects.iter().all(|subject| which(subject));
    let (one, many) = if all(|subject| matches!(subject, Subject::Exact { .. })) {
        ("1 finding", "findings")
    } else if all(|subject| matches!(subject, Subject::Scan { .. })) {
        ("the scan as a whole", "scans as a whole")
    } else {
        let rules = all(|subject| {
            matches!(
                subject,
                Subject::RuleInModel { .. } | Subject::RuleInGroup { .. }
            )
        });
        (
            subjects.first().map_or("", |subject| subject.words()),
            if rules { "rules" } else { "subjects" },
        )
    };
    match subjects.len() {
        1 => one.to_owned(),
        count => format!("{count} {many}"),
    }
}

/// What an event did to its subject, after its author's name: "decided true positive".
pub(super) fn of_event(event: &Event) -> String {
    let verdict = event
        .decision
        .as_ref()
        .map(|decision| decision.verdict.words());
    match (event.act, verdict) {
        (Act::Recorded, Some(verdict)) => format!("decided {verdict}"),
        (Act::Recorded | Act::Redone, None) => "reopened it".to_owned(),
        (Act::Undone, None) => "took a verdict back".to_owned(),
        (Act::Undone | Act::Redone, Some(verdict)) => format!("restored {verdict}"),
    }
}

/// What a decision was about: "Load Time Code Execution Check in model.pkl".
pub(super) fn of_context(context: &Context) -> Printable {
    let place = context.file.as_ref().unwrap_or(&context.model).raw();
    let rule = context
        .rule
        .as_ref()
        .map_or("the scan as a whole", Untrusted::raw);
    Printable::line(&format!("{rule} in {place}"))
}
