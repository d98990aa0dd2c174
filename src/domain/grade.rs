//! What a finding is about and how grave it is, and who says so.

use serde::{Deserialize, Serialize};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What the bytes do.
    Threat,
    /// What the organisation allows: format, licence, organisation, location.
    Policy,
}

/// How grave a finding is, gravest first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumIter,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    /// Confirmed danger.
    Critical,
    /// Probable danger.
    High,
    /// Possible danger.
    Medium,
    /// Little danger.
    Low,
    /// For information.
    Info,
}

impl Level {
    /// Reads the words that scanners use for their grades; `None` for `UNKNOWN` and words nobody knows.
    pub fn read(word: &str) -> Option<Self> {
        Some(match word.trim().to_uppercase().as_str() {
            "CRITICAL" => Self::Critical,
            "HIGH" | "ERROR" => Self::High,
            "MEDIUM" | "MODERATE" | "WARNING" => Self::Medium,
            "LOW" | "NOTE" => Self::Low,
            "INFO" | "INFORMATIONAL" | "NONE" => Self::Info,
            _ => return None,
        })
    }

    /// The word of the schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::Critical => "CRITICAL",
            Self::High => "HIGH",
            Self::Medium => "MEDIUM",
            Self::Low => "LOW",
            Self::Info => "INFO",
        }
    }
}

/// Who graded a finding. A derived grade is never exported as the vendor's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The source of the report.
    Reported,
    /// This program, from its threat table.
    Derived,
}

/// A grade and who gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Severity {
    /// The grade.
    pub level: Level,
    /// Who gave it.
    pub origin: Origin,
}
