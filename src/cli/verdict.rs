//! `verdict`: decide about a finding by its fingerprint. The finding is looked up, because a verdict keeps what was in
//! front of the person who gave it.

use anyhow::Context as _;

use super::args::Decide;
use super::{Counter, Exit};
use crate::domain::decision::{Context, Entry};
use crate::domain::report::Report;
use crate::domain::scope::Subject;
use crate::domain::verdict::Ruling;
use crate::io::ledger::Ledger;

pub(super) async fn run(counter: &mut Counter, args: Decide) -> anyhow::Result<Exit> {
    let ruling = args.verdict.map(|verdict| Ruling {
        reason: args
            .reason
            .or(verdict.usual_reason())
            .filter(|_| verdict.excuses()),
        term: args.expires,
        note: args.note.trim().to_owned(),
        ..Ruling::usual(verdict)
    });
    if let Some(ruling) = &ruling {
        ruling.check()?;
    }
    let harvest = counter.harvest(args.places.clone())?;
    let entry = entry(&harvest.reports, &args, ruling)?;
    let ledger = Ledger::open(&counter.places.ledger).await?;
    let change = ledger
        .record(&counter.author, counter.now, &[entry])
        .await?;
    ledger.close().await;
    counter.printer.notice(&format!("saved: {}", change.words));
    Ok(Exit::Pass)
}

/// What to record: about the finding, or about the scan that has this fingerprint.
fn entry(reports: &[Report], args: &Decide, ruling: Option<Ruling>) -> anyhow::Result<Entry> {
    for report in reports {
        let head = &report.head;
        if let Some(finding) = report
            .findings
            .iter()
            .find(|finding| finding.identity.exact == args.fingerprint)
        {
            let subject = Subject::of(args.scope, head, &finding.key())
                .with_context(|| format!("the report names no model or group, so the scope {} cannot be had; use --scope exact", args.scope))?;
            return Ok(Entry {
                subject,
                ruling,
                context: Context::of(head, finding),
            });
        }
        if head.identity.exact == args.fingerprint {
            let subject = Subject::Scan {
                fingerprint: args.fingerprint,
            };
            return Ok(Entry {
                subject,
                ruling,
                context: Context::of_scan(head),
            });
        }
    }
    anyhow::bail!(
        "no finding with fingerprint {} in {} reports; name the report with --in PATH, and see `show` for fingerprints",
        args.fingerprint,
        reports.len()
    )
}
