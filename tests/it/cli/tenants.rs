//! The commands of a tenant through the real binary, with the secret in the environment, against a simulated tenant.

use std::fs;
use std::process::{Command as Process, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem;
use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert};

use super::{Desk, json, out, quiet, refused, said};
use crate::schema::validate;
use crate::support::tenant::{Fault, Tenant, What, World};

/// Stands for a secret; wherever it turns up, something leaks.
pub(super) const CANARY: &str = "canary-7f3a9c51-not-to-be-seen";
const GROUPS: &str = "GET /aims/mgmt/v1/security-groups";
const SCANS: &str = "GET /aims/data/v1/scans";

pub(super) fn tenant() -> Tenant {
    let mut world = World::sample();
    CANARY.clone_into(&mut world.client_secret);
    Tenant::start(world)
}

/// A desk whose environment speaks of a tenant.
pub(super) fn process(desk: &Desk, tenant: &Tenant, args: &[&str]) -> Process {
    let mut process = desk.process(args);
    process
        .env("XDG_CACHE_HOME", desk.folder.path().join("home/cache"))
        // No keyring, and least of all the one of whoever runs the tests.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("MODEL_SECURITY_API_ENDPOINT", tenant.api_url())
        .env("MODEL_SECURITY_TOKEN_ENDPOINT", tenant.token_url())
        .env("MODEL_SECURITY_CLIENT_ID", tenant.client_id())
        .env("MODEL_SECURITY_CLIENT_SECRET", tenant.client_secret())
        .env("TSG_ID", tenant.tsg());
    process
}

/// What must be seen nowhere: the secret, also as it travels, and every token that was ever given.
fn unseen(tenant: &Tenant) -> Vec<String> {
    let pair = format!("{}:{}", tenant.client_id(), tenant.client_secret());
    let mut words = vec![tenant.client_secret(), BASE64_STANDARD.encode(pair)];
    words.extend(tenant.change(|world| {
        let tokens = world.tokens.iter().map(|token| token.value.clone());
        tokens.collect::<Vec<_>>()
    }));
    words
}

/// Runs a command, and sees to it that nothing secret is printed or kept.
#[track_caller]
pub(super) fn run(desk: &Desk, tenant: &Tenant, args: &[&str]) -> OutputAssert {
    let run = Command::from_std(process(desk, tenant, args)).assert();
    let unseen = unseen(tenant);
    let shown = |text: &[u8]| {
        let word = unseen
            .iter()
            .find(|word| memmem::find(text, word.as_bytes()).is_some());
        word.is_some()
    };
    let output = run.get_output();
    assert!(!shown(&output.stdout) && !shown(&output.stderr), "{args:?}");
    for entry in walkdir::WalkDir::new(desk.folder.path()) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let leaked = shown(&fs::read(entry.path()).unwrap());
            assert!(!leaked, "{args:?}: {}", entry.path().display());
        }
    }
    run
}

/// UUIDs of the scans that ended so, as the simulation knows them.
fn scans(tenant: &Tenant, outcome: &str) -> Vec<String> {
    tenant.change(|world| {
        let scans = world
            .scans
            .iter()
            .filter(|scan| scan.eval_outcome == outcome);
        scans.map(|scan| scan.uuid.to_string()).collect()
    })
}

#[cfg(target_os = "linux")]
#[test]
fn groups_and_rules_are_listed_and_kept_for_when_the_service_is_away() {
    let (desk, tenant) = (Desk::new(), tenant());
    let listed = quiet(run(&desk, &tenant, &["groups"]));
    let sources: Vec<_> = listed
        .lines()
        .map(|line| line.split_whitespace().next())
        .collect();
    assert!(
        sources.is_sorted_by(|a, b| a == b || a <= b || *a == Some("SOURCE")),
        "{listed}"
    );
    assert!(
        listed.contains("Default LOCAL") && listed.contains("yes"),
        "{listed}"
    );
    let local = quiet(run(
        &desk,
        &tenant,
        &["groups", "--source-type", "local", "--json"],
    ));
    validate("groups-1", &local);
    let local = json(&local);
    let groups = local["groups"].as_array().unwrap();
    assert!(groups.iter().all(|group| group["source_type"] == "LOCAL"));
    let rules = quiet(run(&desk, &tenant, &["rules", "default hugging_face"]));
    assert!(
        rules.contains("approved_licenses: apache-2.0, mit, bsd-3.0"),
        "{rules}"
    );

    tenant.fault(Fault::under("/", What::Status(503), usize::MAX));
    let mut without = process(&desk, &tenant, &["groups"]);
    without.env_remove("MODEL_SECURITY_CLIENT_SECRET");
    let locked = Command::from_std(without).assert();
    refused(
        locked,
        &[
            "MODEL_SECURITY_CLIENT_SECRET",
            "With --offline you see what was fetched last",
        ],
    );
    let kept = run(&desk, &tenant, &["groups", "--offline"]).success();
    assert_eq!(out(&kept), listed);
    assert!(
        said(&kept).contains("this is as it was "),
        "{}",
        said(&kept)
    );
    let kept = run(
        &desk,
        &tenant,
        &["rules", "Default HUGGING_FACE", "--offline", "--json"],
    )
    .success();
    validate("rules-1", &out(&kept));
    let kept = json(&out(&kept));
    assert_eq!(
        (&kept["schema"], &kept["from_cache"]),
        (&Value::from("airs-triage.rules/1"), &Value::from(true))
    );
    assert_eq!(kept["security_group"]["name"], "Default HUGGING_FACE");
    drop(tenant);
}

#[test]
fn a_service_that_is_away_leaves_what_was_kept_with_its_age_and_the_reason() {
    let (desk, first) = (Desk::new(), tenant());
    let listed = quiet(run(&desk, &first, &["groups"]));
    let mut away = process(&desk, &first, &["groups"]);
    let tsg = first.tsg();
    drop(first);
    away.env("TSG_ID", tsg);
    let run = Command::from_std(away).assert().success();
    assert_eq!(out(&run), listed);
    let words = said(&run);
    assert!(
        words.contains("127.0.0.1 cannot be reached") && words.contains("as it was just now"),
        "{words}"
    );
}

#[test]
fn names_that_are_not_there_say_which_are() {
    let (desk, tenant) = (Desk::new(), tenant());
    refused(
        run(&desk, &tenant, &["rules", "Nobody"]),
        &["has no security group Nobody; it has", "Default LOCAL"],
    );
    let none = run(&desk, &tenant, &["groups", "--source-type", "QUANTUM"]).success();
    assert!(
        said(&none).contains("there are groups for ARTIFACTORY, AZURE"),
        "{}",
        said(&none)
    );
    refused(
        run(&desk, &tenant, &["groups", "--tenant", "prod"]),
        &["there is no tenant prod", "login"],
    );
    let none = "00000000-0000-4000-8000-000000000000";
    let absent = run(&desk, &tenant, &["fetch", none]).code(2);
    assert!(
        said(&absent).contains("does not have the"),
        "{}",
        said(&absent)
    );
}

#[test]
fn fetch_brings_scans_whole_into_the_library() {
    let (desk, tenant) = (Desk::new(), tenant());
    let blocked = scans(&tenant, "BLOCKED");
    let document = out(&run(
        &desk,
        &tenant,
        &[
            "fetch",
            &blocked[0],
            &blocked[0].to_uppercase(),
            &blocked[1],
            "--json",
        ],
    )
    .success());
    let fetched = json(&document);
    validate("report-1", &document);
    assert_eq!(fetched.as_array().unwrap().len(), 2);
    for (report, uuid) in fetched.as_array().unwrap().iter().zip(&blocked) {
        assert_eq!(report["scan"]["uuid"], **uuid);
        assert_eq!(report["completeness"], "full");
    }
    let file = desk.folder.path().join(format!(
        "home/data/airs-triage/reports/scan-{}.json",
        blocked[0]
    ));
    assert!(file.exists());
    let shown = quiet(run(&desk, &tenant, &["show", &blocked[0], "--json"]));
    assert_eq!(json(&shown)["completeness"], "full");
}

#[test]
fn fetch_blocked_brings_all_of_a_week_and_nothing_else() {
    let (desk, tenant) = (Desk::new(), tenant());
    let blocked = scans(&tenant, "BLOCKED");
    let run = run(
        &desk,
        &tenant,
        &["fetch", "--blocked", "--since", "2020-01-01", "-o", "week"],
    )
    .success();
    let files = fs::read_dir(desk.path("week")).unwrap().count();
    assert_eq!(files, blocked.len());
    assert!(
        said(&run).ends_with(&format!("wrote {files} reports to week\n")),
        "{}",
        said(&run)
    );
    let asked = tenant
        .seen()
        .into_iter()
        .find(|one| one.route == SCANS)
        .unwrap();
    assert!(
        asked
            .query
            .contains(&("start_time".into(), "2020-01-01T00:00:00Z".into()))
    );
    assert!(asked.query.iter().any(|(key, _)| key == "end_time"));
}

#[test]
fn fetch_completes_the_scan_of_an_artifact_and_says_where_it_came_from() {
    let (desk, tenant) = (Desk::new(), tenant());
    let (uuid, tsg) = (scans(&tenant, "BLOCKED").remove(0), tenant.tsg());
    let artifact = |tsg: &str| {
        format!(r#"{{"uuid": "{uuid}", "tsg_id": "{tsg}", "eval_outcome": "BLOCKED"}}"#)
    };
    fs::write(desk.path("artifact.json"), artifact(&tsg)).unwrap();
    run(&desk, &tenant, &["fetch", "artifact.json", "-o", "."]).success();
    let kept = fs::read_to_string(desk.path(&format!("scan-{uuid}.json"))).unwrap();
    assert!(kept.contains(r#""completes": "artifact.json""#), "{kept}");

    let again = run(&desk, &tenant, &["fetch", &format!("scan-{uuid}.json")]).success();
    let words = said(&again);
    assert!(
        words.starts_with("airs-triage: nothing is missing of 1 report\n"),
        "{words}"
    );

    fs::write(desk.path("foreign.json"), artifact("4711")).unwrap();
    let foreign = run(&desk, &tenant, &["fetch", "foreign.json"]).code(2);
    let words = said(&foreign);
    assert!(
        words.contains("the scan belongs to TSG 4711, and this is tenant TSG 1180045521"),
        "{words}"
    );
    assert!(words.contains("login --tenant NAME"), "{words}");
}

#[test]
fn fetch_says_what_is_not_finished_and_what_failed_and_keeps_the_rest() {
    let (desk, tenant) = (Desk::new(), tenant());
    tenant.change(|world| {
        let group = world.group("Default HUGGING_FACE").uuid;
        world.start_scan("https://huggingface.co/acme-labs/slow", group, 100);
    });
    let (pending, blocked) = (scans(&tenant, "PENDING"), scans(&tenant, "BLOCKED"));
    let absent = "00000000-0000-4000-8000-000000000000";
    let last = pending.last().unwrap();
    let run = run(
        &desk,
        &tenant,
        &["fetch", last, absent, &blocked[0], "-o", "x"],
    )
    .code(2);
    let words = said(&run);
    assert!(words.contains("the scan is not finished yet"), "{words}");
    assert!(
        words.contains(&format!(
            "{absent}: tenant TSG 1180045521 does not have the"
        )),
        "{words}"
    );
    assert!(
        words.ends_with("wrote 1 report to x; 2 scans could not be fetched\n"),
        "{words}"
    );
    assert_eq!(fs::read_dir(desk.path("x")).unwrap().count(), 1);
}

#[test]
fn what_would_fail_for_every_scan_is_said_once() {
    let (desk, tenant) = (Desk::new(), tenant());
    tenant.fault(Fault::under(
        "/aims/data/v1/scans/",
        What::Status(403),
        usize::MAX,
    ));
    let blocked = scans(&tenant, "BLOCKED");
    let mut args = vec!["fetch"];
    args.extend(blocked.iter().map(String::as_str));
    let words = said(&run(&desk, &tenant, &args).code(2));
    assert_eq!(words.matches("ai_ms.scans").count(), 1, "{words}");
    let failed = format!(
        "wrote 0 reports to {}/home/data",
        desk.folder.path().display()
    );
    assert!(
        words.contains(&failed) && words.contains(&format!("; {} scans could not", blocked.len())),
        "{words}"
    );
}

#[test]
fn whoami_shows_every_value_and_where_it_came_from() {
    let (desk, tenant) = (Desk::new(), tenant());
    let shown = quiet(run(&desk, &tenant, &["whoami"]));
    for words in [
        "TSG id          1180045521",
        "environment TSG_ID",
        "client secret   set",
        "environment MODEL_SECURITY_CLIENT_SECRET",
        "environment AIRS_TRIAGE_AUTHOR",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    validate(
        "whoami-1",
        &quiet(run(&desk, &tenant, &["whoami", "--json"])),
    );
    validate("whoami-1", &out(&desk.run(&["whoami", "--json"]).code(2)));
    let nothing = desk.run(&["whoami"]).code(2);
    assert!(
        said(&nothing).contains("no client id is set: run `airs-triage login`"),
        "{}",
        said(&nothing)
    );
    assert!(out(&nothing).contains("ledger"));
}

#[test]
fn pypi_url_is_the_address_and_nothing_else() {
    let (desk, tenant) = (Desk::new(), tenant());
    let url = quiet(run(&desk, &tenant, &["pypi-url"]));
    assert!(
        url.starts_with("https://") && url.lines().count() == 1,
        "{url}"
    );
    tenant.fault(Fault::on(
        "GET /aims/mgmt/v1/pypi/authenticate",
        What::Status(403),
        1,
    ));
    refused(run(&desk, &tenant, &["pypi-url"]), &["ai_ms_pypi_auth"]);
}

#[cfg(target_os = "linux")]
#[test]
fn login_without_a_keyring_keeps_the_account_and_says_that_the_secret_stays_in_the_environment() {
    let (desk, tenant) = (Desk::new(), tenant());
    tenant.fault(Fault::on(GROUPS, What::Status(403), 1));
    let run = run(
        &desk,
        &tenant,
        &["login", "--tenant", "sim", "--region", "eu"],
    )
    .success();
    let (printed, words) = (out(&run), said(&run));
    for word in [
        "there is no keyring on this machine",
        "start a Secret Service",
        "stay offline",
    ] {
        assert!(words.contains(word), "{words}");
    }
    for word in [
        "tenant sim (TSG 1180045521)",
        "granted",
        "ai_ms.security_groups",
        "can be read",
        "in the environment (MODEL",
    ] {
        assert!(printed.contains(word), "{printed}");
    }
    let settings = fs::read_to_string(
        desk.folder
            .path()
            .join("home/config/airs-triage/config.toml"),
    )
    .unwrap();
    assert!(
        settings.contains("[tenants.sim]") && settings.contains("region = \"eu\""),
        "{settings}"
    );
    let listed = quiet(desk.run(&["tenants"]));
    assert!(listed.contains("*        sim"), "{listed}");
    let printed = quiet(desk.run(&["tenants", "--json"]));
    validate("tenants-1", &printed);
    let document = json(&printed);
    assert_eq!(document["default"], "sim");
    let mut other = process(&desk, &tenant, &["login", "--tenant", "sim"]);
    other.env("MODEL_SECURITY_CLIENT_ID", "somebody-else");
    let words = "tenant sim and MODEL_SECURITY_CLIENT_ID speak of different accounts";
    refused(Command::from_std(other).assert(), &[words]);
    refused(
        desk.run(&["tenants", "--default", "other"]),
        &["there is no tenant other"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_written_into_the_settings_during_a_login_stays() {
    let (desk, tenant) = (Desk::new(), tenant());
    let other = "# of a neighbour\n[tenants.other]\nclient_id = 'x@7.iam.panserviceaccount.com'\n";
    let folder = desk.folder.path().join("home/config/airs-triage");
    tenant.fault(Fault::on(GROUPS, What::Held, 1));
    let mut login = process(&desk, &tenant, &["login", "--tenant", "sim"]);
    let login = login.stdout(Stdio::null()).stderr(Stdio::null());
    let mut login = login.spawn().unwrap();
    while tenant.count(GROUPS) == 0 {
        assert_eq!(login.try_wait().unwrap(), None);
        std::thread::yield_now();
    }
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), other).unwrap();
    tenant.release();
    assert!(login.wait().unwrap().success());
    let kept = fs::read_to_string(folder.join("config.toml")).unwrap();
    assert!(
        kept.starts_with(other) && kept.contains("[tenants.sim]"),
        "{kept}"
    );
}

#[test]
fn login_that_is_not_let_in_keeps_nothing() {
    let (desk, tenant) = (Desk::new(), tenant());
    let mut wrong = process(&desk, &tenant, &["login", "--secret-stdin"]);
    wrong.env("MODEL_SECURITY_CLIENT_SECRET", CANARY);
    let run = Command::from_std(wrong)
        .stdin("canary-7f3a9c51-wrong\n")
        .assert();
    assert!(!said(&run).contains("7f3a9c51"));
    refused(run, &["the client id or the client secret is wrong"]);
    assert!(!desk.folder.path().join("home/config").exists());
    refused(
        desk.run(&["login"]),
        &[
            "no client id is set",
            "--client-id",
            "MODEL_SECURITY_CLIENT_ID",
        ],
    );
    let asked = desk.run(&["login", "--client-id", "ci@1.iam.panserviceaccount.com"]);
    refused(asked, &["--secret-stdin", "MODEL_SECURITY_CLIENT_SECRET"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_secret_that_is_not_known_says_the_ways_to_give_it() {
    let (desk, tenant) = (Desk::new(), tenant());
    let mut without = process(&desk, &tenant, &["groups"]);
    without.env_remove("MODEL_SECURITY_CLIENT_SECRET");
    let run = Command::from_std(without).assert();
    refused(
        run,
        &[
            "no keyring on this machine",
            "MODEL_SECURITY_CLIENT_SECRET",
            "Secret Service",
            "offline",
        ],
    );
}

#[test]
fn labels_are_added_only_where_somebody_said_yes() {
    const ADD: &str = "POST /aims/data/v1/scans/{scan_uuid}/labels";
    let (desk, tenant) = (Desk::new(), tenant());
    let uuid = scans(&tenant, "BLOCKED").remove(0);
    let wish = ["label", &uuid, "triage=false-positive", "ticket=SEC-42"];
    refused(run(&desk, &tenant, &wish), &["no terminal", "--yes"]);
    refused(
        run(&desk, &tenant, &["label", &uuid, "triage=a.b", "--yes"]),
        &["the value “a.b” of a label"],
    );
    refused(
        run(&desk, &tenant, &["label", "build-812", "a=b", "--yes"]),
        &["the UUID of a scan is expected"],
    );
    assert_eq!(tenant.count(ADD), 0);
    tenant.fault(Fault::on(ADD, What::Status(403), 1));
    refused(
        run(&desk, &tenant, &[&wish[..], &["--yes"]].concat()),
        &["may not write labels for the scan", "ai_ms.scans"],
    );
    let written = quiet(run(&desk, &tenant, &[&wish[..], &["--yes"]].concat()));
    let words = "triage=false-positive ticket=SEC-42";
    assert!(
        written.starts_with(&format!("added 2 labels to scan {uuid} of "))
            && written.trim_end().ends_with(words),
        "{written}"
    );
    let kept = tenant.change(|world| {
        let scan = world.scans.iter().find(|it| it.uuid.to_string() == uuid);
        scan.unwrap().labels.len()
    });
    assert!(kept >= 2);
    tenant.change(|world| {
        let mut scans = world.scans.iter_mut();
        let scan = scans.find(|it| it.uuid.to_string() == uuid);
        scan.unwrap().tsg_id = "42".to_owned();
    });
    refused(
        run(&desk, &tenant, &["label", &uuid, "a=b", "--yes"]),
        &["the scan belongs to TSG 42", "login --tenant"],
    );
    assert_eq!(tenant.count(ADD), 2);
}
