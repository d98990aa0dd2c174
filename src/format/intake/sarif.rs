//! SARIF 2.1.0, whatever tool wrote it: a report for every run. What a run says is read here; what its results mean
//! is in [`result`].

mod artifact;
mod message;
mod result;
mod rule;

use serde::Deserialize;
use serde_json::Value;

use super::scan::time;
use super::scanner::{self, Holes};
use super::wire::{Shared, Text};
use super::{Dialect, Item, Reads};
use crate::domain::draft::Draft;
use crate::domain::observation::Observation;
use crate::domain::report::Coverage;
use crate::domain::text::{Printable, Untrusted};
use crate::domain::warning::Warning;
use artifact::{Artifact, Artifacts};
use message::Message;
use result::{Presence, Row};
use rule::{Rule, Rules};

/// A log file of any analysis tool.
pub(super) const DIALECT: Dialect = Dialect {
    name: "sarif",
    about: "SARIF 2.1.0 of any tool; a report for every run",
    reads: Reads::Json {
        recognise: |shape| {
            let named = shape.has("$schema") || shape.text("version").is_some();
            shape.object_with(&["runs"]) && named && shape.list_of("runs", &["tool"])
        },
        read,
    },
};

/// The version that is read.
const VERSION: &str = "2.1.0";
/// What stands for a tool's name where it has none.
const NAMELESS: &str = "(unnamed tool)";
/// Levels of notifications that tell of something that was not looked at.
const TROUBLE: [&str; 2] = ["error", "warning"];
/// Properties by which `ModelAudit` says that it did not see everything, and the value that says so.
const INCOMPLETE: [(&str, bool); 3] = [
    ("securityCoverageComplete", false),
    ("incompleteCoverage", true),
    ("operationalErrors", true),
];

/// What a log is written in; a log of another version may be built otherwise, so this is read before the rest.
#[derive(Deserialize)]
struct Written<'a> {
    #[serde(borrow, default)]
    version: Text<'a>,
    #[serde(borrow, default, rename = "$schema")]
    schema: Text<'a>,
}

#[derive(Deserialize)]
struct Log<'a> {
    #[serde(borrow)]
    runs: Vec<Run<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Run<'a> {
    #[serde(borrow)]
    tool: Tool<'a>,
    #[serde(borrow)]
    results: Option<Vec<Row<'a>>>,
    #[serde(borrow)]
    artifacts: Option<Vec<Artifact<'a>>>,
    #[serde(borrow)]
    invocations: Option<Vec<Invocation<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tool<'a> {
    #[serde(borrow)]
    driver: Component<'a>,
    #[serde(borrow)]
    extensions: Option<Vec<Component<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Component<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    semantic_version: Text<'a>,
    #[serde(borrow)]
    version: Text<'a>,
    #[serde(borrow)]
    rules: Option<Vec<Rule<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Invocation<'a> {
    #[serde(borrow)]
    execution_successful: Text<'a>,
    #[serde(borrow)]
    start_time_utc: Text<'a>,
    #[serde(borrow)]
    end_time_utc: Text<'a>,
    #[serde(borrow)]
    tool_execution_notifications: Option<Vec<Notification<'a>>>,
    #[serde(borrow)]
    tool_configuration_notifications: Option<Vec<Notification<'a>>>,
    properties: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Notification<'a> {
    #[serde(borrow)]
    level: Text<'a>,
    #[serde(borrow)]
    message: Option<Message<'a>>,
}

fn read(text: &str) -> serde_json::Result<Vec<Item>> {
    let written: Written = serde_json::from_str(text)?;
    if !written.is_read_here() {
        let version = Printable::line(written.version.get().unwrap_or("(none)"));
        let what = format!("SARIF of version {version}; only {VERSION} is read");
        return Ok(vec![Item::Foreign(what)]);
    }
    let log: Log = serde_json::from_str(text)?;
    if log.runs.is_empty() {
        return Ok(vec![Item::Foreign("SARIF without a run".to_owned())]);
    }
    Ok(log.runs.iter().map(Run::item).collect())
}

impl Written<'_> {
    /// The version must be stated; where it is not, its schema may tell it.
    fn is_read_here(&self) -> bool {
        let by_schema = || self.schema.or_empty().contains(VERSION);
        self.version
            .get()
            .map_or_else(by_schema, |version| version == VERSION)
    }
}

impl Run<'_> {
    fn item(&self) -> Item {
        let mut warnings = Vec::new();
        let artifacts = Artifacts::of(self.artifacts.as_deref().unwrap_or_default());
        let mut scan = scanner::scan(
            artifacts.target().map(Into::into),
            self.tool.driver.version(),
        );
        if let Some(invocation) = self.invocations.iter().flatten().next() {
            scan.created_at = invocation.time(&mut warnings);
        }
        let draft = Draft {
            scan,
            observations: self.observations(&artifacts),
            coverage: self.coverage(),
            warnings,
            ..Draft::default()
        };
        scanner::report(draft)
    }

    fn observations(&self, artifacts: &Artifacts) -> Vec<Observation> {
        let driver = &self.tool.driver;
        let name = driver.name.get().unwrap_or(NAMELESS);
        let extensions = self.tool.extensions.iter().flatten();
        let others = extensions.flat_map(|component| component.rules.iter().flatten());
        let rules = Rules::of(name, driver.rules.as_deref().unwrap_or_default(), others);
        let mut shared = Shared::default();
        let failed = self
            .rows()
            .filter(|row| row.presence() == Presence::Finding);
        failed
            .map(|row| row.observation(&rules, artifacts, &mut shared))
            .collect()
    }

    fn rows(&self) -> impl Iterator<Item = &Row<'_>> {
        self.results.iter().flatten()
    }

    fn coverage(&self) -> Coverage {
        let mut coverage = Coverage {
            scanned: self.files_scanned(),
            ..Coverage::default()
        };
        let mut troubles = Holes::of("notes of the tool");
        let invocations = self.invocations.iter().flatten();
        for trouble in invocations.flat_map(Invocation::troubles) {
            troubles.add(trouble);
        }
        troubles.note_in(&mut coverage);
        if self.results.is_none() {
            coverage
                .notes
                .push("the run has no list of results: the tool did not look".into());
        }
        let counted = |wanted| self.rows().filter(|row| row.presence() == wanted).count();
        let suppressed = |row: &&Row| row.presence() == Presence::Finding && row.is_suppressed();
        let counts = [
            (
                counted(Presence::Undecided),
                "undecided results, which are not listed",
            ),
            (
                counted(Presence::Gone),
                "results of an earlier run that are gone and not listed",
            ),
            (
                self.rows().filter(suppressed).count(),
                "findings that are suppressed in the source and listed all the same",
            ),
        ];
        let told = counts.iter().filter(|(count, _)| *count > 0);
        coverage
            .notes
            .extend(told.map(|(count, what)| format!("{what}: {count}").into()));
        coverage
    }

    fn files_scanned(&self) -> Option<u64> {
        let invocations = self.invocations.iter().flatten();
        let counts = invocations.filter_map(|run| run.properties.get("filesScanned")?.as_u64());
        counts.reduce(u64::saturating_add)
    }
}

impl Component<'_> {
    fn version(&self) -> Option<Untrusted> {
        self.semantic_version
            .untrusted()
            .or_else(|| self.version.untrusted())
    }
}

impl Invocation<'_> {
    fn time(&self, warnings: &mut Vec<Warning>) -> Option<jiff::Timestamp> {
        time("endTimeUtc", &self.end_time_utc, warnings)
            .or_else(|| time("startTimeUtc", &self.start_time_utc, warnings))
    }

    /// What the tool says that it did not see.
    fn troubles(&self) -> impl Iterator<Item = String> {
        let failed = self.execution_successful.get() == Some("false");
        let failed =
            failed.then(|| "the tool did not finish (executionSuccessful: false)".to_owned());
        let property = |name| self.properties.get(name).and_then(Value::as_bool);
        let incomplete = INCOMPLETE
            .iter()
            .filter(move |(name, value)| property(*name) == Some(*value))
            .map(|(name, value)| format!("the tool says {name}: {value}"));
        let execution = self.tool_execution_notifications.iter().flatten();
        let configuration = self.tool_configuration_notifications.iter().flatten();
        let notifications = execution.chain(configuration);
        let told = notifications.filter_map(Notification::trouble);
        failed.into_iter().chain(incomplete).chain(told)
    }
}

impl Notification<'_> {
    /// What it tells, where that is of weight; the level is a warning where none is given.
    fn trouble(&self) -> Option<String> {
        let level = self.level.get().unwrap_or("warning");
        let text = self.message.as_ref().and_then(Message::plain);
        TROUBLE
            .contains(&level)
            .then(|| format!("{level}: {}", text.unwrap_or("(no words)")))
    }
}
