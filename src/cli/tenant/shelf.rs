//! Lists from the service, or, where it is away or nobody wants to ask it, as they were kept last.

use anyhow::{anyhow, bail};

use super::Counter;
use crate::cli::print::counted;
use crate::domain::fault::Fault;
use crate::domain::tenant::Tenant;
use crate::format::airs::List;
use crate::io::airs::{Cache, Client, Kept};

/// A list, and whether it is one that was kept.
pub(super) struct Lent {
    pub(super) kept: Kept,
    pub(super) from_cache: bool,
}

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

/// The list of this name, by the service if it can be asked.
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
    let fault = match ask {
        None => None,
        Some(ask) => match ask.await {
            Ok(list) => {
                let kept = Kept {
                    fetched_at: counter.now,
                    rows: list.rows,
                };
                if let Err(why) = cache.keep(name, &kept) {
                    let words = format!("not kept for when the service is away: {why}");
                    counter.printer.notice(&words);
                }
                return Ok(Lent {
                    kept,
                    from_cache: false,
                });
            }
            Err(fault) if fault.is_away() => Some(fault),
            Err(fault) => return Err(fault.into()),
        },
    };
    match (cache.kept(name), fault) {
        (Some(kept), fault) => {
            let age = age(counter, &kept);
            let why = fault.map_or_else(String::new, |fault| format!("{fault}; "));
            counter
                .printer
                .notice(&format!("{why}this is as it was {age} ago"));
            Ok(Lent {
                kept,
                from_cache: true,
            })
        }
        (None, Some(fault)) => Err(fault.into()),
        (None, None) => Err(anyhow!(
            "nothing was kept of {} yet; ask once without --offline",
            tenant.words()
        )),
    }
}

/// How old a list is, in the largest unit that fits.
fn age(counter: &Counter, kept: &Kept) -> String {
    let seconds = counter.now.as_second() - kept.fetched_at.as_second();
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let fitting = units.into_iter().find(|(unit, _)| seconds >= *unit);
    let (unit, word) = fitting.unwrap_or((1, "second"));
    counted(u64::try_from(seconds / unit).unwrap_or(0), word)
}
