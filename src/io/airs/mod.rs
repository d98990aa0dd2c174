//! The service: a client of one tenant.
//!
//! Owns connections, tokens, patience and pages, and turns whatever goes wrong into a [`Fault`]. Refuses to know who
//! asks and what is done with the answers. A question that changes nothing is asked again when it fails; one that starts
//! a scan is not, before the client has looked whether the scan is there.

mod cache;
mod completion;
mod connection;
mod equip;
mod fetch;
mod groups;
mod labels;
mod launch;
mod lookout;
mod pages;
mod patience;
mod scans;
mod send;
mod shelf;
mod token;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use secrecy::SecretString;
use tokio::sync::Semaphore;
use url::Url;

use crate::domain::fault::Fault;
use crate::domain::setting::Origin;
use crate::domain::tenant::Tenant;
use crate::io::keyring;
use crate::io::settings;

pub use cache::{Cache, Kept};
pub use completion::{Completed, Wanted};
pub use fetch::{Fetched, NotFetched};
pub use launch::Trace;
pub use lookout::{Blocked, Lookout};
pub use patience::Patience;
pub(in crate::io) use patience::rest;
pub use scans::Filter;
pub use shelf::{GROUPS, Lender, Lent, NotLent, SCANS, rules_of};

/// Questions that are on their way at once, so that no more scans need be fetched at once.
pub const AT_ONCE: usize = 16;

/// What stands for a clock that nobody compared.
const UNKNOWN: i64 = i64::MIN;

/// A client of one tenant. Clones share the token, the connections and the room for questions.
#[derive(Clone)]
pub struct Client {
    inside: Arc<Inside>,
}

struct Inside {
    tenant: Tenant,
    secret: SecretString,
    /// The same as it travels.
    credentials: SecretString,
    http: reqwest::Client,
    keeper: token::Keeper,
    room: Semaphore,
    patience: Patience,
    /// By how many seconds this machine's clock is ahead of the service's.
    ahead: AtomicI64,
}

impl Client {
    /// A client that has not asked anything yet.
    pub fn new(tenant: Tenant, secret: SecretString, patience: Patience) -> Result<Self, Fault> {
        let http = connection::open(&tenant, &patience)?;
        let credentials = token::credentials(&http, &tenant, &secret);
        Ok(Self {
            inside: Arc::new(Inside {
                tenant,
                secret,
                credentials,
                http,
                keeper: token::Keeper::default(),
                room: Semaphore::new(AT_ONCE),
                patience,
                ahead: AtomicI64::new(UNKNOWN),
            }),
        })
    }

    /// A client with the secret that the environment or the keyring has for the tenant.
    pub async fn of(tenant: Tenant) -> Result<Self, Fault> {
        let Some((secret, _)) = secret(&tenant).await? else {
            return Err(Fault::NoSecret {
                tenant: tenant.words(),
            });
        };
        Self::new(tenant, secret, Patience::default())
    }

    /// Its tenant.
    pub fn tenant(&self) -> &Tenant {
        &self.inside.tenant
    }

    fn data(&self, steps: &[&str]) -> Url {
        self.plane("data", steps)
    }

    fn management(&self, steps: &[&str]) -> Url {
        self.plane("mgmt", steps)
    }

    fn plane(&self, plane: &str, steps: &[&str]) -> Url {
        let steps = [&[plane, "v1"], steps].concat();
        self.inside.tenant.api.value.below(&steps)
    }
}

/// The secret of a tenant and where it is: the environment's first, else the keyring's.
pub async fn secret(tenant: &Tenant) -> Result<Option<(SecretString, Origin)>, Fault> {
    if let Some(secret) = settings::secret() {
        return Ok(Some((secret, Origin::Environment(settings::SECRET))));
    }
    let kept = keyring::read(&tenant.account()).await?;
    Ok(kept.map(|secret| (secret, Origin::Keyring)))
}
