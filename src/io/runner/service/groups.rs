//! Security groups and their rules, for the desk: by the service, or as they were kept.

use jiff::Timestamp;
use serde_json::value::RawValue;

use super::Service;
use crate::app::job::JobId;
use crate::app::message::{Listed, Message};
use crate::domain::fault::Fault;
use crate::domain::group::{RuleInstance, SecurityGroup};
use crate::domain::text::{Printable, Untrusted};
use crate::format::airs::{self, List};
use crate::io::airs::{Cache, Client, GROUPS, Lender, NotLent, rules_of};
use crate::io::runner::Runner;

/// What a desk says that has no line to any tenant.
const NO_LINE: &str = "This desk has no tenant to ask.";

/// Reads the rows of a list.
type Read<T> = fn(&[Box<RawValue>]) -> serde_json::Result<Vec<T>>;

impl Runner {
    /// Asks for the security groups.
    pub(in crate::io::runner) fn list_groups(&self, job: JobId) {
        let (service, now) = (self.service.clone(), (self.clock)());
        self.answer(async move {
            let listed = match service {
                Some(service) => service.groups(now).await,
                None => Err(Printable::line(NO_LINE)),
            };
            Message::Groups(job, listed)
        });
    }

    /// Asks for the rules of a group.
    pub(in crate::io::runner) fn list_rules(&self, job: JobId, group: Untrusted) {
        let (service, now) = (self.service.clone(), (self.clock)());
        self.answer(async move {
            let listed = match service {
                Some(service) => service.rules(&group, now).await,
                None => Err(Printable::line(NO_LINE)),
            };
            Message::Rules(job, listed)
        });
    }

    fn answer(&self, work: impl Future<Output = Message> + Send + 'static) {
        let answers = self.answers.clone();
        tokio::spawn(async move {
            let message = work.await;
            let _ = answers.send(message).await;
        });
    }
}

impl Service {
    async fn groups(&self, now: Timestamp) -> Result<Listed<SecurityGroup>, Printable> {
        let settings = self.settings()?;
        let client = self.client(&settings).await.map_err(|why| words(&why))?;
        self.list(client, GROUPS, client.groups(), airs::groups, now)
            .await
    }

    async fn rules(
        &self,
        group: &Untrusted,
        now: Timestamp,
    ) -> Result<Listed<RuleInstance>, Printable> {
        // It becomes part of an address and of a file's name.
        let Some(uuid) = airs::uuid(group.raw()) else {
            return Err(Printable::line(
                "The UUID of this group is none, so its rules cannot be asked for.",
            ));
        };
        let settings = self.settings()?;
        let client = self.client(&settings).await.map_err(|why| words(&why))?;
        let kept = rules_of(&uuid);
        self.list(client, &kept, client.rules(&uuid), airs::rules, now)
            .await
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
        let rows = read(&lent.kept.rows).map_err(|why| {
            let words = format!("The list that the service gives cannot be read: {why}");
            Printable::line(&words)
        })?;
        let (kept, unkept) = match lent.by {
            Lender::Service(unkept) => (None, unkept),
            Lender::Cache(fault) => (Some(fault.as_ref().map(words).unwrap_or_default()), None),
        };
        Ok(Listed {
            tenant: Printable::line(&tenant.words()),
            rows,
            fetched_at: lent.kept.fetched_at,
            kept,
            unkept,
        })
    }
}

fn words(fault: &Fault) -> Printable {
    Printable::line(&fault.to_string())
}
