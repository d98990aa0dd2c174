//! Reading a file of ours as far as it can be one: it may be anything by the time it is read.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

/// The text of a file of at most so many bytes; none where there is no file. A larger one is an error, and no part of
/// it a text: whoever writes it back would lose the rest.
pub(super) fn text(path: &Path, most: u64) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(why),
    };
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let why = format!("it is larger than {} KiB", most >> 10);
        return Err(io::Error::new(ErrorKind::FileTooLarge, why));
    }
    let text = String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8"))?;
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_whole_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("text");
        assert_eq!(text(&path, 1024).unwrap(), None);
        for length in [0, 1024] {
            let whole = "x".repeat(length);
            std::fs::write(&path, &whole).unwrap();
            assert_eq!(text(&path, 1024).unwrap(), Some(whole));
        }
        std::fs::write(&path, "x".repeat(1025)).unwrap();
        let why = text(&path, 1024).unwrap_err();
        assert_eq!(why.kind(), ErrorKind::FileTooLarge);
        std::fs::write(&path, [0xff]).unwrap();
        assert!(text(&path, 1024).is_err());
        assert!(text(folder.path(), 1024).is_err());
    }
}
