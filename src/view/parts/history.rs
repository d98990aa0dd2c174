//! The history of a model: how its scans ended, the oldest first.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::cells::{ago, fit};
use crate::app::model::Model;
use crate::domain::report::Head;
use crate::domain::text::Printable;
use crate::domain::trail::{Since, Step, since_passed};
use crate::view::theme::Theme;

/// Scans that a history shows, the newest ones.
pub const MOST: usize = 12;
/// Below this width the symbols of a line stand without blanks between them.
const WIDE: usize = 100;

/// How the newest scans of a report's model ended, each as a symbol, as many as fit.
pub fn steps(model: &Model, report: usize, theme: &Theme, width: usize) -> Vec<Span<'static>> {
    let all: Vec<&Head> = heads(model, report).collect();
    let gap = if width >= MOST * 2 - 1 { " " } else { "" };
    let most = (width + gap.len()) / (1 + gap.len());
    let mut newest: Vec<_> = all.into_iter().take(most.min(MOST)).collect();
    newest.reverse();
    let mut spans = Vec::new();
    for head in newest {
        if !spans.is_empty() && !gap.is_empty() {
            spans.push(Span::raw(gap));
        }
        let (symbol, style) = theme.step(Step::of(head));
        spans.push(Span::styled(symbol, style));
    }
    spans
}

/// The history of a report's model in a line; none where it has no other report.
pub fn line(model: &Model, report: usize, theme: &Theme, width: usize) -> Option<Line<'static>> {
    let head = &model.library.summaries[report].head;
    heads(model, report).nth(1)?;
    let mut spans = vec![Span::styled(" history ", theme.dim)];
    let room = if width < WIDE { MOST } else { MOST * 2 };
    spans.extend(steps(model, report, theme, room));
    if let Some(since) = since_passed(head, heads(model, report)) {
        let taken: usize = spans.iter().map(|span| span.content.width()).sum();
        let words = format!("  {}", words(&since, model));
        let words = fit(&words, width.saturating_sub(taken));
        spans.push(Span::styled(words, theme.text));
    }
    Some(Line::from(spans))
}

/// The listed reports of a report's model, the newest first.
fn heads(model: &Model, report: usize) -> impl Iterator<Item = &Head> {
    let library = &model.library;
    let beside = model.reports.beside(report).iter();
    beside
        .filter(|at| library.is_listed(**at))
        .map(|at| &library.summaries[*at].head)
}

fn words(since: &Since<'_>, model: &Model) -> String {
    let outcome = Printable::line(since.outcome.word());
    let mut changes = Vec::new();
    if let Some((then, now)) = since.rules {
        changes.push(format!("rules {then} → {now}"));
    }
    if let Some((then, now)) = since.scanner {
        changes.push(format!(
            "scanner {} → {}",
            then.printable(),
            now.printable()
        ));
    }
    let when = ago(since.at, model.now);
    match changes[..] {
        [] => format!("last {outcome} {when}"),
        _ => format!("last {outcome} {when}: {}", changes.join(", ")),
    }
}
