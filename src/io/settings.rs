//! Settings: the tenants in `config.toml`, what the environment says, and which of them counts.
//!
//! The file never holds a secret; one that does is refused. What this program does not know in it, and how it is
//! written, stays as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml_edit::{DocumentMut, Item, Table, TableLike, value};

use crate::domain::setting::{Origin, Setting};
use crate::domain::tenant::{Endpoint, Field, Layer, Name, Tenant};
use crate::domain::text::Printable;
use crate::io::{bounded, save};

pub use account::{SECRET, environment, one_account, secret, tenant};

mod account;
mod groups;

/// A larger file is none of ours.
const LIMIT: u64 = 1 << 20;
/// The table of tenants.
const TENANTS: &str = "tenants";
/// The table of the lookout for what the tenant blocks, and its keys.
const WATCH: &str = "watch";
const WATCH_TENANT: &str = "tenant";
const WATCH_SECONDS: &str = "seconds";
/// Time between two looks where the file says none.
pub const EVERY: Duration = Duration::from_mins(1);
/// Seconds that may be set between two looks.
const SECONDS: std::ops::RangeInclusive<u64> = 10..=86_400;
/// The key of the tenant that counts where none is named.
const DEFAULT: &str = "default_tenant";

/// Whether the desk asks the tenant for what it blocks, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Whether it does from the start.
    pub tenant: bool,
    /// Time between two looks.
    pub every: Duration,
}

/// The file of settings.
#[derive(Clone, Debug)]
pub struct Settings {
    file: PathBuf,
    document: DocumentMut,
}

impl Settings {
    /// Reads the file; one that is not there sets nothing.
    pub fn read(file: &Path) -> Result<Self, Printable> {
        let text = bounded::text(file, LIMIT).map_err(|why| why.to_string());
        let settings = text.and_then(|text| {
            let document = parse(&text.unwrap_or_default())?;
            let file = file.to_owned();
            Ok(Self { file, document })
        });
        let checked = settings.and_then(|settings| settings.check().map(|()| settings));
        checked.map_err(|why| Printable::line(&format!("{}: {why}", file.display())))
    }

    /// Changes the file as it is now and writes it. Settings that were read before somebody was asked something may be
    /// old, and writing those would undo what was changed meanwhile.
    pub fn change(file: &Path, change: impl FnOnce(&mut Self)) -> Result<(), Printable> {
        let mut settings = Self::read(file)?;
        change(&mut settings);
        settings.save()
    }

    /// The lookout for what the tenant blocks.
    pub fn watch(&self) -> Watch {
        let table = self.document.get(WATCH).and_then(Item::as_table_like);
        let item = |key: &str| table.and_then(|table| table.get(key));
        let seconds = item(WATCH_SECONDS).and_then(seconds);
        Watch {
            tenant: item(WATCH_TENANT).and_then(Item::as_bool).unwrap_or(false),
            every: seconds.map_or(EVERY, Duration::from_secs),
        }
    }

    /// The tenants, by name.
    pub fn tenants(&self) -> Vec<Name> {
        let table = self.table().into_iter().flat_map(TableLike::iter);
        let mut names: Vec<Name> = table.filter_map(|(name, _)| name.parse().ok()).collect();
        names.sort_unstable();
        names
    }

    /// The tenant that counts where none is named: the one that was chosen, else the only one.
    pub fn default_tenant(&self) -> Option<Name> {
        let chosen = self.document.get(DEFAULT).and_then(Item::as_str);
        let chosen = chosen.and_then(|name| name.parse().ok());
        match (chosen, self.tenants().as_slice()) {
            (Some(name), _) => Some(name),
            (None, [only]) => Some(only.clone()),
            _ => None,
        }
    }

    /// What the file says of a tenant.
    pub fn layer(&self, name: &Name) -> Option<Layer> {
        let table = self.table()?.get(name.as_str())?.as_table_like()?;
        let said = FIELDS.map(|field| (field, table.get(field.key()).and_then(words)));
        Some(Layer::file(said))
    }

    /// A tenant whose number is this one.
    pub fn tenant_of(&self, tsg_id: &str) -> Option<Name> {
        self.tenants().into_iter().find(|name| {
            let layers: Vec<_> = self.layer(name).into_iter().collect();
            Tenant::from_layers(None, &layers).is_ok_and(|it| it.tsg_id.value == tsg_id)
        })
    }

    /// Puts a tenant into the file, as far as its values are not the defaults.
    pub fn put(&mut self, name: &Name, tenant: &Tenant) {
        let values = [
            Some(tenant.tsg_id.value.clone()),
            Some(tenant.client_id.value.clone()),
            kept(&tenant.api),
            kept(&tenant.tokens),
            tenant.region.as_ref().map(|region| region.value.clone()),
        ];
        let tenants = self.document.entry(TENANTS).or_insert_with(implicit);
        let Some(tenants) = tenants.as_table_like_mut() else {
            return;
        };
        let row = tenants
            .entry(name.as_str())
            .or_insert_with(|| Item::Table(Table::new()));
        let Some(row) = row.as_table_like_mut() else {
            return;
        };
        for (field, text) in FIELDS.into_iter().zip(values) {
            match text {
                Some(text) if row.get(field.key()).and_then(words).as_ref() == Some(&text) => {}
                Some(text) => drop(row.insert(field.key(), value(text))),
                None => drop(row.remove(field.key())),
            }
        }
    }

    /// Makes a tenant the one that counts where none is named.
    pub fn choose(&mut self, name: &Name) {
        self.document[DEFAULT] = value(name.as_str());
    }

    /// Takes a tenant out of the file; says whether it was there.
    pub fn forget(&mut self, name: &Name) -> bool {
        if self.document.get(DEFAULT).and_then(Item::as_str) == Some(name.as_str()) {
            self.document.remove(DEFAULT);
        }
        let tenants = self.document.get_mut(TENANTS);
        let tenants = tenants.and_then(Item::as_table_like_mut);
        tenants.is_some_and(|table| table.remove(name.as_str()).is_some())
    }

    /// Writes the file, whole or not at all. Where it is a link, what it leads to is written.
    pub fn save(&self) -> Result<(), Printable> {
        let file = fs::canonicalize(&self.file).unwrap_or_else(|_| self.file.clone());
        if let Some(folder) = file.parent() {
            save::private_folder(folder)
                .map_err(|why| Printable::line(&format!("{}: {why}", folder.display())))?;
        }
        save::over(&file, &self.document.to_string())
    }

    fn table(&self) -> Option<&dyn TableLike> {
        self.document.get(TENANTS)?.as_table_like()
    }

    /// Looks at everything that this program knows in the file.
    fn check(&self) -> Result<(), String> {
        self.document.get(WATCH).map_or(Ok(()), checked_watch)?;
        let tenants = match self.document.get(TENANTS) {
            Some(item) => item.as_table_like().ok_or("`tenants` has to be a table")?,
            None => return Ok(()),
        };
        for (name, item) in tenants.iter() {
            let shown = Printable::line(name);
            name.parse::<Name>()
                .map_err(|why| format!("[tenants.{shown}]: {why}"))?;
            let row = item
                .as_table_like()
                .ok_or_else(|| format!("`tenants.{shown}` has to be a table"))?;
            for (key, item) in row.iter() {
                checked(key, item).map_err(|why| format!("[tenants.{shown}]: {why}"))?;
            }
        }
        let default = self.document.get(DEFAULT);
        match default.map(Item::as_str) {
            None => Ok(()),
            Some(Some(name)) if tenants.contains_key(name) => Ok(()),
            _ => Err(format!(
                "`{DEFAULT}` names no tenant of this file; there are: {}",
                list(&self.tenants())
            )),
        }
    }
}

const FIELDS: [Field; 5] = [
    Field::TsgId,
    Field::ClientId,
    Field::Api,
    Field::Tokens,
    Field::Region,
];

fn parse(text: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|why: toml_edit::TomlError| {
        // The message alone: the line itself may hold what somebody should not have written there.
        let start = why.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
        let message = why.message();
        format!("not valid TOML: {message} (line {line}, column {column})")
    })
}

/// What is wrong with a key of a tenant.
fn checked(key: &str, item: &Item) -> Result<(), String> {
    let known = FIELDS.iter().any(|field| field.key() == key);
    let shown = Printable::line(key);
    if key == groups::KEY {
        groups::checked(item)
    } else if known && words(item).is_some() {
        Ok(())
    } else if known {
        Err(format!("`{shown}` has to be text"))
    } else if ["secret", "password", "token"]
        .iter()
        .any(|word| key.to_ascii_lowercase().contains(word))
    {
        Err(format!(
            "`{shown}` does not belong in a file: take it out, make a new secret, and run `airs-triage login`, which puts it into the keyring"
        ))
    } else {
        let keys = FIELDS.map(Field::key).join(", ");
        Err(format!(
            "`{shown}` is no setting of a tenant; there are {keys}"
        ))
    }
}

/// What is wrong with the table of the lookout.
fn checked_watch(item: &Item) -> Result<(), String> {
    let table = item.as_table_like();
    let table = table.ok_or_else(|| format!("`{WATCH}` has to be a table"))?;
    for (key, item) in table.iter() {
        let (shown, wish) = (Printable::line(key), format!("[{WATCH}]"));
        match key {
            WATCH_TENANT if item.as_bool().is_some() => {}
            WATCH_TENANT => return Err(format!("{wish}: `{shown}` has to be true or false")),
            WATCH_SECONDS if seconds(item).is_some() => {}
            WATCH_SECONDS => return Err(format!("{wish}: `{shown}` has to be 10 to 86400")),
            _ => {
                return Err(format!(
                    "{wish}: `{shown}` is no setting of the watch; there are {WATCH_TENANT}, {WATCH_SECONDS}"
                ));
            }
        }
    }
    Ok(())
}

fn seconds(item: &Item) -> Option<u64> {
    let seconds = u64::try_from(item.as_integer()?).ok()?;
    SECONDS.contains(&seconds).then_some(seconds)
}

/// Text, or a number that somebody wrote without quotes.
fn words(item: &Item) -> Option<String> {
    let text = item.as_str().map(str::to_owned);
    text.or_else(|| item.as_integer().map(|number| number.to_string()))
}

fn implicit() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

/// An endpoint as it is kept: not at all where it is the default.
fn kept(endpoint: &Setting<Endpoint>) -> Option<String> {
    (endpoint.from != Origin::Default).then(|| endpoint.value.to_string())
}

fn list(names: &[Name]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let names: Vec<_> = names.iter().map(Name::as_str).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CI: &str = "ci@1180045521.iam.panserviceaccount.com";

    pub(super) fn written(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings/config.toml");
        fs::create_dir(folder.path().join("settings")).unwrap();
        fs::write(&file, text).unwrap();
        (folder, file)
    }

    pub(super) fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    #[test]
    fn a_tenant_is_put_chosen_and_forgotten_and_the_rest_stays_as_it_is_written() {
        let (_folder, file) = written("# mine\n[theme]\nink = 'red' # bright\n");
        let mut settings = Settings::read(&file).unwrap();
        let layer = Layer::asked([
            (Field::ClientId, Some(CI.to_owned())),
            (Field::Api, Some("http://localhost:9/aims".to_owned())),
        ]);
        let tenant = Tenant::from_layers(None, &[layer]).unwrap();
        settings.put(&name("prod"), &tenant);
        settings.choose(&name("prod"));
        settings.save().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("# mine\n[theme]\nink = 'red' # bright\n"),
            "{text}"
        );
        assert!(
            text.contains("[tenants.prod]\ntsg_id = \"1180045521\"\n"),
            "{text}"
        );
        assert!(!text.contains("token_endpoint"), "{text}");

        let mut settings = Settings::read(&file).unwrap();
        assert_eq!(settings.default_tenant(), Some(name("prod")));
        assert_eq!(settings.tenant_of("1180045521"), Some(name("prod")));
        let read = account::tenant(&settings, None, Layer::default(), Layer::default()).unwrap();
        assert_eq!(read.name, Some(name("prod")));
        assert_eq!(read.api.value.to_string(), "http://localhost:9/aims");
        assert!(settings.forget(&name("prod")) && !settings.forget(&name("prod")));
        settings.save().unwrap();
        assert_eq!(Settings::read(&file).unwrap().tenants(), []);
    }

    #[test]
    fn the_tenant_is_watched_only_where_that_is_set() {
        for (text, tenant, seconds) in [
            ("", false, 60),
            ("[watch]\ntenant = true\n", true, 60),
            ("[watch]\ntenant = true\nseconds = 300\n", true, 300),
        ] {
            let (_folder, file) = written(text);
            let watch = Settings::read(&file).unwrap().watch();
            let every = Duration::from_secs(seconds);
            assert_eq!(watch, Watch { tenant, every }, "{text}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_meant_says_where() {
        for (text, words) in [
            ("[tenants.prod\n", "line 1, column"),
            (
                "x = 1\n[tenants.prod]\nclient_secret = 'canary'\n",
                "does not belong in a file",
            ),
            (
                "[tenants.prod]\ntsgid = '1'\n",
                "`tsgid` is no setting of a tenant; there are tsg_id",
            ),
            ("[tenants.prod]\nregion = []\n", "`region` has to be text"),
            ("[tenants.'a b']\n", "a tenant's name is"),
            ("tenants = 3\n", "has to be a table"),
            (
                "default_tenant = 'x'\n[tenants.y]\n",
                "names no tenant of this file; there are: y",
            ),
            ("secret = 'canary\n", "not valid TOML"),
            ("watch = true\n", "has to be a table"),
            ("[watch]\nseconds = 1\n", "has to be 10 to 86400"),
            ("[watch]\ntenant = 'yes'\n", "has to be true or false"),
            ("[watch]\nminutes = 1\n", "there are tenant, seconds"),
        ] {
            let (_folder, file) = written(text);
            let said = Settings::read(&file).unwrap_err();
            assert!(said.as_str().contains(words), "{said}");
            assert!(!said.as_str().contains("canary"), "{said}");
        }
    }
}
