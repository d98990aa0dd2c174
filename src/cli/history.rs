//! `show FINGERPRINT`: a finding or a scan, and everything that was ever decided about it.

use std::path::PathBuf;

use strum::IntoEnumIterator;

use super::verdict::{About, find};
use super::{Counter, Exit, finding};
use crate::domain::decision::{Act, Decision};
use crate::domain::decisions::{Decisions, Standing};
use crate::domain::history::Event;
use crate::domain::identity::Fingerprint;
use crate::domain::report::{Head, Report};
use crate::domain::scope::{Scope, Subject};
use crate::format::finding::{self as format, Known};
use crate::format::schema;

pub(super) async fn run(
    counter: &mut Counter,
    fingerprint: Fingerprint,
    (places, json): (Vec<PathBuf>, bool),
) -> anyhow::Result<Exit> {
    let ledger = counter.ledger().await?;
    let harvest = counter.harvest(places)?;
    let about = find(&harvest.reports, fingerprint);
    let (mut events, mut decisions) = (Vec::new(), Decisions::default());
    if let Some(ledger) = ledger {
        for subject in subjects(about, fingerprint) {
            let history = ledger.history(&subject).await?;
            events.extend(told(&history).into_iter().zip(history));
        }
        decisions = ledger.decisions().await?;
        ledger.close().await;
    }
    if about.is_none() && events.is_empty() {
        counter.tell(&harvest.notices);
        anyhow::bail!(
            "no report here and no verdict in the ledger has the fingerprint {fingerprint}; name its report with --in PATH"
        );
    }
    events.sort_unstable_by_key(|(_, event)| event.id);
    if json {
        let history = events.iter().map(|(_, event)| event).collect();
        let known = known(counter, about, fingerprint, (&harvest.reports, &decisions));
        let known = Known { history, ..known };
        let document = format::document(&known);
        return counter.printer.text(&(schema::to_json(&document) + "\n"));
    }
    let mut lines = match about {
        Some(about) => seen(counter, about, &harvest.reports, &decisions),
        None => kept(fingerprint, &events),
    };
    lines.push(if events.is_empty() {
        "HISTORY  nothing was ever decided about it".to_owned()
    } else {
        "HISTORY".to_owned()
    });
    lines.extend(events.iter().map(|(deed, event)| line(deed, event)));
    counter.printer.text(&(lines.join("\n") + "\n"))
}

/// Whatever a verdict on it can be about. Without its report only what is bound to the fingerprint itself is known.
fn subjects(about: Option<About<'_>>, fingerprint: Fingerprint) -> Vec<Subject> {
    match about {
        Some(About::Finding(head, finding)) => Scope::iter()
            .filter_map(|scope| Subject::of(scope, head, &finding.key()))
            .collect(),
        Some(About::Scan(_)) => vec![Subject::Scan { fingerprint }],
        None => vec![
            Subject::Exact { fingerprint },
            Subject::Scan { fingerprint },
        ],
    }
}

/// The finding or the scan as a report at hand has it.
fn seen(
    counter: &Counter,
    about: About<'_>,
    reports: &[Report],
    decisions: &Decisions,
) -> Vec<String> {
    let standing = about.standing(decisions, counter);
    let head = about.head();
    let places = reports.iter().filter(|report| about.is_in(report));
    let places = places.map(|report| place(&report.head));
    match about {
        About::Finding(_, one) => finding::cause(&[one])
            .map(|cause| cause.trim_start().to_owned())
            .into_iter()
            .chain(places)
            .chain(finding::lines(one, standing))
            .collect(),
        About::Scan(_) => {
            let words = finding::words(standing);
            let mut lines = vec!["the scan as a whole".to_owned()];
            lines.extend(places);
            lines.push(format!("    {words}"));
            lines.push(format!("        {}", head.identity.exact));
            lines.extend(finding::ruling(standing));
            lines
        }
    }
}

fn place(head: &Head) -> String {
    format!(
        "  in {}  {}",
        head.name().printable(),
        head.source.label().printable()
    )
}

/// It for programs, but for its history.
fn known<'a>(
    counter: &Counter,
    about: Option<About<'a>>,
    fingerprint: Fingerprint,
    (reports, decisions): (&'a [Report], &'a Decisions),
) -> Known<'a> {
    let Some(about) = about else {
        let narrow = subjects(None, fingerprint);
        let mut own = narrow.iter().filter_map(|it| decisions.get(it));
        let decision = own.next();
        let context = decision.map(|decision| &decision.context);
        let holds = decision.filter(|it| !it.expired(counter.today()));
        return Known {
            fingerprint,
            rule: context.and_then(|it| it.rule.as_ref()),
            file: context.and_then(|it| it.file.as_ref()),
            model: context.map(|it| it.model.clone()),
            reports: Vec::new(),
            finding: None,
            standing: holds.map_or(Standing::Open, Standing::Decided),
            history: Vec::new(),
        };
    };
    let finding = match about {
        About::Finding(_, finding) => Some(finding),
        About::Scan(_) => None,
    };
    let here = reports.iter().filter(|report| about.is_in(report));
    Known {
        fingerprint,
        rule: finding.map(|it| &it.seen.rule),
        file: finding.and_then(|it| it.seen.file.as_ref()),
        model: Some(about.head().name()),
        reports: here.map(|report| &report.head).collect(),
        finding,
        standing: about.standing(decisions, counter),
        history: Vec::new(),
    }
}

/// The same as the ledger kept it.
fn kept(fingerprint: Fingerprint, events: &[(String, Event)]) -> Vec<String> {
    let context = events
        .iter()
        .rev()
        .filter_map(|(_, event)| event.decision.as_ref())
        .map(|decision| &decision.context)
        .next();
    let mut lines = Vec::new();
    if let Some(context) = context {
        let rule = context
            .rule
            .as_ref()
            .map(|rule| rule.printable().into_string());
        lines.push(rule.unwrap_or_else(|| "the scan as a whole".to_owned()));
        let places = [context.file.as_ref(), Some(&context.model)];
        let places = places.into_iter().flatten();
        let places: Vec<_> = places
            .map(|place| place.printable().into_string())
            .collect();
        lines.push(format!(
            "  in {}, as the ledger kept it: no report here has it",
            places.join(" in ")
        ));
    }
    lines.push(format!("        {fingerprint}"));
    lines
}

fn line(deed: &str, event: &Event) -> String {
    format!(
        "  {}  {}  {deed}",
        event.at.strftime("%Y-%m-%d %H:%M UTC"),
        event.author.printable()
    )
}

/// What each event of one subject did, given what held before it.
fn told(history: &[Event]) -> Vec<String> {
    let before = history.iter().map(|event| event.decision.as_ref());
    std::iter::once(None)
        .chain(before)
        .zip(history)
        .map(|(before, event)| deed(event, before))
        .collect()
}

fn deed(event: &Event, before: Option<&Decision>) -> String {
    let after = event.decision.as_ref();
    match (event.act, after, before) {
        (Act::Recorded, Some(now), before) => {
            let instead = before.map_or_else(String::new, |before| {
                format!(" in place of {}", whose(before))
            });
            let verdict = now.verdict.words();
            format!("decided {verdict}{instead}{}", finding::details(now))
        }
        (Act::Recorded, None, Some(before)) => {
            format!("opened it again: {} holds no more", whose(before))
        }
        (Act::Recorded, None, None) => "left it open".to_owned(),
        (Act::Undone, ..) => format!("took that back: {}", holds(after)),
        (Act::Redone, ..) => format!("restored that: {}", holds(after)),
    }
}

fn holds(now: Option<&Decision>) -> String {
    now.map_or_else(
        || "it is open".to_owned(),
        |now| format!("{} holds", whose(now)),
    )
}

/// "false positive by ann".
fn whose(decision: &Decision) -> String {
    let author = decision.author.printable();
    format!("{} by {author}", decision.verdict.words())
}
