//! Reading, printing and matching, as tables and for any text.

mod any;

use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::domain::decision::{Context, Decision};
use crate::domain::decisions::Decisions;
use crate::domain::draft::{Draft, Listing};
use crate::domain::grade::Level;
use crate::domain::observation::{Observation, RuleState};
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Report, Source};
use crate::domain::scan::{Group, Scan};
use crate::domain::scope::{Scope, Subject};
use crate::domain::verdict::Verdict;

const TODAY: Date = Date::constant(2026, 8, 2);

fn now() -> Timestamp {
    "2026-08-02T06:00:00Z".parse().unwrap()
}

fn saved() -> Vec<(String, String)> {
    [
        ("mine", "is:open sev:high"),
        ("both", "@mine rule:license"),
        ("wrong", "sev:grave"),
        ("round", "@round"),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}

fn parse(text: &str) -> Result<Query, Fault> {
    Query::parse(
        text,
        &Reader {
            now: now(),
            saved: &saved(),
            about: About::Scans,
        },
    )
}

fn printed(text: &str) -> String {
    parse(text).unwrap().to_string()
}

#[test]
fn filters_read_and_print() {
    let cases = [
        ("", ""),
        ("  two   words ", "two words"),
        ("\"file format\" -x", "\"file format\" -x"),
        ("!x", "-x"),
        ("file:\"//share\"", "file:\"//share\""),
        ("file://share", "\"file://share\""),
        ("-", ""),
        ("- x", "x"),
        ("--x", "-\"-x\""),
        ("\"say \"\"hi\"\"\"", "\"say \"\"hi\"\"\""),
        ("\"unclosed words", "\"unclosed words\""),
        ("\"a\"b", "a b"),
        ("rule:license", "rule:license"),
        ("RULE:License,\"two words\"", "rule:License,\"two words\""),
        ("severity:CRIT,high", "sev:CRIT,high"),
        ("rule:", ""),
        ("outcome:,", ""),
        ("outcome:blocked,", "outcome:blocked"),
        ("file:a\"b", "file:\"a\"\"b\""),
        (
            "since:7d since:2026-08-01 since:12H",
            "since:7d since:2026-08-01 since:12H",
        ),
        ("https://hf.co/acme/m", "\"https://hf.co/acme/m\""),
        ("file:///srv/m", "\"file:///srv/m\""),
        ("model:https://hf.co/acme", "model:https://hf.co/acme"),
        ("v1:4faa57", "\"v1:4faa57\""),
        ("m.pt:archive/data.pkl", "\"m.pt:archive/data.pkl\""),
        ("C:\\models", "\"C:\\models\""),
        ("foo:bar", "\"foo:bar\""),
        ("\"rul:x\"", "\"rul:x\""),
        ("\"@mine\"", "\"@mine\""),
        ("@mine x", "is:open sev:high x"),
        ("@both", "is:open sev:high rule:license"),
        ("@", ""),
    ];
    for (text, shown) in cases {
        assert_eq!(printed(text), shown, "{text}");
        assert_eq!(printed(shown), shown, "{text}");
    }
}

#[test]
fn faults_stand_where_they_are_and_say_what_is_allowed() {
    let cases = [
        (
            "a outcome:bloked",
            "bloked",
            "no such outcome “bloked”: one of BLOCKED, ",
        ),
        (
            "é outcome:blocked,\"no way\" b",
            "\"no way\"",
            "no such outcome “no way”",
        ),
        (
            "is:opened",
            "opened",
            "one of open, decided, carried, proposed, expired",
        ),
        ("sev:grave", "grave", "critical, high"),
        ("since:soon", "soon", "12h, 7d, 2w, or a date"),
        ("since:2026-13-01", "2026-13-01", "no such time"),
        ("x -rul:license", "-rul:license", "did you mean “rule:”?"),
        ("rules:x", "rules:x", "did you mean “rule:”?"),
        ("verdit:x", "verdit:x", "did you mean “verdict:”?"),
        ("x @gone", "@gone", "no filter is saved as “@gone”"),
        ("-@mine", "-@mine", "cannot be denied"),
        ("@wrong", "@wrong", "in “@wrong”: no such severity “grave”"),
        (
            "@round",
            "@round",
            "“@round” takes too many filters, or itself",
        ),
    ];
    for (text, wrong, words) in cases {
        let fault = parse(text).unwrap_err();
        assert_eq!(&text[fault.span.clone()], wrong, "{text}");
        assert!(fault.sentence.contains(words), "{text}: {}", fault.sentence);
    }
}

/// A report of two findings, unless it is to have none.
fn report(name: &str, findings: bool) -> Report {
    let licence = Observation {
        rule_state: Some(RuleState::Allowing),
        ..Observation::new("License Exists", "No licence was found: **none**")
    };
    let pickle = Observation {
        threat: Some("PAIT-PKL-100".into()),
        module: Some("os".into()),
        operator: Some("system".into()),
        file: Some("model.pkl".into()),
        hash: Some("ab12".into()),
        severity: Some(Level::High),
        ..Observation::new("Load Time Code Execution Check", "calls system")
    };
    let scan = Scan {
        uuid: Some(name.into()),
        model_uri: Some(format!("https://huggingface.co/acme/{name}").into()),
        model_name: Some(format!("acme/{name}").into()),
        outcome: Outcome::Blocked,
        group: Some(Group {
            uuid: Some("g1".into()),
            name: Some("HF prod".into()),
        }),
        created_at: "2026-08-01T06:00:00Z".parse().ok(),
        ..Scan::default()
    };
    let draft = Draft {
        scan,
        observations: if findings {
            vec![licence, pickle]
        } else {
            Vec::new()
        },
        listing: Listing::Whole { total: None },
        ..Draft::default()
    };
    let source = Source {
        path: "build-812.zip".into(),
        member: Some("scan.json".into()),
        index: 0,
        dialect: "sdk-dump",
    };
    Report::derive(source, Vec::new(), draft)
}

fn decided(report: &Report, at: Option<usize>, verdict: Verdict) -> Decision {
    let finding = at.map(|at| &report.findings[at]);
    let (subject, context) = match finding {
        Some(finding) => (
            Subject::of(Scope::Exact, &report.head, &finding.key()).unwrap(),
            Context::of(&report.head, finding),
        ),
        None => {
            let fingerprint = report.head.identity.exact;
            (
                Subject::Scan { fingerprint },
                Context::of_scan(&report.head),
            )
        }
    };
    Decision {
        event: 1,
        at: now(),
        author: "ann".into(),
        subject,
        verdict,
        reason: None,
        expires: None,
        note: "".into(),
        context,
    }
}

fn accepts(text: &str, report: &Report, decisions: &Decisions) -> bool {
    let present = Present {
        decisions,
        today: TODAY,
    };
    let (query, summary) = (parse(text).unwrap(), report.summary());
    query.accepts(&summary, &present, &mut Memo::default())
}

#[test]
fn terms_about_findings_hold_together_on_one_finding() {
    let report = report("scorer", true);
    let threat = report.findings.iter().position(|f| f.seen.threat.is_some());
    let decisions: Decisions = [decided(&report, threat, Verdict::FalsePositive)]
        .into_iter()
        .collect();
    let fingerprint = report.findings[0].identity.exact.to_string();
    let cases = [
        ("", true),
        ("acme load pickle", false),
        ("acme LOAD license", true),
        ("-pickle", true),
        ("-license", false),
        (&fingerprint, true),
        (&fingerprint[..12], true),
        (&fingerprint[3..12], true),
        ("v1:00000000000000000000000000000000", false),
        ("rule:license", true),
        ("rule:nothing,license", true),
        ("rule:license is:open", true),
        ("rule:load is:open", false),
        ("rule:load is:decided verdict:false", true),
        ("rule:load is:carried", false),
        ("is:open is:decided", false),
        ("-is:open", false),
        ("-is:carried", true),
        ("-rule:license", false),
        ("rule:load -file:other", true),
        (
            "threat:pkl-100 file:model.pkl symbol:OS.sys sev:high kind:threat",
            true,
        ),
        ("threat:pkl rule:license", false),
        ("kind:notice", true),
        ("kind:threat,policy -kind:notice", false),
        ("sev:none", true),
        ("sev:critical", false),
        ("outcome:blocked,error", true),
        ("-outcome:blocked", false),
        ("outcome:allowed", false),
        ("model:acme/scorer group:\"hf prod\" group:g1", true),
        ("model:huggingface.co", true),
        ("source:build-812 source:sdk-dump source:zip!/scan", true),
        (
            "completeness:full",
            report.head.completeness == Completeness::Full,
        ),
        ("completeness:counts", false),
        ("since:2d", true),
        ("since:12h", false),
        ("since:12h,2d", true),
        ("-since:12h", true),
        ("since:2026-08-01", true),
        ("since:2026-08-02", false),
    ];
    for (text, accepted) in cases {
        assert_eq!(accepts(text, &report, &decisions), accepted, "{text}");
    }
}

#[test]
fn a_scan_without_findings_or_with_a_verdict_stands_for_itself() {
    let (bare, full) = (report("bare", false), report("full", true));
    let nothing = Decisions::default();
    for (text, of_bare, of_full) in [
        ("is:open", true, true),
        ("is:decided", false, false),
        ("-is:decided", true, true),
        ("kind:policy", false, true),
    ] {
        assert_eq!(accepts(text, &bare, &nothing), of_bare, "{text}");
        assert_eq!(accepts(text, &full, &nothing), of_full, "{text}");
    }
    let whole = |report| {
        let decision = decided(report, None, Verdict::PipelineFault);
        [decision].into_iter().collect::<Decisions>()
    };
    for (text, of_bare, of_full) in [
        ("is:open", false, true),
        ("verdict:pipeline", true, true),
        ("rule:load verdict:pipeline", false, false),
    ] {
        assert_eq!(accepts(text, &bare, &whole(&bare)), of_bare, "{text}");
        assert_eq!(accepts(text, &full, &whole(&full)), of_full, "{text}");
    }
    let mut passed = report("passed", false);
    passed.head.scan.outcome = Outcome::Allowed;
    assert!(!accepts("is:open", &passed, &nothing));
}

#[test]
fn files_without_a_report_have_a_place_and_nothing_else() {
    let cases = [
        ("813", true),
        ("-813", false),
        ("source:813", true),
        ("-source:812", true),
        ("outcome:blocked", false),
        ("-outcome:blocked", false),
        ("-is:open", false),
    ];
    for (text, accepted) in cases {
        let query = parse(text).unwrap();
        assert_eq!(query.accepts_place("build-813.zip"), accepted, "{text}");
    }
}

#[test]
fn what_is_being_typed_is_known() {
    let value = |facet, typed: &str, span| Some(Typing::Value(facet, span, typed.to_owned()));
    let name = |typed: &str, span| Some(Typing::Name(span, typed.to_owned()));
    let cases = [
        ("", name("", 0..0)),
        ("a ", name("", 2..2)),
        ("a -", name("", 3..3)),
        ("a -ru", name("ru", 3..5)),
        ("rule:", value("rule", "", 5..5)),
        ("is:open,ca", value("is", "ca", 8..10)),
        ("group:\"HF pr", value("group", "HF pr", 6..12)),
        ("group:\"HF prod\"", None),
        ("\"words", None),
        ("x @mi", Some(Typing::Saved(3..5, "mi".to_owned()))),
    ];
    for (text, expected) in cases {
        assert_eq!(typing(text, About::Scans.facets()), expected, "{text}");
    }
}

/// Text that looks like a filter more often than any text would.
fn likely() -> impl Strategy<Value = String> {
    let pieces = [
        "is:", "open", "rule:", "sev:", "high", "since:", "7d", "\"", "\"\"", ",", "-", "!", " ",
        "@", "mine", ":", "é", "outcome:", "x", "//", "v1:",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..12)
        .prop_map(|pieces| pieces.concat())
}
