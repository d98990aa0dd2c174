//! `scan` through the real binary: from a target to an exit code, by the service and by a program that stands for the
//! official client.

use std::fs;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert};

use super::tenants::{CANARY, process, run, tenant};
use super::{Desk, json, out, quiet, refused, said};
use crate::schema::validate;
use crate::support::standin::{StandIn, lives};
use crate::support::tenant::world::Ending;
use crate::support::tenant::{Fault, Tenant, What};

const GOOD: &str = "https://huggingface.co/google/timesfm-2.5-200m-pytorch";
const BAD: &str = "https://huggingface.co/drhyrum/bert-tiny-torch-picklebomb";
const CHURN: &str = "/agent/_work/3/s/models/churn-model";
const SCAN: &str = "GET /aims/data/v1/scans/{uuid}";
const START: &str = "POST /aims/data/v1/scans";
const GROUPS: &str = "GET /aims/mgmt/v1/security-groups";

/// Scans at a pace that a test has time for.
#[track_caller]
fn scan(desk: &Desk, tenant: &Tenant, args: &[&str]) -> OutputAssert {
    let args = [&["scan", "--poll-interval", "1s"], args].concat();
    tenant.change(|world| world.polls = world.polls.min(1));
    run(desk, tenant, &args)
}

fn last(tenant: &Tenant) -> String {
    tenant.change(|world| world.scans.last().unwrap().uuid.to_string())
}

/// The notes of what runs.
fn noted(desk: &Desk) -> Vec<String> {
    let folder = desk.folder.path().join("home/data/airs-triage/launched");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .map(|file| {
            file.path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

#[track_caller]
fn says(run: &OutputAssert, words: &[&str]) {
    let said = said(run);
    for word in words {
        assert!(said.contains(word), "{word:?} is not in {said}");
    }
}

#[test]
fn an_allowed_model_passes_and_its_report_is_kept() {
    let (desk, tenant) = (Desk::new(), tenant());
    let run = scan(&desk, &tenant, &[GOOD, "--report", "scan.json"]).success();
    let uuid = last(&tenant);
    assert!(
        out(&run).contains("ALLOWED by Default HUGGING_FACE"),
        "{}",
        out(&run)
    );
    let words = said(&run);
    let stages = [
        &format!("scanning {GOOD} under Default HUGGING_FACE with the service\n"),
        "0:00 starting\n",
        &format!(" queued, scan {uuid}\n"),
        &format!(" completing, scan {uuid}\n"),
        "ALLOWED: nothing stops this model\n",
    ];
    let mut rest = words.as_str();
    for stage in stages {
        let at = rest
            .find(stage)
            .unwrap_or_else(|| panic!("{stage}: {words}"));
        rest = &rest[at + stage.len()..];
    }
    assert!(!words.contains('\u{1b}'), "{words}");
    let kept = format!("home/data/airs-triage/reports/scan-{uuid}.json");
    let kept = fs::read(desk.folder.path().join(kept)).unwrap();
    assert_eq!(kept, fs::read(desk.path("scan.json")).unwrap());
    assert_eq!(noted(&desk), [""; 0]);
    let shown = quiet(desk.run(&["show", "scan.json", "--json"]));
    assert_eq!(json(&shown)["completeness"], "full");
}

#[test]
fn a_blocked_model_fails_until_everything_that_stops_it_is_excused() {
    let (desk, tenant) = (Desk::new(), tenant());
    let blocked = scan(&desk, &tenant, &[BAD, "--json"]).code(1);
    says(
        &blocked,
        &["BLOCKED: nobody has excused 5 findings that stop it"],
    );
    let document = out(&blocked);
    validate("report-1", &document);
    let findings = json(&document)["findings"].clone();
    let blocking = |finding: &&Value| finding["rule_state"] == "BLOCKING";
    let blocking: Vec<&Value> = findings
        .as_array()
        .unwrap()
        .iter()
        .filter(blocking)
        .collect();
    assert_eq!(blocking.len(), 5);
    for (at, finding) in blocking.iter().enumerate() {
        let left = format!(
            "nobody has excused {}",
            if at == 4 { "1 finding " } else { "" }
        );
        says(&scan(&desk, &tenant, &[BAD]).code(1), &[&left]);
        let fingerprint = finding["fingerprint"].as_str().unwrap();
        let note = ["--as", "false-positive", "--note", "tried"];
        desk.run(&[&["verdict", fingerprint], &note[..]].concat())
            .success();
    }
    let excused = scan(&desk, &tenant, &[BAD]).success();
    says(
        &excused,
        &["BLOCKED, and everything that stops it is excused"],
    );
}

#[test]
fn a_scan_that_decides_nothing_ends_with_2() {
    let (desk, tenant) = (Desk::new(), tenant());
    tenant.change(|world| world.endings.push_back(Ending::data_pending()));
    let failed = scan(&desk, &tenant, &[GOOD]).code(2);
    says(&failed, &["decided nothing", "scan again in a few minutes"]);

    tenant.change(|world| world.polls = u32::MAX);
    let late = ["scan", GOOD, "--poll-interval", "1s", "--timeout", "1s"];
    let late = run(&desk, &tenant, &late).code(2);
    let uuid = last(&tenant);
    says(
        &late,
        &[
            "is not finished after 1 s",
            &format!("scan --resume {uuid}"),
        ],
    );
    assert_eq!((out(&late).as_str(), noted(&desk)), ("", vec![uuid]));
}

#[test]
fn a_scan_that_nobody_waits_for_is_found_again() {
    let (desk, tenant) = (Desk::new(), tenant());
    let first = scan(&desk, &tenant, &[GOOD, "--no-wait"]).success();
    let first_uuid = last(&tenant);
    assert_eq!(out(&first), format!("{first_uuid}\n"));
    assert_eq!(tenant.count(SCAN), 0);
    let second = out(&scan(&desk, &tenant, &[BAD, "--no-wait"]).success());

    let several = scan(&desk, &tenant, &["--resume"]);
    refused(
        several,
        &["several scans run", &first_uuid, second.trim(), BAD],
    );
    let second = scan(&desk, &tenant, &["--resume", second.trim()]).code(1);
    assert!(out(&second).contains("BLOCKED"));
    let only = scan(&desk, &tenant, &["--resume", "--json"]).success();
    assert_eq!(json(&out(&only))["scan"]["uuid"], *first_uuid);
    let none = scan(&desk, &tenant, &["--resume"]);
    refused(
        none,
        &["no scan of tenant TSG 1180045521 that was started here still runs"],
    );
    // What was started elsewhere can be waited for too.
    scan(&desk, &tenant, &["--resume", &first_uuid.to_uppercase()]).success();
    let nothing = "00000000-0000-4000-8000-000000000000";
    refused(
        scan(&desk, &tenant, &["--resume", nothing]),
        &["does not have the scan"],
    );
    refused(scan(&desk, &tenant, &["--resume", "x"]), &["x is no UUID"]);
}

/// What is refused before anybody is asked, and how.
const REFUSED: [(&[&str], &str); 14] = [
    (
        &["https://huggingface.co/bert"],
        "the organisation is missing",
    ),
    (&["http://huggingface.co/a/b"], "write https://"),
    (&["https://example.com/m"], "example.com is neither"),
    (&["acme/tiny"], "there is no file or folder acme/tiny"),
    (
        &["s3://b/m", "--engine", "airs"],
        "models of Hugging Face and nothing else",
    ),
    (
        &["s3://b/m", "--engine", "local"],
        "not part of this version yet",
    ),
    (
        &["s3://b/m", "--engine", "x"],
        "there are auto, airs and sdk",
    ),
    (
        &["s3://b/m", "--ignore", "*.md"],
        "patterns are for models of Hugging Face",
    ),
    (&[GOOD, "--label", "team"], "written KEY=VALUE"),
    (
        &[GOOD, "--label", "a=1", "--label", "a=2"],
        "a is given twice",
    ),
    (
        &[GOOD, "--allow", "*.bin", "--ignore", "m.*"],
        "a file could match *.bin",
    ),
    (&[GOOD, "--timeout", "1d"], "expected a time"),
    (
        &[GOOD, "--report", "none/x.json"],
        "in a folder that exists",
    ),
    (&[GOOD, "--resume"], "cannot be used with"),
];

#[test]
fn what_can_be_refused_at_once_is() {
    let (desk, tenant) = (Desk::new(), tenant());
    for (args, words) in REFUSED {
        refused(run(&desk, &tenant, &[&["scan"], args].concat()), &[words]);
    }
    assert_eq!(tenant.seen().len(), 0);
}

#[test]
fn the_group_is_named_or_the_obvious_one() {
    let (desk, tenant) = (Desk::new(), tenant());
    let named = scan(&desk, &tenant, &[BAD, "--group", "hf DEV (warn)"]).success();
    says(&named, &["under HF dev (warn) with"]);
    for (group, words) in [
        (
            "Default LOCAL",
            "is for LOCAL, and the model is HUGGING_FACE",
        ),
        (
            "nobody",
            "there is no security group nobody; for HUGGING_FACE there are: Default HUGGING_FACE, HF dev (warn)",
        ),
    ] {
        refused(scan(&desk, &tenant, &[GOOD, "--group", group]), &[words]);
    }
    tenant.change(|world| {
        let group = world
            .groups
            .iter_mut()
            .find(|it| it.name == "HF dev (warn)");
        "PENDING".clone_into(&mut group.unwrap().state);
    });
    let pending = scan(&desk, &tenant, &[GOOD, "--group", "HF dev (warn)"]);
    refused(pending, &["the group HF dev (warn) is PENDING, not ACTIVE"]);
    tenant.delete_group("Default HUGGING_FACE");
    refused(
        scan(&desk, &tenant, &[GOOD]),
        &["HF dev (warn); none of them is ACTIVE yet"],
    );
    tenant.delete_group("HF dev (warn)");
    refused(
        scan(&desk, &tenant, &[GOOD]),
        &["there is no security group for HUGGING_FACE"],
    );
    assert_eq!(tenant.scans_started(), 1);
    tenant.change(|world| {
        world.add_group("One", "HUGGING_FACE", "");
        world.add_group("Two", "HUGGING_FACE", "");
    });
    refused(
        scan(&desk, &tenant, &[GOOD]),
        &["One, Two; name the one", "--group"],
    );
}

#[test]
fn who_may_not_see_groups_names_one_by_its_uuid() {
    let (desk, tenant) = (Desk::new(), tenant());
    tenant.fault(Fault::on(GROUPS, What::Status(403), usize::MAX));
    let group = tenant.change(|world| world.group("Default HUGGING_FACE").uuid.to_string());
    let run = scan(&desk, &tenant, &[GOOD, "--group", &group]).success();
    says(
        &run,
        &["ai_ms.security_groups", "left to the service to say"],
    );
    refused(scan(&desk, &tenant, &[GOOD]), &["ai_ms.security_groups"]);
}

#[test]
fn everything_that_is_said_reaches_the_service() {
    let (desk, tenant) = (Desk::new(), tenant());
    let args = [
        GOOD,
        "--label",
        "build=812",
        "--label=team=vision",
        "--ignore",
        "*.md",
        "--model-version",
        "7b40bb0",
    ];
    scan(&desk, &tenant, &args).success();
    let seen = tenant.seen();
    let asked = seen.iter().find(|one| one.route == START).unwrap();
    for words in [
        r#"{"key":"build","value":"812"},{"key":"team","value":"vision"}"#,
        r#""ignore_patterns":["*.md"]"#,
        r#""model_version":"7b40bb0""#,
    ] {
        assert!(asked.body.contains(words), "{}", asked.body);
    }
}

/// A command of `scan` whose `PATH` has a program that stands for the official client.
fn with_client(desk: &Desk, tenant: &Tenant, client: &StandIn, args: &[&str]) -> Process {
    let args = [&["scan", "--poll-interval", "1s"], args].concat();
    let mut process = process(desk, tenant, &args);
    let system = std::env::var_os("PATH").unwrap();
    let folders = std::iter::once(client.folder().to_owned());
    let path = std::env::join_paths(folders.chain(std::env::split_paths(&system))).unwrap();
    process.env("PATH", path);
    process
}

#[test]
fn the_official_client_scans_what_lies_here() {
    let (desk, tenant) = (Desk::new(), tenant());
    fs::create_dir(desk.path("models")).unwrap();
    let uuid = tenant.change(|world| {
        let scan = world.add_scan(CHURN, "Default LOCAL", Duration::ZERO);
        scan.uuid.to_string()
    });
    let client = StandIn::printing(&uuid, "BLOCKED", 1);
    let run = Command::from_std(with_client(&desk, &tenant, &client, &["models"])).assert();
    let run = run.code(1);
    says(
        &run,
        &[
            "under Default LOCAL with the official client 1.1.2 (/",
            "0:00 scanning\n",
            "nobody has excused 2 findings",
        ],
    );
    assert!(
        out(&run).contains("posix.system in model.pkl"),
        "{}",
        out(&run)
    );
    let arguments = client.arguments();
    let models = fs::canonicalize(desk.path("models")).unwrap();
    let at = arguments
        .iter()
        .position(|it| it == "--model-path")
        .unwrap();
    assert_eq!(fs::canonicalize(&arguments[at + 1]).unwrap(), models);
    assert!(arguments[at + 1].starts_with('/'));
    let printed = format!("{}{}{}", arguments.join(" "), out(&run), said(&run));
    assert!(!printed.contains(CANARY), "{printed}");
    assert!(
        client
            .names()
            .iter()
            .any(|it| it == "MODEL_SECURITY_CLIENT_SECRET")
    );

    let not = with_client(&desk, &tenant, &client, &["models", "--no-wait"]);
    let not = Command::from_std(not).assert().success();
    assert_eq!(out(&not), format!("{uuid}\n"));
}

#[test]
fn whoami_tells_where_the_official_client_is_taken_from() {
    let (desk, tenant) = (Desk::new(), tenant());
    let row = |process: Process| {
        let shown = quiet(Command::from_std(process).assert());
        let mut lines = shown.lines().map(str::to_owned);
        lines
            .find(|line| line.starts_with("client program"))
            .unwrap()
    };
    let mut none = process(&desk, &tenant, &["whoami"]);
    none.env_remove("PATH");
    assert!(row(none).contains("not set"));
    let client = StandIn::new("");
    let program = client.program().display().to_string();
    let mut found = process(&desk, &tenant, &["whoami"]);
    found.env("PATH", client.folder());
    let found = row(found);
    assert!(
        found.contains(&program) && found.ends_with("from the PATH"),
        "{found}"
    );
    let mut named = process(&desk, &tenant, &["whoami"]);
    named.env("AIRS_TRIAGE_SDK", &program);
    let named = row(named);
    assert!(named.ends_with("environment AIRS_TRIAGE_SDK"), "{named}");
}

#[test]
fn without_the_official_client_its_installation_is_explained() {
    let (desk, tenant) = (Desk::new(), tenant());
    let words = [
        "model-security, is not on PATH",
        "airs-triage pypi-url",
        "AIRS_TRIAGE_SDK",
    ];
    refused(scan(&desk, &tenant, &["s3://bucket/m"]), &words);
    let wrong = scan(&desk, &tenant, &["s3://bucket/m", "--sdk", "nowhere"]);
    refused(wrong, &["nowhere is no program"]);
    let broken = StandIn::new("");
    broken.says_its_version("echo 'unsupported Python 3.10' >&2; exit 1");
    let program = broken.program();
    let mut old = process(&desk, &tenant, &["scan", "s3://bucket/m"]);
    old.env("AIRS_TRIAGE_SDK", program);
    refused(
        Command::from_std(old).assert(),
        &["3.11 to 3.13: unsupported Python 3.10"],
    );
    assert_eq!(tenant.seen().len(), 0);
}

/// Ends a process as the keyboard or the system does.
fn signal(name: &str, pid: u32) {
    let sent = Process::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

#[test]
fn a_signal_ends_the_waiting_and_not_the_scan() {
    for (name, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let (desk, tenant) = (Desk::new(), tenant());
        tenant.change(|world| world.polls = u32::MAX);
        let mut scan = process(&desk, &tenant, &["scan", GOOD]);
        let scan = scan.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = scan.spawn().unwrap();
        tenant.until(SCAN, 1);
        signal(name, child.id());
        let ended = child.wait_with_output().unwrap();
        let words = String::from_utf8(ended.stderr).unwrap();
        let uuid = last(&tenant);
        assert_eq!(ended.status.code(), Some(code), "{words}");
        assert!(ended.stdout.is_empty());
        let goes_on = format!("stopped waiting; the service goes on with scan {uuid}");
        assert!(words.contains(&goes_on), "{words}");
        assert_eq!(noted(&desk), [uuid]);
    }
}

#[test]
fn a_signal_ends_the_official_client_too() {
    let (desk, tenant) = (Desk::new(), tenant());
    let client = StandIn::new("echo $$ >\"$here/pipe\"\nsleep 300\n");
    let pipe = client.pipe();
    let mut scan = with_client(
        &desk,
        &tenant,
        &client,
        &["s3://bucket/m", "--group", "Default S3"],
    );
    let scan = scan.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = scan.spawn().unwrap();
    let process = fs::read_to_string(pipe).unwrap();
    signal("INT", child.id());
    let ended = child.wait_with_output().unwrap();
    let words = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{words}");
    assert!(words.contains("the official client was ended"), "{words}");
    assert!(!lives(&process));
}

#[test]
fn a_program_that_is_killed_loses_no_scan() {
    let (desk, tenant) = (Desk::new(), tenant());
    tenant.change(|world| world.polls = u32::MAX);
    let mut killed = process(&desk, &tenant, &["scan", BAD]);
    let killed = killed.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = killed.spawn().unwrap();
    tenant.until(SCAN, 1);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(noted(&desk), [last(&tenant)]);
    tenant.change(|world| {
        let last = world.scans.len() - 1;
        world.finish(last);
    });
    let again = scan(&desk, &tenant, &["--resume"]).code(1);
    assert!(out(&again).contains("BLOCKED by Default HUGGING_FACE"));
    assert_eq!(noted(&desk), [""; 0]);
    assert_eq!(tenant.scans_started(), 1);
}

#[test]
fn a_program_that_is_killed_before_the_answer_loses_no_scan_either() {
    for taken in [true, false] {
        let (desk, tenant) = (Desk::new(), tenant());
        tenant.fault(Fault::on(START, What::Held, 1));
        let mut killed = process(&desk, &tenant, &["scan", BAD]);
        let killed = killed.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = killed.spawn().unwrap();
        tenant.until(START, 1);
        child.kill().unwrap();
        child.wait().unwrap();
        tenant.mend();
        let asked = noted(&desk);
        assert!(
            asked.len() == 1 && asked[0].starts_with("asked-"),
            "{asked:?}"
        );
        if taken {
            // The service had the question, and only the answer was lost.
            tenant.change(|world| {
                let group = world.group("Default HUGGING_FACE").uuid;
                world.start_scan(BAD, group, 0).unwrap();
            });
            let again = scan(&desk, &tenant, &["--resume"]).code(1);
            assert!(out(&again).contains("BLOCKED by Default HUGGING_FACE"));
        } else {
            forget_when(&desk, &asked[0]);
            let again = scan(&desk, &tenant, &["--resume"]).code(2);
            says(&again, &["it was not started", "has no such scan"]);
        }
        assert_eq!(noted(&desk), [""; 0]);
        assert_eq!(tenant.count(START), 1);
    }
}

/// Makes it long ago that a scan was asked for.
fn forget_when(desk: &Desk, asked: &str) {
    let note = format!("home/data/airs-triage/launched/{asked}.json");
    let note = desk.folder.path().join(note);
    let mut text: Value = serde_json::from_str(&fs::read_to_string(&note).unwrap()).unwrap();
    text["asked_at"] = "2026-01-01T00:00:00Z".into();
    fs::write(note, text.to_string()).unwrap();
}
