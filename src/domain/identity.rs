//! Which finding is the same one again. Violation UUIDs change with every scan and list positions mean nothing, so
//! identity is bound to content.
//!
//! * `exact`: rule, threat, normalised symbol, subject, member path, and the *anchor*, which binds it to bytes: the
//!   file's hash. A finding about the model as a whole (licence, organisation) has no file; its anchor is the model
//!   and what is said of it, so that a decision about one model's licence never excuses another's. A finding about
//!   a file whose hash the source leaves out is bound to nothing, so its anchor is the scan itself: such a finding
//!   is never carried silently to another scan.
//! * `shape`: the same without the anchor, but with the model where there is no file.
//!
//! The subject is what a policy finding is about (a format, a licence), read from its description, because one file
//! may violate one rule several times (facts §1.e, "one violation per file and format").

use std::borrow::Cow;

use sha2::{Digest, Sha256};

pub use crate::domain::fingerprint::{Fingerprint, NotAFingerprint};
use crate::domain::grade::{Kind, Level};
use crate::domain::observation::Observation;
use crate::domain::text::Untrusted;

/// Modules that are one module under different names, by platform and by Python version (facts §2.4 of the scanner
/// notes: `posix`/`nt` are `os`, `__builtin__` is `builtins`).
const SAME_MODULE: [(&str, &str); 4] = [
    ("posix", "os"),
    ("nt", "os"),
    ("__builtin__", "builtins"),
    ("commands", "subprocess"),
];

/// The two identities of a finding, or of a scan as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    /// Same content: a verdict is taken over silently.
    pub exact: Fingerprint,
    /// Same in all but the bytes: a verdict is proposed.
    pub shape: Fingerprint,
}

/// What the ledger needs to recognise a finding, small enough to keep for every finding of a library.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Its identity.
    pub identity: Identity,
    /// Its rule.
    pub rule: Untrusted,
    /// Its threat code.
    pub threat: Option<Untrusted>,
    /// Its file.
    pub file: Option<Untrusted>,
    /// Its symbol.
    pub symbol: Option<Untrusted>,
    /// How grave it is.
    pub level: Option<Level>,
    /// Threat or policy.
    pub kind: Kind,
    /// Whether it stops a build.
    pub blocks: bool,
}

/// Where a finding was seen, as far as identity needs it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Key of the model (see [`crate::domain::model::model_key`]).
    pub model: &'a str,
    /// UUID of the scan; where there is none, something else that only this report has.
    pub scan: &'a str,
}

/// The identity of an observation of this kind.
pub fn of(seen: &Observation, kind: Kind, place: Place<'_>) -> Identity {
    let file = seen.file.as_ref().map(|file| member_path(file.raw()));
    let subject = subject(seen, kind);
    let model = if file.is_none() { place.model } else { "" };
    let shape = Parts::new()
        .part(seen.rule.raw())
        .part(seen.threat.as_ref().map_or("", Untrusted::raw))
        .joined(symbol(seen))
        .part(&subject)
        .part(file.as_deref().unwrap_or_default())
        .part(model);
    let hash = seen.hash.as_ref().filter(|hash| is_digest(hash.raw()));
    let (tag, anchor) = match (hash, &file) {
        (Some(hash), _) => ("hash", lower(hash.raw())),
        (None, None) if !subject.is_empty() => ("said", Cow::Owned(subject)),
        (None, None) => ("said", Cow::Owned(plain(seen.description.raw()))),
        (None, Some(_)) => ("scan", Cow::Borrowed(place.scan)),
    };
    let shape = shape.hashed();
    let anchor = Parts::new().part(tag).part(&anchor);
    Identity {
        exact: fingerprint(shape.clone().chain_update(anchor.0)),
        shape: fingerprint(shape),
    }
}

/// The identity of a scan as a whole: exact by its UUID, by shape the same model with the same result.
pub fn of_scan(place: Place<'_>, group: &str, outcome: &str, counts: &str) -> Identity {
    let shape = Parts::new()
        .part("scan")
        .part(place.model)
        .part(group)
        .part(outcome)
        .part(counts);
    Identity {
        exact: Parts::new().part("scan").part(place.scan).finish(),
        shape: shape.finish(),
    }
}

/// Whether a hash is one: hexadecimal digits that are not all 0, perhaps behind the name of their algorithm. What stands
/// for none (`None`, `N/A`, `unknown`) would make one file of all that lack one.
fn is_digest(hash: &str) -> bool {
    let digits = hash.rsplit(':').next().unwrap_or(hash);
    // To the end in any case: many bytes at once are sooner looked at than one after another.
    let hex = digits
        .bytes()
        .fold(true, |all, byte| all & byte.is_ascii_hexdigit());
    hex && digits.bytes().any(|byte| byte != b'0')
}

/// A digest of bytes, to tell a report without a scan UUID from others.
pub fn of_bytes(bytes: &[u8]) -> Fingerprint {
    fingerprint(Sha256::new_with_prefix(bytes))
}

/// A file's path inside its model: no leading `./`, and of an absolute path only the name (with the archive member
/// behind it), because the folders of a build agent change from run to run.
pub fn member_path(file: &str) -> Cow<'_, str> {
    let mut file = file;
    while let Some(rest) = file.strip_prefix("./") {
        file = rest;
    }
    let drive = file
        .get(1..3)
        .is_some_and(|rest| rest == ":\\" || rest == ":/");
    if !drive && !file.starts_with('/') {
        return Cow::Borrowed(file);
    }
    let behind_drive = if drive { 2 } else { 0 };
    let (outer, member) = file[behind_drive..]
        .split_once(':')
        .map_or((file, None), |(outer, inner)| (outer, Some(inner)));
    let name = outer.rsplit(['/', '\\']).next().unwrap_or(outer);
    member.map_or(Cow::Borrowed(name), |member| {
        Cow::Owned(format!("{name}:{member}"))
    })
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

fn symbol(seen: &Observation) -> [&str; 3] {
    let module = seen.module.as_ref().map_or("", Untrusted::raw);
    let module = SAME_MODULE
        .iter()
        .find(|(name, _)| *name == module)
        .map_or(module, |(_, same)| same);
    let operator = seen.operator.as_ref().map_or("", Untrusted::raw);
    [module, ".", operator]
}

fn subject(seen: &Observation, kind: Kind) -> String {
    if kind == Kind::Policy {
        plain(seen.description.raw())
    } else {
        String::new()
    }
}

/// Descriptions come in two generations, with straight quotes and with Markdown; both reduce to the same words.
fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        match character {
            '*' | '`' | '\'' | '"' | '.' => {}
            blank if blank.is_whitespace() => gap = !words.is_empty(),
            other => {
                if std::mem::take(&mut gap) {
                    words.push(' ');
                }
                words.push(other);
            }
        }
    }
    if words.is_ascii() {
        words.make_ascii_lowercase();
        return words;
    }
    words.to_lowercase()
}

/// Texts one after another, each behind its length, so that no two lists of parts look alike.
struct Parts(Vec<u8>);

impl Parts {
    fn new() -> Self {
        Self(Vec::with_capacity(256))
    }

    fn part(self, text: &str) -> Self {
        self.joined([text])
    }

    /// Adds several texts as one part.
    fn joined<const N: usize>(mut self, texts: [&str; N]) -> Self {
        let length: usize = texts.iter().map(|text| text.len()).sum();
        self.0.extend_from_slice(&(length as u64).to_le_bytes());
        for text in texts {
            self.0.extend_from_slice(text.as_bytes());
        }
        self
    }

    fn hashed(&self) -> Sha256 {
        Sha256::new_with_prefix(&self.0)
    }

    fn finish(&self) -> Fingerprint {
        fingerprint(self.hashed())
    }
}

fn fingerprint(hash: Sha256) -> Fingerprint {
    let mut digest = [0; 16];
    digest.copy_from_slice(&hash.finalize()[..16]);
    digest.into()
}

#[cfg(test)]
mod tests;
