//! The desk with 1,000,000 findings in the model: from a message to the frame that shows what it did, in this process.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use airs_triage::app::layout::Area;
use airs_triage::app::ledger::LedgerState;
use airs_triage::app::library::News;
use airs_triage::app::message::Message;
use airs_triage::app::model::Model;
use airs_triage::app::screens::Screen;
use airs_triage::app::screens::report::Open;
use airs_triage::app::update;
use airs_triage::domain::decision::{Act, Change, Context, Decision};
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::identity::Key;
use airs_triage::domain::query::Present;
use airs_triage::domain::report::{Head, Report, Summary};
use airs_triage::domain::scope::{Scope, Subject};
use airs_triage::domain::verdict::Verdict;
use airs_triage::io::library::{Input, Library, Loaded};
use airs_triage::view;
use airs_triage::view::theme::Theme;
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::measure::{median, quantile};
use super::table::{Amount, Budget, Row};

const SIZE: (u16, u16) = (120, 36);
const ROUNDS: usize = 20;
/// How often the corpus is in the library.
const COPIES: usize = 5;
/// Verdicts that are carried over.
const VERDICTS: usize = 50_000;
/// What is typed as a filter: words anywhere, and terms with what completes them.
const FILTERS: [&str; 2] = [
    "layer -blocked code",
    "file:layer -rule:blocked sev:high is:open",
];
const FRAME: u64 = 16;
/// Verdicts in force while keys are pressed, one of them about a whole rule.
const DECIDED: usize = 5_000;
/// One report in so many has a true positive.
const POSITIVE_IN: usize = 40;
/// Columns to sort by, and the milliseconds that one may take.
const SORTS: usize = 9;
const SORTED: u64 = 300;
const REPORTS_KEYS: &str = "j j j G k PageUp g PageDown n N Space v j v * Esc ? Esc / Esc";
const LEDGER_KEYS: &str = "5 j G k PageUp g Tab Tab n Space v j v * Esc Enter j h BackTab / Esc 1";
const REPORT_KEYS: &str = "j j j G k PageUp g PageDown n N l j h J K Space v j v Esc f Esc ? Esc";

/// Reports with 1,000,000 findings in all, and one of 166,000 that is in the library too.
pub(crate) fn rows(folder: &Path, large: &Path) -> Vec<Row> {
    let report = open(large);
    let once = summaries(folder);
    let mut rows = vec![carried(&once)];
    let mut library: Vec<Summary> = (0..COPIES).flat_map(|copy| placed(folder, copy)).collect();
    library.push(report.summary());
    let mut desk = Desk::new(library, &report);
    rows.push(desk.pressed(
        "desk: list of 50,000 reports, 1,000,000 findings",
        REPORTS_KEYS,
    ));
    rows.extend(FILTERS.map(|filter| desk.typed(filter)));
    rows.push(desk.saved("desk: a verdict saved, to its frame", &report, Scope::Exact));
    rows.push(desk.saved(
        "desk: a verdict on a rule saved, to its frame",
        &report,
        Scope::RuleInModel,
    ));
    rows.push(desk.pressed("desk: 5,000 verdicts over 200,000 findings", LEDGER_KEYS));
    desk.model.screen = Screen::Exceptions;
    rows.push(desk.saved(
        "desk: a new verdict saved, to its frame with every reach",
        &report,
        Scope::Exact,
    ));
    desk.model.screen = Screen::Reports;
    rows.push(desk.sorted());
    let size = desk.model.size;
    desk.model.report = Some(Open::new(
        report,
        &desk.model.decisions,
        desk.model.today(),
        size,
    ));
    desk.model.screen = Screen::Report;
    rows.push(desk.pressed("desk: report of 166,000 findings", REPORT_KEYS));
    rows.push(desk.pressed("desk: verdict form on a group of 27,000 findings", "f Esc"));
    rows
}

/// Every finding of the library against 50,000 verdicts: half of them on findings that are here, the others on shapes.
fn carried(library: &[Summary]) -> Row {
    let findings = library
        .iter()
        .flat_map(|summary| summary.keys.iter().map(move |key| (summary, key)));
    let decisions: Decisions = findings
        .step_by(4)
        .take(VERDICTS)
        .enumerate()
        .map(|(at, (summary, key))| verdict_on(&summary.head, key, at))
        .collect();
    let today = Timestamp::UNIX_EPOCH
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let times = (0..5).map(|_| {
        let start = Instant::now();
        let open: usize = library
            .iter()
            .map(|summary| decisions.tally(summary, today).open)
            .sum();
        assert!(open > 0, "something is left to do");
        start.elapsed()
    });
    Row::new(
        "carry-over: 200,000 findings against 50,000 verdicts",
        Amount::Time(median(times.collect())),
        Budget::AtMost(Amount::milliseconds(1_000)),
    )
}

struct Desk {
    model: Model,
    terminal: Terminal<TestBackend>,
    theme: Theme,
    event: i64,
}

impl Desk {
    fn new(library: Vec<Summary>, report: &Report) -> Self {
        let area = Area::new(0, 0, SIZE.0, SIZE.1);
        let mut model = Model::new(area, Timestamp::UNIX_EPOCH);
        model.ledger = LedgerState::Open;
        let today = model.today();
        let decided = (0..DECIDED).map(|at| decision(report, at * 7, at, Scope::Exact));
        model.decisions = decided.chain(positives(&library)).collect();
        for summary in library {
            let tally = model.decisions.tally(&summary, today);
            model.library.take(summary, tally, &mut News::default());
        }
        let present = Present {
            decisions: &model.decisions,
            today,
        };
        model.reports.rebuild(&model.library, &present, area);
        Self {
            model,
            terminal: Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a screen"),
            theme: Theme::dark(),
            event: i64::try_from(DECIDED).expect("a number"),
        }
    }

    fn take(&mut self, message: Message) -> Duration {
        let start = Instant::now();
        update::update(&mut self.model, message);
        let (model, theme) = (&self.model, &self.theme);
        let drawn = self.terminal.draw(|frame| view::draw(model, theme, frame));
        drawn.expect("a frame");
        start.elapsed()
    }

    fn pressed(&mut self, what: &str, keys: &str) -> Row {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            for key in keys.split_whitespace() {
                let passed = self.take(Message::Pressed(key.parse().expect("a key")));
                times.push((passed, key));
            }
        }
        let slowest = times.iter().max().map_or("", |(_, key)| key);
        let times = times.into_iter().map(|(passed, _)| passed).collect();
        Row::new(
            format!("{what}: key to frame, p99 (slowest: {slowest})"),
            Amount::Time(quantile(times, 99)),
            Budget::AtMost(Amount::milliseconds(FRAME)),
        )
    }

    /// Every column, both ways.
    fn sorted(&mut self) -> Row {
        let keys = (0..SORTS).flat_map(|_| ["S", "I"]);
        let times = keys.map(|key| self.take(Message::Pressed(key.parse().expect("a key"))));
        let times: Vec<_> = times.collect();
        let slowest = times.into_iter().max().unwrap_or_default();
        Row::new(
            "desk: 50,000 reports, 1,000,000 findings by another column, slowest",
            Amount::Time(slowest),
            Budget::AtMost(Amount::milliseconds(SORTED)),
        )
    }

    /// A filter typed letter by letter, and taken back.
    fn typed(&mut self, filter: &str) -> Row {
        let mut times = Vec::new();
        for _ in 0..3 {
            self.take(Message::Pressed("/".parse().expect("a key")));
            let letters = filter.chars().map(|letter| match letter {
                ' ' => "Space".to_owned(),
                other => other.to_string(),
            });
            for key in letters {
                times.push(self.take(Message::Pressed(key.parse().expect("a key"))));
            }
            self.take(Message::Pressed("Esc".parse().expect("a key")));
        }
        Row::new(
            format!("desk: filter `{filter}` over 1,000,000 findings: key to frame, slowest"),
            Amount::Time(quantile(times, 100)),
            Budget::AtMost(Amount::milliseconds(100)),
        )
    }

    fn saved(&mut self, what: &str, report: &Report, scope: Scope) -> Row {
        let times = (0..ROUNDS).map(|_| {
            self.event += 1;
            let at = usize::try_from(self.event).expect("a number");
            let decision = decision(report, at, at, scope);
            let change = Change {
                reopened: Vec::new(),
                act: Act::Recorded,
                now: vec![(decision.subject.clone(), Some(decision))],
                words: "false positive on 1 finding".to_owned(),
            };
            let job = self.model.jobs.start();
            self.take(Message::LedgerChanged(job, Ok(change)))
        });
        let times = times.collect();
        Row::new(what, Amount::Time(median(times)), Budget::Shown)
    }
}

fn decision(report: &Report, finding: usize, event: usize, scope: Scope) -> Decision {
    let finding = &report.findings[finding];
    let subject = Subject::of(scope, &report.head, &finding.key()).expect("a subject");
    ruled(event, subject, Context::of(&report.head, finding))
}

fn verdict_on(head: &Head, key: &Key, event: usize) -> Decision {
    let subject = Subject::of(Scope::Exact, head, key).expect("a subject");
    let context = Context {
        fingerprint: key.identity.exact,
        shape: key.identity.shape,
        ..Context::of_scan(head)
    };
    ruled(event, subject, context)
}

fn ruled(event: usize, subject: Subject, context: Context) -> Decision {
    Decision {
        event: i64::try_from(event).expect("a number"),
        at: Timestamp::UNIX_EPOCH,
        author: "ann".into(),
        subject,
        verdict: Verdict::FalsePositive,
        reason: None,
        expires: None,
        note: "".into(),
        context,
    }
}

/// True positives, here and there in the library.
fn positives(library: &[Summary]) -> impl Iterator<Item = Decision> {
    let findings = library.iter().step_by(POSITIVE_IN).enumerate();
    findings.map(|(at, summary)| Decision {
        verdict: Verdict::TruePositive,
        ..verdict_on(&summary.head, &summary.keys[0], 2 * DECIDED + at)
    })
}

/// The reports of the corpus as if they lay in a folder of their own, with texts of their own.
fn placed(folder: &Path, copy: usize) -> Vec<Summary> {
    let mut all = summaries(folder);
    for summary in &mut all {
        let source = &mut summary.head.source;
        source.path = format!("{copy}/{}", source.path.raw()).into();
    }
    all
}

fn summaries(folder: &Path) -> Vec<Summary> {
    let found = Mutex::new(Vec::new());
    library(folder).load(&AtomicBool::new(false), &|loaded| {
        if let Loaded::Summary(summary) = loaded {
            found.lock().expect("the list").push(*summary);
        }
    });
    found.into_inner().expect("the list")
}

fn open(large: &Path) -> Report {
    let mut harvest = library(large).harvest(&AtomicBool::new(false));
    harvest.reports.remove(0)
}

fn library(path: &Path) -> Library {
    Library::new(vec![Input::Path(path.to_owned())])
}
