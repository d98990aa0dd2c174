//! The list of reports.
//!
//! ```text
//!  filter                                     7 of 1,204 reports
//!    outcome  model            group   rules   findings      age
//!  ▌ BLOCKED  acme/scorer      HF prod  8/11   ▰▱▱▱▱ 4/5 open  2m
//!  ✗ unread   build-813.zip                    not JSON, line 1
//! ────────────────────────────────────────────────────────────────
//!  what is selected, in words
//! ```

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Paragraph};
use unicode_width::UnicodeWidthStr;

use crate::app::layout::{self, Area};
use crate::app::message::Unread;
use crate::app::model::Model;
use crate::app::screens::reports::Row;
use crate::domain::decisions::Standing;
use crate::domain::report::{Completeness, Head, Summary};
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::cells::{age, bar, cell, fit, number};
use crate::view::parts::{filter, prose};
use crate::view::theme::Theme;

/// Widths of the columns; the model takes what is left.
struct Columns {
    outcome: usize,
    model: usize,
    group: usize,
    rules: usize,
    findings: usize,
    age: usize,
}

impl Columns {
    fn of(width: u16) -> Self {
        let width = usize::from(width);
        let group = if width >= 96 { 18 } else { 0 };
        let (outcome, rules, findings, age) = (10, 7, 24, 5);
        let fixed = 4 + outcome + group + rules + findings + age;
        Self {
            outcome,
            model: width.saturating_sub(fixed).max(8),
            group,
            rules,
            findings,
            age,
        }
    }
}

/// Draws the screen.
pub fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::reports(model.size.intersection(frame.area()));
    frame.render_widget(top(model, theme, areas.filter.width), areas.filter);
    let columns = Columns::of(areas.rows.width);
    frame.render_widget(heading(&columns, theme), areas.heading);
    if model.reports.rows.is_empty() {
        frame.render_widget(empty(model, theme), areas.rows);
    }
    let shown = model
        .reports
        .rows
        .iter()
        .enumerate()
        .skip(model.reports.list.top());
    for (line, (at, row)) in shown.take(usize::from(areas.rows.height)).enumerate() {
        let selected = at == model.reports.list.cursor();
        let area = Area {
            y: areas.rows.y + u16::try_from(line).unwrap_or(0),
            height: 1,
            ..areas.rows
        };
        let content = match row {
            Row::Report(at) => report(model, *at, selected, &columns, theme),
            Row::Unread(at) => unread(&model.library.unread[*at], selected, &columns, theme),
        };
        let style = if selected {
            theme.selected
        } else {
            Style::new()
        };
        frame.render_widget(Paragraph::new(content).style(style), area);
    }
    about(model, theme, frame, areas.about);
}

/// The filter, and how much it leaves.
fn top(model: &Model, theme: &Theme, width: u16) -> Line<'static> {
    let reports = &model.reports;
    let all = model.library.summaries.len();
    let shown = reports
        .rows
        .iter()
        .filter(|row| matches!(row, Row::Report(_)))
        .count();
    let others = reports.rows.len() - shown;
    let mut counts = if shown == all {
        format!("{} reports", number(all))
    } else {
        format!("{} of {} reports", number(shown), number(all))
    };
    if others > 0 {
        counts.push_str(&format!(", {} without one", number(others)));
    }
    if !reports.marks.on.is_empty() {
        counts = format!("{} marked · {counts}", reports.marks.on.len());
    }
    if reports.marks.range_from.is_some() {
        counts = format!("range: v ends it · {counts}");
    }
    let room = usize::from(width).saturating_sub(counts.width() + 6);
    let mut spans = vec![Span::styled(" / ", theme.accent)];
    if reports.filtering || !reports.filter.text().is_empty() {
        spans.extend(filter::spans(
            &reports.filter,
            room,
            reports.filtering,
            theme,
        ));
    } else {
        spans.push(Span::styled("filter", theme.line));
    }
    let taken: usize = spans.iter().map(|span| span.content.width()).sum();
    spans.push(Span::raw(" ".repeat(
        usize::from(width).saturating_sub(taken + counts.width() + 1),
    )));
    spans.push(Span::styled(counts, theme.dim));
    Line::from(spans)
}

fn heading(columns: &Columns, theme: &Theme) -> Line<'static> {
    let style = theme.dim;
    Line::from(vec![
        Span::raw("    "),
        cell("outcome", columns.outcome, style),
        cell("model", columns.model, style),
        cell("group", columns.group, style),
        cell("rules", columns.rules, style),
        cell("findings", columns.findings, style),
        cell("age", columns.age, style),
    ])
}

fn empty(model: &Model, theme: &Theme) -> Paragraph<'static> {
    let words = if model.jobs.load.is_some() {
        "\n   Reading…".to_owned()
    } else if model.library.summaries.is_empty() && model.library.unread.is_empty() {
        "\n   No scan reports here yet.\n\n   Start with what a failed build left behind:\n\n      airs-triage build-812.zip\n      airs-triage downloads/\n\n   JSON of any dialect, a CI log, a zip of either, a folder.".to_owned()
    } else {
        format!(
            "\n   Nothing matches “{}”. Esc clears the filter.",
            Printable::line(model.reports.filter.text())
        )
    };
    Paragraph::new(words).style(theme.dim)
}

fn pointer(selected: bool, marked: bool, theme: &Theme) -> Vec<Span<'static>> {
    vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(if marked { "●" } else { " " }, theme.accent),
    ]
}

fn report(
    model: &Model,
    at: usize,
    selected: bool,
    columns: &Columns,
    theme: &Theme,
) -> Line<'static> {
    let Summary { head, .. } = &model.library.summaries[at];
    let scan = &head.scan;
    let mut spans = pointer(selected, model.reports.marks.on.contains(&at), theme);
    spans.push(Span::styled(
        if head.warnings.is_empty() { "  " } else { "! " },
        theme.warn,
    ));
    let outcome = Printable::line(scan.outcome.word());
    let outcome = if scan.outcome == crate::domain::outcome::Outcome::Unstated {
        "–"
    } else {
        outcome.as_str()
    };
    spans.push(cell(
        outcome,
        columns.outcome,
        theme.outcome(scan.outcome.meaning()),
    ));
    spans.push(cell(
        head.name().printable().as_str(),
        columns.model,
        theme.text,
    ));
    let group = head
        .group_name()
        .map(Untrusted::printable)
        .unwrap_or_default();
    spans.push(cell(group.as_str(), columns.group, theme.dim));
    let rules = scan.rules.map_or_else(
        || "–".to_owned(),
        |rules| format!("{}/{}", rules.passed, rules.total),
    );
    spans.push(cell(&rules, columns.rules, theme.text));
    let (words, style) = findings(model, at, theme);
    spans.push(cell(&words, columns.findings, style));
    let age = scan
        .created_at
        .map_or_else(|| "–".to_owned(), |then| age(then, model.now));
    spans.push(cell(&age, columns.age, theme.dim));
    Line::from(spans)
}

/// What the findings column says: the verdict on the whole, else progress, else how little is known.
fn findings(model: &Model, at: usize, theme: &Theme) -> (String, Style) {
    let head = &model.library.summaries[at].head;
    let tally = model.library.tallies[at];
    let whole = model.decisions.of_scan(head, model.today());
    if let Some(decision) = whole.decision() {
        let (symbol, style) = theme.verdict(decision.verdict);
        let rest = match (tally.open, whole) {
            (0, Standing::Carried(_)) => " (carried)".to_owned(),
            (0, _) => String::new(),
            (open, _) => format!(" · {open}/{} open", tally.total),
        };
        return (
            format!("{symbol} {}{rest}", decision.verdict.words()),
            style,
        );
    }
    if tally.total == 0 {
        return without_findings(head, whole, theme);
    }
    let bar = bar(tally.total - tally.open, tally.total);
    let words = match (tally.open, tally.proposed, tally.carried) {
        (0, _, 0) => format!("{bar} decided"),
        (0, _, carried) => format!("{bar} carried {carried}"),
        (open, 0, _) => format!("{bar} {open}/{} open", tally.total),
        (open, proposed, _) => format!("{bar} {open}/{} open ~{proposed}", tally.total),
    };
    let style = if tally.open == 0 {
        theme.good
    } else {
        theme.text
    };
    (words, style)
}

fn without_findings(head: &Head, whole: Standing<'_>, theme: &Theme) -> (String, Style) {
    if let Standing::Proposed(decision) = whole {
        return (format!("~ {}?", decision.verdict.words()), theme.info);
    }
    if let Some(code) = head
        .scan
        .error
        .as_ref()
        .and_then(|error| error.code.as_ref())
    {
        return (code.printable().into_string(), theme.warn);
    }
    if let Some(warning) = head.warnings.first() {
        return (warning.brief().to_owned(), theme.warn);
    }
    match head.completeness {
        Completeness::Counts if head.scan.rules.is_some_and(|rules| rules.failed == 0) => {
            ("none failed".into(), theme.dim)
        }
        Completeness::Counts => ("counts only".into(), theme.dim),
        Completeness::Partial | Completeness::Full => ("none".into(), theme.dim),
    }
}

fn unread(unread: &Unread, selected: bool, columns: &Columns, theme: &Theme) -> Line<'static> {
    let (symbol, word, style) = if unread.broken {
        ("✗ ", "unread", theme.bad)
    } else {
        ("· ", "other", theme.dim)
    };
    let mut spans = pointer(selected, false, theme);
    spans.push(Span::styled(symbol, style));
    spans.push(cell(word, columns.outcome, style));
    spans.push(cell(
        unread.place.as_str(),
        columns.model + columns.group,
        theme.text,
    ));
    let room = columns.rules + columns.findings + columns.age;
    spans.push(Span::styled(fit(unread.why.as_str(), room), theme.dim));
    Line::from(spans)
}

fn about(model: &Model, theme: &Theme, frame: &mut Frame<'_>, area: Area) {
    let (doubts, facts) = match model.reports.selected() {
        Some(Row::Report(at)) => {
            let head = &model.library.summaries[at].head;
            (doubts(head), facts(head))
        }
        Some(Row::Unread(at)) => {
            let unread = &model.library.unread[at];
            (vec![unread.why.to_string()], unread.place.to_string())
        }
        None => Default::default(),
    };
    let width = usize::from(area.width);
    let room = usize::from(area.height.saturating_sub(2));
    let doubts = doubts.iter().flat_map(|doubt| {
        prose::hanging(Span::styled(" ! ", theme.warn), doubt, theme.warn, width)
    });
    let mut lines: Vec<_> = doubts.take(room).collect();
    lines.push(Line::styled(fit(&format!(" {facts}"), width), theme.dim));
    let block = Block::new().borders(Borders::TOP).border_style(theme.line);
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

/// What makes the selected report doubtful.
fn doubts(head: &Head) -> Vec<String> {
    let message = head
        .scan
        .error
        .as_ref()
        .and_then(|error| error.message.as_ref());
    let message = message.map(|message| message.printable().into_string());
    let warnings = head.warnings.iter().map(ToString::to_string);
    let notes = head
        .coverage
        .notes
        .iter()
        .map(|note| note.printable().into_string());
    message.into_iter().chain(warnings).chain(notes).collect()
}

/// The selected report in a line.
fn facts(head: &Head) -> String {
    let when = head
        .scan
        .created_at
        .map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
    let group = head
        .group_name()
        .map(|group| group.printable().into_string());
    let known = [
        when,
        Some(head.completeness.word().to_owned()),
        group,
        Some(head.source.dialect.to_owned()),
    ];
    let place = head.source.label().printable().into_string();
    known
        .into_iter()
        .flatten()
        .chain([place])
        .collect::<Vec<_>>()
        .join(" · ")
}
