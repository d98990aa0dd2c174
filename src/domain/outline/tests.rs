//! Outlines of known and of any texts.

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;

fn of_parts(texts: &[&str]) -> Outline {
    let stop = AtomicBool::new(false);
    let mut builder = Builder::new(&stop);
    for (at, text) in texts.iter().enumerate() {
        assert!(builder.add(format!("part {at}").into(), text));
    }
    builder.finish().unwrap()
}

fn of(text: &str) -> Outline {
    of_parts(&[text])
}

/// Every row that is seen: depth, key, value.
fn drawn(outline: &Outline, folds: &Folds) -> Vec<String> {
    seen(outline, folds)
        .into_iter()
        .map(|row| {
            let key = outline
                .key(row)
                .map_or(String::new(), |key| format!("{key}="));
            let value = match outline.kind(row) {
                Kind::Part => "part".to_owned(),
                Kind::Object => "{}".to_owned(),
                Kind::List => "[]".to_owned(),
                Kind::Line { goes_on, damaged } => {
                    let (a, b) = (u8::from(goes_on), u8::from(damaged));
                    format!("{a}{b} {}", outline.value(row, 9).text)
                }
                _ => outline.value(row, 99).text.to_owned(),
            };
            format!("{}{key}{value}", " ".repeat(outline.depth(row)))
        })
        .collect()
}

fn seen(outline: &Outline, folds: &Folds) -> Vec<usize> {
    std::iter::successors(Some(0), |row| folds.next(outline, *row)).collect()
}

#[test]
fn a_document_is_a_row_for_each_value() {
    let outline = of(r#" {"a": [1, {"b":"x\"}"}, []], "é" : null ,"n":-1.5e3} "#);
    let open = Folds::default();
    let rows = [
        "part",
        " {}",
        "  a=[]",
        "   1",
        "   {}",
        r#"    b="x\"}""#,
        "   []",
        "  é=null",
        "  n=-1.5e3",
    ];
    assert_eq!(drawn(&outline, &open), rows);
    assert_eq!(outline.path(5), "a[1].b");
    assert_eq!(outline.count(2), Count::Exactly(3));
    assert_eq!(drawn(&outline, &outline.folds()).len(), 8);
}

#[test]
fn what_is_no_json_is_lines_and_says_where() {
    let cases = [
        ("INFO start\n[x] {}\n", Form::Lines, 0),
        ("[INFO] start", Form::Lines, 0),
        (
            "{\n\"a\": NaN}",
            Form::Damaged(Damage {
                offset: 7,
                what: "a value is missing",
            }),
            2,
        ),
        (
            "{\"a\": 1,}",
            Form::Damaged(Damage {
                offset: 8,
                what: "a key is missing",
            }),
            1,
        ),
        (
            "{\"a\" 1}",
            Form::Damaged(Damage {
                offset: 5,
                what: "a colon is missing",
            }),
            1,
        ),
        (
            "{}\nbye",
            Form::Damaged(Damage {
                offset: 3,
                what: "something else follows the JSON document",
            }),
            2,
        ),
        (
            "{\"a\":\n\"x",
            Form::Damaged(Damage {
                offset: 7,
                what: "it ends in the middle",
            }),
            2,
        ),
        (
            "[\"\\x\"]",
            Form::Damaged(Damage {
                offset: 2,
                what: "an escape that JSON does not have",
            }),
            1,
        ),
        (
            "{\"a\": 01}",
            Form::Damaged(Damage {
                offset: 6,
                what: "a value is missing",
            }),
            1,
        ),
    ];
    for (text, form, line) in cases {
        let outline = of(text);
        assert_eq!(outline.parts()[0].form, form, "{text}");
        let damaged = |row: &usize| matches!(outline.kind(*row), Kind::Line { damaged: true, .. });
        let marked: Vec<_> = (0..outline.rows()).filter(damaged).collect();
        assert_eq!(
            marked,
            if line == 0 { vec![] } else { vec![line] },
            "{text}"
        );
    }
}

#[test]
fn several_documents_stand_behind_one_another() {
    let outline = of_parts(&["{\"a\":1}\n{\"b\":2}", "", "x\ny"]);
    let rows = [
        "part", " {}", "  a=1", " {}", "  b=2", "part", "part", " 00 x", " 00 y",
    ];
    assert_eq!(drawn(&outline, &Folds::default()), rows);
    assert_eq!(outline.line(8), 2);
    assert_eq!(outline.line(4), 2);
    assert_eq!(outline.part(7).label.raw(), "part 2");
}

#[test]
fn hostile_documents_stay_small() {
    let deep = "[".repeat(100_000);
    let outline = of(&format!("[{deep}"));
    assert!(matches!(
        outline.parts()[0].form,
        Form::Damaged(Damage {
            what: "nested too deep",
            ..
        })
    ));
    let long = format!("{{{}", "é".repeat(50_000));
    let outline = of(&long);
    assert!(outline.rows() > 40);
    assert!((1..outline.rows()).all(|row| outline.value(row, 9_999).text.len() <= 2_000));
    let key = format!("{{\"{}\": 1}}", "k".repeat(70_000));
    assert!(matches!(of(&key).parts()[0].form, Form::Damaged(_)));
}

#[test]
fn an_outline_that_nobody_wants_is_given_up() {
    let stop = AtomicBool::new(true);
    let mut builder = Builder::new(&stop);
    builder.add("a".into(), &format!("[\"\"{}]", ",1".repeat(1 << 17)));
    assert!(builder.finish().is_none());
}

#[test]
fn words_are_found_whatever_their_case_and_spelling() {
    let outline = of("{\"a\": [\"Größe\", \"gr\\u00f6sse\", \"say \\\"Hi\\\"\"], \"b\": \"HI\"}");
    let stop = AtomicBool::new(false);
    let find = |words: &str, from, forward| {
        let hit = outline.find(&Needle::new(words).unwrap(), from, forward, &stop);
        hit.map(|hit| (hit.row, hit.wrapped))
    };
    assert_eq!(find("GRÖ", 0, true), Some((3, false)));
    assert_eq!(find("grö", 3, true), Some((4, false)));
    assert_eq!(find("\"hi\"", 0, true), Some((5, false)));
    assert_eq!(find("hi", 5, true), Some((6, false)));
    assert_eq!(find("hi", 6, true), Some((5, true)));
    assert_eq!(find("hi", 6, false), Some((5, false)));
    assert_eq!(find("hi", 5, false), Some((6, true)));
    assert_eq!(find("nowhere", 0, true), None);
    assert!(Needle::new("").is_none());
}

#[test]
fn a_finding_is_located_by_what_it_says() {
    let outline = of(
        r#"[{"uuid":"s1","violations":[{"d":"calls x","f":"a"},{"d":"calls x","f":"b"}]},
                         {"uuid":"s2","violations":[{"d":"calls x","f":"b"}]}]"#,
    );
    let stop = AtomicBool::new(false);
    let at = |scan: &str, words: &[&str]| {
        let clues = Clues {
            scan: Some(scan.into()),
            words: words.iter().map(|words| (*words).into()).collect(),
        };
        outline.locate(&clues, &stop).map(|row| outline.path(row))
    };
    let cases = [
        ("s1", vec!["calls x", "b"], Some("[0].violations[1]")),
        ("s2", vec!["calls x", "b"], Some("[1].violations[0]")),
        (
            "s1",
            vec!["made up by a dialect", "calls x"],
            Some("[0].violations[0]"),
        ),
        ("s2", vec![], Some("[1]")),
        ("s3", vec!["nowhere"], None),
    ];
    for (scan, words, path) in cases {
        assert_eq!(at(scan, &words).as_deref(), path, "{scan} {words:?}");
    }
}

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
