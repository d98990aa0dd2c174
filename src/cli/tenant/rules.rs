//! `rules`: the rules of one security group, with what they do and the values they are set to.

use anyhow::{anyhow, bail};

use super::args::Rules;
use super::groups::{SEVERAL, names};
use super::{Counter, groups, shelf};
use crate::cli::exit::Exit;
use crate::cli::table::{self, Column};
use crate::domain::group::{NotMeant, RuleInstance, meant};
use crate::domain::tenant::Tenant;
use crate::domain::text::{Printable, Untrusted};
use crate::format::airs::{self, Heading};
use crate::io::airs::rules_of;

pub(in crate::cli) async fn run(counter: &mut Counter, args: Rules) -> anyhow::Result<Exit> {
    let settings = counter.settings()?;
    let tenant = counter.tenant(&settings)?;
    let (uuid, name) = group(counter, &tenant, &args).await?;
    let kept = rules_of(&uuid);
    let client = shelf::client(counter, &tenant, &kept, args.offline).await?;
    let ask = client.as_ref().map(|client| client.rules(&uuid));
    let lent = shelf::lend(counter, &tenant, &kept, ask).await?;
    let read = airs::rules(&lent.kept.rows);
    let rules = read.map_err(|why| anyhow!("the list of rules cannot be read: {why}"))?;
    let text = if args.json {
        let heading = Heading {
            tenant: &tenant,
            fetched_at: lent.kept.fetched_at,
            from_cache: lent.is_from_cache(),
        };
        airs::rules_json(&heading, (&uuid, name.as_ref()), &rules)
    } else {
        let rows: Vec<_> = rules.iter().map(row).collect();
        table::lay(&COLUMNS, &rows)
    };
    counter.printer.text(&text)
}

/// The group that is meant: a UUID is believed, a name is looked up.
async fn group(
    counter: &mut Counter,
    tenant: &Tenant,
    args: &Rules,
) -> anyhow::Result<(String, Option<Untrusted>)> {
    if let Some(uuid) = airs::uuid(&args.group) {
        return Ok((uuid, None));
    }
    let (groups, _) = groups::listed(counter, tenant, args.offline).await?;
    match meant(&groups, &args.group) {
        Ok(group) => match airs::uuid(group.uuid.raw()) {
            Some(uuid) => Ok((uuid, Some(group.name.clone()))),
            None => bail!("the UUID of that group is none; look at `airs-triage groups`"),
        },
        Err(NotMeant::Unknown) => bail!(
            "{} has no security group {}; it has {}",
            tenant.words(),
            Printable::line(&args.group),
            names(groups.iter())
        ),
        Err(NotMeant::Ambiguous) => bail!(SEVERAL),
    }
}

const COLUMNS: [Column; 5] = [
    Column::of("RULE", 60),
    Column::of("STATE", 12),
    Column::of("KIND", 12),
    Column::of("VALUES", 80),
    Column::of("INSTANCE", usize::MAX),
];

fn row(rule: &RuleInstance) -> [String; COLUMNS.len()] {
    let cell = |text: &Untrusted| text.printable().into_string();
    let values: Vec<_> = rule
        .fields
        .iter()
        .map(|(key, values)| {
            let values: Vec<_> = values.iter().map(Untrusted::raw).collect();
            format!("{}: {}", key.raw(), values.join(", "))
        })
        .collect();
    let kind = rule.kind.as_ref().map_or_else(|| "-".to_owned(), cell);
    [
        cell(&rule.name),
        Printable::line(rule.state.word()).into_string(),
        kind,
        Printable::line(&values.join("; ")).into_string(),
        cell(&rule.uuid),
    ]
}
