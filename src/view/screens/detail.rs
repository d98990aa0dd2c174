//! A finding in words: why, where, what was decided, what to do, and what is derived.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::screens::report::Open;
use crate::domain::decision::Decision;
use crate::domain::decisions::Standing;
use crate::domain::finding::Finding;
use crate::domain::grade::Origin;
use crate::domain::text::{Printable, Untrusted};
use crate::domain::{rule, threat};
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// Width of the labels.
const LABEL: usize = 10;
/// Other scans that are named; the rest is counted.
const SIGHTINGS_SHOWN: usize = 5;

/// A labelled line of a detail.
pub(super) struct Fact {
    label: &'static str,
    value: String,
    style: Style,
}

impl Fact {
    pub(super) fn new(label: &'static str, value: impl Into<String>, style: Style) -> Self {
        Self {
            label,
            value: value.into(),
            style,
        }
    }

    /// A fact whose value the report may leave out.
    pub(super) fn of(label: &'static str, value: Option<&Untrusted>, style: Style) -> Option<Self> {
        let value = value?.printable().into_string();
        (!value.is_empty()).then(|| Self::new(label, value, style))
    }

    /// The fact wrapped to a width.
    pub(super) fn wrapped(self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let label = Span::styled(format!(" {:<LABEL$}", self.label), theme.dim);
        prose::hanging(label, &self.value, self.style, width)
    }
}

/// The detail of the selected finding, wrapped to a width.
pub(super) fn lines(model: &Model, open: &Open, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let members = open.selected().map_or(&[][..], |row| open.members(row));
    let Some(finding) = members.first().map(|at| &open.report.findings[*at]) else {
        return Vec::new();
    };
    let standing = open.standing(members[0], &model.decisions, model.today());
    let facts = decided(finding, standing, theme)
        .into_iter()
        .chain(seen(finding, theme))
        .chain(history(model, open, finding, theme))
        .chain(advice(finding, theme))
        .chain(links(finding, theme))
        .chain([Fact::new(
            "identity",
            finding.identity.exact.to_string(),
            theme.dim,
        )]);
    heading(finding, members.len(), theme)
        .into_iter()
        .chain(facts.flat_map(|fact| fact.wrapped(theme, width)))
        .collect()
}

fn heading(finding: &Finding, count: usize, theme: &Theme) -> Vec<Line<'static>> {
    let seen = &finding.seen;
    let state = seen
        .rule_state
        .as_ref()
        .map(|state| Printable::line(state.word()).into_string());
    let mut lines = vec![Line::from(vec![
        Span::styled(format!(" {}  ", seen.rule.printable()), theme.heading),
        Span::styled(
            state.unwrap_or_default(),
            if finding.blocks() {
                theme.bad
            } else {
                theme.dim
            },
        ),
    ])];
    let mut marks: Vec<Span<'static>> = Vec::new();
    if let Some(code) = &seen.threat {
        marks.push(Span::styled(
            format!(" {} ", code.printable()),
            theme.accent,
        ));
    }
    if let Some(severity) = finding.severity {
        let origin = if severity.origin == Origin::Derived {
            "derived"
        } else {
            "reported"
        };
        marks.push(Span::styled(
            format!(" {} ({origin})", severity.level.word()),
            theme.level(severity.level),
        ));
    }
    if count > 1 {
        marks.push(Span::styled(
            format!(" the first of {count} findings in this group"),
            theme.dim,
        ));
    }
    if !marks.is_empty() {
        lines.push(Line::from(marks));
    }
    lines
}

/// What was decided or is proposed, with its author and origin.
fn decided(finding: &Finding, standing: Standing<'_>, theme: &Theme) -> Vec<Fact> {
    let (label, decision, rest) = match standing {
        Standing::Open => return Vec::new(),
        Standing::Decided(decision) => ("verdict", decision, String::new()),
        Standing::Carried(decision) => {
            ("carried", decision, format!(" · from {}", origin(decision)))
        }
        Standing::Proposed(decision) => (
            "proposed",
            decision,
            format!(
                " · the same in {}, but {} · c confirms, d refuses",
                origin(decision),
                difference(finding, decision)
            ),
        ),
        Standing::Expired(decision) => (
            "expired",
            decision,
            " · counts for nothing any more".to_owned(),
        ),
    };
    let (symbol, style) = theme.mark(standing.mark());
    let words = format!("{symbol} {}{rest}", ruling(decision));
    let mut facts = vec![Fact::new(label, words, style)];
    facts.extend(Fact::of("note", Some(&decision.note), theme.text));
    facts
}

/// What keeps a verdict on something of the same shape from being carried.
fn difference(finding: &Finding, decision: &Decision) -> &'static str {
    let seen = &finding.seen;
    match (&seen.file, &seen.hash, &decision.context.hash) {
        (None, ..) => "in other words",
        (Some(_), Some(_), Some(_)) => "the bytes differ",
        (Some(_), ..) => "not known to be the same bytes",
    }
}

/// What is the same in another sighting of a finding, and what it is where that is not so.
fn likeness(finding: &Finding) -> (&'static str, &'static str) {
    match (&finding.seen.file, &finding.seen.hash) {
        (None, _) => ("the same words", "other words"),
        (Some(_), Some(_)) => ("the same bytes", "other bytes"),
        (Some(_), None) => ("the same bytes", "its bytes are not known"),
    }
}

fn ruling(decision: &Decision) -> String {
    let reason = decision
        .reason
        .map_or_else(String::new, |reason| format!(", {reason}"));
    let until = decision
        .expires
        .map_or_else(String::new, |last| format!(", until {last}"));
    let (who, day) = (
        decision.author.printable(),
        decision.at.strftime("%Y-%m-%d"),
    );
    format!(
        "{}{reason} · {} · {who} {day}{until}",
        decision.verdict.words(),
        decision.subject.words()
    )
}

fn origin(decision: &Decision) -> String {
    let context = &decision.context;
    let day = context.scanned.map_or_else(String::new, |at| {
        at.strftime(", scanned %Y-%m-%d").to_string()
    });
    format!("{}{day}", context.model.printable())
}

/// What the source says, and what our tables know about it.
fn seen(finding: &Finding, theme: &Theme) -> Vec<Fact> {
    let seen = &finding.seen;
    let mut facts = Vec::new();
    facts.extend(Fact::of("why", Some(&seen.description), theme.text));
    facts.push(Fact::new("where", place(finding), theme.text));
    facts.extend(Fact::of("symbol", seen.symbol().as_ref(), theme.text));
    if let Some(threat) = seen
        .threat
        .as_ref()
        .and_then(|code| threat::lookup(code.raw()))
    {
        let doubt = if threat.confirmed {
            ""
        } else {
            "; meaning not confirmed"
        };
        let words = format!(
            "{} [{}] (our threat table{doubt})",
            threat.meaning, threat.formats
        );
        facts.push(Fact::new("means", words, theme.text));
    }
    let moment = seen
        .threat
        .as_ref()
        .and_then(|code| threat::moment(code.raw()));
    facts.extend(moment.map(|moment| Fact::new("acts", moment, theme.text)));
    let checks = rule::lookup(seen.rule.raw())
        .map(|rule| Fact::new("rule asks", rule.checks.clone(), theme.dim));
    facts.extend(Fact::of("rule asks", seen.rule_description.as_ref(), theme.dim).or(checks));
    facts
}

/// Where else it was seen, and what was decided there.
fn history(model: &Model, open: &Open, finding: &Finding, theme: &Theme) -> Vec<Fact> {
    let Some(sightings) = &open.sightings else {
        return Vec::new();
    };
    let elsewhere: Vec<_> = sightings
        .list
        .iter()
        .map(|seen| (seen, &model.library.summaries[seen.report]))
        .filter(|(_, summary)| summary.head.identity != open.report.head.identity)
        .collect();
    if elsewhere.is_empty() {
        return vec![Fact::new("seen", "here only", theme.dim)];
    }
    let dates = elsewhere
        .iter()
        .filter_map(|(_, summary)| summary.head.scan.created_at);
    let since = dates.min().map_or_else(String::new, |first| {
        first.strftime(" since %Y-%m-%d").to_string()
    });
    let same = elsewhere.iter().filter(|(seen, _)| seen.exact).count();
    let (alike, unlike) = likeness(finding);
    let words = match elsewhere.len() {
        1 => format!(
            "in 1 other scan{since}, {}",
            if same == 1 { alike } else { unlike }
        ),
        all => format!("in {all} other scans{since}, {same} with {alike}"),
    };
    let mut facts = vec![Fact::new("seen", words, theme.text)];
    let today = model.today();
    for (seen, summary) in elsewhere.into_iter().take(SIGHTINGS_SHOWN) {
        let head = &summary.head;
        let standing = model
            .decisions
            .of_finding(head, &summary.keys[seen.key], today);
        let (symbol, style) = theme.mark(standing.mark());
        let day = head.scan.created_at.map_or_else(
            || "no date   ".to_owned(),
            |at| at.strftime("%Y-%m-%d").to_string(),
        );
        let verdict = standing
            .decision()
            .map_or("open", |decision| decision.verdict.words());
        let place = head.source.label();
        facts.push(Fact::new(
            "",
            format!("{day} {symbol} {verdict} · {}", place.printable()),
            style,
        ));
    }
    facts
}

fn place(finding: &Finding) -> String {
    let seen = &finding.seen;
    match (&seen.file, &seen.hash) {
        (Some(file), Some(hash)) => format!("{}  {}", file.printable(), hash.printable()),
        (Some(file), None) => {
            format!(
                "{} (no hash in the source: a verdict is never carried silently)",
                file.printable()
            )
        }
        (None, _) => "the model as a whole".to_owned(),
    }
}

fn advice(finding: &Finding, theme: &Theme) -> Vec<Fact> {
    let Some(advice) = &finding.seen.remediation else {
        return Vec::new();
    };
    let steps = advice.steps.iter().enumerate();
    let label = |at| if at == 0 { "fix" } else { "" };
    steps
        .map(|(at, step)| {
            Fact::new(
                label(at),
                format!("{} {}", at + 1, step.printable()),
                theme.text,
            )
        })
        .collect()
}

fn links(finding: &Finding, theme: &Theme) -> Vec<Fact> {
    let seen = &finding.seen;
    let given = |url: Option<&Untrusted>| url.map(|url| url.printable().into_string());
    let by_pattern = || {
        seen.threat
            .as_ref()
            .and_then(|code| threat::knowledge_base_url(code.raw()))
    };
    let advice = seen
        .remediation
        .as_ref()
        .and_then(|advice| advice.url.as_ref());
    let links = [
        given(seen.threat_url.as_ref()).or_else(by_pattern),
        given(seen.insights_url.as_ref()),
        given(advice),
    ];
    let label = |at| if at == 0 { "links" } else { "" };
    links
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(at, url)| Fact::new(label(at), url, theme.dim))
        .collect()
}
