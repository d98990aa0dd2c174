//! Files as build services, mail and malice leave them.

use std::io::{Cursor, Write};

use airs_triage::domain::outcome::Outcome;
use airs_triage::domain::report::Report;
use airs_triage::domain::text::Untrusted;
use airs_triage::format::artifact::{self, Asked, LIMITS, Limits, Piece};
use airs_triage::format::intake::{Notice, Reading, Trouble};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SCAN: &str = r#"{"uuid": "6f1f0c36-6a3b-4b1c-9a53-0d6a6c1f7e01", "eval_outcome": "BLOCKED",
    "model_uri": "https://huggingface.co/acme/caf\u00e9", "eval_summary": {"rules_passed": 5, "rules_failed": 2, "total_rules": 7}}"#;

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn read(bytes: &[u8]) -> Reading {
    artifact::read(&"given".into(), bytes, Asked::Named)
}

fn members(reading: &Reading) -> Vec<Option<&str>> {
    let sources = reading.drafts.iter().map(|(source, _)| source);
    sources
        .map(|source| source.member.as_ref().map(Untrusted::raw))
        .collect()
}

fn words(notice: &Notice) -> String {
    let member = notice.origin.member.as_ref().map_or("", Untrusted::raw);
    format!("{member}: {}", notice.message)
}

/// The bytes with every header's encryption bit set.
fn encrypted(mut zip: Vec<u8>) -> Vec<u8> {
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = zip.windows(4).position(|four| four == mark).unwrap();
        zip[at + flags] |= 1;
    }
    zip
}

#[test]
fn every_way_of_packing_and_encoding_gives_the_same_report() {
    let plain = SCAN.as_bytes();
    let inner = zip(&[("scan.json", plain)]);
    let marked = |mark: &[u8], text: Vec<u8>| [mark.to_vec(), text].concat();
    let cases: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("plain", plain.to_vec(), None),
        ("crlf", SCAN.replace('\n', "\r\n").into_bytes(), None),
        ("utf-8 mark", marked(b"\xef\xbb\xbf", plain.to_vec()), None),
        (
            "powershell",
            marked(b"\xff\xfe", utf16(SCAN, u16::to_le_bytes)),
            None,
        ),
        (
            "utf-16 be",
            marked(b"\xfe\xff", utf16(SCAN, u16::to_be_bytes)),
            None,
        ),
        ("utf-16 unmarked", utf16(SCAN, u16::to_le_bytes), None),
        ("gzip", gz(plain), None),
        ("github", inner.clone(), Some("scan.json")),
        (
            "azure devops",
            zip(&[("report/scan.json", plain)]),
            Some("report/scan.json"),
        ),
        (
            "zip in zip in zip",
            zip(&[("b.zip", &zip(&[("a.zip", &inner)]))]),
            Some("b.zip!/a.zip!/scan.json"),
        ),
        (
            "gzip in zip",
            zip(&[("job.log.gz", &gz(plain))]),
            Some("job.log.gz"),
        ),
    ];
    for (name, bytes, member) in cases {
        let reading = read(&bytes);
        assert_eq!(members(&reading), [member], "{name}: {:?}", reading.notices);
        assert!(reading.notices.is_empty(), "{name}: {:?}", reading.notices);
        let scan = &reading.drafts[0].1.scan;
        assert_eq!(scan.outcome, Outcome::Blocked, "{name}");
        assert_eq!(
            scan.model_uri.as_ref().map(Untrusted::raw),
            Some("https://huggingface.co/acme/café")
        );
    }
}

#[test]
fn artifacts_of_build_services_read() {
    let samples: [(&str, &[u8]); 2] = [
        (
            "github",
            include_bytes!("../samples/50_github_artifact_model-scan-report.zip"),
        ),
        (
            "gitlab",
            include_bytes!("../samples/51_gitlab_job_artifacts.zip"),
        ),
    ];
    for (name, bytes) in samples {
        let mut texts = Vec::new();
        artifact::texts(&"a.zip".into(), bytes, &LIMITS, &mut |piece| {
            if let Piece::Text {
                origin,
                text,
                lossy,
            } = piece
            {
                assert!(!lossy && text.starts_with('{'), "{name}");
                texts.push(origin.member.unwrap().raw().to_owned());
            }
        });
        assert_eq!(texts, ["model_scan_report.json"], "{name}");
    }
}

#[test]
fn what_cannot_or_may_not_be_read_is_named_and_hides_nothing() {
    let zeros = vec![0; 64 << 20];
    let deep = (0..5).fold(zip(&[("scan.json", SCAN.as_bytes())]), |inner, _| {
        zip(&[("inner.zip", &inner)])
    });
    let cases: Vec<(&str, &[u8], &str)> = vec![
        ("bomb.json", &zeros, "far more than a report"),
        (
            "../escape.json",
            SCAN.as_bytes(),
            "leads out of the archive",
        ),
        ("/etc/passwd", b"root", "leads out of the archive"),
        (
            "C:\\report.json",
            SCAN.as_bytes(),
            "leads out of the archive",
        ),
        ("deep.zip", &deep, "nested too deep"),
        ("empty.json", b"", "empty"),
        (
            "pickle.json",
            b"\x80\x04\x95\0\0\0\0\0\0\0\0",
            "model file, not a report",
        ),
        (
            "noise.json",
            b"\x01\0\0\0\x02\0\0\0\0\x03\0\0",
            "binary, not text",
        ),
        ("broken.json", b"{\"uuid\": ", "not valid JSON"),
        ("broken.zip", b"PK\x03\x04 and no more", "damaged zip"),
        (
            "broken.json.gz",
            b"\x1f\x8b\x08\0\0\0",
            "cannot be unpacked",
        ),
    ];
    for (name, bytes, expected) in cases {
        let archive = zip(&[(name, bytes), ("good/scan.json", SCAN.as_bytes())]);
        let reading = read(&archive);
        assert_eq!(members(&reading), [Some("good/scan.json")], "{name}");
        let said: Vec<_> = reading.notices.iter().map(words).collect();
        assert!(
            said.iter().any(|said| said.contains(expected)),
            "{name}: {said:?}"
        );
    }
}

#[test]
fn an_encrypted_member_says_what_to_do() {
    let reading = read(&encrypted(zip(&[("scan.json", SCAN.as_bytes())])));
    let said: Vec<_> = reading.notices.iter().map(words).collect();
    assert_eq!(
        said,
        ["scan.json: encrypted; unpack it with its password and open the result"]
    );
}

#[test]
fn members_that_share_a_name_are_all_read() {
    let other = SCAN.replace("BLOCKED", "ALLOWED").replace("7e01", "7e02");
    let mut bytes = zip(&[("a.json", SCAN.as_bytes()), ("b.json", other.as_bytes())]);
    while let Some(at) = bytes.windows(6).position(|six| six == b"b.json") {
        bytes[at] = b'a';
    }
    let reading = read(&bytes);
    assert_eq!(members(&reading), [Some("a.json"), Some("#2/a.json")]);
    let outcomes = reading.drafts.iter().map(|(_, draft)| &draft.scan.outcome);
    let outcomes: Vec<_> = outcomes.collect();
    assert_eq!(outcomes, [&Outcome::Blocked, &Outcome::Allowed]);
    assert!(words(&reading.notices[0]).contains("several members have one name"));
}

#[test]
fn a_model_in_an_artifact_does_not_hide_the_report_beside_it() {
    let reading = read(&zip(&[
        ("m/data.pkl", b"\x80\x04."),
        ("m/version", b"3"),
        ("model_scan_report.json", SCAN.as_bytes()),
    ]));
    assert_eq!(members(&reading), [Some("model_scan_report.json")]);
    assert!(reading.notices.is_empty(), "{:?}", reading.notices);
}

#[test]
fn a_zip_without_its_end_gives_what_stands_before_the_cut() {
    let noise: Vec<u8> = (0..4096_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let whole = zip(&[
        ("first.json", SCAN.as_bytes()),
        ("data.bin", &noise),
        ("last.json", b"{}"),
    ]);
    let reading = read(&whole[..whole.len() / 2]);
    assert_eq!(members(&reading), [Some("first.json")]);
    assert!(words(&reading.notices[0]).contains("damaged zip"));
}

#[test]
fn a_gzip_without_its_end_gives_the_report_before_the_cut() {
    let lines: Vec<_> = (0..20_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_string())
        .collect();
    let noise = lines.join("\n");
    let packed = gz(format!("{SCAN}\n{noise}").as_bytes());
    let reading = read(&packed[..packed.len() / 2]);
    assert_eq!(reading.drafts.len(), 1);
    assert!(words(&reading.notices[0]).contains("cannot be unpacked whole"));
}

#[test]
fn a_model_dropped_in_by_accident_is_called_one() {
    let torch = zip(&[
        ("m/data.pkl", b"\x80\x02."),
        ("m/version", b"3\n"),
        ("m/data/0", b"\0\0"),
    ]);
    let cases: [(&str, &[u8]); 3] = [
        ("pickle", b"\x80\x04\x95\x10\0\0\0\0\0\0\0"),
        ("safetensors", b"\x08\0\0\0\0\0\0\0{\"a\":1} \0\0\0\0"),
        ("pytorch", &torch),
    ];
    for (name, bytes) in cases {
        let reading = read(bytes);
        let said: Vec<_> = reading.notices.iter().map(words).collect();
        assert!(
            matches!(&said[..], [only] if only.contains("model file")),
            "{name}: {said:?}"
        );
    }
}

#[test]
fn a_log_archive_gives_each_report_once_from_the_whole_log() {
    let step = format!(
        "2026-06-03T22:32:10.1234567Z {}",
        SCAN.replace('\n', "\n2026-06-03T22:32:10.1234567Z ")
    );
    let whole = format!("2026-06-03T22:32:09.1234567Z Set up job\n{step}");
    let other = step.replace("6f1f0c36", "00000c36");
    let archive = zip(&[
        ("build/4_Scan the model.txt", step.as_bytes()),
        ("build/5_Scan another.txt", other.as_bytes()),
        ("0_build.txt", whole.as_bytes()),
        (
            "build/1_Set up job.txt",
            b"2026-06-03T22:32:09.1234567Z Set up job",
        ),
    ]);
    let reading = read(&archive);
    assert_eq!(
        members(&reading),
        [Some("build/5_Scan another.txt"), Some("0_build.txt")]
    );
    assert!(reading.notices.is_empty(), "{:?}", reading.notices);
}

#[test]
fn what_a_folder_holds_beside_reports_is_passed_over_in_silence() {
    let cases: [(&str, &[u8]); 6] = [
        ("package.json", b"{\"name\": \"x\"}"),
        ("notes.txt", b"remember the milk"),
        ("empty.txt", b""),
        ("core", b"\x7fELF\x02\0\0\0\0\0\0\0"),
        ("site.zip", &zip(&[("index.html", b"<html>")])),
        ("config.json", b"[1, 2]"),
    ];
    for (name, bytes) in cases {
        let found = artifact::read(&name.into(), bytes, Asked::Found);
        assert_eq!(found, Reading::default(), "{name}");
        let named = artifact::read(&name.into(), bytes, Asked::Named);
        assert_eq!(named.notices.len(), 1, "{name}");
    }
    let broken = artifact::read(&"scan.json".into(), b"{\"uuid\"", Asked::Found);
    assert_eq!(broken.notices[0].trouble, Trouble::Unreadable);
}

#[test]
fn documents_that_name_no_model_are_told_apart_by_their_names() {
    let pickle = br#"{"severity":"OVERTLY_MALICIOUS","analysis":"","detailed_results":{"a":{"b":"import os"}}}"#;
    let archive = zip(&[("alpha.json", pickle), ("beta.json", pickle)]);
    let reports = read(&archive).drafts.into_iter().map(|(source, draft)| {
        let report = Report::derive(source, Vec::new(), draft);
        (report.head.identity.exact, report.findings[0].identity)
    });
    let [(alpha, one), (beta, other)] = reports.collect::<Vec<_>>()[..] else {
        unreachable!("both are read")
    };
    assert!(alpha != beta && one.exact != other.exact && one.shape != other.shape);
}

#[test]
fn limits_hold_for_the_archive_as_a_whole() {
    let text = vec![b'{'; 1000];
    let archive = zip(&[("a.log", &text), ("b.log", &text), ("c.log", &text)]);
    let nested = zip(&[("n.zip", &archive), ("d.log", &text)]);
    let base = Limits {
        ratio_above: 1 << 20,
        ..LIMITS
    };
    let cases = [
        ("everything", base, 4),
        ("members", Limits { members: 3, ..base }, 2),
        (
            "member",
            Limits {
                member: 999,
                ..base
            },
            0,
        ),
        (
            "total",
            Limits {
                total: archive.len() as u64 + 2_500,
                ..base
            },
            2,
        ),
        ("depth", Limits { depth: 1, ..base }, 1),
        ("file", Limits { file: 10, ..base }, 0),
        (
            "ratio",
            Limits {
                ratio: 2,
                ratio_above: 10,
                ..base
            },
            0,
        ),
    ];
    for (name, limits, expected) in cases {
        let (mut texts, mut notices) = (0, 0);
        artifact::texts(
            &"n.zip".into(),
            &nested,
            &limits,
            &mut |piece| match piece {
                Piece::Text { .. } => texts += 1,
                Piece::Notice(_) => notices += 1,
            },
        );
        assert_eq!(texts, expected, "{name}");
        assert_eq!(notices > 0, name != "everything", "{name}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(mark in prop::sample::select(vec![
        &b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\xff\xfe", b"\xef\xbb\xbf{",
    ]), rest in prop::collection::vec(any::<u8>(), 0..600)) {
        read(&[mark, &rest].concat());
    }

    #[test]
    fn no_damage_to_an_archive_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = zip(&[("a/scan.json", SCAN.as_bytes()), ("b.zip", &zip(&[("c.log", b"text")]))]);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        read(&bytes);
    }
}
