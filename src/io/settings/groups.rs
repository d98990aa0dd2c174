//! The security groups that a user has chosen, as the settings keep them: `[tenants.NAME.groups]`, a key for each kind
//! of source.

use toml_edit::{Item, Table, value};

use super::{Settings, TENANTS, words};
use crate::domain::group::Choices;
use crate::domain::tenant::Name;
use crate::domain::text::{Printable, Untrusted};
use crate::domain::uuid;

/// The key of the table, in that of a tenant.
pub(super) const KEY: &str = "groups";

impl Settings {
    /// The groups that are chosen for a tenant.
    pub fn groups(&self, name: &Name) -> Choices {
        let tenant = self.table().and_then(|table| table.get(name.as_str()));
        let groups = tenant.and_then(Item::as_table_like);
        let groups = groups.and_then(|tenant| tenant.get(KEY)?.as_table_like());
        let chosen = groups.into_iter().flat_map(|table| table.iter());
        let chosen = chosen.filter_map(|(source, uuid)| Some((source.into(), words(uuid)?.into())));
        chosen.collect()
    }

    /// Chooses a group of a tenant for a kind of source, or none; says whether there is such a tenant.
    pub fn choose_group(
        &mut self,
        name: &Name,
        source: &Untrusted,
        uuid: Option<&Untrusted>,
    ) -> bool {
        let tenants = self.document.get_mut(TENANTS);
        let tenant = tenants.and_then(|tenants| tenants.get_mut(name.as_str()));
        let Some(tenant) = tenant.and_then(Item::as_table_like_mut) else {
            return false;
        };
        let groups = tenant
            .entry(KEY)
            .or_insert_with(|| Item::Table(Table::new()));
        let Some(groups) = groups.as_table_like_mut() else {
            return false;
        };
        let key = Choices::key(source);
        match uuid {
            Some(uuid) => drop(groups.insert(&key, value(uuid.raw()))),
            None => drop(groups.remove(&key)),
        }
        if groups.is_empty() {
            tenant.remove(KEY);
        }
        true
    }
}

/// What is wrong with the table, if anything.
pub(super) fn checked(item: &Item) -> Result<(), String> {
    let Some(table) = item.as_table_like() else {
        return Err(format!("`{KEY}` has to be a table"));
    };
    let mut odd = table
        .iter()
        .filter(|(_, item)| !words(item).is_some_and(|it| uuid::is(&it)));
    odd.next().map_or(Ok(()), |(source, _)| {
        let source = Printable::line(source);
        Err(format!(
            "`{KEY}.{source}` has to be the UUID of a security group"
        ))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::tests::{name, written};
    use super::*;

    const UUID: &str = "0c5a1e4e-8d7a-4d0e-9c51-2f1f0c5a1e4e";

    #[test]
    fn a_choice_is_kept_beside_the_account_and_comments_stay() {
        let text = "[tenants.prod] # ours\ntsg_id = \"1\"\n\n[tenants.prod.groups]\ns3 = \"0c5a1e4e-8d7a-4d0e-9c51-2f1f0c5a1e4e\" # buckets\n";
        let (_folder, file) = written(text);
        let mut settings = Settings::read(&file).unwrap();
        let (prod, hub, s3) = (name("prod"), "HUGGING_FACE".into(), "S3".into());
        assert!(settings.choose_group(&prod, &hub, Some(&UUID.into())));
        assert!(!settings.choose_group(&name("other"), &hub, None));
        settings.save().unwrap();
        let kept = fs::read_to_string(&file).unwrap();
        let added = format!("{text}hugging_face = \"{UUID}\"\n");
        assert_eq!(kept, added);
        let mut settings = Settings::read(&file).unwrap();
        let chosen = |settings: &Settings, source| settings.groups(&prod).of(source).cloned();
        assert_eq!(chosen(&settings, &hub), Some(UUID.into()));
        for source in [&hub, &s3] {
            assert!(settings.choose_group(&prod, source, None));
            assert_eq!(chosen(&settings, source), None);
        }
        settings.save().unwrap();
        let kept = fs::read_to_string(&file).unwrap();
        assert!(
            !kept.contains("groups") && kept.contains("# ours"),
            "{kept}"
        );
    }

    #[test]
    fn what_is_no_choice_says_where() {
        for (text, words) in [
            ("groups = 3", "`groups` has to be a table"),
            ("groups = { s3 = 'x' }", "`groups.s3` has to be the UUID"),
        ] {
            let (_folder, file) = written(&format!("[tenants.prod]\n{text}\n"));
            let said = Settings::read(&file).unwrap_err();
            assert!(said.as_str().contains(words), "{said}");
        }
    }
}
