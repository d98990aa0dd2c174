//! The command line through the real binary: every form, what it prints where, and how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert};
use snapbox::{Data, assert_data_eq};
use tempfile::TempDir;

use crate::schema::validate;

#[cfg(target_os = "linux")]
mod endings;
mod exports;
mod history;
#[cfg(unix)]
mod ledgers;
#[cfg(target_os = "linux")]
mod lines;
mod reports;
#[cfg(unix)]
mod scans;
mod tenants;
mod typed;
mod verdicts;

const BINARY: &str = env!("CARGO_BIN_EXE_airs-triage");
const VOCABULARY: &str = "v1:503574542d1037fd00cce6f58ad88d18";
const SCAN_811: &str = "6c0f6a5e-3d0b-5b51-9a3e-7f5d2b0c8e01";

/// A folder of its own to work in, with a home and a ledger in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("work")).unwrap();
        Self { folder }
    }

    /// One on which these files of the bundled workspace lie.
    fn with(files: &[&str]) -> Self {
        let desk = Self::new();
        for file in files {
            fs::copy(bundled(file), desk.path(file)).unwrap();
        }
        desk
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("work").join(name)
    }

    /// Where the ledger is unless a test says otherwise.
    fn ledger(&self) -> std::path::PathBuf {
        self.folder.path().join("home/data/airs-triage/ledger.db")
    }

    fn process(&self, args: &[&str]) -> Process {
        let home = self.folder.path().join("home");
        let mut process = Process::new(BINARY);
        process
            .args(args)
            .env_clear()
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("AIRS_TRIAGE_AUTHOR", "ann")
            .current_dir(self.folder.path().join("work"))
            .stdin(Stdio::null());
        process
    }

    fn run(&self, args: &[&str]) -> OutputAssert {
        Command::from_std(self.process(args)).assert()
    }

    fn piped(&self, args: &[&str], input: &[u8]) -> OutputAssert {
        Command::from_std(self.process(args))
            .stdin(Data::binary(input.to_vec()))
            .assert()
    }
}

fn bundled(file: &str) -> String {
    format!("{}/assets/demo/{file}", env!("CARGO_MANIFEST_DIR"))
}

fn golden(name: &str) -> Data {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/cli");
    Data::read_from(&folder.join(name), None).raw()
}

fn out(run: &OutputAssert) -> String {
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

fn said(run: &OutputAssert) -> String {
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

/// Ends well and says nothing beside its result.
#[track_caller]
fn quiet(run: OutputAssert) -> String {
    let run = run.success();
    assert_eq!(said(&run), "");
    out(&run)
}

/// Ends with 2, prints no result, and says each of these.
#[track_caller]
fn refused(run: OutputAssert, words: &[&str]) {
    let run = run.code(2);
    assert_eq!(out(&run), "");
    let said = said(&run);
    for word in words {
        assert!(said.contains(word), "{word:?} is not in {said:?}");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn demo_prints_its_workspace_where_there_is_no_terminal() {
    let desk = Desk::new();
    assert_data_eq!(quiet(desk.run(&["demo"])), golden("demo.txt"));
    assert!(!desk.ledger().exists());
}

#[test]
fn help_of_every_command() {
    let desk = Desk::new();
    for command in [
        "",
        "demo",
        "list",
        "show",
        "diff",
        "verdict",
        "export",
        "fetch",
        "scan",
        "groups",
        "rules",
        "login",
        "logout",
        "whoami",
        "tenants",
        "pypi-url",
        "completions",
    ] {
        let words: Vec<_> = [command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let name = if command.is_empty() {
            "airs-triage"
        } else {
            command
        };
        assert_data_eq!(quiet(desk.run(&words)), golden(&format!("help-{name}.txt")));
    }
}

#[test]
fn list_gives_one_row_a_report_and_tells_of_the_rest_beside_it() {
    let desk = Desk::with(&[
        "build-811.json",
        "build-812.zip",
        "build-813.json",
        "churn-model.json",
    ]);
    let run = desk.run(&["list"]).success();
    assert_data_eq!(out(&run), golden("list.txt"));
    assert_eq!(
        said(&run),
        "airs-triage: build-813.json: not valid JSON: EOF while parsing a string (line 20, column 8)\n"
    );
}

#[test]
fn list_lists_what_a_filter_lets_through() {
    let desk = Desk::with(&["build-811.json", "build-812.zip", "churn-model.json"]);
    let listed = |filter: &str| quiet(desk.run(&["list", "--filter", filter]));
    assert!(listed("rule:license is:open").contains("build-812.zip"));
    assert!(!listed("completeness:full").contains("churn-model.json"));
    let none = desk.run(&["list", "--filter", "is:decided"]).success();
    assert_eq!(said(&none), "airs-triage: no report matches the filter\n");
    assert_eq!(out(&none), "");
    let run = desk
        .run(&["list", "--json", "--filter", "outcome:bloked"])
        .code(2);
    assert!(said(&run).contains("no such outcome “bloked”: one of BLOCKED"));
}

#[test]
fn list_as_json_is_one_document_whatever_happened() {
    let desk = Desk::with(&["build-811.json", "ado-report.json", "build-813.json"]);
    let document = out(&desk.run(&["list", "--json"]).success());
    let reports = json(&document);
    assert_eq!(reports.as_array().unwrap().len(), 4);
    for report in reports.as_array().unwrap() {
        assert!(report.get("findings").is_none());
        assert_eq!(report["schema"], "airs-triage.report/1");
    }
    validate("report-1", &document);
    for (args, code) in [
        (["list", "--json", "build-813.json"].as_slice(), 2),
        (&["list", "--json", "absent.json"], 2),
        (&["show", "--json", "build-813.json"], 2),
    ] {
        let run = desk.run(args).code(code);
        assert_eq!(json(&out(&run)), Value::Array(Vec::new()), "{args:?}");
        assert!(said(&run).starts_with("airs-triage: "), "{args:?}");
    }
}

#[test]
fn what_can_be_read_decides_how_it_ends() {
    let desk = Desk::with(&["build-811.json", "build-813.json"]);
    fs::create_dir(desk.path("empty")).unwrap();
    fs::write(desk.path("prose.txt"), "nothing about a scan").unwrap();
    let cases: [(&[&str], i32, &str); 7] = [
        (&["build-811.json"], 0, ""),
        (
            &["build-811.json", "build-813.json"],
            0,
            "build-813.json: not valid JSON",
        ),
        (&["build-813.json"], 2, "build-813.json: not valid JSON"),
        (&["absent.json"], 2, "absent.json: not there"),
        (
            &["absent.json", "build-811.json"],
            0,
            "absent.json: not there",
        ),
        (&["empty"], 2, "no scan report in what was named"),
        (&["prose.txt"], 2, "prose.txt: "),
    ];
    for command in ["list", "export"] {
        for (paths, code, words) in cases {
            let args: Vec<_> = [command].iter().chain(paths).copied().collect();
            let run = desk.run(&args).code(code);
            assert!(said(&run).contains(words), "{args:?}: {}", said(&run));
        }
    }
    refused(
        desk.run(&["show", "empty"]),
        &["no scan report in what was named"],
    );
}

#[test]
fn a_current_folder_without_reports_is_no_error() {
    let desk = Desk::new();
    let run = desk.run(&["list"]).success();
    assert_eq!(out(&run), "");
    assert!(
        said(&run).contains("no scan reports here"),
        "{}",
        said(&run)
    );
    let desk = Desk::with(&["build-813.json"]);
    refused(desk.run(&["list"]), &["not valid JSON"]);
}

#[test]
fn show_by_path_by_uuid_and_from_standard_input() {
    let desk = Desk::with(&["build-811.json", "build-812.zip"]);
    let shown = quiet(desk.run(&["show", "build-811.json"]));
    assert_data_eq!(shown.clone(), golden("show.txt"));
    assert_eq!(
        quiet(desk.run(&["show", SCAN_811, "--in", "build-811.json"])),
        shown
    );
    let shouted = SCAN_811.to_uppercase();
    assert!(quiet(desk.run(&["show", &shouted])).contains(SCAN_811));
    let piped = desk.piped(
        &["show", "-"],
        &fs::read(bundled("build-811.json")).unwrap(),
    );
    assert_eq!(quiet(piped), shown.replace("· build-811.json", "· -"));
    let listed = desk.piped(&["list", "-"], &fs::read(bundled("build-812.zip")).unwrap());
    assert!(quiet(listed).contains("-!/model-scan-report/model_scan_report.json"));

    refused(
        desk.run(&["show", "00000000-0000-0000-0000-000000000000"]),
        &["no report of scan 00000000", "--in"],
    );
    refused(
        desk.run(&["show", "build-811.json", "--in", "."]),
        &["build-811.json", "--in"],
    );
    refused(desk.piped(&["show", "-"], b""), &["-: "]);
}

#[test]
fn show_as_json_is_an_object_for_one_and_an_array_for_several() {
    let desk = Desk::with(&["build-811.json", "ado-report.json"]);
    let one = quiet(desk.run(&["show", "--json", "build-811.json"]));
    assert_eq!(json(&one)["findings"].as_array().unwrap().len(), 5);
    validate("report-1", &one);
    let several = quiet(desk.run(&["show", "--json", "ado-report.json"]));
    assert_eq!(json(&several).as_array().unwrap().len(), 3);
    validate("report-1", &several);
    let named = quiet(desk.run(&["show", "--json", "build-811.json", "ado-report.json"]));
    assert_eq!(json(&named).as_array().unwrap().len(), 4);
    refused(
        desk.run(&["show", "build-811.json", SCAN_811]),
        &["by themselves"],
    );
}

#[test]
fn a_verdict_is_kept_shown_carried_and_taken_off() {
    let desk = Desk::with(&["build-811.json", "build-812.zip"]);
    let saved = desk.run(&[
        "verdict",
        VOCABULARY,
        "--in",
        "build-811.json",
        "--as",
        "false-positive",
        "--expires",
        "30d",
        "--note",
        "plain text",
    ]);
    assert_eq!(
        said(&saved.success()),
        "airs-triage: saved: false positive on 1 finding\n"
    );
    for (file, words) in [
        ("build-811.json", "false positive  vocab.txt"),
        ("build-812.zip", "false positive (carried)  vocab.txt"),
    ] {
        let shown = quiet(desk.run(&["show", file]));
        assert!(shown.contains(words), "{shown}");
        assert!(shown.contains("        by ann on "), "{shown}");
        assert!(shown.contains("ToolNoise: plain text"), "{shown}");
    }
    let verdict = |file: &str| {
        let document = json(&quiet(desk.run(&["show", "--json", file])));
        let findings = document["findings"].as_array().unwrap().clone();
        let finding = findings
            .iter()
            .find(|finding| finding["fingerprint"] == VOCABULARY);
        finding.unwrap()["verdict"].clone()
    };
    assert!(verdict("build-812.zip").is_object());
    assert!(quiet(desk.run(&["list", "build-811.json"])).contains("4 of 5 open"));
    desk.run(&["verdict", VOCABULARY, "--reopen"]).success();
    assert_eq!(verdict("build-811.json"), Value::Null);
    refused(
        desk.run(&["verdict", VOCABULARY, "--reopen"]),
        &["open already"],
    );
}

#[test]
fn a_wider_scope_covers_more_and_is_taken_off_from_any_of_it() {
    for (scope, left) in [
        ("exact", "4 of 5 open"),
        ("symbol", "4 of 5 open"),
        ("rule-in-model", "3 of 5 open"),
        ("rule-in-group", "3 of 5 open"),
    ] {
        let desk = Desk::with(&["build-811.json"]);
        desk.run(&[
            "verdict",
            VOCABULARY,
            "--as",
            "accepted-risk",
            "--scope",
            scope,
        ])
        .success();
        let listed = quiet(desk.run(&["list"]));
        assert!(listed.contains(left), "{scope}: {listed}");
        desk.run(&["verdict", VOCABULARY, "--reopen"]).success();
        let listed = quiet(desk.run(&["list"]));
        assert!(listed.contains("5 of 5 open"), "{scope}: {listed}");
    }
}

#[test]
fn a_pipeline_fault_is_about_the_scan_from_either_fingerprint() {
    let desk = Desk::with(&["build-811.json"]);
    let shown = quiet(desk.run(&["show", "build-811.json"]));
    let whole = shown
        .lines()
        .find(|line| line.contains("the scan as a whole: open"))
        .unwrap();
    let whole = whole.split_whitespace().next().unwrap();
    for fingerprint in [VOCABULARY, whole] {
        let run = desk
            .run(&["verdict", fingerprint, "--as", "pipeline-fault"])
            .success();
        assert!(said(&run).contains("pipeline fault on the scan as a whole"));
        assert!(quiet(desk.run(&["list"])).contains("pipeline fault"));
        desk.run(&["verdict", whole, "--reopen"]).success();
    }
    refused(
        desk.run(&[
            "verdict",
            whole,
            "--as",
            "needs-review",
            "--scope",
            "symbol",
        ]),
        &["leave out --scope"],
    );
}

#[test]
fn what_makes_no_verdict_is_refused_with_a_way_on_and_saves_nothing() {
    let desk = Desk::with(&["build-811.json"]);
    let unknown = "v1:00000000000000000000000000000000";
    let usual = [VOCABULARY, "--as", "false-positive"];
    let with = |more: &[&'static str]| [&usual, more].concat();
    let cases: [(Vec<&str>, &[&str]); 11] = [
        (
            vec!["v1:5035", "--as", "false-positive"],
            &["not a fingerprint", "`show` prints"],
        ),
        (
            vec![unknown, "--as", "false-positive"],
            &["the only report here does not have", "--in PATH"],
        ),
        (
            vec![unknown, "--as", "needs-review", "--in", "absent"],
            &["absent: not there", "--in PATH"],
        ),
        (vec![VOCABULARY], &["--as <VERDICT>"]),
        (
            vec![VOCABULARY, "--as", "harmless"],
            &["possible values", "true-positive"],
        ),
        (
            with(&["--reason", "Because"]),
            &["possible values", "ToolNoise"],
        ),
        (
            with(&["--scope", "everything"]),
            &["possible values", "rule-in-model"],
        ),
        (with(&["--expires", "soon"]), &["90d", "none"]),
        (with(&["--expires", "none"]), &["never expires", "--note"]),
        (
            vec![VOCABULARY, "--as", "true-positive", "--reason", "ToolNoise"],
            &["leave out --reason"],
        ),
        (
            vec![VOCABULARY, "--as", "true-positive", "--expires", "30d"],
            &["never expires", "leave out --expires"],
        ),
    ];
    for (args, words) in cases {
        refused(desk.run(&[&["verdict"], args.as_slice()].concat()), words);
    }
    assert!(!desk.ledger().exists());
    desk.run(
        &[
            ["verdict"].as_slice(),
            &with(&["--expires", "none", "--note", "vendored"]),
        ]
        .concat(),
    )
    .success();
}

#[test]
fn processes_that_decide_at_once_lose_nothing() {
    let desk = Desk::with(&["build-811.json", "build-812.zip", "ado-report.json"]);
    let all = json(&quiet(desk.run(&["show", "--json", "."])));
    let reports = all.as_array().unwrap().iter();
    let findings = reports.flat_map(|report| report["findings"].as_array().unwrap());
    let mut fingerprints: Vec<_> = findings
        .map(|finding| finding["fingerprint"].as_str().unwrap())
        .collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    let jobs = fingerprints.iter().cycle().take(20);
    let children: Vec<_> = jobs
        .map(|fingerprint| {
            let mut process = desk.process(&["verdict", fingerprint, "--as", "needs-review"]);
            process.stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let listed = quiet(desk.run(&["list"]));
    for row in ["0 of 2 open", "0 of 5 open", "0 of 11 open"] {
        assert!(listed.contains(row), "{listed}");
    }
}

#[test]
fn completions_know_commands_and_values() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = quiet(desk.run(&["completions", shell]));
        for word in ["verdict", "completions", "false-positive", "rule-in-model"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    refused(
        desk.run(&["completions", "sh3"]),
        &["possible values", "bash"],
    );
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let desk = Desk::with(&["build-811.json"]);
    let cases: [(&[&str], &[&str]); 8] = [
        (&["lst"], &["lst is neither", "--help"]),
        (&["--colour"], &["--colour", "--help"]),
        (&["list", "--colour"], &["--colour", "--help"]),
        (&["show"], &["<PATH|SCAN_UUID|FINGERPRINT>"]),
        (
            &["build-811.json", "list"],
            &["paths go behind the command"],
        ),
        (&["--read-only", "list"], &["--read-only", "for the desk"]),
        (&["--fresh", "demo"], &["--fresh", "for the desk"]),
        (
            &["--print-selected", "list"],
            &["--print-selected", "for the desk"],
        ),
    ];
    for (args, words) in cases {
        refused(desk.run(args), words);
    }
    refused(
        desk.run(&["build-811.json"]),
        &["needs a terminal", "airs-triage list"],
    );
}

#[test]
fn settings_are_taken_on_both_sides_of_a_command() {
    let desk = Desk::with(&["build-811.json"]);
    fs::write(
        desk.path("other.db"),
        "no ledger, but more than a few bytes of text",
    )
    .unwrap();
    for args in [
        ["--ledger", "other.db", "list"],
        ["list", "--ledger", "other.db"],
    ] {
        refused(desk.run(&args), &["other.db is not a ledger", "--ledger"]);
    }
    let decide = ["verdict", VOCABULARY, "--as", "needs-review"];
    desk.run(&[["--author", "bob"].as_slice(), &decide].concat())
        .success();
    assert!(quiet(desk.run(&["show", "build-811.json"])).contains("by bob"));
}

#[test]
fn a_reader_that_has_left_is_no_error() {
    let desk = Desk::new();
    let folder = bundled("");
    for args in [
        ["show", &folder].as_slice(),
        &["list", &folder],
        &["demo"],
        &["completions", "zsh"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut process = desk.process(args);
        let output = process.stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("standard output"), "{said}");
    }
}
