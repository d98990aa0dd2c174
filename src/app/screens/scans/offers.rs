//! Completions of a filter of scans: terms, their fixed words, and what occurs in the scans and groups that are here.

use crate::app::model::Model;
use crate::app::offers::{Found, Offer, Offers, fixed};
use crate::domain::query::remote::{Part, TABLE};
use crate::domain::query::{Facet, Typing};
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;

/// Completions of what stands before the cursor.
pub fn of(model: &Model, of_nothing: bool) -> Option<Offers> {
    let field = &model.scans.filter.field;
    let typed = (field.text(), field.cursor());
    Offers::among(TABLE, typed, of_nothing, |typing| match typing {
        Typing::Value(name, _, typed) => Facet::among(TABLE, name)
            .map(|facet| values(model, facet, typed))
            .unwrap_or_default(),
        Typing::Name(..) | Typing::Saved(..) => Vec::new(),
    })
}

fn values(model: &Model, facet: &Facet<Part>, typed: &str) -> Vec<Offer> {
    let words = facet.choices();
    if !words.is_empty() {
        return fixed(words, typed);
    }
    let mut found = Found::of(typed);
    if facet.asks == Part::Group {
        let groups = model.groups.all().iter();
        groups.for_each(|group| found.count(group.name.raw()));
    }
    for scan in &model.scans.all {
        for text in texts(scan, facet.asks) {
            found.count(&text);
        }
    }
    found.offers()
}

/// What a scan says of a part.
fn texts(scan: &Scan, part: Part) -> Vec<String> {
    let raw = |text: &Untrusted| text.raw().to_owned();
    match part {
        Part::Group => {
            let group = scan.group.as_ref();
            let name = group.and_then(|group| group.name.as_ref());
            name.map(raw).into_iter().collect()
        }
        Part::Label => {
            let labels = scan.labels.iter();
            labels
                .map(|(key, value)| format!("{}:{}", key.raw(), value.raw()))
                .collect()
        }
        Part::Uri => scan.model_uri.as_ref().map(raw).into_iter().collect(),
        Part::Outcome | Part::Source | Part::Since | Part::Until => Vec::new(),
    }
}
