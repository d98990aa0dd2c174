//! The tabs of the first line, and which of them stands in a column. Behind the reports stands the one that was opened,
//! by its name.

use unicode_width::UnicodeWidthStr;

use crate::app::columns::fit;
use crate::app::command::Command;
use crate::app::model::{Model, Screen};

/// What stands before the tabs.
pub const NAME: &str = " airs-triage ";
/// Part of the width that the name of a report may take.
const SHARE: u16 = 4;

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The screen it stands for.
    pub screen: Screen,
    /// What leads from the tab before to this one.
    pub before: &'static str,
    /// Its words.
    pub words: String,
    /// What goes there.
    pub command: Command,
}

/// The tabs, in their order.
pub fn tabs(model: &Model) -> Vec<Tab> {
    let tab = |screen, before, words: String, command| Tab {
        screen,
        before,
        words,
        command,
    };
    let (before, report) = match &model.report {
        Some(open) => {
            let name = open.report.head.name().printable();
            let room = usize::from(model.size.width / SHARE);
            ("›", format!(" 2 {} ", fit(name.as_str(), room)))
        }
        None => ("", " 2 Report ".to_owned()),
    };
    vec![
        tab(
            Screen::Reports,
            "",
            " 1 Reports ".to_owned(),
            Command::GoReports,
        ),
        tab(Screen::Report, before, report, Command::GoReport),
    ]
}

/// What the tab in a column goes to.
pub fn at(model: &Model, column: u16) -> Option<Command> {
    let mut end = NAME.width();
    let column = usize::from(column);
    let under = tabs(model).into_iter().find(|tab| {
        let start = end + tab.before.width();
        end = start + tab.words.width();
        (start..end).contains(&column)
    });
    under.map(|tab| tab.command)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::app::layout::Area;

    #[test]
    fn columns_lead_to_the_tab_that_is_drawn_there() {
        let model = Model::new(Area::new(0, 0, 80, 24), Timestamp::UNIX_EPOCH);
        let drawn: String = tabs(&model).into_iter().map(|tab| tab.words).collect();
        let drawn = format!("{NAME}{drawn} 42 open");
        for (column, _) in drawn.char_indices() {
            let wanted = tabs(&model).into_iter().find(|tab| {
                let start = drawn.find(&tab.words).unwrap();
                (start..start + tab.words.len()).contains(&column)
            });
            let found = at(&model, u16::try_from(column).unwrap());
            assert_eq!(found, wanted.map(|tab| tab.command), "{column}");
        }
    }
}
