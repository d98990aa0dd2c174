//! A desk beside a simulated tenant, as journeys find it: the tenant, a folder for all that the desk keeps, and the
//! line between the two.

use std::path::Path;
use std::time::Duration;

use airs_triage::domain::tenant::{Field, Layer, Tenant as Account};
use airs_triage::io::airs::{Client, Patience};
use airs_triage::io::places::Places;
use airs_triage::io::runner::Service;
use secrecy::SecretString;
use tempfile::TempDir;

use super::desk::Setting;
use super::tenant::{Tenant, World};

/// A tenant and a folder.
pub struct Site {
    pub tenant: Tenant,
    pub folder: TempDir,
}

impl Site {
    /// A tenant of this world, and an empty folder.
    pub fn of(world: World) -> Self {
        Self {
            tenant: Tenant::start(world),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Where its desk keeps what.
    pub fn places(&self) -> Places {
        places(self.folder.path())
    }

    /// Its line to the tenant.
    pub fn service(&self) -> Service {
        Service::with(&self.places(), client(&self.tenant))
    }

    /// Waits until the tenant was asked so often.
    pub async fn asked(&self, route: &str, often: usize) {
        let asked = async {
            while self.tenant.count(route) < often {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), asked).await;
        waited.expect("nobody asks");
    }

    /// A desk without reports.
    pub async fn desk(&self, size: (u16, u16)) -> Setting {
        Setting::on(Vec::new(), size).await.with(self.service())
    }
}

/// Where a desk keeps what, if all of it is in one folder.
pub fn places(folder: &Path) -> Places {
    let place = |name: &str| folder.join(name);
    Places {
        ledger: place("ledger.db"),
        ledger_is_named: false,
        reports: place("reports"),
        launched: place("launched"),
        session: place("session.json"),
        filters: place("filters.txt"),
        settings: place("config.toml"),
        cache: place("cache"),
    }
}

/// Patience that a test has time for.
pub fn brief() -> Patience {
    Patience {
        attempts: 3,
        first: Duration::from_millis(2),
        longest: Duration::from_secs(5),
        ..Patience::default()
    }
}

/// An account of a service that answers there.
pub fn account(api: &str, tokens: &str, client_id: &str, tsg: &str) -> Account {
    let said = [
        (Field::Api, api),
        (Field::Tokens, tokens),
        (Field::ClientId, client_id),
        (Field::TsgId, tsg),
    ];
    let said = said.map(|(field, text)| (field, Some(text.to_owned())));
    Account::from_layers("sim".parse().ok(), &[Layer::flags(said)]).unwrap()
}

/// The tenant's own account.
pub fn own(tenant: &Tenant) -> Account {
    let (api, tokens) = (tenant.api_url(), tenant.token_url());
    account(&api, &tokens, &tenant.client_id(), &tenant.tsg())
}

/// The secret of that account.
pub fn secret(tenant: &Tenant) -> SecretString {
    tenant.client_secret().into()
}

/// A client that has what it needs.
pub fn client(tenant: &Tenant) -> Client {
    Client::new(own(tenant), secret(tenant), brief()).unwrap()
}
