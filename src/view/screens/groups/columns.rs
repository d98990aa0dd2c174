//! The columns of the list: which of them fit a width, and what each holds.

use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::group::SecurityGroup;
use crate::view::parts::cells::{age, cell};
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

/// A column, the narrowest list it stands in, and its width. The name takes what is left.
const SPECS: [(Column, usize, usize); 7] = [
    (Source, 36, 14),
    (Name, 0, 0),
    (State, 54, 9),
    (Rules, 46, 6),
    (Default, 36, 8),
    (Changed, 72, 8),
    (Uuid, 118, 37),
];

/// Below this width a default has a star instead of the word.
const WORDS: usize = 64;
/// Cells of the star.
const STAR: usize = 2;
/// Cells of the pointer.
const LEAD: usize = 2;
/// The narrowest that a name may get.
const NARROWEST: usize = 8;

/// The columns that fit, each with its width.
pub(super) fn of(width: usize) -> Vec<(Column, usize)> {
    let fitting = SPECS.iter().filter(|(_, from, _)| width >= *from);
    let mut columns: Vec<_> = fitting
        .map(|(column, _, own)| match column {
            Default if width < WORDS => (Default, STAR),
            column => (*column, *own),
        })
        .collect();
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
    let words = cells.map(|(column, width)| match column {
        Default if *width == STAR => cell("", *width, theme.dim),
        column => cell(word(*column), *width, theme.dim),
    });
    spans.extend(words);
    Line::from(spans)
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
    columns: &[(Column, usize)],
    theme: &Theme,
) -> Line<'static> {
    let pointer = if selected { "▌ " } else { "  " };
    let mut spans = vec![Span::styled(pointer, theme.accent)];
    spans.extend(columns.iter().map(|(column, width)| {
        let (text, style) = match column {
            Default => {
                let (mark, word) = standing(group, chosen);
                let text = if *width == STAR { mark } else { word };
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
        };
        cell(&text, *width, style)
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
