//! `list`: one row a report.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;

use anyhow::anyhow;

use super::args::List;
use super::table::{self, Column};
use super::{Counter, Exit};
use crate::domain::decisions::Decisions;
use crate::domain::gist::Gist;
use crate::domain::query::{About, Memo, Present, Query, Reader};
use crate::domain::report::Summary;
use crate::domain::text::Untrusted;
use crate::domain::words::counted;
use crate::format::intake::Notice;
use crate::format::schema;
use crate::io::filters;
use crate::io::library::{Library, Loaded};

pub(super) async fn run(counter: &mut Counter, args: List) -> anyhow::Result<Exit> {
    let query = match &args.filter {
        Some(text) => query(counter, text)?,
        None => Query::default(),
    };
    let decisions = if args.json && !query.asks_standing() {
        Decisions::default()
    } else {
        counter.decisions().await?
    };
    let named = !args.paths.is_empty();
    let library = Library::new(counter.inputs(args.paths)?);
    let (mut summaries, notices) = read(&library);
    let exit = counter.reading(named, summaries.len(), &notices);
    let present = Present {
        decisions: &decisions,
        today: counter.today(),
    };
    let read = summaries.len();
    let accepts = |summary: &Summary| query.accepts(summary, &present, &mut Memo::default());
    summaries.retain(|summary| query.is_empty() || accepts(summary));
    if read > 0 && summaries.is_empty() {
        counter.printer.notice("no report matches the filter");
    }
    let text = if args.json {
        let documents: Vec<_> = summaries
            .iter()
            .map(|summary| schema::summary(&summary.head))
            .collect();
        schema::to_json(&documents) + "\n"
    } else {
        rows(counter, &summaries, &decisions)
    };
    counter.printer.text(&text)?;
    // The program ends here, and the system takes memory back at once; giving it back text by text takes long.
    std::mem::forget(summaries);
    Ok(exit)
}

/// Reads a filter; saved ones are taken by name as at the desk.
fn query(counter: &Counter, text: &str) -> anyhow::Result<Query> {
    let saved = if text.contains('@') {
        filters::read(&counter.places.filters).map_err(|why| anyhow!("{why}"))?
    } else {
        Vec::new()
    };
    let reader = Reader {
        now: counter.now,
        saved: &saved,
        about: About::Scans,
    };
    Query::parse(text, &reader).map_err(|fault| anyhow!("--filter: {fault}"))
}

/// Reads a library to its end, in the order of its sources.
fn read(library: &Library) -> (Vec<Summary>, Vec<Notice>) {
    let found = Mutex::new((Vec::new(), Vec::new()));
    library.load(&AtomicBool::new(false), &|piece| {
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        match piece {
            Loaded::Summary(summary) => found.0.push(*summary),
            Loaded::Notice(notice) => found.1.push(notice),
            Loaded::Waiting(_) | Loaded::Progress { .. } => {}
        }
    });
    let (mut summaries, mut notices) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    summaries.sort_unstable_by(|one, other| one.head.source.cmp(&other.head.source));
    notices.sort_by_key(|one| one.origin.label());
    (summaries, notices)
}

/// The columns; a source is last and whole, so that it can be copied.
const COLUMNS: [Column; 7] = [
    Column::of("OUTCOME", 16),
    Column::of("MODEL", 60),
    Column::of("GROUP", 40),
    Column::of("RULES", 16),
    Column::of("FINDINGS", 60),
    Column::of("SCANNED", 16),
    Column::of("SOURCE", usize::MAX),
];

/// The table of reports.
pub(super) fn rows(counter: &Counter, summaries: &[Summary], decisions: &Decisions) -> String {
    if summaries.is_empty() {
        return String::new();
    }
    let rows: Vec<_> = summaries
        .iter()
        .map(|summary| row(counter, summary, decisions))
        .collect();
    table::lay(&COLUMNS, &rows)
}

fn row(counter: &Counter, summary: &Summary, decisions: &Decisions) -> [String; COLUMNS.len()] {
    let head = &summary.head;
    let printed = |text: &Untrusted| text.printable().into_string();
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let rules = head.scan.rules;
    let scanned = head.scan.created_at;
    [
        printed(&head.scan.outcome.word().into()),
        printed(&head.name()),
        or_dash(head.group_name().map(printed)),
        or_dash(rules.map(|rules| format!("{}/{}", rules.passed, rules.total))),
        findings(counter, summary, decisions),
        or_dash(scanned.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string())),
        printed(&head.source.label()),
    ]
}

/// How many findings wait, and what was decided about the scan, which decides none of them.
fn findings(counter: &Counter, summary: &Summary, decisions: &Decisions) -> String {
    let today = counter.today();
    let head = &summary.head;
    let tally = decisions.tally(summary, today);
    let waiting = match tally.total {
        0 => Gist::of(head).words().into_string(),
        total => format!("{} of {total} open", tally.open),
    };
    let waiting = match tally.positives {
        0 => waiting,
        count => format!("{waiting}, {}", counted(count, "true positive")),
    };
    match decisions.of_scan(head, today).decision() {
        Some(decision) => format!("{waiting}; scan: {}", decision.verdict.words()),
        None => waiting,
    }
}
