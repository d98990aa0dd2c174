//! Completion: a scan with everything that the service has on it, as one document that reads back as a full report.

use serde_json::value::RawValue;

use super::Client;
use super::pages::Question;
use crate::domain::fault::{Asked, Fault};
use crate::domain::report::{Origin, Report};
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::format::airs::{Full, List, Provenance, garbled};
use crate::format::intake::{self, Notice};
use crate::io::aside::aside;
use crate::io::clock;

/// A scan to complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its UUID.
    pub scan: String,
    /// The report that is completed, where there is one.
    pub completes: Option<String>,
}

/// A completed scan.
#[derive(Clone, Debug, PartialEq)]
pub struct Completed {
    /// The document to keep.
    pub text: String,
    /// What it says.
    pub report: Report,
}

impl Client {
    /// Fetches everything on a scan: all or nothing.
    pub async fn complete(&self, wanted: &Wanted) -> Result<Completed, Fault> {
        let scan = wanted.scan.as_str();
        let (body, violations, evaluations, files) = tokio::try_join!(
            self.scan_text(scan),
            self.part(Asked::Violations, scan, "rule-violations", "violations"),
            self.part(Asked::Evaluations, scan, "evaluations", "evaluations"),
            self.part(Asked::Files, scan, "files", "files"),
        )?;
        let full = Full {
            scan: body,
            violations,
            evaluations,
            files,
        };
        let (client, wanted) = (self.clone(), wanted.clone());
        aside(move || client.completed(&full, &wanted)).await
    }

    /// One scan, as far as the service's scan object goes.
    pub async fn scan(&self, uuid: &str) -> Result<Scan, Fault> {
        let text = self.scan_text(uuid).await?;
        intake::scan(text.get()).map_err(|why| self.odd(text.get(), &why))
    }

    async fn scan_text(&self, uuid: &str) -> Result<Box<RawValue>, Fault> {
        let body = self.get(Asked::Scan, &self.data(&["scans", uuid])).await?;
        let scan = intake::scan(&body).map_err(|why| self.odd(&body, &why))?;
        let same = |own: &Untrusted| own.raw().eq_ignore_ascii_case(uuid);
        if !scan.uuid.as_ref().is_some_and(same) {
            let other = serde::de::Error::custom("another scan");
            return Err(self.odd(&body, &other));
        }
        RawValue::from_string(body.trim().to_owned()).map_err(|why| self.odd(&body, &why))
    }

    async fn part(
        &self,
        asked: Asked,
        scan: &str,
        step: &str,
        name: &'static str,
    ) -> Result<List, Fault> {
        let mut url = self.data(&["scans", scan, step]);
        if asked == Asked::Files {
            // Otherwise only what lies at the top of the model is listed.
            url.query_pairs_mut().append_pair("recursive", "true");
        }
        self.list(&Question { asked, url, name }).await
    }

    /// Where what is fetched now comes from.
    pub(super) fn provenance(&self, completes: Option<String>) -> Provenance {
        let tenant = self.tenant();
        Provenance {
            fetched_at: clock::now(),
            tool: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            tenant: tenant.name.as_ref().map(ToString::to_string),
            tsg_id: tenant.tsg_id.value.clone(),
            api_endpoint: tenant.api.value.to_string(),
            completes,
        }
    }

    fn completed(&self, full: &Full, wanted: &Wanted) -> Result<Completed, Fault> {
        let provenance = self.provenance(wanted.completes.clone());
        let text = full.text(&provenance);
        let text = text.map_err(|why| self.odd(full.scan.get(), &why))?;
        let origin = Origin {
            path: format!("{}.json", wanted.scan).into(),
            member: None,
        };
        let reading = intake::read(&origin, &text, false);
        match reading.drafts.into_iter().next() {
            Some((source, draft)) => Ok(Completed {
                report: Report::derive(source, Vec::new(), draft),
                text,
            }),
            None => {
                let why = reading.notices.first().map(Notice::sentence);
                let why = why.unwrap_or_default();
                Err(Fault::Garbled {
                    asked: Asked::Scan,
                    host: self.host(Asked::Scan).into(),
                    why: why.as_str().into(),
                })
            }
        }
    }

    fn odd(&self, body: &str, why: &serde_json::Error) -> Fault {
        garbled(Asked::Scan, self.host(Asked::Scan), body, why)
    }
}
