//! `fetch`: scans with everything that the service has on them, each as a file that reads as any report.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use futures::{StreamExt, stream};

use super::Counter;
use super::args::Fetch;
use crate::cli::exit::Exit;
use crate::cli::table::{self, Column};
use crate::domain::incomplete::{Incomplete, Whole};
use crate::domain::query;
use crate::domain::report::{Head, Report};
use crate::domain::text::Printable;
use crate::domain::words::counted;
use crate::format::{airs, schema};
use crate::io::airs::{AT_ONCE, Client, Filter, Wanted};
use crate::io::settings::Settings;
use crate::io::{places, save};

/// What became of the scans.
#[derive(Default)]
struct Haul {
    written: Vec<(usize, Head, u64)>,
    failed: u64,
}

pub(in crate::cli) async fn run(counter: &mut Counter, args: Fetch) -> anyhow::Result<Exit> {
    let settings = counter.settings()?;
    let tenant = counter.tenant(&settings)?;
    let client = Client::of(tenant).await?;
    let mut haul = Haul::default();
    let wanted = if args.blocked {
        blocked(counter, &client, &args.since).await?
    } else {
        named(counter, &client, &settings, args.what, &mut haul)?
    };
    let folder = folder(counter, args.output)?;
    bring(counter, &client, &settings, wanted, &folder, &mut haul).await?;
    haul.written.sort_unstable_by_key(|(at, ..)| *at);
    let text = if args.json {
        let heads = haul.written.iter();
        let documents: Vec<_> = heads.map(|(_, head, _)| schema::summary(head)).collect();
        schema::to_json(&documents) + "\n"
    } else {
        rows(&haul)
    };
    counter.printer.text(&text)?;
    let written = counted(haul.written.len(), "report");
    let place = folder.display();
    let failed = match haul.failed {
        0 => String::new(),
        count => format!("; {} could not be fetched", counted(count, "scan")),
    };
    counter
        .printer
        .notice(&format!("wrote {written} to {place}{failed}"));
    Ok(if haul.failed == 0 {
        Exit::Pass
    } else {
        Exit::Undecided
    })
}

/// Every scan that was blocked since.
async fn blocked(
    counter: &mut Counter,
    client: &Client,
    since: &str,
) -> anyhow::Result<Vec<Wanted>> {
    let from = query::since(since, counter.now).with_context(|| {
        format!(
            "--since {}: expected 12h, 7d, 2w, or a date as 2026-08-01",
            Printable::line(since)
        )
    })?;
    let filter = Filter {
        outcomes: vec!["BLOCKED".to_owned()],
        ..Filter::since(from, counter.now)
    };
    let scans = client.scans(&filter).await?;
    if scans.is_empty() {
        let from = from.strftime("%Y-%m-%d %H:%M UTC");
        counter
            .printer
            .notice(&format!("no scan was blocked since {from}"));
    }
    let uuids = scans
        .iter()
        .filter_map(|scan| airs::uuid(scan.uuid.as_ref()?.raw()));
    Ok(uuids
        .map(|scan| Wanted {
            scan,
            completes: None,
        })
        .collect())
}

/// The scans that were named: by UUID, or by reports of them.
fn named(
    counter: &mut Counter,
    client: &Client,
    settings: &Settings,
    what: Vec<PathBuf>,
    haul: &mut Haul,
) -> anyhow::Result<Vec<Wanted>> {
    let mut wanted = Vec::new();
    let mut paths = Vec::new();
    for word in what {
        match word.to_str().and_then(airs::uuid) {
            Some(scan) if !places::exists(&word) => wanted.push(Wanted {
                scan,
                completes: None,
            }),
            _ => paths.push(word),
        }
    }
    if !paths.is_empty() {
        let harvest = counter.harvest(paths)?;
        let read = harvest.reports.len();
        let exit = counter.reading(true, read, &harvest.notices);
        ensure!(exit == Exit::Pass, "nothing was fetched");
        let mut full = 0;
        for report in harvest.reports {
            match of_report(client, settings, &report.head) {
                Ok(Some(found)) => wanted.push(found),
                Ok(None) => full += 1,
                Err(why) => {
                    haul.failed += 1;
                    counter.printer.notice(&why);
                }
            }
        }
        if full > 0 {
            let full = counted(full, "report");
            counter
                .printer
                .notice(&format!("nothing is missing of {full}"));
        }
    }
    let mut seen = HashSet::new();
    wanted.retain(|one| seen.insert(one.scan.clone()));
    Ok(wanted)
}

/// The scan of a report, or why it is none that this tenant has; none where nothing is missing of it.
fn of_report(client: &Client, settings: &Settings, head: &Head) -> Result<Option<Wanted>, String> {
    let label = head.source.label();
    let incomplete = match Incomplete::of(head) {
        Ok(incomplete) => incomplete,
        Err(Whole::Full) => return Ok(None),
        Err(Whole::Nameless) => {
            let label = label.printable();
            return Err(format!("{label}: it names no scan of the service"));
        }
    };
    let tsg_id = incomplete.tsg_id.as_ref();
    if let Some(why) = tsg_id.and_then(|tsg_id| client.elsewhere(tsg_id, settings)) {
        return Err(format!("{}: {why}", label.printable()));
    }
    Ok(Some(Wanted {
        scan: incomplete.scan,
        completes: incomplete.completes.map(|it| it.raw().to_owned()),
    }))
}

fn folder(counter: &Counter, output: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let made = match &output {
        Some(folder) => fs::create_dir_all(folder),
        None => save::private_folder(&counter.places.reports),
    };
    let folder = output.unwrap_or_else(|| counter.places.reports.clone());
    made.with_context(|| format!("{} cannot be made", folder.display()))?;
    Ok(folder)
}

/// Fetches and writes, many at a time. What fails for one scan does not stop the others; what would fail for all does.
async fn bring(
    counter: &mut Counter,
    client: &Client,
    settings: &Settings,
    wanted: Vec<Wanted>,
    folder: &Path,
    haul: &mut Haul,
) -> anyhow::Result<()> {
    let total = wanted.len();
    let fetched = wanted
        .into_iter()
        .enumerate()
        .map(|(at, wanted)| async move {
            let fetched = client.fetch(&wanted, settings, folder).await;
            (at, wanted, fetched)
        });
    let mut fetched = stream::iter(fetched).buffer_unordered(AT_ONCE);
    let (mut done, before) = (0, haul.failed);
    while let Some((at, wanted, fetched)) = fetched.next().await {
        done += 1;
        match fetched {
            Ok(fetched) => {
                for doubt in &fetched.doubts {
                    counter.printer.notice(&format!("{}: {doubt}", wanted.scan));
                }
                let Report { head, findings, .. } = fetched.report;
                haul.written.push((at, head, findings.len() as u64));
            }
            Err(why) if why.is_of_all() => {
                counter.printer.progress_end();
                let rest = total as u64 - haul.written.len() as u64;
                counter.printer.notice(&why.to_string());
                haul.failed = before + rest;
                return Ok(());
            }
            Err(fault) => {
                haul.failed += 1;
                counter.printer.notice(&format!("{}: {fault}", wanted.scan));
            }
        }
        counter
            .printer
            .progress(&format!("{done} of {}", counted(total, "scan")));
    }
    counter.printer.progress_end();
    Ok(())
}

const COLUMNS: [Column; 5] = [
    Column::of("OUTCOME", 16),
    Column::of("MODEL", 60),
    Column::of("FINDINGS", 16),
    Column::of("HOLDS", 8),
    Column::of("FILE", usize::MAX),
];

fn rows(haul: &Haul) -> String {
    if haul.written.is_empty() {
        return String::new();
    }
    let row = |(_, head, findings): &(usize, Head, u64)| {
        [
            Printable::line(head.scan.outcome.word()).into_string(),
            head.name().printable().into_string(),
            findings.to_string(),
            head.completeness.word().to_owned(),
            head.source.label().printable().into_string(),
        ]
    };
    let rows: Vec<_> = haul.written.iter().map(row).collect();
    table::lay(&COLUMNS, &rows)
}
