//! Labels: seen before they are written, written once, added to what a scan carries.

use std::cmp::Reverse;

use airs_triage::app::command::Command;
use airs_triage::app::effect::Effect;
use airs_triage::app::message::{Labelled, Message};
use airs_triage::app::overlays::Overlay;
use airs_triage::app::update::update;
use airs_triage::domain::label::Label;
use airs_triage::domain::text::Printable;
use airs_triage::io::demo;

use super::journeys::{EMPTY, world};
use super::keys::{desk, empty, press, screen, types, usual};
use super::uuid;
use crate::fetching::{blocked, on};
use crate::support::desk::at;
use crate::support::palette::Palette;
use crate::support::site::Site;
use crate::support::tenant::world::Label as Carried;
use crate::support::tenant::{Fault, What, World};

const ADD: &str = "POST /aims/data/v1/scans/{scan_uuid}/labels";

fn labels(text: &str) -> Vec<Label> {
    Label::all(text.split(' ')).unwrap()
}

#[test]
fn what_would_be_written_is_shown_and_enter_writes_it_once() {
    let mut model = desk(usual(), (80, 24));
    assert_eq!(press(&mut model, "T"), []);
    let drawn = screen(&model);
    assert!(drawn.contains("nothing yet: type a label"), "{drawn}");
    assert_eq!(press(&mut model, "Enter"), [], "nothing is written");
    types(&mut model, "triage=false-positive ticket=SEC-42");
    let drawn = screen(&model);
    for words in [
        "acme/model-0001",
        &uuid(1),
        "TSG 7; connected is tenant sim (TSG 7)",
        "adds     triage=false-positive",
        "adds     ticket=SEC-42",
        "Enter writes this, Esc does not.",
    ] {
        assert!(drawn.contains(words), "{words} is not in\n{drawn}");
    }
    let effects = press(&mut model, "Enter");
    let [Effect::Label(job, labelling)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(labelling.scans[0].scan, uuid(1));
    assert_eq!(
        labelling.labels,
        labels("triage=false-positive ticket=SEC-42")
    );
    assert_eq!(press(&mut model, "Enter"), [], "it is being written");
    let written = Labelled {
        scans: vec![uuid(1)],
        labels: labelling.labels.clone(),
        failed: None,
    };
    update(&mut model, Message::Labelled(*job, written));
    assert!(model.overlay.is_none());
    let said = model.toast.clone().unwrap().text;
    assert_eq!(
        said,
        "Written to 1 scan: triage=false-positive ticket=SEC-42."
    );
    assert!(screen(&model).contains("team=ml triage=false-positive ticket=SEC-42"));
}

#[test]
fn esc_writes_nothing_and_what_cannot_be_a_label_is_said() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "Space Space T");
    types(&mut model, "triage=a.b");
    assert!(screen(&model).contains("the value “a.b” of a label is 1 to 256"));
    assert_eq!(press(&mut model, "Enter"), []);
    assert!(screen(&model).contains("Not written: the value"));
    assert_eq!(press(&mut model, "Esc"), []);
    assert!(model.overlay.is_none());
}

#[test]
fn a_refusal_stays_in_the_form() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "Space Space T");
    types(&mut model, "a=b");
    let effects = press(&mut model, "Enter");
    let [Effect::Label(job, labelling)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(labelling.scans.len(), 2);
    let failed = Labelled {
        scans: vec![uuid(1)],
        labels: labels("a=b"),
        failed: Some(Printable::line("at most 50")),
    };
    update(&mut model, Message::Labelled(*job, failed));
    assert!(screen(&model).contains("Written to 1 scan and no further: at most 50"));
    let Some(Overlay::Label(form)) = &model.overlay else {
        panic!()
    };
    assert_eq!(form.field.text(), "a=b");
    let again = press(&mut model, "Enter");
    assert!(matches!(again[..], [Effect::Label(..)]), "{again:?}");
}

#[test]
fn a_desk_that_may_not_write_does_not() {
    let mut model = desk(usual(), (80, 24));
    model.read_only = true;
    assert_eq!(press(&mut model, "T"), []);
    assert!(model.overlay.is_none());
    assert_eq!(model.toast.clone().unwrap().text, "This desk is read-only.");
    let mut model = empty(80, 24);
    assert!(Command::Label.refusal(&model).is_some());
    model.demo = true;
    let refusal = Command::Label.refusal(&model).unwrap();
    assert!(refusal.contains("no tenant"), "{refusal}");
}

#[tokio::test]
async fn labels_are_added_to_those_that_are_there() {
    let site = Site::of(world());
    let target = site.tenant.change(|world| {
        let scan = world.scans.iter_mut().max_by_key(|scan| scan.created_at);
        let scan = scan.unwrap();
        scan.labels = vec![Carried {
            key: "team".to_owned(),
            value: "ml".to_owned(),
        }];
        scan.uuid
    });
    at(site.desk((80, 24)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("asked just now").await;
        hand.press("T");
        hand.types("triage=needs-review ticket=SEC-7");
        hand.sees("adds     ticket=SEC-7").await;
        hand.picture(Palette::Dark, "scans-label-80x24").await;
        hand.press("Enter");
        hand.sees("Written to 1 scan: triage=needs-review ticket=SEC-7.")
            .await;
        hand.sees("team=ml triage=needs-review").await;
        site.tenant.fault(Fault::on(ADD, What::Status(403), 1));
        hand.press("T");
        hand.types("a=b");
        hand.press("Enter");
        hand.sees("ai_ms.scans").await;
        hand.press("Esc");
    })
    .await;
    let kept = site.tenant.change(|world| {
        let scan = world.scans.iter().find(|scan| scan.uuid == target).unwrap();
        let labels = scan.labels.iter();
        labels
            .map(|label| format!("{}={}", label.key, label.value))
            .collect::<Vec<_>>()
    });
    assert_eq!(kept, ["team=ml", "triage=needs-review", "ticket=SEC-7"]);
}

#[tokio::test]
async fn the_limit_of_labels_and_another_tenants_scan_are_refused() {
    let mut world = World::sample().moved_to(demo::clock());
    world.scans.sort_by_key(|scan| Reverse(scan.created_at));
    let number = |at: usize| Carried {
        key: format!("k{at}"),
        value: "v".to_owned(),
    };
    world.scans[0].labels = (0..50).map(number).collect();
    "42".clone_into(&mut world.scans[1].tsg_id);
    let site = Site::of(world);
    at(site.desk((120, 36)).await, async |hand| {
        hand.sees(EMPTY).await;
        hand.press("4");
        hand.sees("asked just now").await;
        hand.press("T");
        hand.types("one=more");
        hand.press("Enter");
        hand.sees("carries at most 50 labels").await;
        hand.press("Esc");
        hand.press("j T");
        hand.sees("TSG 42").await;
        hand.types("one=more");
        hand.press("Enter");
        hand.sees("the scan belongs to TSG 42").await;
        hand.press("Esc");
    })
    .await;
    assert_eq!(site.tenant.count(ADD), 1);
}

#[tokio::test]
async fn a_verdict_is_proposed_where_all_the_scans_have_it() {
    let site = Site::of(World::sample());
    let mut reports = blocked(&site.tenant).await;
    reports.truncate(2);
    let saved: Vec<_> = reports.into_iter().map(|(_, saved)| saved).collect();
    at(on(&site, &saved).await, async |hand| {
        hand.sees(" 2 reports").await;
        hand.press("g t Enter");
        hand.sees("Saved: true positive").await;
        hand.press("g T");
        hand.sees("adds     triage=true-positive").await;
        hand.press("Esc g v G v T");
        hand.sees("2 scans").await;
        hand.sees("nothing yet: type a label").await;
        hand.press("Esc Esc G f Enter");
        hand.sees("Saved: false positive").await;
        hand.press("g v G v T");
        hand.sees("nothing yet: type a label").await;
    })
    .await;
}
