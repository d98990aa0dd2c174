//! Who asks a simulated tenant: the account, its client, and where both keep what they learn.

use std::path::Path;
use std::time::Duration;

use airs_triage::domain::tenant::{Field, Layer, Tenant as Account};
use airs_triage::io::airs::{Client, Patience};
use airs_triage::io::places::Places;
use secrecy::SecretString;

use super::tenant::Tenant;

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
