//! Intake: text of any dialect to drafts of reports.
//!
//! A dialect is one file in this folder and one row in [`DIALECTS`]. A JSON document is recognised by its [`Shape`],
//! a cheap look at its keys, and then read once by the row that knows it; an array of documents is read one by one.
//! What is not JSON from end to end is a log: the JSON values in it are cut out and read the same way, and where it
//! holds none, the dialects of plain text look at its lines.

mod evaluation;
mod extract;
mod file;
mod scan;
mod shape;
mod violation;
mod wire;

use serde_json::value::RawValue;

use crate::domain::finding::Observation;
use crate::domain::identity::{self, Fingerprint};
use crate::domain::report::{Draft, Evaluation, ScannedFile, Source};
use crate::domain::text::{Printable, Untrusted};
use crate::domain::warning::Warning;

pub use shape::Shape;

/// One way in which reports are written.
pub struct Dialect {
    /// Its name in `source.dialect`.
    pub name: &'static str,
    /// What it is, for the README and for messages.
    pub about: &'static str,
    /// How it is read.
    pub reads: Reads,
}

/// How a dialect is told from others and read.
pub enum Reads {
    /// A JSON document.
    Json {
        /// Whether the keys are this dialect's.
        recognise: fn(&Shape) -> bool,
        /// Reads the document; fails with serde's line and column.
        read: fn(&str) -> serde_json::Result<Vec<Item>>,
    },
    /// Lines of text. Gives nothing when they are not this dialect's.
    Text(fn(&str) -> Vec<Item>),
}

/// Every dialect, in the order in which they are tried. The first that recognises a document reads it.
pub const DIALECTS: &[&Dialect] = &[
    &scan::DIALECT,
    &violation::DIALECT,
    &evaluation::DIALECT,
    &file::DIALECT,
];

/// What a document turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A scan, with or without its findings.
    Report(Box<Draft>),
    /// A part of a scan that has to find its scan.
    Fragment(Fragment),
    /// Something else that is known: said in words, as in "a list of 9 security groups".
    Foreign(String),
}

/// A violations, evaluations or files document without its scan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fragment {
    /// The scan it names, if any; violations name none (facts §1.0, point 3).
    pub scan: Option<Untrusted>,
    /// Violations, where it is a violations document.
    pub observations: Option<Vec<Observation>>,
    /// Evaluations.
    pub evaluations: Vec<Evaluation>,
    /// Files.
    pub files: Vec<ScannedFile>,
    /// `pagination.total_items`.
    pub total: Option<u64>,
    /// Digest of the document, for those that name no scan (see [`Draft::digest`]).
    pub digest: Option<Fingerprint>,
}

/// The file, or the member of an archive, that a text comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Path of the file as the user named it.
    pub path: Untrusted,
    /// Path inside an archive.
    pub member: Option<Untrusted>,
}

/// Why something gave no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where.
    pub origin: Origin,
    /// Whether it is broken, or whole but something else.
    pub trouble: Trouble,
    /// What happened, in a sentence without the file's name.
    pub message: Printable,
    /// 1-based line and column, where there is one.
    pub position: Option<(usize, usize)>,
}

/// The ways of giving no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It cannot be read.
    Unreadable,
    /// It was not read, or not whole: too large, packed too tightly or too deep, encrypted, a damaged archive, no
    /// regular file.
    Refused,
    /// It is whole and known, but no scan report: a list of security groups.
    Foreign,
    /// It is whole, and nothing in it is known: any other JSON, any other text.
    Unknown,
}

/// What one text gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Scans.
    pub drafts: Vec<(Source, Draft)>,
    /// Parts that have to find their scan.
    pub fragments: Vec<(Source, Fragment)>,
    /// What gave no report, and why.
    pub notices: Vec<Notice>,
}

/// Reads one decoded text. `lossy` says that bytes were replaced while decoding.
pub fn read(origin: &Origin, text: &str, lossy: bool) -> Reading {
    let mut desk = Desk {
        origin,
        lossy,
        reading: Reading::default(),
    };
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        desk.notice(Trouble::Unreadable, "the file is empty", None);
        return desk.reading;
    }
    let whole = trimmed
        .starts_with(['{', '['])
        .then(|| desk.document(text, None));
    match whole {
        Some(Ok(())) => {}
        Some(Err(fault)) => desk.log(text, Some(&fault)),
        None => desk.log(text, None),
    }
    desk.reading
}

/// The reading of one text as it grows.
struct Desk<'a> {
    origin: &'a Origin,
    lossy: bool,
    reading: Reading,
}

impl Desk<'_> {
    /// Reads one JSON document; what it is goes into the reading, unless it is no JSON.
    fn document(
        &mut self,
        text: &str,
        damage: Option<&serde_json::Error>,
    ) -> serde_json::Result<()> {
        let shape = Shape::of(text)?;
        if let Some((dialect, read)) = recognise(&shape) {
            for item in read(text)? {
                self.take(dialect, item, text, damage);
            }
            return Ok(());
        }
        if shape.is_array() {
            let before = self.found();
            for element in serde_json::from_str::<Vec<&RawValue>>(text)? {
                self.element(element.get(), damage)?;
            }
            if self.found() > before {
                return Ok(());
            }
        }
        serde_json::from_str::<serde::de::IgnoredAny>(text)?;
        self.notice(
            Trouble::Unknown,
            "JSON, but no scan report that this program knows",
            None,
        );
        Ok(())
    }

    /// An element of an array: read where it is a document, passed over where it is not.
    fn element(
        &mut self,
        text: &str,
        damage: Option<&serde_json::Error>,
    ) -> serde_json::Result<()> {
        let Some((dialect, read)) = recognise(&Shape::of(text)?) else {
            return Ok(());
        };
        for item in read(text)? {
            self.take(dialect, item, text, damage);
        }
        Ok(())
    }

    /// Reads a log: the JSON documents in it, else its lines.
    fn log(&mut self, text: &str, fault: Option<&serde_json::Error>) {
        let clean = extract::without_log_noise(text);
        for value in extract::json_values(&clean) {
            let damage = fault.filter(|_| value.inside_damage);
            let recognised = Shape::of(value.text)
                .is_ok_and(|shape| recognise(&shape).is_some() || shape.is_array());
            let before = self.found();
            if recognised && self.document(value.text, damage).is_err() {
                continue;
            }
            if self.found() == before {
                self.reading.notices.clear();
            }
        }
        if self.found() == 0 {
            self.lines(&clean);
        }
        if self.found() > 0 {
            return;
        }
        match fault {
            Some(fault) => self.fault(fault),
            None => self.notice(
                Trouble::Unknown,
                "text without a scan report, a scan's UUID or a known scanner's lines",
                None,
            ),
        }
    }

    fn lines(&mut self, text: &str) {
        for dialect in DIALECTS {
            let Reads::Text(read) = dialect.reads else {
                continue;
            };
            let items = read(text);
            if !items.is_empty() {
                for item in items {
                    self.take(dialect, item, text, None);
                }
                return;
            }
        }
    }

    fn take(
        &mut self,
        dialect: &'static Dialect,
        item: Item,
        text: &str,
        damage: Option<&serde_json::Error>,
    ) {
        let index = self.reading.drafts.len() + self.reading.fragments.len();
        let source = |dialect| Source {
            path: self.origin.path.clone(),
            member: self.origin.member.clone(),
            index,
            dialect,
        };
        match item {
            Item::Report(mut draft) => {
                if let Some(damage) = damage {
                    draft.warnings.push(Warning::Damaged {
                        line: damage.line(),
                        column: damage.column(),
                    });
                }
                if self.lossy {
                    draft.warnings.push(Warning::NotAllText);
                }
                if draft.scan.uuid.is_none() {
                    draft.digest = Some(identity::of_bytes(text.as_bytes()));
                }
                self.reading
                    .drafts
                    .push((source(draft.dialect.unwrap_or(dialect.name)), *draft));
            }
            Item::Fragment(mut fragment) => {
                if fragment.scan.is_none() {
                    fragment.digest = Some(identity::of_bytes(text.as_bytes()));
                }
                self.reading
                    .fragments
                    .push((source(dialect.name), fragment));
            }
            Item::Foreign(what) => self.notice(Trouble::Foreign, &what, None),
        }
    }

    fn found(&self) -> usize {
        self.reading.drafts.len() + self.reading.fragments.len() + self.reading.notices.len()
    }

    fn fault(&mut self, fault: &serde_json::Error) {
        let words = fault.to_string();
        let words = words
            .rsplit_once(" at line ")
            .map_or(words.as_str(), |(words, _)| words);
        self.notice(
            Trouble::Unreadable,
            &format!("not valid JSON: {words}"),
            Some((fault.line(), fault.column())),
        );
    }

    fn notice(&mut self, trouble: Trouble, message: &str, position: Option<(usize, usize)>) {
        let message = Printable::line(message);
        self.reading.notices.push(Notice {
            origin: self.origin.clone(),
            trouble,
            message,
            position,
        });
    }
}

type Reader = fn(&str) -> serde_json::Result<Vec<Item>>;

fn recognise(shape: &Shape) -> Option<(&'static Dialect, Reader)> {
    DIALECTS.iter().find_map(|dialect| match dialect.reads {
        Reads::Json { recognise, read } if recognise(shape) => Some((*dialect, read)),
        _ => None,
    })
}
