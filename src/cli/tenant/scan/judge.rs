//! The security group that judges a scan: the one that is named, else the one that suggests itself.

use anyhow::{anyhow, bail};

use super::super::{groups, shelf};
use super::Counter;
use crate::domain::fault::Fault;
use crate::domain::group::{NotMeant, SecurityGroup, meant};
use crate::domain::launch::{Judge, Source, fitting, proposed};
use crate::domain::text::Printable;
use crate::format::airs;
use crate::io::airs::{Client, GROUPS};

/// The group. Those that fit are named where none is the obvious one.
pub(super) async fn choose(
    counter: &mut Counter,
    client: &Client,
    source: Source,
    named: Option<&str>,
) -> anyhow::Result<Judge> {
    let tenant = client.tenant().clone();
    let lent = shelf::lend(counter, &tenant, GROUPS, Some(client.groups())).await;
    let groups = match (lent, named.and_then(airs::uuid)) {
        (Ok(lent), _) => groups::read(&lent)?,
        (Err(why), Some(uuid)) if is_forbidden(&why) => {
            counter.printer.notice(&format!(
                "{why}. Whether the group is for {} is left to the service to say",
                source.word()
            ));
            return Ok(Judge::unseen(&uuid));
        }
        (Err(why), _) => return Err(why),
    };
    match named {
        Some(named) => of_name(&groups, source, named),
        None => of_source(&groups, source),
    }
}

fn is_forbidden(why: &anyhow::Error) -> bool {
    matches!(why.downcast_ref(), Some(Fault::Forbidden { .. }))
}

fn of_name(groups: &[SecurityGroup], source: Source, named: &str) -> anyhow::Result<Judge> {
    let fit = || groups::names(fitting(groups, source, None).into_iter());
    match meant(groups, named) {
        Ok(group) => Judge::of(group, source)
            .map_err(|why| anyhow!("{why}. For {} there are: {}", source.word(), fit())),
        Err(NotMeant::Unknown) => bail!(
            "there is no security group {}; for {} there are: {}",
            Printable::line(named),
            source.word(),
            fit()
        ),
        Err(NotMeant::Ambiguous) => bail!(groups::SEVERAL),
    }
}

fn of_source(groups: &[SecurityGroup], source: Source) -> anyhow::Result<Judge> {
    if let Some(group) = proposed(groups, source, None) {
        return Judge::of(group, source).map_err(|why| anyhow!("{why}"));
    }
    let fitting = fitting(groups, source, None);
    let word = source.word();
    if fitting.is_empty() {
        bail!("there is no security group for {word}; make one in Strata Cloud Manager")
    }
    let ready = fitting.iter().any(|group| group.is_ready());
    let way = if ready {
        "name the one that judges the model with --group"
    } else {
        "none of them is ACTIVE yet; a new group is ready after a minute"
    };
    bail!(
        "for {word} there are: {}; {way}",
        groups::names(fitting.into_iter())
    )
}
