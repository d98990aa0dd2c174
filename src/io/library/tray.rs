//! The tray of a folder whose files are being read. What waits for its parts, or for its scan, waits here until the
//! last file of the folder has been read; in a large folder whoever looks on sees it meanwhile. Everything else goes out
//! at once and is forgotten.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Found;
use crate::domain::report::Source;
use crate::domain::text::{Printable, Untrusted};
use crate::format::intake::{Fragment, Notice, Origin, Reading, Trouble};
use crate::format::pairing::{self, Bundle, Part};

/// In folders of up to this many files, reports that have findings wait too, for their evaluations and files. Larger
/// folders hand them on at once, so that memory does not grow with the folder.
pub(super) const SMALL: usize = 64;

/// What a folder holds back.
pub(super) struct Tray {
    small: bool,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    files: usize,
    scans: Vec<Bundle>,
    parts: Vec<(Source, Fragment)>,
    /// Scans that went out already.
    gone: HashSet<Untrusted>,
}

impl Tray {
    pub(super) fn new(files: usize) -> Self {
        Self {
            small: files <= SMALL,
            waiting: Mutex::new(Waiting {
                files,
                ..Waiting::default()
            }),
        }
    }

    /// A tray for files of a folder of which these scans went out before.
    pub(super) fn after(files: usize, small: bool, gone: HashSet<Untrusted>) -> Self {
        Self {
            small,
            waiting: Mutex::new(Waiting {
                files,
                gone,
                ..Waiting::default()
            }),
        }
    }

    pub(super) fn small(&self) -> bool {
        self.small
    }

    /// Takes what one file gave. The last file of the folder brings everything out.
    pub(super) fn put(&self, reading: Reading, give: &(dyn Fn(Found<'_>) + Sync)) {
        let scans = reading
            .drafts
            .into_iter()
            .map(|(source, draft)| Bundle::new(source, draft));
        let (ready, waiting): (Vec<_>, Vec<_>) =
            scans.partition(|scan| !self.small && scan.has_findings());
        let gone: Vec<_> = ready
            .iter()
            .filter_map(|scan| scan.draft.scan.uuid.clone())
            .collect();
        if !self.small {
            // Before the folder has it: what is told of it when the folder is read must come later.
            waiting.iter().map(Found::Waiting).for_each(give);
        }
        let finished = {
            let mut folder = lock(&self.waiting);
            folder.scans.extend(waiting);
            folder.parts.extend(reading.fragments);
            folder.gone.extend(gone);
            folder.files = folder.files.saturating_sub(1);
            (folder.files == 0).then(|| std::mem::take(&mut *folder))
        };
        let report = |scan: Bundle| give(Found::Report(Box::new(scan.report())));
        ready.into_iter().for_each(report);
        if let Some(folder) = finished {
            let (late, parts): (Vec<_>, Vec<_>) = folder
                .parts
                .into_iter()
                .partition(|(_, part)| part.scan.as_ref().is_some_and(|s| folder.gone.contains(s)));
            for (source, part) in late {
                give(Found::Notice(left_out(source, &part)));
            }
            pairing::join(folder.scans, parts)
                .into_iter()
                .for_each(report);
        }
    }
}

/// A part of a report that is complete without it.
fn left_out(source: Source, part: &Fragment) -> Notice {
    Notice {
        origin: Origin {
            path: source.path,
            member: source.member,
        },
        trouble: Trouble::Foreign,
        message: Printable::line(&format!(
            "{} of a scan whose report with findings lies beside it; left out",
            Part::of(part).word()
        )),
        position: None,
    }
}

/// A lock whose holder cannot leave it half-done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
