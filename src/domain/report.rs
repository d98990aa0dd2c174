//! The report: one scan as we know it, from whatever source, and what of it a library keeps.

use std::collections::BTreeMap;

use crate::domain::finding::Finding;
use crate::domain::identity::{Identity, Key};
use crate::domain::model;
use crate::domain::observation::RuleState;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;

/// Where a report stands: a file, perhaps a member of it, and its position among the reports found there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// Path of the file as the user named it; `-` for standard input.
    pub path: Untrusted,
    /// Path inside an archive, nested archives joined by `!/`.
    pub member: Option<Untrusted>,
    /// Position among the reports of this file or member, from 0.
    pub index: usize,
    /// Name of the dialect that read it.
    pub dialect: &'static str,
}

impl Source {
    /// What kind of thing it was read from, in a word.
    pub fn medium(&self) -> &'static str {
        let path = self.path.raw().to_ascii_lowercase();
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let known = MEDIA.iter().find(|(dialect, _)| *dialect == self.dialect);
        match (&self.member, known) {
            _ if path == "-" => "stdin",
            (Some(_), _) if extension == "gz" => "gzip",
            (Some(_), _) => "zip",
            (None, Some((_, medium))) => medium,
            (None, None) if matches!(extension, "log" | "txt") => "log",
            (None, None) => "json",
        }
    }

    /// The source in one line: `build-812.zip!/model_scan_report.json`.
    pub fn label(&self) -> Untrusted {
        label(&self.path, self.member.as_ref())
    }

    /// The name of its file, and of the member of an archive: what stays where the folder is moved.
    pub fn name(&self) -> Untrusted {
        let path = self.path.raw();
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        label(&file.into(), self.member.as_ref())
    }

    /// The text it stands in.
    pub fn origin(&self) -> Origin {
        Origin {
            path: self.path.clone(),
            member: self.member.clone(),
        }
    }
}

/// The file, or the member of an archive, that a text comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Path of the file as the user named it.
    pub path: Untrusted,
    /// Path inside an archive.
    pub member: Option<Untrusted>,
}

impl Origin {
    /// The origin in one line: `build-812.zip!/model_scan_report.json`.
    pub fn label(&self) -> Untrusted {
        label(&self.path, self.member.as_ref())
    }
}

fn label(path: &Untrusted, member: Option<&Untrusted>) -> Untrusted {
    match member {
        Some(member) => format!("{}!/{}", path.raw(), member.raw()).into(),
        None => path.clone(),
    }
}

/// Dialects that are no JSON, or a kind of their own.
const MEDIA: [(&str, &str); 5] = [
    ("tenant-scan", "tenant"),
    ("log-banner", "log"),
    ("azure-devops-console", "log"),
    ("azure-devops", "ado"),
    ("sarif", "sarif"),
];

/// How much a report holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// Outcome and counts only: how many rules failed, not which.
    Counts,
    /// Some of the findings, or findings without their outcome.
    Partial,
    /// Everything that triage needs.
    Full,
}

impl Completeness {
    /// The word of the schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }
}

/// What was looked at, apart from what was said about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Files that were scanned.
    pub scanned: Option<u64>,
    /// Files that were skipped.
    pub skipped: Option<u64>,
    /// Holes in words: skipped files, parse stops, truncated lists, errors.
    pub notes: Vec<Untrusted>,
}

/// The result of one rule in one scan (`RuleEvaluation` of the data plane).
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The rule's name.
    pub rule: Untrusted,
    /// Its state at scan time.
    pub state: Option<RuleState>,
    /// `PASSED`, `FAILED`, `ERROR`.
    pub result: Untrusted,
    /// How many violations it raised.
    pub violations: u64,
}

/// One file of the model as the scan lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScannedFile {
    /// Path inside the model.
    pub path: Untrusted,
    /// `SUCCESS`, `FAILED`, `SKIPPED`, `ERROR`.
    pub result: Untrusted,
    /// Whether it is a folder.
    pub folder: bool,
}

/// Everything about a report but its findings.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Where it stands.
    pub source: Source,
    /// Other sources whose documents were joined to it.
    pub joined: Vec<Source>,
    /// The scan.
    pub scan: Scan,
    /// How much it holds.
    pub completeness: Completeness,
    /// What was looked at.
    pub coverage: Coverage,
    /// Doubts about it.
    pub warnings: Vec<Warning>,
    /// Identity of the scan as a whole.
    pub identity: Identity,
    /// Key of its model, for scopes (see [`model::model_key`]).
    pub model_key: Untrusted,
}

impl Head {
    /// The texts it was read from, each once.
    pub fn origins(&self) -> Vec<Origin> {
        let mut origins = vec![self.source.origin()];
        for origin in self.joined.iter().map(Source::origin) {
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        origins
    }

    /// The name to show: the model's, else the file's.
    pub fn name(&self) -> Untrusted {
        model::label(&self.scan).unwrap_or_else(|| self.source.label())
    }

    /// Whether it names its model, so that it need not be called by its file.
    pub fn names_model(&self) -> bool {
        model::label(&self.scan).is_some()
    }

    /// Whether it is of the scan with this UUID, in any case.
    pub fn is_of(&self, scan: &str) -> bool {
        let own = self.scan.uuid.as_ref();
        own.is_some_and(|uuid| uuid.raw().eq_ignore_ascii_case(scan))
    }

    /// UUID of the security group.
    pub fn group_uuid(&self) -> Option<&Untrusted> {
        self.scan
            .group
            .as_ref()
            .and_then(|group| group.uuid.as_ref())
    }

    /// Name of the security group, else its UUID.
    pub fn group_name(&self) -> Option<&Untrusted> {
        self.scan
            .group
            .as_ref()
            .and_then(|group| group.name.as_ref().or(group.uuid.as_ref()))
    }
}

/// One scan as we know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Everything but the findings.
    pub head: Head,
    /// The findings, in triage order.
    pub findings: Vec<Finding>,
    /// Results by rule, where the source has them.
    pub evaluations: Vec<Evaluation>,
    /// Files of the model, where the source has them.
    pub files: Vec<ScannedFile>,
}

/// A report without its findings' text: what a library keeps of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Everything but the findings.
    pub head: Head,
    /// The findings as the ledger knows them.
    pub keys: Box<[Key]>,
    /// The rules, and how many findings each has.
    pub rules: Box<[(Untrusted, usize)]>,
}

impl Summary {
    fn new(head: Head, keys: Vec<Key>) -> Self {
        let mut rules: BTreeMap<Untrusted, usize> = BTreeMap::new();
        for key in &keys {
            *rules.entry(key.rule.clone()).or_default() += 1;
        }
        Self {
            rules: rules.into_iter().collect(),
            head,
            keys: keys.into(),
        }
    }
}

impl Report {
    /// What a library keeps. Neighbours share a symbol: a library of a million findings is mostly texts.
    pub fn summary(&self) -> Summary {
        let mut keys: Vec<Key> = self.findings.iter().map(Finding::key).collect();
        for at in 1..keys.len() {
            let before = keys[at - 1].symbol.clone();
            if keys[at].symbol == before {
                keys[at].symbol = before;
            }
        }
        Summary::new(self.head.clone(), keys)
    }
}
