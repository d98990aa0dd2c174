//! Every way through the gate, and what closes it.

use super::*;
use crate::domain::decision::{Context, Decision};
use crate::domain::draft::{Draft, Listing};
use crate::domain::finding::Finding;
use crate::domain::identity;
use crate::domain::observation::Observation;
use crate::domain::outcome::Outcome;
use crate::domain::report::Source;
use crate::domain::scan::Scan;
use crate::domain::scope::{Scope, Subject};

const TODAY: Date = Date::constant(2026, 8, 2);
const GONE: Option<Date> = Some(Date::constant(2026, 8, 1));

fn observed(file: &str, state: RuleState) -> Observation {
    Observation {
        file: Some(file.into()),
        hash: Some("ab".into()),
        rule_state: Some(state),
        ..Observation::new("Load Time Code Execution Check", "calls system")
    }
}

fn report(outcome: Outcome, observations: Vec<Observation>) -> Report {
    let draft = Draft {
        scan: Scan {
            uuid: Some("s1".into()),
            outcome,
            ..Scan::default()
        },
        observations,
        listing: Listing::Whole { total: None },
        digest: Some(identity::of_bytes(b"1")),
        ..Draft::default()
    };
    let source = Source {
        path: "report.json".into(),
        member: None,
        index: 0,
        dialect: "test",
    };
    let mut report = Report::derive(source, Vec::new(), draft);
    report.head.completeness = Completeness::Full;
    report
}

/// Two findings that stop the model, and one that does not.
fn blocked() -> Report {
    report(
        Outcome::Blocked,
        vec![
            observed("a.pkl", RuleState::Blocking),
            observed("b.pkl", RuleState::Blocking),
            observed("c.pkl", RuleState::Allowing),
        ],
    )
}

fn decide(report: &Report, finding: &Finding, verdict: Verdict, expires: Option<Date>) -> Decision {
    Decision {
        event: 1,
        at: "2026-07-01T00:00:00Z".parse().unwrap(),
        author: "ann".into(),
        subject: Subject::of(Scope::Exact, &report.head, &finding.key()).unwrap(),
        verdict,
        reason: None,
        expires,
        note: "".into(),
        context: Context::of(&report.head, finding),
    }
}

/// The first so many findings that stop the model, decided so.
fn decided(report: &Report, count: usize, verdict: Verdict, expires: Option<Date>) -> Decisions {
    let blocking = report.findings.iter().filter(|it| it.blocks());
    let decisions = blocking.take(count);
    decisions
        .map(|finding| decide(report, finding, verdict, expires))
        .collect()
}

#[test]
fn a_pass_is_open_and_what_decided_nothing_or_contradicts_itself_is_undecided() {
    let none = Decisions::default();
    for outcome in [Outcome::Allowed, Outcome::Clean] {
        for seen in [vec![], vec![observed("a.pkl", RuleState::Allowing)]] {
            let report = report(outcome.clone(), seen);
            assert_eq!(Passage::of(&report, &none, TODAY), Passage::Open);
        }
    }
    for (outcome, passage) in [
        (Outcome::Allowed, Passage::Undecided),
        (Outcome::Error, Passage::Undecided),
        (Outcome::Pending, Passage::Undecided),
        (Outcome::Other("NEW".into()), Passage::Undecided),
        (Outcome::Blocked, Passage::Closed { unexcused: 1 }),
    ] {
        let seen = vec![observed("a.pkl", RuleState::Blocking)];
        let report = report(outcome.clone(), seen);
        assert_eq!(Passage::of(&report, &none, TODAY), passage, "{outcome:?}");
    }
}

#[test]
fn every_finding_that_stops_the_model_has_to_be_excused() {
    use Verdict::{AcceptedRisk, FalsePositive, NeedsReview, TruePositive};
    for (count, verdict, expires, passage) in [
        (0, FalsePositive, None, Passage::Closed { unexcused: 2 }),
        (1, FalsePositive, None, Passage::Closed { unexcused: 1 }),
        (2, FalsePositive, None, Passage::Excused),
        (2, AcceptedRisk, Some(TODAY), Passage::Excused),
        (2, AcceptedRisk, GONE, Passage::Closed { unexcused: 2 }),
        (2, TruePositive, None, Passage::Closed { unexcused: 2 }),
        (2, NeedsReview, None, Passage::Closed { unexcused: 2 }),
    ] {
        let report = blocked();
        let decisions = decided(&report, count, verdict, expires);
        let found = Passage::of(&report, &decisions, TODAY);
        assert_eq!(found, passage, "{count} {verdict} {expires:?}");
    }
}

#[test]
fn what_is_not_told_cannot_be_excused() {
    let none = report(Outcome::Blocked, Vec::new());
    let excused = |report: &Report| {
        let decisions = decided(report, usize::MAX, Verdict::FalsePositive, None);
        Passage::of(report, &decisions, TODAY)
    };
    assert_eq!(excused(&none), Passage::Closed { unexcused: 0 });
    let mut partial = blocked();
    partial.head.completeness = Completeness::Partial;
    assert_eq!(excused(&partial), Passage::Closed { unexcused: 0 });
    let evaluation = |rule: &str, state| Evaluation {
        rule: rule.into(),
        state: Some(state),
        result: "FAILED".into(),
        violations: 0,
    };
    let mut mute = blocked();
    mute.evaluations = vec![
        evaluation("Load Time Code Execution Check", RuleState::Blocking),
        evaluation("Custom", RuleState::Allowing),
    ];
    assert_eq!(excused(&mute), Passage::Excused);
    let closed = Passage::Closed { unexcused: 0 };
    let of_listed = |result: &str, violations| Evaluation {
        result: result.into(),
        violations,
        ..evaluation("Load Time Code Execution Check", RuleState::Blocking)
    };
    let of_custom = |result: &str| Evaluation {
        result: result.into(),
        ..evaluation("Custom", RuleState::Blocking)
    };
    for (more, passage) in [
        (of_listed("FAILED", 2), Passage::Excused),
        (of_listed("FAILED", 9), closed),
        (of_custom("PASSED"), Passage::Excused),
        (of_custom("FAILED"), closed),
        (of_custom("ERROR"), closed),
    ] {
        let mut report = mute.clone();
        report.evaluations.push(more.clone());
        assert_eq!(excused(&report), passage, "{more:?}");
    }
}

#[test]
fn a_verdict_on_the_scan_as_a_whole_excuses_all_of_it_but_a_true_positive() {
    let report = blocked();
    let beside = |count, found, verdict| {
        let decision = Decision {
            subject: Subject::Scan {
                fingerprint: report.head.identity.exact,
            },
            context: Context::of_scan(&report.head),
            ..decide(&report, &report.findings[0], verdict, None)
        };
        let findings = report.findings.iter().take(count);
        let found = findings.map(|finding| decide(&report, finding, found, None));
        Passage::of(&report, &found.chain([decision]).collect(), TODAY)
    };
    for verdict in [Verdict::AcceptedRisk, Verdict::FalsePositive] {
        let closed = Passage::Closed { unexcused: 1 };
        assert_eq!(beside(1, Verdict::TruePositive, verdict), closed);
        assert_eq!(beside(2, Verdict::NeedsReview, verdict), Passage::Excused);
    }
    let whole = |verdict| beside(0, Verdict::TruePositive, verdict);
    assert_eq!(whole(Verdict::AcceptedRisk), Passage::Excused);
    let fault = whole(Verdict::PipelineFault);
    assert_eq!(fault, Passage::Closed { unexcused: 2 });
}
