//! One verdict whole: what was decided, how far it reaches, what was in front of the person, and all that happened.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::columns;
use crate::app::model::Model;
use crate::domain::decision::Decision;
use crate::domain::decisions::reach::Place;
use crate::domain::expiry::Expiry;
use crate::domain::history;
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::cells::{age, counted, number};
use crate::view::screens::detail::Fact;
use crate::view::theme::Theme;

/// Events of a history that are told, the newest of them.
const EVENTS: usize = 50;

/// Lines of a note that are shown.
const NOTE_LINES: usize = 50;
/// Reports that are named.
const EXAMPLES: usize = 3;

/// The selected verdict, wrapped to a width.
pub(super) fn lines(model: &Model, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let decision = model
        .exceptions
        .selected_subject()
        .and_then(|subject| model.decisions.get(subject));
    let Some(decision) = decision else {
        return Vec::new();
    };
    let facts = ruled(model, decision, theme)
        .into_iter()
        .chain(reached(model, decision, theme))
        .chain(happened(model, theme))
        .chain(examples(model, decision, theme))
        .chain([given(model, decision, theme)])
        .chain(context(decision, theme));
    heading(model, decision, theme)
        .into_iter()
        .chain(facts.flat_map(|fact| fact.wrapped(theme, width)))
        .collect()
}

fn heading(model: &Model, decision: &Decision, theme: &Theme) -> Vec<Line<'static>> {
    let context = &decision.context;
    let expiry = Expiry::of(decision, model.today());
    let (symbol, style) = columns::symbol(decision, expiry, theme);
    let rule = context.rule.as_ref().map_or_else(
        || "whole scan".to_owned(),
        |rule| rule.printable().into_string(),
    );
    vec![Line::from(vec![
        Span::styled(format!(" {symbol} {}  ", decision.verdict.words()), style),
        Span::styled(rule, theme.heading),
    ])]
}

/// What was decided, how long and why.
fn ruled(model: &Model, decision: &Decision, theme: &Theme) -> Vec<Fact> {
    let expiry = Expiry::of(decision, model.today());
    let mut facts = Vec::new();
    facts.extend(decision.reason.map(|reason| {
        let words = format!("{reason}: {}", reason.words());
        Fact::new("reason", words, theme.text)
    }));
    if let Some(last) = decision.expires {
        let words = format!("{last}, {}", expiry.words());
        facts.push(Fact::new("expires", words, columns::urgency(expiry, theme)));
    } else if decision.verdict.excuses() {
        facts.push(Fact::new("expires", "never", theme.text));
    }
    facts.extend(text("note", &decision.note, theme.text));
    facts
}

/// A text of several lines, under one label.
fn text(label: &'static str, text: &Untrusted, style: Style) -> Vec<Fact> {
    let lines = text.raw().lines().take(NOTE_LINES);
    let lines = lines.map(Printable::line).enumerate();
    lines
        .map(|(at, line)| Fact::new(if at == 0 { label } else { "" }, line.into_string(), style))
        .collect()
}

/// How far it reaches.
fn reached(model: &Model, decision: &Decision, theme: &Theme) -> Vec<Fact> {
    let scope = decision.subject.words();
    let words = match model.exceptions.reaches.get(&decision.subject) {
        None => format!("{scope}: nothing in the library, its report is not here"),
        Some(reach) => {
            let reports = counted(reach.reports.len(), "report");
            match reach.findings {
                0 => format!("{scope}: {reports}"),
                findings => format!("{scope}: {} in {reports}", counted(findings, "finding")),
            }
        }
    };
    vec![Fact::new("covers", words, theme.text)]
}

/// The newest reports it reaches to.
fn examples(model: &Model, decision: &Decision, theme: &Theme) -> Vec<Fact> {
    let Some(reach) = model.exceptions.reaches.get(&decision.subject) else {
        return Vec::new();
    };
    let newest = reach.newest(&model.library.summaries, EXAMPLES);
    let places = newest.into_iter();
    let mut named: Vec<_> = places.filter_map(|place| example(model, place)).collect();
    let rest = reach.reports.len().saturating_sub(named.len());
    if rest > 0 {
        named.push(format!("and {}", counted(rest, "older report")));
    }
    let label = |at| if at == 0 { "seen in" } else { "" };
    let facts = named.into_iter().enumerate();
    facts
        .map(|(at, place)| Fact::new(label(at), place, theme.dim))
        .collect()
}

fn example(model: &Model, place: Place) -> Option<String> {
    let summary = model.library.summaries.get(place.report)?;
    let report = summary.head.source.label().printable().into_string();
    let file = place
        .finding
        .and_then(|at| summary.keys.get(at)?.file.as_ref());
    Some(file.map_or_else(
        || report.clone(),
        |file| format!("{report}  {}", file.printable()),
    ))
}

/// Every event about the subject, the newest first.
fn happened(model: &Model, theme: &Theme) -> Vec<Fact> {
    let history = model.exceptions.history.as_ref();
    match history.and_then(|history| history.events.as_ref()) {
        None => vec![Fact::new("history", "reading…", theme.dim)],
        Some(Err(why)) => vec![Fact::new("history", why.as_str(), theme.bad)],
        Some(Ok(events)) => {
            let told = events.iter().zip(history::told(events)).rev().take(EVENTS);
            let line = |(at, (event, deed)): (usize, (&history::Event, String))| {
                let label = if at == 0 { "history" } else { "" };
                let when = event.at.strftime("%Y-%m-%d %H:%M");
                let words = format!("{when}  {}  {deed}", event.author.printable());
                Fact::new(label, words, theme.text)
            };
            let mut facts: Vec<_> = told.enumerate().map(line).collect();
            let earlier = events.len().saturating_sub(EVENTS);
            if earlier > 0 {
                let words = format!("and {} earlier", number(earlier));
                facts.push(Fact::new("", words, theme.dim));
            }
            facts
        }
    }
}

/// Who gave it, and when.
fn given(model: &Model, decision: &Decision, theme: &Theme) -> Fact {
    let when = decision.at.strftime("%Y-%m-%d %H:%M UTC");
    let ago = age(decision.at, model.now);
    let who = decision.author.printable();
    Fact::new("author", format!("{who}, {when} ({ago})"), theme.text)
}

/// What was in front of the person who decided.
fn context(decision: &Decision, theme: &Theme) -> Vec<Fact> {
    let context = &decision.context;
    let scanned = context
        .scanned
        .map(|at| at.strftime(", %Y-%m-%d %H:%M UTC").to_string())
        .unwrap_or_default();
    let scan = context
        .scan
        .as_ref()
        .map(|scan| Fact::new("scan", format!("{}{scanned}", scan.printable()), theme.dim));
    let group: Vec<_> = [&context.group_name, &context.group_uuid]
        .into_iter()
        .flatten()
        .map(|text| text.printable().into_string())
        .collect();
    let group = (!group.is_empty()).then(|| Fact::new("group", group.join("  "), theme.dim));
    let facts = [
        Fact::of("why", context.description.as_ref(), theme.text),
        Fact::of("threat", context.threat.as_ref(), theme.text),
        Fact::of("file", context.file.as_ref(), theme.text),
        Fact::of("hash", context.hash.as_ref(), theme.dim),
        Fact::of("symbol", context.symbol.as_ref(), theme.text),
        Fact::of("model", Some(&context.model), theme.text),
        Fact::of("", context.model_uri.as_ref(), theme.dim),
        scan,
        group,
        Fact::of("rule id", context.rule_instance.as_ref(), theme.dim),
        Some(Fact::new(
            "identity",
            context.fingerprint.to_string(),
            theme.dim,
        )),
    ];
    facts.into_iter().flatten().collect()
}
