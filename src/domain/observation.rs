//! What a source says about one violation: the part of a finding that nobody derived.

use std::sync::Arc;

use crate::domain::grade::{Kind, Level, Origin, Severity};
use crate::domain::outcome::enum_word;
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
            let word = enum_word(raw);
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
