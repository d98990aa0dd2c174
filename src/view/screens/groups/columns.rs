//! The columns of the list: which of them fit a width, and what each holds.

use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::group::SecurityGroup;
use crate::view::parts::cells::age;
use crate::view::parts::columns::Wide::{Cells, Rest};
use crate::view::parts::columns::{Columns, Spec};
use crate::view::theme::Theme;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Source,
    Name,
    State,
    Rules,
    Default,
    Changed,
    Uuid,
}

use Column::{Changed, Default, Name, Rules, Source, State, Uuid};

/// The columns, and how wide each is in a list of which width. The name takes what is left.
const TABLE: [Spec<Column>; 7] = [
    (Source, &[(36, Cells(14))]),
    (Name, &[(0, Rest)]),
    (State, &[(54, Cells(9))]),
    (Rules, &[(46, Cells(6))]),
    (Default, &[(36, Cells(STAR)), (64, Cells(8))]),
    (Changed, &[(72, Cells(8))]),
    (Uuid, &[(118, Cells(37))]),
];

/// Cells of a default that has a star instead of the word.
const STAR: usize = 2;
/// Cells of the pointer.
const LEAD: usize = 2;

/// The columns that fit.
pub(super) fn of(width: usize) -> Columns<Column> {
    Columns::of(&TABLE, LEAD, width)
}

/// The line of headings.
pub(super) fn heading(columns: &Columns<Column>, theme: &Theme) -> Line<'static> {
    columns.heading(|column, width| match column {
        Default if width == STAR => ("", theme.dim),
        column => (word(column), theme.dim),
    })
}

fn word(column: Column) -> &'static str {
    match column {
        Source => "source",
        Name => "name",
        State => "state",
        Rules => "rules",
        Default => "default",
        Changed => "changed",
        Uuid => "uuid",
    }
}

/// One group as a line.
pub(super) fn row(
    group: &SecurityGroup,
    chosen: bool,
    now: Timestamp,
    selected: bool,
    columns: &Columns<Column>,
    theme: &Theme,
) -> Line<'static> {
    let pointer = if selected { "▌ " } else { "  " };
    let mut spans = vec![Span::styled(pointer, theme.accent)];
    spans.extend(columns.cells(|column, width| match column {
        Default => {
            let (mark, word) = standing(group, chosen);
            let text = if width == STAR { mark } else { word };
            (text.to_owned(), theme.accent)
        }
        Source => (group.source_type.printable().into_string(), theme.dim),
        Name => (group.name.printable().into_string(), theme.text),
        State => state(group, theme),
        Rules => {
            let count = group.enabled_rules.map(|count| count.to_string());
            (count.unwrap_or_else(|| "–".to_owned()), theme.text)
        }
        Changed => {
            let then = group.updated_at.map(|then| age(then, now));
            (then.unwrap_or_default(), theme.dim)
        }
        Uuid => (group.uuid.printable().into_string(), theme.dim),
    }));
    Line::from(spans)
}

/// Whether a group is the one that its user has chosen, or the service's own default: a mark, and a word.
fn standing(group: &SecurityGroup, chosen: bool) -> (&'static str, &'static str) {
    match (chosen, group.is_default()) {
        (true, _) => ("✓", "chosen"),
        (false, true) => ("★", "default"),
        (false, false) => ("", ""),
    }
}

fn state(group: &SecurityGroup, theme: &Theme) -> (String, Style) {
    let style = if group.is_ready() {
        theme.dim
    } else {
        theme.warn
    };
    (group.state.printable().into_string(), style)
}
