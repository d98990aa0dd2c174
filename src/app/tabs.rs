//! The tabs of the first line, and which of them stands in a column.

use crate::app::command::Command;
use crate::app::model::Screen;

/// What stands before the tabs.
pub const NAME: &str = " airs-triage ";

/// A tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The screen it stands for.
    pub screen: Screen,
    /// Its words, as wide as their bytes.
    pub words: &'static str,
    /// What goes there.
    pub command: Command,
}

/// The tabs, in their order.
pub const TABS: &[Tab] = &[
    Tab {
        screen: Screen::Reports,
        words: " 1 Reports ",
        command: Command::GoReports,
    },
    Tab {
        screen: Screen::Report,
        words: " 2 Report ",
        command: Command::GoReport,
    },
];

/// The tab that stands in a column.
pub fn at(column: u16) -> Option<&'static Tab> {
    let mut column = usize::from(column).checked_sub(NAME.len())?;
    TABS.iter().find(|tab| {
        let inside = column < tab.words.len();
        column = column.wrapping_sub(tab.words.len());
        inside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_lead_to_the_tab_that_is_drawn_there() {
        let drawn: String = TABS.iter().map(|tab| tab.words).collect();
        let drawn = format!("{NAME}{drawn} 42 open");
        for (column, _) in drawn.char_indices() {
            let found = at(u16::try_from(column).unwrap());
            let wanted = TABS.iter().find(|tab| {
                let start = drawn.find(tab.words).unwrap();
                (start..start + tab.words.len()).contains(&column)
            });
            assert_eq!(found, wanted, "{column}");
        }
    }
}
