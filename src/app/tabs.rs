//! The first line: where we are, where one can go, and which of that stands in a column.

use unicode_width::UnicodeWidthStr;

use crate::app::command::Command;
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::app::words::{fit, name};
use crate::domain::decisions::Tally;
use crate::domain::words::{counted, number};

/// What stands before the tabs, and the narrowest line that has room for it beside all of them.
const NAMES: [(u16, &str); 2] = [(WIDE, " airs-triage "), (0, " ")];
/// Least columns for the name of the opened report.
const LEAST: usize = 8;
/// What stands between two things that are said.
const BETWEEN: &str = " · ";
/// From this width on the line has room for whole words.
const WIDE: u16 = 100;

/// What stands before the tabs of a line of this width.
pub fn before(width: u16) -> &'static str {
    let name = NAMES.iter().find(|(from, _)| width >= *from);
    name.map_or("", |(_, name)| name)
}

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

/// The tabs, in their order; the opened report is called by its model.
pub fn tabs(model: &Model, width: u16) -> Vec<Tab> {
    let mut tabs = vec![Tab {
        screen: Screen::Reports,
        words: reports(model, width),
        command: Command::GoReports,
    }];
    tabs.push(Tab {
        screen: Screen::Groups,
        words: " 3 Groups ".to_owned(),
        command: Command::GoGroups,
    });
    tabs.push(Tab {
        screen: Screen::Scans,
        words: scans(model, width),
        command: Command::GoScans,
    });
    tabs.push(Tab {
        screen: Screen::Exceptions,
        words: exceptions(model, width),
        command: Command::GoExceptions,
    });
    let taken: usize = tabs.iter().map(|tab| tab.words.width()).sum();
    let state = parts(model, width >= WIDE).join(BETWEEN);
    let taken = before(width).width() + taken + state.width() + 1;
    tabs.insert(
        1,
        Tab {
            screen: Screen::Report,
            words: report(model, usize::from(width).saturating_sub(taken)),
            command: Command::GoReport,
        },
    );
    tabs
}

/// The tab of the reports, and how many of them the tenant has blocked that nobody has seen yet.
fn reports(model: &Model, width: u16) -> String {
    match model.lookout.unseen.len() {
        0 => " 1 Reports ".to_owned(),
        unseen if width < WIDE => format!(" 1 Reports +{} ", number(unseen)),
        unseen => format!(" 1 Reports {} new ", number(unseen)),
    }
}

/// The tab of the tenant's scans, and how many of those run that were launched here.
fn scans(model: &Model, width: u16) -> String {
    match model.scanning.running.len() {
        0 => " 4 Scans ".to_owned(),
        running if width < WIDE => format!(" 4 Scans {}… ", number(running)),
        running => format!(" 4 Scans {} running ", number(running)),
    }
}

fn report(model: &Model, room: usize) -> String {
    let Some(open) = &model.report else {
        return " 2 Report ".to_owned();
    };
    let room = room.saturating_sub("› 2  ".width()).max(LEAST);
    format!("› 2 {} ", name(&open.report.head, room))
}

/// The tab of the ledger, and how much of it has run out, or else soon will.
fn exceptions(model: &Model, width: u16) -> String {
    let counts = model.exceptions.counts;
    match (counts.expired, counts.soon) {
        (0, 0) => " 5 Exceptions ".to_owned(),
        (0, _) if width < WIDE => " 5 Exceptions ".to_owned(),
        (0, soon) => format!(" 5 Exceptions {} soon ", number(soon)),
        (expired, _) if width < WIDE => format!(" 5 Exceptions {}◌ ", number(expired)),
        (expired, _) => format!(" 5 Exceptions {} expired ", number(expired)),
    }
}

/// What the first line says at its end: how much waits, and before that as much else as fits.
pub fn state(model: &Model, room: usize) -> String {
    let (long, short) = (parts(model, true), parts(model, false));
    let shorter = (0..short.len()).map(|from| short[from..].join(BETWEEN));
    let mut words = std::iter::once(long.join(BETWEEN)).chain(shorter);
    words
        .find(|words| words.width() <= room)
        .unwrap_or_else(|| fit(&waiting(model.library.tally()), room))
}

fn parts(model: &Model, long: bool) -> Vec<String> {
    let mut parts = Vec::new();
    if model.demo {
        let words = if long {
            "demo, nothing is kept"
        } else {
            "demo"
        };
        parts.push(words.to_owned());
    }
    if model.read_only {
        parts.push("read-only".to_owned());
    }
    if model.lookout.job.is_some() && long {
        let words = if model.lookout.failing {
            "watch fails"
        } else {
            "watching"
        };
        parts.push(words.to_owned());
    }
    if let Some(fetching) = &model.fetching {
        let (done, total) = (number(fetching.done), number(fetching.total));
        parts.push(format!("fetching {done} of {total}"));
    } else if model.jobs.is_reading() && model.screen != Screen::Reports {
        let (done, total) = model.library.progress;
        parts.push(format!("reading {} of {}", number(done), number(total)));
    }
    parts.push(waiting(model.library.tally()));
    parts
}

/// What waits for a decision: findings, and scans that list none.
fn waiting(tally: Tally) -> String {
    let scans = counted(tally.scans, "scan");
    match (tally.open, tally.scans) {
        (open, 0) => format!("{} open", number(open)),
        (0, _) => format!("{scans} open"),
        (open, _) => format!("{} open · {scans}", number(open)),
    }
}

/// What the tab in a column goes to.
pub fn at(model: &Model, column: u16) -> Option<Command> {
    let mut end = before(model.size.width).width();
    let column = usize::from(column);
    let under = tabs(model, model.size.width).into_iter().find(|tab| {
        let start = end;
        end += tab.words.width();
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
        let tabs = tabs(&model, 80);
        let drawn: String = tabs.iter().map(|tab| tab.words.as_str()).collect();
        let drawn = format!("{}{drawn} 42 open", before(80));
        for (column, _) in drawn.char_indices() {
            let wanted = tabs.iter().find(|tab| {
                let start = drawn.find(&tab.words).unwrap();
                (start..start + tab.words.len()).contains(&column)
            });
            let found = at(&model, u16::try_from(column).unwrap());
            assert_eq!(found, wanted.map(|tab| tab.command), "{column}");
        }
    }
}
