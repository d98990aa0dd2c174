//! Logging in and out: what an account proves before anything of it is kept, and what is kept where. The command line
//! and the desk do the same.

use std::path::Path;

use secrecy::SecretString;

use crate::domain::fault::{Asked, Fault};
use crate::domain::tenant::{Name, Tenant};
use crate::domain::text::Printable;
use crate::io::airs::{Client, Patience};
use crate::io::aside::aside;
use crate::io::keyring;
use crate::io::settings::{self, Settings};

/// An account that is let in. Nothing of it is kept yet.
pub struct Proved {
    tenant: Tenant,
    secret: SecretString,
    /// What it was asked for to see whether that is allowed, and what each question came to.
    pub probed: [(Asked, Result<(), Fault>); 2],
}

/// Where the secret is, once the account is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretIn {
    /// In the keyring.
    Keyring,
    /// In the environment only, and why not in the keyring.
    Environment(Fault),
}

/// Proves an account by fetching a token, and looks at what it may see.
pub async fn prove(tenant: Tenant, secret: SecretString) -> Result<Proved, Fault> {
    let client = Client::new(tenant.clone(), secret.clone(), Patience::default())?;
    client.prove().await?;
    let probed = client.probe().await;
    Ok(Proved {
        tenant,
        secret,
        probed,
    })
}

impl Proved {
    /// The account, without its secret.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Keeps the secret in the keyring and the rest in the file of settings. The first tenant becomes the one that
    /// counts, and so does one that is to.
    pub async fn keep(self, file: &Path, name: &Name, counts: bool) -> Result<SecretIn, Fault> {
        // A file that cannot be read is said before the keyring has anything.
        Settings::read(file).map_err(unsaved)?;
        let kept = match keyring::write(&self.tenant.account(), self.secret).await {
            Ok(()) => SecretIn::Keyring,
            Err(fault) if settings::secret().is_some() => SecretIn::Environment(fault),
            Err(fault) => return Err(fault),
        };
        let (file, name, tenant) = (file.to_owned(), name.clone(), self.tenant);
        let change = move || {
            Settings::change(&file, |settings| {
                let first = settings.tenants().is_empty();
                settings.put(&name, &tenant);
                if first || counts {
                    settings.choose(&name);
                }
            })
        };
        aside(change).await.map_err(unsaved)?;
        Ok(kept)
    }
}

/// The account of a tenant as the file of settings has it: what an environment says of another one has nothing in the
/// keyring.
pub fn kept(settings: &Settings, name: &Name) -> Result<Tenant, Fault> {
    let Some(layer) = settings.layer(name) else {
        return Err(Fault::Unset(format!(
            "there is no tenant {name}; `airs-triage tenants` lists those there are"
        )));
    };
    let tenant = Tenant::from_layers(Some(name.clone()), &[layer]);
    tenant.map_err(|why| Fault::Unset(why.to_string()))
}

/// Deletes the secret of an account from the keyring; says in a sentence whether there was one.
pub async fn leave(tenant: &Tenant) -> Result<String, Fault> {
    let words = tenant.words();
    Ok(if keyring::delete(&tenant.account()).await? {
        format!("the secret of {words} is deleted from the keyring")
    } else {
        format!("the keyring held no secret of {words}")
    })
}

fn unsaved(why: Printable) -> Fault {
    Fault::Other(why.into_string())
}
