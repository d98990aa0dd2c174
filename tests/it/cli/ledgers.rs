//! Ledgers that are not there, may not be looked for, or may only be read.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command as Process;

use airs_triage::io::ledger::Ledger;
use snapbox::cmd::{Command, OutputAssert};

use super::{BINARY, Desk, VOCABULARY, out, quiet, refused, said};

const READING: [&[&str]; 3] = [
    &["list", "build-811.json"],
    &["show", "build-811.json"],
    &["export", "build-811.json"],
];
const DECIDE: [&str; 4] = ["verdict", VOCABULARY, "--as", "false-positive"];
/// Somebody without rights: the system's own name for that.
const NOBODY: u32 = 65_534;

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    path.with_file_name(format!("ledger.db{ending}"))
}

/// Runs the program as somebody whom permissions hold back, which they do not hold back the superuser. `None` where
/// that somebody may not run the program at all.
fn as_somebody(desk: &Desk, args: &[&str]) -> Option<OutputAssert> {
    let root = desk.folder.path();
    let mut process = desk.process(args);
    let mine = tempfile::tempdir().unwrap();
    if mine.path().metadata().unwrap().uid() == 0 {
        let reach = Process::new(BINARY).arg("--version").uid(NOBODY).output();
        reach.ok()?;
        for entry in walkdir::WalkDir::new(root) {
            chown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        process.uid(NOBODY).gid(NOBODY);
    }
    Some(Command::from_std(process).assert())
}

#[test]
fn a_ledger_that_cannot_be_looked_for_is_a_fault_and_not_an_empty_one() {
    let desk = Desk::with(&["build-811.json"]);
    fs::write(desk.path("file"), "").unwrap();
    for args in READING {
        let args = [args, &["--ledger", "file/ledger.db"]].concat();
        refused(
            desk.run(&args),
            &["the ledger file/ledger.db cannot be opened: "],
        );
    }
}

#[test]
fn a_ledger_in_a_locked_folder_is_a_fault_and_not_an_empty_one() {
    let desk = Desk::with(&["build-811.json"]);
    desk.run(&DECIDE).success();
    let folder = desk.ledger();
    let folder = folder.parent().unwrap();
    set(folder, 0o000);
    for args in READING {
        if let Some(run) = as_somebody(&desk, args) {
            refused(run, &["cannot be opened: Permission denied", "--ledger"]);
        }
    }
    set(folder, 0o700);
}

#[test]
fn a_ledger_that_was_named_and_is_not_there_is_told() {
    let desk = Desk::with(&["build-811.json"]);
    for args in READING {
        let by_flag = [args, &["--ledger", "other.db"]].concat();
        let mut by_environment = desk.process(args);
        by_environment.env("AIRS_TRIAGE_LEDGER", "other.db");
        for run in [
            desk.run(&by_flag),
            Command::from_std(by_environment).assert(),
        ] {
            let run = run.success();
            assert!(
                said(&run).contains("there is no ledger other.db yet"),
                "{}",
                said(&run)
            );
            assert!(!out(&run).is_empty());
        }
        quiet(desk.run(args));
    }
    assert!(!desk.path("other.db").exists());
    desk.run(&[&DECIDE, ["--ledger", "other.db"].as_slice()].concat())
        .success();
    assert!(quiet(desk.run(&["list", "--ledger", "other.db"])).contains("4 of 5 open"));
}

#[test]
fn reading_a_read_only_ledger_leaves_nothing_beside_it() {
    let desk = Desk::with(&["build-811.json"]);
    desk.run(&DECIDE).success();
    let ledger = desk.ledger();
    set(&ledger, 0o444);
    for args in READING {
        let Some(run) = as_somebody(&desk, args) else {
            return;
        };
        assert!(!quiet(run).is_empty());
    }
    let listed = as_somebody(&desk, &["list"]).unwrap();
    assert!(quiet(listed).contains("4 of 5 open"));
    let refusal = as_somebody(&desk, &DECIDE).unwrap();
    refused(
        refusal,
        &["the ledger is read-only", "Allow writing to", "ledger.db,"],
    );
    let folder = fs::read_dir(ledger.parent().unwrap()).unwrap();
    assert_eq!(folder.count(), 1, "nothing was left beside the ledger");
    set(&ledger, 0o644);
    as_somebody(&desk, &DECIDE).unwrap().success();
}

#[test]
fn a_ledger_in_a_read_only_folder_is_read_and_its_folder_is_named() {
    let desk = Desk::with(&["build-811.json"]);
    desk.run(&DECIDE).success();
    let ledger = desk.ledger();
    let folder = ledger.parent().unwrap();
    set(folder, 0o500);
    let Some(listed) = as_somebody(&desk, &["list"]) else {
        return;
    };
    assert!(quiet(listed).contains("4 of 5 open"));
    let refusal = as_somebody(&desk, &DECIDE).unwrap();
    let named = format!("Allow writing to {},", folder.display());
    refused(refusal, &["the ledger is read-only", &named]);
    set(folder, 0o700);
}

#[tokio::test]
async fn what_is_only_in_the_log_of_a_read_only_ledger_is_seen() {
    for endings in [["-wal", "-shm"].as_slice(), &["-wal"]] {
        let desk = Desk::with(&["build-811.json"]);
        let ledger = desk.ledger();
        desk.run(&DECIDE).success();
        desk.run(&["verdict", VOCABULARY, "--reopen"]).success();
        let kept = desk.folder.path().join("kept");
        fs::create_dir(&kept).unwrap();
        // The files as a process that was killed leaves them: another has the ledger open meanwhile.
        let open = Ledger::open(&ledger).await.unwrap();
        open.newest().await.unwrap();
        desk.run(&DECIDE).success();
        for ending in ["", "-wal", "-shm"] {
            let copy = kept.join(format!("ledger.db{ending}"));
            fs::copy(beside(&ledger, ending), copy).unwrap();
        }
        open.close().await;
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(beside(&ledger, ending));
        }
        for ending in [""].iter().chain(endings) {
            fs::copy(
                kept.join(format!("ledger.db{ending}")),
                beside(&ledger, ending),
            )
            .unwrap();
            set(&beside(&ledger, ending), 0o600);
        }
        set(&ledger, 0o444);
        let Some(run) = as_somebody(&desk, &["list"]) else {
            return;
        };
        let listed = quiet(run);
        assert!(listed.contains("4 of 5 open"), "{endings:?}: {listed}");
        set(&ledger, 0o644);
        as_somebody(&desk, &["verdict", VOCABULARY, "--reopen"])
            .unwrap()
            .success();
    }
}

#[test]
fn files_that_stand_in_the_way_of_writing_are_named() {
    let desk = Desk::with(&["build-811.json"]);
    desk.run(&DECIDE).success();
    let ledger = desk.ledger();
    for ending in ["-wal", "-shm"] {
        fs::write(beside(&ledger, ending), "left behind").unwrap();
        set(&beside(&ledger, ending), 0o444);
    }
    let Some(listed) = as_somebody(&desk, &["list"]) else {
        return;
    };
    assert!(quiet(listed).contains("4 of 5 open"));
    refused(
        as_somebody(&desk, &DECIDE).unwrap(),
        &[
            "the ledger is read-only, nothing was saved",
            "ledger.db-wal and ",
            "ledger.db-shm,",
        ],
    );
}
