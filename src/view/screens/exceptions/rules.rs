//! The rules, by how often they were right as far as people have decided.

use ratatui::text::{Line, Span};

use crate::domain::precision::Precision;
use crate::view::parts::cells::{cell, number};
use crate::view::theme::Theme;

/// What the columns mean.
pub(super) const LEGEND: &str =
    "noisiest first · 95 % interval (Wilson) · accepted risks count for neither";

/// Widths behind the rule: how many true, which share, how many accepted.
const TRUE: usize = 20;
const SHARE: usize = 19;
const ACCEPTED: usize = 9;

fn rule_width(width: usize) -> usize {
    width.saturating_sub(2 + TRUE + SHARE + ACCEPTED)
}

/// The line of headings.
pub(super) fn heading(theme: &Theme, width: usize) -> Line<'static> {
    Line::from(vec![
        Span::raw("  "),
        cell("rule", rule_width(width), theme.dim),
        cell("decided", TRUE, theme.dim),
        cell("precision", SHARE, theme.dim),
        cell("accepted", ACCEPTED, theme.dim),
    ])
}

/// One rule as a line.
pub(super) fn row(
    precision: &Precision,
    selected: bool,
    theme: &Theme,
    width: usize,
) -> Line<'static> {
    let (right, judged) = (number(precision.right), number(precision.judged()));
    let decided = if precision.judged() == 0 {
        "none true or false".to_owned()
    } else {
        format!("{right} of {judged} true")
    };
    let accepted = if precision.accepted == 0 {
        "–".to_owned()
    } else {
        number(precision.accepted)
    };
    Line::from(vec![
        Span::styled(if selected { "▌ " } else { "  " }, theme.accent),
        cell(
            precision.rule.printable().as_str(),
            rule_width(width),
            theme.text,
        ),
        cell(&decided, TRUE, theme.text),
        cell(&share(precision), SHARE, theme.text),
        cell(&accepted, ACCEPTED, theme.dim),
    ])
}

/// "25 % (9–53 %)".
fn share(precision: &Precision) -> String {
    match (precision.share(), precision.interval()) {
        (Some(share), Some(interval)) => format!(
            "{:.0} % ({:.0}–{:.0} %)",
            share * 100.0,
            interval.low * 100.0,
            interval.high * 100.0
        ),
        _ => "–".to_owned(),
    }
}
