//! How far a verdict reaches: from one finding bound to its bytes to a rule in a whole group.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::domain::identity::{self, Fingerprint, Key};
use crate::domain::report::Head;
use crate::domain::text::Untrusted;

/// How far a verdict reaches, narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumIter, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Scope {
    /// This finding, bound to its bytes.
    Exact,
    /// This symbol of this rule in this file of this model, whatever the bytes.
    Symbol,
    /// This rule in this model.
    RuleInModel,
    /// This rule in this security group.
    RuleInGroup,
}

impl Scope {
    /// Whether it reaches less far: of two verdicts the narrower counts.
    pub fn is_narrower(self, than: Self) -> bool {
        (self as u8) < than as u8
    }

    /// The scope in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "this finding exactly",
            Self::Symbol => "this symbol in this file of this model",
            Self::RuleInModel => "this rule in this model",
            Self::RuleInGroup => "this rule in this group",
        }
    }
}

/// What a verdict is about: a scope, filled in. Two verdicts with equal subjects replace one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "kebab-case")]
pub enum Subject {
    /// One finding by its exact identity.
    Exact {
        /// The identity.
        fingerprint: Fingerprint,
    },
    /// A symbol in a file of a model.
    Symbol {
        /// Key of the model.
        model: Untrusted,
        /// The rule.
        rule: Untrusted,
        /// The file; none where the finding is about the model as a whole.
        file: Option<Untrusted>,
        /// The symbol; none where the finding names none.
        symbol: Option<Untrusted>,
    },
    /// A rule in a model.
    RuleInModel {
        /// Key of the model.
        model: Untrusted,
        /// The rule.
        rule: Untrusted,
    },
    /// A rule in a security group.
    RuleInGroup {
        /// UUID of the group.
        group: Untrusted,
        /// The rule.
        rule: Untrusted,
    },
    /// A scan as a whole, by its exact identity.
    Scan {
        /// The identity.
        fingerprint: Fingerprint,
    },
}

impl Subject {
    /// The subject of a finding at a scope; `None` where the report names no group or no model to bind it to.
    pub fn of(scope: Scope, head: &Head, key: &Key) -> Option<Self> {
        let model = || Some(head.model_key.clone()).filter(|model| !model.raw().is_empty());
        let rule = || key.rule.clone();
        Some(match scope {
            Scope::Exact => Self::Exact {
                fingerprint: key.identity.exact,
            },
            Scope::Symbol => Self::Symbol {
                model: model()?,
                rule: rule(),
                file: key.file.as_ref().map(in_model),
                symbol: key.symbol.clone(),
            },
            Scope::RuleInModel => Self::RuleInModel {
                model: model()?,
                rule: rule(),
            },
            Scope::RuleInGroup => Self::RuleInGroup {
                group: head.group_uuid()?.clone(),
                rule: rule(),
            },
        })
    }

    /// The scope it fills in; none for a whole scan.
    pub fn scope(&self) -> Option<Scope> {
        Some(match self {
            Self::Exact { .. } => Scope::Exact,
            Self::Symbol { .. } => Scope::Symbol,
            Self::RuleInModel { .. } => Scope::RuleInModel,
            Self::RuleInGroup { .. } => Scope::RuleInGroup,
            Self::Scan { .. } => return None,
        })
    }

    /// The scope in words.
    pub fn words(&self) -> &'static str {
        self.scope().map_or("the scan as a whole", Scope::words)
    }
}

/// A file as the subject of a verdict: without the build agent's folders, which change from run to run.
fn in_model(file: &Untrusted) -> Untrusted {
    identity::member_path(file.raw()).into_owned().into()
}
