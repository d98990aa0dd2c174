//! The ledger, from outside: what is acknowledged stays, what is refused changes nothing.

mod files;
mod model;
mod processes;

use airs_triage::domain::decision::{Context, Entry, Saw};
use airs_triage::domain::draft::{Draft, Listing};
use airs_triage::domain::history;
use airs_triage::domain::observation::Observation;
use airs_triage::domain::report::{Report, Source};
use airs_triage::domain::scan::Scan;
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::verdict::{Reason, Ruling, Term, Verdict};
use airs_triage::io::ledger::{Fault, Ledger};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A scan with so many findings, each in a file of its own.
fn report(findings: usize) -> Report {
    let seen = |number: usize| Observation {
        threat: Some("PAIT-PKL-100".into()),
        file: Some(format!("model-{number:05}.pkl").into()),
        hash: Some(format!("{number:040x}").into()),
        ..Observation::new("Load Time Code Execution Check", "calls os.system")
    };
    let draft = Draft {
        scan: Scan {
            uuid: Some("s1".into()),
            model_uri: Some("/srv/m".into()),
            ..Scan::default()
        },
        observations: (0..findings).map(seen).collect(),
        listing: Listing::Whole { total: None },
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

/// One entry for each finding of such a scan.
fn entries(findings: usize, ruling: Option<&Ruling>) -> Vec<Entry> {
    let report = report(findings);
    let entry = |finding| Entry {
        subject: Subject::of(
            Scope::Exact,
            &report.head,
            &airs_triage::domain::finding::Finding::key(finding),
        )
        .unwrap(),
        ruling: ruling.cloned(),
        context: Context::of(&report.head, finding),
        saw: Saw::Nobody,
    };
    report.findings.iter().map(entry).collect()
}

fn usual(findings: usize, verdict: Verdict) -> Vec<Entry> {
    entries(findings, Some(&Ruling::usual(verdict)))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_785_000_000 + second).unwrap()
}

#[tokio::test]
async fn an_act_is_told_in_words_and_holds() {
    let ledger = Ledger::in_memory().await.unwrap();
    let cases = [
        (
            usual(9, Verdict::FalsePositive),
            "false positive on 9 findings",
        ),
        (
            usual(1, Verdict::TruePositive),
            "true positive on 1 finding",
        ),
        (entries(9, None), "reopened 9 findings"),
        (entries(1, None), "reopened 1 finding"),
    ];
    for (entries, words) in cases {
        let change = ledger.record("ann", at(0), &entries).await.unwrap();
        assert_eq!(change.words, words);
        assert_eq!(change.now.len(), entries.len());
    }
    let mut mixed = usual(2, Verdict::NeedsReview);
    mixed[0].ruling = Some(Ruling::usual(Verdict::TruePositive));
    let change = ledger.record("ann", at(1), &mixed).await.unwrap();
    assert_eq!(change.words, "verdicts on 2 findings");
    let report = report(1);
    let key = report.findings[0].key();
    let wide = Entry {
        subject: Subject::of(Scope::RuleInModel, &report.head, &key).unwrap(),
        ..mixed[0].clone()
    };
    let change = ledger
        .record("ann", at(2), &[wide.clone(), wide])
        .await
        .unwrap();
    assert_eq!(change.words, "true positive on this rule in this model");
    assert_eq!(change.now.len(), 1);
}

#[tokio::test]
async fn everything_a_person_says_comes_back_as_it_was() {
    let ledger = Ledger::in_memory().await.unwrap();
    let note = "line\nbreak, \u{0} nul, \u{1b}[31m, 'quote', \u{202e}";
    let ruling = Ruling {
        reason: Some(Reason::FixDeferred),
        term: Term::Days(30),
        note: note.to_owned(),
        ..Ruling::usual(Verdict::AcceptedRisk)
    };
    let entries = entries(1, Some(&ruling));
    let author = "b\u{f6}b\t\u{0}";
    ledger.record(author, at(0), &entries).await.unwrap();
    let decisions = ledger.decisions().await.unwrap();
    let decision = decisions.get(&entries[0].subject).unwrap();
    assert_eq!(decision.at, at(0));
    assert_eq!(decision.author.raw(), author);
    assert_eq!(decision.verdict, Verdict::AcceptedRisk);
    assert_eq!(decision.reason, Some(Reason::FixDeferred));
    assert_eq!(decision.expires, Some("2026-08-24".parse().unwrap()));
    assert_eq!(decision.note.raw(), note);
    assert_eq!(decision.context, entries[0].context);
}

#[tokio::test]
async fn incomplete_and_empty_acts_are_refused_whole() {
    let ledger = Ledger::in_memory().await.unwrap();
    let mut entries = usual(3, Verdict::FalsePositive);
    entries[2].ruling.as_mut().unwrap().reason = None;
    let refused = ledger.record("ann", at(0), &entries).await;
    assert!(matches!(refused, Err(Fault::Incomplete(_))), "{refused:?}");
    assert_eq!(ledger.record("ann", at(0), &[]).await, Err(Fault::Empty));
    assert_eq!(ledger.newest().await, Ok(0));
}

#[tokio::test]
async fn undo_restores_what_was_there_with_its_author_and_term() {
    let ledger = Ledger::in_memory().await.unwrap();
    let entries = usual(2, Verdict::FalsePositive);
    ledger.record("bob", at(0), &entries).await.unwrap();
    let before = ledger.decisions().await.unwrap();
    ledger
        .record("ann", at(1), &usual(2, Verdict::TruePositive))
        .await
        .unwrap();
    let after = ledger.decisions().await.unwrap();
    let undone = ledger.undo("ann", at(2)).await.unwrap();
    assert_eq!(undone.words, "true positive on 2 findings");
    assert_eq!(ledger.decisions().await.unwrap(), before);
    let redone = ledger.redo("ann", at(3)).await.unwrap();
    assert_eq!(redone.words, "true positive on 2 findings");
    assert_eq!(ledger.decisions().await.unwrap(), after);
    let history = ledger.history(&entries[0].subject).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|event| {
            (
                event.author.raw(),
                event.decision.as_ref().unwrap().author.raw(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("bob", "bob"),
            ("ann", "ann"),
            ("ann", "bob"),
            ("ann", "ann")
        ]
    );
    assert_eq!(ledger.newest().await, Ok(8));
}

#[tokio::test]
async fn a_history_tells_who_did_what_also_back_and_forth() {
    let ledger = Ledger::in_memory().await.unwrap();
    let entries = usual(1, Verdict::FalsePositive);
    let subject = &entries[0].subject;
    ledger.record("ann", at(0), &entries).await.unwrap();
    let present = ledger.decisions().await.unwrap();
    let today = at(0).to_zoned(TimeZone::UTC).date();
    let longer = present.get(subject).unwrap().extension(90, today).unwrap();
    ledger.record("bob", at(1), &[longer]).await.unwrap();
    let present = ledger.decisions().await.unwrap();
    let reopening = present.get(subject).unwrap().reopening();
    ledger.record("ann", at(2), &[reopening]).await.unwrap();
    ledger.undo("ann", at(3)).await.unwrap();
    ledger.redo("ann", at(4)).await.unwrap();
    ledger.undo("ann", at(5)).await.unwrap();
    ledger.undo("bob", at(6)).await.unwrap();
    let others = usual(2, Verdict::TruePositive);
    ledger.record("bob", at(7), &others[1..]).await.unwrap();

    let events = ledger.history(subject).await.unwrap();
    let told: Vec<_> = events
        .iter()
        .zip(history::told(&events))
        .map(|(event, deed)| (event.at, event.author.raw().to_owned(), deed))
        .collect();
    let expected = [
        ("ann", "decided false positive, ToolNoise, until 2026-10-23"),
        ("bob", "extended to 2027-01-21"),
        ("ann", "reopened"),
        (
            "ann",
            "undone: false positive, ToolNoise, until 2027-01-21 again",
        ),
        ("ann", "redone: reopened"),
        (
            "ann",
            "undone: false positive, ToolNoise, until 2027-01-21 again",
        ),
        (
            "bob",
            "undone: false positive, ToolNoise, until 2026-10-23 again",
        ),
    ];
    let expected: Vec<_> = (0..)
        .zip(expected)
        .map(|(second, (who, deed))| (at(second), who.to_owned(), deed.to_owned()))
        .collect();
    assert_eq!(told, expected);
}

#[tokio::test]
async fn undo_never_overwrites_what_somebody_decided_later() {
    let ledger = Ledger::in_memory().await.unwrap();
    ledger
        .record("ann", at(0), &usual(3, Verdict::FalsePositive))
        .await
        .unwrap();
    ledger
        .record("bob", at(60), &usual(1, Verdict::TruePositive))
        .await
        .unwrap();
    let before = ledger.newest().await.unwrap();
    let refused = ledger.undo("ann", at(120)).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "bob decided true positive on Load Time Code Execution Check in model-00000.pkl at 2026-07-25T17:21:00Z, \
         after your verdict; undo would overwrite it. Nothing was changed; decide anew if you disagree."
    );
    assert_eq!(ledger.newest().await, Ok(before));
    ledger.undo("bob", at(180)).await.unwrap();
    ledger.undo("ann", at(240)).await.unwrap();
    assert_eq!(ledger.decisions().await.unwrap().iter().count(), 0);
    let refused = ledger.redo("bob", at(300)).await.unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("ann took a verdict back on "),
        "{refused}"
    );
}

#[tokio::test]
async fn there_is_nothing_to_undo_or_redo_but_what_one_did_oneself() {
    let ledger = Ledger::in_memory().await.unwrap();
    let undo = ledger.undo("ann", at(0)).await;
    assert!(matches!(undo, Err(Fault::NothingToUndo { .. })), "{undo:?}");
    ledger
        .record("bob", at(1), &usual(1, Verdict::TruePositive))
        .await
        .unwrap();
    let undo = ledger.undo("ann", at(2)).await;
    assert!(matches!(undo, Err(Fault::NothingToUndo { .. })), "{undo:?}");
    ledger.undo("bob", at(3)).await.unwrap();
    ledger
        .record("bob", at(4), &usual(1, Verdict::NeedsReview))
        .await
        .unwrap();
    let redo = ledger.redo("bob", at(5)).await;
    assert!(matches!(redo, Err(Fault::NothingToRedo { .. })), "{redo:?}");
}
