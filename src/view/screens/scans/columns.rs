//! The columns of the list: which of them fit a width, and what each holds.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::running::Running;
use crate::app::screens::scans::{Row, is_marked};
use crate::domain::model::model_name;
use crate::domain::query::remote;
use crate::domain::scan::Scan;
use crate::domain::text::{Printable, Untrusted};
use crate::view::parts::cells::age;
use crate::view::parts::columns::Wide::{Cells, Rest};
use crate::view::parts::columns::{Columns, Spec};
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

/// The columns, and how wide each is in a list of which width. The model takes what is left.
const TABLE: [Spec<Column>; 8] = [
    (Outcome, &[(0, Cells(9))]),
    (Name, &[(0, Rest)]),
    (Source, &[(110, Cells(14))]),
    (Group, &[(70, Cells(16))]),
    (Rules, &[(40, Cells(18))]),
    (Labels, &[(130, Cells(24))]),
    (Here, &[(48, Cells(6))]),
    (Age, &[(30, Cells(5))]),
];

/// Cells of the pointer and the mark.
const LEAD: usize = 3;

/// The columns that fit.
pub(super) fn of(width: usize) -> Columns<Column> {
    Columns::of(&TABLE, LEAD, width)
}

/// The line of headings.
pub(super) fn heading(columns: &Columns<Column>, theme: &Theme) -> Line<'static> {
    columns.heading(|column, _| (word(column), theme.dim))
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
    columns: &Columns<Column>,
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
    spans.extend(columns.cells(|column, _| match (scan, running) {
        (Some(scan), _) => content(model, scan, column, theme),
        (None, Some(running)) => progress(model, running, column, theme),
        (None, None) => (String::new(), theme.dim),
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
        Name => (named(&running.model), theme.text),
        Group => (running.group.printable().into_string(), theme.dim),
        Rules => (running.elapsed(model.now), theme.text),
        Source | Labels | Here => (String::new(), theme.dim),
        Age => (age(running.since, model.now), theme.dim),
    }
}

/// A model's short name, where its address tells one.
fn named(address: &Untrusted) -> String {
    let short = model_name(address.raw()).map(Untrusted::from);
    short.as_ref().unwrap_or(address).printable().into_string()
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
