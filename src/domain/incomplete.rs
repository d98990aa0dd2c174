//! A scan of which a report does not tell everything, as far as the service can be asked for the rest.

use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Head};
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::domain::uuid;

/// A scan whose evaluations, violations and files can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomplete {
    /// UUID of the scan, in lower case.
    pub scan: String,
    /// The tenant that it belongs to, where the report says so.
    pub tsg_id: Option<Untrusted>,
    /// What the report is called, to say where the rest belongs; none where only the tenant knows the scan.
    pub completes: Option<Untrusted>,
}

/// Why a report cannot be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// It tells everything.
    Full,
    /// It names no scan that the service could know.
    Nameless,
}

impl Whole {
    /// The same as a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Full => "This report is full: the service has no more of it.",
            Self::Nameless => "This report names no scan of the service that could be fetched.",
        }
    }
}

impl Incomplete {
    /// What is missing of a report. A scan that was not finished is asked for again.
    pub fn of(head: &Head) -> Result<Self, Whole> {
        let own = Self::of_scan(&head.scan)?;
        if head.completeness == Completeness::Full && head.scan.outcome != Outcome::Pending {
            return Err(Whole::Full);
        }
        let completes = Some(head.source.label());
        Ok(Self { completes, ..own })
    }

    /// Everything of a scan that the tenant listed.
    pub fn of_scan(scan: &Scan) -> Result<Self, Whole> {
        let uuid = scan.uuid.as_ref().map(|uuid| uuid.raw().trim());
        let uuid = uuid.filter(|uuid| uuid::is(uuid)).ok_or(Whole::Nameless)?;
        Ok(Self {
            scan: uuid.to_ascii_lowercase(),
            tsg_id: scan.tsg_id.clone(),
            completes: None,
        })
    }
}
