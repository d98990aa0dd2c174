//! Fetching: a completed scan, kept as a file that reads as any report.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Client, Completed, Wanted};
use crate::domain::fault::Fault;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Report};
use crate::domain::text::{Printable, Untrusted};
use crate::io::aside::aside;
use crate::io::save;
use crate::io::settings::Settings;

/// A scan that was fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    /// What it says; its source is the file.
    pub report: Report,
    /// The file.
    pub file: PathBuf,
    /// What is odd about it, in sentences.
    pub doubts: Vec<String>,
}

/// Why a scan was not fetched.
#[derive(Clone, Debug, Error)]
pub enum NotFetched {
    /// It belongs to another tenant.
    #[error("{0}")]
    Elsewhere(String),
    /// The service did not give it.
    #[error("{0}")]
    Fault(Fault),
    /// It has nothing to keep yet.
    #[error("the scan is not finished yet; fetch it again in a minute")]
    Unfinished,
    /// The file could not be written.
    #[error("{0}")]
    File(Printable),
}

impl NotFetched {
    /// Whether the next scan will fare no better.
    pub fn is_of_all(&self) -> bool {
        match self {
            Self::Fault(fault) => matches!(
                fault,
                Fault::Line { .. }
                    | Fault::Credentials { .. }
                    | Fault::Scope { .. }
                    | Fault::Token { .. }
                    | Fault::Forbidden { .. }
                    | Fault::Redirected { .. }
                    | Fault::Busy { .. }
            ),
            Self::File(_) => true,
            Self::Elsewhere(_) | Self::Unfinished => false,
        }
    }
}

impl Client {
    /// Completes a scan and keeps it in a folder.
    pub async fn fetch(
        &self,
        wanted: &Wanted,
        settings: &Settings,
        folder: &Path,
    ) -> Result<Fetched, NotFetched> {
        let completed = self.complete(wanted).await;
        let Completed { text, mut report } = completed.map_err(NotFetched::Fault)?;
        if report.head.scan.outcome == Outcome::Pending {
            return Err(NotFetched::Unfinished);
        }
        let file = folder.join(format!("scan-{}.json", wanted.scan));
        write(file.clone(), text).await?;
        report.head.source.path = file.to_string_lossy().as_ref().into();
        let tsg_id = report.head.scan.tsg_id.as_ref();
        let elsewhere = tsg_id.and_then(|tsg_id| self.elsewhere(tsg_id, settings));
        let partial = report.head.completeness == Completeness::Partial;
        let partial = partial.then_some("the service has not given everything that it counts");
        Ok(Fetched {
            doubts: elsewhere
                .into_iter()
                .chain(partial.map(str::to_owned))
                .collect(),
            report,
            file,
        })
    }

    /// That a scan is another tenant's, and which one to name; none where it is this one's.
    pub fn elsewhere(&self, tsg_id: &Untrusted, settings: &Settings) -> Option<String> {
        if tsg_id.raw() == self.tenant().tsg_id.value {
            return None;
        }
        let way = match settings.tenant_of(tsg_id.raw()) {
            Some(name) => format!("use --tenant {name}"),
            None => "`airs-triage login --tenant NAME` connects that one".to_owned(),
        };
        Some(format!(
            "the scan belongs to TSG {}, and this is {}; {way}",
            tsg_id.printable(),
            self.tenant().words()
        ))
    }
}

/// Writes a file on a thread of its own: disks take their time, and others are being fetched meanwhile.
async fn write(file: PathBuf, text: String) -> Result<(), NotFetched> {
    let written = aside(move || save::over(&file, &text)).await;
    written.map_err(NotFetched::File)
}
