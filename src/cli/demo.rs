//! `demo` without a terminal: the sample workspace as text.

use std::sync::atomic::AtomicBool;

use super::{Counter, Exit, list, show};
use crate::domain::report::Report;
use crate::io::demo;
use crate::io::library::Library;

pub(super) async fn run(counter: &mut Counter) -> anyhow::Result<Exit> {
    counter.now = demo::clock();
    let library = Library::new(demo::inputs());
    let ledger = demo::ledger(&library).await?;
    let decisions = ledger.decisions().await?;
    let harvest = library.harvest(&AtomicBool::new(false));
    let summaries: Vec<_> = harvest.reports.iter().map(Report::summary).collect();
    let mut text = list::rows(counter, &summaries, &decisions);
    for notice in &harvest.notices {
        text.push_str(&format!(
            "{}: {}\n",
            notice.origin.label().printable(),
            notice.sentence()
        ));
    }
    let with_findings: Vec<_> = harvest
        .reports
        .into_iter()
        .filter(|report| !report.findings.is_empty())
        .collect();
    text.push('\n');
    text.push_str(&show::text(counter, &with_findings, &decisions));
    counter.printer.text(&text)
}
