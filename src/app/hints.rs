//! The keys of the last line: which of them fit, and which of them stands in a column. The likeliest come first.

use unicode_width::UnicodeWidthStr;

use crate::app::command::Command;
use crate::app::keys;
use crate::app::model::Model;

/// A key of the last line, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key, as it is written.
    pub key: String,
    /// What it does.
    pub command: Command,
    /// Whether it cannot be had now.
    pub refused: bool,
    start: usize,
    end: usize,
}

/// The keys that fit into this many columns.
pub fn hints(model: &Model, width: u16) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut start = 1;
    for row in keys::footer(model.contexts()) {
        let Some(press) = row.presses().next() else {
            continue;
        };
        let key = press.to_string();
        let end = start + key.width() + row.command.label().width() + 3;
        if end > usize::from(width) {
            continue;
        }
        hints.push(Hint {
            key,
            command: row.command,
            refused: row.command.refusal(model).is_some(),
            start,
            end,
        });
        start = end;
    }
    hints
}

/// What the key in a column does, where the line has this many columns.
pub fn at(model: &Model, width: u16, column: u16) -> Option<Command> {
    let column = usize::from(column);
    let hints = hints(model, width);
    let under = hints
        .into_iter()
        .find(|hint| (hint.start..hint.end).contains(&column));
    under.map(|hint| hint.command)
}
