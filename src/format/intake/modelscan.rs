//! `modelscan -r json`: issues by unsafe operator, with what was skipped only where `--show-skipped` was given.

use serde::Deserialize;

use super::scan::time;
use super::scanner::{self, Holes};
use super::wire::{Count, Shared, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::grade::{Kind, Level};
use crate::domain::observation::Observation;
use crate::domain::report::Coverage;

/// One run of modelscan over a file or a folder.
pub(super) const DIALECT: Dialect = Dialect {
    name: "modelscan",
    about: "a report of modelscan (`-r json`), over one file or a folder",
    reads: Reads::Json {
        recognise: |shape| {
            shape.is_list("issues")
                && shape.object_in(
                    "summary",
                    &["modelscan_version", "total_issues_by_severity"],
                )
        },
        read,
    },
};

/// What stands for a scanner's name where an issue has none.
const NAMELESS: &str = "(scanner without a name)";

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    summary: Summary<'a>,
    #[serde(borrow)]
    issues: Vec<Issue<'a>>,
    #[serde(borrow, default)]
    errors: Option<Vec<Hole<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Summary<'a> {
    total_issues: Count,
    #[serde(borrow)]
    input_path: Text<'a>,
    #[serde(borrow)]
    absolute_path: Text<'a>,
    #[serde(borrow)]
    modelscan_version: Text<'a>,
    #[serde(borrow)]
    timestamp: Text<'a>,
    #[serde(borrow)]
    scanned: Option<Scanned<'a>>,
    #[serde(borrow)]
    skipped: Option<Skipped<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Scanned<'a> {
    total_scanned: Count,
    #[serde(borrow)]
    scanned_files: Option<Vec<Text<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Skipped<'a> {
    total_skipped: Count,
    #[serde(borrow)]
    skipped_files: Option<Vec<Hole<'a>>>,
}

/// A file that was skipped, or an error.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Hole<'a> {
    #[serde(borrow)]
    category: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    source: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Issue<'a> {
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    operator: Text<'a>,
    #[serde(borrow)]
    module: Text<'a>,
    #[serde(borrow)]
    source: Text<'a>,
    #[serde(borrow)]
    scanner: Text<'a>,
    #[serde(borrow)]
    severity: Text<'a>,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let document: Document = serde_json::from_str(text)?;
    let (mut shared, mut warnings) = (Shared::default(), Vec::new());
    let summary = &document.summary;
    let input = summary.input_path.untrusted();
    let mut scan = scanner::scan(
        input.or_else(|| summary.absolute_path.untrusted()),
        summary.modelscan_version.untrusted(),
    );
    scan.created_at = time("timestamp", &summary.timestamp, &mut warnings);
    let issues = document.issues.iter();
    let draft = Draft {
        scan,
        observations: issues.map(|issue| issue.observation(&mut shared)).collect(),
        coverage: document.coverage(),
        warnings,
        ..Draft::default()
    };
    Ok(vec![scanner::report(draft)])
}

impl Document<'_> {
    fn coverage(&self) -> Coverage {
        let scanned = self.summary.scanned.as_ref();
        let skipped = self.summary.skipped.as_ref();
        let mut coverage = Coverage {
            scanned: scanned.and_then(Scanned::count),
            skipped: skipped.and_then(Skipped::count),
            notes: Vec::new(),
        };
        tell("error", "errors", self.errors.as_deref(), &mut coverage);
        match skipped {
            Some(skipped) => {
                let files = skipped.skipped_files.as_deref();
                tell("skipped", "skipped files", files, &mut coverage);
            }
            None => coverage.notes.push(
                "which files were skipped is not known: the report was made without --show-skipped"
                    .into(),
            ),
        }
        let (stated, listed) = (self.summary.total_issues.0, self.issues.len());
        if let Some(stated) = stated.filter(|stated| *stated != listed as u64) {
            let note = format!("issues by the summary: {stated}, listed: {listed}");
            coverage.notes.push(note.into());
        }
        coverage
    }
}

impl Scanned<'_> {
    fn count(&self) -> Option<u64> {
        let listed = || self.scanned_files.as_ref().map(|files| files.len() as u64);
        self.total_scanned.0.or_else(listed)
    }
}

impl Skipped<'_> {
    fn count(&self) -> Option<u64> {
        let listed = || self.skipped_files.as_ref().map(|files| files.len() as u64);
        self.total_skipped.0.or_else(listed)
    }
}

fn tell(what: &str, kind: &'static str, list: Option<&[Hole]>, coverage: &mut Coverage) {
    let mut holes = Holes::of(kind);
    for hole in list.unwrap_or_default() {
        holes.add(format!(
            "{what}: {}: {} ({})",
            hole.source.get().unwrap_or("(no file)"),
            hole.description.or_empty(),
            hole.category.get().unwrap_or("no category"),
        ));
    }
    holes.note_in(coverage);
}

impl Issue<'_> {
    fn observation(&self, shared: &mut Shared) -> Observation {
        let scanner = self.scanner.get().unwrap_or(NAMELESS);
        let check = scanner.rsplit('.').next().unwrap_or(scanner);
        Observation {
            stated_kind: Some(Kind::Threat),
            severity: self.severity.get().and_then(Level::read),
            file: shared.text(&self.source),
            module: shared.text(&self.module),
            operator: shared.text(&self.operator),
            ..Observation::new(
                shared.get(&format!("modelscan: {check}")),
                shared.get(self.description.or_empty()),
            )
        }
    }
}
