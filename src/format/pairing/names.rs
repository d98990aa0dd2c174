//! What file names tell about what belongs together.

use crate::domain::report::Source;
use crate::domain::text::Untrusted;

/// Words in file names that say what a document is, not which scan it is of.
const PARTS: [&str; 24] = [
    "airs",
    "api",
    "eval",
    "evals",
    "evaluation",
    "evaluations",
    "file",
    "files",
    "finding",
    "findings",
    "get",
    "list",
    "model",
    "report",
    "reports",
    "result",
    "results",
    "rule",
    "rules",
    "scan",
    "scans",
    "security",
    "violation",
    "violations",
];
/// Extensions, which come last and may be two.
const EXTENSIONS: [&str; 7] = ["json", "jsonl", "ndjson", "log", "txt", "gz", "zip"];

/// Folders and archives around a document that count as its places.
const MOST_PLACES: usize = 12;

/// The places a document lies in, nearest first: its folders, its archives, the folder of the file.
/// With each, the word for it.
pub(super) fn places(source: &Source) -> Vec<(String, &'static str)> {
    let label = source.label();
    let label = label.raw();
    let root = folder(source.path.raw());
    let mut places = Vec::new();
    let mut inner = label;
    while let Some(at) = inner
        .rfind(['/', '\\'])
        .filter(|_| places.len() < MOST_PLACES)
    {
        let archive = inner[..at].ends_with('!');
        inner = &inner[..at];
        if inner.len() <= root.len() {
            break;
        }
        let place = inner.strip_suffix('!').unwrap_or(inner);
        places.push((place.to_owned(), if archive { "archive" } else { "folder" }));
    }
    places.push((format!("{root}/"), "folder"));
    places
}

fn folder(path: &str) -> &str {
    path.rfind(['/', '\\']).map_or("", |at| &path[..at])
}

/// The last part of a document's path.
fn name(source: &Source) -> &str {
    let path = source.member.as_ref().unwrap_or(&source.path);
    let path = Untrusted::raw(path);
    &path[path.rfind(['/', '\\']).map_or(0, |at| at + 1)..]
}

/// The UUIDs in a document's file name and in the name of its folder, lower-cased.
pub(super) fn uuids(source: &Source) -> Vec<String> {
    let label = source.label();
    let start = label.raw().rmatch_indices(['/', '\\']).nth(1);
    let mut found: Vec<_> = uuids_in(&label.raw()[start.map_or(0, |(at, _)| at)..]).collect();
    found.dedup();
    found
}

/// Whether a document's own file name holds a UUID; a folder may be called after a build.
pub(super) fn file_has_uuid(source: &Source) -> bool {
    uuids_in(name(source)).next().is_some()
}

fn uuids_in(text: &str) -> impl Iterator<Item = String> {
    let windows = text.as_bytes().windows(36);
    windows
        .filter(|window| is_uuid(window))
        .map(|window| String::from_utf8_lossy(window).to_lowercase())
}

fn is_uuid(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// What a file name shares with the names of other documents of the same scan, within its folder: `build-7` of
/// `build-7.violations.json`; none when nothing is left of it.
pub(super) fn stem(source: &Source) -> Option<String> {
    let words = words(source);
    let rest: Vec<_> = words
        .iter()
        .filter(|word| !PARTS.contains(&word.as_str()))
        .map(String::as_str)
        .collect();
    (!rest.is_empty()).then(|| within(source, &rest.join(" ")))
}

/// The number that a file name begins with: `007` of `007-violations-final.json`.
pub(super) fn number(source: &Source) -> Option<String> {
    let words = words(source);
    let digits = |word: &&String| word.bytes().all(|byte| byte.is_ascii_digit());
    let run: Vec<_> = words
        .iter()
        .take_while(digits)
        .map(String::as_str)
        .collect();
    (!run.is_empty()).then(|| within(source, &run.join(" ")))
}

fn words(source: &Source) -> Vec<String> {
    let mut words: Vec<_> = name(source)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    while words
        .last()
        .is_some_and(|word| EXTENSIONS.contains(&word.as_str()))
    {
        words.pop();
    }
    words
}

fn within(source: &Source, words: &str) -> String {
    let label = source.label();
    format!("{}\0{words}", folder(label.raw()))
}
