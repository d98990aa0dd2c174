//! The filter of the scans: words search what came, terms ask the tenant.

use airs_triage::app::message::Scanned;
use airs_triage::app::session::Session;

use super::keys::{asked, desk, empty, press, screen, selected, shown, tell, types, usual, whole};
use super::{scan, uuid};

#[test]
fn words_search_what_came_and_terms_wait_for_enter() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "j j /");
    types(&mut model, " 0002");
    assert_eq!(shown(&model), [2]);
    assert_eq!(
        press(&mut model, "Enter"),
        [],
        "the tenant is not asked for words"
    );
    press(&mut model, "/");
    types(&mut model, " outcome:blocked");
    assert!(screen(&model).contains("Enter asks the tenant for this"));
    assert_eq!(shown(&model), [2], "what came is still here");
    let (job, wish) = asked(&press(&mut model, "Enter"));
    assert_eq!(wish.outcomes, ["BLOCKED"]);
    assert_eq!(wish.words, "since:7d outcome:blocked");
    assert!(shown(&model).is_empty(), "it is another list");
    tell(
        &mut model,
        job,
        Scanned::Further(vec![scan(2, "BLOCKED", 1)], None),
    );
    tell(&mut model, job, whole());
    assert_eq!(shown(&model), [2]);
    let (_, wish) = asked(&press(&mut model, "Esc"));
    assert_eq!(wish.words, "since:7d", "back to what is usual");
}

#[test]
fn what_is_typed_and_left_asks_nobody() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "j j /");
    types(&mut model, " outcome:blocked model-0001");
    assert_eq!(shown(&model), [1]);
    assert_eq!(press(&mut model, "Esc"), []);
    assert_eq!(model.scans.filter.text(), "since:7d");
    assert_eq!(selected(&model), uuid(3), "back where typing began");
}

#[test]
fn a_filter_that_cannot_be_meant_is_explained_in_place() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "/");
    types(&mut model, " outcome:maybe");
    let drawn = screen(&model);
    assert!(
        drawn.contains("no such outcome “maybe”: one of blocked"),
        "{drawn}"
    );
    assert_eq!(shown(&model).len(), 4);
    assert_eq!(press(&mut model, "Enter"), []);
    assert!(model.is_filtering(), "it stays to be mended");
    assert!(model.toast.clone().unwrap().bad);
    press(&mut model, "Ctrl-s");
    assert!(
        model
            .toast
            .clone()
            .unwrap()
            .text
            .contains("Only filters of reports")
    );
}

#[test]
fn terms_and_what_occurs_complete_what_is_typed() {
    let mut model = desk(usual(), (80, 24));
    for (typed, offer) in [
        (" out", "outcome:"),
        (" source:h", "hf "),
        (" group:HF", "\"HF prod\" "),
        (" label:te", "team:ml "),
        (" uri:https://h", "https://huggingface.co/acme/model-0001 "),
    ] {
        press(&mut model, "/");
        types(&mut model, typed);
        let offers = model.scans.filter.offers.clone();
        let list = offers.map(|offers| offers.list).unwrap_or_default();
        assert!(list.iter().any(|it| it.text == offer), "{typed}: {list:?}");
        press(&mut model, "Esc Esc");
    }
    press(&mut model, "/");
    types(&mut model, " out");
    press(&mut model, "Tab b Down Tab");
    assert_eq!(model.scans.filter.text(), "since:7d outcome:blocked ");
}

#[test]
fn a_filter_is_there_again_when_the_desk_is() {
    let mut model = desk(usual(), (80, 24));
    press(&mut model, "/");
    types(&mut model, " outcome:blocked");
    press(&mut model, "Enter");
    let session = Session::of(&model).unwrap().write();
    let mut model = empty(80, 24);
    Session::read(&session).unwrap().begin(&mut model);
    let (_, wish) = asked(&press(&mut model, "4"));
    assert_eq!(wish.words, "since:7d outcome:blocked");
}
