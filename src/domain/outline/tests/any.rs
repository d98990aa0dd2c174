//! Outlines of any text: nothing panics, nothing is lost, folding takes nothing away.

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{of, of_parts, seen};
use crate::domain::outline::{Folds, Form, Kind, Needle, Outline};

/// Reads the document back from its rows.
fn value_of(outline: &Outline, row: usize) -> Value {
    let inside = || outline.inside(row);
    let text = |token: &str| serde_json::from_str::<Value>(token).unwrap();
    match outline.kind(row) {
        Kind::List => inside().map(|at| value_of(outline, at)).collect(),
        Kind::Object => {
            let key = |at| text(&format!("\"{}\"", outline.key(at).unwrap()));
            let member = |at| (key(at).as_str().unwrap().to_owned(), value_of(outline, at));
            Value::Object(inside().map(member).collect::<Map<_, _>>())
        }
        _ => text(outline.value(row, usize::MAX).text),
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Text that is nearly JSON.
fn near_json() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"é\\u00e9\"",
        "1",
        "-0.5e+2",
        "true",
        "null",
        " ",
        "\n",
        "\"",
        "\\",
        "x",
        "é",
        "0",
        "\u{1}",
        "\"k\":",
        "[{\"k\":1}]",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

/// What every row of any outline can be asked.
fn stands(outline: &Outline) -> Result<(), TestCaseError> {
    let mut last = 0;
    for row in 0..outline.rows() {
        let offset = outline.offset(row);
        prop_assert!(outline.text.is_char_boundary(offset) && offset >= last);
        prop_assert!((row + 1..=outline.rows()).contains(&outline.behind(row)));
        if let Some(parent) = outline.parent(row) {
            prop_assert!(parent < row && outline.behind(parent) >= outline.behind(row));
        }
        for most in [0, 1, 7, usize::MAX] {
            let shown = outline.value(row, most);
            prop_assert!(shown.text.len() <= most);
        }
        let _ = (outline.kind(row), outline.key(row), outline.path(row));
        let _ = (outline.line(row), outline.count(row), outline.depth(row));
        last = offset;
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_has_an_outline(texts in prop::collection::vec(any::<String>(), 1..4)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        stands(&of_parts(&texts))?;
    }

    #[test]
    fn a_tree_is_what_serde_reads_too(text in near_json()) {
        let outline = of(&text);
        stands(&outline)?;
        let start = text.trim_ascii_start();
        if start.starts_with('{') {
            let roots: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&text)
                .into_iter::<Value>()
                .collect();
            let reads = roots.is_ok_and(|roots| {
                roots.iter().all(|root| root.is_object() || root.is_array())
            });
            prop_assert_eq!(outline.parts()[0].form == Form::Json, reads, "{}", text);
        }
    }

    #[test]
    fn a_document_can_be_read_back_from_its_rows(value in any_value(), pretty in any::<bool>()) {
        let document = serde_json::json!({ "root": value });
        let text = if pretty {
            serde_json::to_string_pretty(&document).unwrap()
        } else {
            document.to_string()
        };
        let outline = of(&text);
        stands(&outline)?;
        prop_assert_eq!(outline.parts()[0].form, Form::Json);
        prop_assert_eq!(value_of(&outline, 1), document);
    }

    #[test]
    fn folding_hides_and_unfolding_gives_back(
        value in any_value(),
        folded in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let outline = of_parts(&[&serde_json::json!([value]).to_string(), "a\nb"]);
        let mut folds = Folds::default();
        let all = seen(&outline, &folds);
        prop_assert_eq!(&all, &(0..outline.rows()).collect::<Vec<_>>());
        for at in folded {
            folds.fold(at.index(outline.rows()), true);
        }
        let some = seen(&outline, &folds);
        for row in 0..outline.rows() {
            let hidden = outline.parents(row).any(|parent| folds.is_folded(parent));
            prop_assert_eq!(!some.contains(&row), hidden);
            prop_assert!(some.contains(&folds.seen(&outline, row)));
        }
        for pair in some.windows(2) {
            prop_assert_eq!(folds.previous(&outline, pair[1]), Some(pair[0]));
        }
        folds.fold_all(&outline);
        prop_assert!(seen(&outline, &folds).iter().all(|row| outline.depth(*row) <= 1));
        folds.unfold_all();
        prop_assert_eq!(seen(&outline, &folds), all);
    }

    #[test]
    fn a_search_in_windows_finds_what_a_search_at_once_finds(
        text in "[ab\n]{0,60}", words in "[aAbB]{1,3}", window in 1usize..20, from in 0usize..70,
        forward in any::<bool>(),
    ) {
        let outline = of(&text);
        let from = from % outline.rows();
        let needle = Needle::new(&words).unwrap();
        let stop = AtomicBool::new(false);
        let found = outline.find_in_windows(&needle, from, forward, window, &stop);
        let words = words.to_lowercase();
        let matches: Vec<usize> = (0..text.len())
            .filter(|at| text[*at..].starts_with(&words))
            .map(|at| outline.row_at(at))
            .collect();
        let wanted = if forward {
            matches.iter().find(|row| **row > from).or(matches.first())
        } else {
            matches.iter().rfind(|row| **row < from).or(matches.last())
        };
        prop_assert_eq!(found.map(|hit| hit.row), wanted.copied());
    }
}
