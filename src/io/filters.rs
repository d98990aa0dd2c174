//! Saved filters in the user's folder for settings.

use std::fs;
use std::path::Path;

use crate::domain::text::Printable;
use crate::format::filters;
use crate::io::{bounded, save};

/// A larger file is none of ours.
const LIMIT: u64 = 1 << 20;

/// Reads the saved filters; a file that is not there holds none.
pub fn read(path: &Path) -> Result<Vec<(String, String)>, Printable> {
    match bounded::text(path, LIMIT) {
        Ok(text) => Ok(text.map_or_else(Vec::new, |text| filters::read(&text))),
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
    save::over(path, &filters::write(&all))
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

    #[test]
    fn a_file_too_large_is_said_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("filters.txt");
        let mut text = "one is:open\n".to_owned();
        text.push_str(&"# as it was\n".repeat(100_000));
        text.push_str("last is:decided\n");
        fs::write(&path, &text).unwrap();
        let put = [("mine".to_owned(), "is:open".to_owned())];
        for why in [read(&path).unwrap_err(), write(&path, &put).unwrap_err()] {
            assert!(why.as_str().contains("larger than 1024 KiB"), "{why}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}
