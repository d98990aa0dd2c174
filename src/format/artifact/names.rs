//! What a file or member may be by its name.

/// Extensions that reports are written with.
const LIKELY: [&str; 7] = ["json", "jsonl", "ndjson", "sarif", "log", "zip", "gz"];
/// Extensions that reports are sometimes written with and other things mostly.
const POSSIBLE: [&str; 1] = ["txt"];

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

/// How likely a name is to be a report's. Compressed text stands as the text would.
pub fn standing(path: &str) -> Standing {
    let name = file_name(path);
    if name.starts_with('.') {
        return Standing::Other;
    }
    let lower = name.to_ascii_lowercase();
    let inner = lower.strip_suffix(".gz").filter(|name| name.contains('.'));
    let Some((_, extension)) = inner.unwrap_or(&lower).rsplit_once('.') else {
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

/// What kind of model a list of member names is, if it is one: these are zip archives too.
pub(super) fn model<'a>(names: &(impl Iterator<Item = &'a str> + Clone)) -> Option<&'static str> {
    let has = |wanted: &str| names.clone().any(|name| name == wanted);
    let pickle = names.clone().find_map(|name| name.strip_suffix("data.pkl"));
    if pickle.is_some_and(|folder| has(&format!("{folder}version"))) {
        return Some("a PyTorch archive");
    }
    (has("model.weights.h5") && has("config.json")).then_some("a Keras archive")
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
    fn model_archives_are_told_from_reports() {
        let torch = ["m/data.pkl", "m/version", "m/data/0"];
        assert!(model(&torch.iter().copied()).is_some());
        let artifact = ["scan.json", "data.pkl"];
        assert!(model(&artifact.iter().copied()).is_none());
    }
}
