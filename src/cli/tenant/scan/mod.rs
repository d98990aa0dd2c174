//! `scan`: a new scan from a target to an exit code, or the waiting for one that runs.

mod attend;
mod judge;
mod outcome;

use std::path::Path;

use anyhow::{anyhow, bail, ensure};

use super::Counter;
use super::args::Scan;
use crate::cli::exit::Exit;
use crate::domain::launch::{Engine as Kind, Refusal, Request, Target};
use crate::domain::text::Printable;
use crate::format::airs;
use crate::io::airs::Client;
use crate::io::engines::{self, Bench, Engine, Notes, Order, Pace, Unanswered};
use crate::io::save;
use crate::io::settings::Settings;

pub(in crate::cli) async fn run(counter: &mut Counter, args: Scan) -> anyhow::Result<Exit> {
    // Whatever can be said without asking anybody is said before anybody is asked.
    writable(args.report.as_deref())?;
    let wanted = args.target.as_deref().map(|it| wanted(&args, it));
    let wanted = wanted.transpose()?;
    let settings = counter.settings()?;
    let tenant = counter.tenant(&settings)?;
    let ready = match &wanted {
        Some((_, kind)) => Some(Engine::ready(*kind, args.sdk.as_deref()).await?),
        None => None,
    };
    let shop = Shop {
        client: Client::of(tenant).await?,
        notes: Notes::of(&counter.places.launched),
        settings,
    };
    save::private_folder(&counter.places.reports)?;
    match wanted.zip(ready) {
        Some(((target, _), engine)) => scan(counter, &shop, &args, target, &engine).await,
        None => resume(counter, &shop, &args).await,
    }
}

/// What scanning needs beside the counter.
struct Shop {
    client: Client,
    notes: Notes,
    settings: Settings,
}

impl Shop {
    fn bench<'a>(&'a self, folder: &'a Path) -> Bench<'a> {
        Bench {
            client: &self.client,
            settings: &self.settings,
            folder,
            notes: &self.notes,
        }
    }
}

/// Sees to it that the report can be written before a scan is spent on it.
fn writable(report: Option<&Path>) -> anyhow::Result<()> {
    let Some(report) = report else {
        return Ok(());
    };
    let folder = report.parent().filter(|it| !it.as_os_str().is_empty());
    let fits = !report.is_dir() && folder.is_none_or(Path::is_dir);
    ensure!(
        fits,
        "--report {}: no file can be written there; name one in a folder that exists",
        Printable::line(&report.to_string_lossy())
    );
    Ok(())
}

/// The target at its place, and who scans it.
fn wanted(args: &Scan, text: &str) -> anyhow::Result<(Target, Kind)> {
    let target = Target::parse(text)?;
    let place = engines::place(&target);
    let target = target.found(place)?;
    let kind = args.engine.engine(target.source())?;
    let refusals = args.wish().refusals(Some(target.source()));
    ensure!(refusals.is_empty(), "{}", sentences(&refusals));
    Ok((target, kind))
}

fn sentences(refusals: &[Refusal]) -> String {
    let sentences: Vec<_> = refusals.iter().map(|it| it.why.as_str()).collect();
    sentences.join("; ")
}

fn pace(args: &Scan, usual: Pace) -> Pace {
    Pace {
        interval: args.poll_interval.unwrap_or(usual.interval),
        timeout: args.timeout.unwrap_or(usual.timeout),
        ..usual
    }
}

async fn scan(
    counter: &mut Counter,
    shop: &Shop,
    args: &Scan,
    target: Target,
    engine: &Engine,
) -> anyhow::Result<Exit> {
    let judge = judge::choose(
        counter,
        &shop.client,
        target.source(),
        args.group.as_deref(),
    )
    .await?;
    let request = Request::new(target, judge, &args.wish());
    let request = request.map_err(|refusals| anyhow!("{}", sentences(&refusals)))?;
    counter.printer.notice(&format!(
        "scanning {} under {} {}",
        Printable::line(request.target.address()),
        request.judge.label().printable(),
        by(engine)
    ));
    let (who, folder) = (counter.author.clone(), counter.places.reports.clone());
    let order = Order {
        engine,
        request: &request,
        who: &who,
        pace: pace(args, Pace::usual(engine.kind())),
    };
    let bench = shop.bench(&folder);
    if args.no_wait {
        let started = attend::to(counter, async |tell, stop| {
            bench.start(&order, tell, stop).await
        });
        return match started.await? {
            Ok(started) => outcome::started(counter, &started),
            Err(exit) => Ok(exit),
        };
    }
    let fetched = attend::to(counter, async |tell, stop| {
        bench.scan(&order, tell, stop).await
    });
    match fetched.await? {
        Ok(fetched) => outcome::fetched(counter, args, fetched).await,
        Err(exit) => Ok(exit),
    }
}

fn by(engine: &Engine) -> String {
    match engine {
        Engine::Airs => "with the service".to_owned(),
        Engine::Sdk(program) => format!(
            "with the official client {} ({})",
            program.version(),
            program.path().display()
        ),
    }
}

/// Waits again for a scan.
async fn resume(counter: &mut Counter, shop: &Shop, args: &Scan) -> anyhow::Result<Exit> {
    let left = match args.resume.as_ref().and_then(Option::as_deref) {
        Some(text) => Left::Running(
            airs::uuid(text)
                .ok_or_else(|| anyhow!("{} is no UUID of a scan", Printable::line(text)))?,
        ),
        None => only(shop)?,
    };
    let folder = counter.places.reports.clone();
    let bench = shop.bench(&folder);
    let pace = pace(args, Pace::of_left());
    let fetched = attend::to(counter, async |tell, stop| match &left {
        Left::Running(scan) => bench.watch(scan, pace, tell, stop).await,
        Left::Asked(asked) => bench.find(asked, pace, tell, stop).await,
    });
    match fetched.await? {
        Ok(fetched) => outcome::fetched(counter, args, fetched).await,
        Err(exit) => Ok(exit),
    }
}

/// What an earlier program left behind.
enum Left {
    /// A scan that the service has, by its UUID.
    Running(String),
    /// One that it was asked for.
    Asked(Box<Unanswered>),
}

/// The only scan that runs. Where none does, the one that was asked for last, and of which nobody read the answer.
fn only(shop: &Shop) -> anyhow::Result<Left> {
    let tenant = shop.client.tenant();
    let notes = shop.notes.of_tenant(&tenant.tsg_id.value);
    let asked = shop.notes.asked_of(&tenant.tsg_id.value).pop();
    match (&notes[..], asked) {
        ([only], _) => Ok(Left::Running(only.scan.clone())),
        ([], Some(asked)) => Ok(Left::Asked(Box::new(asked))),
        ([], None) => bail!(
            "no scan of {} that was started here still runs",
            tenant.words()
        ),
        (several, _) => {
            let rows = several.iter().map(|note| {
                let (model, group) = (note.model.printable(), note.group.printable());
                format!("{} ({model} under {group})", note.scan)
            });
            let rows: Vec<_> = rows.collect();
            bail!(
                "several scans run; name one with --resume UUID: {}",
                rows.join("; ")
            )
        }
    }
}
