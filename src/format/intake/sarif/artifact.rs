//! The files of a run: where they lie and what they hold.

use serde::Deserialize;

use crate::format::intake::scanner::{self, Hashes};
use crate::format::intake::wire::{Count, Text};

/// Names, paths and words that many results may point at are read up to this many bytes: findings are identified and
/// sorted by them, so a huge one would have to be worked through once for every result.
const LONGEST_NAME: usize = 1024;

/// One file of a run.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Artifact<'a> {
    #[serde(borrow)]
    location: Option<Place<'a>>,
    #[serde(borrow)]
    hashes: Option<Digests<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Digests<'a> {
    #[serde(borrow, rename = "sha-256")]
    sha256: Text<'a>,
}

/// Where an artifact lies: written out, or as a position among the run's artifacts.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Place<'a> {
    #[serde(borrow)]
    uri: Text<'a>,
    index: Count,
}

/// The files of a run: by position, and their hashes by path.
pub(super) struct Artifacts {
    paths: Vec<Option<String>>,
    pub(super) hashes: Hashes,
}

impl Artifacts {
    pub(super) fn of(artifacts: &[Artifact]) -> Self {
        let (mut paths, mut hashes) = (Vec::new(), Hashes::default());
        for artifact in artifacts {
            let place = artifact.location.as_ref();
            let path = place.and_then(|place| place.uri.get()).map(path);
            if let (Some(path), Some(digests)) = (&path, &artifact.hashes) {
                hashes.insert(path.clone(), digests.sha256.untrusted());
            }
            paths.push(path);
        }
        Self { paths, hashes }
    }

    /// What was scanned: the file, or the folder that holds all files.
    pub(super) fn target(&self) -> Option<&str> {
        scanner::common_path(self.paths.iter().flatten().map(String::as_str))
    }

    /// The path of a place, which may be written out or given as a position.
    pub(super) fn path(&self, place: &Place) -> Option<String> {
        let listed = || {
            let index = usize::try_from(place.index.0?).ok()?;
            self.paths
                .get(index)?
                .as_deref()
                .map(cut)
                .map(str::to_owned)
        };
        place.uri.get().map(path).or_else(listed)
    }
}

/// A file's path from its URI.
fn path(uri: &str) -> String {
    let decoded = decoded(uri.strip_prefix("file://").unwrap_or(uri));
    scanner::without_position(&decoded).to_owned()
}

/// As much of a text that results share as is read.
pub(super) fn cut(name: &str) -> &str {
    &name[..name.floor_char_boundary(LONGEST_NAME)]
}

/// Text without percent-encoding; what is no code stays as it is.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.first_chunk::<2>().filter(|_| *first == b'%');
        if let Some(byte) = code.and_then(|code| byte(*code)) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn byte(code: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(code[0])? * 16 + digit(code[1])?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_become_paths() {
        for (uri, expected) in [
            ("/m/a.pkl%20%28pos%2055%29", "/m/a.pkl"),
            ("file:///m/%C3%A9.pkl", "/m/é.pkl"),
            ("100%.pkl", "100%.pkl"),
            ("a%2", "a%2"),
            ("a%FFb", "a\u{fffd}b"),
            ("%é", "%é"),
        ] {
            assert_eq!(path(uri), expected, "{uri}");
        }
    }
}
