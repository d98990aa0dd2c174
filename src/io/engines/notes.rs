//! Notes of scans that run remotely: a small file each, so that two programs never write the same one. A scan is noted
//! before the service is asked for it, and again once the service has it: whatever ends the program in between, the next
//! one finds it again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::text::{Printable, Untrusted};
use crate::format::airs;
use crate::io::airs::Trace;
use crate::io::aside::aside;
use crate::io::{bounded, save};

/// A larger file is none of ours.
const LIMIT: u64 = 64 << 10;
/// More scans than anybody has running.
const MOST: usize = 1_000;
/// How the name of a note begins that is about a scan without a UUID.
const ASKED: &str = "asked-";

/// A scan that the service has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Who wanted it.
    pub who: Untrusted,
    /// The tenant's number.
    pub tsg_id: Untrusted,
    /// The scan's UUID, in lower case.
    pub scan: String,
    /// The model's address.
    pub model: Untrusted,
    /// The group that judges it: its name, else its UUID.
    pub group: Untrusted,
    /// When it was started, by this machine's clock.
    pub started_at: Timestamp,
}

/// A scan that the service is asked for. While it is noted, nobody knows whether the service has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// What the note is called.
    pub name: String,
    /// Who wants it.
    pub who: Untrusted,
    /// The tenant's number.
    pub tsg_id: Untrusted,
    /// The model's address.
    pub model: Untrusted,
    /// The group that judges it: its name, else its UUID.
    pub group: Untrusted,
    /// When it was asked for, by this machine's clock.
    pub asked_at: Timestamp,
    /// By what it is told from others.
    pub trace: Trace,
}

impl Unanswered {
    /// A name that no other note has, whoever asks for whatever else in the same second.
    pub fn name_at(now: Timestamp) -> String {
        static ASKED_SO_FAR: AtomicU64 = AtomicU64::new(0);
        let number = ASKED_SO_FAR.fetch_add(1, Ordering::Relaxed);
        let (second, process) = (now.as_second(), std::process::id());
        format!("{ASKED}{second}-{process}-{number}")
    }

    /// The note of the same scan, once it has a UUID.
    pub fn became(&self, scan: &str) -> Note {
        Note {
            who: self.who.clone(),
            tsg_id: self.tsg_id.clone(),
            scan: scan.to_owned(),
            model: self.model.clone(),
            group: self.group.clone(),
            started_at: self.asked_at,
        }
    }
}

/// The notes of this user.
#[derive(Clone, Debug)]
pub struct Notes {
    folder: PathBuf,
}

impl Notes {
    /// The notes in a folder, which need not be there.
    pub fn of(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self { folder }
    }

    /// Notes a scan, whole or not at all.
    pub async fn keep(&self, note: &Note) -> Result<(), Printable> {
        self.write(&note.scan, note).await
    }

    /// Notes a scan that is about to be asked for, whole or not at all.
    pub async fn ask(&self, asked: &Unanswered) -> Result<(), Printable> {
        self.write(&asked.name, asked).await
    }

    /// What runs for a tenant, by its number, the oldest first. What is damaged is no note.
    pub fn of_tenant(&self, tsg_id: &str) -> Vec<Note> {
        let noted = |name: &str, note: &Note| note.scan == name && airs::uuid(name).is_some();
        let mut notes = self.read(noted);
        notes.retain(|note| note.tsg_id.raw() == tsg_id);
        notes.sort_by(|one, other| {
            let order = |note: &Note| (note.started_at, note.scan.clone());
            order(one).cmp(&order(other))
        });
        notes
    }

    /// What a tenant was asked for without that anybody read the answer, the oldest first.
    pub fn asked_of(&self, tsg_id: &str) -> Vec<Unanswered> {
        let noted = |name: &str, asked: &Unanswered| asked.name == name && name.starts_with(ASKED);
        let mut asked = self.read(noted);
        asked.retain(|asked| asked.tsg_id.raw() == tsg_id);
        asked.sort_by(|one, other| {
            let order = |asked: &Unanswered| (asked.asked_at, asked.name.clone());
            order(one).cmp(&order(other))
        });
        asked
    }

    /// Forgets a scan: its result is kept, or nobody wants it any more. One that is not noted is as good.
    pub fn remove(&self, scan: &str) {
        if let Some(scan) = airs::uuid(scan) {
            let _ = fs::remove_file(self.file(&scan));
        }
    }

    /// Forgets that a scan was asked for: what became of it is known.
    pub fn settle(&self, asked: &Unanswered) {
        let _ = fs::remove_file(self.file(&asked.name));
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    async fn write(&self, name: &str, note: &impl Serialize) -> Result<(), Printable> {
        let failed = |why: &dyn std::fmt::Display| {
            Printable::line(&format!(
                "the scan could not be noted for the next start: {why}"
            ))
        };
        let text = serde_json::to_string_pretty(note).map_err(|why| failed(&why))?;
        let (folder, file) = (self.folder.clone(), self.file(name));
        let write = move || {
            save::private_folder(&folder).map_err(|why| failed(&why))?;
            save::over(&file, &text).map_err(|why| failed(&why))
        };
        aside(write).await
    }

    /// The notes of a kind, which are those that fit their names.
    fn read<T: DeserializeOwned>(&self, noted: impl Fn(&str, &T) -> bool) -> Vec<T> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let read = |file: &Path| {
            let name = file.file_stem()?.to_str()?;
            let text = bounded::text(file, LIMIT).ok()??;
            let note = serde_json::from_str(&text).ok()?;
            noted(name, &note).then_some(note)
        };
        let notes = files.take(MOST).filter_map(|file| read(&file.path()));
        notes.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(scan: char, tsg_id: &str, at: &str) -> Note {
        Note {
            who: "ann".into(),
            tsg_id: tsg_id.into(),
            scan: "00000000-0000-4000-8000-00000000000".to_owned() + &scan.to_string(),
            model: "https://huggingface.co/acme/tiny".into(),
            group: "Default HUGGING_FACE".into(),
            started_at: at.parse().unwrap(),
        }
    }

    #[tokio::test]
    async fn what_is_noted_is_found_again_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let notes = Notes::of(&folder.path().join("data/launched"));
        assert_eq!(notes.of_tenant("7"), []);
        let later = note('1', "7", "2026-07-14T09:41:07Z");
        let first = note('2', "7", "2026-07-14T09:41:06Z");
        let foreign = note('3', "8", "2026-07-14T09:41:05Z");
        for note in [&later, &first, &foreign, &later] {
            notes.keep(note).await.unwrap();
        }
        assert_eq!(notes.of_tenant("7"), [first.clone(), later.clone()]);
        notes.remove(&later.scan.to_uppercase());
        notes.remove(&later.scan);
        notes.remove("../../elsewhere");
        assert_eq!(notes.of_tenant("7"), [first]);
        assert_eq!(notes.of_tenant("8"), [foreign]);
    }

    #[tokio::test]
    async fn what_is_damaged_is_no_note_and_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let notes = Notes::of(folder.path());
        let good = note('1', "7", "2026-07-14T09:41:07Z");
        notes.keep(&good).await.unwrap();
        let text = fs::read_to_string(notes.file(&good.scan)).unwrap();
        for (name, text) in [
            ("00000000-0000-4000-8000-000000000002.json", text.as_str()),
            ("00000000-0000-4000-8000-000000000003.json", "{"),
            ("00000000-0000-4000-8000-000000000004.json", "[]"),
            ("notes.json", text.as_str()),
            (".x.part", text.as_str()),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::create_dir(
            folder
                .path()
                .join("00000000-0000-4000-8000-000000000005.json"),
        )
        .unwrap();
        let huge = folder
            .path()
            .join("00000000-0000-4000-8000-000000000006.json");
        fs::write(huge, " ".repeat(70_000)).unwrap();
        assert_eq!(notes.of_tenant("7"), [good]);
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_says_so() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let notes = Notes::of(&folder.path().join("file"));
        let note = note('1', "7", "2026-07-14T09:41:07Z");
        let why = notes.keep(&note).await;
        assert!(why.unwrap_err().as_str().contains("could not be noted"));
    }
}
