//! Help: the rows of the key table that apply below it, a command once with all its keys, and at the end what the
//! symbols mean. What is typed leaves only the rows that say it.

use std::collections::HashSet;

use crate::app::command::Command;
use crate::app::field::Field;
use crate::app::keys::{Context, TABLE};
use crate::app::list::List;
use crate::app::words::Words;

/// State of the help page.
#[derive(Clone, Debug)]
pub struct Help {
    /// Lines that say what is searched for.
    pub lines: Vec<Line>,
    /// Window; the cursor is the first line that is shown.
    pub list: List,
    /// What is searched for.
    pub search: Field,
    /// Whether it is being typed.
    pub searching: bool,
    /// Every line on the contexts it explains, as they were when it was opened.
    all: Vec<Line>,
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
    /// Help on these contexts, the nearest first.
    pub fn on(contexts: &[Context]) -> Self {
        let all = told(contexts);
        Self {
            lines: all.clone(),
            list: List::default(),
            search: Field::default(),
            searching: false,
            all,
        }
    }

    /// Where a press is looked up, the topmost first.
    pub fn contexts(&self) -> &'static [Context] {
        if self.searching {
            &[Context::Find]
        } else {
            &[Context::Help, Context::List]
        }
    }

    /// Looks for what is typed now, from the top.
    pub fn search(&mut self) {
        self.list = List::default();
        let words = Words::read(self.search.text());
        if words.is_empty() {
            self.lines.clone_from(&self.all);
            return;
        }
        let mut heading = None;
        self.lines.clear();
        for line in &self.all {
            match line {
                Line::Heading(_) => heading = Some(line.clone()),
                Line::Key(keys, command) if says(&words, keys, *command) => {
                    self.lines.extend(heading.take());
                    self.lines.push(line.clone());
                }
                Line::Key(..) | Line::Symbols => {}
            }
        }
    }

    /// Shows everything again; says whether something was searched for.
    pub fn clear_search(&mut self) -> bool {
        let any = self.searching || !self.search.text().is_empty();
        (self.search, self.searching) = (Field::default(), false);
        if any {
            self.search();
        }
        any
    }

    /// Scrolls by so many lines.
    pub fn step(&mut self, by: isize) {
        self.list.step(by, self.lines.len(), 1);
    }
}

/// Every line: what works on the screen first. A command is named once, where it is bound nearest, with the keys that
/// really mean it here.
fn told(contexts: &[Context]) -> Vec<Line> {
    let mut named = HashSet::new();
    let mut lines = Vec::new();
    for context in contexts {
        let rows = TABLE.iter().filter(|row| row.context == *context);
        let rows = rows.filter(|row| named.insert(row.command));
        let rows: Vec<_> = rows
            .map(|row| Line::Key(keys(contexts, row.command), row.command))
            .filter(|line| !matches!(line, Line::Key(keys, _) if keys.is_empty()))
            .collect();
        if !rows.is_empty() {
            lines.push(Line::Heading(*context));
            lines.extend(rows);
        }
    }
    lines.push(Line::Symbols);
    lines
}

/// The keys that mean a command here: not those that mean something else nearer by.
fn keys(contexts: &[Context], command: Command) -> Vec<&'static str> {
    let rows = || {
        let of = |context| TABLE.iter().filter(move |row| row.context == context);
        contexts.iter().copied().flat_map(of)
    };
    let means = |key| {
        rows()
            .find(|row| row.keys.contains(&key))
            .map(|row| row.command)
    };
    let bound = rows().filter(|row| row.command == command);
    let bound = bound.flat_map(|row| row.keys).copied();
    bound.filter(|key| means(*key) == Some(command)).collect()
}

fn says(words: &Words, keys: &[&str], command: Command) -> bool {
    words.are_in(
        keys.iter()
            .copied()
            .chain([command.label(), command.sentence()]),
    )
}
