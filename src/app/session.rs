//! What was open when the desk was left, so that the next one on the same inputs begins there.
//!
//! Things are named by what they are, never by position: a report by its file and its scan, a finding by its
//! fingerprint. Returning never takes the cursor from a user who has already begun: the first key ends it.

use serde::{Deserialize, Serialize};

use crate::app::effect::Effect;
use crate::app::filter::Filter;
use crate::app::job::JobId;
use crate::app::layout::{Area, Split};
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::app::screens::report::Open;
use crate::app::screens::reports::order::Sort;
use crate::domain::grouping::By;
use crate::domain::identity::Fingerprint;
use crate::domain::query::About;
use crate::domain::report::Head;
use crate::domain::text::Untrusted;

/// The version of this form; another one is not read.
const VERSION: u32 = 1;

/// What was open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    version: u32,
    /// Whether the open report was on the screen, rather than the list.
    on_report: bool,
    /// The filter of the list of reports.
    filter: String,
    /// The report under the cursor of the list.
    row: Option<Place>,
    /// The report that was open.
    report: Option<OpenReport>,
    /// How list and detail shared the screen.
    #[serde(default)]
    split: Split,
    /// What the list was sorted by.
    #[serde(default)]
    sort: Sort,
    /// Whether reports of one model stood together.
    #[serde(default)]
    by_model: bool,
    /// UUIDs of the security groups that were used, the last first.
    #[serde(default)]
    groups: Vec<Untrusted>,
    /// The filter of the tenant's scans, where they were looked at.
    #[serde(default)]
    scans: Option<String>,
    /// Files and folders that the user had added.
    #[serde(default)]
    added: Vec<Untrusted>,
}

/// An open report, as it was looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct OpenReport {
    place: Place,
    by_file: bool,
    filter: String,
    /// The finding under the cursor.
    finding: Option<Fingerprint>,
}

/// A report, by where it stands and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    path: Untrusted,
    member: Option<Untrusted>,
    index: usize,
    scan: Fingerprint,
}

/// A session that is being returned to.
#[derive(Clone, Debug)]
pub struct Returning {
    session: Session,
    /// Whether the cursor of the list stands where it stood.
    placed: bool,
    /// The report being opened again.
    opening: Option<JobId>,
}

/// Why a session cannot be returned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Another version wrote it.
    #[error("another version wrote it")]
    Version,
    /// It is no session.
    #[error("it is damaged")]
    Damaged,
}

impl Place {
    fn of(head: &Head) -> Self {
        Self {
            path: head.source.path.clone(),
            member: head.source.member.clone(),
            index: head.source.index,
            scan: head.identity.exact,
        }
    }

    /// Whether a report is the one that stood here.
    fn is(&self, head: &Head) -> bool {
        let source = &head.source;
        self.scan == head.identity.exact
            && (&self.path, &self.member, self.index)
                == (&source.path, &source.member, source.index)
    }
}

impl Session {
    /// What is open now; none while an earlier session still waits for its reports.
    pub fn of(model: &Model) -> Option<Self> {
        if model.returning.is_some() {
            return None;
        }
        let row = model.reports.selected_report();
        let row = row.and_then(|at| model.library.summaries.get(at));
        Some(Self {
            version: VERSION,
            on_report: model.screen == Screen::Report,
            filter: model.reports.filter.text().to_owned(),
            row: row.map(|summary| Place::of(&summary.head)),
            report: model.report.as_ref().map(OpenReport::of),
            split: model.split,
            sort: model.reports.sort(),
            by_model: model.reports.by_model,
            groups: model.groups.recent.clone(),
            scans: Some(model.scans.filter.text().to_owned()).filter(|text| !text.is_empty()),
            added: added(model),
        })
    }

    /// Files and folders that the user had added.
    pub fn added(&self) -> &[Untrusted] {
        &self.added
    }

    /// Forgets a file or folder that the user had added.
    pub fn forget(&mut self, path: &Untrusted) {
        self.added.retain(|added| added != path);
    }

    /// A session as it was written.
    pub fn read(text: &str) -> Result<Self, Unusable> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let damaged = |_| Unusable::Damaged;
        let Versioned { version } = serde_json::from_str(text).map_err(damaged)?;
        if version != VERSION {
            return Err(Unusable::Version);
        }
        serde_json::from_str(text).map_err(damaged)
    }

    /// The session as text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns to it: at once as far as that needs no report, and to the rest as the reports arrive.
    pub fn begin(self, model: &mut Model) {
        model.reports.filter = Filter::with(&self.filter, &model.reader(About::Scans));
        if let Some(scans) = &self.scans {
            model.scans.ask_for(scans, model.now);
        }
        model.split = self.split;
        model.groups.recent.clone_from(&self.groups);
        model.reports.arrange(self.sort, self.by_model);
        model.added.clone_from(&self.added);
        model.returning = Some(Returning {
            session: self,
            placed: false,
            opening: None,
        });
    }
}

/// What the user added and has not taken off the list again.
fn added(model: &Model) -> Vec<Untrusted> {
    let kept = model
        .added
        .iter()
        .filter(|path| !model.library.has_left(path));
    kept.cloned().collect()
}

impl OpenReport {
    fn of(open: &Open) -> Self {
        let finding = open.shown().map(|finding| finding.identity.exact);
        Self {
            place: Place::of(&open.report.head),
            by_file: open.by == By::File,
            filter: open.filter.text().to_owned(),
            finding,
        }
    }

    fn restore(&self, open: &mut Open, filter: Filter, size: Area) {
        open.filter = filter;
        if self.by_file == (open.by == By::File) {
            open.rebuild(size);
        } else {
            open.regroup(size);
        }
        let findings = &open.report.findings;
        let stood_on = findings
            .iter()
            .position(|finding| Some(finding.identity.exact) == self.finding);
        if let Some(finding) = stood_on {
            open.go_to_finding(finding, size);
        }
    }
}

/// The user has begun: what is not restored yet stays as it is.
pub(in crate::app) fn give_up(model: &mut Model) {
    if let Some(Returning {
        opening: Some(job), ..
    }) = model.returning.take()
        && model.jobs.open == Some(job)
    {
        model.jobs.open = None;
    }
}

/// The row of a report, its own or its model's.
fn row_of(model: &Model, place: &Place) -> Option<usize> {
    let mut summaries = model.library.summaries.iter();
    let at = summaries.position(|summary| place.is(&summary.head))?;
    model.reports.row_of(at)
}

/// Goes as far back as the reports allow that are there by now.
pub(in crate::app) fn resume(model: &mut Model) -> Vec<Effect> {
    let Some(mut returning) = model.returning.take() else {
        return Vec::new();
    };
    let size = model.size;
    if let Some(place) = returning.session.row.as_ref().filter(|_| !returning.placed)
        && let Some(row) = row_of(model, place)
    {
        model.reports.go(row, size);
        returning.placed = true;
    }
    let wanted = returning.session.report.as_ref();
    let head = wanted
        .filter(|_| returning.opening.is_none())
        .and_then(|report| {
            let mut reports = model.library.summaries.iter().enumerate();
            let whole = reports.find(|(at, summary)| {
                report.place.is(&summary.head) && !model.library.is_waiting(*at)
            });
            whole.map(|(_, summary)| summary.head.clone())
        });
    let mut effects = Vec::new();
    if let Some(head) = head {
        let job = model.jobs.start();
        model.jobs.open = Some(job);
        returning.opening = Some(job);
        effects.push(Effect::Open(job, Box::new(head)));
    }
    let waits = returning.opening.is_some() || model.jobs.load.is_some();
    model.returning = Some(returning).filter(|_| waits);
    effects
}

/// A report was opened. Where it is the one that was open, it is looked at as it was.
pub(in crate::app) fn settle(model: &mut Model) {
    let Some(mut returning) = model.returning.take() else {
        return;
    };
    returning.opening = None;
    let size = model.size;
    let report = returning.session.report.take();
    let filter = report
        .as_ref()
        .map(|report| Filter::with(&report.filter, &model.reader(About::Scans)));
    if let (Some(report), Some(filter), Some(open)) = (report, filter, &mut model.report) {
        report.restore(open, filter, size);
        if !returning.session.on_report {
            model.screen = Screen::Reports;
        }
    }
    let waits = !returning.placed && model.jobs.load.is_some();
    model.returning = Some(returning).filter(|_| waits);
}
