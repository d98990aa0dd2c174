//! The report: one scan as we know it, from whatever source. A [`Draft`] is what a dialect reads; [`Report`] is what
//! we derive from it, in one place, so that every dialect gets the same names, identities, completeness and warnings.

use jiff::Timestamp;

use crate::domain::finding::{Finding, Observation, RuleState};
use crate::domain::identity::{self, Fingerprint, Identity, Key, Place};
use crate::domain::outcome::Outcome;
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
    /// The source in one line: `build-812.zip!/model_scan_report.json`.
    pub fn label(&self) -> Untrusted {
        match &self.member {
            Some(member) => format!("{}!/{}", self.path.raw(), member.raw()).into(),
            None => self.path.clone(),
        }
    }
}

/// The scan object (`ScanBaseResponseSchema` of the data plane), or as much of it as a source gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// The scan's UUID, or the older tools' scan id.
    pub uuid: Option<Untrusted>,
    /// The tenant.
    pub tsg_id: Option<Untrusted>,
    /// Where the model lies: URL, bucket, file URI or path.
    pub model_uri: Option<Untrusted>,
    /// The short name people use.
    pub model_name: Option<Untrusted>,
    /// What the scan concluded.
    pub outcome: Outcome,
    /// The outcome as the source spells it.
    pub outcome_raw: Untrusted,
    /// `HUGGING_FACE`, `LOCAL`, `S3`…, upper-cased and without the enumeration's name.
    pub source_type: Option<Untrusted>,
    /// The security group it was judged by.
    pub group: Option<Group>,
    /// When the scan was made.
    pub created_at: Option<Timestamp>,
    /// What went wrong, for an outcome of ERROR.
    pub error: Option<ScanError>,
    /// How many rules passed and failed.
    pub rules: Option<RuleCounts>,
    /// How many rules were enabled when it ran.
    pub enabled_rules: Option<u64>,
    /// Version of the service's scanner.
    pub scanner_version: Option<Untrusted>,
    /// Version of the client.
    pub sdk_version: Option<Untrusted>,
    /// File formats that were found.
    pub formats: Vec<Untrusted>,
    /// Labels, as key and value.
    pub labels: Vec<(Untrusted, Untrusted)>,
    /// Fields this program does not know, as name and JSON text.
    pub extra: Vec<(Untrusted, Untrusted)>,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            uuid: None,
            tsg_id: None,
            model_uri: None,
            model_name: None,
            outcome: Outcome::Unstated,
            outcome_raw: "".into(),
            source_type: None,
            group: None,
            created_at: None,
            error: None,
            rules: None,
            enabled_rules: None,
            scanner_version: None,
            sdk_version: None,
            formats: Vec::new(),
            labels: Vec::new(),
            extra: Vec::new(),
        }
    }
}

/// The security group of a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its UUID.
    pub uuid: Option<Untrusted>,
    /// Its name when the scan ran.
    pub name: Option<Untrusted>,
}

/// The error of a scan that decided nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanError {
    /// `ACCESS_DENIED`, `SCAN_DATA_PENDING`…
    pub code: Option<Untrusted>,
    /// The service's words.
    pub message: Option<Untrusted>,
}

/// How many rules a scan evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCounts {
    /// Rules that passed.
    pub passed: u64,
    /// Rules that failed, whatever their state.
    pub failed: u64,
    /// All rules.
    pub total: u64,
}

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

/// What a source says about the list of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    /// The source has no list: counts only.
    #[default]
    Absent,
    /// A list that leaves out parts of each finding, or some findings.
    Reduced,
    /// A whole list, as far as the source goes; the stated total where there is one.
    Whole {
        /// `pagination.total_items`.
        total: Option<u64>,
    },
}

/// What a dialect read, before anything is derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// A more telling name than the dialect's own, where one reader serves several.
    pub dialect: Option<&'static str>,
    /// The scan.
    pub scan: Scan,
    /// The findings.
    pub observations: Vec<Observation>,
    /// What the source says about that list.
    pub listing: Listing,
    /// Results by rule.
    pub evaluations: Vec<Evaluation>,
    /// Files of the model.
    pub files: Vec<ScannedFile>,
    /// What was looked at.
    pub coverage: Coverage,
    /// Doubts the dialect has.
    pub warnings: Vec<Warning>,
    /// Digest of the document, for scans without a UUID: the same bytes are the same scan, other bytes are not.
    pub digest: Option<Fingerprint>,
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
    /// Key of its model, for scopes (see [`model_key`]).
    pub model_key: Untrusted,
}

impl Head {
    /// The name to show: the model's, else the file's.
    pub fn name(&self) -> Untrusted {
        self.scan
            .model_name
            .clone()
            .unwrap_or_else(|| self.source.label())
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
}

impl Report {
    /// Derives a report from what a dialect read.
    pub fn derive(source: Source, joined: Vec<Source>, mut draft: Draft) -> Self {
        let scan = &mut draft.scan;
        if scan.model_name.is_none() {
            scan.model_name = scan
                .model_uri
                .as_ref()
                .and_then(|uri| model_name(uri.raw()))
                .map(Into::into);
        }
        let model_key: Untrusted = model_key(scan).into();
        let document = draft.digest.map_or_else(
            || source.label().raw().to_owned(),
            |digest| digest.to_string(),
        );
        let place = Place {
            model: model_key.raw(),
            scan: scan.uuid.as_ref().map_or(document.as_str(), Untrusted::raw),
        };
        let scan_identity = scan_identity(scan, place);
        let mut findings: Vec<Finding> = std::mem::take(&mut draft.observations)
            .into_iter()
            .map(|seen| finding(seen, place))
            .collect();
        findings.sort_by_cached_key(Finding::order);
        let completeness = completeness(&draft, &findings);
        note_doubts(&mut draft, &findings);
        let Draft {
            scan,
            evaluations,
            files,
            coverage,
            warnings,
            ..
        } = draft;
        let head = Head {
            source,
            joined,
            scan,
            completeness,
            coverage,
            warnings,
            identity: scan_identity,
            model_key,
        };
        Self {
            head,
            findings,
            evaluations,
            files,
        }
    }

    /// What a library keeps.
    pub fn summary(&self) -> Summary {
        Summary {
            head: self.head.clone(),
            keys: self.findings.iter().map(Finding::key).collect(),
        }
    }
}

fn finding(seen: Observation, place: Place<'_>) -> Finding {
    Finding {
        kind: seen.kind(),
        severity: seen.graded(),
        identity: identity::of(&seen, place),
        seen,
    }
}

fn scan_identity(scan: &Scan, place: Place<'_>) -> Identity {
    let group = scan
        .group
        .as_ref()
        .and_then(|group| group.uuid.as_ref())
        .map_or("", Untrusted::raw);
    let counts = scan.rules.map_or_else(String::new, |rules| {
        format!("{}/{}", rules.failed, rules.total)
    });
    identity::of_scan(place, group, scan.outcome.word(), &counts)
}

fn completeness(draft: &Draft, findings: &[Finding]) -> Completeness {
    let short = |total: u64| total > findings.len() as u64;
    match draft.listing {
        Listing::Absent if findings.is_empty() => Completeness::Counts,
        Listing::Whole { total } if !total.is_some_and(short) => {
            let missing = draft
                .scan
                .rules
                .is_some_and(|rules| rules_with_findings(findings) < rules.failed);
            let whole = !missing && draft.scan.outcome != Outcome::Unstated;
            if whole {
                Completeness::Full
            } else {
                Completeness::Partial
            }
        }
        _ => Completeness::Partial,
    }
}

fn rules_with_findings(findings: &[Finding]) -> u64 {
    // Findings are sorted, so that a rule's stand in few runs.
    let runs = findings.chunk_by(|one, next| one.seen.rule == next.seen.rule);
    let mut rules: Vec<_> = runs
        .filter_map(|run| Some(&run.first()?.seen.rule))
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules.len() as u64
}

/// Doubts that hold for every dialect.
fn note_doubts(draft: &mut Draft, findings: &[Finding]) {
    let mut doubts = Vec::new();
    let relative = draft
        .scan
        .model_uri
        .as_ref()
        .is_some_and(|uri| is_relative(uri.raw()));
    if relative && draft.scan.outcome == Outcome::Blocked && findings.is_empty() {
        doubts.push(Warning::RelativePath);
    }
    if let Listing::Whole { total: Some(total) } = draft.listing
        && total > findings.len() as u64
    {
        doubts.push(Warning::Truncated {
            part: "violations",
            have: findings.len() as u64,
            total,
        });
    }
    let found = rules_with_findings(findings);
    if let Some(rules) = draft
        .scan
        .rules
        .filter(|rules| found > 0 && rules.failed != found)
    {
        doubts.push(Warning::CountsDisagree {
            found,
            stated: rules.failed,
        });
    }
    let shared = shared_identities(findings);
    if shared > 0 {
        doubts.push(Warning::SharedIdentity { findings: shared });
    }
    draft.warnings.extend(doubts);
}

fn shared_identities(findings: &[Finding]) -> usize {
    let mut identities: Vec<_> = findings
        .iter()
        .map(|finding| finding.identity.exact)
        .collect();
    identities.sort_unstable();
    identities
        .chunk_by(PartialEq::eq)
        .filter(|same| same.len() > 1)
        .map(<[_]>::len)
        .sum()
}

/// Whether a model URI is a relative path: no scheme, not absolute, and a path at all.
fn is_relative(uri: &str) -> bool {
    let scheme = uri.split_once("://").is_some();
    let absolute = uri.starts_with(['/', '\\']) || uri.get(1..2) == Some(":");
    !scheme && !absolute && uri.contains(['/', '\\', '.'])
}

/// The short name people use: `organisation/repository` for Hugging Face, else the stem of the last path part, with
/// the part before it when it is only a version (`s3://registry/fraud/v42/` is `fraud/v42`).
pub fn model_name(uri: &str) -> Option<String> {
    let path = uri.split(['?', '#']).next()?.trim_end_matches(['/', '\\']);
    if let Some(repository) = hugging_face_repository(path) {
        return Some(repository);
    }
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let mut parts = path.rsplit(['/', '\\']).filter(|part| !part.is_empty());
    let last = parts.next()?;
    let version = last.strip_prefix('v').unwrap_or(last);
    if !version.is_empty()
        && version
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return Some(
            parts
                .next()
                .map_or_else(|| last.to_owned(), |parent| format!("{parent}/{last}")),
        );
    }
    Some(stem(last).to_owned())
}

fn hugging_face_repository(path: &str) -> Option<String> {
    let rest = path.split_once("://")?.1;
    let rest = rest
        .strip_prefix("huggingface.co/")
        .or_else(|| rest.strip_prefix("hf.co/"))?;
    let mut parts = rest.split('/');
    let (organisation, repository) = (parts.next()?, parts.next()?);
    Some(format!("{organisation}/{repository}"))
}

/// A file name without its last extension, where that looks like one.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=11).contains(&extension.len())
                && extension.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            stem
        }
        _ => name,
    }
}

/// Roots of a build agent's workspace and how many path parts below them name the run, not the model.
const WORKSPACES: [(&str, usize); 7] = [
    ("/home/runner/work/", 2),
    ("/agent/_work/", 2),
    ("/home/vsts/work/", 2),
    ("/builds/", 2),
    ("/var/lib/jenkins/workspace/", 1),
    ("/var/jenkins_home/workspace/", 1),
    ("/github/workspace/", 0),
];

/// What tells one model from another across builds: its URI without scheme and without the build agent's folders.
/// The first folder below the workspace stays where it is a repository's name.
pub fn model_key(scan: &Scan) -> String {
    let Some(uri) = &scan.model_uri else {
        return scan
            .model_name
            .as_ref()
            .map_or_else(String::new, |name| name.raw().to_owned());
    };
    let uri = uri.raw().trim_end_matches('/');
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    let Some((root, parts)) = WORKSPACES.iter().find(|(root, _)| path.starts_with(root)) else {
        return path.to_owned();
    };
    let below = &path[root.len()..];
    let mut split = below.splitn(parts + 1, '/');
    let run: Vec<_> = split.by_ref().take(*parts).collect();
    let rest = split.next().unwrap_or_default();
    let repository = run
        .last()
        .filter(|name| name.len() > 1)
        .copied()
        .unwrap_or_default();
    if rest.is_empty() {
        below.to_owned()
    } else {
        format!("{repository}/{rest}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_names_are_the_short_ones() {
        let cases = [
            (
                "https://huggingface.co/google/timesfm-2.5-200m-pytorch",
                "google/timesfm-2.5-200m-pytorch",
            ),
            ("https://huggingface.co/acme/m/tree/main", "acme/m"),
            (
                "file:///home/runner/work/churn-model/churn-model/models/model.pkl",
                "model",
            ),
            ("/agent/_work/3/s/models/malicious-model", "malicious-model"),
            ("s3://acme-model-registry/fraud/v42/", "fraud/v42"),
            ("oci://registry.example/acme/model:1", "model:1"),
            ("C:\\models\\fraud.onnx", "fraud"),
            ("Qwen2.5-3B-Instruct", "Qwen2.5-3B-Instruct"),
        ];
        for (uri, name) in cases {
            assert_eq!(model_name(uri).as_deref(), Some(name), "{uri}");
        }
        assert_eq!(model_name("///"), None);
    }

    #[test]
    fn model_keys_forget_the_run_but_not_the_repository() {
        let key = |uri: &str| {
            model_key(&Scan {
                model_uri: Some(uri.into()),
                ..Scan::default()
            })
        };
        assert_eq!(
            key("file:///home/runner/work/churn/churn/models/model.pkl"),
            "churn/models/model.pkl"
        );
        assert_eq!(
            key("/agent/_work/3/s/models/m.pkl"),
            key("/agent/_work/17/s/models/m.pkl")
        );
        assert_ne!(key("/srv/a/model.pkl"), key("/srv/b/model.pkl"));
        assert_eq!(
            key("https://huggingface.co/acme/m/"),
            "https://huggingface.co/acme/m"
        );
    }

    #[test]
    fn only_paths_are_relative() {
        for (uri, relative) in [
            ("models/model.pkl", true),
            ("./m", true),
            ("/abs/m.pkl", false),
            ("file:///m", false),
            ("s3://b/k", false),
            ("C:\\m.pkl", false),
            ("plain-name", false),
        ] {
            assert_eq!(is_relative(uri), relative, "{uri}");
        }
    }
}
