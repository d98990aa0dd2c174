//! Commands of a tenant: who asks, what the service has, full reports from it, and new scans.

pub mod args;

mod ask;
mod fetch;
mod groups;
mod label;
mod login;
mod logout;
mod pypi_url;
mod rules;
mod scan;
mod shelf;
mod tenants;
mod whoami;

pub(super) use fetch::run as fetch;
pub(super) use groups::run as groups;
pub(super) use label::run as label;
pub(super) use login::run as login;
pub(super) use logout::run as logout;
pub(super) use pypi_url::run as pypi_url;
pub(super) use rules::run as rules;
pub(super) use scan::run as scan;
pub(super) use tenants::run as tenants;
pub(super) use whoami::run as whoami;

use anyhow::anyhow;

use super::Counter;
use crate::domain::tenant::{Layer, Tenant};
use crate::io::settings::{self, Settings};

impl Counter {
    /// The file of settings.
    fn settings(&self) -> anyhow::Result<Settings> {
        Settings::read(&self.places.settings).map_err(|why| anyhow!("{why}"))
    }

    /// The tenant that counts.
    fn tenant(&self, settings: &Settings) -> anyhow::Result<Tenant> {
        let environment = settings::environment();
        let named = self.tenant.as_ref();
        Ok(settings::tenant(
            settings,
            named,
            Layer::default(),
            environment,
        )?)
    }
}
