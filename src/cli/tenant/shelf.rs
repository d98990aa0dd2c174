//! Lists of the tenant, with a word on standard error where one is as it was kept.

use anyhow::{anyhow, bail};

use super::Counter;
use crate::domain::fault::Fault;
use crate::domain::tenant::Tenant;
use crate::domain::words::ago;
use crate::format::airs::List;
use crate::io::airs::{Cache, Client, Lender, Lent, NotLent};

/// A client to ask for a list, unless nobody wants to. Where none can be made and the list was kept, says so.
pub(super) async fn client(
    counter: &Counter,
    tenant: &Tenant,
    name: &str,
    offline: bool,
) -> anyhow::Result<Option<Client>> {
    if offline {
        return Ok(None);
    }
    let made = Client::of(tenant.clone()).await;
    let kept = || Cache::of(&counter.places.cache, tenant).kept(name);
    match made {
        Err(fault) if kept().is_some() => {
            bail!("{fault}. With --offline you see what was fetched last")
        }
        made => Ok(Some(made?)),
    }
}

/// The list of this name, by the service if it can be asked, and a word about what was kept where that matters.
pub(super) async fn lend<F>(
    counter: &mut Counter,
    tenant: &Tenant,
    name: &str,
    ask: Option<F>,
) -> anyhow::Result<Lent>
where
    F: Future<Output = Result<List, Fault>>,
{
    let cache = Cache::of(&counter.places.cache, tenant);
    let lent = cache.lend(name, counter.now, ask).await;
    let lent = lent.map_err(|why| match why {
        NotLent::Fault(fault) => fault.into(),
        NotLent::Nothing => anyhow!(
            "nothing was kept of {} yet; ask once without --offline",
            tenant.words()
        ),
    })?;
    let notice = match &lent.by {
        Lender::Service(unkept) => unkept
            .as_ref()
            .map(|why| format!("not kept for when the service is away: {why}")),
        Lender::Cache(fault) => {
            let then = ago(lent.kept.fetched_at, counter.now);
            let why = fault
                .as_ref()
                .map_or_else(String::new, |fault| format!("{fault}; "));
            Some(format!("{why}this is as it was {then}"))
        }
    };
    if let Some(notice) = notice {
        counter.printer.notice(&notice);
    }
    Ok(lent)
}
