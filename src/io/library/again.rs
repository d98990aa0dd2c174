//! Reading again what came, changed or went, with whatever else of its folder belongs to it; and taking in what is
//! named later.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::file::Buffer;
use super::memory::{self, Concerned};
use super::tray::{self, Tray};
use super::walk::{self, Content, Job, Plan};
use super::{Found, Input, Library, read};
use crate::domain::report::Summary;
use crate::domain::text::Untrusted;
use crate::format::artifact::Asked;
use crate::format::intake::{Notice, Reading};
use crate::io::watch::{Look, Watch};

/// Files that are handed on together.
const BATCH: usize = 500;

/// What files hold that were read again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Again {
    /// The files.
    pub files: Vec<Untrusted>,
    /// The reports they hold now.
    pub reports: Vec<Summary>,
    /// Why some give none.
    pub notices: Vec<Notice>,
}

impl Library {
    /// Adds files and folders that exist to the inputs, by the names that the library has for them already if it has.
    pub fn add(&self, paths: Vec<PathBuf>) -> Vec<Input> {
        let mut inputs = self.inputs.write().unwrap_or_else(PoisonError::into_inner);
        let paths = paths.into_iter().map(|path| known_as(&inputs, path));
        let added: Vec<Input> = paths.map(Input::Path).collect();
        let new = added.iter().filter(|input| !inputs.contains(input));
        let all: Arc<[Input]> = inputs.iter().chain(new).cloned().collect();
        *inputs = all;
        added
    }

    /// Reads again what there is to look at, and hands on what it holds now.
    pub fn look_again(&self, look: Look, watch: &Watch, give: &dyn Fn(Again)) {
        let stop = AtomicBool::new(false);
        let inputs = self.inputs();
        let (files, plan) = match look {
            Look::Files(files) => (files, Plan::default()),
            Look::Gone(folder, _) => (self.memory.below(&folder), Plan::default()),
            Look::Folder(folder) => {
                // The current folder has no name of its own.
                let here = folder.as_os_str().is_empty();
                let folder = [Input::Path(if here { ".".into() } else { folder })];
                let plan = walk::plan(&folder, &stop, Some(watch));
                return self.read_again_all(owned(plan), Vec::new(), give);
            }
            Look::All => (self.memory.all(), walk::plan(&inputs, &stop, Some(watch))),
            Look::Failed(_) => return,
        };
        self.read_again_all(owned(plan), files, give);
    }

    fn read_again_all(
        &self,
        plan: (Vec<PathBuf>, Vec<Notice>),
        files: Vec<PathBuf>,
        give: &dyn Fn(Again),
    ) {
        let (found, notices) = plan;
        if !notices.is_empty() {
            give(Again {
                files: notices
                    .iter()
                    .map(|notice| notice.origin.path.clone())
                    .collect(),
                notices,
                ..Again::default()
            });
        }
        let mut folders: HashMap<PathBuf, HashSet<OsString>> = HashMap::new();
        for file in found.into_iter().chain(files) {
            if let Some(name) = file.file_name() {
                let names = folders.entry(memory::folder(&file)).or_default();
                names.insert(name.to_owned());
            }
        }
        for (folder, names) in folders {
            self.folder_again(&folder, &names, give);
        }
    }

    /// Reads files of one folder again. Where parts of scans are about, everything that may be paired is read with
    /// them; otherwise they go by themselves.
    fn folder_again(&self, folder: &Path, names: &HashSet<OsString>, give: &dyn Fn(Again)) {
        let mut buffer = Buffer::default();
        let before = self.memory.concerned(folder, names, false);
        let mut batch = Vec::new();
        let mut in_batch = HashSet::new();
        for name in names {
            in_batch.insert(name.clone());
            batch.push(self.file_again(&folder.join(name), before.small, &mut buffer));
            if !before.parts && batch.len() >= BATCH && !has_parts(&batch) {
                in_batch.clear();
                give(paired(std::mem::take(&mut batch), Concerned::default()));
            }
        }
        let concerned = self
            .memory
            .concerned(folder, &in_batch, before.parts || has_parts(&batch));
        for file in &concerned.files {
            batch.push(self.file_again(file, concerned.small, &mut buffer));
        }
        if !batch.is_empty() {
            give(paired(batch, concerned));
        }
    }

    /// What a file holds now: nothing where it is gone.
    fn file_again(&self, file: &Path, small: bool, buffer: &mut Buffer) -> (Untrusted, Reading) {
        let name = walk::text(file);
        let named = self.inputs().contains(&Input::Path(file.to_owned()));
        let mut reading = Reading::default();
        if fs::metadata(file).is_ok_and(|kind| kind.is_file()) {
            let job = Job {
                content: Content::File(file.to_owned()),
                asked: if named { Asked::Named } else { Asked::Found },
                tray: 0,
            };
            let (read, notices) = read(&job, buffer);
            reading = Reading { notices, ..read };
        }
        self.memory.note(file, &reading, &reading.notices, small);
        (name, reading)
    }
}

fn has_parts(batch: &[(Untrusted, Reading)]) -> bool {
    batch
        .iter()
        .any(|(_, reading)| !reading.fragments.is_empty())
}

/// Pairs what files of a folder hold, as if they were read for the first time.
fn paired(files: Vec<(Untrusted, Reading)>, concerned: Concerned) -> Again {
    let again = Mutex::new(Again::default());
    let give = |found: Found<'_>| {
        let mut again = tray::lock(&again);
        match found {
            Found::Report(report) => again.reports.push(report.summary()),
            Found::Notice(notice) => again.notices.push(notice),
            Found::Waiting(_) | Found::Progress(..) => {}
        }
    };
    let tray = Tray::after(files.len(), concerned.small, concerned.gone);
    for (name, mut reading) in files {
        tray::lock(&again).files.push(name);
        let notices = std::mem::take(&mut reading.notices);
        notices.into_iter().map(Found::Notice).for_each(give);
        tray.put(reading, &give);
    }
    again.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn owned(plan: Plan<'_>) -> (Vec<PathBuf>, Vec<Notice>) {
    let files = plan.jobs.into_iter().filter_map(|job| match job.content {
        Content::File(file) => Some(file),
        Content::Held { .. } => None,
    });
    (files.collect(), plan.notices)
}

/// What the library calls a path: below a folder that it knows, as it calls that folder.
fn known_as(inputs: &[Input], path: PathBuf) -> PathBuf {
    let Ok(place) = fs::canonicalize(&path) else {
        return path;
    };
    let known = inputs.iter().find_map(|input| match input {
        Input::Path(root) => {
            let below = place.strip_prefix(fs::canonicalize(root).ok()?).ok()?;
            Some(if below.as_os_str().is_empty() {
                root.clone()
            } else {
                root.join(below)
            })
        }
        Input::Held { .. } => None,
    });
    known.unwrap_or(path)
}
