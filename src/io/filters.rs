//! Saved filters in the user's folder for settings.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use crate::domain::text::Printable;
use crate::format::filters;
use crate::io::save;

/// Most that is read of the file, in bytes.
const LIMIT: u64 = 1 << 20;

/// Reads the saved filters; a file that is not there holds none.
pub fn read(path: &Path) -> Result<Vec<(String, String)>, Printable> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LIMIT).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(filters::read(&text)),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(why) => Err(Printable::line(&format!("{}: {why}", path.display()))),
    }
}

/// Writes the saved filters, whole or not at all. What another desk saved meanwhile stays.
pub fn write(path: &Path, saved: &[(String, String)]) -> Result<(), Printable> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|why| Printable::line(&format!("{}: {why}", folder.display())))?;
    }
    let mut all = read(path)?;
    for (name, filter) in saved {
        filters::put(&mut all, name, filter);
    }
    save::text(path, &filters::write(&all), true).map_err(|fault| match fault {
        save::Fault::Failed(why) => why,
        save::Fault::Exists => Printable::line("the file is there already"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_kept_in_a_folder_that_need_not_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings/filters.txt");
        assert_eq!(read(&path), Ok(Vec::new()));
        let pair = |name: &str, filter: &str| (name.to_owned(), filter.to_owned());
        assert_eq!(write(&path, &[pair("mine", "is:open")]), Ok(()));
        assert_eq!(
            write(&path, &[pair("other", "sev:high \"two words\"")]),
            Ok(())
        );
        assert_eq!(write(&path, &[pair("mine", "is:decided")]), Ok(()));
        let kept = vec![
            pair("mine", "is:decided"),
            pair("other", "sev:high \"two words\""),
        ];
        assert_eq!(read(&path), Ok(kept));
        assert!(read(folder.path()).is_err());
    }
}
