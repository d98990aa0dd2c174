//! Whole documents as rows of a wrapper: a script that gathers what the SDK returned for each model (facts §1.0.3).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ado::LISTS;
use super::desk::passed_over;
use super::shape::Shape;
use super::{Dialect, Item, Reads, recognise};

/// Keys of which a row has one.
const KEYS: [&str; 2] = ["eval_outcome", "scan"];

/// `{"results": [scan, scan]}` and `{"models": [{"scan": …, "violations": …}]}`.
pub(super) const DIALECT: Dialect = Dialect {
    name: "scan-rows",
    about: "scans or full reports as rows of `results`, `models` or `packages`; each is read as what it is",
    reads: Reads::Json {
        recognise: |shape| LISTS.iter().any(|list| shape.row_in(list, &KEYS)),
        read,
    },
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wrapper<'a> {
    #[serde(borrow)]
    results: Rows<'a>,
    #[serde(borrow)]
    models: Rows<'a>,
    #[serde(borrow)]
    packages: Rows<'a>,
}

type Rows<'a> = Option<Vec<&'a RawValue>>;

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let wrapper: Wrapper = serde_json::from_str(text)?;
    let lists = [wrapper.results, wrapper.models, wrapper.packages];
    let (mut items, mut rows, mut unknown) = (Vec::new(), 0, 0);
    for row in lists.into_iter().flatten().flatten() {
        rows += 1;
        match recognise(&Shape::of(row.get())?) {
            Some((dialect, read)) if dialect.name != DIALECT.name => {
                items.extend(
                    read(row.get())?
                        .into_iter()
                        .map(|item| named(item, dialect)),
                );
            }
            _ => unknown += 1,
        }
    }
    if unknown > 0 {
        items.push(Item::Foreign(passed_over(unknown, rows)));
    }
    Ok(items)
}

/// A report goes by the name of what its row is, not of its wrapper.
fn named(mut item: Item, dialect: &Dialect) -> Item {
    if let Item::Report(draft) = &mut item {
        draft.dialect.get_or_insert(dialect.name);
    }
    item
}
