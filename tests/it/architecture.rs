//! The walls of the house, held by reading the sources: who may use whom, what no room may touch, how long a file
//! may grow. The checks are functions of sources, and so are tried on made-up sources that break each rule.

use std::fs;
use std::path::Path;

use crate::support::source::{Mention, Source};

/// A room and the rooms of the crate that it may use, as prefixes of `crate::…` paths.
struct Room {
    name: &'static str,
    visits: &'static [&'static str],
    pure: bool,
}

const fn room(name: &'static str, visits: &'static [&'static str], pure: bool) -> Room {
    Room { name, visits, pure }
}

const ROOMS: &[Room] = &[
    room("domain", &[], true),
    room("format", &["domain"], true),
    room("evidence", &["domain"], true),
    room("app", &["domain"], true),
    room("view", &["app", "domain"], true),
    room(
        "io",
        &[
            "domain",
            "format",
            "evidence",
            "app::message",
            "app::effect",
            "app::job",
            "app::jobs",
        ],
        false,
    ),
    room("tui", &["app", "view", "io", "domain"], false),
    room("cli", &["domain", "format", "io"], false),
];

/// Files beside the rooms; `main` connects, `lib` is the floor plan.
const DOORS: &[&str] = &["main", "lib"];

/// What no pure room may touch.
const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time::SystemTime",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "tokio",
    "reqwest",
    "sqlx",
    "crossterm",
];

/// What belongs to one room, or to one file of it.
const HOMES: &[(&str, &[&str])] = &[
    ("ratatui::layout", &["app/layout.rs", "view/", "tui/"]),
    ("ratatui", &["app/layout.rs", "view/", "tui/"]),
    ("ratatui_textarea", &["app/field.rs"]),
    ("reqwest", &["io/airs/"]),
    ("rustls", &["io/airs/"]),
    ("toml_edit", &["io/settings"]),
];

const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!"];
/// Where the program rests, which holds up no thread. Whoever else waits, waits for something to happen.
const RESTS: &str = "src/io/airs/patience.rs";
const VAGUE: &[&str] = &[
    "util", "utils", "helper", "helpers", "manager", "common", "misc",
];
const SOURCE_LINES: usize = 400;
const TEST_LINES: usize = 600;

fn room_of(source: &Source) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == source.room())
}

fn faults(source: &Source) -> Vec<String> {
    let checks: &[fn(&Source) -> Vec<String>] = if source.path.starts_with("src/") {
        &[
            place, walls, purity, homes, looking, allowances, manners, size,
        ]
    } else {
        &[manners, size]
    };
    let found = checks.iter().flat_map(|check| check(source));
    found
        .map(|fault| format!("{}: {fault}", source.path))
        .collect()
}

fn place(source: &Source) -> Vec<String> {
    let known = room_of(source).is_some() || DOORS.contains(&source.room());
    fault(!known, || {
        format!("`{}` is no room of the house", source.room())
    })
}

fn walls(source: &Source) -> Vec<String> {
    let Some(room) = room_of(source) else {
        return Vec::new();
    };
    let outside = source.visits().filter(|path| {
        let own = path.first().is_some_and(|first| first == room.name);
        !own && !room.visits.iter().any(|visit| leads(path, visit))
    });
    outside
        .map(|path| format!("`{}` may not use `{}`", room.name, path.join("::")))
        .collect()
}

/// Whether a path begins with another.
fn leads(path: &[String], prefix: &str) -> bool {
    let prefix: Vec<&str> = prefix.split("::").collect();
    path.len() >= prefix.len() && path.iter().zip(&prefix).all(|(one, other)| one == other)
}

fn purity(source: &Source) -> Vec<String> {
    if !room_of(source).is_some_and(|room| room.pure) {
        return Vec::new();
    }
    let touched = |word: &&&str| source.mentions.iter().any(|mention| mention.names(word));
    WORLD
        .iter()
        .filter(touched)
        .map(|word| format!("a pure room touches `{word}`"))
        .collect()
}

fn homes(source: &Source) -> Vec<String> {
    let within = source.path.trim_start_matches("src/");
    let away = HOMES.iter().filter(|(name, homes)| {
        source
            .mentions
            .iter()
            .any(|mention| leads(&mention.path, name))
            && !homes.iter().any(|home| within.starts_with(home))
    });
    let beyond = source
        .mentions
        .iter()
        .any(|mention| mention.path[0] == "ratatui" && !leads(&mention.path, "ratatui::layout"));
    let mut faults: Vec<String> = away
        .map(|(name, homes)| format!("`{name}` belongs in {}", homes.join(", ")))
        .collect();
    faults.extend(fault(source.room() == "app" && beyond, || {
        "the desk knows of ratatui only its layout".to_owned()
    }));
    faults
}

fn looking(source: &Source) -> Vec<String> {
    let changes = |mention: &Mention| {
        mention.mutable && mention.path.last().is_some_and(|last| last == "Model")
    };
    let taken = source.room() == "view" && source.mentions.iter().any(changes);
    fault(taken, || "a view takes `&mut Model`".to_owned())
}

fn allowances(source: &Source) -> Vec<String> {
    let allowed = ["#[allow(", "#![allow("]
        .iter()
        .any(|allow| source.outside_tests().contains(allow));
    fault(allowed, || {
        "`allow` where `expect` with a reason belongs".to_owned()
    })
}

fn manners(source: &Source) -> Vec<String> {
    let sleep = if source.path == RESTS {
        "thread::sleep("
    } else {
        "sleep("
    };
    let words = UNFINISHED
        .iter()
        .chain([&sleep])
        .filter(|word| source.says(word));
    let mut faults: Vec<String> = words.map(|word| format!("says `{word}`")).collect();
    faults.extend(fault(!source.text.starts_with("//!"), || {
        "does not open with `//!`".to_owned()
    }));
    faults.extend(fault(VAGUE.contains(&source.stem()), || {
        "has a name that says nothing".to_owned()
    }));
    faults
}

fn size(source: &Source) -> Vec<String> {
    let cap = if source.path.starts_with("src/") {
        SOURCE_LINES
    } else {
        TEST_LINES
    };
    let lines = source.text.lines().count();

    fault(lines > cap, || format!("{lines} lines, {cap} at most"))
}

fn fault(found: bool, words: impl FnOnce() -> String) -> Vec<String> {
    found.then(words).into_iter().collect()
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap().into_path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            Source::new(&name, &fs::read_to_string(&path).unwrap())
        })
        .collect()
}

#[test]
fn the_house_stands() {
    let mut all = sources("src");
    assert!(all.len() > 10, "the sources were not found");
    all.extend(sources("tests"));
    let faults: Vec<String> = all.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Made-up files of `src/`, and the fault to be found in each, if any.
const HOUSES: &[(&str, &str, Option<&str>)] = &[
    (
        "domain/a.rs",
        "use crate::domain::b::C; use std::{fmt, sync::Arc};",
        None,
    ),
    (
        "domain/a.rs",
        "use crate::format::intake;",
        Some("may not use `format::intake`"),
    ),
    (
        "domain/a.rs",
        "fn f() { crate::io::open() }",
        Some("may not use `io::open`"),
    ),
    ("domain/mod.rs", "use super::io;", Some("may not use `io`")),
    (
        "domain/a/b.rs",
        "use super::super::super::io;",
        Some("may not use `io`"),
    ),
    ("domain/a.rs", "use super::io;", None),
    (
        "domain/mod.rs",
        "#[cfg(test)]\nmod tests {\n use super::io; }",
        None,
    ),
    (
        "domain/a.rs",
        "// use crate::io;\nconst A: &str = \"crate::io::x\"; /* std::fs */",
        None,
    ),
    (
        "domain/a.rs",
        "const A: &str = r#\"\"std::fs\"\"#; const B: char = '\"'; use std::fs;",
        Some("`std::fs`"),
    ),
    (
        "domain/a.rs",
        "fn f<'a>(x: &'a str) -> char { '\\'' } // std::fs",
        None,
    ),
    (
        "format/a.rs",
        "use std::{fmt, fs::{self, File}};",
        Some("touches `std::fs`"),
    ),
    (
        "format/a.rs",
        "use std::time::{Duration, SystemTime};",
        Some("SystemTime"),
    ),
    (
        "evidence/a.rs",
        "let t = std::time::Instant::now();",
        Some("Instant::now"),
    ),
    (
        "app/a.rs",
        "let now = jiff::Timestamp::now();",
        Some("Timestamp::now"),
    ),
    (
        "app/a.rs",
        "async fn f() { tokio::spawn(x) }",
        Some("touches `tokio`"),
    ),
    (
        "app/a.rs",
        "use ratatui::layout::Rect;",
        Some("`ratatui` belongs in"),
    ),
    ("app/layout.rs", "use ratatui::layout::Rect;", None),
    (
        "app/layout.rs",
        "use ratatui::widgets::Block;",
        Some("only its layout"),
    ),
    ("app/field.rs", "use ratatui_textarea::TextArea;", None),
    (
        "app/note.rs",
        "use ratatui_textarea::TextArea;",
        Some("belongs in app/field.rs"),
    ),
    (
        "app/a.rs",
        "use crate::view::draw;",
        Some("may not use `view::draw`"),
    ),
    (
        "view/a.rs",
        "use crate::{app::model::Model, domain::text};",
        None,
    ),
    (
        "view/a.rs",
        "use crate::{app, io::{self}};",
        Some("may not use `io`"),
    ),
    ("view/a.rs", "fn f(m: &mut Model) {}", Some("&mut Model")),
    (
        "view/a.rs",
        "fn f<'a>(m: &'a mut crate::app::Model) {}",
        Some("&mut Model"),
    ),
    ("view/a.rs", "fn f(m: &Model, b: &mut Buffer) {}", None),
    (
        "io/a.rs",
        "use crate::app::{effect::Effect, message::Message}; use std::fs;",
        None,
    ),
    (
        "io/a.rs",
        "use crate::app::model::Model;",
        Some("may not use `app::model::Model`"),
    ),
    ("io/a.rs", "use crate::app;", Some("may not use `app`")),
    (
        "tui/a.rs",
        "use crate::cli::args;",
        Some("may not use `cli::args`"),
    ),
    (
        "cli/a.rs",
        "use crate::tui::run;",
        Some("may not use `tui::run`"),
    ),
    ("cellar/a.rs", "", Some("no room of the house")),
    ("config.rs", "", Some("no room of the house")),
    ("main.rs", "use airs_triage::{cli, tui};", None),
    ("io/a.rs", "fn f() { todo!() }", Some("says `todo!`")),
    (
        "io/a.rs",
        "fn f() { std::thread::sleep(second) }",
        Some("says `sleep(`"),
    ),
    ("io/a.rs", "fn f() { oversleep(); }", None),
    (
        "io/a.rs",
        "async fn f() { tokio::time::sleep(second).await }",
        Some("says `sleep(`"),
    ),
    (
        "io/airs/patience.rs",
        "async fn f() { tokio::time::sleep(second).await }",
        None,
    ),
    (
        "io/airs/patience.rs",
        "fn f() { std::thread::sleep(second) }",
        Some("says `thread::sleep(`"),
    ),
    (
        "io/a.rs",
        "#[allow(dead_code)]\nfn f() {}",
        Some("`allow` where"),
    ),
    (
        "io/a.rs",
        "#[cfg(test)]\nmod tests { #![allow(clippy::panic)] }",
        None,
    ),
    ("io/helpers.rs", "", Some("says nothing")),
];

#[test]
fn a_broken_rule_is_found_and_a_kept_one_is_not() {
    for (path, code, wanted) in HOUSES {
        let source = Source::new(&format!("src/{path}"), &format!("//! A room.\n{code}\n"));
        let faults = faults(&source);
        match wanted {
            Some(wanted) => assert!(
                faults.iter().any(|fault| fault.contains(wanted)),
                "{code}: {faults:?}"
            ),
            None => assert!(faults.is_empty(), "{code}: {faults:?}"),
        }
    }
}

#[test]
fn length_and_opening_are_counted() {
    let long = |lines| format!("//! Long.\n{}", "\n".repeat(lines - 1));
    let cases = [
        ("src/io/a.rs", long(SOURCE_LINES), 0),
        ("src/io/a.rs", long(SOURCE_LINES + 1), 1),
        ("tests/it/a.rs", long(TEST_LINES), 0),
        ("tests/it/a.rs", long(TEST_LINES + 1), 1),
        ("src/io/a.rs", "use std::fs;".to_owned(), 1),
    ];
    for (path, text, count) in cases {
        assert_eq!(faults(&Source::new(path, &text)).len(), count, "{path}");
    }
}
