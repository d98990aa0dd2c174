//! What was named itself: a file, or something that is not there yet.

use std::path::PathBuf;

use super::Look;

/// A file or folder that was named, and by what a folder above it tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Where it is, or will be.
    pub(super) place: PathBuf,
    /// As the library calls it.
    pub(super) named: PathBuf,
    /// What of the folder leads to it: itself, or the first folder on the way that is not there.
    pub(super) entry: PathBuf,
}

impl Wanted {
    /// What there is to look at once its entry was touched.
    pub(super) fn look(&self) -> Option<Look> {
        let named = self.named.strip_prefix(".").unwrap_or(&self.named);
        if self.place.is_dir() {
            return Some(Look::Folder(self.named.clone()));
        }
        (self.entry == self.place || self.place.exists())
            .then(|| Look::Files(vec![named.to_owned()]))
    }
}
