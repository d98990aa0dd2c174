//! Exceptions in every format: goldens from the samples, the documented schema, and text that attacks its reader.

use std::path::Path;

use airs_triage::domain::decision::{Context, Decision};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::draft::{Draft, Listing};
use airs_triage::domain::exception::Format;
use airs_triage::domain::exception::{Exception, Status, Waiting, exceptions, waiting};
use airs_triage::domain::finding::Finding;
use airs_triage::domain::observation::{Observation, RuleState};
use airs_triage::domain::report::{Head, Report, Source};
use airs_triage::domain::scan::{Group, Scan};
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::text::{Untrusted, is_deceptive};
use airs_triage::domain::verdict::{Reason, Verdict};
use airs_triage::format::export::{Notes, write};
use airs_triage::format::intake::{Origin, Reading, read};
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;
use snapbox::{Data, assert_data_eq};

use crate::schema::validate;

mod page;

/// What is handed on, with what it is about.
struct Held {
    reports: Vec<Report>,
    exceptions: Vec<Exception>,
    waiting: Vec<Waiting>,
}

impl Held {
    fn of(reports: Vec<Report>, ledger: &Decisions) -> Self {
        Self {
            exceptions: exceptions(&reports, ledger, TODAY),
            waiting: waiting(&reports, ledger, TODAY),
            reports,
        }
    }

    fn written(&self, format: Format) -> String {
        let notes = Notes {
            reports: &self.reports,
            exceptions: &self.exceptions,
            waiting: &self.waiting,
        };
        write(format, notes, now())
    }
}

const TODAY: Date = Date::constant(2026, 8, 2);

fn now() -> Timestamp {
    "2026-08-02T09:00:00Z".parse().unwrap()
}

/// What a sample holds.
pub(crate) fn sample(name: &str) -> Reading {
    let path = format!("{}/tests/samples/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(Path::new(&path)).unwrap();
    let origin = Origin {
        path: format!("{name}.json").into(),
        member: None,
    };
    read(&origin, &text, false)
}

/// The report of a scan's sample without its findings.
pub(crate) fn counts(scan: &str) -> Report {
    let (source, draft) = sample(scan).drafts.remove(0);
    Report::derive(source, Vec::new(), draft)
}

/// The report of a scan's sample with the findings of another.
pub(crate) fn paired(scan: &str, violations: &str) -> Report {
    let (source, mut draft) = sample(scan).drafts.remove(0);
    let (other, fragment) = sample(violations).fragments.remove(0);
    draft.observations = fragment.observations.unwrap();
    draft.listing = Listing::Whole {
        total: fragment.total,
    };
    Report::derive(source, vec![other], draft)
}

/// The three reports that the goldens are about.
fn workspace() -> Vec<Report> {
    vec![
        paired(
            "02_sdk_model_dump_blocked_pickle_local",
            "09_api_violations_pickle_local",
        ),
        paired(
            "54_api_scan_blocked_hf_picklebomb_pairs_with_10",
            "10_api_violations_hf_many_per_rule",
        ),
        paired(
            "04_api_scan_blocked_license_hf",
            "11_api_violations_governance_only",
        ),
        counts("05_api_scan_error_data_pending"),
    ]
}

pub(crate) fn finding<'a>(report: &'a Report, rule: &str) -> &'a Finding {
    let found = report
        .findings
        .iter()
        .find(|finding| finding.seen.rule.raw() == rule);
    found.unwrap()
}

/// A decision about a finding, as the ledger would hold it.
pub(crate) fn decided(
    event: i64,
    (head, finding): (&Head, &Finding),
    scope: Scope,
    (verdict, reason, expires): (Verdict, Option<Reason>, Option<Date>),
    note: &str,
) -> Decision {
    Decision {
        event,
        at: "2026-07-20T08:30:00Z".parse().unwrap(),
        author: "ana@example.com".into(),
        subject: Subject::of(scope, head, &finding.key()).unwrap(),
        verdict,
        reason,
        expires,
        note: note.into(),
        context: Context::of(head, finding),
    }
}

const LOAD: &str = "Load Time Code Execution Check";
const FORMAT: &str = "Stored In Approved File Format";
const LICENCE: &str = "License Is Valid For Use";
const ORGANISATION: &str = "Organization Verified By Hugging Face";

fn ledger(reports: &[Report]) -> Decisions {
    let [pickle, bomb, qwen, error] = reports else {
        panic!("four reports")
    };
    let day = |month, day| Some(Date::constant(2026, month, day));
    let excuse = |verdict: Verdict, expires| (verdict, verdict.usual_reason(), expires);
    let at = |report, rule| (head(report), finding(report, rule));
    let whole = Decision {
        subject: Subject::Scan {
            fingerprint: error.head.identity.exact,
        },
        context: Context::of_scan(&error.head),
        ..decided(
            6,
            at(pickle, LOAD),
            Scope::Exact,
            (Verdict::PipelineFault, None, None),
            "Asked before the data was there; the gate read ERROR as a failure.",
        )
    };
    let decisions = [
        decided(
            1,
            at(bomb, FORMAT),
            Scope::RuleInModel,
            excuse(Verdict::AcceptedRisk, day(10, 31)),
            "Internal demo only.\n\nReviewed with the model card, see SEC-1042.",
        ),
        decided(
            2,
            at(qwen, LICENCE),
            Scope::Exact,
            excuse(Verdict::FalsePositive, day(9, 1)),
            "Legal has approved the Qwen research licence for this use.",
        ),
        decided(
            3,
            at(qwen, ORGANISATION),
            Scope::Exact,
            excuse(Verdict::AcceptedRisk, day(8, 1)),
            "",
        ),
        decided(
            4,
            at(pickle, LOAD),
            Scope::Exact,
            (Verdict::TruePositive, None, None),
            "Calls a shell.",
        ),
        decided(
            5,
            at(bomb, LOAD),
            Scope::Symbol,
            (Verdict::NeedsReview, None, None),
            "",
        ),
        whole,
    ];
    decisions.into_iter().collect()
}

fn head(report: &Report) -> &Head {
    &report.head
}

#[test]
fn every_format_reads_as_its_golden() {
    let reports = workspace();
    let ledger = ledger(&reports);
    let held = Held::of(reports, &ledger);
    let golden = |format| {
        held.written(format)
            .replace(env!("CARGO_PKG_VERSION"), "VERSION")
    };
    let raw = |text: String| Data::text(text).raw();
    assert_data_eq!(
        raw(golden(Format::Markdown)),
        snapbox::file!["../snapshots/export/exceptions.md"].raw()
    );
    assert_data_eq!(
        raw(golden(Format::Json)),
        snapbox::file!["../snapshots/export/exceptions.json": Text].raw()
    );
    assert_data_eq!(
        raw(golden(Format::Csv)),
        snapbox::file!["../snapshots/export/exceptions.csv": Text].raw()
    );
    validate("exceptions-1", &held.written(Format::Json));
}

#[test]
fn one_exception_a_decision_those_that_excuse_first_and_nothing_open() {
    let mut reports = workspace();
    let ledger = ledger(&reports);
    let told = |reports: &[Report]| -> Vec<_> {
        exceptions(reports, &ledger, TODAY)
            .iter()
            .map(|it| {
                (
                    it.decision.event,
                    it.status,
                    it.covers.len(),
                    it.tuning.is_some(),
                )
            })
            .collect()
    };
    let expected = [
        (2, Status::InForce, 1, true),
        (1, Status::InForce, 5, true),
        (3, Status::Expired, 1, true),
        (4, Status::NoExcuse, 1, false),
        (5, Status::NoExcuse, 1, false),
        (6, Status::NoExcuse, 0, false),
    ];
    let forward = told(&reports);
    assert_eq!(forward, expected);
    reports.reverse();
    assert_eq!(
        told(&reports),
        forward,
        "the order of the reports does not matter"
    );
    reports.extend(workspace());
    assert_eq!(
        told(&reports),
        forward,
        "a report read twice is covered once"
    );
}

#[test]
fn a_proposal_is_nobodys_decision() {
    let report = paired(
        "02_sdk_model_dump_blocked_pickle_local",
        "09_api_violations_pickle_local",
    );
    let mut changed = report.clone();
    changed.head.scan.uuid = Some("another".into());
    for finding in &mut changed.findings {
        finding.identity.exact = "v1:00000000000000000000000000000000".parse().unwrap();
    }
    let ledger: Decisions = [decided(
        1,
        (&report.head, finding(&report, LOAD)),
        Scope::Exact,
        (Verdict::FalsePositive, Some(Reason::ToolNoise), None),
        "",
    )]
    .into_iter()
    .collect();
    assert_eq!(exceptions(&[changed], &ledger, TODAY), []);
    assert_eq!(exceptions(&[report], &ledger, TODAY).len(), 1);
}

/// An exception in which every text of the report and of the analyst is the given one, and a finding that waits, of the
/// same.
fn filled_with(text: &str) -> Held {
    let all = || Some(Untrusted::from(text));
    let seen = Observation {
        rule_instance: all(),
        rule_state: Some(RuleState::Blocking),
        threat: all(),
        file: all(),
        hash: all(),
        operator: all(),
        ..Observation::new(text, text)
    };
    let draft = Draft {
        scan: Scan {
            uuid: all(),
            model_uri: all(),
            model_name: all(),
            source_type: all(),
            group: Some(Group {
                uuid: all(),
                name: all(),
            }),
            ..Scan::default()
        },
        observations: vec![seen],
        listing: Listing::Whole { total: None },
        ..Draft::default()
    };
    let source = Source {
        path: text.into(),
        member: None,
        index: 0,
        dialect: "test",
    };
    let report = Report::derive(source, Vec::new(), draft);
    let mut decision = decided(
        1,
        (&report.head, &report.findings[0]),
        Scope::Exact,
        (Verdict::AcceptedRisk, Some(Reason::RiskAccepted), None),
        text,
    );
    decision.author = text.into();
    let open = Held::of(vec![report.clone()], &Decisions::default());
    Held {
        waiting: open.waiting,
        ..Held::of(vec![report], &[decision].into_iter().collect())
    }
}

const HOSTILE: &str = "=cmd|' /C calc'!A0 | `x` **b** [l](http://evil.example) <img src=x onerror=y> @team \u{1b}]0;t\u{7}\u{202e}gnp\u{200b}\r\n# head\n- [ ] item\n/close";

#[test]
fn hostile_text_stays_text_in_every_format() {
    let held = filled_with(HOSTILE);
    assert_eq!((held.exceptions.len(), held.waiting.len()), (1, 1));
    for format in [Format::Markdown, Format::Json, Format::Csv] {
        let text = held.written(format);
        let steering = |c: char| is_deceptive(c) && c != '\n';
        assert!(!text.contains(steering), "{format}");
    }
    let json = held.written(Format::Json);
    validate("exceptions-1", &json);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["exceptions"][0]["note"], HOSTILE, "JSON is exact");

    let page = held.written(Format::Markdown);
    assert!(!page.contains("- Request:"), "a report chooses no address");
    for line in page.lines() {
        let ours = [
            "# Triage",
            "## ",
            "### 1. ",
            "- ",
            "|",
            "> ",
            ">",
            "**1 ",
            "These ",
            "Written ",
            "Covers ",
            "Proposed ",
            "Nobody ",
        ];
        assert!(
            line.is_empty() || ours.iter().any(|start| line.starts_with(start)),
            "{line}"
        );
        let outside = outside_code(line);
        for markup in ["<img", "](http", "@team", "evil.example"] {
            assert!(!outside.contains(markup), "{markup} in {line}");
        }
    }
}

/// A line without its code spans, by the rule of the Markdown specification: a span ends at a run of as many
/// backticks as it began with.
fn outside_code(line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    let run = |at: usize| characters[at..].iter().take_while(|c| **c == '`').count();
    let (mut outside, mut at) = (String::new(), 0);
    while at < characters.len() {
        match characters[at] {
            '\\' => {
                outside.extend(characters[at..].iter().take(2));
                at += 2;
            }
            '`' => {
                let fence = run(at);
                let mut end = at + fence;
                while end < characters.len() && run(end) != fence {
                    end += run(end).max(1);
                }
                assert!(end < characters.len(), "a fence is open in {line}");
                at = end + fence;
            }
            other => {
                outside.push(other);
                at += 1;
            }
        }
    }
    outside
}

#[test]
fn csv_rows_read_back_with_formulas_disarmed() {
    let text = filled_with(HOSTILE).written(Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    for (heading, cell) in headings.iter().zip(&rows[0]) {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{heading}: {cell}"
        );
    }
    let note = headings
        .iter()
        .position(|heading| heading == "note")
        .unwrap();
    assert!(rows[0][note].starts_with("'=cmd|"), "{}", &rows[0][note]);
    assert!(
        rows[0][note].contains("\\x1b]0;t\\x07\\u{202e}"),
        "{}",
        &rows[0][note]
    );
}

#[test]
fn nothing_decided_is_an_empty_but_whole_document() {
    for format in [Format::Markdown, Format::Json, Format::Csv] {
        assert!(
            write(format, Notes::default(), now()).ends_with('\n'),
            "{format}"
        );
    }
    validate(
        "exceptions-1",
        &write(Format::Json, Notes::default(), now()),
    );
    assert!(
        write(Format::Markdown, Notes::default(), now())
            .contains("Nothing was decided, and nothing is open")
    );
}

/// Bars that end a cell: those without a backslash before them.
fn bars(row: &str) -> usize {
    let mut before = ' ';
    row.chars()
        .filter(|c| {
            let bar = *c == '|' && before != '\\';
            before = *c;
            bar
        })
        .count()
}

proptest! {
    #[test]
    fn no_text_breaks_the_table_or_leaves_its_line(text in "(\\PC|[|`\\\\@#<\\[\n\r\t\u{1b}\u{202e} ]){0,40}") {
        let held = filled_with(&text);
        let page = held.written(Format::Markdown);
        let rows: Vec<_> = page.lines().filter(|line| line.starts_with('|')).collect();
        let widths: Vec<_> = rows.iter().map(|row| bars(row)).collect();
        prop_assert_eq!(widths, [8, 8, 8, 11, 11, 11, 8, 8, 8], "{}", page);
        for line in page.lines() {
            outside_code(line);
        }
    }

    #[test]
    fn csv_and_json_hold_any_text(text in any::<String>()) {
        let held = filled_with(&text);
        let table = held.written(Format::Csv);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let note = reader.headers().unwrap().iter().position(|heading| heading == "note").unwrap();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), 1);
        let shown = Untrusted::from(text.as_str()).printable().into_string();
        prop_assert_eq!(rows[0][note].trim_start_matches('\''), shown.trim_start_matches('\''));
        let json: serde_json::Value = serde_json::from_str(&held.written(Format::Json)).unwrap();
        prop_assert_eq!(json["exceptions"][0]["note"].as_str(), Some(text.as_str()));
    }
}
