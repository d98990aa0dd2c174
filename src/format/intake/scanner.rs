//! What the reports of other scanners have in common. None of them is a verdict of Prisma AIRS, so none states an
//! outcome; and because an empty list of findings may also mean that nobody looked, every hole is said in words.

use std::collections::HashMap;

use serde_json::Value;

use super::Item;
use crate::domain::draft::{Draft, Listing};
use crate::domain::report::Coverage;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;

/// Holes of one kind that are told one by one; the others are counted.
const TOLD: usize = 20;
/// How deep an archive member may lie below the file whose hash is known.
const NESTED: usize = 8;
/// Fields that name a symbol in one word, where module and name are not given apart.
const DOTTED: [&str; 2] = ["import_reference", "associated_global"];

/// A report of another scanner: `draft` holds what was read, without outcome, and its list is whole unless it says not.
pub(super) fn report(mut draft: Draft) -> Item {
    if draft.listing == Listing::Absent {
        draft.listing = Listing::Whole { total: None };
    }
    if draft.coverage.scanned == Some(0) {
        draft.coverage.notes.insert(0, "no file was scanned".into());
    }
    Item::Report(Box::new(draft))
}

/// A scan as other scanners know it.
pub(super) fn scan(model_uri: Option<Untrusted>, version: Option<Untrusted>) -> Scan {
    Scan {
        model_uri,
        scanner_version: version,
        ..Scan::default()
    }
}

/// Things of one kind that were not looked at, bounded so that a folder of a million skipped files stays readable.
#[derive(Debug)]
pub(super) struct Holes {
    kind: &'static str,
    told: Vec<Untrusted>,
    more: usize,
}

impl Holes {
    /// No holes yet; `kind` is their plural.
    pub(super) fn of(kind: &'static str) -> Self {
        Self {
            kind,
            told: Vec::new(),
            more: 0,
        }
    }

    pub(super) fn add(&mut self, hole: String) {
        if self.told.len() < TOLD {
            self.told.push(hole.into());
        } else {
            self.more += 1;
        }
    }

    pub(super) fn note_in(self, coverage: &mut Coverage) {
        coverage.notes.extend(self.told);
        if self.more > 0 {
            let rest = format!("and {} more {}", self.more, self.kind);
            coverage.notes.push(rest.into());
        }
    }
}

/// Content hashes by path, as far as a scanner gives them.
#[derive(Debug, Default)]
pub(super) struct Hashes(HashMap<String, Untrusted>);

impl Hashes {
    pub(super) fn insert(&mut self, path: String, hash: Option<Untrusted>) {
        if let Some(hash) = hash {
            self.0.insert(path, hash);
        }
    }

    /// The hash of the file at a location, or of the archive that the location is a member of.
    pub(super) fn of(&self, location: &str) -> Option<Untrusted> {
        let archives = location.rmatch_indices(':').take(NESTED);
        let archives = archives.map(|(at, _)| &location[..at]);
        std::iter::once(location)
            .chain(archives)
            .find_map(|path| self.0.get(path))
            .cloned()
    }
}

/// Module and operator, from a scanner's free-form details.
pub(super) fn symbol(details: &Value) -> (Option<Untrusted>, Option<Untrusted>) {
    let text = |key: &str| details.get(key)?.as_str().filter(|text| !text.is_empty());
    let apart = || text("module").map(|module| (module, text("name").or(text("operator"))));
    let dotted = || {
        let symbol = DOTTED.iter().find_map(|key| text(key))?;
        let (module, operator) = symbol.rsplit_once('.')?;
        Some((module, Some(operator)))
    };
    let Some((module, operator)) = apart().or_else(dotted) else {
        return (None, None);
    };
    (Some(module.into()), operator.map(Into::into))
}

/// A location without the byte position that `ModelAudit` writes behind it: `model.pt:data.pkl (pos 212)`.
pub(super) fn without_position(location: &str) -> &str {
    location
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" (pos "))
        .filter(|(_, position)| position.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(location, |(path, _)| path)
}

/// The one path, or the deepest folder that holds all of them: what the scanner was pointed at, where it does not say.
pub(super) fn common_path<'a>(mut paths: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = paths.next()?;
    let common = paths.fold(first, shared_folder);
    Some(common).filter(|path| !path.is_empty())
}

fn shared_folder<'a>(one: &'a str, other: &'a str) -> &'a str {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let same = short.bytes().zip(long.bytes());
    let same = same.take_while(|(a, b)| a == b).count();
    let separated = matches!(long.as_bytes().get(same), None | Some(b'/' | b'\\'));
    if same == short.len() && separated {
        return short;
    }
    let same = &short[..short.floor_char_boundary(same)];
    same.rfind(['/', '\\']).map_or("", |end| &same[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_off_and_nothing_else_does() {
        for (location, path) in [
            (
                "/m/a.pt:archive/data.pkl (pos 212)",
                "/m/a.pt:archive/data.pkl",
            ),
            ("/m/a (copy).pkl", "/m/a (copy).pkl"),
            ("/m/a (pos x)", "/m/a (pos x)"),
            ("", ""),
        ] {
            assert_eq!(without_position(location), path);
        }
    }

    #[test]
    fn many_paths_have_the_folder_that_holds_them() {
        let cases: [(&[&str], Option<&str>); 7] = [
            (&["/m/a.pkl"], Some("/m/a.pkl")),
            (&["/m/a.pkl", "/m/b/c.pt"], Some("/m")),
            (&["/models/a", "/models-old/a"], None),
            (&["/m/sub/a", "/m/sub", "/m/sub/b"], Some("/m/sub")),
            (&["C:\\m\\é", "C:\\m\\è"], Some("C:\\m")),
            (&["a", "b"], None),
            (&[], None),
        ];
        for (paths, folder) in cases {
            assert_eq!(common_path(paths.iter().copied()), folder, "{paths:?}");
        }
    }

    #[test]
    fn a_hash_is_found_through_the_archive_and_only_through_it() {
        let mut hashes = Hashes::default();
        hashes.insert("C:\\m.pt".into(), Some("aa".into()));
        assert_eq!(hashes.of("C:\\m.pt:archive/data.pkl"), Some("aa".into()));
        assert_eq!(hashes.of("C:\\m.pt2:x"), None);
        assert_eq!(hashes.of(&":".repeat(100_000)), None);
    }

    #[test]
    fn holes_are_counted_after_the_first_twenty() {
        let mut holes = Holes::of("skipped files");
        (0..25).for_each(|number| holes.add(format!("skipped {number}")));
        let mut coverage = Coverage::default();
        holes.note_in(&mut coverage);
        assert_eq!(coverage.notes.len(), 21);
        assert_eq!(coverage.notes[20].raw(), "and 5 more skipped files");
    }
}
