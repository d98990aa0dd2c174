//! The official client as an engine: a program that stands for it is started, called off, and goes wrong in every way.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use airs_triage::domain::launch::{self, Phase, Request};
use airs_triage::domain::report::Completeness;
use airs_triage::io::engines::{Engine, Failure, NotScanned, Order, Pace, Program};

use super::{BRISK, Shop, request};
use crate::support::standin::{StandIn, lives};
use crate::support::tenant::{Fault, Tenant, What, World};

const BUCKET: &str = "s3://acme-model-registry/fraud/v42/";
const CANARY: &str = "canary-5d20b7e1-not-to-be-seen";

fn tenant() -> Tenant {
    let mut world = World::sample();
    CANARY.clone_into(&mut world.client_secret);
    Tenant::start(world)
}

/// A finished scan of a bucket, as the client leaves one behind.
fn finished(tenant: &Tenant) -> String {
    tenant.change(|world| {
        let scan = world.add_scan(BUCKET, "Default S3", Duration::ZERO);
        scan.uuid.to_string()
    })
}

async fn engine(stand_in: &StandIn) -> Engine {
    let program = stand_in.program();
    let ready = Engine::ready(launch::Engine::Sdk, Some(&program)).await;
    ready.unwrap()
}

fn bucket(tenant: &Tenant) -> Request {
    request(tenant, BUCKET, "Default S3")
}

#[tokio::test]
async fn the_client_scans_and_its_result_is_completed_by_the_service() {
    let tenant = tenant();
    // An exit code of 1 is what a blocked model gives.
    for code in [0, 1] {
        let (shop, scan) = (Shop::of(&tenant), finished(&tenant));
        let stand_in = StandIn::printing(&scan, "BLOCKED", code);
        let engine = engine(&stand_in).await;
        let Engine::Sdk(program) = &engine else {
            panic!("another engine");
        };
        assert_eq!(program.version().as_str(), "1.1.2");
        assert_eq!(program.path(), stand_in.program());
        let fetched = shop.scan(&engine, &bucket(&tenant)).await.unwrap();
        assert_eq!(fetched.report.head.completeness, Completeness::Full);
        assert!(shop.kept(&scan).exists());
        let phases = [Phase::Starting, Phase::Scanning, Phase::Completing];
        assert_eq!(shop.phases(), phases);
        assert_eq!(shop.noted(), []);
    }
}

#[tokio::test]
async fn secrets_reach_the_client_by_its_environment_and_by_nothing_else() {
    let tenant = tenant();
    let (shop, scan) = (Shop::of(&tenant), finished(&tenant));
    let stand_in = StandIn::printing(&scan, "ALLOWED", 0);
    let engine = engine(&stand_in).await;
    shop.scan(&engine, &bucket(&tenant)).await.unwrap();
    let arguments = stand_in.arguments();
    assert_eq!(arguments[..3], ["--log-level", "critical", "scan"]);
    assert!(arguments.contains(&BUCKET.to_owned()), "{arguments:?}");
    let said = arguments.join(" ");
    for secret in [CANARY, "simulated.token"] {
        assert!(!said.contains(secret), "{said}");
    }
    let names = stand_in.names();
    for name in [
        "MODEL_SECURITY_CLIENT_ID",
        "MODEL_SECURITY_CLIENT_SECRET",
        "MODEL_SECURITY_API_ENDPOINT",
        "MODEL_SECURITY_TOKEN_ENDPOINT",
        "TSG_ID",
    ] {
        assert!(names.iter().any(|it| it == name), "{name}: {names:?}");
    }
    let length = fs::read_to_string(stand_in.path("length")).unwrap();
    assert_eq!(length, CANARY.len().to_string());
    for entry in walkdir::WalkDir::new(shop.home.path()) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let text = fs::read_to_string(entry.path()).unwrap();
            assert!(!text.contains(CANARY), "{}", entry.path().display());
        }
    }
}

/// What the client does, and what is said of it.
const FAILURES: [(&str, &[&str]); 7] = [
    (
        "echo '{ garbage'",
        &["ended well and printed no scan", "by hand"],
    ),
    (
        "echo '[]'; echo 'no such bucket' >&2; exit 2",
        &["exit code 2", "It said: no such bucket"],
    ),
    ("exit 1", &["failed with exit code 1 and told of no scan"]),
    ("kill -9 $$", &["signal 9", "memory"]),
    ("kill -SEGV $$", &["signal 11"]),
    (
        "echo 'ERROR: this package requires a different Python: 3.10.12 not in >=3.11' >&2; exit 1",
        &[
            "the Python of the official client does not fit",
            "3.11 to 3.13",
        ],
    ),
    ("cat /dev/zero", &["more than 16 MiB"]),
];

/// What it does without end.
const ENDLESS: [&str; 3] = [
    "sleep 300",
    "cat /dev/zero >&2",
    "exec 1>&- 2>&-; exec sleep 300",
];

#[tokio::test]
async fn every_failure_is_a_sentence_and_a_way_on() {
    let tenant = tenant();
    for (does, words) in FAILURES {
        let said = failed(&tenant, does, BRISK).await;
        for word in words {
            assert!(said.contains(word), "{does}: {said}");
        }
    }
}

#[tokio::test]
async fn a_client_that_hangs_is_ended() {
    let tenant = tenant();
    let pace = Pace {
        timeout: Duration::from_millis(200),
        ..BRISK
    };
    for does in ENDLESS {
        let said = failed(&tenant, does, pace).await;
        for word in ["was not finished after 0 s", "was ended", "--timeout"] {
            assert!(said.contains(word), "{does}: {said}");
        }
    }
}

/// What is said of a client that does this.
async fn failed(tenant: &Tenant, does: &str, pace: Pace) -> String {
    let (shop, stand_in) = (Shop::of(tenant), StandIn::new(does));
    let engine = engine(&stand_in).await;
    let failed = shop.scan_at(&engine, &bucket(tenant), pace).await;
    let said = failed.unwrap_err().to_string();
    assert!(said.len() < 1500, "{said}");
    assert_eq!(shop.noted(), [], "{does}");
    said
}

#[tokio::test]
async fn a_secret_that_the_client_says_back_is_not_shown() {
    let tenant = tenant();
    let (shop, stand_in) = (
        Shop::of(&tenant),
        StandIn::new("echo \"bad secret $MODEL_SECURITY_CLIENT_SECRET\" >&2; exit 3"),
    );
    let engine = engine(&stand_in).await;
    let failed = shop.scan(&engine, &bucket(&tenant)).await.unwrap_err();
    let said = format!("{failed} {failed:?}");
    assert!(said.contains("bad secret (hidden)"), "{said}");
    assert!(!said.contains(CANARY), "{said}");
}

/// Reads from a pipe, once somebody writes to it.
async fn read(pipe: &Path) -> String {
    let pipe = pipe.to_owned();
    let read = tokio::task::spawn_blocking(move || fs::read_to_string(pipe));
    read.await.unwrap().unwrap()
}

#[tokio::test]
async fn who_calls_off_ends_the_client_and_all_that_it_started() {
    let tenant = tenant();
    // In good order, and where it will not hear of it.
    for deaf in ["", "trap '' TERM\n"] {
        let does = format!("{deaf}sleep 300 & echo $! $$ >\"$here/pipe\"\nwait\nsleep 300\n");
        let (shop, stand_in) = (Shop::of(&tenant), StandIn::new(&does));
        let pipe = stand_in.pipe();
        let engine = engine(&stand_in).await;
        let request = bucket(&tenant);
        let begun = Instant::now();
        let calling_off = async {
            let family = read(&pipe).await;
            shop.stopper.stop();
            family
        };
        let (stopped, family) = tokio::join!(shop.scan(&engine, &request), calling_off);
        let stopped = stopped.unwrap_err();
        assert!(
            matches!(stopped, NotScanned::Stopped { scan: None }),
            "{stopped}"
        );
        assert!(begun.elapsed() < Duration::from_mins(1));
        for process in family.split_whitespace() {
            assert!(!lives(process), "{process} of {family}");
        }
    }
}

#[tokio::test]
async fn a_scan_that_the_service_had_before_it_was_called_off_is_noted() {
    let tenant = tenant();
    let (shop, scan) = (Shop::of(&tenant), finished(&tenant));
    let does = format!(
        "echo '{{\"uuid\": \"{scan}\", \"eval_outcome\": \"PENDING\"}}'\necho >\"$here/pipe\"\nsleep 300\n"
    );
    let stand_in = StandIn::new(&does);
    let pipe = stand_in.pipe();
    let (engine, request) = (engine(&stand_in).await, bucket(&tenant));
    let calling_off = async {
        read(&pipe).await;
        shop.stopper.stop();
    };
    let (stopped, ()) = tokio::join!(shop.scan(&engine, &request), calling_off);
    assert_eq!(stopped.unwrap_err().scan(), Some(scan.as_str()));
    assert_eq!(shop.noted()[0].scan, scan);
}

#[tokio::test]
async fn where_nobody_waits_any_more_the_client_is_ended() {
    let tenant = tenant();
    let (shop, stand_in) = (
        Shop::of(&tenant),
        StandIn::new("echo $$ >\"$here/pipe\"\nsleep 300\n"),
    );
    let pipe = stand_in.pipe();
    let engine = engine(&stand_in).await;
    let request = bucket(&tenant);
    let process = tokio::select! {
        _ = shop.scan(&engine, &request) => panic!("it is over"),
        process = read(&pipe) => process,
    };
    // Killed, and then to be buried by the runtime, which happens while this waits.
    let ended = tokio::task::spawn_blocking(move || {
        let limit = Instant::now() + Duration::from_secs(20);
        while lives(&process) && Instant::now() < limit {
            std::thread::yield_now();
        }
        !lives(&process)
    });
    assert!(ended.await.unwrap());
}

#[tokio::test]
async fn what_the_client_left_behind_does_not_keep_anybody_waiting() {
    let tenant = tenant();
    let (shop, scan) = (Shop::of(&tenant), finished(&tenant));
    let does = format!(
        "sleep 300 &\necho '{{\"uuid\": \"{scan}\", \"eval_outcome\": \"ALLOWED\"}}'\nexit 0\n"
    );
    let stand_in = StandIn::new(&does);
    let engine = engine(&stand_in).await;
    shop.scan(&engine, &bucket(&tenant)).await.unwrap();
}

#[tokio::test]
async fn a_client_that_does_not_wait_leaves_a_scan_that_is_found_again() {
    let tenant = tenant();
    let shop = Shop::of(&tenant);
    let scan = tenant.change(|world| {
        let group = world.group("Default S3").uuid;
        let scan = world.start_scan(BUCKET, group, 2).unwrap();
        scan.uuid.to_string()
    });
    let stand_in = StandIn::printing(&scan, "PENDING", 0);
    let (engine, request) = (engine(&stand_in).await, bucket(&tenant));
    let order = Order {
        engine: &engine,
        request: &request,
        who: "ann",
        pace: BRISK,
    };
    let mut stop = shop.stop.clone();
    let started = shop
        .bench()
        .start(&order, &|_| (), &mut stop)
        .await
        .unwrap();
    assert_eq!(started.note.scan, scan);
    let said = stand_in.arguments().join(" ");
    assert!(said.contains("--poll-interval-secs 0"), "{said}");
    shop.watch(&scan).await.unwrap();
    assert_eq!(shop.noted(), []);
}

#[tokio::test]
async fn a_result_that_cannot_be_completed_is_noted() {
    let tenant = tenant();
    let (shop, scan) = (Shop::of(&tenant), finished(&tenant));
    tenant.fault(Fault::under("/aims/data", What::Status(403), usize::MAX));
    let stand_in = StandIn::printing(&scan, "BLOCKED", 1);
    let engine = engine(&stand_in).await;
    let failed = shop.scan(&engine, &bucket(&tenant)).await.unwrap_err();
    assert_eq!(failed.scan(), Some(scan.as_str()));
    assert_eq!(shop.noted()[0].scan, scan);
}

#[tokio::test]
async fn a_client_that_is_none_is_told_from_one() {
    let nowhere = Program::find(Some(Path::new("/nowhere/model-security"))).await;
    let said = nowhere.unwrap_err().to_string();
    assert!(
        said.contains("/nowhere/model-security is no program"),
        "{said}"
    );
    for (does, words) in [
        ("echo 0.0.1", "a placeholder of the public package index"),
        (
            "echo no module >&2; exit 1",
            "exit code 1 and told of no scan. It said: no module",
        ),
        (
            "echo SyntaxError: invalid syntax >&2; exit 1",
            "3.11 to 3.13",
        ),
    ] {
        let stand_in = StandIn::new("");
        stand_in.says_its_version(does);
        let found = Program::find(Some(&stand_in.program())).await;
        let said = found.unwrap_err().to_string();
        assert!(said.contains(words), "{does}: {said}");
        assert!(
            said.contains("pypi-url") || !does.contains("0.0.1"),
            "{said}"
        );
    }
    let stand_in = StandIn::new("");
    stand_in.says_its_version("echo a development build");
    let found = Program::find(Some(&stand_in.program())).await.unwrap();
    assert_eq!(found.version().as_str(), "a development build");
    assert!(
        Failure::Missing
            .to_string()
            .contains("airs-triage pypi-url")
    );
}
