//! Where the official client is, and which one it is.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::process::Command;

use super::child::{self, Ended, Time};
use super::{failure, last_words};
use crate::domain::setting::{Origin, Setting};
use crate::domain::text::Printable;
use crate::io::engines::{Failure, stop};
use crate::io::places;

/// The environment variable that says where the official client is.
pub const SDK: &str = "AIRS_TRIAGE_SDK";
/// What it is called.
const NAME: &str = if cfg!(windows) {
    "model-security.exe"
} else {
    "model-security"
};
/// What the public package index has under its name.
const PLACEHOLDER: &str = "0.0.1";
/// Time to say its version: Python and all its packages are read for that.
const TIME: Time = Time {
    whole: Duration::from_mins(1),
    grace: Duration::from_secs(1),
};

/// The official client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    path: PathBuf,
    version: Printable,
}

impl Program {
    /// The program at a place; where none is named, as the environment says, else on `PATH`. Asks for its version.
    pub async fn find(named: Option<&Path>) -> Result<Self, Failure> {
        let path = match named.map(Path::to_owned).or_else(said) {
            Some(path) => at(&path)?,
            None => on_path().ok_or(Failure::Missing)?,
        };
        let mut program = Self {
            path,
            version: Printable::default(),
        };
        program.version = program.ask().await?;
        Ok(program)
    }

    /// Its version, as it says it.
    pub fn version(&self) -> &Printable {
        &self.version
    }

    /// Where it is; absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn ask(&self) -> Result<Printable, Failure> {
        let mut command = Command::new(&self.path);
        command.arg("--version");
        let (_stopper, mut stop) = stop();
        let ran = child::run(command, TIME, &mut stop).await;
        let (ended, said) = ran.map_err(|why| self.not_started(&why))?;
        let words = String::from_utf8_lossy(&said.words);
        let well = matches!(&ended, Ended::Itself(status) if status.success());
        let text = String::from_utf8_lossy(&said.output);
        let version = text.split_whitespace().rfind(|word| is_version(word));
        match version.filter(|_| well) {
            Some(PLACEHOLDER) => Err(Failure::Placeholder(Printable::line(PLACEHOLDER))),
            Some(version) => Ok(Printable::line(version)),
            // It runs, and says something of its own.
            None if well => Ok(last_words(&text)),
            None => Err(failure(&ended, &words, TIME.whole)),
        }
    }

    pub(super) fn not_started(&self, why: &io::Error) -> Failure {
        Failure::NotStarted {
            program: shown(&self.path),
            why: Printable::line(&why.to_string()),
        }
    }
}

/// Where the official client would be taken from, and who says so; none where it is nowhere.
pub fn whereabouts() -> Option<Setting<PathBuf>> {
    let said = said().map(|path| Setting::new(path, Origin::Environment(SDK)));
    said.or_else(|| Some(Setting::new(on_path()?, Origin::Derived("PATH"))))
}

/// The program that the environment names.
fn said() -> Option<PathBuf> {
    let path = env::var_os(SDK).filter(|path| !path.is_empty());
    path.map(PathBuf::from)
}

fn is_version(word: &str) -> bool {
    let fits = |it: char| it.is_ascii_alphanumeric() || ".+-".contains(it);
    word.starts_with(|it: char| it.is_ascii_digit()) && word.contains('.') && word.chars().all(fits)
}

fn at(path: &Path) -> Result<PathBuf, Failure> {
    let typed = path.to_str().map_or_else(|| path.to_owned(), places::typed);
    let absolute = std::path::absolute(typed).ok();
    let program = absolute.filter(|path| is_program(path));
    program.ok_or_else(|| Failure::Elsewhere(shown(path)))
}

/// The first of that name on `PATH`. A folder that depends on where somebody stands is passed over.
fn on_path() -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let places = env::split_paths(&folders).filter(|folder| folder.is_absolute());
    places
        .map(|folder| folder.join(NAME))
        .find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    let runs = rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok();
    #[cfg(not(unix))]
    let runs = true;
    runs && path.is_file()
}

fn shown(path: &Path) -> Printable {
    Printable::line(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_from_other_words() {
        for (word, is) in [
            ("1.1.2", true),
            ("2026.7.1rc1", true),
            ("1", false),
            ("v1.2", false),
            ("1.2\u{1b}[0m", false),
            ("client.", false),
        ] {
            assert_eq!(is_version(word), is, "{word}");
        }
    }
}
