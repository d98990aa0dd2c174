//! What is remembered of the files of a folder, so that a change of one need not read all again: whether a file holds
//! parts of scans, whether its scans wait for parts, and which scans went out without waiting.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::tray;
use crate::domain::text::Untrusted;
use crate::format::intake::{Notice, Reading};
use crate::format::pairing::Bundle;

/// What is remembered of every folder.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<HashMap<PathBuf, Folder>>);

/// The files of a folder that gave anything, by name.
type Folder = HashMap<OsString, Role>;

/// What a file is to the others of its folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// Whether it holds parts of scans.
    parts: bool,
    /// Whether it holds scans that wait for parts.
    waits: bool,
    /// Scans that did not wait.
    gone: Box<[Untrusted]>,
}

/// The files that a change concerns beside those that changed.
#[derive(Debug, Default)]
pub(super) struct Concerned {
    /// Files to read with them.
    pub(super) files: Vec<PathBuf>,
    /// Scans in files that need not be read.
    pub(super) gone: HashSet<Untrusted>,
    /// Whether the folder is a small one.
    pub(super) small: bool,
    /// Whether parts of scans are about.
    pub(super) parts: bool,
}

impl Role {
    fn of(reading: &Reading, small: bool) -> Self {
        let complete = |draft: &crate::domain::draft::Draft| !small && Bundle::is_complete(draft);
        let (gone, waiting): (Vec<_>, Vec<_>) = reading
            .drafts
            .iter()
            .map(|(_, draft)| draft)
            .partition(|draft| complete(draft));
        Self {
            parts: !reading.fragments.is_empty(),
            waits: !waiting.is_empty(),
            gone: gone
                .into_iter()
                .filter_map(|draft| draft.scan.uuid.clone())
                .collect(),
        }
    }
}

impl Memory {
    /// Forgets everything: all is read anew.
    pub(super) fn forget(&self) {
        tray::lock(&self.0).clear();
    }

    /// Remembers what a file gave. One that gave nothing is not remembered.
    pub(super) fn note(&self, file: &Path, reading: &Reading, notices: &[Notice], small: bool) {
        let (folder, Some(name)) = (folder(file), file.file_name()) else {
            return;
        };
        let nothing =
            reading.drafts.is_empty() && reading.fragments.is_empty() && notices.is_empty();
        let mut memory = tray::lock(&self.0);
        if !nothing {
            let roles = memory.entry(folder).or_default();
            roles.insert(name.to_owned(), Role::of(reading, small));
        } else if let Some(roles) = memory.get_mut(&folder) {
            roles.remove(name);
        }
    }

    /// The files of a folder and all below that gave anything.
    pub(super) fn below(&self, folder: &Path) -> Vec<PathBuf> {
        let folder = folder.strip_prefix(".").unwrap_or(folder);
        let memory = tray::lock(&self.0);
        let folders = memory.iter().filter(|(known, _)| known.starts_with(folder));
        let files = folders.flat_map(|(folder, roles)| roles.keys().map(|name| folder.join(name)));
        files.collect()
    }

    /// The files that gave anything.
    pub(super) fn all(&self) -> Vec<PathBuf> {
        self.below(Path::new(""))
    }

    /// What a change of files of a folder concerns; `parts` where one of them holds parts now.
    pub(super) fn concerned(
        &self,
        folder: &Path,
        changed: &HashSet<OsString>,
        parts: bool,
    ) -> Concerned {
        let memory = tray::lock(&self.0);
        let Some(roles) = memory.get(folder) else {
            return Concerned {
                small: changed.len() <= tray::SMALL,
                ..Concerned::default()
            };
        };
        let mut concerned = Concerned {
            small: roles.len() <= tray::SMALL,
            ..Concerned::default()
        };
        concerned.parts = parts || roles.values().any(|role| role.parts);
        if !concerned.parts {
            return concerned;
        }
        for (name, role) in roles.iter().filter(|(name, _)| !changed.contains(*name)) {
            if role.parts || role.waits {
                concerned.files.push(folder.join(name));
            } else {
                concerned.gone.extend(role.gone.iter().cloned());
            }
        }
        concerned
    }
}

/// The folder of a file, as a key.
pub(super) fn folder(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(file: &str) -> Notice {
        super::super::refused(file.into(), "broken")
    }

    #[test]
    fn files_are_found_below_a_folder_however_it_is_named() {
        let memory = Memory::default();
        for file in [
            "a.json",
            "sub/b.json",
            "sub/deep/c.json",
            "submarine/d.json",
        ] {
            memory.note(Path::new(file), &Reading::default(), &[broken(file)], false);
        }
        let below = |folder: &str| memory.below(Path::new(folder)).len();
        assert_eq!((below("."), below(""), memory.all().len()), (4, 4, 4));
        assert_eq!((below("sub"), below("./sub"), below("su")), (2, 2, 0));
        memory.note(Path::new("a.json"), &Reading::default(), &[], false);
        assert_eq!(memory.all().len(), 3);
    }
}
