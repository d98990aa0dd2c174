//! What is known about the managed rules of a security group. The knowledge is data in `assets/rules.json`; tenants
//! may have other rules, so everything here answers "unknown" gracefully.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::grade::Kind;

const TABLE: &str = include_str!("../../assets/rules.json");

/// One managed rule.
#[derive(Debug, Deserialize)]
pub struct Rule {
    /// Its name as violations carry it.
    pub name: String,
    /// Whether its findings speak of the bytes or of policy.
    pub about: Kind,
    /// What it checks, in a few words.
    pub checks: String,
    /// The list in the rule instance that tunes it, if it has one (`field_values` key of the management API).
    pub field: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Table {
    rules: Vec<Rule>,
    threat_categories: Vec<String>,
}

#[expect(
    clippy::expect_used,
    reason = "the table is part of the program and read by its first test"
)]
static KNOWN: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(TABLE).expect("assets/rules.json is well-formed"));

/// The row for a rule's name, if the table has one.
pub fn lookup(name: &str) -> Option<&'static Rule> {
    KNOWN.rules.iter().find(|rule| rule.name == name)
}

/// What a legacy category word speaks of: `Deserialization` of a threat, `License` of policy.
pub fn kind_of_category(category: &str) -> Kind {
    let category = category.to_lowercase();
    let threat = KNOWN
        .threat_categories
        .iter()
        .any(|word| category.contains(word.as_str()));
    if threat { Kind::Threat } else { Kind::Policy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_categories_say_what_they_are_about() {
        assert_eq!(
            lookup("License Is Valid For Use").and_then(|r| r.field.as_deref()),
            Some("approved_licenses")
        );
        assert_eq!(
            lookup("Load Time Code Execution Check").map(|r| r.about),
            Some(Kind::Threat)
        );
        assert!(lookup("A rule of tomorrow").is_none());
        assert_eq!(kind_of_category("Deserialization"), Kind::Threat);
        assert_eq!(kind_of_category("License"), Kind::Policy);
    }
}
