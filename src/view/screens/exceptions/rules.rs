//! The rules, by what they cost, and how often they were right as far as people have decided.

use ratatui::text::{Line, Span};

use crate::domain::precision::Precision;
use crate::view::parts::cells::{cell, number};
use crate::view::theme::Theme;

/// What the columns count.
pub(super) const LEGEND: [&str; 2] = [
    "findings open or excused as false · verdicts saying true",
    "95 % Wilson interval",
];

/// Widths behind the rule: findings that are open and excused as false, verdicts that say true, their share, and how
/// many accept.
const OPEN: usize = 6;
const WRONG: usize = 8;
const TRUE: usize = 13;
const SHARE: usize = 16;
const ACCEPTED: usize = 9;

fn rule_width(width: usize) -> usize {
    width.saturating_sub(2 + OPEN + WRONG + TRUE + SHARE + ACCEPTED)
}

/// The line of headings, which says by what the rules are ordered.
pub(super) fn heading(theme: &Theme, width: usize) -> Line<'static> {
    let cells = [
        ("rule, by open + false", rule_width(width)),
        ("open", OPEN),
        ("+ false", WRONG),
        ("decided", TRUE),
        ("precision", SHARE),
        ("accepted", ACCEPTED),
    ];
    let cells = cells.map(|(words, width)| cell(words, width, theme.dim));
    std::iter::once(Span::raw("  ")).chain(cells).collect()
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
        "none judged".to_owned()
    } else {
        format!("{right} of {judged} true")
    };
    let accepted = if precision.accepted == 0 {
        "–".to_owned()
    } else {
        number(precision.accepted)
    };
    let rule = precision.rule.printable();
    let burden = precision.burden;
    let (open, wrong) = (number(burden.open), number(burden.wrong));
    Line::from(vec![
        Span::styled(if selected { "▌ " } else { "  " }, theme.accent),
        cell(rule.as_str(), rule_width(width), theme.text),
        cell(&open, OPEN, theme.text),
        cell(&wrong, WRONG, theme.text),
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
