//! Security groups and their rules, as the management plane lists them. What the service may one day call otherwise
//! (states, sources, kinds) is kept as its own word.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::observation::{Remediation, RuleState};
use crate::domain::text::Untrusted;

/// A container of rules for models of one kind of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityGroup {
    /// Its UUID, which pipelines name.
    pub uuid: Untrusted,
    /// The tenant.
    pub tsg_id: Option<Untrusted>,
    /// Its name.
    pub name: Untrusted,
    /// What somebody wrote about it.
    pub description: Option<Untrusted>,
    /// `LOCAL`, `HUGGING_FACE`, `S3`…: the kind of source it judges.
    pub source_type: Untrusted,
    /// `ACTIVE`, or `PENDING` while it is being made.
    pub state: Untrusted,
    /// How many of its rules are not disabled.
    pub enabled_rules: Option<u64>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

impl SecurityGroup {
    /// Whether the tenant came with it: those are named after their source.
    pub fn is_default(&self) -> bool {
        let source = self.name.raw().strip_prefix("Default ");
        source.is_some_and(|source| source == self.source_type.raw())
    }

    /// Whether it can judge a scan.
    pub fn is_ready(&self) -> bool {
        !self.deleted && self.state.raw() == "ACTIVE"
    }

    /// Whether a person means this group by a UUID or a name, in any case.
    pub fn is_called(&self, text: &str) -> bool {
        let same = |own: &Untrusted| own.raw().to_lowercase() == text.trim().to_lowercase();
        same(&self.uuid) || same(&self.name)
    }
}

/// Why a text means no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMeant {
    /// None is called so.
    Unknown,
    /// Several are.
    Ambiguous,
}

/// The group that a person means by a UUID or a name, in any case. One that was deleted is meant by nobody.
pub fn meant<'a>(groups: &'a [SecurityGroup], text: &str) -> Result<&'a SecurityGroup, NotMeant> {
    let called = |group: &&SecurityGroup| !group.deleted && group.is_called(text);
    let mut called = groups.iter().filter(called);
    match (called.next(), called.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(NotMeant::Ambiguous),
        (None, _) => Err(NotMeant::Unknown),
    }
}

/// The group that a user has chosen for each kind of source, beside the service's own default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices(BTreeMap<String, Untrusted>);

impl Choices {
    /// What a kind of source is called where choices are kept.
    pub fn key(source: &Untrusted) -> String {
        source.raw().to_lowercase()
    }

    /// UUID of the group for a kind of source.
    pub fn of(&self, source: &Untrusted) -> Option<&Untrusted> {
        self.0.get(&Self::key(source))
    }

    /// Whether this group is chosen for its kind of source.
    pub fn has(&self, group: &SecurityGroup) -> bool {
        self.of(&group.source_type) == Some(&group.uuid)
    }
}

impl FromIterator<(Untrusted, Untrusted)> for Choices {
    fn from_iter<T: IntoIterator<Item = (Untrusted, Untrusted)>>(chosen: T) -> Self {
        let chosen = chosen.into_iter();
        Self(
            chosen
                .map(|(source, uuid)| (Self::key(&source), uuid))
                .collect(),
        )
    }
}

/// A rule as one group has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInstance {
    /// Its UUID, which changes are made by.
    pub uuid: Untrusted,
    /// The rule that it is an instance of.
    pub rule_uuid: Option<Untrusted>,
    /// Its name as violations carry it.
    pub name: Untrusted,
    /// What it asks for.
    pub description: Option<Untrusted>,
    /// `METADATA`, `ARTIFACT`; `CUSTOM` for one that the tenant wrote.
    pub kind: Option<Untrusted>,
    /// What a failure does.
    pub state: RuleState,
    /// What a failure does in a new group.
    pub default_state: Option<RuleState>,
    /// Its lists, by key: `approved_formats`…
    pub fields: Vec<(Untrusted, Vec<Untrusted>)>,
    /// What can be set of it.
    pub editable: Vec<EditableField>,
    /// What its violations advise.
    pub remediation: Remediation,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

/// A list of a rule that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditableField {
    /// Its key.
    pub key: Untrusted,
    /// What the product calls it.
    pub label: Option<Untrusted>,
    /// What it is for.
    pub description: Option<Untrusted>,
    /// Values to choose from, as value and label; none where any may be written.
    pub choices: Vec<(Untrusted, Untrusted)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(uuid: &str, name: &str, deleted: bool) -> SecurityGroup {
        SecurityGroup {
            uuid: uuid.into(),
            tsg_id: None,
            name: name.into(),
            description: None,
            source_type: "LOCAL".into(),
            state: "ACTIVE".into(),
            enabled_rules: None,
            deleted,
            created_at: None,
            updated_at: None,
        }
    }

    #[test]
    fn a_name_means_the_one_group_that_is_called_so_and_not_deleted() {
        let groups = [
            group("u1", "Strict", true),
            group("u2", "Strict", false),
            group("u3", "Twin", false),
            group("u4", "twin", false),
            group("u5", "Gone", true),
        ];
        let meant = |text| meant(&groups, text).map(|group| group.uuid.raw());
        assert_eq!(meant("strict "), Ok("u2"));
        assert_eq!(meant("U3"), Ok("u3"));
        assert_eq!(meant("Twin"), Err(NotMeant::Ambiguous));
        for unknown in ["Gone", "u1", "", "Nobody"] {
            assert_eq!(meant(unknown), Err(NotMeant::Unknown), "{unknown}");
        }
    }
}
