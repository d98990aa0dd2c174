//! A library that grows: files come, change and go while the desk runs; folders vanish; paths are typed and pasted.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use airs_triage::domain::report::Summary;
use airs_triage::domain::text::Untrusted;
use airs_triage::io::library::{Again, Input, Library};
use airs_triage::io::places;
use airs_triage::io::watch::{Look, Watch};
use proptest::prelude::*;

use crate::artifact::zip;
use crate::support::desk::{Setting, at};

fn scan(uuid: u8, model: &str, outcome: &str, failed: u8) -> String {
    format!(
        r#"{{"uuid": "6f1f0c36-6a3b-4b1c-9a53-0000000000{uuid:02}", "eval_outcome": "{outcome}",
        "model_uri": "https://huggingface.co/acme/{model}", "created_at": "2026-07-{uuid:02}T06:00:00Z",
        "eval_summary": {{"rules_passed": 1, "rules_failed": {failed}, "total_rules": {}}}}}"#,
        failed + 1
    )
}

fn blocked(uuid: u8, model: &str) -> String {
    scan(uuid, model, "BLOCKED", 1)
}

const VIOLATIONS: &str = r#"{"pagination": {"total_items": 1}, "violations": [{"description": "calls system",
    "rule_name": "Load Time Code Execution Check", "rule_instance_uuid": "r", "rule_instance_state": "BLOCKING",
    "threat": "PAIT-PKL-100", "file": "model.pkl", "hash": "ab"}]}"#;

async fn on(folder: &Path) -> Setting {
    Setting::on(vec![Input::Path(folder.to_owned())], (120, 30)).await
}

/// What a library tells when it looks again.
fn looked(library: &Library, look: Look) -> Again {
    let (watch, _told) = Watch::new();
    let all = RefCell::new(Again::default());
    library.look_again(look, &watch, &|again| {
        let mut all = all.borrow_mut();
        all.files.extend(again.files);
        all.reports.extend(again.reports);
        all.notices.extend(again.notices);
    });
    watch.stop();
    let mut all = all.into_inner();
    all.files.sort();
    all
}

#[test]
fn a_change_is_read_without_the_rest_unless_parts_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let name = |name: &str| Untrusted::from(&*file(name).to_string_lossy());
    for number in 10..90 {
        fs::write(file(&format!("{number}.json")), blocked(number, "many")).unwrap();
    }
    let library = Library::new(vec![Input::Path(folder.path().to_owned())]);
    library.load(&AtomicBool::new(false), &|_| {});
    fs::write(file("10.json"), blocked(91, "many")).unwrap();
    let again = looked(&library, Look::Files(vec![file("10.json")]));
    assert_eq!(
        (again.files, again.reports.len()),
        (vec![name("10.json")], 1)
    );

    fs::write(file("10.violations.json"), VIOLATIONS).unwrap();
    let again = looked(&library, Look::Files(vec![file("10.violations.json")]));
    let joined = |summary: &&Summary| !summary.head.joined.is_empty();
    assert_eq!((again.files.len(), again.reports.len()), (81, 80));
    let joined: Vec<_> = again.reports.iter().filter(joined).collect();
    assert_eq!(joined.len(), 1);
    assert_eq!(joined[0].head.source.path, name("10.json"));

    fs::remove_file(file("11.json")).unwrap();
    fs::write(file("99.json"), "{\"uuid\": ").unwrap();
    let again = looked(&library, Look::All);
    assert!(again.files.contains(&name("11.json")));
    assert_eq!((again.reports.len(), again.notices.len()), (79, 1));
}

#[test]
fn a_text_names_files_as_terminals_write_them() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, blank) = (
        folder.path().join("a.json"),
        folder.path().join("it's b.json"),
    );
    fs::write(&plain, "").unwrap();
    fs::write(&blank, "").unwrap();
    let (one, two) = (plain.display().to_string(), blank.display().to_string());
    let escaped = two.replace(' ', "\\ ").replace('\'', "\\'");
    for text in [
        format!("{one} {escaped}"),
        format!("'{one}' \"{two}\"\n"),
        format!("{one}\n{escaped} "),
    ] {
        let named = places::named(&text).unwrap();
        assert_eq!(named, [plain.clone(), blank.clone()], "{text}");
    }
    assert_eq!(places::named(&two).unwrap(), [blank]);
    let home = places::named("~").unwrap();
    assert!(home[0].is_absolute() && home[0].is_dir());
    for (text, why) in [
        (format!("{one} {one}x"), "no file or folder"),
        (format!("'{one}"), "quote"),
        (String::new(), "No path"),
        (
            "~nobody-of-this-name/x".to_owned(),
            "no file or folder ~nobody",
        ),
    ] {
        let fault = places::named(&text).unwrap_err();
        assert!(fault.as_str().contains(why), "{text}: {fault}");
    }
}

proptest! {
    #[test]
    fn no_text_that_is_pasted_panics(text in "\\PC{0,60}") {
        let _ = places::named(&text);
    }
}

#[tokio::test]
async fn a_file_appears_changes_and_vanishes_under_a_cursor_that_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("a.json"), blocked(10, "alpha")).unwrap();
    fs::write(file("b.json"), blocked(12, "beta")).unwrap();
    at(on(folder.path()).await, async |hand| {
        hand.sees(" 2 reports").await;
        hand.press("j");
        hand.stands_on("alpha").await;

        fs::write(file("c.json"), blocked(11, "gamma")).unwrap();
        hand.sees("1 new report: acme/gamma").await;
        hand.sees(" 3 reports").await;
        hand.stands_on("alpha").await;

        fs::write(file("a.json"), scan(20, "alpha", "ALLOWED", 0)).unwrap();
        hand.sees("1 changed report: acme/alpha").await;
        hand.stands_on("ALLOWED").await;

        fs::remove_file(file("a.json")).unwrap();
        hand.sees("1 report whose file is gone").await;
        hand.stands_on("file is gone").await;

        fs::write(file("a.json"), "{\"uuid\": ").unwrap();
        hand.sees("1 without one").await;
        hand.sees("a.json: not valid JSON: EOF").await;
        fs::write(file("a.json"), blocked(10, "alpha")).unwrap();
        hand.sees_no("1 without one").await;
        hand.stands_on("BLOCKED").await;
        hand.sees(" 3 reports").await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_in_new_folders_and_archives_is_found_and_the_rest_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let at_path = |name: &str| folder.path().join(name);
    fs::create_dir(at_path("target")).unwrap();
    at(on(folder.path()).await, async |hand| {
        hand.sees("No scan reports here yet").await;
        fs::write(at_path("target/x.json"), blocked(1, "passed-over")).unwrap();
        fs::write(at_path("weights.bin"), "no report").unwrap();
        fs::create_dir_all(at_path("build/7")).unwrap();
        let packed = zip(&[("in/scan.json", blocked(10, "packed").as_bytes())]);
        fs::write(at_path("build/7/run.zip"), packed).unwrap();
        hand.sees("acme/packed").await;
        fs::rename(at_path("build"), at_path("moved")).unwrap();
        hand.sees("1 new report").await;
        hand.sees(" 2 reports").await;
        let screen = hand.sees("file is gone").await;
        assert!(!screen.contains("passed-over"), "{screen}");
    })
    .await;
}

#[tokio::test]
async fn a_file_that_was_named_is_watched_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("a.json"), blocked(10, "alpha")).unwrap();
    at(on(&file("a.json")).await, async |hand| {
        hand.sees("acme/alpha").await;
        fs::write(file("b.json"), blocked(11, "beside")).unwrap();
        fs::write(file("new"), blocked(12, "gamma")).unwrap();
        fs::rename(file("new"), file("a.json")).unwrap();
        let screen = hand.sees("acme/gamma").await;
        assert!(!screen.contains("beside"), "{screen}");
        hand.sees(" 1 report").await;
    })
    .await;
}

#[tokio::test]
async fn parts_find_their_scan_whichever_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("other.json"), scan(9, "other", "ALLOWED", 0)).unwrap();
    at(on(folder.path()).await, async |hand| {
        hand.sees(" 1 report").await;
        fs::write(file("build-7.violations.json"), VIOLATIONS).unwrap();
        hand.sees("1/1 open").await;
        hand.sees(" 2 reports").await;
        fs::write(file("build-7.json"), blocked(10, "alpha")).unwrap();
        hand.sees("acme/alpha").await;
        hand.sees(" 2 reports").await;
        let screen = hand.sees("1/1 open").await;
        let line = screen.lines().find(|line| line.contains("acme/alpha"));
        assert!(line.unwrap().contains("1/1 open"), "{screen}");
        fs::remove_file(file("build-7.violations.json")).unwrap();
        hand.sees_no("1/1 open").await;
    })
    .await;
}

#[tokio::test]
async fn an_open_report_follows_its_file_as_it_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("build-7.json"), blocked(10, "alpha")).unwrap();
    at(on(folder.path()).await, async |hand| {
        hand.sees(" 1 report").await;
        hand.press("Enter");
        hand.sees("not which").await;
        fs::write(file("build-7.violations.json"), VIOLATIONS).unwrap();
        hand.sees("Load Time Code Execution Check").await;
        hand.press("/");
        hand.types("model.pkl");
        hand.press("Enter");
        let other = VIOLATIONS.replace("calls system", "calls a shell");
        fs::write(file("build-7.violations.json"), other).unwrap();
        let screen = hand.sees("calls a shell").await;
        assert!(screen.contains(" / model.pkl"), "{screen}");
        hand.press("Esc Esc");
        hand.sees(" 1 report").await;
    })
    .await;
}

#[tokio::test]
async fn a_part_finds_its_scan_in_a_large_folder_however_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (here, named) = (folder.path().join("here"), folder.path().join("named"));
    for place in [&here, &named] {
        fs::create_dir(place).unwrap();
        for number in 10..80 {
            let model = format!("m{number}");
            fs::write(
                place.join(format!("b{number}.json")),
                blocked(number, &model),
            )
            .unwrap();
        }
        fs::write(place.join("b44.violations.json"), VIOLATIONS).unwrap();
    }
    at(on(&here).await, async |hand| {
        hand.sees(" 70 reports").await;
        hand.sees("1 open · 69 scans").await;
        hand.types(&named.display().to_string());
        hand.sees(" 140 reports").await;
        hand.sees("2 open · 138 scans").await;
    })
    .await;
}

#[tokio::test]
async fn a_folder_that_is_deleted_says_so_and_the_desk_works_on() {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    fs::write(reports.join("a.json"), blocked(10, "alpha")).unwrap();
    at(on(&reports).await, async |hand| {
        hand.sees("acme/alpha").await;
        fs::remove_dir_all(&reports).unwrap();
        hand.sees("file is gone").await;
        hand.sees("reports is gone. Its reports stay").await;
        hand.press("Enter");
        hand.sees("not there").await;
        fs::create_dir(&reports).unwrap();
        fs::write(reports.join("b.json"), blocked(11, "beta")).unwrap();
        hand.sees("acme/beta").await;
        hand.sees("file is gone").await;
        hand.press("Ctrl-r");
        hand.sees_no("acme/alpha").await;
        hand.sees("acme/beta").await;
    })
    .await;
}

#[tokio::test]
async fn a_folder_that_comes_back_is_watched_again_however_it_went() {
    let folder = tempfile::tempdir().unwrap();
    let build = folder.path().join("build");
    let reports = build.join("7/reports");
    fs::create_dir_all(&reports).unwrap();
    fs::write(reports.join("a.json"), blocked(10, "alpha")).unwrap();
    at(on(&reports).await, async |hand| {
        hand.sees("acme/alpha").await;
        fs::remove_dir_all(&build).unwrap();
        hand.sees("reports is gone. Its reports stay").await;
        fs::create_dir(&build).unwrap();
        fs::create_dir(build.join("7")).unwrap();
        fs::create_dir(&reports).unwrap();
        hand.sees("reports is back; its reports are read again")
            .await;
        hand.sees_no("Its reports stay").await;
        fs::write(reports.join("b.json"), blocked(11, "beta")).unwrap();
        hand.sees("acme/beta").await;
        fs::write(reports.join("a.json"), blocked(10, "alpha")).unwrap();
        hand.sees_no("file is gone").await;

        fs::rename(&reports, build.join("aside")).unwrap();
        hand.sees("reports is gone. Its reports stay").await;
        fs::rename(build.join("aside"), &reports).unwrap();
        hand.sees_no("file is gone").await;
        fs::write(reports.join("c.json"), blocked(12, "gamma")).unwrap();
        hand.sees("acme/gamma").await;

        fs::remove_dir_all(&reports).unwrap();
        hand.sees("reports is gone. Its reports stay").await;
        hand.press("Ctrl-r");
        hand.sees_no("acme/alpha").await;
        fs::create_dir(&reports).unwrap();
        fs::write(reports.join("d.json"), blocked(13, "delta")).unwrap();
        hand.sees("acme/delta").await;
    })
    .await;
}

#[tokio::test]
async fn a_file_whose_folder_comes_later_is_read_when_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let later = folder.path().join("build/7/scan.json");
    at(on(&later).await, async |hand| {
        hand.sees("1 without one").await;
        fs::create_dir_all(later.parent().unwrap()).unwrap();
        fs::write(&later, blocked(10, "alpha")).unwrap();
        hand.sees("acme/alpha").await;
        hand.sees_no("1 without one").await;
        fs::remove_dir_all(later.parent().unwrap()).unwrap();
        hand.sees("file is gone").await;
        fs::create_dir_all(later.parent().unwrap()).unwrap();
        fs::write(&later, blocked(11, "beta")).unwrap();
        hand.sees("acme/beta").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_off_the_list_stays_off_until_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("a.json"), blocked(12, "alpha")).unwrap();
    fs::write(file("b.json"), blocked(10, "beta")).unwrap();
    at(on(folder.path()).await, async |hand| {
        hand.sees(" 2 reports").await;
        hand.press("Delete");
        hand.sees("1 row is off the list; its file is untouched. Ctrl-r brings all back.")
            .await;
        hand.stands_on("beta").await;
        fs::write(file("a.json"), blocked(12, "alpha")).unwrap();
        fs::write(file("c.json"), blocked(11, "gamma")).unwrap();
        hand.sees("acme/gamma").await;
        let screen = hand.sees(" 2 reports").await;
        assert!(!screen.contains("acme/alpha"), "{screen}");
        hand.press("Ctrl-r");
        hand.sees("acme/alpha").await;
        hand.stands_on("beta").await;
        fs::write(file("b.json"), blocked(28, "beta")).unwrap();
        hand.sees("1 changed report").await;
    })
    .await;
    assert!(file("a.json").exists());
}

#[tokio::test]
async fn a_path_is_typed_or_dragged_in_and_watched_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let (named, other) = (folder.path().join("named"), folder.path().join("my files"));
    fs::create_dir(&named).unwrap();
    fs::create_dir(&other).unwrap();
    fs::write(named.join("a.json"), blocked(10, "alpha")).unwrap();
    fs::write(other.join("b 1.json"), blocked(11, "beta")).unwrap();
    fs::write(folder.path().join("c.json"), blocked(12, "gamma")).unwrap();
    at(on(&named).await, async |hand| {
        hand.sees("acme/alpha").await;
        hand.press("O");
        hand.sees("Add by path").await;
        hand.press("Enter");
        hand.sees("Type the path").await;
        hand.types("/no/such/place");
        hand.press("Enter");
        hand.sees("no file or folder /no/such/place").await;
        hand.press("Esc O");
        hand.types(&format!("'{}'", other.display()));
        hand.press("Enter");
        hand.sees("Added ").await;
        hand.stands_on("acme/beta").await;

        fs::write(other.join("d.json"), blocked(13, "delta")).unwrap();
        hand.sees("1 new report: acme/delta").await;

        hand.types(&folder.path().join("c.json").display().to_string());
        hand.sees("acme/gamma").await;
        hand.sees(" 4 reports").await;
        let escaped = other.join("b 1.json").display().to_string();
        hand.types(&escaped.replace(' ', "\\ "));
        hand.stands_on("acme/beta").await;
        hand.sees(" 4 reports").await;
        hand.types("words that are no path");
        hand.sees("There is no file or folder words").await;
        hand.press("Ctrl-r");
        hand.sees(" 4 reports").await;
    })
    .await;
}
