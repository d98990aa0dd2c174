//! The rows of the list: reports, models, and files that gave no report.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::columns::{Columns, Shows};
use crate::app::message::Unread;
use crate::app::model::Model;
use crate::app::screens::reports::Row;
use crate::app::screens::reports::order::Column;
use crate::domain::decisions::{Standing, Tally};
use crate::domain::gist::Gist;
use crate::domain::outcome::Outcome;
use crate::domain::report::Head;
use crate::domain::text::{Printable, Untrusted};
use crate::domain::verdict::Verdict;
use crate::view::parts::cells::{self, age, bar, cell, counted, fit, number};
use crate::view::parts::history;
use crate::view::theme::Theme;

/// One row.
pub(super) fn line(
    model: &Model,
    row: Row,
    selected: bool,
    columns: &Columns,
    theme: &Theme,
) -> Line<'static> {
    if let Row::Unread(at) = row {
        return unread(&model.library.unread[at], selected, columns, theme);
    }
    let members = model.reports.members(&row);
    let Some(newest) = members.first().copied() else {
        return Line::default();
    };
    let marks = &model.reports.marks.on;
    let marked = members.iter().all(|at| marks.contains(at));
    let mut spans = pointer(selected, marked, theme);
    spans.push(doubt(model, members, theme));
    for (shows, width) in columns.iter() {
        match shows {
            Shows::Column(column) => {
                let (words, style) = match column {
                    Column::Model => (name(model, row, newest, width), theme.text),
                    _ => words(model, row, column, newest, theme),
                };
                spans.push(cell(&words, width, style));
            }
            Shows::History => spans.extend(steps(model, row, newest, theme, width)),
        }
    }
    Line::from(spans)
}

fn pointer(selected: bool, marked: bool, theme: &Theme) -> Vec<Span<'static>> {
    vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(if marked { "●" } else { " " }, theme.accent),
    ]
}

/// Whether there is a word of doubt about any of the reports.
fn doubt(model: &Model, members: &[usize], theme: &Theme) -> Span<'static> {
    let library = &model.library;
    if members.iter().all(|at| library.is_gone(*at)) {
        return Span::styled("† ", theme.warn);
    }
    let doubted = |at: &usize| !library.summaries[*at].head.warnings.is_empty();
    let symbol = if members.iter().any(doubted) {
        "! "
    } else {
        "  "
    };
    Span::styled(symbol, theme.warn)
}

/// What a column says of a report, or of a model by its newest report.
fn words(model: &Model, row: Row, column: Column, at: usize, theme: &Theme) -> (String, Style) {
    let head = &model.library.summaries[at].head;
    let scan = &head.scan;
    let printed = |text: Option<&Untrusted>| {
        text.map(|text| text.printable().into_string())
            .unwrap_or_default()
    };
    match column {
        Column::Outcome if scan.outcome == Outcome::Unstated => {
            // Scanners that do not judge are told apart by their names.
            let scanner = Some(head.source.dialect).filter(|dialect| !dialect.contains('-'));
            (scanner.unwrap_or("–").to_owned(), theme.dim)
        }
        Column::Outcome => (
            Printable::line(scan.outcome.word()).into_string(),
            theme.outcome(scan.outcome.meaning()),
        ),
        Column::Model => (head.name().printable().into_string(), theme.text),
        Column::SourceType => (printed(scan.source_type.as_ref()), theme.dim),
        Column::Group => (printed(head.group_name()), theme.dim),
        Column::Rules => (
            scan.rules.map_or_else(
                || "–".to_owned(),
                |rules| format!("{}/{}", rules.passed, rules.total),
            ),
            theme.text,
        ),
        Column::Findings => match row {
            Row::Model(_) => findings_of_all(model, row, theme),
            _ => findings(model, at, theme),
        },
        Column::Completeness => (head.completeness.word().to_owned(), theme.dim),
        Column::Source => (head.source.medium().to_owned(), theme.dim),
        Column::Age => (
            scan.created_at
                .map_or_else(|| "–".to_owned(), |then| age(then, model.now)),
            theme.dim,
        ),
    }
}

/// What the row is called: a report that stands under its model by its file.
fn name(model: &Model, row: Row, at: usize, width: usize) -> String {
    let head = &model.library.summaries[at].head;
    let room = width.saturating_sub(1);
    match row {
        Row::Model(group) => {
            let fold = if model.reports.is_unfolded(group) {
                "▾"
            } else {
                "▸"
            };
            let count = number(model.reports.groups[group].members.len());
            let room = width.saturating_sub(count.width() + 5);
            format!("{fold} {} ×{count}", cells::name(head, room))
        }
        Row::Inside(_) => {
            let path = head.source.path.raw();
            let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
            format!("    {}", Printable::line(file))
        }
        _ if model.reports.by_model => format!("  {}", cells::name(head, room.saturating_sub(2))),
        _ => cells::name(head, room),
    }
}

fn steps(
    model: &Model,
    row: Row,
    newest: usize,
    theme: &Theme,
    width: usize,
) -> Vec<Span<'static>> {
    let mut spans = match row {
        Row::Inside(_) => Vec::new(),
        _ => history::steps(model, newest, theme, width.saturating_sub(1)),
    };
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    spans.push(Span::raw(" ".repeat(width.saturating_sub(taken))));
    spans
}

/// The findings of all reports of a model together.
fn findings_of_all(model: &Model, row: Row, theme: &Theme) -> (String, Style) {
    let members = model.reports.members(&row);
    let tallies = members
        .iter()
        .filter(|at| !model.library.is_gone(**at))
        .map(|at| model.library.tallies[*at]);
    let sum: Tally = tallies.sum();
    let newest = members.first().copied();
    let alone = |at: &usize| sum.total == 0 && sum.scans == model.library.tallies[*at].scans;
    match newest.filter(alone) {
        Some(newest) => findings(model, newest, theme),
        None => tallied(sum, theme),
    }
}

/// What the findings column says: the verdict on the whole and what waits all the same, else progress, else how little is known.
fn findings(model: &Model, at: usize, theme: &Theme) -> (String, Style) {
    let head = &model.library.summaries[at].head;
    let tally = model.library.tallies[at];
    if model.library.is_gone(at) {
        return ("file is gone".into(), theme.warn);
    }
    let whole = model.decisions.of_scan(head, model.today());
    if let Some(decision) = whole.decision() {
        let (symbol, style) = theme.verdict(decision.verdict);
        let verdict = decision.verdict.words();
        // What waits comes first: a verdict on the whole decides none of the findings, and the column is narrow.
        let (words, style) = match (tally.open, whole) {
            (0, Standing::Carried(_)) => (format!("{symbol} {verdict} (carried)"), style),
            (0, _) => (format!("{symbol} {verdict}"), style),
            (open, _) => (
                format!("{symbol} {open}/{} open · {verdict}", tally.total),
                theme.text,
            ),
        };
        return dangerous(tally, words, style, theme);
    }
    if tally.total == 0 {
        return without_findings(head, whole, theme);
    }
    tallied(tally, theme)
}

/// How much is decided.
fn tallied(tally: Tally, theme: &Theme) -> (String, Style) {
    let bar = bar(tally.total - tally.open, tally.total);
    let scans = counted(tally.scans, "scan");
    let mut words = match (tally.open, tally.proposed, tally.carried) {
        (0, ..) if tally.scans > 0 => return (format!("{scans} open"), theme.text),
        (0, _, 0) => format!("{bar} decided"),
        (0, _, carried) => format!("{bar} carried {carried}"),
        (open, 0, _) => format!("{bar} {open}/{} open", tally.total),
        (open, proposed, _) => format!("{bar} {open}/{} open ~{proposed}", tally.total),
    };
    if tally.scans > 0 {
        words = format!("{words} · {scans}");
    }
    let style = if tally.open == 0 {
        theme.good
    } else {
        theme.text
    };
    dangerous(tally, words, style, theme)
}

/// With the true positives before the rest: what is decided so must not look like what is excused.
fn dangerous(tally: Tally, words: String, style: Style, theme: &Theme) -> (String, Style) {
    if tally.positives == 0 {
        return (words, style);
    }
    let (symbol, danger) = theme.verdict(Verdict::TruePositive);
    let style = if tally.open == 0 { danger } else { style };
    (
        format!("{symbol}{} {words}", number(tally.positives)),
        style,
    )
}

fn without_findings(head: &Head, whole: Standing<'_>, theme: &Theme) -> (String, Style) {
    if let Standing::Proposed(decision) = whole {
        return (format!("~ {}?", decision.verdict.words()), theme.info);
    }
    let gist = Gist::of(head);
    let style = if gist.is_odd() { theme.warn } else { theme.dim };
    (gist.words().into_string(), style)
}

fn unread(unread: &Unread, selected: bool, columns: &Columns, theme: &Theme) -> Line<'static> {
    let (symbol, word, style) = if unread.broken {
        ("✗ ", "unread", theme.bad)
    } else {
        ("· ", "other", theme.dim)
    };
    let (outcome, names, figures) = columns.thirds();
    let mut spans = pointer(selected, false, theme);
    spans.push(Span::styled(symbol, style));
    spans.push(cell(word, outcome, style));
    let place = cells::fit_end(unread.place.as_str(), names.saturating_sub(1));
    spans.push(cell(&place, names, theme.text));
    spans.push(Span::styled(fit(unread.why.as_str(), figures), theme.dim));
    Line::from(spans)
}
