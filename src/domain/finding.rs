//! The finding: one violation of one rule, as its source reports it and as we know it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::identity::{Identity, Key};
use crate::domain::text::Untrusted;
use crate::domain::{rule, threat};

/// What a source says about one violation. Nothing here is derived; absent means that the source does not say.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The rule's name; for another scanner its check or category.
    pub rule: Untrusted,
    /// UUID of the rule instance in its security group.
    pub rule_instance: Option<Untrusted>,
    /// What the rule asks for.
    pub rule_description: Option<Untrusted>,
    /// The rule's state at scan time.
    pub rule_state: Option<RuleState>,
    /// Threat code, `PAIT-PKL-100`.
    pub threat: Option<Untrusted>,
    /// The source's words on the threat.
    pub threat_description: Option<Untrusted>,
    /// The vendor's page on the threat.
    pub threat_url: Option<Untrusted>,
    /// The vendor's page on this model file.
    pub insights_url: Option<Untrusted>,
    /// What the finding speaks of, where the dialect says so itself (a scanner that reads bytes, a legacy category).
    pub stated_kind: Option<Kind>,
    /// Severity as the source states it.
    pub severity: Option<Level>,
    /// Path of the file inside the model, with an archive member behind a colon.
    pub file: Option<Untrusted>,
    /// Content hash of the file, as the source gives it (the API: 40 hexadecimal digits).
    pub hash: Option<Untrusted>,
    /// Module of the symbol that was found.
    pub module: Option<Untrusted>,
    /// Name of the symbol that was found.
    pub operator: Option<Untrusted>,
    /// The finding in a sentence.
    pub description: Untrusted,
    /// What the source advises.
    pub remediation: Option<Arc<Remediation>>,
}

impl Observation {
    /// An observation of a rule with nothing else known.
    pub fn new(rule: impl Into<Untrusted>, description: impl Into<Untrusted>) -> Self {
        Self {
            rule: rule.into(),
            rule_instance: None,
            rule_description: None,
            rule_state: None,
            threat: None,
            threat_description: None,
            threat_url: None,
            insights_url: None,
            stated_kind: None,
            severity: None,
            file: None,
            hash: None,
            module: None,
            operator: None,
            description: description.into(),
            remediation: None,
        }
    }

    /// Threat or policy: by the threat code, else as the dialect says, else by the rule's name; a symbol in a file
    /// is about bytes, and everything else is policy.
    pub fn kind(&self) -> Kind {
        if let Some(code) = &self.threat {
            return if threat::is_policy(code.raw()) {
                Kind::Policy
            } else {
                Kind::Threat
            };
        }
        let by_rule = || rule::lookup(self.rule.raw()).map(|rule| rule.about);
        let by_symbol = if self.operator.is_some() {
            Kind::Threat
        } else {
            Kind::Policy
        };
        self.stated_kind.or_else(by_rule).unwrap_or(by_symbol)
    }

    /// The source's severity, else one derived from the threat table, else none.
    pub fn graded(&self) -> Option<Severity> {
        let reported = self.severity.map(|level| Severity {
            level,
            origin: Origin::Reported,
        });
        reported.or_else(|| {
            let level = match &self.threat {
                Some(code) => threat::rank(code.raw()),
                None => (self.kind() == Kind::Threat).then_some(Level::High),
            };
            level.map(|level| Severity {
                level,
                origin: Origin::Derived,
            })
        })
    }

    /// `module.operator` as the source writes it, if it names a symbol.
    pub fn symbol(&self) -> Option<Untrusted> {
        match (&self.module, &self.operator) {
            (Some(module), Some(operator)) => {
                Some(format!("{}.{}", module.raw(), operator.raw()).into())
            }
            (None, only) | (only, None) => only.clone(),
        }
    }
}

/// A finding: what was observed, and what we derive from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What the source says.
    pub seen: Observation,
    /// Threat or policy.
    pub kind: Kind,
    /// Reported or derived severity; none for policy findings without a reported one.
    pub severity: Option<Severity>,
    /// What makes this finding the same one in the next scan.
    pub identity: Identity,
}

impl Finding {
    /// Whether a failure of its rule stops a build: by the rule's state where it is known.
    pub fn blocks(&self) -> bool {
        !matches!(
            self.seen.rule_state,
            Some(RuleState::Allowing | RuleState::Disabled)
        )
    }

    /// What the ledger needs to recognise it.
    pub fn key(&self) -> Key {
        Key {
            identity: self.identity,
            rule: self.seen.rule.clone(),
            file: self.seen.file.clone(),
            symbol: self.seen.symbol(),
            kind: self.kind,
            blocks: self.blocks(),
        }
    }

    /// Sort key of a report: threats, then policy, then notices; grave first; then rule, file, symbol.
    pub fn order(&self) -> impl Ord + use<> {
        let section = match (self.blocks(), self.kind) {
            (true, Kind::Threat) => 0,
            (true, Kind::Policy) => 1,
            (false, _) => 2,
        };
        let level = self
            .severity
            .map_or(u8::MAX, |severity| severity.level as u8);
        let seen = &self.seen;
        (
            section,
            level,
            seen.rule.clone(),
            seen.file.clone(),
            seen.module.clone(),
            seen.operator.clone(),
            seen.description.clone(),
        )
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What the bytes do.
    Threat,
    /// What the organisation allows: format, licence, organisation, location.
    Policy,
}

/// The state of a rule in its security group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RuleState {
    /// A failure stops the model.
    Blocking,
    /// A failure is recorded only.
    Allowing,
    /// The rule was not evaluated.
    Disabled,
    /// A word this program does not know.
    Other(Untrusted),
}

impl RuleState {
    /// Reads any rendering of the enumeration.
    pub fn read(raw: &str) -> Self {
        Self::known(raw).unwrap_or_else(|| {
            let word = crate::domain::outcome::enum_word(raw);
            Self::known(&word).unwrap_or_else(|| Self::Other(word.into()))
        })
    }

    fn known(word: &str) -> Option<Self> {
        Some(match word {
            "BLOCKING" => Self::Blocking,
            "ALLOWING" => Self::Allowing,
            "DISABLED" => Self::Disabled,
            _ => return None,
        })
    }

    /// The API's word.
    pub fn word(&self) -> &str {
        match self {
            Self::Blocking => "BLOCKING",
            Self::Allowing => "ALLOWING",
            Self::Disabled => "DISABLED",
            Self::Other(word) => word.raw(),
        }
    }
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

/// What a source advises to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Remediation {
    /// Steps in order.
    pub steps: Vec<Untrusted>,
    /// Where to read more.
    pub url: Option<Untrusted>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(rule: &str, threat: Option<&str>) -> Observation {
        Observation {
            threat: threat.map(Into::into),
            ..Observation::new(rule, "d")
        }
    }

    #[test]
    fn kind_and_severity_by_code_rule_and_symbol() {
        let cases = [
            (
                observed("Load Time Code Execution Check", Some("PAIT-PKL-100")),
                Kind::Threat,
                Some(Level::Critical),
            ),
            (
                observed("Stored In Approved File Format", Some("UNAPPROVED_FORMATS")),
                Kind::Policy,
                None,
            ),
            (observed("License Exists", None), Kind::Policy, None),
            (
                observed("Runtime Code Execution Check", None),
                Kind::Threat,
                Some(Level::High),
            ),
            (
                observed("Rule of tomorrow", Some("PAIT-X-100")),
                Kind::Threat,
                Some(Level::High),
            ),
        ];
        for (seen, kind, level) in cases {
            assert_eq!(seen.kind(), kind, "{seen:?}");
            let severity = seen.graded();
            assert_eq!(severity.map(|s| s.level), level, "{seen:?}");
            assert!(severity.is_none_or(|s| s.origin == Origin::Derived));
        }
    }

    #[test]
    fn a_reported_severity_is_never_replaced() {
        let seen = Observation {
            severity: Some(Level::Low),
            ..observed("r", Some("PAIT-PKL-100"))
        };
        assert_eq!(
            seen.graded(),
            Some(Severity {
                level: Level::Low,
                origin: Origin::Reported
            })
        );
    }
}
