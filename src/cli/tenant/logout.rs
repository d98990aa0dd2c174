//! `logout`: deletes the secret from the keyring, and on request the tenant from the settings.

use anyhow::{anyhow, bail};

use super::Counter;
use super::args::Logout;
use crate::cli::exit::Exit;
use crate::io::login;
use crate::io::settings::{self, Settings};

pub(in crate::cli) async fn run(counter: &mut Counter, args: Logout) -> anyhow::Result<Exit> {
    let settings = counter.settings()?;
    let Some(name) = counter.tenant.clone().or_else(|| settings.default_tenant()) else {
        bail!("there is no tenant to log out of; `airs-triage tenants` lists those there are");
    };
    let tenant = login::kept(&settings, &name)?;
    let left = login::leave(&tenant).await;
    if args.forget {
        let forgotten = Settings::change(&counter.places.settings, |settings| {
            settings.forget(&name);
        });
        forgotten.map_err(|why| anyhow!("{why}"))?;
    }
    let secret = left?;
    let rest = if args.forget {
        "; the tenant is out of the settings"
    } else {
        ""
    };
    if settings::secret().is_some() {
        let variable = settings::SECRET;
        counter
            .printer
            .notice(&format!("{variable} is still set in the environment"));
    }
    counter.printer.text(&format!("{secret}{rest}\n"))
}
