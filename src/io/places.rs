//! Where things are kept, and who is at the desk. Every answer can come from a flag, the environment or the system.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::io::library::Input;

/// The user's own folders for this program.
#[derive(Clone, Debug)]
pub struct Places {
    /// The ledger of verdicts.
    pub ledger: PathBuf,
    /// The library: reports that were kept.
    pub reports: PathBuf,
    /// What was open when a desk was left.
    pub session: PathBuf,
}

impl Places {
    /// The system's places for data, with the ledger where the user wants it.
    pub fn find(ledger: Option<PathBuf>) -> Self {
        let project = ProjectDirs::from("", "", "airs-triage");
        let here = || PathBuf::from(".airs-triage");
        let data = project
            .as_ref()
            .map_or_else(here, |project| project.data_dir().to_owned());
        let state = project.as_ref().map_or_else(here, |project| {
            let state = project.state_dir().unwrap_or(project.data_local_dir());
            state.to_owned()
        });
        Self {
            ledger: ledger.unwrap_or_else(|| data.join("ledger.db")),
            reports: data.join("reports"),
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

/// Whether there is a file or folder of this name.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
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
