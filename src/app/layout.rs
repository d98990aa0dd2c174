//! Geometry: where things stand on a screen of a given size. A pure function that `update` asks for page sizes and
//! `view` asks for areas, so that both always mean the same lines.

use ratatui::layout::{Constraint, Layout, Margin, Position, Rect};
use serde::{Deserialize, Serialize};

/// A place on the screen, in cells.
pub type Area = Rect;
/// One cell of the screen.
pub type Spot = Position;

/// Below this width the detail stands under the list instead of beside it.
const WIDE: u16 = 100;
/// Below this height the rows have the lines that tell about them.
const LOW: u16 = 8;
/// Lines of the reports screen's foot that tell about the selected report; a tall screen has one more.
const ABOUT: u16 = 3;

/// Below this height the scans have the lines that tell about the selected one.
const SCANS_WITH_DETAIL: u16 = 18;
/// Lines that tell about the selected scan where they stand below the list.
const SCAN: u16 = 8;

/// The frame that every screen has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Tabs.
    pub top: Rect,
    /// The screen itself.
    pub body: Rect,
    /// Keys, or what was just done.
    pub foot: Rect,
}

/// Areas of the reports screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reports {
    /// Filter and counts.
    pub filter: Rect,
    /// Column headings.
    pub heading: Rect,
    /// Rows.
    pub rows: Rect,
    /// The selected report in words.
    pub about: Rect,
}

/// Areas of the report screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Model, outcome, counts.
    pub title: Rect,
    /// Findings.
    pub rows: Rect,
    /// The line between list and detail.
    pub divider: Rect,
    /// The selected finding in words.
    pub detail: Rect,
    /// Progress and warnings.
    pub status: Rect,
}

/// How the report screen is divided between list and detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Split {
    /// Thousandths for the list where the detail stands beside it.
    beside: u16,
    /// Thousandths for the list where the detail stands below it.
    below: u16,
}

impl Default for Split {
    fn default() -> Self {
        Self {
            beside: 480,
            below: 500,
        }
    }
}

impl Split {
    /// The least and the most that the list may have, in thousandths.
    const LIMITS: (u16, u16) = (150, 850);

    /// The split whose divider is as near to a cell as it may be.
    #[must_use]
    pub fn moved_to(self, spot: Spot, size: Rect) -> Self {
        let areas = report(size, self);
        let body = areas.rows.union(areas.detail);
        let share = |at: u16, whole: u16| {
            let share = u32::from(at) * 1000 / u32::from(whole.max(1));
            let share = u16::try_from(share).unwrap_or(u16::MAX);
            share.clamp(Self::LIMITS.0, Self::LIMITS.1)
        };
        if size.width >= WIDE {
            let beside = share(spot.x.saturating_sub(body.x), body.width);
            Self { beside, ..self }
        } else {
            let below = share(spot.y.saturating_sub(body.y), body.height);
            Self { below, ..self }
        }
    }

    /// Lines or columns of the list, of this many.
    fn length(share: u16, whole: u16) -> Constraint {
        let share = share.clamp(Self::LIMITS.0, Self::LIMITS.1);
        let length = (u32::from(whole) * u32::from(share)).div_ceil(1000);
        Constraint::Length(u16::try_from(length).unwrap_or(whole))
    }
}

/// Areas of the raw view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw {
    /// Whose source it is.
    pub title: Rect,
    /// Rows.
    pub rows: Rect,
    /// Where the cursor stands, or the words being typed.
    pub status: Rect,
    /// The value under the cursor.
    pub value: Rect,
}

/// Areas of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Which scans, and the counts.
    pub title: Rect,
    /// Rows.
    pub rows: Rect,
    /// The entry under the cursor in words.
    pub detail: Rect,
}

/// Areas of the exceptions screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceptions {
    /// Orders and counts.
    pub views: Rect,
    /// Column headings.
    pub heading: Rect,
    /// Verdicts, or rules.
    pub rows: Rect,
    /// The line between list and detail.
    pub divider: Rect,
    /// The selected verdict whole; empty while it is not shown.
    pub detail: Rect,
    /// Filter and marks.
    pub status: Rect,
}

/// So many lines where there is room for more than rows.
fn beside_rows(size: Rect, lines: u16) -> Constraint {
    Constraint::Length(if size.height < LOW { 0 } else { lines })
}

/// The frame of a screen.
pub fn frame(size: Rect) -> Frame {
    let [top, body, foot] = Layout::vertical([
        beside_rows(size, 1),
        Constraint::Min(0),
        Constraint::Length(1),
    ])
    .areas(size);
    Frame { top, body, foot }
}

/// The reports screen.
pub fn reports(size: Rect) -> Reports {
    let about = match size.height {
        0..16 => 0,
        16..30 => ABOUT + 1,
        _ => ABOUT + 2,
    };
    let [filter, heading, rows, about] = Layout::vertical([
        Constraint::Length(1),
        beside_rows(size, 1),
        Constraint::Min(0),
        Constraint::Length(about),
    ])
    .areas(frame(size).body);
    Reports {
        filter,
        heading,
        rows,
        about,
    }
}

/// The report screen.
pub fn report(size: Rect, split: Split) -> Report {
    let title = if size.height < LOW { 1 } else { 2 };
    let [title, body, status] = Layout::vertical([
        Constraint::Length(title),
        Constraint::Min(0),
        beside_rows(size, 1),
    ])
    .areas(frame(size).body);
    let [rows, divider, detail] = if size.height < LOW {
        only_rows(body)
    } else if size.width >= WIDE {
        Layout::horizontal([
            Split::length(split.beside, body.width),
            Constraint::Length(1),
            Constraint::Min(0),
        ])
        .areas(body)
    } else {
        Layout::vertical([
            Split::length(split.below, body.height),
            Constraint::Length(1),
            Constraint::Min(0),
        ])
        .areas(body)
    };
    Report {
        title,
        rows,
        divider,
        detail,
        status,
    }
}

/// The raw view.
pub fn raw(size: Rect) -> Raw {
    let value = if size.height < 14 { 0 } else { size.height / 5 };
    let [title, rows, status, value] = Layout::vertical([
        beside_rows(size, 1),
        Constraint::Min(0),
        Constraint::Length(1),
        Constraint::Length(value),
    ])
    .areas(frame(size).body);
    Raw {
        title,
        rows,
        status,
        value,
    }
}

/// A comparison.
pub fn diff(size: Rect) -> Diff {
    let detail = if size.height < 14 { 0 } else { 5 };
    let [title, rows, detail] = Layout::vertical([
        beside_rows(size, 3),
        Constraint::Min(0),
        Constraint::Length(detail),
    ])
    .areas(frame(size).body);
    Diff {
        title,
        rows,
        detail,
    }
}

/// The exceptions screen, with the selected verdict whole or without.
pub fn exceptions(size: Rect, whole: bool) -> Exceptions {
    between_lines(size, |body| match (whole, size.width >= WIDE) {
        (false, _) => only_rows(body),
        (true, _) if size.height < LOW => {
            let [detail, divider, list] = only_rows(body);
            [list, divider, detail]
        }
        (true, true) => beside(body, 48),
        (true, false) => {
            let list = Constraint::Percentage(40);
            Layout::vertical([list, Constraint::Length(1), Constraint::Min(0)]).areas(body)
        }
    })
}

/// The scans screen: filter and counts above, the selected scan beside or below, what happens in the last line.
pub fn scans(size: Rect) -> Exceptions {
    between_lines(size, |body| {
        if size.height < SCANS_WITH_DETAIL {
            only_rows(body)
        } else if size.width >= WIDE {
            beside(body, 64)
        } else {
            let detail = Constraint::Length(SCAN);
            Layout::vertical([Constraint::Min(0), Constraint::Length(1), detail]).areas(body)
        }
    })
}

/// A list with so many hundredths of a place, and a detail beside it.
fn beside(body: Rect, list: u16) -> [Rect; 3] {
    let list = Constraint::Percentage(list);
    Layout::horizontal([list, Constraint::Length(1), Constraint::Min(0)]).areas(body)
}

/// A list with its heading and a detail, between a line above and one below.
fn between_lines(size: Rect, divide: impl Fn(Rect) -> [Rect; 3]) -> Exceptions {
    let [views, body, status] = Layout::vertical([
        beside_rows(size, 1),
        Constraint::Min(0),
        beside_rows(size, 1),
    ])
    .areas(frame(size).body);
    let [list, divider, detail] = divide(body);
    let [heading, rows] = Layout::vertical([beside_rows(size, 1), Constraint::Min(0)]).areas(list);
    Exceptions {
        views,
        heading,
        rows,
        divider,
        detail,
        status,
    }
}

/// The groups screen, divided as that of exceptions: the rules of the selected group stand where a whole verdict does.
pub fn groups(size: Rect, rules: bool) -> Exceptions {
    exceptions(size, rules)
}

/// The list in the whole of a place, without a divider and a detail.
fn only_rows(place: Rect) -> [Rect; 3] {
    let none = Rect {
        width: 0,
        height: 0,
        ..place
    };
    [place, none, none]
}

/// An overlay of at most this size in the middle of the screen.
pub fn overlay(size: Rect, width: u16, height: u16) -> Rect {
    let inner = size.inner(Margin::new(u16::from(size.width > 20), 0));
    inner.centered(
        Constraint::Length(width.min(inner.width)),
        Constraint::Length(height.min(inner.height)),
    )
}

/// Lines inside the frame of an overlay as high as the screen.
pub fn overlay_lines(size: Rect) -> usize {
    usize::from(frame(size).body.height.saturating_sub(2))
}

/// Rows of a list in such an overlay beside so many other lines; on a low screen those go first.
pub fn overlay_rows(size: Rect, others: usize) -> usize {
    overlay_lines(size).saturating_sub(others).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_has_a_layout_inside_it() {
        for (width, height) in [(0, 0), (1, 1), (20, 5), (80, 24), (100, 30), (400, 200)] {
            let size = Rect::new(0, 0, width, height);
            let (reports, report) = (reports(size), report(size, Split::default()));
            let (raw, diff) = (raw(size), diff(size));
            let (whole, scans) = (exceptions(size, true), scans(size));
            for area in [
                reports.filter,
                reports.rows,
                reports.about,
                report.title,
                report.rows,
                report.detail,
                raw.rows,
                raw.value,
                diff.rows,
                diff.detail,
                whole.rows,
                whole.detail,
                scans.rows,
                scans.detail,
            ] {
                assert_eq!(area.intersection(size).area(), area.area(), "{size} {area}");
            }
            assert_eq!(
                overlay(size, 500, 500).intersection(size).area(),
                overlay(size, 500, 500).area()
            );
        }
    }
}
