//! Where things are kept, and who is at the desk. Every answer can come from a flag, the environment or the system.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

use crate::domain::text::Printable;
use crate::io::library::Input;

/// Characters of a path that is not there that are shown.
const SHOWN: usize = 200;

/// The user's own folders for this program.
#[derive(Clone, Debug)]
pub struct Places {
    /// The ledger of verdicts.
    pub ledger: PathBuf,
    /// Whether the user named the ledger, and so means one that is there.
    pub ledger_is_named: bool,
    /// The library: reports that were kept.
    pub reports: PathBuf,
    /// The notes of scans that run remotely.
    pub launched: PathBuf,
    /// What was open when a desk was left.
    pub session: PathBuf,
    /// The saved filters.
    pub filters: PathBuf,
    /// The settings: tenants without their secrets.
    pub settings: PathBuf,
    /// What was fetched and may be lost.
    pub cache: PathBuf,
}

impl Places {
    /// The system's places for data, with the ledger where the user wants it.
    pub fn find(ledger: Option<PathBuf>) -> Self {
        let project = ProjectDirs::from("", "", "airs-triage");
        let place = |of: fn(&ProjectDirs) -> &Path| {
            let own = || PathBuf::from(".airs-triage");
            project
                .as_ref()
                .map_or_else(own, |project| of(project).to_owned())
        };
        let data = place(ProjectDirs::data_dir);
        let state = place(|project| project.state_dir().unwrap_or(project.data_local_dir()));
        Self {
            ledger_is_named: ledger.is_some(),
            ledger: ledger.unwrap_or_else(|| data.join("ledger.db")),
            reports: data.join("reports"),
            launched: data.join("launched"),
            filters: place(ProjectDirs::config_dir).join("filters.txt"),
            settings: place(ProjectDirs::config_dir).join("config.toml"),
            cache: place(ProjectDirs::cache_dir),
            session: state.join("session.json"),
        }
    }

    /// What to read: what the user named, else the library and the current folder.
    pub fn inputs(&self, named: Vec<PathBuf>) -> Vec<Input> {
        if !named.is_empty() {
            return named.into_iter().map(Input::Path).collect();
        }
        let library = Some(self.reports.clone()).filter(|folder| folder.is_dir());
        library
            .into_iter()
            .chain([PathBuf::from(".")])
            .map(Input::Path)
            .collect()
    }
}

/// The name under which verdicts are recorded: as given, else the user of the environment, else the system's.
pub fn author(given: Option<String>) -> String {
    let environment = ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    given
        .into_iter()
        .chain(environment)
        .chain(whoami::username().ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}

/// The files and folders that a text names: typed, pasted, or dragged in as terminals write that, with quotes or
/// backslashes; as absolute paths, which mean the same wherever a desk is opened. All of them must be there.
pub fn named(text: &str) -> Result<Vec<PathBuf>, Printable> {
    let whole = absolute(text.trim());
    if exists(&whole) {
        return Ok(vec![whole]);
    }
    let words = shlex::split(text).ok_or_else(|| {
        Printable::line("A quote is opened and not closed. Close it, or take it out.")
    })?;
    let paths: Vec<PathBuf> = words.iter().map(|word| absolute(word)).collect();
    match paths.iter().position(|path| !exists(path)) {
        Some(missing) => {
            let name: String = words[missing].chars().take(SHOWN).collect();
            Err(Printable::line(&format!(
                "There is no file or folder {name}. Check the path; put quotes around blanks."
            )))
        }
        None if paths.is_empty() => Err(Printable::line("No path is named.")),
        None => Ok(paths),
    }
}

fn absolute(text: &str) -> PathBuf {
    let path = typed(text);
    std::path::absolute(&path).unwrap_or(path)
}

/// A path as somebody typed it where no shell reads it first: `~` in front is the home folder.
pub fn typed(text: &str) -> PathBuf {
    let below = text
        .strip_prefix('~')
        .filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    let home = || BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    match below.zip(below.and_then(|_| home())) {
        Some((below, home)) => home.join(below.trim_start_matches(['/', '\\'])),
        None => text.into(),
    }
}

/// Whether there is a file or folder of this name, or may be one where we must not look.
pub fn exists(path: &Path) -> bool {
    let absent = [ErrorKind::NotFound, ErrorKind::NotADirectory];
    path.symlink_metadata()
        .map_or_else(|error| !absent.contains(&error.kind()), |_| true)
}

/// Whether something was named and nothing of it is there; standard input always is.
pub fn none_exists(named: &[PathBuf]) -> bool {
    let is_there = |path: &PathBuf| path.as_os_str() == "-" || exists(path);
    !named.is_empty() && !named.iter().any(is_there)
}

/// What the environment says of the terminal's colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether colour is unwanted (`NO_COLOR`, no-color.org).
    pub no_colour: bool,
    /// The kind of terminal (`TERM`).
    pub term: String,
    /// Whether it has all colours (`COLORTERM`).
    pub colorterm: String,
    /// Numbers of its ink and ground, as several terminals set them (`COLORFGBG`).
    pub colorfgbg: String,
    /// Whether the terminal is on another machine (`SSH_CONNECTION`).
    pub remote: bool,
}

impl Surroundings {
    /// As they are.
    pub fn look() -> Self {
        let said = |name| std::env::var(name).unwrap_or_default();
        Self {
            no_colour: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            term: said("TERM"),
            colorterm: said("COLORTERM"),
            colorfgbg: said("COLORFGBG"),
            remote: std::env::var_os("SSH_CONNECTION").is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_in_front_is_the_home_folder_and_elsewhere_a_character() {
        let home = BaseDirs::new().unwrap().home_dir().to_owned();
        for (text, path) in [
            ("~/notes/x.md", home.join("notes/x.md")),
            ("~//x.md", home.join("x.md")),
            ("~", home.join("")),
            ("~ann/x.md", "~ann/x.md".into()),
            ("notes~/x.md", "notes~/x.md".into()),
            ("/tmp/~", "/tmp/~".into()),
            ("", "".into()),
        ] {
            assert_eq!(typed(text), path, "{text}");
        }
    }
}
