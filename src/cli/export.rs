//! `export`: verdicts as exception notes.

use super::args::Export;
use super::{Counter, Exit};
use crate::domain::exception::exceptions;
use crate::domain::text::Printable;
use crate::format::export;
use crate::io::save;

pub(super) async fn run(counter: &mut Counter, args: Export) -> anyhow::Result<Exit> {
    let decisions = counter.decisions().await?;
    let named = !args.paths.is_empty();
    let harvest = counter.harvest(args.paths)?;
    let exit = counter.reading(named, harvest.reports.len(), &harvest.notices);
    let exceptions = exceptions(&harvest.reports, &decisions, counter.today());
    let text = export::write(args.format, &exceptions, counter.now);
    match &args.output {
        None => {
            counter.printer.text(&text)?;
        }
        Some(path) => {
            let shown = Printable::line(&path.to_string_lossy());
            save::text(path, &text, args.force).map_err(|fault| match fault {
                save::Fault::Exists => {
                    anyhow::anyhow!(
                        "{shown} is there already, nothing was written; --force replaces it"
                    )
                }
                save::Fault::Failed(why) => anyhow::anyhow!("{why}"),
            })?;
            counter
                .printer
                .notice(&format!("wrote {} to {shown}", counted(exceptions.len())));
        }
    }
    Ok(exit)
}

fn counted(verdicts: usize) -> String {
    match verdicts {
        1 => "1 verdict".to_owned(),
        count => format!("{count} verdicts"),
    }
}
