//! The lookout: what the tenant blocks while the desk is open comes into the list of reports, once.

use std::fs;
use std::time::Duration;

use airs_triage::app::effect::{Effect, Sighted};
use airs_triage::app::job::JobId;
use airs_triage::app::message::{Blocked, Loaded, Message};
use airs_triage::app::model::Model;
use airs_triage::app::screens::Screen;
use airs_triage::app::update::{start, update};
use airs_triage::domain::report::{Origin, Report, Summary};
use airs_triage::domain::text::Printable;
use airs_triage::format::intake;
use airs_triage::io::clipboard::Clipboard;
use airs_triage::io::demo;
use airs_triage::io::ledger::Ledger;
use airs_triage::io::library::Library;
use airs_triage::io::runner::{Desktop, Runner, Service};
use tokio::sync::mpsc;

use super::journeys::{EMPTY, world};
use super::keys::{empty, press, screen};
use super::uuid;
use crate::support::desk::{Setting, at};
use crate::support::site::Site;
use crate::support::tenant::{Fault, What};

const LIST: &str = "GET /aims/data/v1/scans";
const MODEL: &str = "https://huggingface.co/drhyrum/bert-tiny-torch-picklebomb";

fn blocked(number: usize) -> Blocked {
    Blocked {
        name: format!("acme/model-{number:04}").as_str().into(),
        sighted: Sighted {
            scan: uuid(number),
            text: document(number),
        },
    }
}

fn document(number: usize) -> String {
    let uuid = uuid(number);
    format!(
        r#"{{"scan": {{"uuid": "{uuid}", "eval_outcome": "BLOCKED", "model_uri": "https://huggingface.co/acme/{number}",
            "created_at": "2026-08-02T05:00:00Z", "eval_summary": {{"rules_passed": 9, "rules_failed": 2, "total_rules": 11}}}},
            "provenance": {{"tool": "airs-triage"}}}}"#
    )
}

/// What the library would make of a scan that was kept.
fn read(number: usize) -> Summary {
    let origin = Origin {
        path: format!("scan-{number}.json").into(),
        member: None,
    };
    let reading = intake::read(&origin, &document(number), false);
    let (source, draft) = reading.drafts.into_iter().next().unwrap();
    Report::derive(source, Vec::new(), draft).summary()
}

fn watching() -> (Model, JobId) {
    let mut model = empty(80, 24);
    let effects = press(&mut model, "W");
    match effects[..] {
        [Effect::LookOut(job)] => (model, job),
        _ => panic!("{effects:?}"),
    }
}

fn tell(model: &mut Model, job: JobId, numbers: &[usize]) -> Vec<Effect> {
    let news = numbers.iter().map(|number| blocked(*number)).collect();
    update(model, Message::Blocked(job, Ok(news)))
}

#[test]
fn a_scan_that_is_kept_alone_is_counts_of_the_tenant() {
    let summary = read(1);
    assert_eq!(summary.head.completeness.word(), "counts");
    assert_eq!(summary.head.source.medium(), "tenant");
}

#[test]
fn the_lookout_is_off_unless_it_is_wanted_and_one_key_turns_it() {
    let mut model = empty(80, 24);
    assert!(matches!(start(&mut model)[..], [Effect::ReadLedger(_)]));
    let mut model = empty(80, 24);
    model.lookout.wanted = true;
    let effects = start(&mut model);
    assert!(
        matches!(effects[..], [Effect::ReadLedger(_), Effect::LookOut(_)]),
        "{effects:?}"
    );
    let (mut model, job) = watching();
    assert_eq!(press(&mut model, "W"), [Effect::Cancel(job)]);
    assert_eq!(tell(&mut model, job, &[1]), [], "nobody wants it any more");
    let mut model = empty(80, 24);
    (model.demo, model.lookout.wanted) = (true, true);
    assert!(matches!(start(&mut model)[..], [Effect::ReadLedger(_)]));
    assert_eq!(press(&mut model, "W"), []);
}

#[test]
fn what_is_blocked_is_told_once_and_counted_until_it_is_seen() {
    let (mut model, job) = watching();
    let effects = tell(&mut model, job, &[1, 2]);
    let [Effect::TakeIn(adding, sighted)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(sighted.len(), 2);
    let said = model.toast.take().unwrap().text;
    assert_eq!(
        said,
        "2 scans were just blocked: acme/model-0001, …. F fetches why."
    );
    assert!(screen(&model).contains("1 Reports +2"));
    assert_eq!(tell(&mut model, job, &[1, 2]), [], "nothing appears twice");
    assert!(model.toast.is_none());
    let reports = [1, 2].map(|number| Loaded::Report(Box::new(read(number))));
    update(&mut model, Message::Loaded(*adding, reports.to_vec()));
    update(&mut model, Message::LoadEnded(*adding));
    assert_eq!(model.reports.rows.len(), 2);
    assert!(screen(&model).contains("1 Reports +2"), "nobody has looked");
    press(&mut model, "j");
    assert!(screen(&model).contains("1 Reports +1"));
    press(&mut model, "k");
    assert!(screen(&model).contains("1 Reports  "));
}

#[test]
fn a_scan_of_which_there_is_a_report_is_not_new() {
    let (mut model, job) = watching();
    let adding = model.jobs.start();
    model.jobs.adding.push(adding);
    let report = Loaded::Report(Box::new(read(7)));
    update(&mut model, Message::Loaded(adding, vec![report]));
    assert_eq!(tell(&mut model, job, &[7]), []);
    let effects = tell(&mut model, job, &[7, 8]);
    let [Effect::TakeIn(_, sighted)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(sighted[0].scan, uuid(8));
}

#[test]
fn a_failure_is_said_once_and_so_is_its_end() {
    let (mut model, job) = watching();
    let away = || Message::Blocked(job, Err(Printable::line("no network")));
    update(&mut model, away());
    let said = model.toast.take().unwrap();
    assert!(said.bad && said.text.ends_with("cannot be watched now: no network"));
    update(&mut model, away());
    assert!(model.toast.is_none());
    tell(&mut model, job, &[]);
    assert_eq!(
        model.toast.take().unwrap().text,
        "The tenant is watched again."
    );
    assert_eq!(model.screen, Screen::Reports);
}

#[tokio::test]
async fn a_scan_that_is_blocked_while_the_desk_is_open_comes_in_and_f_says_why() {
    let site = Site::of(world());
    let Site { tenant, folder } = &site;
    let service = site.service().looking_out(Duration::from_millis(20));
    let desk = Setting::on(Vec::new(), (80, 24)).await;
    at(desk.with(service), async |hand| {
        hand.sees(EMPTY).await;
        hand.press("W");
        hand.sees("Watching the tenant").await;
        site.asked(LIST, 2).await;
        let uuid = tenant.change(|world| {
            let group = "Default HUGGING_FACE";
            world.add_scan(MODEL, group, Duration::from_mins(3)).uuid
        });
        hand.sees("1 scan was just blocked: drhyrum/bert-tiny")
            .await;
        hand.sees("1 Reports +1").await;
        hand.sees("counts only").await;
        hand.sees(" 1 report").await;
        site.asked(LIST, tenant.count(LIST) + 3).await;
        hand.press("j");
        hand.sees_no("1 Reports +1").await;
        let file = folder.path().join(format!("reports/scan-{uuid}.json"));
        assert!(fs::read_to_string(&file).unwrap().contains("provenance"));
        hand.press("F");
        hand.sees("Fetched 1 full report").await;
        let screen = hand.sees(" 1 report").await;
        assert!(!screen.contains("counts only"), "{screen}");
        tenant.fault(Fault::on(LIST, What::Status(403), 1));
        hand.sees("The tenant cannot be watched now: ").await;
        hand.sees("The tenant is watched again.").await;
        hand.press("W");
        hand.sees("watched no more").await;
    })
    .await;
    assert_eq!(tenant.tokens_issued(), 1);
}

#[tokio::test]
async fn a_lookout_that_is_called_off_ends_at_once() {
    let site = Site::of(world());
    let tenant = &site.tenant;
    // It would rest for an hour, or wait for an answer that does not come.
    for held in [false, true] {
        if held {
            tenant.fault(Fault::on(LIST, What::Held, 1));
        }
        let service = site.service().looking_out(Duration::from_hours(1));
        let (mut runner, answers) = runner(service).await;
        let job = empty(80, 24).jobs.start();
        let before = tenant.count(LIST);
        runner.start(Effect::LookOut(job));
        site.asked(LIST, before + 1).await;
        // Everybody who may still answer holds a sender.
        let busy = answers.sender_strong_count();
        runner.start(Effect::Cancel(job));
        let ended = async {
            while answers.sender_strong_count() >= busy {
                tokio::task::yield_now().await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(20), ended).await;
        ended.expect("it goes on");
    }
}

/// A runner on nothing but a line to a tenant, and its answers.
async fn runner(service: Service) -> (Runner, mpsc::Receiver<Message>) {
    let (sender, answers) = mpsc::channel(64);
    let desktop = Desktop {
        clipboard: Clipboard::terminal(|_| Ok(())),
        browser: |_| Ok(()),
    };
    let ledger = Ledger::in_memory().await;
    let library = Library::new(Vec::new());
    let mut runner = Runner::new(library, ledger, "ann".into(), demo::clock, desktop, sender);
    runner.connect(service);
    (runner, answers)
}
