//! `export`: verdicts as exception notes.

use super::args::Export;
use super::{Counter, Exit, reading};
use crate::domain::exception::exceptions;
use crate::format::export;
use crate::io::save;

pub(super) async fn run(counter: &mut Counter, args: Export) -> anyhow::Result<Exit> {
    let decisions = counter.decisions().await?;
    let harvest = counter.harvest(args.paths)?;
    counter.tell(&harvest.notices);
    let exceptions = exceptions(&harvest.reports, &decisions, counter.today());
    let text = export::write(args.format, &exceptions, counter.now);
    match &args.output {
        None => {
            counter.printer.text(&text)?;
        }
        Some(path) => {
            save::text(path, &text, args.force).map_err(|fault| match fault {
                save::Fault::Exists => {
                    anyhow::anyhow!("{} is there already; --force replaces it", path.display())
                }
                save::Fault::Failed(why) => anyhow::anyhow!("{why}"),
            })?;
            counter.printer.notice(&format!(
                "wrote {} verdicts to {}",
                exceptions.len(),
                path.display()
            ));
        }
    }
    Ok(reading(harvest.reports.len(), &harvest.notices))
}
