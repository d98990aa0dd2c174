//! `export`: verdicts as exception notes.

use super::args::Export;
use super::{Counter, Exit};
use crate::domain::exception::{exceptions, waiting};
use crate::domain::text::Printable;
use crate::domain::words::counted;
use crate::format::export::{self, Notes};
use crate::io::save;

pub(super) async fn run(counter: &mut Counter, args: Export) -> anyhow::Result<Exit> {
    let decisions = counter.decisions().await?;
    let named = !args.paths.is_empty();
    let harvest = counter.harvest(args.paths)?;
    let exit = counter.reading(named, harvest.reports.len(), &harvest.notices);
    if exit != Exit::Pass {
        // No verdicts and no reports look alike in an export, and whoever reads it must not take one for the other.
        counter.printer.notice("nothing was exported");
        return Ok(exit);
    }
    let exceptions = exceptions(&harvest.reports, &decisions, counter.today());
    let waiting = waiting(&harvest.reports, &decisions, counter.today());
    let notes = Notes {
        reports: &harvest.reports,
        exceptions: &exceptions,
        waiting: &waiting,
    };
    let text = export::write(args.format, notes, counter.now);
    match &args.output {
        None => {
            counter.printer.text(&text)?;
        }
        Some(path) => {
            let shown = Printable::line(&path.to_string_lossy());
            let written = if args.force {
                save::over(path, &text).map_err(save::Fault::Failed)
            } else {
                save::new(path, &text)
            };
            written.map_err(|fault| match fault {
                save::Fault::Exists => {
                    anyhow::anyhow!(
                        "{shown} is there already, nothing was written; --force replaces it"
                    )
                }
                save::Fault::Failed(why) => anyhow::anyhow!("{why}"),
            })?;
            let missing = harvest.notices.iter().filter(|notice| notice.is_broken());
            let missing = match missing.count() as u64 {
                0 => String::new(),
                count => format!(
                    "; without {} that could not be read",
                    counted(count, "report file")
                ),
            };
            let verdicts = counted(exceptions.len(), "verdict");
            counter
                .printer
                .notice(&format!("wrote {verdicts} to {shown}{missing}"));
        }
    }
    Ok(exit)
}
