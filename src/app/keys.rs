//! The table of keys. It alone says what a key does: dispatch, the footer, help and the README are made of it. Sentences
//! that advise a key name it in words.

mod table;

use crate::app::command::Command;
use crate::app::press::Press;

pub use table::TABLE;

/// Where a key works. A press is looked up in what is topmost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Context {
    /// The list of reports.
    Reports,
    /// One report and its findings.
    Report,
    /// The tenant's security groups.
    Groups,
    /// The tenant's scans.
    Scans,
    /// Every verdict of the ledger.
    Exceptions,
    /// The filter line, which takes text.
    Filter,
    /// The line that takes the name of a filter.
    Naming,
    /// A form: verdict or export.
    Form,
    /// A line that takes one text.
    Prompt,
    /// The verdict form, beside what every form has.
    Verdict,
    /// The form for a scan, beside what every form has.
    Launch,
    /// The help page.
    Help,
    /// The search line of help, which takes text.
    Find,
    /// The palette of commands, which takes text.
    Palette,
    /// A menu: copy menu, browser chooser.
    Menu,
    /// The menu of tenants, beside what every menu has.
    Tenants,
    /// The messages of the session.
    Log,
    /// The source of a report.
    Raw,
    /// The search line of a source, which takes text.
    Search,
    /// Two scans side by side.
    Diff,
    /// Any list.
    List,
    /// Everywhere, unless text is being typed.
    Global,
}

impl Context {
    /// Its heading in help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reports => "Reports",
            Self::Report => "Report",
            Self::Groups => "Groups",
            Self::Scans => "Scans",
            Self::Exceptions => "Exceptions",
            Self::Filter => "While typing a filter",
            Self::Naming => "While naming a filter",
            Self::Form => "In a form",
            Self::Prompt => "In a prompt",
            Self::Verdict => "In the verdict form",
            Self::Launch => "In the form for a scan",
            Self::Help => "In this help",
            Self::Find => "While searching a list",
            Self::Palette => "While looking for a command",
            Self::Menu => "In a menu",
            Self::Tenants => "In the menu of tenants",
            Self::Log => "In the messages",
            Self::Raw => "In the source of a report",
            Self::Search => "While typing a search",
            Self::Diff => "Between two scans",
            Self::List => "Moving",
            Self::Global => "Everywhere",
        }
    }
}

/// One row: where, which keys, what for, and how early it comes in the footer (0 never).
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it works.
    pub context: Context,
    /// Keys that do it, the one to show first.
    pub keys: &'static [&'static str],
    /// What it does.
    pub command: Command,
    /// Place in the footer: 1 comes first, 0 never.
    pub footer: u8,
}

const fn row(
    context: Context,
    keys: &'static [&'static str],
    command: Command,
    footer: u8,
) -> Binding {
    Binding {
        context,
        keys,
        command,
        footer,
    }
}

/// The command of a press, looked up in these contexts in order.
pub fn lookup(contexts: &[Context], press: Press) -> Option<Command> {
    contexts.iter().find_map(|context| {
        let mut rows = TABLE.iter().filter(|row| row.context == *context);
        rows.find(|row| row.presses().any(|known| known == press))
            .map(|row| row.command)
    })
}

/// The key to show for a command, where it has one.
pub fn shown(command: Command) -> Option<&'static str> {
    let row = TABLE.iter().find(|row| row.command == command)?;
    row.keys.first().copied()
}

/// Rows for the footer of these contexts, the likeliest first.
pub fn footer(contexts: &[Context]) -> Vec<&'static Binding> {
    // What a topmost place takes for itself is not said of what lies below.
    let works = |row: &Binding| {
        let mut presses = row.presses();
        presses.any(|press| lookup(contexts, press) == Some(row.command))
    };
    let mut rows: Vec<_> = TABLE
        .iter()
        .filter(|row| row.footer > 0 && contexts.contains(&row.context) && works(row))
        .collect();
    rows.sort_by_key(|row| row.footer);
    rows
}

impl Binding {
    /// Its keys, read.
    pub fn presses(&self) -> impl Iterator<Item = Press> {
        self.keys.iter().filter_map(|key| key.parse().ok())
    }
}

/// The table as Markdown, for the README.
pub fn markdown() -> String {
    use strum::IntoEnumIterator;
    let mut text = String::new();
    for context in Context::iter() {
        text.push_str(&format!(
            "\n**{}**\n\n| key | what it does |\n|---|---|\n",
            context.title()
        ));
        for row in TABLE.iter().filter(|row| row.context == context) {
            let keys: Vec<_> = row.keys.iter().map(|key| format!("`{key}`")).collect();
            text.push_str(&format!(
                "| {} | {} |\n",
                keys.join(" "),
                row.command.sentence()
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use strum::IntoEnumIterator;

    use super::*;
    use crate::domain::verdict::Verdict;

    #[test]
    fn every_key_reads_and_means_one_thing_in_its_context() {
        let mut seen = HashSet::new();
        for row in TABLE {
            for key in row.keys {
                let press: Press = key.parse().unwrap();
                assert!(
                    seen.insert((row.context, press)),
                    "{key} twice in {:?}",
                    row.context
                );
            }
        }
    }

    #[test]
    fn every_command_has_a_key_and_words() {
        for command in Command::iter() {
            let reachable = TABLE.iter().any(|row| {
                std::mem::discriminant(&row.command) == std::mem::discriminant(&command)
            });
            assert!(reachable, "{command:?}");
            assert!(
                !command.label().is_empty() && command.sentence().len() > command.label().len()
            );
        }
        for verdict in Verdict::iter() {
            assert!(
                TABLE
                    .iter()
                    .any(|row| row.command == Command::Decide(verdict)),
                "{verdict:?}"
            );
        }
    }
}
