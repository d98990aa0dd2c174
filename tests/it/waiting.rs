//! What waits for a decision: findings, and scans that list none.

use airs_triage::app::effect::Effect;
use airs_triage::app::message::Message;
use airs_triage::app::model::Model;
use airs_triage::app::tabs;
use airs_triage::app::update::update;
use airs_triage::domain::decision::{Act, Change, Decision, Entry};
use airs_triage::domain::verdict::Verdict;
use airs_triage::io::demo;

use crate::reports::{LIST, desk, press, screen};

/// The ledger's answer to entries that it recorded, or to their being taken off again.
fn recorded(entries: &[Entry], off: bool) -> Change {
    let decision = |entry: &Entry| Decision {
        event: 1,
        at: demo::clock(),
        author: "ann".into(),
        subject: entry.subject.clone(),
        verdict: Verdict::PipelineFault,
        reason: None,
        expires: None,
        note: "".into(),
        context: entry.context.clone(),
    };
    let now = |entry| (!off).then(|| decision(entry));
    let subjects = entries.iter().map(|entry| entry.subject.clone());
    Change {
        reopened: subjects.filter(|_| off).collect(),
        act: Act::Recorded,
        now: entries
            .iter()
            .map(|it| (it.subject.clone(), now(it)))
            .collect(),
        words: "the scan".to_owned(),
    }
}

#[test]
fn a_scan_that_lists_no_finding_waits_until_somebody_decides_it() {
    let mut model = desk(&LIST);
    let waiting = |model: &Model| tabs::state(model, 80);
    assert_eq!(waiting(&model), "11 open · 2 scans");
    let Effect::Record(_, entries) = press(&mut model, "g p Enter").remove(0) else {
        panic!()
    };
    for (off, words) in [(false, "11 open · 1 scan"), (true, "11 open · 2 scans")] {
        let job = model.jobs.start();
        let change = recorded(&entries, off);
        update(&mut model, Message::LedgerChanged(job, Ok(change)));
        assert_eq!(waiting(&model), words);
    }
    let with_findings = [0, 1, 2, 6];
    model.library.hide(&with_findings);
    assert_eq!(waiting(&model), "2 scans open");
    model.library.hide(&[3, 4]);
    assert_eq!(waiting(&model), "0 open");
}

#[test]
fn a_model_is_not_done_while_one_of_its_scans_waits() {
    let mut model = desk(&[(20, "scorer", "BLOCKED", 0), (21, "scorer", "BLOCKED", 2)]);
    press(&mut model, "Tab");
    for (open, scans, words) in [
        (2, 1, "2/2 open · 1 scan"),
        (0, 1, "1 scan open"),
        (0, 0, "decided"),
    ] {
        model.library.tallies[1].open = open;
        model.library.tallies[0].scans = scans;
        let screen = screen(&mut model, 120);
        let row = screen
            .lines()
            .find(|line| line.trim_start().starts_with('▌'));
        assert!(row.unwrap().contains(words), "{screen}");
    }
}
