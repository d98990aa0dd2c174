//! `whoami`: every value and where it came from; of a secret only whether there is one.

use serde::Serialize;

use super::Counter;
use super::args::Whoami;
use crate::cli::exit::Exit;
use crate::cli::table;
use crate::domain::fault::Fault;
use crate::domain::setting::{Origin, Setting};
use crate::domain::tenant::{Field, Tenant};
use crate::domain::text::Printable;
use crate::format::schema::to_json;
use crate::io::{airs, engines};

/// Name and version of the document.
const SCHEMA: &str = "airs-triage.whoami/1";
const HEADINGS: [&str; 3] = ["SETTING", "VALUE", "FROM"];

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    settings: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    value: Option<String>,
    from: Option<String>,
}

pub(in crate::cli) async fn run(counter: &mut Counter, args: Whoami) -> anyhow::Result<Exit> {
    let settings = counter.settings()?;
    let tenant = counter.tenant(&settings);
    let mut rows = Vec::new();
    let mut exit = Exit::Pass;
    match tenant {
        Ok(tenant) => {
            rows.extend(about(counter, &tenant));
            let (row, fault) = secret(&tenant).await;
            rows.push(row);
            if let Some(fault) = fault {
                counter.printer.notice(&fault.to_string());
                exit = Exit::Undecided;
            }
        }
        Err(why) => {
            counter.printer.notice(&why.to_string());
            exit = Exit::Undecided;
        }
    }
    rows.extend(places(counter));
    let text = if args.json {
        let settings = rows;
        to_json(&Document {
            schema: SCHEMA,
            settings,
        }) + "\n"
    } else {
        shown(&rows)
    };
    counter.printer.text(&text)?;
    Ok(exit)
}

fn about(counter: &Counter, tenant: &Tenant) -> Vec<Row> {
    let named = tenant.name.as_ref().map(|name| {
        let from = if counter.tenant.is_some() {
            given("--tenant", "AIRS_TRIAGE_TENANT", name.as_str())
        } else {
            Origin::File
        };
        Setting::new(name.to_string(), from)
    });
    let endpoint = |it: &Setting<crate::domain::tenant::Endpoint>| {
        Some(Setting::new(it.value.to_string(), it.from))
    };
    vec![
        row("tenant", named),
        row(Field::TsgId.words(), Some(tenant.tsg_id.clone())),
        row(Field::ClientId.words(), Some(tenant.client_id.clone())),
        row(Field::Api.words(), endpoint(&tenant.api)),
        row(Field::Tokens.words(), endpoint(&tenant.tokens)),
        row(Field::Region.words(), tenant.region.clone()),
    ]
}

/// Whether there is a secret, and where.
async fn secret(tenant: &Tenant) -> (Row, Option<Fault>) {
    let name = "client secret";
    match airs::secret(tenant).await {
        Ok(Some((_, from))) => (row(name, Some(Setting::new("set".to_owned(), from))), None),
        Ok(None) => (row(name, None), None),
        Err(fault) => {
            let unknown = Setting::new("not known".to_owned(), Origin::Keyring);
            (row(name, Some(unknown)), Some(fault))
        }
    }
}

fn places(counter: &Counter) -> [Row; 5] {
    let places = &counter.places;
    let shown = |path: &std::path::Path| path.display().to_string();
    let ledger = shown(&places.ledger);
    let from = if places.ledger_is_named {
        given("--ledger", "AIRS_TRIAGE_LEDGER", &ledger)
    } else {
        Origin::Default
    };
    let author = counter.author.clone();
    let said = std::env::var("AIRS_TRIAGE_AUTHOR").is_ok_and(|it| it == author);
    let author_from = match (counter.author_is_named, said) {
        (true, true) => Origin::Environment("AIRS_TRIAGE_AUTHOR"),
        (true, false) => Origin::Flag("--author"),
        (false, _) => Origin::Derived("user name"),
    };
    let client = engines::whereabouts();
    let client = client.map(|it| Setting::new(shown(&it.value), it.from));
    [
        row("client program", client),
        row("author", Some(Setting::new(author, author_from))),
        row("ledger", Some(Setting::new(ledger, from))),
        row(
            "library",
            Some(Setting::new(shown(&places.reports), Origin::Default)),
        ),
        row(
            "settings",
            Some(Setting::new(shown(&places.settings), Origin::Default)),
        ),
    ]
}

/// Where a value came from that a flag and a variable can give.
fn given(flag: &'static str, variable: &'static str, value: &str) -> Origin {
    let typed = std::env::args().any(|word| {
        word == flag
            || word
                .strip_prefix(flag)
                .is_some_and(|rest| rest.starts_with('='))
    });
    let said = std::env::var(variable).is_ok_and(|it| it == value);
    if said && !typed {
        Origin::Environment(variable)
    } else {
        Origin::Flag(flag)
    }
}

fn row(name: &'static str, setting: Option<Setting<String>>) -> Row {
    let (value, from) = setting.map(|it| (it.value, it.from.to_string())).unzip();
    Row { name, value, from }
}

fn shown(rows: &[Row]) -> String {
    let cell = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or("-");
        Printable::line(text).into_string()
    };
    let mut cells = vec![HEADINGS.map(str::to_owned)];
    for row in rows {
        let value = row.value.clone().or_else(|| Some("not set".to_owned()));
        cells.push([row.name.to_owned(), cell(&value), cell(&row.from)]);
    }
    table::align([usize::MAX; 3], &cells)
}
