//! Which security groups can judge a model.

use super::Source;
use crate::domain::group::SecurityGroup;
use crate::domain::text::Untrusted;

/// The group that judges a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judge {
    uuid: String,
    name: Option<Untrusted>,
}

impl Judge {
    /// A group of the tenant, or why it cannot judge what lies at a source.
    pub fn of(group: &SecurityGroup, source: Source) -> Result<Self, String> {
        let name = group.name.printable();
        if group.deleted {
            return Err(format!("the group {name} was deleted; choose another"));
        }
        if group.source_type.raw() != source.word() {
            return Err(format!(
                "the group {name} is for {}, and the model is {}; choose a group for that source",
                group.source_type.printable(),
                source.word()
            ));
        }
        if !group.is_ready() {
            return Err(format!(
                "the group {name} is {}, not ACTIVE; a new group is ready after a minute",
                group.state.printable()
            ));
        }
        Ok(Self {
            uuid: group.uuid.raw().to_owned(),
            name: Some(group.name.clone()),
        })
    }

    /// A group that is known by its UUID alone, since the groups may not be looked at: the service will say.
    pub fn unseen(uuid: &str) -> Self {
        let uuid = uuid.to_owned();
        Self { uuid, name: None }
    }

    /// Its UUID.
    pub fn uuid(&self) -> &str {
        &self.uuid
    }

    /// Its name, else its UUID.
    pub fn label(&self) -> Untrusted {
        let name = self.name.clone();
        name.unwrap_or_else(|| self.uuid.as_str().into())
    }
}

/// The groups for a source that are not deleted: the one that somebody chose first, then the tenant's default, then the
/// others by name, those that are not ready last.
pub fn fitting<'a>(
    groups: &'a [SecurityGroup],
    source: Source,
    chosen: Option<&str>,
) -> Vec<&'a SecurityGroup> {
    let of_source = |group: &&SecurityGroup| group.source_type.raw() == source.word();
    let mut fitting: Vec<_> = groups
        .iter()
        .filter(of_source)
        .filter(|group| !group.deleted)
        .collect();
    fitting.sort_by_key(|group| {
        let is_chosen = chosen.is_some_and(|chosen| group.is_called(chosen));
        let rank = (!group.is_ready(), !is_chosen, !group.is_default());
        (rank, group.name.clone())
    });
    fitting
}

/// The group to begin with: the chosen one, else the tenant's default, else the only one that is ready. None where a
/// person has to say.
pub fn proposed<'a>(
    groups: &'a [SecurityGroup],
    source: Source,
    chosen: Option<&str>,
) -> Option<&'a SecurityGroup> {
    let ready: Vec<_> = fitting(groups, source, chosen)
        .into_iter()
        .filter(|group| group.is_ready())
        .collect();
    let meant = |group: &SecurityGroup| {
        group.is_default() || chosen.is_some_and(|chosen| group.is_called(chosen))
    };
    match ready[..] {
        [only] => Some(only),
        [first, ..] if meant(first) => Some(first),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, source: &str, state: &str) -> SecurityGroup {
        SecurityGroup {
            uuid: format!("uuid of {name}").into(),
            tsg_id: None,
            name: name.into(),
            description: None,
            source_type: source.into(),
            state: state.into(),
            enabled_rules: None,
            deleted: false,
            created_at: None,
            updated_at: None,
        }
    }

    fn groups() -> Vec<SecurityGroup> {
        vec![
            group("Strict", "HUGGING_FACE", "ACTIVE"),
            group("New", "HUGGING_FACE", "PENDING"),
            group("Default HUGGING_FACE", "HUGGING_FACE", "ACTIVE"),
            group("Default LOCAL", "LOCAL", "ACTIVE"),
            group("Apart", "HUGGING_FACE", "ACTIVE"),
            group("One", "S3", "ACTIVE"),
            group("Two", "S3", "ACTIVE"),
            group("Late", "GCS", "PENDING"),
        ]
    }

    #[test]
    fn the_default_comes_first_unless_somebody_chose() {
        let groups = groups();
        let names = |chosen| {
            let fitting = fitting(&groups, Source::HuggingFace, chosen);
            let names = fitting.iter().map(|group| group.name.raw().to_owned());
            names.collect::<Vec<_>>()
        };
        assert_eq!(
            names(None),
            ["Default HUGGING_FACE", "Apart", "Strict", "New"]
        );
        assert_eq!(
            names(Some("strict")),
            ["Strict", "Default HUGGING_FACE", "Apart", "New"]
        );
        assert_eq!(names(Some("uuid of New"))[0], "Default HUGGING_FACE");
    }

    #[test]
    fn one_is_proposed_where_it_is_clear_which() {
        let groups = groups();
        let name = |source, chosen| {
            let proposed = proposed(&groups, source, chosen);
            proposed.map(|group| group.name.raw().to_owned())
        };
        assert_eq!(
            name(Source::HuggingFace, None).as_deref(),
            Some("Default HUGGING_FACE")
        );
        assert_eq!(
            name(Source::HuggingFace, Some("Apart")).as_deref(),
            Some("Apart")
        );
        assert_eq!(
            name(Source::HuggingFace, Some("New")).as_deref(),
            Some("Default HUGGING_FACE")
        );
        assert_eq!(name(Source::Local, None).as_deref(), Some("Default LOCAL"));
        assert_eq!(name(Source::S3, None), None);
        assert_eq!(name(Source::S3, Some("Two")).as_deref(), Some("Two"));
        assert_eq!(name(Source::Gcs, None), None);
        assert_eq!(name(Source::Azure, None), None);
    }

    #[test]
    fn a_group_judges_one_kind_of_source_once_it_is_ready() {
        let groups = groups();
        let said = |at: usize, source| Judge::of(&groups[at], source).unwrap_err();
        assert!(said(0, Source::Local).contains("is for HUGGING_FACE, and the model is LOCAL"));
        assert!(said(1, Source::HuggingFace).contains("is PENDING, not ACTIVE"));
        let mut deleted = groups[0].clone();
        deleted.deleted = true;
        let gone = Judge::of(&deleted, Source::HuggingFace).unwrap_err();
        assert!(gone.contains("was deleted"), "{gone}");
        let judge = Judge::of(&groups[0], Source::HuggingFace).unwrap();
        assert_eq!(
            (judge.uuid(), judge.label().raw()),
            ("uuid of Strict", "Strict")
        );
        assert_eq!(Judge::unseen("u").label().raw(), "u");
    }
}
