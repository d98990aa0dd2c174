//! A program that stands for the official client: it does what a test says, and tells how it was started.
//!
//! It is a link to a script that is never written to: a program that some thread still writes cannot be started.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/model-security");

/// A program in a folder of its own.
pub struct StandIn {
    folder: TempDir,
}

impl StandIn {
    /// One that does this, in words of the shell.
    pub fn new(does: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        symlink(SCRIPT, folder.path().join("model-security")).unwrap();
        let new = Self { folder };
        new.says_its_version("echo model-security, version 1.1.2");
        fs::write(new.path("does"), does).unwrap();
        new
    }

    /// One that prints a scan among other lines, and ends with that code.
    pub fn printing(scan: &str, outcome: &str, code: i32) -> Self {
        Self::new(&format!(
            "echo 'a {{stray}} line'\necho '{{\"uuid\": \"{scan}\", \"eval_outcome\": \"{outcome}\"}}'\necho done\nexit {code}\n"
        ))
    }

    pub fn says_its_version(&self, does: &str) {
        fs::write(self.path("version"), does).unwrap();
    }

    /// The program.
    pub fn program(&self) -> PathBuf {
        self.path("model-security")
    }

    /// The folder that it is in, as `PATH` has it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Its arguments, one a line.
    pub fn arguments(&self) -> Vec<String> {
        self.lines("arguments")
    }

    /// The names of its environment.
    pub fn names(&self) -> Vec<String> {
        self.lines("names")
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.path(name)).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    /// A pipe that it can write to, in the shell's words `"$here/pipe"`; whoever reads it waits for that.
    pub fn pipe(&self) -> PathBuf {
        let pipe = self.path("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        pipe
    }
}

/// Whether a process of that number still runs: one that has ended and waits to be buried does not.
pub fn lives(pid: &str) -> bool {
    let asked = Command::new("ps")
        .args(["-o", "stat=", "-p", pid.trim()])
        .output();
    let state = String::from_utf8(asked.unwrap().stdout).unwrap();
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}
