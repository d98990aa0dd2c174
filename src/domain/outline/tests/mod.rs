//! Outlines of known texts.

mod any;

use std::sync::atomic::AtomicBool;

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
