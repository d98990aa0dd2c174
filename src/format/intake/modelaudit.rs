//! `modelaudit scan -f json`: issues by rule code, and metadata by file that says how far each file was read. One
//! cause may be told up to three times in different words; only what is told twice in the same words is one finding.

use std::collections::hash_map::{Entry, HashMap};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::scan::time;
use super::scanner::{self, Hashes, Holes};
use super::wire::{Count, Shared, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::grade::{Kind, Level};
use crate::domain::observation::{Observation, Remediation};
use crate::domain::report::Coverage;
use crate::domain::text::Untrusted;

/// One run of `ModelAudit` over a file or a folder.
pub(super) const DIALECT: Dialect = Dialect {
    name: "modelaudit",
    about: "a report of ModelAudit (`-f json`), over one file or a folder",
    reads: Reads::Json {
        recognise: |shape| {
            let any = |keys: [&str; 4]| keys.iter().any(|key| shape.has(key));
            shape.object_with(&["issues"])
                && shape.is_list("issues")
                && (shape.has("bytes_scanned") || shape.has("files_scanned"))
                && any(["checks", "assets", "scanner_names", "file_metadata"])
        },
        read,
    },
};

/// What stands for a rule's code where an issue has neither code nor type.
const NAMELESS: &str = "(check without a name)";
/// Codes of issues that say that the scanner itself failed on a file.
const OPERATIONAL: [&str; 2] = ["S901", "S902"];
/// The scanner's quietest grade, which is no word of anybody else's.
const QUIETEST: &str = "debug";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Document<'a> {
    #[serde(borrow)]
    issues: Vec<Issue<'a>>,
    #[serde(borrow)]
    checks: Option<Vec<Check<'a>>>,
    files_scanned: Count,
    #[serde(borrow)]
    assets: Option<Vec<Asset<'a>>>,
    #[serde(borrow)]
    has_errors: Text<'a>,
    #[serde(borrow)]
    success: Text<'a>,
    #[serde(borrow)]
    file_metadata: Option<BTreeMap<String, Metadata<'a>>>,
    #[serde(borrow)]
    start_time: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Issue<'a> {
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow)]
    severity: Text<'a>,
    #[serde(borrow)]
    location: Text<'a>,
    details: Value,
    #[serde(borrow)]
    why: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    rule_code: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Check<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asset<'a> {
    #[serde(borrow)]
    path: Text<'a>,
    #[serde(borrow, rename = "type")]
    format: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata<'a> {
    #[serde(borrow)]
    file_hashes: Option<FileHashes<'a>>,
    #[serde(borrow)]
    analysis_incomplete: Text<'a>,
    #[serde(borrow)]
    scan_outcome: Text<'a>,
    #[serde(borrow)]
    scan_outcome_reasons: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pickle_report_status: Text<'a>,
    pickle_coverage: Option<Extent>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FileHashes<'a> {
    #[serde(borrow)]
    sha256: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Extent {
    bytes_scanned: Count,
    bytes_total: Count,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let document: Document = serde_json::from_str(text)?;
    let mut warnings = Vec::new();
    let mut scan = scanner::scan(document.target().map(Into::into), None);
    scan.created_at = time("start_time", &document.start_time, &mut warnings);
    scan.formats = document.formats();
    let draft = Draft {
        scan,
        observations: document.observations(),
        coverage: document.coverage(),
        warnings,
        ..Draft::default()
    };
    Ok(vec![scanner::report(draft)])
}

impl Document<'_> {
    /// What was scanned; the document names the files only.
    fn target(&self) -> Option<&str> {
        let assets = self.assets.iter().flatten();
        let files = self.file_metadata.iter().flat_map(BTreeMap::keys);
        scanner::common_path(assets.filter_map(|asset| asset.path.get()))
            .or_else(|| scanner::common_path(files.map(String::as_str)))
    }

    fn formats(&self) -> Vec<Untrusted> {
        let assets = self.assets.iter().flatten();
        let formats: BTreeSet<_> = assets.filter_map(|asset| asset.format.get()).collect();
        formats.into_iter().map(Into::into).collect()
    }

    fn observations(&self) -> Vec<Observation> {
        let (mut shared, hashes) = (Shared::default(), self.hashes());
        let (mut list, mut told) = (Vec::<Observation>::new(), HashMap::new());
        for issue in &self.issues {
            let seen = issue.observation(&hashes, &mut shared);
            match told.entry(words(&seen)) {
                Entry::Occupied(before) => {
                    let before: &mut Observation = &mut list[*before.get()];
                    before.severity = before.severity.into_iter().chain(seen.severity).min();
                }
                Entry::Vacant(new) => {
                    new.insert(list.len());
                    list.push(seen);
                }
            }
        }
        list
    }

    fn hashes(&self) -> Hashes {
        let mut hashes = Hashes::default();
        for (path, metadata) in self.file_metadata.iter().flatten() {
            let known = metadata.file_hashes.as_ref();
            hashes.insert(
                path.clone(),
                known.and_then(|known| known.sha256.untrusted()),
            );
        }
        hashes
    }

    fn coverage(&self) -> Coverage {
        let mut coverage = Coverage {
            scanned: self.files_scanned.0,
            ..Coverage::default()
        };
        let mut errors = Holes::of("errors");
        for issue in self.issues.iter().filter(|issue| issue.is_operational()) {
            let (at, message) = (issue.location.or_empty(), issue.message.or_empty());
            errors.add(format!(
                "error: {}: {message}",
                scanner::without_position(at)
            ));
        }
        errors.note_in(&mut coverage);
        let mut files = Holes::of("files that were not read to the end");
        for (path, metadata) in self.file_metadata.iter().flatten() {
            metadata
                .holes()
                .for_each(|hole| files.add(format!("{path}: {hole}")));
        }
        files.note_in(&mut coverage);
        coverage.notes.extend(self.skipped_checks());
        coverage.notes.extend(self.own_doubts());
        coverage
    }

    fn skipped_checks(&self) -> Option<Untrusted> {
        let checks = self.checks.iter().flatten();
        let mut skipped = checks.filter(|check| check.status.get() == Some("skipped"));
        let first = skipped.next()?.name.or_empty();
        let count = 1 + skipped.count();
        Some(format!("skipped checks: {count}, the first of them {first}").into())
    }

    /// What the scanner says about the run as a whole.
    fn own_doubts(&self) -> impl Iterator<Item = Untrusted> {
        let errors = self.has_errors.get() == Some("true");
        let failed = self.success.get() == Some("false");
        [
            errors.then(|| "the scanner met errors (has_errors)".into()),
            failed.then(|| "the scanner does not call its run a success (success: false)".into()),
        ]
        .into_iter()
        .flatten()
    }
}

/// What makes two issues the same one.
fn words(seen: &Observation) -> [Option<Untrusted>; 5] {
    let (rule, description) = (seen.rule.clone(), seen.description.clone());
    let (module, operator) = (seen.module.clone(), seen.operator.clone());
    [
        Some(rule),
        module,
        operator,
        seen.file.clone(),
        Some(description),
    ]
}

impl Metadata<'_> {
    fn holes(&self) -> impl Iterator<Item = String> {
        let inconclusive = self.analysis_incomplete.get() == Some("true")
            || self.scan_outcome.get() == Some("inconclusive")
            || self.pickle_report_status.get() == Some("inconclusive");
        let extent = self.pickle_coverage.as_ref();
        let unread = extent.and_then(|extent| extent.bytes_scanned.0.zip(extent.bytes_total.0));
        [
            inconclusive.then(|| format!("the analysis is inconclusive{}", self.reasons())),
            unread
                .filter(|(read, total)| read < total)
                .map(|(read, total)| format!("{read} of {total} bytes of the pickle were read")),
        ]
        .into_iter()
        .flatten()
    }

    fn reasons(&self) -> String {
        let reasons = self.scan_outcome_reasons.iter().flatten();
        let reasons: Vec<_> = reasons.filter_map(Text::get).collect();
        if reasons.is_empty() {
            String::new()
        } else {
            format!(" ({})", reasons.join(", "))
        }
    }
}

impl Issue<'_> {
    fn observation(&self, hashes: &Hashes, shared: &mut Shared) -> Observation {
        let code = self.rule_code.get().or(self.kind.get());
        let file = self.location.get().map(scanner::without_position);
        let (module, operator) = scanner::symbol(&self.details);
        Observation {
            stated_kind: Some(self.about()),
            severity: self.severity.get().and_then(grade),
            threat_description: shared.text(&self.why),
            hash: file.and_then(|file| hashes.of(file)),
            file: file.map(|file| shared.get(file)),
            module,
            operator,
            remediation: self.advice(),
            ..Observation::new(
                shared.get(&format!("modelaudit: {}", code.unwrap_or(NAMELESS))),
                shared.get(self.message.or_empty()),
            )
        }
    }

    /// Licences are the one thing it checks that the bytes do not do.
    fn about(&self) -> Kind {
        if self.kind.or_empty().contains("license") {
            Kind::Policy
        } else {
            Kind::Threat
        }
    }

    fn advice(&self) -> Option<Arc<Remediation>> {
        let step = self.details.get("recommendation")?.as_str()?;
        Some(Arc::new(Remediation {
            steps: vec![step.into()],
            url: None,
        }))
    }

    fn is_operational(&self) -> bool {
        OPERATIONAL.contains(&self.rule_code.or_empty())
    }
}

fn grade(word: &str) -> Option<Level> {
    Level::read(word).or_else(|| (word == QUIETEST).then_some(Level::Info))
}
