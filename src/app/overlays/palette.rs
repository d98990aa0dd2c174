//! The palette: every command of every screen, found by typing. Its rows are those of the key table; Enter does what
//! the command's key would have done below it.

use std::borrow::Cow;
use std::collections::HashSet;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use strum::IntoEnumIterator;

use crate::app::command::Command;
use crate::app::field::Field;
use crate::app::keys::{Binding, Context, TABLE};
use crate::app::list::List;
use crate::app::model::Model;
use crate::app::screens::Screen;

/// What a match in the label is worth above one in the sentence, and a label that begins with it above others.
const LABEL_BONUS: u32 = 16;

/// State of the palette.
#[derive(Clone, Debug)]
pub struct Palette {
    /// What is typed.
    pub field: Field,
    /// Rows that match it, the best first.
    pub rows: Vec<Row>,
    /// Cursor and window.
    pub list: List,
    all: Vec<Row>,
}

/// A command and where it works.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its row in the key table.
    pub binding: &'static Binding,
    /// Whether it works on the screen below.
    here: bool,
}

impl Palette {
    /// The commands as seen from what is below; what was used last comes first.
    pub fn over(below: &'static [Context], recent: &[Command]) -> Self {
        let elsewhere = Screen::iter().flat_map(Screen::contexts);
        let contexts = below.iter().chain(elsewhere);
        let mut seen = HashSet::from([Command::Palette]);
        let mut all = Vec::new();
        for context in contexts {
            let rows = TABLE.iter().filter(|row| row.context == *context);
            all.extend(
                rows.filter(|row| seen.insert(row.command))
                    .map(|binding| Row {
                        binding,
                        here: below.contains(context),
                    }),
            );
        }
        let used = |row: &Row| recent.iter().position(|it| *it == row.binding.command);
        all.sort_by_key(|row| (!row.here, used(row).unwrap_or(usize::MAX)));
        Self {
            field: Field::default(),
            rows: all.clone(),
            list: List::default(),
            all,
        }
    }

    /// Looks for what is typed now; the cursor goes to the best row.
    pub fn search(&mut self) {
        self.rows = matching(&self.all, self.field.text());
        self.list = List::default();
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.list.cursor())
    }

    /// Moves by so many rows.
    pub fn step(&mut self, by: isize, height: usize) {
        self.list.step(by, self.rows.len(), height);
    }
}

impl Row {
    /// Why it cannot be had now.
    pub fn refusal(&self, model: &Model) -> Option<Cow<'static, str>> {
        if !self.here {
            let place = self.binding.context.title();
            return Some(format!("This works in: {place}.").into());
        }
        self.binding.command.refusal(model)
    }
}

/// Rows that match what is typed, the best first: every word as part of sentence and keys, or its letters in order in
/// the label.
fn matching(all: &[Row], typed: &str) -> Vec<Row> {
    let typed = typed.trim();
    if typed.is_empty() {
        return all.to_vec();
    }
    let mut sought = Sought {
        typed,
        lower: typed.to_lowercase(),
        in_label: pattern(typed, AtomKind::Fuzzy),
        in_words: pattern(typed, AtomKind::Substring),
        matcher: Matcher::new(Config::DEFAULT),
    };
    let scored = all
        .iter()
        .filter_map(|row| Some((sought.score(row)?, *row)));
    let mut scored: Vec<_> = scored.collect();
    scored.sort_by_key(|(score, row)| (std::cmp::Reverse(*score), !row.here));
    scored.into_iter().map(|(_, row)| row).collect()
}

fn pattern(typed: &str, kind: AtomKind) -> Pattern {
    Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, kind)
}

/// What is typed, ready to be compared.
struct Sought<'a> {
    typed: &'a str,
    lower: String,
    in_label: Pattern,
    in_words: Pattern,
    matcher: Matcher,
}

impl Sought<'_> {
    /// How well a row matches; a key that is typed exactly matches best of all.
    fn score(&mut self, row: &Row) -> Option<u32> {
        let Binding { keys, command, .. } = row.binding;
        if keys.contains(&self.typed) {
            return Some(u32::MAX);
        }
        let words = format!(
            "{} {} {}",
            command.label(),
            command.sentence(),
            keys.join(" ")
        );
        let mut letters = Vec::new();
        let label = Utf32Str::new(command.label(), &mut letters);
        let in_label = self.in_label.score(label, &mut self.matcher);
        let words = Utf32Str::new(&words, &mut letters);
        let in_words = self.in_words.score(words, &mut self.matcher);
        let begins = command.label().starts_with(&self.lower);
        let bonus = LABEL_BONUS + if begins { LABEL_BONUS } else { 0 };
        in_label.map(|score| score + bonus).max(in_words)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all() -> Vec<Row> {
        Palette::over(Screen::Report.contexts(), &[]).all
    }

    fn first(typed: &str) -> Option<Command> {
        matching(&all(), typed)
            .first()
            .map(|row| row.binding.command)
    }

    #[test]
    fn what_is_meant_comes_first() {
        let cases = [
            ("undo", Command::Undo),
            ("Redo", Command::Redo),
            ("exp", Command::Export),
            ("Open", Command::Open),
            ("next open", Command::NextOpen),
            ("nxop", Command::NextOpen),
            ("x", Command::Export),
            ("Ctrl-r", Command::Reload),
            (
                "true",
                Command::Decide(crate::domain::verdict::Verdict::TruePositive),
            ),
            ("by file", Command::Regroup),
        ];
        for (typed, command) in cases {
            assert_eq!(first(typed), Some(command), "{typed}");
        }
        assert_eq!(first("no such command at all"), None);
    }

    #[test]
    fn every_command_of_every_screen_is_there_once_and_what_works_here_comes_first() {
        let rows = all();
        let commands: HashSet<_> = rows.iter().map(|row| row.binding.command).collect();
        assert_eq!(commands.len(), rows.len());
        let bound = TABLE
            .iter()
            .filter(|row| Screen::iter().any(|screen| screen.contexts().contains(&row.context)));
        let bound: HashSet<_> = bound.map(|row| row.command).collect();
        assert_eq!(commands.len() + 1, bound.len());
        assert!(rows.is_sorted_by_key(|row| !row.here));
    }

    #[test]
    fn what_was_used_last_comes_first() {
        let palette = Palette::over(Screen::Report.contexts(), &[Command::Undo, Command::Help]);
        let first: Vec<_> = palette
            .rows
            .iter()
            .take(2)
            .map(|row| row.binding.command)
            .collect();
        assert_eq!(first, [Command::Undo, Command::Help]);
    }

    proptest! {
        /// A piece of what a row says always finds the row, in any case.
        #[test]
        fn an_exact_substring_always_matches(
            at in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(),
            length in 1usize..30, upper in any::<bool>(),
        ) {
            let rows = all();
            let row = rows[at.index(rows.len())];
            for text in [row.binding.command.label(), row.binding.command.sentence()] {
                let start = from.index(text.len());
                let piece = text.get(start..(start + length).min(text.len())).unwrap_or(text);
                let piece = if upper { piece.to_uppercase() } else { piece.to_owned() };
                let found = matching(&rows, &piece);
                let there = found.iter().any(|other| other.binding.command == row.binding.command);
                prop_assert!(there, "{piece:?} does not find {text:?}");
            }
        }

        #[test]
        fn anything_can_be_typed(typed in any::<String>()) {
            let rows = all();
            prop_assert!(matching(&rows, &typed).len() <= rows.len());
        }
    }
}
