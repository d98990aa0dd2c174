//! The watch over the folders that reports were found in.
//!
//! Owns which folders are watched, what of the system's news is worth looking at, and how long a file must rest. A
//! folder is watched from before it is listed, so that nothing falls between; for what is not there, or not there any
//! more, the nearest folder above it is. Refuses to know what is in a file: the library reads again what this names.

mod pending;
mod touches;
mod wanted;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use self::pending::Pending;
use self::touches::{Touch, Touches};
use self::wanted::Wanted;
use crate::io::interest::{is_of_interest, may_be_report};

pub use self::touches::Told;

/// Whether the system watches a folder with all below at the price of one.
const WITH_ALL_BELOW: bool = cfg!(any(target_os = "macos", target_os = "windows"));

/// What there is to look at.
#[derive(Debug, PartialEq, Eq)]
pub enum Look {
    /// Files that came, changed or went.
    Files(Vec<PathBuf>),
    /// A folder that came, with all below.
    Folder(PathBuf),
    /// A folder that is gone, and whether it was one that the user named.
    Gone(PathBuf, bool),
    /// Everything, because something was lost.
    All,
    /// Nothing, but a sentence that must be told.
    Failed(String),
}

/// A watch over folders. Dropping it does not end it: `stop` does.
pub struct Watch {
    state: Mutex<State>,
    touches: Arc<Touches>,
}

#[derive(Default)]
struct State {
    watcher: Option<RecommendedWatcher>,
    failed: bool,
    folders: HashMap<PathBuf, Folder>,
}

/// A watched folder.
#[derive(Clone, Debug)]
struct Folder {
    /// As the library calls it.
    named: PathBuf,
    /// What was named in it or below it itself; where there is nothing, all is of interest.
    only: Option<Vec<Wanted>>,
    /// Whether it lies in no other watched folder.
    root: bool,
}

impl Folder {
    fn is_whole(&self) -> bool {
        self.only.is_none()
    }
}

impl Watch {
    /// A watch over nothing yet, and where it tells what was touched.
    pub fn new() -> (Self, Told) {
        let (touches, told) = Touches::new();
        let state = Mutex::default();
        (Self { state, touches }, told)
    }

    /// Watches a folder, as far as the system can.
    pub fn folder(&self, named: &Path) {
        self.enter(named, None);
    }

    /// Watches one file, or whatever will be there.
    pub fn file(&self, named: &Path) {
        self.expect(named, named);
    }

    /// Watches the nearest folder that is there above a place.
    fn expect(&self, place: &Path, named: &Path) {
        let mut entry = place;
        while let Some(above) = entry.parent() {
            let here = above.as_os_str().is_empty();
            let folder = if here { Path::new(".") } else { above };
            if folder.is_dir() {
                let wanted = Wanted {
                    place: place.to_owned(),
                    named: named.to_owned(),
                    entry: entry.to_owned(),
                };
                self.enter(folder, Some(wanted));
                // It may have come before anybody watched.
                if entry == place || !entry.is_dir() {
                    return;
                }
                entry = place;
            } else {
                entry = above;
            }
        }
    }

    /// Ends it, and whoever waits for it.
    pub fn stop(&self) {
        self.lock().watcher = None;
        self.touches.send(Touch::Stop);
    }

    fn enter(&self, named: &Path, only: Option<Wanted>) {
        let Ok(place) = fs::canonicalize(named) else {
            return;
        };
        let mut state = self.lock();
        let state = &mut *state;
        let mut above = place.ancestors().skip(1);
        let root = !above.any(|place| state.folders.get(place).is_some_and(Folder::is_whole));
        let known = state.folders.get_mut(&place);
        let is_new = known.is_none();
        let folder = match known {
            Some(folder) => folder,
            None => state.folders.entry(place.clone()).or_insert(Folder {
                named: named.to_owned(),
                only: Some(Vec::new()),
                root,
            }),
        };
        let whole = only.is_none();
        match (only, &mut folder.only) {
            (Some(wanted), Some(only)) if !only.contains(&wanted) => only.push(wanted),
            (None, _) => folder.only = None,
            (Some(_), _) => {}
        }
        let covered = WITH_ALL_BELOW && !root && whole;
        if is_new && !covered && !state.failed {
            let mode = if WITH_ALL_BELOW && whole {
                RecursiveMode::Recursive
            } else {
                RecursiveMode::NonRecursive
            };
            if let Err(error) = self.watch(state, &place, mode) {
                self.failed(state, &error);
            }
        }
    }

    fn watch(&self, state: &mut State, place: &Path, mode: RecursiveMode) -> notify::Result<()> {
        if state.watcher.is_none() {
            let touches = Arc::clone(&self.touches);
            let tell = move |told| touches.tell(told);
            state.watcher = Some(notify::recommended_watcher(tell)?);
        }
        state
            .watcher
            .as_mut()
            .map_or(Ok(()), |watcher| watcher.watch(place, mode))
    }

    /// Tells a failure once. What vanished before it could be watched is no failure.
    fn failed(&self, state: &mut State, error: &notify::Error) {
        let vanished = match &error.kind {
            ErrorKind::PathNotFound => true,
            ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::PermissionDenied,
            _ => false,
        };
        if !vanished {
            state.failed = true;
            self.touches.send(Touch::Failed(words(error)));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a touched path is to the library, if anything.
    fn look(&self, touched: &Path) -> Vec<Look> {
        let state = self.lock();
        if let Some(folder) = state.folders.get(touched) {
            if folder.is_whole() && touched.is_dir() {
                return vec![Look::Folder(folder.named.clone())];
            }
            if !touched.is_dir() {
                let gone = Look::Gone(folder.named.clone(), folder.root);
                drop(state);
                self.leave(touched);
                return vec![gone];
            }
        }
        let mut above = touched.ancestors().skip(1);
        let Some((place, folder)) = above.find_map(|place| state.folders.get_key_value(place))
        else {
            return Vec::new();
        };
        let Some(only) = &folder.only else {
            return Self::inside(place, folder, touched).into_iter().collect();
        };
        let name = touched.file_name();
        let wanted = only
            .iter()
            .filter(|wanted| wanted.entry.file_name() == name);
        let wanted: Vec<Wanted> = wanted.cloned().collect();
        drop(state);
        for one in &wanted {
            self.expect(&one.place, &one.named);
        }
        wanted.iter().filter_map(Wanted::look).collect()
    }

    /// Forgets a folder that is gone, with all below; what was named there is waited for.
    fn leave(&self, gone: &Path) {
        let below = |place: &PathBuf, _: &mut Folder| place.starts_with(gone);
        let left: Vec<_> = self.lock().folders.extract_if(below).collect();
        for (place, folder) in left {
            match folder.only {
                Some(only) => {
                    let again = |wanted: Wanted| self.expect(&wanted.place, &wanted.named);
                    only.into_iter().for_each(again);
                }
                None if folder.root => self.expect(&place, &folder.named),
                None => {}
            }
        }
    }

    /// What is touched inside a folder in which all is of interest.
    fn inside(place: &Path, folder: &Folder, touched: &Path) -> Option<Look> {
        let below = touched.strip_prefix(place).ok()?;
        let named = folder.named.join(below);
        let named = named.strip_prefix(".").unwrap_or(&named).to_owned();
        let through = below.parent().into_iter().flat_map(Path::components);
        let mut through = through.map(|part| is_of_interest(part.as_os_str()));
        let name = below.file_name().unwrap_or(OsStr::new(""));
        if !through.all(|of_interest| of_interest) {
            return None;
        }
        if touched.symlink_metadata().is_ok_and(|kind| kind.is_dir()) {
            return is_of_interest(name).then_some(Look::Folder(named));
        }
        may_be_report(name).then(|| Look::Files(vec![named]))
    }

    /// Waits for what there is to look at, and hands it on, until somebody stops it. Nothing ticks meanwhile.
    pub fn run(&self, told: &Told, mut hand_on: impl FnMut(Look)) {
        let mut pending = Pending::default();
        loop {
            let touch = match pending.wait(Instant::now()) {
                Some(Duration::ZERO) => Err(RecvTimeoutError::Timeout),
                wait => told.next(wait),
            };
            match touch {
                Ok(Touch::Path(path)) => pending.touch(path, Instant::now()),
                Ok(Touch::Lost) => hand_on(Look::All),
                Ok(Touch::Failed(why)) => hand_on(Look::Failed(why)),
                Err(RecvTimeoutError::Timeout) => {
                    let rested = pending.rested(Instant::now());
                    self.look_at(&rested, &mut hand_on);
                }
                Ok(Touch::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn look_at(&self, rested: &[PathBuf], hand_on: &mut impl FnMut(Look)) {
        let mut files = Vec::new();
        for look in rested.iter().flat_map(|path| self.look(path)) {
            match look {
                Look::Files(some) => files.extend(some),
                look => hand_on(look),
            }
        }
        if !files.is_empty() {
            hand_on(Look::Files(files));
        }
    }
}

fn words(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "Not every folder is watched: the system's limit is reached \
             (fs.inotify.max_user_watches). Ctrl-r reads the folders again."
            .to_owned(),
        ErrorKind::Io(error) => {
            format!("The folders are not watched: {error}. Ctrl-r reads them again.")
        }
        _ => format!("Not every folder is watched: {error}. Ctrl-r reads the folders again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_once_and_the_rest_goes_on() {
        let (watch, told) = Watch::new();
        let limit = notify::Error::new(ErrorKind::MaxFilesWatch);
        let vanished = notify::Error::path_not_found();
        for error in [&vanished, &limit, &vanished] {
            watch.failed(&mut watch.lock(), error);
        }
        assert!(watch.lock().failed);
        watch.touches.lose();
        watch.stop();
        let mut looks = Vec::new();
        watch.run(&told, |look| looks.push(look));
        assert_eq!(looks, [Look::Failed(words(&limit)), Look::All]);
        assert!(words(&limit).contains("max_user_watches"));
    }
}
