//! What comes of a scan: what is printed and written, and the exit code.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow};

use super::super::Counter;
use super::super::args::Scan;
use crate::cli::exit::Exit;
use crate::cli::show;
use crate::domain::gate::Passage;
use crate::domain::launch::advice;
use crate::domain::outcome::Meaning;
use crate::domain::report::Report;
use crate::domain::text::Printable;
use crate::domain::words::counted;
use crate::io::airs::Fetched;
use crate::io::engines::Started;
use crate::io::save;

/// A scan that nobody waits for.
pub(super) fn started(counter: &mut Counter, started: &Started) -> anyhow::Result<Exit> {
    let scan = &started.note.scan;
    if let Some(why) = &started.unkept {
        counter.printer.notice(why.as_str());
    }
    counter.printer.notice(&format!(
        "the service goes on with the scan; `airs-triage scan --resume {scan}` waits for it"
    ));
    counter.printer.text(&format!("{scan}\n"))
}

/// A result.
pub(super) async fn fetched(
    counter: &mut Counter,
    args: &Scan,
    fetched: Fetched,
) -> anyhow::Result<Exit> {
    for doubt in &fetched.doubts {
        counter.printer.notice(doubt);
    }
    if let Some(report) = &args.report {
        write(&fetched.file, report)?;
    }
    let decisions = counter.decisions().await?;
    let passage = Passage::of(&fetched.report, &decisions, counter.today());
    let reports = [fetched.report];
    let text = if args.json {
        show::json(counter, &reports, &decisions)
    } else {
        show::text(counter, &reports, &decisions)
    };
    counter.printer.text(&text)?;
    let kept = fetched.file.display();
    counter.printer.notice(&format!("kept as {kept}"));
    counter.printer.notice(&words(&reports[0], passage));
    Ok(exit(passage))
}

/// The same document as in the library.
fn write(kept: &Path, report: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(kept).context("the report cannot be read again")?;
    save::over(report, &text).map_err(|why| anyhow!("{why}"))
}

fn exit(passage: Passage) -> Exit {
    match passage {
        Passage::Open | Passage::Excused => Exit::Pass,
        Passage::Closed { .. } => Exit::Violation,
        Passage::Undecided => Exit::Undecided,
    }
}

fn words(report: &Report, passage: Passage) -> String {
    let scan = &report.head.scan;
    let outcome = Printable::line(scan.outcome.word());
    match passage {
        Passage::Open => format!("{outcome}: nothing stops this model"),
        Passage::Excused => {
            format!("{outcome}, and everything that stops it is excused by a verdict in force")
        }
        Passage::Closed { unexcused: 0 } => format!(
            "{outcome}: the report does not tell all that stops it, so no verdict on a finding can excuse it"
        ),
        Passage::Closed { unexcused } => format!(
            "{outcome}: nobody has excused {} that stop it; `airs-triage verdict` decides",
            counted(unexcused, "finding")
        ),
        Passage::Undecided if scan.outcome.meaning() == Meaning::Passed => format!(
            "{outcome}, and the report says as well that something stops it; look at the scan in Strata Cloud Manager"
        ),
        Passage::Undecided => advice(scan).unwrap_or_else(|| {
            format!("{outcome} decides nothing; look at the scan in Strata Cloud Manager")
        }),
    }
}
