//! `show`: reports with findings and verdicts.

use std::path::Path;

use super::args::Show;
use super::{Counter, Exit};
use crate::domain::decision::Decision;
use crate::domain::decisions::{Decisions, Standing};
use crate::domain::finding::Finding;
use crate::domain::grade::Origin;
use crate::domain::grouping::{self, By};
use crate::domain::report::Report;
use crate::domain::text::{Printable, Untrusted};
use crate::format::schema;
use crate::io::places;

pub(super) async fn run(counter: &mut Counter, args: Show) -> anyhow::Result<Exit> {
    let decisions = counter.decisions().await?;
    let uuid = scan_uuid(&args.what);
    let named = if uuid.is_some() {
        args.places
    } else {
        anyhow::ensure!(
            args.places.is_empty(),
            "--in says where to look for a scan's UUID, and {} is none; leave one of them out",
            Printable::line(&args.what.to_string_lossy())
        );
        vec![args.what]
    };
    let mut harvest = counter.harvest(named)?;
    if let Some(uuid) = &uuid {
        harvest.reports.retain(|report| {
            report
                .head
                .scan
                .uuid
                .as_ref()
                .is_some_and(|scan| scan.raw().eq_ignore_ascii_case(uuid))
        });
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
    let text = what.to_str()?;
    let blank = |character: char| character == '-' || character.is_ascii_hexdigit();
    let uuid = text.len() == 36 && text.chars().all(blank) && text.matches('-').count() == 4;
    (uuid && !places::exists(what)).then(|| text.to_owned())
}

/// One report as the object, several as an array.
fn json(counter: &Counter, reports: &[Report], decisions: &Decisions) -> String {
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
        words(whole)
    ));
    lines.extend(whole.decision().map(ruling));
    lines.extend(head.warnings.iter().map(|warning| format!("  ! {warning}")));
    lines.extend(
        head.coverage
            .notes
            .iter()
            .map(|note| format!("  - {}", note.printable())),
    );
    let mut section = None;
    for group in grouping::group(&report.findings, By::Rule) {
        if section.replace(group.section) != Some(group.section) {
            lines.push(group.section.title().to_owned());
        }
        let first = &report.findings[group.members[0]];
        lines.push(format!("  {}", cause(first, group.members.len())));
        for at in &group.members {
            let finding = &report.findings[*at];
            lines.extend(member(
                finding,
                decisions.of_finding(head, &finding.key(), today),
            ));
        }
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

/// The rule, and how grave; a derived grade says so.
fn cause(first: &Finding, count: usize) -> String {
    let seen = &first.seen;
    let mut cause = seen.rule.printable().into_string();
    if count > 1 {
        cause.push_str(&format!(" ×{count}"));
    }
    let mut marks: Vec<String> = seen
        .threat
        .iter()
        .map(|code| code.printable().into_string())
        .collect();
    marks.extend(first.severity.map(|severity| {
        let derived = if severity.origin == Origin::Derived {
            " (derived)"
        } else {
            ""
        };
        format!("{}{derived}", severity.level.word())
    }));
    marks.extend(
        seen.rule_state
            .iter()
            .map(|state| Printable::line(state.word()).into_string()),
    );
    if marks.is_empty() {
        cause
    } else {
        format!("{cause}  {}", marks.join(" · "))
    }
}

fn member(finding: &Finding, standing: Standing<'_>) -> Vec<String> {
    let seen = &finding.seen;
    let place = [seen.symbol(), seen.file.clone()].into_iter().flatten();
    let place: Vec<_> = place.map(|text| text.printable().into_string()).collect();
    let what = seen.description.printable();
    let mut lines = vec![
        format!(
            "    {}  {}",
            words(standing),
            if place.is_empty() {
                what.to_string()
            } else {
                format!("{}: {what}", place.join(" in "))
            }
        ),
        format!("        {}", finding.identity.exact),
    ];
    lines.extend(standing.decision().map(ruling));
    lines
}

/// Who decided, until when, and why.
fn ruling(decision: &Decision) -> String {
    let mut line = format!("        by {}", decision.author.printable());
    if let Some(last) = decision.expires {
        line.push_str(&format!(", until {last}"));
    }
    if let Some(reason) = decision.reason {
        line.push_str(&format!(", {reason}"));
    }
    if !decision.note.raw().is_empty() {
        line.push_str(&format!(": {}", decision.note.printable()));
    }
    line
}

fn words(standing: Standing<'_>) -> String {
    match standing {
        Standing::Open => "open".to_owned(),
        Standing::Decided(decision) => decision.verdict.words().to_owned(),
        Standing::Carried(decision) => format!("{} (carried)", decision.verdict.words()),
        Standing::Proposed(decision) => format!("open (proposed: {})", decision.verdict.words()),
        Standing::Expired(decision) => format!("open (expired: {})", decision.verdict.words()),
    }
}
