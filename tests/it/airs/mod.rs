//! The client against a simulated tenant: tokens, lists, completion, launches, and everything that goes wrong.

mod any;
mod completion;
mod faults;
mod launch;
mod lines;
mod lists;
mod mock;
mod tokens;

use std::time::Duration;

use airs_triage::domain::tenant::{Field, Layer, Tenant as Account};
use airs_triage::io::airs::{Client, Patience};
use secrecy::SecretString;

use crate::support::tenant::Tenant;

/// Patience that a test has time for.
fn brief() -> Patience {
    Patience {
        attempts: 3,
        first: Duration::from_millis(2),
        longest: Duration::from_secs(5),
        ..Patience::default()
    }
}

/// An account of a service that answers there.
pub(crate) fn account(api: &str, tokens: &str, client_id: &str, tsg: &str) -> Account {
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
fn own(tenant: &Tenant) -> Account {
    let (api, tokens) = (tenant.api_url(), tenant.token_url());
    account(&api, &tokens, &tenant.client_id(), &tenant.tsg())
}

fn secret(tenant: &Tenant) -> SecretString {
    tenant.client_secret().into()
}

/// A client that has what it needs.
pub(crate) fn client(tenant: &Tenant) -> Client {
    Client::new(own(tenant), secret(tenant), brief()).unwrap()
}
