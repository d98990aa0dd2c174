//! Security groups and their rules, for the desk: by the service, or as they were kept.

use jiff::Timestamp;
use serde_json::value::RawValue;

use super::Service;
use crate::app::job::JobId;
use crate::app::message::{Giver, Listed, Message};
use crate::domain::fault::Fault;
use crate::domain::group::{Choices, RuleInstance, SecurityGroup};
use crate::domain::tenant::Tenant;
use crate::domain::text::{Printable, Untrusted};
use crate::format::airs::{self, List};
use crate::io::airs::{Cache, Client, GROUPS, Kept, Lender, NotLent, rules_of};
use crate::io::aside::aside;
use crate::io::runner::Runner;

/// What a desk says that has no line to any tenant.
pub(super) const NO_LINE: &str = "This desk has no tenant to ask.";
/// What is said of a group that nobody can ask for.
const NO_UUID: &str = "The UUID of this group is none, so its rules cannot be asked for.";

/// Reads the rows of a list.
type Read<T> = fn(&[Box<RawValue>]) -> serde_json::Result<Vec<T>>;

impl Runner {
    /// Asks for the security groups; what was kept of them is there meanwhile.
    pub(in crate::io::runner) fn list_groups(&self, job: JobId) {
        let (service, now) = (self.service.clone(), (self.clock)());
        let answers = self.answers.clone();
        tokio::spawn(async move {
            let listed = match service {
                Some(service) => {
                    let chosen = Ok(service.choices());
                    let _ = answers.send(Message::ChosenGroups(job, chosen)).await;
                    if let Some(kept) = service.kept(GROUPS, airs::groups).await {
                        let _ = answers.send(Message::Groups(job, Ok(kept))).await;
                    }
                    service.groups(now).await
                }
                None => Err(Printable::line(NO_LINE)),
            };
            let _ = answers.send(Message::Groups(job, listed)).await;
        });
    }

    /// Asks for the rules of a group; what was kept of them is there meanwhile.
    pub(in crate::io::runner) fn list_rules(&self, job: JobId, group: &Untrusted) {
        let (service, now) = (self.service.clone(), (self.clock)());
        let answers = self.answers.clone();
        // It becomes part of an address and of a file's name.
        let uuid = airs::uuid(group.raw());
        tokio::spawn(async move {
            let listed = match (service, uuid) {
                (Some(service), Some(uuid)) => {
                    if let Some(kept) = service.kept(&rules_of(&uuid), airs::rules).await {
                        let _ = answers.send(Message::Rules(job, Ok(kept))).await;
                    }
                    service.rules(&uuid, now).await
                }
                (Some(_), None) => Err(Printable::line(NO_UUID)),
                (None, _) => Err(Printable::line(NO_LINE)),
            };
            let _ = answers.send(Message::Rules(job, listed)).await;
        });
    }
}

impl Service {
    pub(super) async fn groups(&self, now: Timestamp) -> Result<Listed<SecurityGroup>, Printable> {
        let settings = self.settings()?;
        let client = self.client(&settings).await.map_err(|why| words(&why))?;
        self.list(client, GROUPS, client.groups(), airs::groups, now)
            .await
    }

    async fn rules(&self, uuid: &str, now: Timestamp) -> Result<Listed<RuleInstance>, Printable> {
        let settings = self.settings()?;
        let client = self.client(&settings).await.map_err(|why| words(&why))?;
        let (name, ask) = (rules_of(uuid), client.rules(uuid));
        self.list(client, &name, ask, airs::rules, now).await
    }

    /// The tenant, as far as it can be told without asking for its secret.
    pub(super) fn tenant(&self) -> Option<Tenant> {
        if let Some(client) = self.client.get() {
            return Some(client.tenant().clone());
        }
        self.tenant_in(&self.settings().ok()?).ok()
    }

    /// The groups that are chosen for the tenant.
    fn choices(&self) -> Choices {
        let name = self.tenant().and_then(|tenant| tenant.name);
        let settings = self.settings().ok();
        let chosen = settings.zip(name);
        chosen.map_or_else(Choices::default, |(settings, name)| settings.groups(&name))
    }

    /// A list as it was kept, if it was.
    async fn kept<T>(&self, name: &str, read: Read<T>) -> Option<Listed<T>>
    where
        T: Send + 'static,
    {
        let (tenant, name) = (self.tenant()?, name.to_owned());
        let cache = Cache::of(&self.places.cache, &tenant);
        aside(move || listed(&tenant, &cache.kept(&name)?, read, Giver::Cache(None)).ok()).await
    }

    /// A list by the service, else from the cache.
    async fn list<T>(
        &self,
        client: &Client,
        name: &str,
        ask: impl Future<Output = Result<List, Fault>> + Send,
        read: Read<T>,
        now: Timestamp,
    ) -> Result<Listed<T>, Printable> {
        let tenant = client.tenant();
        let cache = Cache::of(&self.places.cache, tenant);
        let lent = cache.lend(name, now, Some(ask)).await;
        let lent = lent.map_err(|why| match why {
            NotLent::Fault(fault) => words(&fault),
            NotLent::Nothing => Printable::line("Nothing was kept of this tenant yet."),
        })?;
        let by = match lent.by {
            Lender::Service(unkept) => Giver::Service(unkept),
            Lender::Cache(fault) => Giver::Cache(fault.as_ref().map(words)),
        };
        listed(tenant, &lent.kept, read, by)
    }
}

fn listed<T>(
    tenant: &Tenant,
    kept: &Kept,
    read: Read<T>,
    by: Giver,
) -> Result<Listed<T>, Printable> {
    let rows = read(&kept.rows).map_err(|why| {
        let words = format!("The list that the service gives cannot be read: {why}");
        Printable::line(&words)
    })?;
    Ok(Listed {
        tenant: Printable::line(&tenant.words()),
        rows,
        fetched_at: kept.fetched_at,
        by,
    })
}

/// A fault as the desk says it.
pub(super) fn words(fault: &Fault) -> Printable {
    Printable::line(&fault.to_string())
}
