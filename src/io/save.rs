//! Writing a file whole or not at all.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::text::Printable;

/// Why a file was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is one already, and it was not to be replaced.
    Exists,
    /// The system refused; what and why.
    Failed(Printable),
}

/// Writes a text beside its place and moves it there, so that nobody ever reads half of it. An existing file is
/// replaced only where that is wanted.
pub fn text(path: &Path, text: &str, replace: bool) -> Result<(), Fault> {
    if path.as_os_str().is_empty() {
        return Err(Fault::Failed(Printable::line("Name a file to write to.")));
    }
    if !replace && path.symlink_metadata().is_ok() {
        return Err(Fault::Exists);
    }
    let beside = beside(path);
    let written = write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|why| {
        let _ = fs::remove_file(&beside);
        let shown = path.display();
        Fault::Failed(Printable::line(&format!(
            "{shown} could not be written: {why}. Choose another place."
        )))
    })
}

/// Makes a folder, and those it stands in, that only its owner may look into.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A name that nobody else writes under, also where one file is written twice at once.
fn beside(path: &Path) -> PathBuf {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (process, number) = (std::process::id(), WRITTEN.fetch_add(1, Ordering::Relaxed));
    path.with_file_name(format!(".{name}.{process}-{number}.part"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_can_be_written_twice_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scan.json");
        let writes = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| text(&path, "the same", true)))
                .collect();
            all.into_iter()
                .map(|it| it.join().unwrap())
                .collect::<Vec<_>>()
        });
        assert!(writes.iter().all(Result::is_ok), "{writes:?}");
    }

    #[test]
    fn a_file_is_replaced_only_on_request_and_left_alone_on_failure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.md");
        assert_eq!(text(&path, "one", false), Ok(()));
        assert_eq!(text(&path, "two", false), Err(Fault::Exists));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(text(&path, "two", true), Ok(()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(matches!(
            text(&folder.path().join("none/x"), "x", false),
            Err(Fault::Failed(_))
        ));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
