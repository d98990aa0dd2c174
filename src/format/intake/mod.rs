//! Intake: text of any dialect to drafts of reports.
//!
//! A dialect is one file in this folder and one row in [`DIALECTS`]. A JSON document is recognised by its [`Shape`],
//! a cheap look at its keys, and then read once by the row that knows it; an array of documents is read one by one.
//! What is not JSON from end to end is a log: the JSON values in it are cut out and read the same way, and the dialects
//! of plain text look at the lines between them.

mod ado;
mod airs_cli;
mod banner;
mod bundle;
mod carried;
mod compare;
mod console;
mod desk;
mod evaluation;
mod extract;
mod fault;
mod fickling;
mod file;
mod foreign;
mod guardian;
mod legacy;
mod list;
mod manifest;
mod margin;
mod mistaken;
mod mlops;
mod modelaudit;
mod modelscan;
mod notebook;
mod notice;
mod parts;
mod picklescan;
mod room;
mod sarif;
mod scan;
mod scanner;
mod shape;
mod side;
mod sieve;
mod surrogate;
mod telling;
mod told;
mod violation;
pub(in crate::format) mod wire;

use crate::domain::draft::Draft;
use crate::domain::identity::{self, Fingerprint};
use crate::domain::observation::Observation;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Evaluation, ScannedFile, Source};
use crate::domain::scan::Scan;
use crate::domain::text::{Printable, Untrusted};

pub use crate::domain::report::Origin;
pub use room::Room;
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
    /// Lines of text. Gives nothing when they are not this dialect's, and stops where there is no room.
    Text(fn(&str, &mut Room) -> Vec<Item>),
}

/// Every dialect, in the order in which they are tried. The first that recognises a document reads it.
pub const DIALECTS: &[&Dialect] = &[
    &scan::DIALECT,
    &airs_cli::DIALECT,
    &list::DIALECT,
    &mlops::DIALECT,
    &ado::DIALECT,
    &bundle::DIALECT,
    &violation::DIALECT,
    &evaluation::DIALECT,
    &file::DIALECT,
    &guardian::DIALECT,
    &compare::DIALECT,
    &manifest::DIALECT,
    &legacy::DIALECT,
    &notebook::DIALECT,
    &foreign::DIALECT,
    &modelscan::DIALECT,
    &fickling::DIALECT,
    &modelaudit::DIALECT,
    &sarif::DIALECT,
    &console::DIALECT,
    &banner::DIALECT,
    &picklescan::DIALECT,
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
    /// Line and column at which its file is damaged: what it lists may go on behind that.
    pub damage: Option<(usize, usize)>,
    /// Whether it is one violation by itself, a line of many.
    pub is_row: bool,
}

impl Fragment {
    /// Takes the violation that stands behind this one, where both are lines of one list; says whether they are.
    fn goes_on(&mut self, next: &mut Self) -> bool {
        let goes_on = self.is_row && next.is_row && self.scan == next.scan;
        if goes_on {
            let more = next.observations.take().unwrap_or_default();
            self.observations.get_or_insert_default().extend(more);
            self.damage = self.damage.or(next.damage);
            let digests = self.digest.zip(next.digest);
            let both = digests.map(|(one, other)| format!("{one}{other}"));
            self.digest = both.map(|both| identity::of_bytes(both.as_bytes()));
        }
        goes_on
    }
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

/// The table of dialects as Markdown, for the README.
pub fn markdown() -> String {
    let row = |dialect: &&Dialect| format!("| `{}` | {} |\n", dialect.name, dialect.about);
    let rows: String = DIALECTS.iter().map(row).collect();
    format!("| dialect | what it is |\n|---|---|\n{rows}")
}

/// Reads one decoded text that is all there is. `lossy` says that bytes were replaced while decoding.
pub fn read(origin: &Origin, text: &str, lossy: bool) -> Reading {
    read_within(&mut Room::default(), origin, text, lossy)
}

/// Reads one of several decoded texts of a file, as far as the file has room.
pub fn read_within(room: &mut Room, origin: &Origin, text: &str, lossy: bool) -> Reading {
    desk::read(room, origin, text, lossy)
}

/// Reads one scan object of the service.
pub fn scan(text: &str) -> serde_json::Result<Scan> {
    let object: scan::ScanObject = serde_json::from_str(text)?;
    let scan = object.draft().scan;
    if scan.uuid.is_none() || scan.outcome == Outcome::Unstated {
        return Err(serde::de::Error::custom("no scan"));
    }
    Ok(scan)
}

type Reader = fn(&str) -> serde_json::Result<Vec<Item>>;

/// The dialect of a document, and how it is read.
type Known = (&'static Dialect, Reader);

fn recognise(shape: &Shape) -> Option<Known> {
    DIALECTS.iter().find_map(|dialect| match dialect.reads {
        Reads::Json { recognise, read } if recognise(shape) => Some((*dialect, read)),
        _ => None,
    })
}
