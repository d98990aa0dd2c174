//! Lists from the service, or, where it is away or nobody wants to ask it, as they were kept last.

use jiff::Timestamp;

use super::{Cache, Kept};
use crate::domain::fault::Fault;
use crate::domain::text::Printable;
use crate::format::airs::List;
use crate::io::aside::aside;

/// Under which name the security groups are kept.
pub const GROUPS: &str = "groups";
/// Under which name the last list of scans is kept.
pub const SCANS: &str = "scans";

/// Under which name the rules of a group are kept.
pub fn rules_of(uuid: &str) -> String {
    format!("rules-{uuid}")
}

/// A list, and who gave it.
#[derive(Debug)]
pub struct Lent {
    /// The list and when it was fetched.
    pub kept: Kept,
    /// Who gave it.
    pub by: Lender,
}

/// Who gave a list.
#[derive(Debug)]
pub enum Lender {
    /// The service; why the list could not be kept, if so.
    Service(Option<Printable>),
    /// The cache; why the service did not, where it was asked.
    Cache(Option<Fault>),
}

/// Why there is no list.
#[derive(Debug)]
pub enum NotLent {
    /// The service did not give it.
    Fault(Fault),
    /// Nobody was asked, and nothing was kept.
    Nothing,
}

impl Lent {
    /// Whether it is one that was kept.
    pub fn is_from_cache(&self) -> bool {
        matches!(self.by, Lender::Cache(_))
    }
}

impl Cache {
    /// The list of this name: by the service if it is asked and there, and kept then; else as it was kept.
    pub async fn lend<F>(&self, name: &str, now: Timestamp, ask: Option<F>) -> Result<Lent, NotLent>
    where
        F: Future<Output = Result<List, Fault>>,
    {
        let fault = match ask {
            None => None,
            Some(ask) => match ask.await {
                Ok(list) => {
                    let kept = Kept {
                        fetched_at: now,
                        asked: String::new(),
                        rows: list.rows,
                    };
                    let (cache, name) = (self.clone(), name.to_owned());
                    let keep = move || (cache.keep(&name, &kept).err(), kept);
                    let (unkept, kept) = aside(keep).await;
                    let by = Lender::Service(unkept);
                    return Ok(Lent { kept, by });
                }
                Err(fault) if fault.is_away() => Some(fault),
                Err(fault) => return Err(NotLent::Fault(fault)),
            },
        };
        let (cache, name) = (self.clone(), name.to_owned());
        match (aside(move || cache.kept(&name)).await, fault) {
            (Some(kept), fault) => Ok(Lent {
                kept,
                by: Lender::Cache(fault),
            }),
            (None, Some(fault)) => Err(NotLent::Fault(fault)),
            (None, None) => Err(NotLent::Nothing),
        }
    }
}
