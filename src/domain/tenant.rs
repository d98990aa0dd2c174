//! The tenant: an account of the service (TSG), who signs in to it, and where it answers. Its secret is never here.
//!
//! A tenant is put together from layers (flags, environment, file, defaults); the first layer that has a value wins,
//! and every value remembers its layer.

use strum::{EnumIter, IntoEnumIterator};
use thiserror::Error;

use crate::domain::setting::{Origin, Setting};

pub use endpoint::Endpoint;
pub use name::{Name, NotAName, UNNAMED};

mod endpoint;
mod name;

/// What sentences call the command that connects a tenant.
pub const LOGIN: &str = "`airs-triage login`";
/// Where the service answers unless somebody says otherwise; the data and management planes stand below it.
const API: &str = "https://api.sase.paloaltonetworks.com/aims";
/// Where tokens come from unless somebody says otherwise.
const TOKENS: &str = "https://auth.apps.paloaltonetworks.com/oauth2/access_token";
/// What stands between the TSG id and the end of a service account's name.
const ACCOUNTS: &str = ".iam.panserviceaccount.com";

/// What is set for a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Field {
    /// The tenant's number.
    TsgId,
    /// The service account.
    ClientId,
    /// Where the service answers.
    Api,
    /// Where tokens come from.
    Tokens,
    /// The region, for people.
    Region,
}

struct Names {
    words: &'static str,
    key: &'static str,
    flag: &'static str,
    variable: Option<&'static str>,
    longest: usize,
}

impl Field {
    fn names(self) -> Names {
        let (words, key, flag, variable, longest) = match self {
            Self::TsgId => ("TSG id", "tsg_id", "--tsg-id", Some("TSG_ID"), 64),
            Self::ClientId => (
                "client id",
                "client_id",
                "--client-id",
                Some("MODEL_SECURITY_CLIENT_ID"),
                256,
            ),
            Self::Api => (
                "API endpoint",
                "api_endpoint",
                "--api-endpoint",
                Some("MODEL_SECURITY_API_ENDPOINT"),
                2048,
            ),
            Self::Tokens => (
                "token endpoint",
                "token_endpoint",
                "--token-endpoint",
                Some("MODEL_SECURITY_TOKEN_ENDPOINT"),
                2048,
            ),
            Self::Region => ("region", "region", "--region", None, 64),
        };
        Names {
            words,
            key,
            flag,
            variable,
            longest,
        }
    }

    /// What people call it.
    pub fn words(self) -> &'static str {
        self.names().words
    }

    /// Its key in the file of settings.
    pub fn key(self) -> &'static str {
        self.names().key
    }

    /// Its flag.
    pub fn flag(self) -> &'static str {
        self.names().flag
    }

    /// Its environment variable, by the name that the official examples use.
    pub fn variable(self) -> Option<&'static str> {
        self.names().variable
    }

    /// What counts where nobody says otherwise.
    pub fn usual(self) -> Option<&'static str> {
        match self {
            Self::Api => Some(API),
            Self::Tokens => Some(TOKENS),
            Self::TsgId | Self::ClientId | Self::Region => None,
        }
    }

    /// What is wrong with a value, if anything.
    fn fault(self, value: &str) -> Option<&'static str> {
        let plain = |character: char| character.is_ascii_graphic();
        if value.len() > self.names().longest {
            return Some("it is too long");
        }
        match self {
            Self::TsgId if !value.chars().all(|it| it.is_ascii_alphanumeric()) => {
                Some("a TSG id is digits, as in 1180045521")
            }
            Self::ClientId if !value.chars().all(plain) || value.contains(':') => {
                Some("a client id looks like name@1180045521.iam.panserviceaccount.com")
            }
            Self::Region if !value.chars().all(|it| plain(it) || it == ' ') => {
                Some("a region is plain text, as in eu")
            }
            _ => None,
        }
    }
}

/// What one place says of a tenant: words that nobody has looked at yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer(Vec<(Field, Setting<String>)>);

impl Layer {
    /// What was typed as flags.
    pub fn flags(values: impl IntoIterator<Item = (Field, Option<String>)>) -> Self {
        Self::of(values, |field| Origin::Flag(field.flag()))
    }

    /// What the environment says, by a way to look names up in it.
    pub fn environment(look: impl Fn(&str) -> Option<String>) -> Self {
        let said = Field::iter().map(|field| (field, field.variable().and_then(&look)));
        Self::of(said, |field| {
            Origin::Environment(field.variable().unwrap_or_default())
        })
    }

    /// What the file of settings says.
    pub fn file(values: impl IntoIterator<Item = (Field, Option<String>)>) -> Self {
        Self::of(values, |_| Origin::File)
    }

    /// What was answered at a prompt.
    pub fn asked(values: impl IntoIterator<Item = (Field, Option<String>)>) -> Self {
        Self::of(values, |_| Origin::Asked)
    }

    /// What is empty is not said.
    fn of(
        values: impl IntoIterator<Item = (Field, Option<String>)>,
        from: impl Fn(Field) -> Origin,
    ) -> Self {
        let said = values.into_iter().filter_map(|(field, value)| {
            let value = value?.trim().to_owned();
            (!value.is_empty()).then(|| (field, Setting::new(value, from(field))))
        });
        Self(said.collect())
    }

    /// The value of a field here.
    pub fn get(&self, field: Field) -> Option<&Setting<String>> {
        let found = self.0.iter().find(|(of, _)| *of == field);
        found.map(|(_, setting)| setting)
    }
}

/// The first of these layers that says something of a field.
pub fn said(layers: &[Layer], field: Field) -> Option<&Setting<String>> {
    layers.iter().find_map(|layer| layer.get(field))
}

/// Why settings make no tenant.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unset {
    /// A value is nowhere.
    #[error(
        "no {words} is set: run {LOGIN}, or set {variable}",
        words = .0.words(),
        variable = .0.variable().unwrap_or_default()
    )]
    Missing(Field),
    /// A value cannot be meant.
    #[error("the {words} ({from}) cannot be used: {why}", words = .field.words())]
    Unfit {
        /// Of what.
        field: Field,
        /// Where it stands.
        from: Origin,
        /// What is wrong with it.
        why: String,
    },
}

/// A tenant with everything that is needed to speak to it, but the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// What its user calls it, where it is in the file of settings.
    pub name: Option<Name>,
    /// Its number.
    pub tsg_id: Setting<String>,
    /// The service account.
    pub client_id: Setting<String>,
    /// Where the service answers: the planes stand below.
    pub api: Setting<Endpoint>,
    /// Where tokens come from.
    pub tokens: Setting<Endpoint>,
    /// The region, for people.
    pub region: Option<Setting<String>>,
}

impl Tenant {
    /// Puts a tenant together; the first layer that says something wins.
    pub fn from_layers(name: Option<Name>, layers: &[Layer]) -> Result<Self, Unset> {
        let client_id = needed(layers, Field::ClientId)?;
        let tsg_id = match text(layers, Field::TsgId)? {
            Some(given) => given,
            None => tsg_of(&client_id.value)
                .map(|tsg| Setting::new(tsg, Origin::Derived("client id")))
                .ok_or(Unset::Missing(Field::TsgId))?,
        };
        Ok(Self {
            name,
            tsg_id,
            client_id,
            api: endpoint(layers, Field::Api)?,
            tokens: endpoint(layers, Field::Tokens)?,
            region: text(layers, Field::Region)?,
        })
    }

    /// What to call it in a sentence.
    pub fn words(&self) -> String {
        match &self.name {
            Some(name) => format!("tenant {name} (TSG {})", self.tsg_id.value),
            None => format!("tenant TSG {}", self.tsg_id.value),
        }
    }

    /// Under what its secret is kept: the account, so that no account is ever sent another one's secret.
    pub fn account(&self) -> String {
        format!("{}/{}", self.tsg_id.value, self.client_id.value)
    }
}

fn text(layers: &[Layer], field: Field) -> Result<Option<Setting<String>>, Unset> {
    let Some(given) = said(layers, field) else {
        return Ok(None);
    };
    match field.fault(&given.value) {
        None => Ok(Some(given.clone())),
        Some(why) => Err(Unset::Unfit {
            field,
            from: given.from,
            why: why.to_owned(),
        }),
    }
}

fn needed(layers: &[Layer], field: Field) -> Result<Setting<String>, Unset> {
    text(layers, field)?.ok_or(Unset::Missing(field))
}

fn endpoint(layers: &[Layer], field: Field) -> Result<Setting<Endpoint>, Unset> {
    let (value, from) = match said(layers, field) {
        Some(given) => (given.value.as_str(), given.from),
        None => (field.usual().unwrap_or_default(), Origin::Default),
    };
    let endpoint = Endpoint::parse(value).map_err(|why| Unset::Unfit {
        field,
        from,
        why: why.to_string(),
    })?;
    Ok(Setting::new(endpoint, from))
}

/// The tenant that a service account's name speaks of: `ci@1180045521.iam.panserviceaccount.com`.
fn tsg_of(client_id: &str) -> Option<String> {
    let tsg = client_id.split_once('@')?.1.strip_suffix(ACCOUNTS)?;
    let number = !tsg.is_empty() && tsg.bytes().all(|digit| digit.is_ascii_digit());
    number.then(|| tsg.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CI: &str = "ci@1180045521.iam.panserviceaccount.com";

    fn file(values: &[(Field, &str)]) -> Layer {
        Layer::file(
            values
                .iter()
                .map(|(field, value)| (*field, Some((*value).to_owned()))),
        )
    }

    #[test]
    fn the_first_layer_that_says_something_wins_and_is_remembered() {
        let layers = [
            Layer::environment(|name| match name {
                "TSG_ID" => Some(" 42 ".into()),
                "MODEL_SECURITY_CLIENT_ID" => Some(String::new()),
                _ => None,
            }),
            file(&[
                (Field::TsgId, "7"),
                (Field::ClientId, CI),
                (Field::Region, "eu"),
            ]),
        ];
        let tenant = Tenant::from_layers("prod".parse().ok(), &layers).unwrap();
        assert_eq!(
            tenant.tsg_id,
            Setting::new("42".into(), Origin::Environment("TSG_ID"))
        );
        assert_eq!(tenant.client_id.from, Origin::File);
        assert_eq!(tenant.api.from, Origin::Default);
        assert_eq!(tenant.api.value.to_string(), API);
        assert_eq!(tenant.words(), "tenant prod (TSG 42)");
        assert_eq!(tenant.account(), format!("42/{CI}"));
    }

    #[test]
    fn a_service_account_tells_its_tenant() {
        let tenant = Tenant::from_layers(None, &[file(&[(Field::ClientId, CI)])]).unwrap();
        assert_eq!(tenant.tsg_id.value, "1180045521");
        assert_eq!(tenant.tsg_id.from.to_string(), "from the client id");
        let odd = Tenant::from_layers(None, &[file(&[(Field::ClientId, "someone")])]);
        assert_eq!(
            odd.unwrap_err().to_string(),
            "no TSG id is set: run `airs-triage login`, or set TSG_ID"
        );
    }

    #[test]
    fn what_cannot_be_meant_says_where_it_stands() {
        for (field, value, why) in [
            (Field::TsgId, "11 80", "digits"),
            (Field::ClientId, "a:b", "looks like"),
            (Field::ClientId, "a\u{202e}b", "looks like"),
            (Field::Region, "e\nu", "plain text"),
            (Field::TsgId, &"1".repeat(65), "too long"),
            (Field::Api, "http://api.example.com", "only on this machine"),
            (Field::Tokens, "ftp://x", "https"),
        ] {
            let good = file(&[(Field::TsgId, "1"), (Field::ClientId, CI)]);
            let layers = [file(&[(field, value)]), good];
            let said = Tenant::from_layers(None, &layers).unwrap_err().to_string();
            assert!(said.contains(why) && said.contains("config.toml"), "{said}");
        }
    }
}
