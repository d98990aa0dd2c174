//! `list`: one row a report.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;

use anyhow::anyhow;

use super::args::List;
use super::{Counter, Exit, table};
use crate::domain::decisions::Decisions;
use crate::domain::query::{Present, Query, Reader};
use crate::domain::report::{Completeness, Summary};
use crate::domain::text::Untrusted;
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
    summaries.retain(|summary| query.accepts(summary, &present));
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
            Loaded::Progress { .. } => {}
        }
    });
    let (mut summaries, mut notices) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    summaries.sort_by(|one, other| one.head.source.cmp(&other.head.source));
    notices.sort_by_key(|one| one.origin.label());
    (summaries, notices)
}

/// The table of reports.
pub(super) fn rows(counter: &Counter, summaries: &[Summary], decisions: &Decisions) -> String {
    if summaries.is_empty() {
        return String::new();
    }
    let heading = [
        "OUTCOME", "MODEL", "GROUP", "RULES", "FINDINGS", "SCANNED", "SOURCE",
    ];
    let mut rows = vec![heading.iter().map(ToString::to_string).collect()];
    rows.extend(
        summaries
            .iter()
            .map(|summary| row(counter, summary, decisions)),
    );
    table::columns(&rows)
}

fn row(counter: &Counter, summary: &Summary, decisions: &Decisions) -> Vec<String> {
    let head = &summary.head;
    let printed = |text: &Untrusted| text.printable().into_string();
    vec![
        Untrusted::from(head.scan.outcome.word())
            .printable()
            .into_string(),
        printed(&head.name()),
        head.group_name().map_or_else(|| "-".to_owned(), printed),
        head.scan.rules.map_or_else(
            || "-".to_owned(),
            |rules| format!("{}/{}", rules.passed, rules.total),
        ),
        findings(counter, summary, decisions),
        head.scan.created_at.map_or_else(
            || "-".to_owned(),
            |at| at.strftime("%Y-%m-%d %H:%M").to_string(),
        ),
        printed(&head.source.label()),
    ]
}

fn findings(counter: &Counter, summary: &Summary, decisions: &Decisions) -> String {
    let today = counter.today();
    if let Some(decision) = decisions.of_scan(&summary.head, today).decision() {
        return decision.verdict.words().to_owned();
    }
    let tally = decisions.tally(summary, today);
    match (tally.total, summary.head.completeness) {
        (0, Completeness::Counts) => "counts only".to_owned(),
        (0, _) => "none".to_owned(),
        (total, _) => format!("{} of {total} open", tally.open),
    }
}
