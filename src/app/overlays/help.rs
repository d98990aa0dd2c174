//! Help: the rows of the key table that apply below it, a command once with all its keys, and at the end what the
//! symbols mean. What is typed leaves only the rows that say it.

use std::collections::HashSet;

use crate::app::command::Command;
use crate::app::field::Field;
use crate::app::keys::{self, Context, TABLE};
use crate::app::list::List;
use crate::domain::query::Query;

/// State of the help page.
#[derive(Clone, Debug)]
pub struct Help {
    /// Contexts it explains, as they were when it was opened.
    pub contexts: &'static [Context],
    /// Window; the cursor is the first line that is shown.
    pub list: List,
    /// What is searched for.
    pub search: Field,
    /// Whether it is being typed.
    pub searching: bool,
}

/// A line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Heading of a context.
    Heading(Context),
    /// A command and the keys for it.
    Key(Vec<&'static str>, Command),
    /// What the symbols mean.
    Symbols,
}

impl Help {
    /// Help on these contexts.
    pub fn on(contexts: &'static [Context]) -> Self {
        Self {
            contexts,
            list: List::default(),
            search: Field::default(),
            searching: false,
        }
    }

    /// Its lines: what works on the screen first. A command is named once, where it is bound nearest, with the keys
    /// that really mean it here.
    pub fn lines(&self) -> Vec<Line> {
        let query = Query::parse(self.search.text());
        let mut named = HashSet::new();
        let mut lines = Vec::new();
        for context in self.contexts {
            let rows = TABLE.iter().filter(|row| row.context == *context);
            let rows = rows.filter(|row| named.insert(row.command));
            let rows = rows.map(|row| (self.keys(row.command), row.command));
            let rows: Vec<_> = rows
                .filter(|(keys, command)| !keys.is_empty() && says(&query, keys, *command))
                .map(|(keys, command)| Line::Key(keys, command))
                .collect();
            if !rows.is_empty() {
                lines.push(Line::Heading(*context));
                lines.extend(rows);
            }
        }
        if query.is_empty() {
            lines.push(Line::Symbols);
        }
        lines
    }

    /// The keys that mean a command here: not those that mean something else nearer by.
    fn keys(&self, command: Command) -> Vec<&'static str> {
        let means = |key: &str| {
            let press = key.parse().ok()?;
            keys::lookup(self.contexts, press)
        };
        let rows = self.contexts.iter().flat_map(|context| {
            TABLE
                .iter()
                .filter(move |row| row.context == *context && row.command == command)
        });
        let all = rows.flat_map(|row| row.keys).copied();
        all.filter(|key| means(key) == Some(command)).collect()
    }

    /// Scrolls by so many lines.
    pub fn step(&mut self, by: isize) {
        self.list.step(by, self.lines().len(), 1);
    }
}

fn says(query: &Query, keys: &[&str], command: Command) -> bool {
    let texts = [
        keys.join(" ").into(),
        command.label().into(),
        command.sentence().into(),
    ];
    query.accepts(&texts)
}
