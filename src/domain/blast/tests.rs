//! Counting by digests gives what asking every finding for its subject gives.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::domain::decision::{Context, Decision};
use crate::domain::draft::{Draft, Listing};
use crate::domain::observation::Observation;
use crate::domain::report::{Report, Source};
use crate::domain::scan::{Group, Scan};

const TODAY: Date = Date::constant(2026, 8, 2);

/// Findings as rule, file and symbol, each one of a few.
type Findings = Vec<(u8, u8, u8)>;

fn report(at: usize, model: u8, group: u8, findings: &Findings) -> Report {
    let seen = |(rule, file, symbol): &(u8, u8, u8)| Observation {
        file: (*file > 0).then(|| format!("/agent/{at}/f{file}.pkl").into()),
        module: (*symbol > 0).then(|| "os".into()),
        operator: (*symbol > 0).then(|| format!("s{symbol}").into()),
        hash: Some(format!("{file}").into()),
        threat: Some("PAIT-PKL-100".into()),
        ..Observation::new(format!("rule {rule}"), "calls")
    };
    let scan = Scan {
        uuid: Some(format!("{at}").into()),
        model_uri: (model > 0).then(|| format!("https://huggingface.co/acme/m{model}").into()),
        group: (group > 0).then(|| Group {
            uuid: Some(format!("g{group}").into()),
            name: None,
        }),
        ..Scan::default()
    };
    let draft = Draft {
        scan,
        observations: findings.iter().map(seen).collect(),
        listing: Listing::Whole { total: None },
        ..Draft::default()
    };
    let source = Source {
        path: format!("{at}.json").into(),
        member: None,
        index: 0,
        dialect: "sdk-dump",
    };
    Report::derive(source, Vec::new(), draft)
}

fn decision(
    event: usize,
    report: &Report,
    finding: usize,
    scope: Scope,
    positive: bool,
) -> Option<Decision> {
    let finding = &report.findings[finding];
    Some(Decision {
        event: i64::try_from(event).unwrap(),
        subject: Subject::of(scope, &report.head, &finding.key())?,
        context: Context::of(&report.head, finding),
        author: "ann".into(),
        at: jiff::Timestamp::UNIX_EPOCH,
        verdict: if positive {
            Verdict::TruePositive
        } else {
            Verdict::FalsePositive
        },
        reason: None,
        expires: None,
        note: "".into(),
    })
}

proptest! {
    #[test]
    fn a_radius_is_the_count_of_what_has_the_subject(
        library in prop::collection::vec(
            (0..3u8, 0..3u8, prop::collection::vec((0..3u8, 0..3u8, 0..3u8), 1..6)), 1..5
        ),
        verdicts in prop::collection::vec((0..5usize, 0..6usize, 0..4usize, any::<bool>()), 0..8),
        chosen in prop::collection::hash_set(0..6usize, 1..3),
        replaced in prop::collection::hash_set(0..5usize, 0..3),
        known in any::<bool>(),
    ) {
        let reports: Vec<Report> = library.iter().enumerate()
            .map(|(at, (model, group, findings))| report(at, *model, *group, findings))
            .collect();
        let summaries: Vec<Summary> = reports.iter().map(Report::summary).collect();
        let scopes: Vec<Scope> = Scope::iter().collect();
        let decisions: Decisions = verdicts.iter().enumerate().filter_map(|(event, (report, finding, scope, positive))| {
            let report = &reports[report % reports.len()];
            decision(event, report, finding % report.findings.len(), scopes[*scope], *positive)
        }).collect();
        let tallies: Vec<Tally> = summaries.iter().map(|summary| decisions.tally(summary, TODAY)).collect();
        let (mut census, mut roll) = (Census::default(), Roll::default());
        for (at, summary) in summaries.iter().enumerate() {
            if replaced.contains(&at) {
                let before = &summaries[(at + 1) % summaries.len()];
                census.enter(at, before);
                census.leave(at, before);
            }
            census.enter(at, summary);
            roll.enter(&summary.keys);
        }
        let ground = Ground {
            summaries: &summaries,
            tallies: &tallies,
            census: &census,
            roll: &roll,
            decisions: &decisions,
            today: TODAY,
        };
        let first = &summaries[0];
        let at: Vec<usize> = chosen.iter().map(|at| at % first.keys.len()).collect();
        let chosen = Chosen { head: &first.head, keys: &first.keys, at: &at, report: known.then_some(0) };

        for radius in radii(chosen, ground) {
            let subject = |head: &Head, key: &Key| Subject::of(radius.scope, head, key);
            let wanted: HashSet<Subject> = chosen.keys().filter_map(|key| subject(&first.head, key)).collect();
            let (mut covers, mut positives) = (0, 0);
            let mut reports = 0;
            for summary in &summaries {
                let before = covers;
                for key in &summary.keys {
                    let has = subject(&summary.head, key).is_some_and(|it| wanted.contains(&it));
                    let standing = decisions.of_finding(&summary.head, key, TODAY).decision();
                    let positive = standing.is_some_and(|it| it.verdict == Verdict::TruePositive);
                    covers += usize::from(has);
                    positives += usize::from(has && positive);
                }
                reports += usize::from(covers > before);
            }
            let counted = (radius.covers, radius.reports, radius.true_positives);
            prop_assert_eq!(counted, (covers, reports, positives), "{:?}", radius.scope);
        }
    }
}
