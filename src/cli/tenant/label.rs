//! `label`: adds labels to a scan, after somebody has seen which and said yes.

use anyhow::{anyhow, bail};

use super::args::Label as Args;
use super::{Counter, ask};
use crate::cli::exit::Exit;
use crate::domain::label::Label;
use crate::domain::query::remote;
use crate::domain::words::counted;
use crate::format::airs;
use crate::io::airs::Client;

pub(in crate::cli) async fn run(counter: &mut Counter, args: Args) -> anyhow::Result<Exit> {
    let labels = Label::all(args.labels.iter().map(String::as_str))?;
    let uuid = airs::uuid(&args.scan).ok_or_else(|| anyhow!("the UUID of a scan is expected"))?;
    if !args.yes && !ask::is_possible() {
        bail!("there is no terminal to ask whether to write; --yes writes without a question");
    }
    let settings = counter.settings()?;
    let tenant = counter.tenant(&settings)?;
    let client = Client::of(tenant).await?;
    let scan = client.scan(&uuid).await?;
    if let Some(why) = scan
        .tsg_id
        .as_ref()
        .and_then(|tsg_id| client.elsewhere(tsg_id, &settings))
    {
        bail!("{why}");
    }
    let words: Vec<_> = labels.iter().map(Label::to_string).collect();
    let (words, name) = (words.join(" "), remote::name(&scan).printable());
    let (whose, count) = (client.tenant().words(), counted(labels.len(), "label"));
    if !args.yes {
        let question = format!("Add {words} to scan {uuid} of {name}, {whose}? [y/N]");
        let answer = ask::line(&question)?;
        if !matches!(answer.to_lowercase().as_str(), "y" | "yes") {
            counter.printer.notice("nothing was written");
            return Ok(Exit::Undecided);
        }
    }
    client.label(&uuid, &labels).await?;
    let done = format!("added {count} to scan {uuid} of {name}, {whose}: {words}\n");
    counter.printer.text(&done)
}
