//! `show`: reports with findings and verdicts.

use std::path::Path;

use super::args::{self, Show};
use super::{Counter, Exit, finding, history, unlisted};
use crate::domain::decisions::Decisions;
use crate::domain::finding::Finding;
use crate::domain::fingerprint::{Fingerprint, NotAFingerprint, VERSION};
use crate::domain::grouping::{self, By};
use crate::domain::report::Report;
use crate::domain::text::{Printable, Untrusted};
use crate::format::{airs, schema};
use crate::io::places;

pub(super) async fn run(counter: &mut Counter, args: Show) -> anyhow::Result<Exit> {
    if let Some((what, why)) = args
        .what
        .iter()
        .find_map(|what| Some((what, misspelt(what)?)))
    {
        anyhow::bail!("{}: {why}", Printable::line(&what.to_string_lossy()));
    }
    let fingerprint = args.what.iter().find_map(|it| fingerprint(it));
    let uuid = args.what.iter().find_map(|it| scan_uuid(it));
    anyhow::ensure!(
        args.what.len() == 1 || fingerprint.is_none() && uuid.is_none(),
        "the UUID of a scan and a fingerprint are shown by themselves; name nothing beside them"
    );
    if let Some(fingerprint) = fingerprint {
        return history::run(counter, fingerprint, (args.places, args.json)).await;
    }
    let decisions = counter.decisions().await?;
    let named = if uuid.is_some() {
        args.places
    } else {
        anyhow::ensure!(
            args.places.is_empty(),
            "--in says where to look for a scan's UUID or for a fingerprint, and {} is neither; leave one of them out",
            Printable::line(&args.what[0].to_string_lossy())
        );
        args.what
    };
    let mut harvest = counter.harvest(named)?;
    if let Some(uuid) = &uuid {
        harvest.reports.retain(|report| report.head.is_of(uuid));
        if harvest.reports.is_empty() {
            counter.tell(&harvest.notices);
            anyhow::bail!(
                "no report of scan {uuid} here; name a file or folder to look in with --in"
            );
        }
        harvest.notices.clear();
    }
    let exit = counter.reading(true, harvest.reports.len(), &harvest.notices);
    let text = if args.json {
        json(counter, &harvest.reports, &decisions)
    } else {
        text(counter, &harvest.reports, &decisions)
    };
    counter.printer.text(&text)?;
    Ok(exit)
}

/// A scan's UUID, unless there is a file of that name.
fn scan_uuid(what: &Path) -> Option<String> {
    let uuid = airs::uuid(what.to_str()?)?;
    (!places::exists(what)).then_some(uuid)
}

/// Why what begins as a fingerprint is none, unless there is a file of that name.
fn misspelt(what: &Path) -> Option<NotAFingerprint> {
    let text = what.to_str()?.trim();
    let meant = text.strip_prefix(VERSION)?.starts_with(':') && !places::exists(what);
    args::read_fingerprint(text).err().filter(|_| meant)
}

/// A fingerprint, unless there is a file of that name.
fn fingerprint(what: &Path) -> Option<Fingerprint> {
    let fingerprint = args::read_fingerprint(what.to_str()?).ok()?;
    (!places::exists(what)).then_some(fingerprint)
}

/// One report as the object, several as an array.
pub(super) fn json(counter: &Counter, reports: &[Report], decisions: &Decisions) -> String {
    let today = counter.today();
    let document = |report| {
        schema::report(report, |finding: &Finding| {
            decisions.of_finding(&report.head, &finding.key(), today)
        })
    };
    match reports {
        [only] => schema::to_json(&document(only)) + "\n",
        several => schema::to_json(&several.iter().map(document).collect::<Vec<_>>()) + "\n",
    }
}

/// Reports as text, a blank line between them.
pub(super) fn text(counter: &Counter, reports: &[Report], decisions: &Decisions) -> String {
    let texts: Vec<_> = reports
        .iter()
        .map(|report| page(counter, report, decisions))
        .collect();
    texts.join("\n")
}

fn page(counter: &Counter, report: &Report, decisions: &Decisions) -> String {
    let head = &report.head;
    let today = counter.today();
    let mut lines = vec![title(report)];
    lines.push(format!("  {}", facts(report).join(" · ")));
    let whole = decisions.of_scan(head, today);
    lines.push(format!(
        "  {}  the scan as a whole: {}",
        head.identity.exact,
        finding::words(whole)
    ));
    lines.extend(finding::ruling(whole));
    lines.extend(head.warnings.iter().map(|warning| format!("  ! {warning}")));
    lines.extend(
        head.coverage
            .notes
            .iter()
            .map(|note| format!("  - {}", note.printable())),
    );
    lines.extend(unlisted::lines(report));
    let mut section = None;
    for group in grouping::group(&report.findings, By::Rule) {
        if section.replace(group.section) != Some(group.section) {
            lines.push(group.section.title().to_owned());
        }
        let members: Vec<_> = group
            .members
            .iter()
            .map(|at| &report.findings[*at])
            .collect();
        lines.extend(finding::cause(&members));
        for member in &members {
            let standing = decisions.of_finding(head, &member.key(), today);
            lines.extend(finding::lines(member, standing));
        }
        lines.extend(finding::advice(&members));
    }
    lines.join("\n") + "\n"
}

fn title(report: &Report) -> String {
    let head = &report.head;
    let mut title = format!(
        "{}  {}",
        head.name().printable(),
        Untrusted::from(head.scan.outcome.word()).printable()
    );
    if let Some(group) = head.group_name() {
        title.push_str(&format!(" by {}", group.printable()));
    }
    if let Some(rules) = head.scan.rules {
        title.push_str(&format!(
            "  {} of {} rules passed",
            rules.passed, rules.total
        ));
    }
    title
}

fn facts(report: &Report) -> Vec<String> {
    let head = &report.head;
    let scan = &head.scan;
    let mut facts = Vec::new();
    facts.extend(
        scan.uuid
            .as_ref()
            .map(|uuid| format!("scan {}", uuid.printable())),
    );
    facts.extend(
        scan.created_at
            .map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()),
    );
    facts.push(format!("holds {}", head.completeness.word()));
    facts.push(head.source.dialect.to_owned());
    facts.push(head.source.label().printable().into_string());
    if let Some(error) = &scan.error {
        let parts = [&error.code, &error.message].into_iter().flatten();
        facts.push(
            parts
                .map(|part| part.printable().into_string())
                .collect::<Vec<_>>()
                .join(": "),
        );
    }
    facts
}
