//! What the cursor stands on, for commands that copy it or open a page about it.

use crate::app::model::Model;
use crate::app::screens::{Screen, scans};
use crate::domain::decisions::Mark;
use crate::domain::finding::Finding;
use crate::domain::link::{self, Link};
use crate::domain::report::Head;

/// The selected report, and on the report screen the finding that is shown.
#[derive(Clone, Copy, Debug)]
pub struct Selected<'a> {
    /// The report.
    pub head: &'a Head,
    /// The finding.
    pub finding: Option<&'a Finding>,
    /// Where the finding stands.
    pub mark: Mark,
}

impl<'a> Selected<'a> {
    /// What the cursor stands on, if it is a report or a finding.
    pub fn of(model: &'a Model) -> Option<Self> {
        if let (Screen::Report, Some(open)) = (model.screen, &model.report) {
            let mark = open.under_cursor().first().map(|at| open.stands[*at]);
            return Some(Self {
                head: &open.report.head,
                finding: open.shown(),
                mark: mark.unwrap_or(Mark::Open),
            });
        }
        if matches!(
            model.screen,
            Screen::Groups | Screen::Scans | Screen::Exceptions
        ) {
            return None;
        }
        let at = model.reports.selected_report()?;
        Some(Self {
            head: &model.library.summaries.get(at)?.head,
            finding: None,
            mark: Mark::Open,
        })
    }
}

/// Pages about what is selected.
pub fn pages(model: &Model) -> Vec<Link> {
    if let Some(scan) = scans::chosen(model) {
        return link::links(scan, None);
    }
    Selected::of(model).map_or_else(Vec::new, |it| link::links(&it.head.scan, it.finding))
}
