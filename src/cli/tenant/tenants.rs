//! `tenants`: those in the settings, and which of them counts.

use anyhow::{anyhow, bail};
use serde::Serialize;

use super::Counter;
use super::args::Tenants;
use crate::cli::exit::Exit;
use crate::cli::table::{self, Column};
use crate::domain::tenant::{Field, Name};
use crate::domain::text::Printable;
use crate::format::schema::to_json;
use crate::io::settings::Settings;

/// Name and version of the document.
const SCHEMA: &str = "airs-triage.tenants/1";

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    default: Option<String>,
    tenants: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    tsg_id: Option<String>,
    client_id: Option<String>,
    region: Option<String>,
}

const COLUMNS: [Column; 5] = [
    Column::of("DEFAULT", 7),
    Column::of("NAME", 32),
    Column::of("TSG", 64),
    Column::of("REGION", 64),
    Column::of("CLIENT ID", usize::MAX),
];

pub(in crate::cli) fn run(counter: &mut Counter, args: &Tenants) -> anyhow::Result<Exit> {
    let mut settings = counter.settings()?;
    if let Some(name) = &args.default {
        if !settings.tenants().contains(name) {
            bail!("there is no tenant {name}; `airs-triage tenants` lists those there are");
        }
        settings.choose(name);
        settings.save().map_err(|why| anyhow!("{why}"))?;
    }
    let default = settings.default_tenant();
    let names = settings.tenants();
    let text = if args.json {
        to_json(&Document {
            schema: SCHEMA,
            default: default.map(|name| name.to_string()),
            tenants: names.iter().map(|name| row(&settings, name)).collect(),
        }) + "\n"
    } else if names.is_empty() {
        counter
            .printer
            .notice("no tenant yet; `airs-triage login` connects one");
        String::new()
    } else {
        let rows: Vec<_> = names
            .iter()
            .map(|name| cells(row(&settings, name), default.as_ref() == Some(name)))
            .collect();
        table::lay(&COLUMNS, &rows)
    };
    counter.printer.text(&text)
}

fn row(settings: &Settings, name: &Name) -> Row {
    let layer = settings.layer(name).unwrap_or_default();
    let said = |field| layer.get(field).map(|setting| setting.value.clone());
    Row {
        name: name.to_string(),
        tsg_id: said(Field::TsgId),
        client_id: said(Field::ClientId),
        region: said(Field::Region),
    }
}

fn cells(row: Row, default: bool) -> [String; COLUMNS.len()] {
    let cell = |text: Option<String>| {
        let text = text.unwrap_or_else(|| "-".to_owned());
        Printable::line(&text).into_string()
    };
    let mark = if default { "*" } else { "" };
    [
        mark.to_owned(),
        row.name,
        cell(row.tsg_id),
        cell(row.region),
        cell(row.client_id),
    ]
}
