//! `groups`: the security groups of a tenant.

use anyhow::anyhow;

use super::Counter;
use super::args::Groups;
use super::shelf;
use crate::cli::exit::Exit;
use crate::cli::table::{self, Column};
use crate::domain::group::SecurityGroup;
use crate::domain::tenant::Tenant;
use crate::domain::text::{Printable, Untrusted};
use crate::format::airs::{self, Heading};
use crate::io::airs::{Client, GROUPS, Lent};

/// What is said of a name that several groups have.
pub(super) const SEVERAL: &str =
    "several groups have that name; use the UUID, which `airs-triage groups` lists";

pub(in crate::cli) async fn run(counter: &mut Counter, args: Groups) -> anyhow::Result<Exit> {
    let settings = counter.settings()?;
    let tenant = counter.tenant(&settings)?;
    let (mut groups, lent) = listed(counter, &tenant, args.offline).await?;
    if let Some(wanted) = &args.source_type {
        narrow(counter, &mut groups, wanted);
    }
    let text = if args.json {
        let heading = Heading {
            tenant: &tenant,
            fetched_at: lent.kept.fetched_at,
            from_cache: lent.is_from_cache(),
        };
        airs::groups_json(&heading, &groups)
    } else {
        let rows: Vec<_> = groups.iter().map(row).collect();
        table::lay(&COLUMNS, &rows)
    };
    counter.printer.text(&text)
}

/// The groups of a tenant: those that are not deleted, by source and name, the default first.
pub(super) async fn listed(
    counter: &mut Counter,
    tenant: &Tenant,
    offline: bool,
) -> anyhow::Result<(Vec<SecurityGroup>, Lent)> {
    let client = shelf::client(counter, tenant, GROUPS, offline).await?;
    let ask = client.as_ref().map(Client::groups);
    let lent = shelf::lend(counter, tenant, GROUPS, ask).await?;
    Ok((read(&lent)?, lent))
}

/// The groups of a list.
pub(super) fn read(lent: &Lent) -> anyhow::Result<Vec<SecurityGroup>> {
    let read = airs::groups(&lent.kept.rows);
    let mut groups = read.map_err(|why| anyhow!("the list of groups cannot be read: {why}"))?;
    groups.retain(|group| !group.deleted);
    groups.sort_by(|one, other| order(one).cmp(&order(other)));
    Ok(groups)
}

/// What groups are called, for a sentence.
pub(super) fn names<'a>(groups: impl Iterator<Item = &'a SecurityGroup>) -> String {
    let names: Vec<_> = groups
        .map(|group| group.name.printable().into_string())
        .collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

fn order(group: &SecurityGroup) -> (&Untrusted, bool, &Untrusted) {
    (&group.source_type, !group.is_default(), &group.name)
}

/// Keeps the groups for a source; says which sources there are where none is left.
fn narrow(counter: &mut Counter, groups: &mut Vec<SecurityGroup>, wanted: &str) {
    let mut sources: Vec<_> = groups.iter().map(|it| it.source_type.clone()).collect();
    sources.dedup();
    groups.retain(|group| group.source_type.raw().eq_ignore_ascii_case(wanted.trim()));
    if groups.is_empty() {
        let sources: Vec<_> = sources.iter().map(Untrusted::raw).collect();
        counter.printer.notice(&format!(
            "no group for {wanted}; there are groups for {}",
            sources.join(", ")
        ));
    }
}

const COLUMNS: [Column; 6] = [
    Column::of("SOURCE", 16),
    Column::of("NAME", 60),
    Column::of("STATE", 12),
    Column::of("RULES", 5),
    Column::of("DEFAULT", 7),
    Column::of("UUID", usize::MAX),
];

fn row(group: &SecurityGroup) -> [String; COLUMNS.len()] {
    let cell = |text: &Untrusted| text.printable().into_string();
    let rules = group.enabled_rules.map(|count| count.to_string());
    let default = if group.is_default() { "yes" } else { "" };
    [
        cell(&group.source_type),
        cell(&group.name),
        cell(&group.state),
        rules.unwrap_or_else(|| "-".to_owned()),
        default.to_owned(),
        Printable::line(group.uuid.raw()).into_string(),
    ]
}
