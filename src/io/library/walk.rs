//! Which files are read: what was named, and in folders what may be a report by its name.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use walkdir::{DirEntry, WalkDir};

use super::{Input, file, refused};
use crate::domain::identity;
use crate::domain::text::Untrusted;
use crate::format::artifact::{Asked, Standing, standing};
use crate::format::intake::Notice;
use crate::io::interest::is_of_interest;
use crate::io::watch::Watch;

/// Entries of one folder, with all below, that are looked at.
const MOST_ENTRIES: usize = 200_000;
/// What will be read.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub(super) jobs: Vec<Job<'a>>,
    /// How many files lie in each folder.
    pub(super) trays: Vec<usize>,
    pub(super) notices: Vec<Notice>,
}

/// One file to read.
pub(super) struct Job<'a> {
    pub(super) content: Content<'a>,
    pub(super) asked: Asked,
    /// The folder it lies in.
    pub(super) tray: usize,
}

/// Where a job's bytes are.
pub(super) enum Content<'a> {
    File(PathBuf),
    Held {
        name: &'a Untrusted,
        bytes: &'a [u8],
    },
}

impl Job<'_> {
    pub(super) fn path(&self) -> Untrusted {
        match &self.content {
            Content::File(path) => text(path),
            Content::Held { name, .. } => (*name).clone(),
        }
    }
}

/// A path as text. A name that is no text is told from others like it by a digest of its bytes.
pub(super) fn text(path: &Path) -> Untrusted {
    match path.to_string_lossy() {
        Cow::Borrowed(text) => text.into(),
        Cow::Owned(text) => {
            let digest = identity::of_bytes(path.as_os_str().as_encoded_bytes());
            format!("{text} ({digest})").into()
        }
    }
}

/// Which files are read under these inputs. The watch is told of every folder before it is listed.
pub(super) fn plan<'a>(
    inputs: &'a [Input],
    stop: &AtomicBool,
    watch: Option<&'a Watch>,
) -> Plan<'a> {
    let mut planner = Planner {
        watch,
        ..Planner::default()
    };
    // What somebody named comes first: it gets an answer even where a folder would pass it over.
    for input in inputs {
        match input {
            Input::Held { name, bytes } => planner.held(name, bytes),
            Input::Path(path) if !path.is_dir() => {
                if let Some(watch) = watch {
                    watch.file(path);
                }
                planner.file(path, Asked::Named);
            }
            Input::Path(_) => {}
        }
    }
    for input in inputs {
        if let Input::Path(path) = input
            && path.is_dir()
        {
            planner.folder(path, stop);
        }
    }
    let mut plan = planner.plan;
    plan.jobs.sort_by_key(|job| job.tray);
    plan
}

#[derive(Default)]
struct Planner<'a> {
    plan: Plan<'a>,
    tray_of: HashMap<PathBuf, usize>,
    seen: HashSet<PathBuf>,
    watch: Option<&'a Watch>,
}

impl<'a> Planner<'a> {
    fn held(&mut self, name: &'a Untrusted, bytes: &'a [u8]) {
        let tray = self.new_tray();
        self.job(Content::Held { name, bytes }, Asked::Named, tray);
    }

    fn file(&mut self, path: &Path, asked: Asked) {
        let path = path.strip_prefix(".").unwrap_or(path).to_owned();
        if !self.seen.insert(path.clone()) {
            return;
        }
        let folder = path.parent().unwrap_or(&path);
        let known = self.tray_of.get(folder).copied();
        let tray = known.unwrap_or_else(|| {
            let folder = folder.to_owned();
            let tray = self.new_tray();
            self.tray_of.insert(folder, tray);
            tray
        });
        self.job(Content::File(path), asked, tray);
    }

    fn new_tray(&mut self) -> usize {
        self.plan.trays.push(0);
        self.plan.trays.len() - 1
    }

    fn job(&mut self, content: Content<'a>, asked: Asked, tray: usize) {
        self.plan.trays[tray] += 1;
        self.plan.jobs.push(Job {
            content,
            asked,
            tray,
        });
    }

    fn folder(&mut self, root: &Path, stop: &AtomicBool) {
        let entries = WalkDir::new(root).into_iter().filter_entry(is_entered);
        for (count, entry) in entries.enumerate() {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            if count >= MOST_ENTRIES {
                let why = format!(
                    "holds more than {MOST_ENTRIES} files and folders; the rest was left out. Name a folder further down"
                );
                self.plan.notices.push(refused(text(root), &why));
                return;
            }
            match entry {
                Ok(entry) => {
                    if let Some(watch) = self.watch.filter(|_| entry.file_type().is_dir()) {
                        watch.folder(entry.path());
                    }
                    self.entry(&entry);
                }
                Err(error) => {
                    let path = error.path().unwrap_or(root);
                    let why = file::unreachable(error.io_error());
                    self.plan.notices.push(refused(text(path), &why));
                }
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry) {
        let kind = entry.file_type();
        let name = entry.file_name().to_string_lossy();
        let likely = standing(&name);
        if kind.is_dir() || likely == Standing::Other {
            return;
        }
        // A link to a folder is not followed; one that leads nowhere is told of where it promised a report.
        let linked = kind.is_symlink().then(|| fs::metadata(entry.path()));
        let wanted = match linked {
            None => kind.is_file(),
            Some(Ok(target)) => target.is_file(),
            Some(Err(_)) => likely == Standing::Likely,
        };
        if wanted {
            self.file(entry.path(), Asked::Found);
        }
    }
}

/// Whether the walk goes into an entry. The folder that was named is always of interest.
fn is_entered(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_type().is_dir() || is_of_interest(entry.file_name())
}
