//! The scan: what the service was asked to look at, by which rules, and what it concluded.

use jiff::Timestamp;

use crate::domain::outcome::Outcome;
use crate::domain::text::Untrusted;

/// The scan object (`ScanBaseResponseSchema` of the data plane), or as much of it as a source gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// The scan's UUID, or the older tools' scan id.
    pub uuid: Option<Untrusted>,
    /// The tenant.
    pub tsg_id: Option<Untrusted>,
    /// Where the model lies: URL, bucket, file URI or path.
    pub model_uri: Option<Untrusted>,
    /// The short name people use.
    pub model_name: Option<Untrusted>,
    /// What the scan concluded.
    pub outcome: Outcome,
    /// The outcome as the source spells it.
    pub outcome_raw: Untrusted,
    /// `HUGGING_FACE`, `LOCAL`, `S3`…, upper-cased and without the enumeration's name.
    pub source_type: Option<Untrusted>,
    /// The security group it was judged by.
    pub group: Option<Group>,
    /// When the scan was made.
    pub created_at: Option<Timestamp>,
    /// When somebody began to look at the model.
    pub started_at: Option<Timestamp>,
    /// What went wrong, for an outcome of ERROR.
    pub error: Option<ScanError>,
    /// How many rules passed and failed.
    pub rules: Option<RuleCounts>,
    /// How many rules were enabled when it ran.
    pub enabled_rules: Option<u64>,
    /// Version of the service's scanner.
    pub scanner_version: Option<Untrusted>,
    /// Version of the client.
    pub sdk_version: Option<Untrusted>,
    /// File formats that were found.
    pub formats: Vec<Untrusted>,
    /// Labels, as key and value.
    pub labels: Vec<(Untrusted, Untrusted)>,
    /// Fields this program does not know, as name and JSON text.
    pub extra: Vec<(Untrusted, Untrusted)>,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            uuid: None,
            tsg_id: None,
            model_uri: None,
            model_name: None,
            outcome: Outcome::Unstated,
            outcome_raw: "".into(),
            source_type: None,
            group: None,
            created_at: None,
            started_at: None,
            error: None,
            rules: None,
            enabled_rules: None,
            scanner_version: None,
            sdk_version: None,
            formats: Vec::new(),
            labels: Vec::new(),
            extra: Vec::new(),
        }
    }
}

/// The security group of a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its UUID.
    pub uuid: Option<Untrusted>,
    /// Its name when the scan ran.
    pub name: Option<Untrusted>,
}

/// The error of a scan that decided nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanError {
    /// `ACCESS_DENIED`, `SCAN_DATA_PENDING`…
    pub code: Option<Untrusted>,
    /// The service's words.
    pub message: Option<Untrusted>,
}

/// How many rules a scan evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCounts {
    /// Rules that passed.
    pub passed: u64,
    /// Rules that failed, whatever their state.
    pub failed: u64,
    /// All rules.
    pub total: u64,
}
