//! The rules behind the screen: reach, expiry and history in words.

use airs_triage::domain::decision::{Act, Decision};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::decisions::reach::Reaches;
use airs_triage::domain::exception::exceptions_about;
use airs_triage::domain::expiry::Expiry;
use airs_triage::domain::history::{Event, told};
use airs_triage::domain::report::{Report, Summary};
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::verdict::{Reason, Verdict};
use airs_triage::format::export::json::json;
use airs_triage::io::demo;
use jiff::civil::Date;
use proptest::prelude::*;
use strum::IntoEnumIterator;

use super::{decisions, workspace};
use crate::schema::validate;

const TODAY: Date = Date::constant(2026, 8, 2);

fn usual() -> Decision {
    let reports = workspace();
    let all = decisions(&reports);
    all.iter().find(|it| it.event == 3).unwrap().clone()
}

#[test]
fn an_expiry_is_told_in_words() {
    let excused = Decision {
        verdict: Verdict::FalsePositive,
        ..usual()
    };
    let cases = [
        (Some(Date::constant(2026, 7, 30)), "expired 3 days ago"),
        (Some(Date::constant(2026, 8, 1)), "expired 1 day ago"),
        (Some(TODAY), "soon: today"),
        (Some(Date::constant(2026, 8, 15)), "soon: in 13 days"),
        (Some(Date::constant(2026, 8, 16)), "in 14 days"),
        (None, "never"),
    ];
    let mut order = Vec::new();
    for (expires, words) in cases {
        let decision = Decision {
            expires,
            ..excused.clone()
        };
        let expiry = Expiry::of(&decision, TODAY);
        assert_eq!(expiry.words(), words);
        order.push(expiry.stage());
        assert_eq!(decision.expired(TODAY), words.starts_with("expired"));
    }
    assert!(order.is_sorted());
    let danger = Decision {
        verdict: Verdict::TruePositive,
        expires: None,
        ..excused
    };
    assert_eq!(Expiry::of(&danger, TODAY).words(), "–");
}

#[test]
fn a_history_is_told_in_words() {
    let first = Decision {
        expires: Some(Date::constant(2026, 8, 14)),
        ..usual()
    };
    let longer = Decision {
        expires: Some(Date::constant(2026, 11, 12)),
        ..first.clone()
    };
    let noted = Decision {
        note: "other words".into(),
        reason: Some(Reason::NotForRelease),
        ..longer.clone()
    };
    let danger = Decision {
        verdict: Verdict::TruePositive,
        reason: None,
        expires: None,
        ..noted.clone()
    };
    let story = [
        (
            Act::Recorded,
            Some(&first),
            "decided false positive, ToolNoise, until 2026-08-14",
        ),
        (Act::Recorded, Some(&first), "decided false positive again"),
        (Act::Recorded, Some(&longer), "extended to 2026-11-12"),
        (Act::Recorded, Some(&first), "changed: until 2026-08-14"),
        (
            Act::Redone,
            Some(&longer),
            "redone: false positive, ToolNoise, until 2026-11-12",
        ),
        (
            Act::Recorded,
            Some(&noted),
            "changed: reason NotForRelease, another note",
        ),
        (
            Act::Recorded,
            Some(&danger),
            "changed false positive to true positive",
        ),
        (Act::Recorded, None, "reopened"),
        (Act::Undone, Some(&danger), "undone: true positive again"),
        (Act::Redone, None, "redone: reopened"),
        (Act::Undone, None, "undone: open again"),
        (Act::Recorded, Some(&danger), "decided true positive"),
    ];
    let event = |(act, decision, _): &(Act, Option<&Decision>, &str)| Event {
        reopened: false,
        id: 1,
        at: demo::clock(),
        author: "ann".into(),
        act: *act,
        subject: first.subject.clone(),
        decision: decision.cloned(),
    };
    let events: Vec<_> = story.iter().map(event).collect();
    let words: Vec<_> = story.iter().map(|(_, _, words)| *words).collect();
    assert_eq!(told(&events), words);
}

#[test]
fn exceptions_without_their_reports_keep_to_the_schema_and_say_so() {
    let reports = workspace();
    let all = decisions(&reports);
    let subjects: Vec<Subject> = all.iter().map(|it| it.subject.clone()).collect();
    for (at_hand, kept) in [(&reports[..], 1), (&[], 7)] {
        let exceptions = exceptions_about(&subjects, at_hand, &all, TODAY);
        assert_eq!(exceptions.len(), subjects.len());
        assert_eq!(exceptions.iter().filter(|it| it.from_ledger).count(), kept);
        let text = json(&exceptions, demo::clock());
        validate("exceptions-1", &text);
        assert_eq!(text.matches("\"from_ledger\": true").count(), kept);
        let findings = exceptions.iter().filter(|it| it.kind.is_some());
        assert!(findings.clone().count() == 7 && findings.clone().all(|it| !it.covers.is_empty()));
    }
    let one = exceptions_about(&subjects[..1], &reports, &all, TODAY);
    assert_eq!(one[0].decision.subject, subjects[0]);
    assert_eq!(one.len(), 1);
}

/// What a verdict covers, counted the slow way.
fn counted(decision: &Decision, summaries: &[Summary]) -> (usize, usize) {
    let (mut findings, mut reports) = (0, 0);
    for summary in summaries {
        let head = &summary.head;
        let whole = Subject::Scan {
            fingerprint: head.identity.exact,
        };
        let scope = decision.subject.scope();
        let here = summary.keys.iter().filter(|key| {
            scope
                .and_then(|scope| Subject::of(scope, head, key))
                .as_ref()
                == Some(&decision.subject)
        });
        let here = here.count();
        findings += here;
        reports += usize::from(here > 0 || whole == decision.subject);
    }
    (findings, reports)
}

/// Every verdict that could be given in the workspace.
fn possible(reports: &[Report]) -> Vec<Decision> {
    let like = usual();
    let mut all = Vec::new();
    for report in reports {
        let head = &report.head;
        let subjects = report.findings.iter().flat_map(|finding| {
            Scope::iter().filter_map(|scope| Subject::of(scope, head, &finding.key()))
        });
        let whole = Subject::Scan {
            fingerprint: head.identity.exact,
        };
        for subject in subjects.chain([whole]) {
            all.push(Decision {
                event: i64::try_from(all.len()).unwrap(),
                subject,
                ..like.clone()
            });
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However the library arrives and whatever the ledger held before, one pass counts what asking every finding about every verdict would.
    #[test]
    fn reach_is_what_every_finding_says(
        chosen in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        earlier in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        parts in prop::collection::vec(0usize..12, 0..4)
    ) {
        let reports = workspace();
        let all = possible(&reports);
        let decisions: Decisions = chosen.iter().map(|at| at.get(&all).clone()).collect();
        let before: Decisions = earlier.iter().map(|at| at.get(&all).clone()).collect();
        let summaries: Vec<_> = reports.iter().map(Report::summary).collect();
        let mut reaches = Reaches::default();
        reaches.follow(&before);
        reaches.add(&before, &summaries[..summaries.len() / 2]);
        reaches.follow(&decisions);
        let mut parts: Vec<_> = parts.into_iter().map(|part| part.min(summaries.len())).collect();
        parts.sort_unstable();
        for part in parts {
            reaches.add(&decisions, &summaries[..part]);
        }
        reaches.add(&decisions, &summaries);
        for decision in decisions.iter() {
            let reach = reaches.get(&decision.subject).cloned().unwrap_or_default();
            prop_assert_eq!((reach.findings, reach.reports.len()), counted(decision, &summaries));
        }
    }
}
