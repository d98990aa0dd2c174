//! What was open, kept for the next desk on the same inputs: one small file, a line of text for each set of inputs, the
//! last used first. What a line says is the desk's business.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::domain::text::Printable;
use crate::io::library::Input;
use crate::io::{bounded, save};

/// Sets of inputs that are remembered.
const REMEMBERED: usize = 32;
/// A larger file is none of ours.
const LIMIT: u64 = 4 << 20;

/// The sessions of these inputs.
#[derive(Clone, Debug)]
pub struct Memory {
    file: PathBuf,
    inputs: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    sessions: Vec<One>,
}

#[derive(Serialize, Deserialize)]
struct One {
    inputs: String,
    session: Box<RawValue>,
}

impl Memory {
    /// The memory of these inputs; none where some of them cannot come again.
    pub fn of(file: &Path, inputs: &[Input]) -> Option<Self> {
        let mut digest = Sha256::new();
        for input in inputs {
            let Input::Path(path) = input else {
                return None;
            };
            let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            digest.update(path.as_os_str().as_encoded_bytes());
            digest.update([0]);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&digest.finalize()[..16]);
        let inputs = format!("{:032x}", u128::from_be_bytes(key));
        let file = file.to_owned();
        Some(Self { file, inputs })
    }

    /// What was kept; none where nothing was. A file that is none is an error and does no other harm.
    pub fn read(&self) -> Result<Option<String>, Printable> {
        let kept = self.kept()?.sessions.into_iter();
        let mut ours = kept.filter(|one| one.inputs == self.inputs);
        Ok(ours.next().map(|one| one.session.get().to_owned()))
    }

    /// Keeps a session, whole or not at all; other inputs keep theirs.
    pub fn write(&self, session: String) -> Result<(), Printable> {
        let failed = |why: &dyn std::fmt::Display| Printable::line(&why.to_string());
        let session = RawValue::from_string(session).map_err(|why| failed(&why))?;
        let mut sessions = vec![One {
            inputs: self.inputs.clone(),
            session,
        }];
        let others = self.kept().unwrap_or_default().sessions.into_iter();
        sessions.extend(others.filter(|one| one.inputs != self.inputs));
        sessions.truncate(REMEMBERED);
        let text = serde_json::to_string(&Kept { sessions }).map_err(|why| failed(&why))?;
        if let Some(folder) = self.file.parent() {
            save::private_folder(folder).map_err(|why| failed(&why))?;
        }
        save::over(&self.file, &text)
    }

    fn kept(&self) -> Result<Kept, Printable> {
        let about = |why: &dyn std::fmt::Display| {
            Printable::line(&format!("{}: {why}", self.file.display()))
        };
        match bounded::text(&self.file, LIMIT).map_err(|why| about(&why))? {
            Some(text) => serde_json::from_str(&text).map_err(|why| about(&why)),
            None => Ok(Kept::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(folder: &Path, input: &str) -> Memory {
        let input = Input::Path(folder.join(input));
        Memory::of(&folder.join("state/session.json"), &[input]).unwrap()
    }

    #[test]
    fn each_set_of_inputs_has_its_own_and_only_the_last_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let one = memory(folder.path(), "one");
        assert_eq!(one.read(), Ok(None));
        one.write("[1]".to_owned()).unwrap();
        for at in 0..REMEMBERED {
            let other = memory(folder.path(), &format!("other-{at}"));
            assert_eq!(other.read(), Ok(None));
            assert_eq!(one.read(), Ok(Some("[1]".to_owned())), "{at}");
            other.write(at.to_string()).unwrap();
        }
        assert_eq!(one.read(), Ok(None));
        assert_eq!(
            memory(folder.path(), "other-3").read(),
            Ok(Some("3".to_owned()))
        );
    }

    #[test]
    fn standard_input_is_not_remembered() {
        let held = Input::Held {
            name: "-".into(),
            bytes: Vec::new().into(),
        };
        assert!(Memory::of(Path::new("session.json"), &[held]).is_none());
    }

    #[test]
    fn a_damaged_file_is_an_error_once_and_then_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let memory = memory(folder.path(), "one");
        fs::create_dir_all(folder.path().join("state")).unwrap();
        for damaged in ["", "{", "[]", "\u{0}", "{\"sessions\":[{\"inputs\":1}]}"] {
            fs::write(folder.path().join("state/session.json"), damaged).unwrap();
            let why = memory.read().unwrap_err();
            assert!(why.as_str().contains("session.json"), "{why}");
            memory.write("true".to_owned()).unwrap();
            assert_eq!(memory.read(), Ok(Some("true".to_owned())));
        }
    }
}
