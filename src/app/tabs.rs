//! The tabs of the first line, and which of them stands in a column.

use unicode_width::UnicodeWidthStr;

use crate::app::command::Command;
use crate::app::model::Screen;

/// What stands before the tabs.
pub const NAME: &str = " airs-triage ";

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The screen it stands for.
    pub screen: Screen,
    /// Its words.
    pub words: String,
    /// What goes there.
    pub command: Command,
}

/// The tabs, in their order.
pub fn tabs() -> Vec<Tab> {
    let tab = |screen, words: &str, command| Tab {
        screen,
        words: words.to_owned(),
        command,
    };
    vec![
        tab(Screen::Reports, " 1 Reports ", Command::GoReports),
        tab(Screen::Report, " 2 Report ", Command::GoReport),
    ]
}

/// What the tab in a column goes to.
pub fn at(column: u16) -> Option<Command> {
    let mut end = NAME.width();
    let column = usize::from(column);
    let under = tabs().into_iter().find(|tab| {
        let start = end;
        end += tab.words.width();
        (start..end).contains(&column)
    });
    under.map(|tab| tab.command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_lead_to_the_tab_that_is_drawn_there() {
        let drawn: String = tabs().into_iter().map(|tab| tab.words).collect();
        let drawn = format!("{NAME}{drawn} 42 open");
        for (column, _) in drawn.char_indices() {
            let wanted = tabs().into_iter().find(|tab| {
                let start = drawn.find(&tab.words).unwrap();
                (start..start + tab.words.len()).contains(&column)
            });
            let found = at(u16::try_from(column).unwrap());
            assert_eq!(found, wanted.map(|tab| tab.command), "{column}");
        }
    }
}
