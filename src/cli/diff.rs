//! `diff`: two reports of one model side by side.

use std::path::PathBuf;

use super::args::Diff;
use super::{Counter, Exit, table};
use crate::domain::diff::{Change, Comparison, Pair, Single, changes};
use crate::domain::finding::Finding;
use crate::domain::report::Report;
use crate::domain::text::{Printable, Untrusted};
use crate::format::{diff, schema};

/// How wide rule, place and change may become.
const WIDEST: [usize; 3] = [60, 80, usize::MAX];

pub(super) fn run(counter: &mut Counter, args: Diff) -> anyhow::Result<Exit> {
    let older = only(counter, args.older)?;
    let newer = only(counter, args.newer)?;
    if older.head.model_key != newer.head.model_key {
        counter.printer.notice(&format!(
            "these are scans of different models: {} and {}",
            older.head.name().printable(),
            newer.head.name().printable()
        ));
    }
    let made = |report: &Report| report.head.scan.created_at;
    if made(&newer).is_some() && made(&newer) < made(&older) {
        let words = "the report named first is the newer one: what is called new here is gone by now, and the other way round";
        counter.printer.notice(words);
    }
    let comparison = Comparison::of(older, newer);
    let text = if args.json {
        schema::to_json(&diff::document(&comparison)) + "\n"
    } else {
        page(&comparison)
    };
    counter.printer.text(&text)
}

/// The one report in a file.
fn only(counter: &mut Counter, path: PathBuf) -> anyhow::Result<Report> {
    let shown = Printable::line(&path.to_string_lossy());
    let mut harvest = counter.harvest(vec![path])?;
    counter.tell(&harvest.notices);
    match (harvest.reports.pop(), harvest.reports.len()) {
        (Some(report), 0) => Ok(report),
        (None, _) => anyhow::bail!("no scan report in {shown}"),
        (Some(_), more) => anyhow::bail!(
            "{} scan reports in {shown}; name a file with one, or compare them at the desk with D",
            more + 1
        ),
    }
}

fn page(comparison: &Comparison) -> String {
    let (older, newer, diff) = (&comparison.older, &comparison.newer, &comparison.diff);
    let mut text = format!("{}\n{}\n", title("older", older), title("newer", newer));
    for fact in &diff.facts {
        text.push_str(&format!("  {fact}\n"));
    }
    for rule in &diff.rules {
        text.push_str(&format!("  {rule}\n"));
    }
    let single = |report: &Report, single: &Single, new: bool| {
        row(
            &report.findings[single.at],
            single.cause.words(new).to_owned(),
        )
    };
    let changed = |pair: &Pair| {
        let (older, newer) = comparison.pair(*pair);
        let words: Vec<_> = changes(older, newer).iter().map(Change::words).collect();
        row(newer, words.join(", "))
    };
    let new = diff.new.iter().map(|one| single(newer, one, true));
    let gone = diff.gone.iter().map(|one| single(older, one, false));
    let changed = diff.changed.iter().map(changed);
    for (heading, rows) in [
        ("NEW", new.collect::<Vec<_>>()),
        ("CHANGED", changed.collect()),
        ("GONE", gone.collect()),
    ] {
        text.push_str(&format!("{heading} {}\n", rows.len()));
        text.push_str(&table::align(WIDEST, &rows));
    }
    text.push_str(&format!("SAME {}\n", diff.same.len()));
    text
}

fn title(which: &str, report: &Report) -> String {
    let head = &report.head;
    let date = head.scan.created_at.map_or_else(
        || "no date".to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    );
    format!(
        "{which}  {}  {}  {date}  {}",
        head.name().printable(),
        Untrusted::from(head.scan.outcome.word()).printable(),
        head.source.label().printable()
    )
}

fn row(finding: &Finding, why: String) -> [String; 3] {
    let seen = &finding.seen;
    let place = [seen.file.clone(), seen.symbol()].into_iter().flatten();
    let place: Vec<_> = place.map(|text| text.printable().into_string()).collect();
    let place = if place.is_empty() {
        seen.description.printable().into_string()
    } else {
        place.join(" ")
    };
    [format!("  {}", seen.rule.printable()), place, why]
}
