//! Filtering the ledger: what terms and words ask of a verdict, and how a filter is typed.

use airs_triage::app::message::Message;
use airs_triage::app::model::Model;
use airs_triage::app::screens::Screen;
use airs_triage::app::screens::exceptions::Row;
use airs_triage::app::update::update;

use super::keys::{note, press, usual};

fn types(model: &mut Model, text: &str) {
    update(model, Message::Pasted(text.to_owned()));
}

fn filtered(text: &str) -> Model {
    let mut model = usual();
    press(&mut model, "/");
    types(&mut model, text);
    model
}

fn offered(model: &Model) -> Vec<String> {
    let offers = model.filter().offers.iter().flat_map(|offers| &offers.list);
    offers
        .map(|offer| offer.text.trim_end().to_owned())
        .collect()
}

#[test]
fn words_look_at_everything_a_verdict_says_and_terms_at_one_thing() {
    for (text, count) in [
        ("", 8),
        ("openvino", 1),
        ("expired", 2),
        ("soon", 1),
        ("quarter", 1),
        ("whole", 1),
        ("false -maya", 2),
        ("\"plain text\"", 1),
        ("RiskAccepted", 1),
        ("nobody", 0),
        ("is:expired", 2),
        ("-is:expired", 6),
        ("is:soon", 1),
        ("is:expired,soon", 3),
        ("is:endless", 1),
        ("is:excusing", 4),
        ("verdict:false-positive", 4),
        ("verdict:acc,true", 3),
        ("verdict:pipeline", 1),
        ("rule:license", 1),
        ("rule:\"load time\" verdict:false", 2),
        ("author:maya", 3),
        ("by:maya,ken", 5),
        ("-author:maya -by:ken", 3),
        ("file:model.pkl", 2),
        ("scope:exact", 4),
        ("scope:rule-in", 2),
        ("scope:scan", 1),
        ("since:14d", 3),
        ("-since:2w", 5),
        ("rule:load old.bin", 1),
    ] {
        let model = filtered(text);
        assert!(model.filter().fault.is_none(), "{text}");
        let rows = model.exceptions.rows.iter();
        let found = rows.filter(|row| matches!(row, Row::Verdict(_))).count();
        assert_eq!(found, count, "{text}");
        assert_eq!(model.exceptions.shown, count, "{text}");
    }
}

#[test]
fn a_term_of_scans_is_no_term_here_and_the_list_stays_while_one_is_wrong() {
    let mut model = filtered("by:ken");
    assert_eq!(model.exceptions.shown, 2);
    types(&mut model, " is:open");
    let fault = model.filter().fault.clone().unwrap();
    assert_eq!(&model.filter().text()[fault.span.clone()], "open");
    assert!(fault.sentence.contains("expired, soon"), "{fault}");
    assert_eq!(model.exceptions.shown, 2);
    press(&mut model, "Enter");
    assert!(model.is_filtering() && model.toast.as_ref().is_some_and(|it| it.bad));
    let model = filtered("outcome:blocked");
    assert!(model.filter().fault.is_none());
    assert_eq!(model.exceptions.shown, 0, "that is text here");
}

#[test]
fn what_is_typed_is_completed_from_the_ledger() {
    let mut model = filtered("au");
    assert_eq!(offered(&model), ["author:"]);
    press(&mut model, "Tab");
    assert_eq!(offered(&model), ["ann", "maya", "ken"]);
    press(&mut model, "Down Tab");
    assert_eq!(model.filter().text(), "author:maya ");
    assert_eq!(model.exceptions.shown, 3);
    types(&mut model, "is:");
    let words = ["expired", "soon", "later", "endless", "excusing"];
    assert_eq!(offered(&model), words);
}

#[test]
fn escape_closes_the_completions_then_the_filter_then_goes_back_to_where_it_began() {
    let mut model = usual();
    press(&mut model, "j j j");
    let stood_on = note(&model);
    press(&mut model, "/ a u");
    press(&mut model, "Esc");
    assert!(model.is_filtering() && offered(&model).is_empty());
    press(&mut model, "Esc");
    assert!(!model.is_filtering() && model.filter().text().is_empty());
    assert_eq!((model.exceptions.shown, note(&model)), (8, stood_on));
    press(&mut model, "/ k e n Enter Esc");
    assert_eq!(
        (model.screen, model.exceptions.shown),
        (Screen::Exceptions, 8)
    );
    press(&mut model, "Esc");
    assert_eq!(model.screen, Screen::Reports);
}

#[test]
fn beside_the_rules_a_filter_leaves_those_with_such_a_verdict() {
    let mut model = filtered("by:ken");
    press(&mut model, "Enter BackTab");
    let rules = model.exceptions.rows.iter().map(|row| match row {
        Row::Rule(at) => model.exceptions.rules[*at].rule.raw(),
        other => panic!("{other:?}"),
    });
    let mut rules: Vec<_> = rules.collect();
    rules.sort_unstable();
    assert_eq!(rules, [super::LICENCE, super::FORMAT]);
}
