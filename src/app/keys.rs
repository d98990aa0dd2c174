//! The table of keys. It feeds dispatch, the footer, help and the README; no key is named anywhere else.

use crate::app::command::Command;
use crate::app::press::Press;
use crate::domain::verdict::Verdict;

/// Where a key works. A press is looked up in what is topmost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Context {
    /// The list of reports.
    Reports,
    /// One report and its findings.
    Report,
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
    /// The help page.
    Help,
    /// The search line of help, which takes text.
    Find,
    /// The palette of commands, which takes text.
    Palette,
    /// A menu: copy menu, browser chooser.
    Menu,
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
            Self::Exceptions => "Exceptions",
            Self::Filter => "While typing a filter",
            Self::Naming => "While naming a filter",
            Self::Form => "In a form",
            Self::Prompt => "In a prompt",
            Self::Verdict => "In the verdict form",
            Self::Help => "In this help",
            Self::Find => "While searching a list",
            Self::Palette => "While looking for a command",
            Self::Menu => "In a menu",
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

use Command as C;
use Context::{
    Diff, Exceptions, Filter, Find, Form, Global, Help, List, Log, Menu, Naming, Palette, Prompt,
    Raw, Report, Reports, Search,
};

/// The table.
pub const TABLE: &[Binding] = &[
    row(Reports, &["Enter", "l"], C::Open, 1),
    row(Reports, &["/"], C::Filter, 2),
    row(Reports, &["Space"], C::Mark, 5),
    row(Reports, &["v"], C::MarkRange, 0),
    row(Reports, &["*"], C::MarkAlike, 0),
    row(Reports, &["t"], C::Decide(Verdict::TruePositive), 0),
    row(Reports, &["f"], C::Decide(Verdict::FalsePositive), 0),
    row(Reports, &["a"], C::Decide(Verdict::AcceptedRisk), 0),
    row(Reports, &["r"], C::Decide(Verdict::NeedsReview), 0),
    row(Reports, &["p"], C::Decide(Verdict::PipelineFault), 6),
    row(Reports, &["o"], C::Reopen, 0),
    row(Reports, &["e"], C::EditVerdict, 0),
    row(Reports, &["c"], C::Confirm, 0),
    row(Reports, &["d"], C::Refuse, 0),
    row(Reports, &["n"], C::NextOpen, 4),
    row(Reports, &["N"], C::PreviousOpen, 0),
    row(Reports, &["x"], C::Export, 3),
    row(Reports, &["Ctrl-r"], C::Reload, 0),
    row(Reports, &["h"], C::Fold, 0),
    row(Reports, &["Tab"], C::ByModel, 0),
    row(Reports, &["S"], C::SortNext, 0),
    row(Reports, &["I"], C::SortInvert, 0),
    row(Reports, &["Delete"], C::Hide, 0),
    row(Reports, &["O"], C::AddPath, 0),
    row(Reports, &["F"], C::Fetch, 7),
    row(Reports, &["R"], C::Raw, 0),
    row(Reports, &["D"], C::Diff, 0),
    row(Report, &["t"], C::Decide(Verdict::TruePositive), 1),
    row(Report, &["f"], C::Decide(Verdict::FalsePositive), 2),
    row(Report, &["a"], C::Decide(Verdict::AcceptedRisk), 3),
    row(Report, &["r"], C::Decide(Verdict::NeedsReview), 4),
    row(Report, &["p"], C::Decide(Verdict::PipelineFault), 5),
    row(Report, &["n"], C::NextOpen, 6),
    row(Report, &["N"], C::PreviousOpen, 0),
    row(Report, &["F"], C::Fetch, 7),
    row(Report, &["c"], C::Confirm, 8),
    row(Report, &["C"], C::ConfirmAll, 0),
    row(Report, &["d"], C::Refuse, 0),
    row(Report, &["Space"], C::Mark, 9),
    row(Report, &["v"], C::MarkRange, 0),
    row(Report, &["*"], C::MarkAlike, 0),
    row(Report, &["o"], C::Reopen, 0),
    row(Report, &["e"], C::EditVerdict, 0),
    row(Report, &["Enter", "l"], C::Open, 0),
    row(Report, &["h"], C::Fold, 0),
    row(Report, &["Tab"], C::Regroup, 10),
    row(Report, &["/"], C::Filter, 0),
    row(Report, &["x"], C::Export, 11),
    row(Report, &["J", "Ctrl-e"], C::DetailDown, 0),
    row(Report, &["K", "Ctrl-y"], C::DetailUp, 0),
    row(Report, &["R"], C::Raw, 0),
    row(Report, &["D"], C::Diff, 0),
    row(Exceptions, &["Enter", "l"], C::Inspect, 1),
    row(Exceptions, &["h"], C::Back, 0),
    row(Exceptions, &["Tab"], C::NextView, 2),
    row(Exceptions, &["BackTab"], C::PreviousView, 0),
    row(Exceptions, &["+"], C::Extend, 3),
    row(Exceptions, &["e"], C::EditVerdict, 4),
    row(Exceptions, &["o"], C::Reopen, 5),
    row(Exceptions, &["/"], C::FindWords, 6),
    row(Exceptions, &["Space"], C::Mark, 8),
    row(Exceptions, &["v"], C::MarkRange, 0),
    row(Exceptions, &["*"], C::MarkAlike, 0),
    row(Exceptions, &["x"], C::Export, 9),
    row(Exceptions, &["J", "Ctrl-e"], C::DetailDown, 0),
    row(Exceptions, &["K", "Ctrl-y"], C::DetailUp, 0),
    row(Exceptions, &["Ctrl-r"], C::Reload, 0),
    row(Filter, &["Enter"], C::KeepFilter, 1),
    row(Filter, &["Esc"], C::ClearFilter, 2),
    row(Filter, &["Ctrl-z"], C::Suspend, 0),
    row(Filter, &["Tab"], C::TakeOffer, 0),
    row(Filter, &["Down", "Ctrl-n"], C::NextOffer, 0),
    row(Filter, &["Up", "Ctrl-p"], C::PreviousOffer, 0),
    row(Filter, &["Ctrl-s"], C::NameFilter, 0),
    row(Filter, &["Ctrl-c"], C::Quit, 0),
    row(Naming, &["Enter"], C::Save, 1),
    row(Naming, &["Esc"], C::Cancel, 2),
    row(Naming, &["Ctrl-c"], C::Quit, 0),
    row(Form, &["Enter"], C::Save, 1),
    row(Form, &["Tab", "Down"], C::NextField, 2),
    row(Form, &["BackTab", "Up"], C::PreviousField, 0),
    row(Form, &["Right"], C::NextChoice, 3),
    row(Form, &["Left"], C::PreviousChoice, 0),
    row(Form, &["Esc"], C::Cancel, 4),
    row(Form, &["Ctrl-z"], C::Suspend, 0),
    row(Form, &["Ctrl-c"], C::Quit, 0),
    row(Prompt, &["Enter"], C::Add, 1),
    row(Prompt, &["Esc"], C::Cancel, 2),
    row(Prompt, &["Ctrl-c"], C::Quit, 0),
    row(Context::Verdict, &["Ctrl-e"], C::EditNote, 5),
    row(Help, &["Esc", "q", "?"], C::Back, 1),
    row(Help, &["/"], C::FindWords, 2),
    row(Help, &["Ctrl-c"], C::Quit, 0),
    row(Help, &["Ctrl-z"], C::Suspend, 0),
    row(Find, &["Enter", "Down"], C::KeepFilter, 1),
    row(Find, &["Esc"], C::ClearFilter, 2),
    row(Find, &["Ctrl-c"], C::Quit, 0),
    row(Find, &["Ctrl-z"], C::Suspend, 0),
    row(Palette, &["Enter"], C::Pick, 1),
    row(Palette, &["Down", "Ctrl-n"], C::Down, 2),
    row(Palette, &["Up", "Ctrl-p"], C::Up, 3),
    row(Palette, &["PageDown"], C::PageDown, 0),
    row(Palette, &["PageUp"], C::PageUp, 0),
    row(Palette, &["Esc"], C::Back, 4),
    row(Palette, &["Ctrl-c"], C::Quit, 0),
    row(Palette, &["Ctrl-z"], C::Suspend, 0),
    row(Menu, &["Enter"], C::Pick, 1),
    row(Menu, &["Esc", "q"], C::Back, 2),
    row(Menu, &["Ctrl-c"], C::Quit, 0),
    row(Menu, &["Ctrl-z"], C::Suspend, 0),
    row(Log, &["Esc", "q", "L"], C::Back, 1),
    row(Log, &["Ctrl-c"], C::Quit, 0),
    row(Log, &["Ctrl-z"], C::Suspend, 0),
    row(Raw, &["Enter", "l"], C::Unfold, 1),
    row(Raw, &["h"], C::FoldUp, 2),
    row(Raw, &["/"], C::Search, 3),
    row(Raw, &["n"], C::NextMatch, 4),
    row(Raw, &["N"], C::PreviousMatch, 0),
    row(Raw, &["+"], C::UnfoldAll, 6),
    row(Raw, &["-"], C::FoldAll, 7),
    row(Raw, &["J", "Ctrl-e"], C::DetailDown, 8),
    row(Raw, &["K", "Ctrl-y"], C::DetailUp, 0),
    row(Raw, &["Esc", "q", "R"], C::Back, 5),
    row(Raw, &["Ctrl-c"], C::Quit, 0),
    row(Search, &["Enter"], C::SearchNow, 1),
    row(Search, &["Esc"], C::StopSearch, 2),
    row(Search, &["Ctrl-c"], C::Quit, 0),
    row(Diff, &["Enter", "l"], C::Jump, 1),
    row(Diff, &["h"], C::FoldUp, 2),
    row(Diff, &["Left", "BackTab"], C::EarlierScan, 3),
    row(Diff, &["Right", "Tab"], C::LaterScan, 4),
    row(Diff, &["Esc", "q", "D"], C::Back, 5),
    row(Diff, &["Ctrl-c"], C::Quit, 0),
    row(List, &["j", "Down"], C::Down, 0),
    row(List, &["k", "Up"], C::Up, 0),
    row(List, &["PageDown", "Ctrl-d"], C::PageDown, 0),
    row(List, &["PageUp", "Ctrl-u"], C::PageUp, 0),
    row(List, &["g", "Home"], C::First, 0),
    row(List, &["G", "End"], C::Last, 0),
    row(Global, &["u"], C::Undo, 12),
    row(Global, &["U"], C::Redo, 0),
    row(Global, &["M"], C::Mouse, 0),
    row(Global, &[":"], C::Palette, 0),
    row(Global, &["y"], C::Copy, 0),
    row(Global, &["b"], C::Browse, 0),
    row(Global, &["L"], C::Log, 0),
    row(Global, &["1"], C::GoReports, 0),
    row(Global, &["2"], C::GoReport, 0),
    row(Global, &["5"], C::GoExceptions, 0),
    row(Global, &["Esc"], C::Back, 13),
    row(Global, &["?"], C::Help, 7),
    row(Global, &["q"], C::Quit, 14),
    row(Global, &["Ctrl-z"], C::Suspend, 0),
    row(Global, &["Ctrl-c"], C::Quit, 0),
];

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
    let mut rows: Vec<_> = TABLE
        .iter()
        .filter(|row| row.footer > 0 && contexts.contains(&row.context))
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
