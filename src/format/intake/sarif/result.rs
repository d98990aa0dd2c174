//! One result of a run: whether it is a finding, and which.

use serde::Deserialize;
use serde_json::Value;

use super::artifact::{Artifacts, Place};
use super::message::Message;
use super::rule::{Known, Rules, rating};
use crate::domain::grade::Level;
use crate::domain::observation::Observation;
use crate::domain::text::Untrusted;
use crate::format::intake::scanner;
use crate::format::intake::wire::{Count, Shared, Text};

/// What stands for a rule's id where a result names none.
const NAMELESS: &str = "(rule without a name)";
/// A result's level where neither it nor its rule has one.
const USUAL_LEVEL: &str = "warning";

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Row<'a> {
    #[serde(borrow)]
    rule_id: Text<'a>,
    rule_index: Count,
    #[serde(borrow)]
    rule: Option<Reference<'a>>,
    #[serde(borrow)]
    kind: Text<'a>,
    #[serde(borrow)]
    level: Text<'a>,
    #[serde(borrow)]
    message: Option<Message<'a>>,
    #[serde(borrow)]
    locations: Option<Vec<Location<'a>>>,
    #[serde(borrow)]
    suppressions: Option<Vec<Suppression<'a>>>,
    #[serde(borrow)]
    baseline_state: Text<'a>,
    properties: Value,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Reference<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    index: Count,
    tool_component: Option<serde::de::IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Location<'a> {
    #[serde(borrow)]
    physical_location: Option<Physical<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Physical<'a> {
    #[serde(borrow)]
    artifact_location: Option<Place<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Suppression<'a> {
    #[serde(borrow)]
    status: Text<'a>,
}

/// What a result says about the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// A violation of its rule.
    Finding,
    /// The tool could not decide.
    Undecided,
    /// Found earlier, no longer there.
    Gone,
    /// The rule was kept, or does not apply.
    Kept,
}

impl Row<'_> {
    pub(super) fn presence(&self) -> Presence {
        match self.kind.get().unwrap_or("fail") {
            _ if self.baseline_state.get() == Some("absent") => Presence::Gone,
            "fail" => Presence::Finding,
            "open" | "review" => Presence::Undecided,
            _ => Presence::Kept,
        }
    }

    /// Whether somebody excused it; a suppression without status is an accepted one.
    pub(super) fn is_suppressed(&self) -> bool {
        let mut suppressions = self.suppressions.iter().flatten();
        suppressions.any(|one| one.status.get().unwrap_or("accepted") == "accepted")
    }

    pub(super) fn observation(
        &self,
        rules: &Rules,
        artifacts: &Artifacts,
        shared: &mut Shared,
    ) -> Observation {
        let known = rules.find(self.id(), self.index());
        let id = self.id().or_else(|| known?.id());
        let file = self.file(artifacts);
        let (module, operator) = scanner::symbol(&self.properties);
        Observation {
            rule_description: known.and_then(|known| known.description.clone()),
            stated_kind: known.and_then(|known| known.kind),
            severity: self.severity(known),
            hash: file.as_deref().and_then(|file| artifacts.hashes.of(file)),
            file: file.map(|file| shared.get(&file)),
            module,
            operator,
            remediation: known.and_then(|known| known.advice.clone()),
            ..Observation::new(
                shared.get(&format!("{}: {}", rules.tool, id.unwrap_or(NAMELESS))),
                self.words(known),
            )
        }
    }

    fn id(&self) -> Option<&str> {
        let reference = self.rule.as_ref();
        self.rule_id.get().or_else(|| reference?.id.get())
    }

    /// Position of its rule among the driver's; a reference into another component is left to the id.
    fn index(&self) -> Option<usize> {
        let reference = self.rule.as_ref();
        if reference.is_some_and(|rule| rule.tool_component.is_some()) {
            return None;
        }
        let index = self.rule_index.0.or_else(|| reference?.index.0)?;
        usize::try_from(index).ok()
    }

    fn file(&self, artifacts: &Artifacts) -> Option<String> {
        let locations = self.locations.iter().flatten();
        let mut places = locations.filter_map(|location| {
            let physical = location.physical_location.as_ref()?;
            physical.artifact_location.as_ref()
        });
        places.find_map(|place| artifacts.path(place))
    }

    fn severity(&self, known: Option<&Known>) -> Option<Level> {
        let number = rating(&self.properties).or_else(|| known?.rating());
        let usual = || known?.level();
        let word = || Level::read(self.level.get().or_else(usual).unwrap_or(USUAL_LEVEL));
        number.or_else(word)
    }

    fn words(&self, known: Option<&Known>) -> Untrusted {
        let message = self.message.as_ref();
        let own = message
            .and_then(|message| message.plain())
            .map(Untrusted::from);
        own.or_else(|| known?.message(message?))
            .or_else(|| known?.brief())
            .unwrap_or_else(|| "".into())
    }
}
