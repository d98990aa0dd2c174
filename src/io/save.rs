//! Writing a file whole or not at all.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

use crate::domain::text::Printable;

/// Why a file was not written that is to be a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is one already, and it stays as it is.
    Exists,
    /// The system refused; what and why.
    Failed(Printable),
}

/// Writes a text in the place of what is there, if anything. Nobody ever reads half of it.
pub fn over(path: &Path, text: &str) -> Result<(), Printable> {
    let moved = beside(path, text)?.persist(path);
    moved.map(drop).map_err(|fault| failed(path, &fault.error))
}

/// Writes a text where nothing is yet. Nobody ever reads half of it, and who writes there first is not written over.
pub fn new(path: &Path, text: &str) -> Result<(), Fault> {
    let beside = beside(path, text).map_err(Fault::Failed)?;
    match beside.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(PersistError { error, .. }) if error.kind() == ErrorKind::AlreadyExists => {
            Err(Fault::Exists)
        }
        Err(PersistError { error, .. }) => Err(Fault::Failed(failed(path, &error))),
    }
}

/// Makes a folder, and those it stands in, that only its owner may look into.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file in the same folder, which is gone again unless it is moved to its place. It is open to whom any new file is.
fn beside(path: &Path, text: &str) -> Result<NamedTempFile, Printable> {
    let Some(name) = path.file_name() else {
        return Err(Printable::line("Name a file to write to."));
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let prefix = format!(".{}.", name.to_string_lossy());
    let mut builder = tempfile::Builder::new();
    let made = builder
        .prefix(&prefix)
        .suffix(".part")
        .make_in(folder, |path| {
            OpenOptions::new().write(true).create_new(true).open(path)
        });
    let written = made.and_then(|mut made| {
        made.as_file_mut().write_all(text.as_bytes())?;
        made.as_file().sync_all()?;
        Ok(made)
    });
    written.map_err(|why| failed(path, &why))
}

fn failed(path: &Path, why: &io::Error) -> Printable {
    let shown = path.display();
    Printable::line(&format!(
        "{shown} could not be written: {why}. Choose another place."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn one_file_can_be_written_twice_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scan.json");
        let writes = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| over(&path, "the same")))
                .collect();
            all.into_iter()
                .map(|it| it.join().unwrap())
                .collect::<Vec<_>>()
        });
        assert!(writes.iter().all(Result::is_ok), "{writes:?}");
    }

    #[test]
    fn of_all_who_write_a_new_file_at_once_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scan.json");
        let texts: Vec<_> = (0..64).map(|at| at.to_string().repeat(4096)).collect();
        let written: Vec<_> = std::thread::scope(|scope| {
            let write = |text| new(&path, text).map(|()| text);
            let texts = texts.iter();
            let all: Vec<_> = texts.map(|text| scope.spawn(move || write(text))).collect();
            all.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let first: Vec<_> = written.iter().flatten().collect();
        assert_eq!(first, [&&fs::read_to_string(&path).unwrap()]);
        let others = written.iter().filter(|it| **it == Err(Fault::Exists));
        assert_eq!(others.count(), texts.len() - 1);
    }

    #[test]
    fn a_file_is_replaced_only_on_request_and_left_alone_on_failure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.md");
        assert_eq!(new(&path, "one"), Ok(()));
        assert_eq!(new(&path, "two"), Err(Fault::Exists));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(over(&path, "two"), Ok(()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(over(folder.path(), "x").is_err());
        assert!(over(Path::new(""), "x").is_err());
        let nowhere = new(&folder.path().join("none/x"), "x");
        assert!(matches!(nowhere, Err(Fault::Failed(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_file_is_open_to_whom_any_new_one_is() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| {
            let known = fs::metadata(folder.path().join(name)).unwrap();
            known.permissions().mode()
        };
        fs::write(folder.path().join("any"), "").unwrap();
        over(&folder.path().join("ours"), "").unwrap();
        assert_eq!(mode("ours"), mode("any"));
    }
}
