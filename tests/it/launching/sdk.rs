//! Scans that the desk has the official client make, through the real loop; a program stands for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::journeys::{brisk, noted, on};
use crate::support::desk::{Hand, Setting, at};
use crate::support::standin::{StandIn, lives};
use crate::support::tenant::{Tenant, World};

const BUCKET: &str = "s3://acme-model-registry/fraud/v42/";

/// A desk whose official client is this program.
async fn with(tenant: &Tenant, folder: &Path, program: PathBuf) -> Setting {
    on(brisk(tenant, folder).with_sdk(program), Vec::new()).await
}

/// A finished scan, as the client leaves one behind.
fn finished(tenant: &Tenant, model: &str, group: &str) -> String {
    tenant.change(|world| {
        let scan = world.add_scan(model, group, Duration::ZERO);
        scan.uuid.to_string()
    })
}

/// Fills in the form and starts its scan.
async fn launch(hand: &mut Hand, model: &str, group: &str) {
    hand.press("s");
    hand.sees("Scan a model").await;
    hand.types(model);
    hand.sees(&format!("‹ {group} ›")).await;
    hand.sees("here: the official client scans it").await;
    hand.press("Enter");
    hand.sees_no("Scan a model").await;
}

/// Tells a program that waits for it to go on.
async fn go_on(pipe: &Path) {
    let pipe = pipe.to_owned();
    let told = tokio::task::spawn_blocking(move || fs::write(pipe, "go on\n"));
    told.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_bucket_is_watched_while_the_client_scans_it_and_opens_when_it_is_over() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    let scan = finished(&tenant, BUCKET, "Default S3");
    // What else it prints is passed over, also what looks like a document or a terminal's command.
    let stand_in = StandIn::new(&format!(
        "read it <\"$here/pipe\"\n\
         printf '\\033]0;title\\a\\r[1/2] {{\"half\": '; echo '{{}} [] null'\n\
         echo '{{\"uuid\": \"{scan}\", \"eval_outcome\": \"BLOCKED\"}}'\n\
         echo 'Scan finished: {{stray}}'; echo 'progress 100%' >&2; exit 1\n"
    ));
    let pipe = stand_in.pipe();
    let desk = with(&tenant, folder.path(), stand_in.program()).await;
    at(desk, async |hand| {
        launch(hand, BUCKET, "Default S3").await;
        hand.press("4 g");
        hand.stands_on("scanning").await;
        let seen = hand.sees("scanning, 0s").await;
        assert!(seen.contains("Stay on this line"), "{seen}");
        go_on(&pipe).await;
        let seen = hand.sees("› 2 ").await;
        assert!(seen.contains("fraud"), "{seen}");
    })
    .await;
    assert_eq!(noted(folder.path(), &tenant), []);
    assert!(stand_in.arguments().contains(&BUCKET.to_owned()));
}

#[tokio::test]
async fn a_file_of_this_machine_is_scanned_at_its_place_and_waits_for_a_key() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("tiny.pkl");
    fs::write(&model, "a model").unwrap();
    let model = model.to_str().unwrap();
    let scan = finished(&tenant, model, "Default LOCAL");
    let stand_in = StandIn::printing(&scan, "ALLOWED", 0);
    let desk = with(&tenant, folder.path(), stand_in.program()).await;
    at(desk, async |hand| {
        launch(hand, model, "Default LOCAL").await;
        let seen = hand.sees("E opens it.").await;
        assert!(seen.contains("tiny: "), "{seen}");
        hand.press("E");
        hand.sees("› 2 tiny").await;
    })
    .await;
    let said = stand_in.arguments().join(" ");
    assert!(said.contains(&format!("--model-path {model}")), "{said}");
}

#[tokio::test]
async fn esc_on_its_line_ends_the_client_and_all_that_it_started() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    let stand_in = StandIn::new("sleep 300 & echo $! $$ >\"$here/pipe\"\nwait\n");
    let pipe = stand_in.pipe();
    let desk = with(&tenant, folder.path(), stand_in.program()).await;
    at(desk, async |hand| {
        launch(hand, BUCKET, "Default S3").await;
        let read = tokio::task::spawn_blocking(move || fs::read_to_string(pipe));
        let family = read.await.unwrap().unwrap();
        hand.press("4 g");
        hand.stands_on("scanning").await;
        hand.press("Esc");
        hand.sees("Called off: stopped; the official client was ended before it told of a scan.")
            .await;
        hand.sees_no("4 Scans 1 running").await;
        for process in family.split_whitespace() {
            assert!(!lives(process), "{process} of {family}");
        }
    })
    .await;
    assert_eq!(noted(folder.path(), &tenant), []);
}

/// What the client does, and what stands in the form that comes back.
const FAILURES: [(&str, &[&str]); 4] = [
    ("kill -9 $$", &["Not scanned: signal 9 ended", "memory"]),
    (
        "echo 'no such bucket' >&2; exit 2",
        &["failed with exit code 2", "It said: no such bucket"],
    ),
    ("echo '{ garbage'", &["ended well and printed no scan"]),
    ("cat /dev/zero", &["more than 16 MiB"]),
];

#[tokio::test]
async fn a_client_that_fails_is_explained_in_its_form() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    for (does, words) in FAILURES {
        let stand_in = StandIn::new(does);
        let desk = with(&tenant, folder.path(), stand_in.program()).await;
        at(desk, async |hand| {
            launch(hand, BUCKET, "Default S3").await;
            comes_back(hand, words).await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_client_that_is_missing_is_explained_with_the_way_to_get_it() {
    let tenant = Tenant::start(World::sample());
    let folder = tempfile::tempdir().unwrap();
    let desk = with(&tenant, folder.path(), "/nowhere/model-security".into()).await;
    at(desk, async |hand| {
        launch(hand, BUCKET, "Default S3").await;
        let words = [
            "/nowhere/model-security is no program",
            "Python 3.11 to 3.13",
            "pip install \"model-security-client[all]\"",
            "airs-triage pypi-url",
            "AIRS_TRIAGE_SDK",
        ];
        comes_back(hand, &words).await;
    })
    .await;
}

/// The form is there again with what was typed, and says these words.
async fn comes_back(hand: &mut Hand, words: &[&str]) {
    let seen = hand.sees("! Not scanned: ").await;
    assert!(seen.contains(BUCKET), "{seen}");
    let seen: Vec<_> = seen.split_whitespace().filter(|it| *it != "│").collect();
    let seen = seen.join(" ");
    for word in words {
        assert!(seen.contains(word), "{word:?} is not in {seen}");
    }
}
