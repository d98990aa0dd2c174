//! The tenant's scans, the newest first: those that came so far of what was asked for. They are told apart by their
//! UUIDs, so that cursor and marks stay with them however many come above.

pub mod back;
pub mod offers;

use std::cmp::Ordering;
use std::collections::HashSet;

use jiff::Timestamp;

use crate::app::filter::Filter;
use crate::app::job::JobId;
use crate::app::layout::{self, Area};
use crate::app::library::Library;
use crate::app::list::List;
use crate::app::marks::Marks;
use crate::app::message::Listed;
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::domain::incomplete::{Incomplete, Whole};
use crate::domain::label::Label;
use crate::domain::query::remote::{Sought, USUAL, Wish};
use crate::domain::scan::Scan;
use crate::domain::text::{Printable, Untrusted};

/// State of the scans screen.
#[derive(Clone, Debug, Default)]
pub struct Scans {
    /// The scans that came, the newest first.
    pub all: Vec<Scan>,
    /// Who gave them all and when, or why they are not all; none before anybody was asked.
    pub answer: Option<Result<Heading, Printable>>,
    /// The question that is on its way.
    pub asking: Option<Asking>,
    /// Scans that were launched and run.
    running: Vec<JobId>,
    /// Rows: what runs, then the scans that the words of the filter let through.
    pub rows: Vec<Row>,
    /// Cursor and window.
    pub list: List,
    /// The filter.
    pub filter: Filter<Sought>,
    /// Whether it is being typed.
    pub filtering: bool,
    /// The scan that the cursor stood on when typing began.
    pub from: Option<Untrusted>,
    /// Marked scans, by UUID.
    pub marks: Marks<Untrusted>,
    /// Lines by which the detail is scrolled.
    pub scroll: u16,
    /// What was asked for last, in words.
    pub asked: String,
    held: Held,
}

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A scan that was launched and runs, by its work.
    Running(JobId),
    /// A scan of the tenant, by position.
    Remote(usize),
}

/// Who gave the scans, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The list without its rows.
    pub listed: Listed<()>,
    /// What was asked for then.
    pub asked: String,
}

/// A question that is on its way.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The work.
    pub job: JobId,
    /// The scans that came for it.
    seen: HashSet<Untrusted>,
    /// How many there are, where the service counts them.
    pub total: Option<usize>,
}

impl Asking {
    /// The beginning of one.
    pub fn of(job: JobId) -> Self {
        Self {
            job,
            seen: HashSet::new(),
            total: None,
        }
    }

    /// How many scans came for it.
    pub fn came(&self) -> usize {
        self.seen.len()
    }
}

/// Scans that the library has a full report of, and the library's version they were found in.
#[derive(Clone, Debug, Default)]
struct Held {
    version: Option<u64>,
    scans: HashSet<String>,
}

/// Scans by UUID; one that has none is none of the service's.
fn uuid(scan: &Scan) -> Option<&Untrusted> {
    scan.uuid.as_ref()
}

fn newest_first(one: &Scan, other: &Scan) -> Ordering {
    let time = other.created_at.cmp(&one.created_at);
    time.then_with(|| uuid(other).cmp(&uuid(one)))
}

impl Scans {
    /// What is asked for where nothing was asked yet.
    pub fn begin(&mut self, now: Timestamp) {
        if self.filter.text().is_empty() && self.answer.is_none() {
            self.ask_for(USUAL, now);
        }
    }

    /// Puts a filter in place, as if it had been typed.
    pub fn ask_for(&mut self, text: &str, now: Timestamp) {
        self.filter = Filter::default();
        self.filter.field.paste(text);
        self.filter.take(Sought::parse(text, now));
    }

    /// Goes on to a question, and gives what is asked for. Where it is another than the last, what is here goes.
    pub fn ask(&mut self, job: JobId, now: Timestamp, size: Area) -> Wish {
        // The time counts from now.
        if let Ok(sought) = Sought::parse(self.filter.text(), now) {
            self.filter.query = sought;
        }
        let wish = self.filter.query.wish.clone();
        if wish.words != self.asked {
            self.rows.clear();
            self.all.clear();
            self.marks.clear();
            self.answer = None;
        }
        self.asked.clone_from(&wish.words);
        self.asking = Some(Asking::of(job));
        self.relay(size);
        wish
    }

    /// Whether what is typed asks the tenant for something else than is here.
    pub fn asks_anew(&self) -> bool {
        self.filter.fault.is_none() && self.filter.query.wish.words != self.asked
    }

    /// Takes scans that came, each in its place; cursor and marks stay with theirs.
    pub fn take(&mut self, scans: Vec<Scan>, total: Option<u64>, size: Area) {
        if let Some(asking) = &mut self.asking {
            asking.seen.extend(scans.iter().filter_map(uuid).cloned());
            asking.total = total.map(|total| usize::try_from(total).unwrap_or(usize::MAX));
        }
        self.put(scans, size);
    }

    /// Puts scans among those that are here; what is known of one already is replaced.
    pub fn put(&mut self, scans: Vec<Scan>, size: Area) {
        let stood_on = self.selected_uuid().cloned();
        self.all.extend(scans);
        self.all.sort_by(newest_first);
        self.all.dedup_by(|later, earlier| {
            let same = newest_first(later, earlier).is_eq();
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
        self.lay(stood_on.as_ref(), size);
    }

    /// These were all: what was here before and did not come again is gone.
    pub fn ended(&mut self, heading: Heading, size: Area) {
        let stood_on = self.selected_uuid().cloned();
        if let Some(asking) = self.asking.take() {
            let came = |scan: &Scan| uuid(scan).is_some_and(|uuid| asking.seen.contains(uuid));
            self.all.retain(came);
            self.marks.on.retain(|uuid| asking.seen.contains(uuid));
        }
        self.answer = Some(Ok(heading));
        self.lay(stood_on.as_ref(), size);
    }

    /// Takes notice of labels that were added to scans.
    pub fn labelled(&mut self, scans: &[String], labels: &[Label]) {
        let own = |scan: &Scan| {
            let uuid = uuid(scan).map_or("", Untrusted::raw);
            scans.iter().any(|other| other.eq_ignore_ascii_case(uuid))
        };
        for scan in self.all.iter_mut().filter(|scan| own(scan)) {
            for label in labels {
                scan.labels.retain(|(key, _)| key.raw() != label.key);
                let (key, value) = (label.key.as_str(), label.value.as_str());
                scan.labels.push((key.into(), value.into()));
            }
        }
    }

    /// The tenant in words, where it has answered.
    pub fn tenant(&self) -> Option<&Printable> {
        let heading = self.answer.as_ref()?.as_ref().ok()?;
        Some(&heading.listed.tenant)
    }

    /// Lays the rows again; the cursor stays on its scan.
    pub fn relay(&mut self, size: Area) {
        let stood_on = self.selected_uuid().cloned();
        self.lay(stood_on.as_ref(), size);
    }

    /// Goes to a scan.
    pub fn go_to(&mut self, scan: Option<&Untrusted>, size: Area) {
        self.lay(scan, size);
    }

    /// Forgets what a tenant has told, as for another one; gives the question that is on its way. What runs stays.
    pub fn emptied(&mut self) -> Option<JobId> {
        let asking = self.asking.take().map(|asking| asking.job);
        *self = Self {
            running: std::mem::take(&mut self.running),
            ..Self::default()
        };
        self.lay(None, Area::default());
        asking
    }

    /// Takes notice of what runs.
    pub fn follow(&mut self, running: impl Iterator<Item = JobId> + Clone, size: Area) {
        if !self.running.iter().copied().eq(running.clone()) {
            self.running = running.collect();
            self.relay(size);
        }
    }

    fn lay(&mut self, stood_on: Option<&Untrusted>, size: Area) {
        let runs = self.selected_running();
        let sought = &self.filter.query;
        let shown = self.all.iter().enumerate();
        let shown = shown.filter(|(_, scan)| sought.says(scan));
        let shown = shown.map(|(at, _)| Row::Remote(at));
        let running = self.running.iter().map(|job| Row::Running(*job));
        self.rows = running.chain(shown).collect();
        let is = |row: &Row| match (row, stood_on) {
            (Row::Running(job), None) => Some(*job) == runs,
            (Row::Remote(_), Some(_)) => self.scan(*row).and_then(uuid) == stood_on,
            _ => false,
        };
        let found = self.rows.iter().position(is);
        let (length, height) = (self.rows.len(), height(size));
        match found {
            Some(at) => self.list.carry(at, length, height),
            None => self.list.fit(length, height),
        }
    }

    /// The scan of a row, where the tenant has told of it.
    pub fn scan(&self, row: Row) -> Option<&Scan> {
        match row {
            Row::Running(_) => None,
            Row::Remote(at) => self.all.get(at),
        }
    }

    /// The scan under the cursor, where it is one that runs.
    pub fn selected_running(&self) -> Option<JobId> {
        match self.rows.get(self.list.cursor()) {
            Some(Row::Running(job)) => Some(*job),
            _ => None,
        }
    }

    /// The scan under the cursor.
    pub fn selected(&self) -> Option<&Scan> {
        let row = self.rows.get(self.list.cursor())?;
        self.scan(*row)
    }

    /// Its UUID.
    pub fn selected_uuid(&self) -> Option<&Untrusted> {
        self.selected().and_then(uuid)
    }

    /// The marked scans, else the one under the cursor.
    pub fn targets(&self) -> Vec<&Scan> {
        if self.marks.on.is_empty() {
            return self.selected().into_iter().collect();
        }
        let scans = self.all.iter();
        scans.filter(|scan| is_marked(self, scan)).collect()
    }

    /// What is missing of the targets.
    pub fn wanted(&self) -> Vec<Result<Incomplete, Whole>> {
        let wanted = |scan: &Scan| {
            let wanted = Incomplete::of_scan(scan)?;
            if self.is_held(scan) {
                return Err(Whole::Full);
            }
            Ok(wanted)
        };
        self.targets().into_iter().map(wanted).collect()
    }

    /// Marks or unmarks the selected scan and goes on to the next.
    pub fn mark(&mut self, size: Area) {
        if let Some(uuid) = self.selected_uuid().cloned() {
            self.marks.toggle(&[uuid]);
        }
        self.step(1, size);
    }

    /// Starts a range, or marks the one that was started.
    pub fn mark_range(&mut self) {
        let Some(range) = self.marks.range(self.list.cursor()) else {
            return;
        };
        let rows = self.rows.iter().take(range.end() + 1).skip(*range.start());
        let scans = rows.filter_map(|row| self.scan(*row).and_then(uuid).cloned());
        let scans: Vec<_> = scans.collect();
        self.marks.on.extend(scans);
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize, size: Area) {
        self.list.step(by, self.rows.len(), height(size));
        self.scroll = if by == 0 { self.scroll } else { 0 };
    }

    /// Moves the cursor to a row.
    pub fn go(&mut self, to: usize, size: Area) {
        self.list.go(to, self.rows.len(), height(size));
        self.scroll = 0;
    }

    /// Finds out which scans the library has a full report of, unless that is known.
    pub fn look_into(&mut self, library: &Library) {
        if self.held.version == Some(library.version) {
            return;
        }
        let reports = library.summaries.iter().enumerate();
        let listed = reports.filter(|(at, _)| library.is_listed(*at) && !library.is_gone(*at));
        let full = listed.filter(|(_, one)| Incomplete::of(&one.head) == Err(Whole::Full));
        let scans = full.filter_map(|(_, one)| one.head.scan.uuid.as_ref());
        self.held = Held {
            version: Some(library.version),
            scans: scans.map(|uuid| uuid.raw().to_ascii_lowercase()).collect(),
        };
    }

    /// Whether the library has a full report of a scan.
    pub fn is_held(&self, scan: &Scan) -> bool {
        let held = |uuid: &Untrusted| self.held.scans.contains(&uuid.raw().to_ascii_lowercase());
        uuid(scan).is_some_and(held)
    }
}

/// Whether a scan is marked.
pub fn is_marked(screen: &Scans, scan: &Scan) -> bool {
    uuid(scan).is_some_and(|uuid| screen.marks.on.contains(uuid))
}

/// Rows that fit.
pub fn height(size: Area) -> usize {
    usize::from(layout::scans(size).rows.height)
}

/// The scan under the cursor, where the scans are shown.
pub fn chosen(model: &Model) -> Option<&Scan> {
    let shown = model.screen == Screen::Scans;
    model.scans.selected().filter(|_| shown)
}
