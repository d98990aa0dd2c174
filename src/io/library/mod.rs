//! The library: every report that can be found under what the user named.
//!
//! Owns the way from paths to reports: which files a folder offers, reading them on all processors, and bringing
//! together what lies side by side in one folder. Keeps nothing but the names: a summary is handed on as soon as it is
//! read, and a whole report is read again when somebody opens it.

mod again;
mod file;
mod memory;
mod source;
mod tray;
mod walk;

use std::borrow::Cow;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread;

use crate::domain::report::{Head, Report, Source, Summary};
use crate::domain::text::{Printable, Untrusted};
use crate::domain::warning::Warning;
use crate::format::artifact::{self, Asked};
use crate::format::intake::{Fragment, Notice, Origin, Reading, Trouble};
use crate::format::pairing::{Bundle, Part};
use crate::io::watch::Watch;

use self::file::Buffer;
use self::memory::Memory;
use self::tray::Tray;
use self::walk::{Content, Job, Plan};

pub use self::again::Again;

/// How often progress is told, in parts of the whole.
const STEPS: usize = 100;

/// Where reports are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Bytes that are already here: standard input, the bundled samples.
    Held {
        /// What stands for the path: `-`.
        name: Untrusted,
        /// The bytes.
        bytes: Cow<'static, [u8]>,
    },
}

impl Input {
    /// What the library calls it.
    pub fn name(&self) -> Untrusted {
        match self {
            Self::Path(path) => walk::text(path),
            Self::Held { name, .. } => name.clone(),
        }
    }
}

/// What loading tells as it goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded {
    /// A report as it stands while the rest of its folder is read, which may hold parts of it: it is told of again.
    Waiting(Box<Summary>),
    /// A report was read.
    Summary(Box<Summary>),
    /// Something gave no report.
    Notice(Notice),
    /// How far it is.
    Progress {
        /// Files that have been read.
        files_done: usize,
        /// Files that will be.
        files_total: usize,
    },
}

/// Everything that was read at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Harvest {
    /// Whole reports, by source.
    pub reports: Vec<Report>,
    /// What gave none, by path.
    pub notices: Vec<Notice>,
}

/// The reports under a list of inputs, which may grow.
#[derive(Debug, Default)]
pub struct Library {
    inputs: RwLock<Arc<[Input]>>,
    memory: Memory,
}

enum Found<'a> {
    Waiting(&'a Bundle),
    Report(Box<Report>),
    Notice(Notice),
    Progress(usize, usize),
}

impl Library {
    /// The library of these inputs; nothing is read yet.
    pub fn new(inputs: Vec<Input>) -> Self {
        Self {
            inputs: RwLock::new(inputs.into()),
            memory: Memory::default(),
        }
    }

    /// Reads everything and hands on a summary of each report once it is whole, in no order. Ends early once `stop` is
    /// set.
    pub fn load(&self, stop: &AtomicBool, sink: &(dyn Fn(Loaded) + Sync)) {
        self.memory.forget();
        self.each(&self.inputs(), stop, None, &|found| {
            if !matches!(found, Found::Waiting(_)) {
                sink(loaded(found));
            }
        });
    }

    /// The same for somebody who looks on: reports that wait for their parts are shown meanwhile. From before each
    /// folder is listed the watch has an eye on it.
    pub fn load_watched(&self, stop: &AtomicBool, watch: &Watch, sink: &(dyn Fn(Loaded) + Sync)) {
        self.memory.forget();
        self.load_some(&self.inputs(), stop, watch, sink);
    }

    /// The same for some inputs only.
    pub fn load_some(
        &self,
        inputs: &[Input],
        stop: &AtomicBool,
        watch: &Watch,
        sink: &(dyn Fn(Loaded) + Sync),
    ) {
        self.each(inputs, stop, Some(watch), &|found| sink(loaded(found)));
    }

    /// Reads everything and keeps it whole: for commands that print or export findings.
    pub fn harvest(&self, stop: &AtomicBool) -> Harvest {
        let harvest = Mutex::new(Harvest::default());
        self.each(&self.inputs(), stop, None, &|found| {
            let mut harvest = tray::lock(&harvest);
            match found {
                Found::Report(report) => harvest.reports.push(*report),
                Found::Notice(notice) => harvest.notices.push(notice),
                Found::Waiting(_) | Found::Progress(..) => {}
            }
        });
        let mut harvest = harvest.into_inner().unwrap_or_default();
        harvest
            .reports
            .sort_by(|one, other| one.head.source.cmp(&other.head.source));
        harvest.notices.sort_by(|one, other| {
            let key = |notice: &Notice| (notice.origin.path.clone(), notice.origin.member.clone());
            key(one).cmp(&key(other))
        });
        harvest
    }

    /// Reads one report again, whole. Fails when its file is gone or holds something else by now.
    pub fn open(&self, head: &Head) -> Result<Report, Notice> {
        let mut read: Vec<(Untrusted, Reading)> = Vec::new();
        let mut bundle = self.scan_at(&mut read, &head.source)?;
        for source in &head.joined {
            let fragment = self
                .part_at(&mut read, source)?
                .ok_or_else(|| changed(source))?;
            let part = Part::of(&fragment).word();
            let by = head.warnings.iter().find_map(|doubt| match doubt {
                Warning::Inferred { part: of, by } if *of == part => Some(*by),
                _ => None,
            });
            bundle.add(source.clone(), fragment, by);
        }
        let report = bundle.report();
        if report.head.identity.exact == head.identity.exact {
            Ok(report)
        } else {
            Err(changed(&head.source))
        }
    }

    fn scan_at(
        &self,
        read: &mut Vec<(Untrusted, Reading)>,
        source: &Source,
    ) -> Result<Bundle, Notice> {
        let reading = self.reading_of(read, source)?;
        let at = reading.drafts.iter().position(|(at, _)| at == source);
        if let Some(at) = at {
            let (source, draft) = reading.drafts.swap_remove(at);
            return Ok(Bundle::new(source, draft));
        }
        let part = self.part_at(read, source)?;
        part.map(|fragment| Bundle::alone(source.clone(), fragment))
            .ok_or_else(|| changed(source))
    }

    fn part_at(
        &self,
        read: &mut Vec<(Untrusted, Reading)>,
        source: &Source,
    ) -> Result<Option<Fragment>, Notice> {
        let reading = self.reading_of(read, source)?;
        let at = reading.fragments.iter().position(|(at, _)| at == source);
        Ok(at.map(|at| reading.fragments.swap_remove(at).1))
    }

    /// What the file of a source holds; a file is read once for all that is wanted of it.
    fn reading_of<'a>(
        &self,
        read: &'a mut Vec<(Untrusted, Reading)>,
        source: &Source,
    ) -> Result<&'a mut Reading, Notice> {
        let known = read.iter().position(|(path, _)| *path == source.path);
        if known.is_none() {
            read.push((source.path.clone(), self.read_again(&source.path)?));
        }
        let at = known.unwrap_or(read.len() - 1);
        Ok(&mut read[at].1)
    }

    fn read_again(&self, path: &Untrusted) -> Result<Reading, Notice> {
        self.bytes_of(path, |bytes| artifact::read(path, bytes, Asked::Named))
    }

    /// Gives the bytes of a file to somebody who reads them.
    fn bytes_of<T>(&self, path: &Untrusted, reader: impl FnOnce(&[u8]) -> T) -> Result<T, Notice> {
        let inputs = self.inputs();
        let held = inputs.iter().find_map(|input| match input {
            Input::Held { name, bytes } if name == path => Some(bytes),
            _ => None,
        });
        if let Some(bytes) = held {
            return Ok(reader(bytes));
        }
        let mut buffer = Buffer::default();
        let bytes = buffer
            .read(&self.place(path))
            .map_err(|why| refused(path.clone(), &why))?;
        Ok(reader(bytes))
    }

    /// The file that a path's text stands for. Where the name was no text, it is looked up again.
    fn place(&self, path: &Untrusted) -> PathBuf {
        let named = PathBuf::from(path.raw());
        if !path.raw().contains(char::REPLACEMENT_CHARACTER) || named.exists() {
            return named;
        }
        let inputs = self.inputs();
        let plan = walk::plan(&inputs, &AtomicBool::new(false), None);
        let known = plan.jobs.into_iter().find_map(|job| match job.content {
            Content::File(file) if walk::text(&file) == *path => Some(file),
            _ => None,
        });
        known.unwrap_or(named)
    }

    fn inputs(&self) -> Arc<[Input]> {
        Arc::clone(&self.inputs.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn each(
        &self,
        inputs: &[Input],
        stop: &AtomicBool,
        watch: Option<&Watch>,
        give: &(dyn Fn(Found<'_>) + Sync),
    ) {
        let Plan {
            jobs,
            trays,
            notices,
        } = walk::plan(inputs, stop, watch);
        notices.into_iter().map(Found::Notice).for_each(give);
        let trays: Vec<_> = trays.into_iter().map(Tray::new).collect();
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let stride = (jobs.len() / STEPS).max(1);
        let work = || {
            let mut buffer = Buffer::default();
            while !stop.load(Ordering::Relaxed) {
                let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let (reading, notices) = read(job, &mut buffer);
                if let Content::File(path) = &job.content {
                    let small = trays[job.tray].small();
                    self.memory.note(path, &reading, &notices, small);
                }
                notices.into_iter().map(Found::Notice).for_each(give);
                trays[job.tray].put(reading, give);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                if done.is_multiple_of(stride) || done == jobs.len() {
                    give(Found::Progress(done, jobs.len()));
                }
            }
        };
        let threads = thread::available_parallelism().map_or(2, NonZero::get);
        thread::scope(|scope| {
            for _ in 1..threads.clamp(2, jobs.len().max(2)) {
                scope.spawn(work);
            }
            work();
        });
    }
}

fn loaded(found: Found<'_>) -> Loaded {
    match found {
        Found::Waiting(scan) => Loaded::Waiting(Box::new(scan.clone().report().summary())),
        Found::Report(report) => Loaded::Summary(Box::new(report.summary())),
        Found::Notice(notice) => Loaded::Notice(notice),
        Found::Progress(files_done, files_total) => Loaded::Progress {
            files_done,
            files_total,
        },
    }
}

fn read(job: &Job<'_>, buffer: &mut Buffer) -> (Reading, Vec<Notice>) {
    let path = job.path();
    let bytes = match &job.content {
        Content::Held { bytes, .. } => Ok(*bytes),
        Content::File(path) => buffer.read(path),
    };
    let mut reading = match bytes {
        Ok(bytes) => artifact::read(&path, bytes, job.asked),
        Err(why) => Reading {
            notices: vec![refused(path, &why)],
            ..Reading::default()
        },
    };
    buffer.shrink();
    let notices = std::mem::take(&mut reading.notices);
    (reading, notices)
}

fn refused(path: Untrusted, why: &str) -> Notice {
    Notice {
        origin: Origin { path, member: None },
        trouble: Trouble::Refused,
        message: Printable::line(why),
        position: None,
    }
}

fn changed(source: &Source) -> Notice {
    changed_origin(&source.origin())
}

fn changed_origin(origin: &Origin) -> Notice {
    Notice {
        origin: origin.clone(),
        trouble: Trouble::Refused,
        message: Printable::line(
            "the file has changed since it was listed and no longer holds this report; load the list again",
        ),
        position: None,
    }
}
