//! Which tenant the desk talks to, and how one comes to be known: the keyring and the settings behind the desk's forms.

use std::sync::Arc;

use super::Service;
use super::groups::{NO_LINE, words};
use crate::app::effect::LogIn;
use crate::app::job::JobId;
use crate::app::message::{LoggedIn, Message, NotLoggedIn, Tenants};
use crate::domain::fault::Fault;
use crate::domain::secret::Secret;
use crate::domain::tenant::{Layer, Name, Tenant};
use crate::domain::text::{Printable, Untrusted};
use crate::io::login::{self, Proved, SecretIn};
use crate::io::runner::Runner;
use crate::io::settings;

/// What is said of a group where the settings have no tenant to keep the choice with.
const NAMELESS: &str = "The settings have no name for this tenant: log in to it under one first.";

impl Runner {
    pub(in crate::io::runner) fn list_tenants(&self, job: JobId) {
        let (service, answers) = (self.service.clone(), self.answers.clone());
        tokio::spawn(async move {
            let tenants = service.map_or(Err(Printable::line(NO_LINE)), |it| it.tenants());
            let _ = answers.send(Message::Tenants(job, tenants)).await;
        });
    }

    /// Proves an account and keeps it. Leaving waits for the keeping: a secret without its tenant would be found by
    /// nobody. Where it is called off before the account is proved, nothing is kept and nobody told.
    pub(in crate::io::runner) fn log_in(&mut self, job: JobId, wanted: Box<LogIn>) {
        let (service, answers) = (self.service.clone(), self.answers.clone());
        let mut stop = self.wait(job);
        self.write(async move {
            let (name, secret) = (wanted.name.clone(), wanted.secret.clone());
            let entered = match service {
                None => Err(Fault::Other(NO_LINE.to_owned())),
                Some(service) => {
                    let proved = tokio::select! {
                        biased;
                        () = stop.called() => return,
                        proved = prove(*wanted) => proved,
                    };
                    match proved {
                        Ok(proved) => service.enter(name, proved).await,
                        Err(fault) => Err(fault),
                    }
                }
            };
            let entered = entered.map_err(|fault| NotLoggedIn {
                secret: secret.filter(|_| !matches!(fault, Fault::Credentials { .. })),
                why: words(&fault),
            });
            let _ = answers.send(Message::LoggedIn(job, entered)).await;
        });
    }

    pub(in crate::io::runner) fn use_tenant(&mut self, name: Name) {
        if let Some(service) = &mut self.service {
            service.named = Some(name);
            service.client = Arc::default();
        }
        self.tell_what_runs();
    }

    pub(in crate::io::runner) fn log_out(&mut self, job: JobId, name: Name) {
        if let Some(service) = &mut self.service {
            // A client that is there already has the secret in memory.
            service.client = Arc::default();
        }
        let (service, answers) = (self.service.clone(), self.answers.clone());
        self.write(async move {
            let left = match service {
                Some(service) => service.log_out(&name).await.map_err(|why| words(&why)),
                None => Err(Printable::line(NO_LINE)),
            };
            let _ = answers.send(Message::LoggedOut(job, left)).await;
        });
    }

    pub(in crate::io::runner) fn choose_group(
        &mut self,
        job: JobId,
        source: Untrusted,
        group: Option<Untrusted>,
    ) {
        let (service, answers) = (self.service.clone(), self.answers.clone());
        self.write(async move {
            let chosen = match service {
                Some(service) => service.choose(&source, group.as_ref()),
                None => Err(Printable::line(NO_LINE)),
            };
            let _ = answers.send(Message::ChosenGroups(job, chosen)).await;
        });
    }
}

impl Service {
    fn tenants(&self) -> Result<Tenants, Printable> {
        let settings = self.settings()?;
        let rows = settings.tenants().into_iter();
        let rows = rows.map(|name| {
            let layer = settings.layer(&name).unwrap_or_default();
            (name, layer)
        });
        let meant = self
            .tenant_in(&settings)
            .ok()
            .and_then(|tenant| tenant.name);
        let named = || self.named.clone().or_else(|| settings.default_tenant());
        Ok(Tenants {
            current: meant.or_else(named),
            rows: rows.collect(),
            environment: settings::environment(),
            secret_is_set: settings::secret().is_some(),
        })
    }

    /// Keeps an account that is proved.
    async fn enter(&self, name: Name, proved: Proved) -> Result<LoggedIn, Fault> {
        let tenant = Printable::line(&proved.tenant().words());
        let mut doubts = Vec::new();
        for (asked, answer) in &proved.probed {
            if let Err(why) = answer {
                let sentence = format!("It may not read {}: {why}.", asked.words());
                doubts.push(Printable::line(&sentence));
            }
        }
        let file = &self.places.settings;
        if let SecretIn::Environment(why) = proved.keep(file, &name, false).await? {
            let sentence = format!("The secret stays in the environment: {why}.");
            doubts.push(Printable::line(&sentence));
        }
        Ok(LoggedIn {
            name,
            tenant,
            doubts,
        })
    }

    async fn log_out(&self, name: &Name) -> Result<Printable, Fault> {
        let settings = self
            .settings()
            .map_err(|why| Fault::Other(why.into_string()))?;
        let tenant = login::kept(&settings, name)?;
        let left = login::leave(&tenant).await?;
        let still = settings::secret().map_or_else(String::new, |_| {
            format!(" {} is still set in the environment.", settings::SECRET)
        });
        Ok(Printable::line(&format!("Logged out: {left}.{still}")))
    }

    fn choose(
        &self,
        source: &Untrusted,
        group: Option<&Untrusted>,
    ) -> Result<crate::domain::group::Choices, Printable> {
        let mut settings = self.settings()?;
        let name = self.tenant().and_then(|tenant| tenant.name);
        match name.filter(|name| settings.choose_group(name, source, group)) {
            Some(name) => {
                settings.save()?;
                Ok(settings.groups(&name))
            }
            None => Err(Printable::line(NAMELESS)),
        }
    }
}

/// Proves the account that is wanted, with what the environment says of it.
async fn prove(wanted: LogIn) -> Result<Proved, Fault> {
    let LogIn { name, said, secret } = wanted;
    let environment = settings::environment();
    settings::one_account(&name, &said, &Layer::default(), &environment)?;
    let tenant = Tenant::from_layers(Some(name), &[said, environment]);
    let tenant = tenant.map_err(|why| Fault::Unset(why.to_string()))?;
    match secret.map(Secret::into_inner).or_else(settings::secret) {
        Some(secret) => login::prove(tenant, secret).await,
        None => Err(Fault::NoSecret {
            tenant: tenant.words(),
        }),
    }
}
