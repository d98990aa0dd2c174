//! Which account counts: by flags, environment and file.

use secrecy::SecretString;

use super::{Settings, list};
use crate::domain::fault::Fault;
use crate::domain::tenant::{Field, Layer, Name, Tenant, Unset, said};

/// The environment variable of the secret.
pub const SECRET: &str = "MODEL_SECURITY_CLIENT_SECRET";

/// Which tenant counts, and with which values: flags, then the environment, then the file. A tenant that was named by a
/// flag and an environment that speaks of another one are never mixed.
pub fn tenant(
    settings: &Settings,
    named: Option<&Name>,
    flags: Layer,
    environment: Layer,
) -> Result<Tenant, Fault> {
    let unset = |sentence: String| Fault::Unset(sentence);
    let (name, file) = match named {
        Some(name) => {
            let Some(file) = settings.layer(name) else {
                return Err(unset(format!(
                    "there is no tenant {name}; there are: {}. Run `airs-triage login --tenant {name}` to make it",
                    list(&settings.tenants())
                )));
            };
            one_account(name, &file, &flags, &environment)?;
            (Some(name.clone()), Some(file))
        }
        None => {
            let name = settings.default_tenant();
            let file = name.as_ref().and_then(|name| settings.layer(name));
            // Another account's endpoints are not this one's.
            match file.filter(|file| differs(file, &flags, &environment).is_none()) {
                Some(file) => (name, Some(file)),
                None => (None, None),
            }
        }
    };
    let several = name.is_none() && settings.tenants().len() > 1;
    let layers: Vec<Layer> = [Some(flags), Some(environment), file]
        .into_iter()
        .flatten()
        .collect();
    if several && said(&layers, Field::ClientId).is_none() {
        return Err(unset(format!(
            "there are several tenants ({}); name one with --tenant, or choose one with `airs-triage tenants --default NAME`",
            list(&settings.tenants())
        )));
    }
    Tenant::from_layers(name, &layers).map_err(|why: Unset| unset(why.to_string()))
}

/// What of an account the environment and the file say differently, where no flag settles it.
fn differs(file: &Layer, flags: &Layer, environment: &Layer) -> Option<Field> {
    let account = [Field::TsgId, Field::ClientId].into_iter();
    let mut open = account.filter(|field| flags.get(*field).is_none());
    open.find(|field| {
        let (here, there) = (environment.get(*field), file.get(*field));
        matches!((here, there), (Some(here), Some(there)) if here.value != there.value)
    })
}

/// Sees to it that a named tenant and the environment speak of one account.
pub fn one_account(
    name: &Name,
    file: &Layer,
    flags: &Layer,
    environment: &Layer,
) -> Result<(), Fault> {
    match differs(file, flags, environment) {
        None => Ok(()),
        Some(field) => Err(Fault::Unset(format!(
            "tenant {name} and {} speak of different accounts ({}); unset the variable, or name another tenant",
            field.variable().unwrap_or_default(),
            field.words(),
        ))),
    }
}

/// What the environment says of a tenant.
pub fn environment() -> Layer {
    Layer::environment(|name| std::env::var(name).ok())
}

/// The secret of the environment.
pub fn secret() -> Option<SecretString> {
    let secret = std::env::var(SECRET).ok()?;
    (!secret.trim().is_empty()).then(|| secret.trim().into())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{name, written};
    use super::*;
    use crate::domain::setting::Origin;

    #[test]
    fn accounts_are_never_mixed() {
        let (_folder, file) = written(
            "[tenants.a]\ntsg_id = 1\nclient_id = 'x'\napi_endpoint = 'https://a'\n[tenants.b]\ntsg_id = 2\nclient_id = 'y'\n",
        );
        let settings = Settings::read(&file).unwrap();
        let none = Layer::default;
        let env = |tsg: &str| {
            let tsg = tsg.to_owned();
            Layer::environment(move |name| match name {
                "TSG_ID" => Some(tsg.clone()),
                "MODEL_SECURITY_CLIENT_ID" => Some("z".into()),
                _ => None,
            })
        };
        let several = tenant(&settings, None, none(), none()).unwrap_err();
        assert!(
            several.to_string().contains("several tenants (a, b)"),
            "{several}"
        );
        let mixed = tenant(&settings, Some(&name("a")), none(), env("9")).unwrap_err();
        assert!(
            mixed.to_string().contains("tenant a and TSG_ID speak"),
            "{mixed}"
        );
        let absent = tenant(&settings, Some(&name("c")), none(), none()).unwrap_err();
        assert!(
            absent
                .to_string()
                .contains("there is no tenant c; there are: a, b"),
            "{absent}"
        );
        let alone = tenant(&settings, None, none(), env("9")).unwrap();
        assert_eq!((alone.name, alone.api.from), (None, Origin::Default));
        let named = tenant(&settings, Some(&name("a")), none(), none()).unwrap();
        assert_eq!(named.api.value.to_string(), "https://a");
    }
}
