//! From paths to reports: folders, parts that find their scan, and what stands in the way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use airs_triage::domain::report::{Completeness, Summary};
use airs_triage::domain::text::Untrusted;
use airs_triage::domain::warning::Warning;
use airs_triage::io::library::{Harvest, Input, Library, Loaded};
use airs_triage::io::watch::Watch;
use tempfile::TempDir;

use crate::artifact::zip;

const UUIDS: [&str; 2] = [
    "6f1f0c36-6a3b-4b1c-9a53-0d6a6c1f7e01",
    "6f1f0c36-6a3b-4b1c-9a53-0d6a6c1f7e02",
];

fn scan(number: usize) -> String {
    let uuid = UUIDS.get(number).map_or_else(
        || format!("6f1f0c36-6a3b-4b1c-9a53-{number:012}"),
        |uuid| (*uuid).to_owned(),
    );
    format!(
        r#"{{"uuid": "{uuid}", "eval_outcome": "BLOCKED", "model_uri": "https://huggingface.co/acme/m{number}",
        "eval_summary": {{"rules_passed": 1, "rules_failed": 1, "total_rules": 2}}}}"#
    )
}

fn whole(number: usize) -> String {
    scan(number).replacen(
        "\"model_uri\"",
        &format!("\"violations\": [{}], \"model_uri\"", violation()),
        1,
    )
}

fn violation() -> &'static str {
    r#"{"description": "calls system", "rule_name": "Load Time Code Execution Check", "rule_instance_uuid": "r",
        "rule_instance_state": "BLOCKING", "threat": "PAIT-PKL-100", "file": "model.pkl", "hash": "ab"}"#
}

fn violations() -> String {
    format!(
        r#"{{"pagination": {{"total_items": 1}}, "violations": [{}]}}"#,
        violation()
    )
}

fn evaluations(uuid: &str) -> String {
    format!(
        r#"{{"pagination": {{"total_items": 1}}, "evaluations": [{{"rule_name": "Load Time Code Execution Check",
        "result": "FAILED", "violation_count": 1, "rule_instance_state": "BLOCKING", "scan_uuid": "{uuid}"}}]}}"#
    )
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::with_prefix("library").unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn library(paths: &[&Path]) -> Library {
    Library::new(
        paths
            .iter()
            .map(|path| Input::Path(path.to_path_buf()))
            .collect(),
    )
}

fn harvest(paths: &[&Path]) -> Harvest {
    library(paths).harvest(&AtomicBool::new(false))
}

fn summaries(library: &Library) -> Vec<Summary> {
    let list = Mutex::new(Vec::new());
    library.load(&AtomicBool::new(false), &|loaded| {
        if let Loaded::Summary(summary) = loaded {
            list.lock().unwrap().push(*summary);
        }
    });
    let mut list = list.into_inner().unwrap();
    list.sort_by(|one, other| one.head.source.cmp(&other.head.source));
    list
}

/// What was said of each file, by its path below the folder.
fn said(harvest: &Harvest, folder: &Path) -> BTreeMap<PathBuf, String> {
    harvest
        .notices
        .iter()
        .map(|notice| {
            let path = Path::new(notice.origin.path.raw());
            let path = path.strip_prefix(folder).unwrap_or(path);
            (path.to_owned(), notice.message.to_string())
        })
        .collect()
}

#[test]
fn good_reports_come_through_whatever_lies_beside_them() {
    let text = whole(0);
    let folder = folder(&[
        ("good.json", text.as_bytes()),
        ("sub/also.json", whole(1).as_bytes()),
        (
            "archive.zip",
            &zip(&[("in/scan.json", whole(2).as_bytes())]),
        ),
        ("broken.json", b"{\"uuid\": "),
        ("package.json", b"{\"name\": \"x\"}"),
        ("weights.bin", b"\x80\x04"),
        ("core.json", b"\x7fELF\0\0\0\0\0\0"),
        (".hidden/scan.json", text.as_bytes()),
        ("node_modules/m/scan.json", text.as_bytes()),
        ("damaged.zip", b"PK\x03\x04"),
    ]);
    let harvest = harvest(&[folder.path()]);
    let sources: Vec<_> = harvest
        .reports
        .iter()
        .map(|report| report.head.source.label())
        .collect();
    let expected = ["archive.zip!/in/scan.json", "good.json", "sub/also.json"];
    let root = folder.path().display();
    assert_eq!(
        sources.iter().map(Untrusted::raw).collect::<Vec<_>>(),
        expected.map(|name| format!("{root}/{name}"))
    );
    let said = said(&harvest, folder.path());
    let told: Vec<_> = said.keys().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(told, ["broken.json", "core.json", "damaged.zip"]);
}

#[test]
fn what_cannot_be_reached_says_why_and_what_to_do() {
    let folder = folder(&[("good.json", whole(0).as_bytes())]);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.json")).unwrap();
    let missing = at("vanished");
    let harvest = harvest(&[&missing, folder.path(), Path::new("/dev/null")]);
    assert_eq!(harvest.reports.len(), 1);
    let said = said(&harvest, folder.path());
    assert!(said[Path::new("vanished")].contains("Check the path"));
    assert!(said[Path::new("/dev/null")].contains("no regular file"));
    assert_eq!(said.len(), 2);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_circles_and_pipes_do_not_stop_it() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("good.json", whole(0).as_bytes())]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("gone.json"), at("latest.json")).unwrap();
    symlink(folder.path(), at("circle")).unwrap();
    symlink(at("itself.json"), at("itself.json")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(at("pipe.json"))
        .status();
    assert!(made.unwrap().success());
    let harvest = harvest(&[folder.path(), &at("pipe.json")]);
    assert_eq!(harvest.reports.len(), 1);
    let said = said(&harvest, folder.path());
    assert!(
        said[Path::new("latest.json")].contains("leads nowhere"),
        "{said:?}"
    );
    assert!(said.contains_key(Path::new("itself.json")));
    assert!(said[Path::new("pipe.json")].contains("no regular file"));
}

#[test]
fn parts_find_their_scan_in_folders_of_any_size() {
    let mut files = vec![
        ("a/scan.json".to_owned(), scan(0)),
        ("a/violations.json".to_owned(), violations()),
        ("a/evaluations.json".to_owned(), evaluations(UUIDS[0])),
    ];
    let many = (2..100).map(|number| (format!("many/{number}.json"), whole(number)));
    files.extend(many);
    files.push(("many/counts.json".to_owned(), scan(1)));
    files.push(("many/reasons.json".to_owned(), violations()));
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let folder = folder(&files);
    let harvest = harvest(&[folder.path()]);
    assert_eq!(harvest.notices, []);
    assert_eq!(harvest.reports.len(), 100);
    let joined: Vec<_> = harvest
        .reports
        .iter()
        .filter(|report| !report.head.joined.is_empty())
        .collect();
    assert_eq!(joined.len(), 2);
    for report in joined {
        assert_eq!(report.head.completeness, Completeness::Full);
        assert_eq!(report.findings.len(), 1);
        assert_eq!(
            report.head.warnings,
            [Warning::Inferred {
                part: "violations",
                by: "folder"
            }]
        );
    }
}

#[test]
fn who_looks_on_sees_what_waits_before_a_large_folder_is_read() {
    let mut files: Vec<_> = (0..100)
        .map(|number| (format!("{number}.json"), scan(number)))
        .collect();
    files.push(("7.violations.json".to_owned(), violations()));
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let folder = folder(&files);
    let library = library(&[folder.path()]);
    let (watch, _told) = Watch::new();
    let told = Mutex::new(Vec::new());
    library.load_watched(&AtomicBool::new(false), &watch, &|piece| {
        told.lock().unwrap().push(piece);
    });
    watch.stop();
    let half =
        |piece: &Loaded| matches!(piece, Loaded::Progress { files_done, .. } if *files_done >= 50);
    let (mut waiting, mut whole) = (BTreeMap::new(), BTreeMap::new());
    let mut half_read = false;
    for piece in told.into_inner().unwrap() {
        half_read |= half(&piece);
        match piece {
            Loaded::Waiting(summary) => {
                let source = summary.head.source.clone();
                assert!(!whole.contains_key(&source), "told of again too early");
                waiting.insert(source, (*summary, half_read));
            }
            Loaded::Summary(summary) => {
                whole.insert(summary.head.source.clone(), *summary);
            }
            Loaded::Notice(notice) => panic!("{notice:?}"),
            Loaded::Progress { .. } => {}
        }
    }
    assert_eq!((waiting.len(), whole.len()), (100, 100));
    let early = waiting.values().filter(|(_, half_read)| !half_read).count();
    assert!(early >= 49, "{early} rows before half was read");
    let changed = waiting
        .values()
        .filter(|(summary, _)| whole[&summary.head.source] != *summary);
    let changed: Vec<_> = changed.map(|(summary, _)| &summary.head).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(whole[&changed[0].source].head.joined.len(), 1);
    assert_eq!(summaries(&library), whole.into_values().collect::<Vec<_>>());
}

#[test]
fn files_that_were_named_one_by_one_are_paired_like_a_folder() {
    let folder = folder(&[
        ("scan.json", scan(0).as_bytes()),
        ("violations.json", violations().as_bytes()),
    ]);
    let paths = ["scan.json", "violations.json"].map(|name| folder.path().join(name));
    let harvest = harvest(&[&paths[0], &paths[1], &paths[0]]);
    assert_eq!(harvest.reports.len(), 1);
    assert_eq!(harvest.reports[0].findings.len(), 1);
}

#[test]
fn a_report_opens_as_it_was_summarised() {
    let folder = folder(&[
        ("whole.json", whole(0).as_bytes()),
        (
            "packed.zip",
            &zip(&[
                ("s/scan.json", scan(1).as_bytes()),
                ("s/violations.json", violations().as_bytes()),
            ]),
        ),
        ("apart/scan.json", scan(2).as_bytes()),
        ("apart/violations.json", violations().as_bytes()),
        ("lost/violations.json", violations().as_bytes()),
        ("lost/evaluations.json", evaluations("b").as_bytes()),
    ]);
    let mut inputs = vec![Input::Path(folder.path().to_owned())];
    inputs.push(Input::Held {
        name: "-".into(),
        bytes: whole(3).into_bytes().into(),
    });
    let library = Library::new(inputs);
    let list = summaries(&library);
    assert_eq!(list.len(), 5);
    for summary in list {
        let report = library.open(&summary.head).unwrap();
        assert_eq!(report.summary(), summary);
    }
}

#[test]
fn a_report_that_changed_or_vanished_says_so_when_opened() {
    let folder = folder(&[("scan.json", whole(0).as_bytes())]);
    let path = folder.path().join("scan.json");
    let library = library(&[folder.path()]);
    let head = summaries(&library).remove(0).head;
    fs::write(&path, whole(1)).unwrap();
    let notice = library.open(&head).unwrap_err();
    assert!(notice.message.as_str().contains("changed"), "{notice:?}");
    fs::write(&path, "{}").unwrap();
    let notice = library.open(&head).unwrap_err();
    assert!(notice.message.as_str().contains("changed"), "{notice:?}");
    fs::remove_file(&path).unwrap();
    let notice = library.open(&head).unwrap_err();
    assert!(notice.message.as_str().contains("not there"), "{notice:?}");
}

#[test]
fn loading_tells_how_far_it_is_and_stops_when_told() {
    let names: Vec<_> = (0..150).map(|number| format!("{number}.json")).collect();
    let text = whole(0);
    let files: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), text.as_bytes()))
        .collect();
    let folder = folder(&files);
    let library = library(&[folder.path()]);
    let last = Mutex::new((0, 0));
    library.load(&AtomicBool::new(false), &|loaded| {
        if let Loaded::Progress {
            files_done,
            files_total,
        } = loaded
        {
            let mut last = last.lock().unwrap();
            *last = (last.0.max(files_done), files_total);
        }
    });
    assert_eq!(last.into_inner().unwrap(), (150, 150));

    let (stop, count) = (AtomicBool::new(false), Mutex::new(0));
    library.load(&stop, &|loaded| {
        if matches!(loaded, Loaded::Summary(_)) {
            stop.store(true, Ordering::Relaxed);
            *count.lock().unwrap() += 1;
        }
    });
    assert!(count.into_inner().unwrap() < 150);
}
