//! The columns of the list: which of them fit a width, and what each holds.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::running::Running;
use crate::app::screens::scans::{Row, is_marked};
use crate::domain::query::remote;
use crate::domain::scan::Scan;
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::cells::{age, cell};
use crate::view::theme::Theme;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Outcome,
    Model,
    Source,
    Group,
    Rules,
    Labels,
    Here,
    Age,
}

use Column::{Age, Group, Here, Labels, Model as Name, Outcome, Rules, Source};

/// A column, the narrowest list it stands in, and its width. The model takes what is left.
const SPECS: [(Column, usize, usize); 8] = [
    (Outcome, 0, 9),
    (Name, 0, 0),
    (Source, 110, 14),
    (Group, 70, 16),
    (Rules, 40, 18),
    (Labels, 130, 24),
    (Here, 48, 6),
    (Age, 30, 5),
];

/// Cells of the pointer and the mark.
const LEAD: usize = 3;
/// The narrowest that a name may get.
const NARROWEST: usize = 8;

/// The columns that fit, each with its width.
pub(super) fn of(width: usize) -> Vec<(Column, usize)> {
    let fitting = SPECS.iter().filter(|(_, from, _)| width >= *from);
    let mut columns: Vec<_> = fitting.map(|(column, _, own)| (*column, *own)).collect();
    let fixed: usize = columns.iter().map(|(_, own)| own).sum();
    let left = width.saturating_sub(fixed + LEAD).max(NARROWEST);
    for (_, own) in columns.iter_mut().filter(|(_, own)| *own == 0) {
        *own = left;
    }
    columns
}

/// The line of headings.
pub(super) fn heading(columns: &[(Column, usize)], theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::raw(" ".repeat(LEAD))];
    let cells = columns.iter();
    spans.extend(cells.map(|(column, width)| cell(word(*column), *width, theme.dim)));
    Line::from(spans)
}

fn word(column: Column) -> &'static str {
    match column {
        Outcome => "outcome",
        Name => "model",
        Source => "source",
        Group => "group",
        Rules => "rules",
        Labels => "labels",
        Here => "here",
        Age => "age",
    }
}

/// One scan as a line.
pub(super) fn row(
    model: &Model,
    row: Row,
    selected: bool,
    columns: &[(Column, usize)],
    theme: &Theme,
) -> Line<'static> {
    let scan = model.scans.scan(row);
    let running = match row {
        Row::Running(job) => model.scanning.get(job),
        Row::Remote(_) => None,
    };
    let marked = scan.is_some_and(|scan| is_marked(&model.scans, scan));
    let mut spans = vec![
        Span::styled(if selected { "▌" } else { " " }, theme.accent),
        Span::styled(if marked { "● " } else { "  " }, theme.accent),
    ];
    spans.extend(columns.iter().map(|(column, width)| {
        let (text, style) = match (scan, running) {
            (Some(scan), _) => content(model, scan, *column, theme),
            (None, Some(running)) => progress(model, running, *column, theme),
            (None, None) => (String::new(), theme.dim),
        };
        cell(&text, *width, style)
    }));
    Line::from(spans)
}

fn content(model: &Model, scan: &Scan, column: Column, theme: &Theme) -> (String, Style) {
    let group = scan.group.as_ref();
    let group = group.and_then(|group| group.name.as_ref().or(group.uuid.as_ref()));
    match column {
        Outcome => (
            Printable::line(scan.outcome.word()).into_string(),
            theme.outcome(scan.outcome.meaning()),
        ),
        Name => (remote::name(scan).printable().into_string(), theme.text),
        Source => (printed(scan.source_type.as_ref()), theme.dim),
        Group => (printed(group), theme.dim),
        Rules => rules(scan, theme),
        Labels => (labels(scan), theme.dim),
        Here => {
            let word = if model.scans.is_held(scan) {
                "full"
            } else {
                ""
            };
            (word.to_owned(), theme.good)
        }
        Age => {
            let then = scan.created_at.map(|then| age(then, model.now));
            (then.unwrap_or_else(|| "–".to_owned()), theme.dim)
        }
    }
}

/// A scan that was launched, as far as it is.
fn progress(model: &Model, running: &Running, column: Column, theme: &Theme) -> (String, Style) {
    match column {
        Outcome => (running.words().to_owned(), theme.info),
        Name => (running.model.printable().into_string(), theme.text),
        Group => (running.group.printable().into_string(), theme.dim),
        Rules => (running.elapsed(model.now), theme.text),
        Source | Labels | Here => (String::new(), theme.dim),
        Age => (age(running.since, model.now), theme.dim),
    }
}

fn printed(text: Option<&Untrusted>) -> String {
    text.map_or_else(|| "–".to_owned(), |text| text.printable().into_string())
}

/// How many rules passed, else what went wrong.
fn rules(scan: &Scan, theme: &Theme) -> (String, Style) {
    let code = scan.error.as_ref().and_then(|error| error.code.as_ref());
    if let Some(code) = code {
        return (code.printable().into_string(), theme.warn);
    }
    let words = scan.rules.map_or_else(
        || "–".to_owned(),
        |rules| format!("{}/{} passed", rules.passed, rules.total),
    );
    (words, theme.text)
}

/// Every label of a scan in one line.
pub(super) fn labels(scan: &Scan) -> String {
    let labels = scan.labels.iter();
    let labels: Vec<_> = labels
        .map(|(key, value)| format!("{}={}", key.printable(), value.printable()))
        .collect();
    labels.join(" ")
}
