//! What a file or member may be by its name.

use std::collections::{HashMap, HashSet};

/// Extensions that reports are written with.
const LIKELY: [&str; 7] = ["json", "jsonl", "ndjson", "sarif", "log", "zip", "gz"];
/// Extensions that reports are sometimes written with and other things mostly.
const POSSIBLE: [&str; 3] = ["txt", "out", "err"];

/// How likely a name is to be a report's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its extension says so; if it cannot be read, that is worth a word.
    Likely,
    /// It may be one, or anything else.
    Possible,
    /// It is something else.
    Other,
}

/// How likely a name is to be a report's. Compressed text stands as the text would, and so does an older turn of a log.
pub fn standing(path: &str) -> Standing {
    let name = file_name(path);
    if name.starts_with('.') {
        return Standing::Other;
    }
    let lower = name.to_ascii_lowercase();
    let inner = lower.strip_suffix(".gz").filter(|name| name.contains('.'));
    let inner = inner.unwrap_or(&lower);
    let turned = inner.rsplit_once('.').filter(|(name, turn)| {
        name.contains('.') && turn.len() < 4 && turn.bytes().all(|byte| byte.is_ascii_digit())
    });
    let Some((_, extension)) = turned.map_or(inner, |(name, _)| name).rsplit_once('.') else {
        return Standing::Possible;
    };
    if LIKELY.contains(&extension) {
        Standing::Likely
    } else if POSSIBLE.contains(&extension) {
        Standing::Possible
    } else {
        Standing::Other
    }
}

/// The last part of a path, whichever way its slashes lean.
pub(in crate::format) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether a member's name leads out of its archive: absolute, by drive, through `..`, or with a NUL.
pub(super) fn escapes(member: &str) -> bool {
    let drive = member.as_bytes().get(1) == Some(&b':')
        && member.starts_with(|c: char| c.is_ascii_alphabetic());
    drive
        || member.starts_with(['/', '\\'])
        || member.contains('\0')
        || member.split(['/', '\\']).any(|part| part == "..")
}

/// How many folders deep a model is looked for in an archive.
const DEEP: usize = 64;

/// A kind of model file that is a zip archive too.
struct Kind {
    name: &'static str,
    /// Members that tell it.
    marks: [&'static str; 2],
    /// Its other members, and the folders of such.
    more: &'static [&'static str],
}

const KINDS: [Kind; 2] = [
    Kind {
        name: "a PyTorch archive",
        marks: ["data.pkl", "version"],
        more: &["byteorder", "constants.pkl", "code/", "data/", ".data/"],
    },
    Kind {
        name: "a Keras archive",
        marks: ["model.weights.h5", "config.json"],
        more: &["metadata.json", "assets/"],
    },
];

/// The models among the members of an archive, by their folders: the archive itself is one, or an artifact holds some
/// unpacked.
pub(super) struct Models<'a>(HashMap<&'a str, &'static Kind>);

impl<'a> Models<'a> {
    pub(super) fn among(names: &'a [String]) -> Self {
        let all: HashSet<&str> = names.iter().map(String::as_str).collect();
        let mut models = HashMap::new();
        for kind in &KINDS {
            let [first, second] = kind.marks;
            let folders = names.iter().filter_map(|name| name.strip_suffix(first));
            let folders = folders
                .filter(|folder| folder.is_empty() || folder.ends_with('/'))
                .filter(|folder| all.contains(format!("{folder}{second}").as_str()));
            models.extend(folders.map(|folder| (folder, kind)));
        }
        Self(models)
    }

    /// What kind of model a member belongs to, in words.
    pub(super) fn of(&self, member: &str) -> Option<&'static str> {
        let ends = member.match_indices('/').map(|(at, _)| at + 1).take(DEEP);
        ends.chain([0]).find_map(|end| {
            let (folder, inside) = member.split_at(end);
            let kind = self.0.get(folder)?;
            kind.has(inside).then_some(kind.name)
        })
    }
}

impl Kind {
    fn has(&self, inside: &str) -> bool {
        let mut parts = self.marks.iter().chain(self.more);
        inside.is_empty()
            || parts.any(|part| match part.strip_suffix('/') {
                // No model keeps its weights or its code under the name of a report.
                Some(_) => inside.starts_with(part) && standing(inside) != Standing::Likely,
                None => inside == *part,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_their_extensions_do() {
        let cases = [
            ("model_scan_report.json", Standing::Likely),
            ("a/b/SCAN.JSON", Standing::Likely),
            ("job.log.gz", Standing::Likely),
            ("trace.gz", Standing::Likely),
            ("build.log.1", Standing::Likely),
            ("build.log.12.gz", Standing::Likely),
            ("scan.out", Standing::Possible),
            ("lib.so.1", Standing::Other),
            ("v1.2", Standing::Other),
            ("artifacts.zip", Standing::Likely),
            ("1_Set up job.txt", Standing::Possible),
            ("report", Standing::Possible),
            ("model.pkl", Standing::Other),
            ("data.csv.gz", Standing::Other),
            ("weights.tar.gz", Standing::Other),
            (".DS_Store", Standing::Other),
            ("logo.png", Standing::Other),
        ];
        for (name, expected) in cases {
            assert_eq!(standing(name), expected, "{name}");
        }
    }

    #[test]
    fn paths_that_lead_out_are_told() {
        for bad in [
            "../x.json",
            "a/../../x",
            "/etc/x",
            "\\x",
            "C:\\x",
            "c:x",
            "a\\..\\b",
            "a\0b",
        ] {
            assert!(escapes(bad), "{bad:?}");
        }
        for good in ["a/b.json", "..a/b", "a..b", "archive/x"] {
            assert!(!escapes(good), "{good:?}");
        }
    }

    #[test]
    fn models_are_told_from_the_artifacts_they_lie_in() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let torch = Some("a PyTorch archive");
        for (members, kinds) in [
            (
                &["m/data.pkl", "m/version", "m/data/0", "m/"][..],
                &[torch; 4][..],
            ),
            (&["data.pkl", "version", "byteorder"], &[torch; 3]),
            (
                &["config.json", "model.weights.h5"],
                &[Some("a Keras archive"); 2],
            ),
            (
                &[
                    "m/data.pkl",
                    "m/version",
                    "m/data/scan.json",
                    "m/code/job.log",
                ],
                &[torch, torch, None, None],
            ),
            (
                &["m/data.pkl", "m/version", "scan.json"],
                &[torch, torch, None],
            ),
            (
                &["m/data.pkl", "m/version", "m/scan.json"],
                &[torch, torch, None],
            ),
            (&["scan.json", "data.pkl"], &[None, None]),
            (&["data.pkl", "m/version"], &[None, None]),
            (&["a-data.pkl", "a-version"], &[None, None]),
        ] {
            let names = names(members);
            let models = Models::among(&names);
            let found: Vec<_> = names.iter().map(|name| models.of(name)).collect();
            assert_eq!(found, kinds, "{members:?}");
        }
    }
}
