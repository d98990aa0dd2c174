//! Precedence, carrying, proposals and expiry.

use super::*;
use crate::domain::decision::Context;
use crate::domain::draft::{Draft, Listing};
use crate::domain::finding::Finding;
use crate::domain::observation::Observation;
use crate::domain::report::{Report, Source};
use crate::domain::roll::Roll;
use crate::domain::scan::{Group, Scan};
use crate::domain::verdict::Verdict;
use proptest::prelude::*;

const TODAY: Date = Date::constant(2026, 8, 2);
const GONE: Option<Date> = Some(Date::constant(2026, 8, 1));

/// A report with one finding.
fn report(uuid: Option<&str>, digest: &str, uri: &str, hash: Option<&str>) -> Report {
    let scan = Scan {
        uuid: uuid.map(Into::into),
        model_uri: Some(uri.into()),
        group: Some(Group {
            uuid: Some("g1".into()),
            name: None,
        }),
        ..Scan::default()
    };
    let seen = Observation {
        threat: Some("PAIT-PKL-100".into()),
        module: Some("os".into()),
        operator: Some("system".into()),
        file: Some(format!("{uri}/model.pkl").into()),
        hash: hash.map(Into::into),
        ..Observation::new("Load Time Code Execution Check", "calls system")
    };
    let draft = Draft {
        scan,
        observations: vec![seen],
        listing: Listing::Whole { total: None },
        digest: Some(crate::domain::identity::of_bytes(digest.as_bytes())),
        ..Draft::default()
    };
    let source = Source {
        path: "report.json".into(),
        member: None,
        index: 0,
        dialect: "test",
    };
    Report::derive(source, Vec::new(), draft)
}

fn first() -> Report {
    report(Some("s1"), "1", "/srv/m", Some("ab"))
}

fn finding(report: &Report) -> &Finding {
    &report.findings[0]
}

fn decide(event: i64, report: &Report, scope: Scope, expires: Option<Date>) -> Decision {
    Decision {
        event,
        at: "2026-07-01T00:00:00Z".parse().unwrap(),
        author: "ann".into(),
        subject: Subject::of(scope, &report.head, &finding(report).key()).unwrap(),
        verdict: Verdict::FalsePositive,
        reason: None,
        expires,
        note: "".into(),
        context: Context::of(&report.head, finding(report)),
    }
}

fn standing<'a>(decisions: &'a Decisions, report: &Report) -> Standing<'a> {
    decisions.of_finding(&report.head, &finding(report).key(), TODAY)
}

fn event(standing: Standing<'_>) -> (&'static str, i64) {
    match standing {
        Standing::Open => ("open", 0),
        Standing::Decided(decision) => ("decided", decision.event),
        Standing::Carried(decision) => ("carried", decision.event),
        Standing::Proposed(decision) => ("proposed", decision.event),
        Standing::Expired(decision) => ("expired", decision.event),
    }
}

#[test]
fn the_narrowest_verdict_that_has_not_run_out_wins() {
    let seen = first();
    let mut decisions: Decisions = Scope::iter()
        .zip(1..)
        .map(|(scope, event)| decide(event, &seen, scope, None))
        .collect();
    for (scope, number) in Scope::iter().zip(1..) {
        assert_eq!(event(standing(&decisions, &seen)), ("decided", number));
        decisions.put(decide(number, &seen, scope, GONE));
    }
    assert_eq!(event(standing(&decisions, &seen)), ("expired", 1));
    assert!(standing(&decisions, &seen).is_open());
}

#[test]
fn a_verdict_holds_on_its_last_day() {
    let decisions: Decisions = [decide(1, &first(), Scope::Exact, Some(TODAY))]
        .into_iter()
        .collect();
    assert_eq!(event(standing(&decisions, &first())), ("decided", 1));
}

#[test]
fn each_scope_reaches_as_far_as_it_says() {
    let elsewhere = |uri: &str, hash| report(Some("s2"), "2", uri, Some(hash));
    let next = elsewhere("/srv/m", "ab");
    let retrained = elsewhere("/srv/m", "cd");
    let other_model = elsewhere("/srv/other", "cd");
    let cases = [
        (Scope::Exact, ["carried", "proposed", "proposed"]),
        (Scope::Symbol, ["carried", "carried", "open"]),
        (Scope::RuleInModel, ["carried", "carried", "open"]),
        (Scope::RuleInGroup, ["carried", "carried", "carried"]),
    ];
    for (scope, expected) in cases {
        let decisions: Decisions = [decide(1, &first(), scope, None)].into_iter().collect();
        let found =
            [&next, &retrained, &other_model].map(|report| event(standing(&decisions, report)).0);
        assert_eq!(found, expected, "{scope}");
    }
}

#[test]
fn a_symbol_is_found_again_in_another_run_of_the_build() {
    let run = |number: u8, scan| {
        report(
            Some(scan),
            scan,
            &format!("/agent/_work/{number}/s/models"),
            Some(scan),
        )
    };
    let decisions: Decisions = [decide(1, &run(3, "aa"), Scope::Symbol, None)]
        .into_iter()
        .collect();
    assert_eq!(event(standing(&decisions, &run(17, "bb"))), ("carried", 1));
}

#[test]
fn a_report_without_uuid_is_told_by_its_bytes() {
    let decided = report(None, "1", "/srv/m", Some("ab"));
    let decisions: Decisions = [decide(1, &decided, Scope::Exact, None)]
        .into_iter()
        .collect();
    assert_eq!(event(standing(&decisions, &decided)), ("decided", 1));
    let other = report(None, "2", "/srv/m", Some("ab"));
    assert_eq!(event(standing(&decisions, &other)), ("carried", 1));
    let unbound = report(None, "2", "/srv/m", None);
    assert_eq!(event(standing(&decisions, &unbound)), ("proposed", 1));
}

#[test]
fn the_newest_verdict_of_a_shape_that_still_holds_is_proposed() {
    let versions: Vec<_> = ["aa", "bb", "cc"]
        .iter()
        .map(|hash| report(Some(hash), hash, "/srv/m", Some(hash)))
        .collect();
    let mut decisions: Decisions = [
        decide(7, &versions[0], Scope::Exact, None),
        decide(9, &versions[1], Scope::Exact, None),
        decide(11, &versions[2], Scope::Exact, GONE),
    ]
    .into_iter()
    .collect();
    assert_eq!(event(standing(&decisions, &first())), ("proposed", 9));
    decisions.remove(&decide(9, &versions[1], Scope::Exact, None).subject);
    assert_eq!(event(standing(&decisions, &first())), ("proposed", 7));
    decisions.remove(&decide(7, &versions[0], Scope::Exact, None).subject);
    assert_eq!(event(standing(&decisions, &first())), ("open", 0));
}

#[test]
fn a_refused_proposal_stays_refused_until_somebody_decides() {
    let retrained = report(Some("s2"), "2", "/srv/m", Some("cd"));
    let mut decisions: Decisions = [decide(1, &first(), Scope::Exact, None)]
        .into_iter()
        .collect();
    assert_eq!(event(standing(&decisions, &retrained)), ("proposed", 1));
    let refused = decide(2, &retrained, Scope::Exact, None);
    decisions.reopen(&refused.subject);
    assert_eq!(event(standing(&decisions, &retrained)), ("open", 0));
    assert_eq!(event(standing(&decisions, &first())), ("decided", 1));
    decisions.put(decide(3, &first(), Scope::Exact, None));
    assert_eq!(event(standing(&decisions, &retrained)), ("open", 0));
    decisions.remove(&refused.subject);
    assert_eq!(event(standing(&decisions, &retrained)), ("proposed", 3));
}

#[test]
fn a_scan_is_decided_as_a_whole_and_proposed_to_the_next_of_its_kind() {
    let scan = |report: &Report, expires| Decision {
        subject: Subject::Scan {
            fingerprint: report.head.identity.exact,
        },
        context: Context::of_scan(&report.head),
        ..decide(3, report, Scope::Exact, expires)
    };
    let next = report(Some("s2"), "2", "/srv/m", Some("cd"));
    let decisions: Decisions = [scan(&first(), None)].into_iter().collect();
    assert_eq!(
        event(decisions.of_scan(&first().head, TODAY)),
        ("decided", 3)
    );
    assert_eq!(event(decisions.of_scan(&next.head, TODAY)), ("proposed", 3));
    assert_eq!(event(standing(&decisions, &first())), ("open", 0));
    let expired: Decisions = [scan(&first(), GONE)].into_iter().collect();
    assert_eq!(event(expired.of_scan(&first().head, TODAY)), ("expired", 3));
    assert_eq!(event(expired.of_scan(&next.head, TODAY)), ("open", 0));
}

#[test]
fn a_tally_counts_what_waits() {
    let next = report(Some("s2"), "2", "/srv/m", Some("ab"));
    let retrained = report(Some("s3"), "3", "/srv/m", Some("cd"));
    let decisions: Decisions = [decide(1, &first(), Scope::Exact, None)]
        .into_iter()
        .collect();
    let tally = |report: &Report| {
        let tally = decisions.tally(&report.summary(), TODAY);
        [tally.total, tally.open, tally.proposed, tally.carried]
    };
    assert_eq!(tally(&first()), [1, 0, 0, 0]);
    assert_eq!(tally(&next), [1, 0, 0, 1]);
    assert_eq!(tally(&retrained), [1, 1, 1, 0]);
}

proptest! {
    /// Whatever was put and removed before, only what is left speaks.
    #[test]
    fn what_is_left_is_all_that_counts(steps in proptest::collection::vec((0..3usize, 0..4usize, any::<bool>()), 0..30)) {
        let versions = ["aa", "bb", "cc"].map(|hash| report(Some(hash), hash, "/srv/m", Some(hash)));
        let scopes: Vec<_> = Scope::iter().collect();
        let mut decisions = Decisions::default();
        let mut left: Vec<Decision> = Vec::new();
        for (number, (version, scope, put)) in (1..).zip(steps) {
            let decision = decide(number, &versions[version], scopes[scope], None);
            left.retain(|other| other.subject != decision.subject);
            if put {
                decisions.put(decision.clone());
                left.push(decision);
            } else {
                decisions.remove(&decision.subject);
            }
        }
        let fresh: Decisions = left.into_iter().collect();
        for seen in versions.iter().chain([&first()]) {
            prop_assert_eq!(event(standing(&decisions, seen)), event(standing(&fresh, seen)));
        }
    }

    /// Judging only what a change touched gives what judging everything gives.
    #[test]
    fn nothing_else_stands_otherwise_after_a_change(
        steps in proptest::collection::vec((0..3usize, 0..4usize, any::<bool>()), 1..20)
    ) {
        let versions = ["aa", "bb", "cc"].map(|hash| report(Some(hash), hash, "/srv/m", Some(hash)));
        let summaries = versions.each_ref().map(Report::summary);
        let scopes: Vec<_> = Scope::iter().collect();
        let mut roll = Roll::default();
        for summary in &summaries {
            roll.enter(&summary.keys);
        }
        let mut decisions = Decisions::default();
        let mut tallies = summaries.each_ref().map(|summary| decisions.tally(summary, TODAY));
        for (number, (version, scope, put)) in (1..).zip(steps) {
            let decision = decide(number, &versions[version], scopes[scope], None);
            let subject = decision.subject.clone();
            let change = Change {
                act: crate::domain::decision::Act::Recorded,
                reopened: if put { Vec::new() } else { vec![subject.clone()] },
                now: vec![(subject, put.then_some(decision))],
                words: String::new(),
            };
            let touched = Touched::by(&change, &decisions);
            decisions.apply(&change);
            for (at, (summary, tally)) in summaries.iter().zip(&mut tallies).enumerate() {
                if touched.concerns(&summary.head, roll.of(at)) {
                    *tally = decisions.tally(summary, TODAY);
                }
                prop_assert_eq!(*tally, decisions.tally(summary, TODAY));
            }
        }
    }
}
