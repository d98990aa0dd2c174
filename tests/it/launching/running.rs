//! Scans that run, as keys and messages move them: pure, effects compared as values.

use airs_triage::app::effect::{Effect, Left};
use airs_triage::app::job::JobId;
use airs_triage::app::message::{Ended, LeftRunning, Loaded, Message, NotScanned};
use airs_triage::app::model::Model;
use airs_triage::app::overlays::launch::Line;
use airs_triage::app::update::update;
use airs_triage::domain::launch::{Phase, Progress};
use airs_triage::domain::report::{Completeness, Report};
use airs_triage::domain::text::Printable;
use airs_triage::io::demo;
use jiff::SignedDuration;

use super::keys::{HUB, empty, form, open, shows, shows_not, started, types, with_groups};
use crate::keys::{desk, press, reports};

const SCAN: &str = "3afa4f98-6db3-59ee-8685-34549154f05e";

/// A report of the scan.
fn full_report() -> Report {
    let mut report = reports().remove(0);
    report.head.scan.uuid = Some(SCAN.into());
    report.head.completeness = Completeness::Full;
    report
}

/// The end of the scan, with doubts about it.
fn over(doubts: &[&str]) -> Ended {
    Ended {
        scan: SCAN.to_owned(),
        doubts: doubts.iter().map(|words| Printable::line(words)).collect(),
    }
}

fn progress(phase: Phase) -> Progress {
    Progress {
        phase,
        elapsed: std::time::Duration::ZERO,
        scan: Some(SCAN.to_owned()),
    }
}

#[test]
fn several_run_at_once_and_a_result_waits_for_a_key() {
    let reports = reports();
    let mut model = desk(&reports);
    with_groups(&mut model, "s");
    while open(&model).focus != Line::Target {
        press(&mut model, "Up");
    }
    press(&mut model, "Ctrl-u");
    types(&mut model, HUB);
    press(&mut model, "Tab Right");
    let first = started(&mut model);
    press(&mut model, "s Esc");
    update(
        &mut model,
        Message::Scanning(first, progress(Phase::Scanning)),
    );
    assert_eq!(model.scanning.running[0].phase, Phase::Scanning);
    model.now += SignedDuration::from_secs(67);
    shows(&model, "4 Scans 1…");
    assert_eq!(press(&mut model, "E"), []);
    shows(&model, "No scan that was launched here has ended yet.");

    let report = full_report();
    update(&mut model, Message::ScanEnded(first, Ok(over(&[]))));
    let news = vec![Loaded::Report(Box::new(report.summary()))];
    update(&mut model, Message::Loaded(first, news));
    update(&mut model, Message::LoadEnded(first));
    shows(&model, "E opens it.");
    assert!(matches!(&press(&mut model, "E")[..], [Effect::Open(..)]));
}

#[test]
fn doubts_about_a_result_are_said_with_it_and_stay_among_the_messages() {
    for (screen, opens) in [("1", " E opens it."), ("4", "")] {
        let (mut model, job) = watched((100, 30));
        press(&mut model, screen);
        let doubts = [
            "the service has not given everything that it counts",
            "it is odd",
        ];
        update(&mut model, Message::ScanEnded(job, Ok(over(&doubts))));
        let report = full_report();
        let name = report.head.name().printable();
        let news = vec![Loaded::Report(Box::new(report.summary()))];
        update(&mut model, Message::Loaded(job, news));
        update(&mut model, Message::LoadEnded(job));
        let words = format!(
            "{name}: ALLOWED.{opens} But the service has not given everything that it counts. But it is odd."
        );
        let toast = model.toast.clone().unwrap();
        assert_eq!((toast.text.as_str(), toast.bad), (words.as_str(), true));
        let newest = model.log.entries().next().unwrap();
        assert_eq!(newest.text.as_str(), words);
    }
}

/// A desk with a scan that runs, on the screen of scans, which the tenant has told of.
pub(super) fn watched(size: (u16, u16)) -> (Model, JobId) {
    let mut model = form(size);
    types(&mut model, HUB);
    let job = started(&mut model);
    update(
        &mut model,
        Message::Scanning(job, progress(Phase::Scanning)),
    );
    model.now += SignedDuration::from_secs(67);
    press(&mut model, "4");
    (model, job)
}

#[test]
fn what_runs_stands_above_the_tenants_scans_and_its_report_opens_where_somebody_waits() {
    let (mut model, job) = watched((100, 30));
    shows(&model, "▌ scanning acme-labs/tiny");
    shows(&model, "scanning, 1m 07s");
    assert_eq!(press(&mut model, "Enter"), []);
    shows(&model, "It is not over yet");
    let report = full_report();
    update(&mut model, Message::ScanEnded(job, Ok(over(&[]))));
    assert!(model.scans.selected_running().is_none());
    let news = vec![Loaded::Report(Box::new(report.summary()))];
    update(&mut model, Message::Loaded(job, news));
    let effects = update(&mut model, Message::LoadEnded(job));
    assert!(
        effects.iter().any(|it| matches!(it, Effect::Open(..))),
        "{effects:?}"
    );
}

#[test]
fn esc_on_a_scan_that_runs_calls_it_off_once_and_says_how_to_come_back() {
    let (mut model, job) = watched((100, 30));
    assert!(model.scans.asking.is_some());
    shows_not(&model, "Esc stops here");
    assert_eq!(press(&mut model, "Esc"), [Effect::Cancel(job)]);
    assert_eq!(press(&mut model, "Esc"), []);
    shows(&model, "stopping");
    let why = NotScanned {
        why: Printable::line("stopped waiting; the service goes on with scan X"),
        goes_on: true,
    };
    update(&mut model, Message::ScanEnded(job, Err(why)));
    shows(
        &model,
        "Called off: stopped waiting; the service goes on with scan X. Ctrl-r on 4 lists it, Enter opens its report once it is over, and the next desk waits for it again.",
    );
    assert!(model.overlay.is_none() && model.scanning.running.is_empty());
    model.toast = None;
    shows(&model, "Esc stops here; what came stays.");
}

#[test]
fn the_cursor_stays_on_its_scan_when_another_one_ends() {
    let (mut model, first) = watched((100, 30));
    press(&mut model, "s");
    types(&mut model, "https://huggingface.co/acme-labs/other");
    let second = started(&mut model);
    press(&mut model, "G");
    assert_eq!(model.scans.selected_running(), Some(second));
    update(&mut model, Message::ScanEnded(first, Ok(over(&[]))));
    assert_eq!(model.scans.selected_running(), Some(second));
}

#[test]
fn what_an_earlier_desk_left_is_taken_up_once_and_said() {
    let mut model = empty((100, 24));
    let left = || LeftRunning {
        left: Left::Running(SCAN.to_owned()),
        model: HUB.into(),
        group: "Strict".into(),
        since: demo::clock() - SignedDuration::from_mins(3),
    };
    let effects = update(&mut model, Message::LeftRunning(vec![left()]));
    assert!(
        matches!(&effects[..], [Effect::Await(_, Left::Running(scan))] if scan == SCAN),
        "{effects:?}"
    );
    shows(
        &model,
        "Waiting again for the scan of https://huggingface.co/acme-labs/tiny",
    );
    assert_eq!(update(&mut model, Message::LeftRunning(vec![left()])), []);
    assert_eq!(model.scanning.running[0].elapsed(model.now), "3m 00s");
}

#[test]
fn what_this_desk_launched_is_not_taken_up_beside_itself() {
    let (mut model, _) = watched((100, 30));
    let left = LeftRunning {
        left: Left::Running(SCAN.to_owned()),
        model: HUB.into(),
        group: "Strict".into(),
        since: demo::clock(),
    };
    assert_eq!(update(&mut model, Message::LeftRunning(vec![left])), []);
    assert_eq!(model.scanning.running.len(), 1);
}

#[test]
fn what_an_earlier_desk_asked_for_is_looked_for_and_said() {
    let mut model = empty((100, 24));
    let left = LeftRunning {
        left: Left::Asked("asked-1-1".to_owned()),
        model: HUB.into(),
        group: "Strict".into(),
        since: demo::clock(),
    };
    let effects = update(&mut model, Message::LeftRunning(vec![left.clone()]));
    let [Effect::Await(job, Left::Asked(_))] = effects[..] else {
        panic!("{effects:?}")
    };
    shows(
        &model,
        "looking for the scan of https://huggingface.co/acme-labs/tiny",
    );
    assert_eq!(update(&mut model, Message::LeftRunning(vec![left])), []);
    let why = NotScanned {
        why: Printable::line("it was not started"),
        goes_on: false,
    };
    update(&mut model, Message::ScanEnded(job, Err(why)));
    shows(
        &model,
        "No result of https://huggingface.co/acme-labs/tiny: it was not started.",
    );
    assert!(model.overlay.is_none() && model.scanning.running.is_empty());
}
