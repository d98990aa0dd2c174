//! What is read from the ledger, written to it, and written down of it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::words;
use crate::app::effect::Export;
use crate::app::message::{ExportFault, Reading, Written};
use crate::domain::decision::{Change, Entry};
use crate::domain::exception::{exceptions, exceptions_about, waiting};
use crate::domain::text::Printable;
use crate::format::export::{self, Notes};
use crate::io::ledger::{Fault, Ledger, Version};
use crate::io::library::Library;
use crate::io::{places, save};

/// When the ledger is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Anyway,
    IfChanged,
}

/// Reads the ledger, and notes in `seen` how far others had written then; none where that is known already.
pub(super) async fn reading(
    ledger: &Ledger,
    asked: Asked,
    seen: &mut Option<Version>,
) -> Result<Option<Reading>, Fault> {
    let version = ledger.version().await?;
    if asked == Asked::IfChanged && *seen == Some(version) {
        return Ok(None);
    }
    let decisions = ledger.decisions().await?;
    let barred = ledger.writable().err().map(|fault| words(&fault));
    *seen = Some(version);
    Ok(Some(Reading { decisions, barred }))
}

/// What the ledger is asked to do.
pub(super) enum Act {
    Record(Vec<Entry>),
    Undo,
    Redo,
}

impl Act {
    pub(super) async fn on(
        self,
        ledger: &Ledger,
        author: &str,
        now: Timestamp,
    ) -> Result<Change, Fault> {
        match self {
            Self::Record(entries) => ledger.record(author, now, &entries).await,
            Self::Undo => ledger.undo(author, now).await,
            Self::Redo => ledger.redo(author, now).await,
        }
    }
}

pub(super) async fn write_export(
    library: Arc<Library>,
    ledger: &Ledger,
    wanted: Export,
    now: Timestamp,
) -> Result<Written, ExportFault> {
    let decisions = ledger
        .decisions()
        .await
        .map_err(|fault| ExportFault::Failed(words(&fault)))?;
    let writing = tokio::task::spawn_blocking(move || {
        let reports: Vec<_> = wanted
            .heads
            .iter()
            .filter_map(|head| library.open(head).ok())
            .collect();
        if reports.is_empty() && !wanted.heads.is_empty() && wanted.only.is_none() {
            return Err(ExportFault::Failed(Printable::line(
                "None of the reports can be read any more; nothing was written. Ctrl-r reads them again.",
            )));
        }
        let today = now.to_zoned(TimeZone::UTC).date();
        let (exceptions, waiting) = match &wanted.only {
            Some(subjects) => {
                let exceptions = exceptions_about(subjects, &reports, &decisions, today);
                (exceptions, Vec::new())
            }
            None => (
                exceptions(&reports, &decisions, today),
                waiting(&reports, &decisions, today),
            ),
        };
        let notes = Notes {
            reports: &reports,
            exceptions: &exceptions,
            waiting: &waiting,
        };
        let text = export::write(wanted.format, notes, now);
        let path = places::typed(&wanted.path);
        let written = if wanted.replace {
            save::over(&path, &text).map_err(save::Fault::Failed)
        } else {
            save::new(&path, &text)
        };
        written.map_err(|fault| match fault {
            save::Fault::Exists => ExportFault::Exists,
            save::Fault::Failed(why) => ExportFault::Failed(why),
        })?;
        let missing = wanted.heads.len() - reports.len();
        Ok(Written {
            path: Printable::line(&wanted.path),
            exceptions: exceptions.len(),
            missing,
        })
    });
    let stopped = |_| {
        ExportFault::Failed(Printable::line(
            "The export was stopped; nothing was written.",
        ))
    };
    writing.await.map_err(stopped)?
}
