//! A report without findings: what that means, and the ways on.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::model::Model;
use crate::domain::clip::is_plain;
use crate::domain::decisions::Standing;
use crate::domain::gist;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Report};
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::prose;
use crate::view::theme::Theme;

/// What stands before every line.
const MARGIN: &str = "   ";

/// Explains why there is nothing to list, in paragraphs.
pub(super) fn explanation(
    model: &Model,
    report: &Report,
    theme: &Theme,
    width: u16,
) -> Paragraph<'static> {
    let plain = |lines: Vec<String>| lines.into_iter().map(Line::raw).collect();
    let paragraphs: [Vec<Line<'static>>; 5] = [
        why(report, usize::from(width)),
        failed_rules(report, theme),
        doubts(report, theme),
        proposal(model, report, theme),
        plain(ways_on(report, !model.demo)),
    ];
    let mut lines = Vec::new();
    for paragraph in paragraphs
        .into_iter()
        .filter(|paragraph| !paragraph.is_empty())
    {
        lines.push(Line::default());
        lines.extend(paragraph.into_iter().map(indented));
    }
    Paragraph::new(lines).wrap(Wrap { trim: false })
}

fn indented(mut line: Line<'static>) -> Line<'static> {
    line.spans.insert(0, MARGIN.into());
    line
}

/// What is said of findings that are not there, and what the service said where the scan failed.
fn why(report: &Report, width: usize) -> Vec<Line<'static>> {
    let error = report.head.scan.error.as_ref();
    let said = error.into_iter().flat_map(|it| [&it.code, &it.message]);
    let said = said
        .flatten()
        .map(|text| Line::raw(text.printable().into_string()));
    let (margin, room) = (Span::raw(""), width.saturating_sub(MARGIN.len() + 2));
    let mut lines = prose::hanging(margin, gist::sentence(report), Style::new(), room);
    lines.extend(said);
    lines
}

/// Rules that failed, where evaluations say which.
fn failed_rules(report: &Report, theme: &Theme) -> Vec<Line<'static>> {
    let failed = report
        .evaluations
        .iter()
        .filter(|evaluation| evaluation.result.raw() == "FAILED");
    failed
        .map(|evaluation| {
            let state = evaluation
                .state
                .as_ref()
                .map(|state| Printable::line(state.word()));
            let words = format!(
                "failed  {}  {}",
                evaluation.rule.printable(),
                state.unwrap_or_default()
            );
            Line::styled(words, theme.bad)
        })
        .collect()
}

/// Doubts, holes, and fields that this program does not know.
fn doubts(report: &Report, theme: &Theme) -> Vec<Line<'static>> {
    let head = &report.head;
    let warnings = head
        .warnings
        .iter()
        .map(|warning| Line::styled(format!("! {warning}"), theme.warn));
    let notes = &head.coverage.notes;
    let notes = notes
        .iter()
        .map(|note| Line::styled(format!("· {}", note.printable()), theme.dim));
    let unknown = head.scan.extra.iter().map(|(name, value)| {
        Line::styled(
            format!("· {}: {}", name.printable(), value.printable()),
            theme.dim,
        )
    });
    warnings.chain(notes).chain(unknown).collect()
}

fn proposal(model: &Model, report: &Report, theme: &Theme) -> Vec<Line<'static>> {
    let Standing::Proposed(decision) = model.decisions.of_scan(&report.head, model.today()) else {
        return Vec::new();
    };
    let (verdict, like) = (decision.verdict.words(), decision.context.model.printable());
    vec![Line::styled(
        format!("~ proposed: {verdict}, as for {like}; c confirms"),
        theme.info,
    )]
}

fn ways_on(report: &Report, fetchable: bool) -> Vec<String> {
    let head = &report.head;
    let mut lines = Vec::new();
    let finished =
        head.completeness == Completeness::Counts && head.scan.outcome != Outcome::Pending;
    let uuid = head.scan.uuid.as_ref().map(Untrusted::printable);
    if let Some(uuid) = uuid.filter(|uuid| finished && is_plain(uuid.as_str())) {
        if fetchable {
            lines.push("To see why, press F to fetch the rest from your tenant.".to_owned());
        }
        let or = if fetchable { "Or" } else { "To see why," };
        lines.extend([
            format!("{or} save its violations beside this file and press Ctrl-r:"),
            format!("    model-security get-scan-violations {uuid} \\"),
            format!("      > {uuid}.violations.json"),
            String::new(),
        ]);
    }
    lines.push("t f a r p   decide about the scan as a whole".to_owned());
    lines
}
