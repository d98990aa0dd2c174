//! A finding in words: why, where, what was decided, what to do, and what is derived.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::screens::report::Open;
use crate::domain::decisions::Standing;
use crate::domain::finding::{Finding, Origin};
use crate::domain::text::{Printable, Untrusted};
use crate::domain::verdict::Decision;
use crate::domain::{rule, threat};
use crate::view::theme::Theme;

/// Width of the labels.
const LABEL: usize = 10;

/// The detail of the selected finding.
pub(super) fn lines(model: &Model, open: &Open, theme: &Theme) -> Vec<Line<'static>> {
    let Some(row) = open.selected() else {
        return vec![Line::styled(
            " Nothing matches the filter. Esc clears it.",
            theme.dim,
        )];
    };
    let members = open.members(row);
    let Some(finding) = members.first().map(|at| &open.report.findings[*at]) else {
        return Vec::new();
    };
    let mut lines = heading(finding, members.len(), theme);
    let standing = open.standing(members[0], &model.decisions, model.today());
    lines.extend(standing_lines(standing, theme));
    lines.extend(facts(finding, theme));
    lines.extend(remedy(finding, theme));
    lines.extend(links(finding, theme));
    lines.push(fact(
        "identity",
        &finding.identity.exact.to_string(),
        theme.dim,
        theme,
    ));
    lines
}

fn heading(finding: &Finding, count: usize, theme: &Theme) -> Vec<Line<'static>> {
    let seen = &finding.seen;
    let state = seen
        .rule_state
        .as_ref()
        .map(|state| Printable::line(state.word()).into_string())
        .unwrap_or_default();
    let mut lines = vec![Line::from(vec![
        Span::styled(format!(" {}  ", seen.rule.printable()), theme.heading),
        Span::styled(
            state,
            if finding.blocks() {
                theme.bad
            } else {
                theme.dim
            },
        ),
    ])];
    let mut facts: Vec<Span<'static>> = Vec::new();
    if let Some(code) = &seen.threat {
        facts.push(Span::styled(format!(" {}", code.printable()), theme.accent));
    }
    if let Some(severity) = finding.severity {
        let origin = if severity.origin == Origin::Derived {
            "derived"
        } else {
            "reported"
        };
        facts.push(Span::styled(
            format!(" {} ({origin})", severity.level.word()),
            theme.level(severity.level),
        ));
    }
    if count > 1 {
        facts.push(Span::styled(
            format!(" one of {count} findings of this cause"),
            theme.dim,
        ));
    }
    if !facts.is_empty() {
        lines.push(Line::from(facts));
    }
    lines
}

fn facts(finding: &Finding, theme: &Theme) -> Vec<Line<'static>> {
    let seen = &finding.seen;
    let text = |text: &Option<Untrusted>| text.as_ref().map(|text| text.printable().into_string());
    let place = match (text(&seen.file), text(&seen.hash)) {
        (Some(file), Some(hash)) => Some(format!("{file}  {hash}")),
        (Some(file), None) => Some(format!(
            "{file}  (the source gives no hash: never carried to another scan)"
        )),
        (None, _) => Some("the model as a whole".to_owned()),
    };
    let known = seen
        .threat
        .as_ref()
        .and_then(|code| threat::lookup(code.raw()));
    let meaning = known.map(|threat| {
        let doubt = if threat.confirmed {
            ""
        } else {
            ", not confirmed"
        };
        format!(
            "{} [{}; our threat table{doubt}]",
            threat.meaning, threat.formats
        )
    });
    let checks = rule::lookup(seen.rule.raw()).map(|rule| rule.checks.clone());
    let rows = [
        (
            "why",
            Some(seen.description.printable().into_string()).filter(|why| !why.is_empty()),
        ),
        ("where", place),
        ("symbol", text(&seen.symbol())),
        ("means", meaning),
        (
            "acts",
            seen.threat
                .as_ref()
                .and_then(|code| threat::moment(code.raw()))
                .map(str::to_owned),
        ),
        ("rule asks", text(&seen.rule_description).or(checks)),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| Some(fact(label, &value?, theme.text, theme)))
        .collect()
}

fn standing_lines(standing: Standing<'_>, theme: &Theme) -> Vec<Line<'static>> {
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
                " · same code and place, other bytes, in {} · c confirms",
                origin(decision)
            ),
        ),
        Standing::Expired(decision) => (
            "expired",
            decision,
            " · counts for nothing any more".to_owned(),
        ),
    };
    let (symbol, style) = match standing {
        Standing::Proposed(_) | Standing::Expired(_) => theme.standing(standing),
        _ => theme.verdict(decision.verdict),
    };
    let reason = decision
        .reason
        .map_or_else(String::new, |reason| format!(", {reason}"));
    let until = decision
        .expires
        .map_or_else(String::new, |last| format!(", until {last}"));
    let day = decision.at.strftime("%Y-%m-%d");
    let who = decision.author.printable();
    let words = format!(
        "{symbol} {}{reason} · {} · {who} {day}{until}{rest}",
        decision.verdict.words(),
        decision.subject.words(),
    );
    let mut lines = vec![fact(label, &words, style, theme)];
    if !decision.note.raw().is_empty() {
        lines.push(fact(
            "note",
            decision.note.printable().as_str(),
            theme.text,
            theme,
        ));
    }
    lines
}

fn origin(decision: &Decision) -> String {
    let context = &decision.context;
    let day = context.scanned.map_or_else(String::new, |at| {
        at.strftime(" scanned %Y-%m-%d").to_string()
    });
    format!("{}{day}", context.model.printable())
}

fn remedy(finding: &Finding, theme: &Theme) -> Vec<Line<'static>> {
    let Some(advice) = &finding.seen.remediation else {
        return Vec::new();
    };
    let steps = advice.steps.iter().enumerate().map(|(at, step)| {
        fact(
            if at == 0 { "fix" } else { "" },
            &format!("{} {}", at + 1, step.printable()),
            theme.text,
            theme,
        )
    });
    steps.collect()
}

fn links(finding: &Finding, theme: &Theme) -> Vec<Line<'static>> {
    let seen = &finding.seen;
    let by_pattern = seen
        .threat
        .as_ref()
        .and_then(|code| threat::knowledge_base_url(code.raw()));
    let threat = seen
        .threat_url
        .as_ref()
        .map(|url| url.printable().into_string())
        .or(by_pattern);
    let advice = seen
        .remediation
        .as_ref()
        .and_then(|advice| advice.url.as_ref())
        .map(|url| url.printable().into_string());
    let insights = seen
        .insights_url
        .as_ref()
        .map(|url| url.printable().into_string());
    let links = [threat, insights, advice].into_iter().flatten();
    links
        .enumerate()
        .map(|(at, url)| fact(if at == 0 { "links" } else { "" }, &url, theme.dim, theme))
        .collect()
}

fn fact(label: &str, value: &str, style: Style, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(format!(" {label:<LABEL$}"), theme.dim),
        Span::styled(value.to_owned(), style),
    ])
}
