//! The copy menu: what can be copied from what is selected, each with a letter.

use crate::app::list::List;
use crate::app::screens::groups::Chosen;
use crate::app::selected::Selected;
use crate::domain::clip::{Clip, is_plain};
use crate::domain::decision::Decision;
use crate::domain::decisions::Mark;
use crate::domain::inert;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::domain::uuid;

/// What is copied of a report or a finding.
type OfReport = fn(&Selected<'_>) -> Option<String>;
/// What is copied of a security group or a rule of it.
type OfGroup = fn(&Chosen<'_>) -> Option<String>;

/// What is copied of a scan of the tenant.
type OfScan = fn(&Scan) -> Option<String>;

/// What is copied of a verdict.
type OfVerdict = fn(&Decision) -> Option<String>;

/// Something that can be copied.
#[derive(Clone, Copy, Debug)]
pub struct Kind<T = OfReport> {
    /// The letter that copies it; none of these moves in a list.
    pub letter: char,
    /// What it is.
    pub name: &'static str,
    /// Where it is taken from.
    take: T,
}

const fn kind(letter: char, name: &'static str, take: OfReport) -> Kind {
    Kind { letter, name, take }
}

const fn of_group(letter: char, name: &'static str, take: OfGroup) -> Kind<OfGroup> {
    Kind { letter, name, take }
}

const fn of_scan(letter: char, name: &'static str, take: OfScan) -> Kind<OfScan> {
    Kind { letter, name, take }
}

const fn of_verdict(letter: char, name: &'static str, take: OfVerdict) -> Kind<OfVerdict> {
    Kind { letter, name, take }
}

/// The table of what can be copied, what tells a finding first.
pub const KINDS: [Kind; 12] = [
    kind('w', "Markdown row", row),
    kind('f', "file", |it| raw(it.finding?.seen.file.as_ref())),
    kind('h', "hash", |it| raw(it.finding?.seen.hash.as_ref())),
    kind('o', "symbol", |it| raw(it.finding?.seen.symbol().as_ref())),
    kind('r', "rule", |it| raw(Some(&it.finding?.seen.rule))),
    kind('t', "threat code", |it| {
        raw(it.finding?.seen.threat.as_ref())
    }),
    kind('i', "fingerprint", |it| {
        Some(it.finding?.identity.exact.to_string())
    }),
    kind('s', "scan UUID", |it| raw(it.head.scan.uuid.as_ref())),
    kind('m', "model URI", |it| raw(it.head.scan.model_uri.as_ref())),
    kind('u', "group UUID", |it| raw(it.head.group_uuid())),
    kind('e', "group for a shell", export),
    kind('p', "path of the report", |it| {
        raw(Some(&it.head.source.label()))
    }),
];

/// The same of a security group.
pub const OF_GROUP: [Kind<OfGroup>; 5] = [
    of_group('u', "group UUID", |it| raw(Some(&it.group.uuid))),
    of_group('e', "group for a shell", |it| {
        let uuid = it.group.uuid.raw();
        uuid::is(uuid).then(|| line_of(uuid))?
    }),
    of_group('m', "group name", |it| raw(Some(&it.group.name))),
    of_group('r', "rule", |it| raw(Some(&it.rule?.name))),
    of_group('i', "rule instance UUID", |it| raw(Some(&it.rule?.uuid))),
];

/// The same of a scan of the tenant.
pub const OF_SCAN: [Kind<OfScan>; 5] = [
    of_scan('s', "scan UUID", |it| raw(it.uuid.as_ref())),
    of_scan('m', "model URI", |it| raw(it.model_uri.as_ref())),
    of_scan('u', "group UUID", |it| raw(group_uuid(it))),
    of_scan('e', "group for a shell", |it| {
        line_of(group_uuid(it)?.raw())
    }),
    of_scan('r', "error", |it| {
        raw(it.error.as_ref().and_then(|error| error.message.as_ref()))
    }),
];

/// The same of a verdict: what was in front of the person who gave it.
pub const OF_VERDICT: [Kind<OfVerdict>; 10] = [
    of_verdict('f', "file", |it| raw(it.context.file.as_ref())),
    of_verdict('h', "hash", |it| raw(it.context.hash.as_ref())),
    of_verdict('o', "symbol", |it| raw(it.context.symbol.as_ref())),
    of_verdict('r', "rule", |it| raw(it.context.rule.as_ref())),
    of_verdict('t', "threat code", |it| raw(it.context.threat.as_ref())),
    of_verdict('i', "fingerprint", |it| {
        Some(it.context.fingerprint.to_string())
    }),
    of_verdict('s', "scan UUID", |it| raw(it.context.scan.as_ref())),
    of_verdict('m', "model URI", |it| raw(it.context.model_uri.as_ref())),
    of_verdict('u', "group UUID", |it| raw(it.context.group_uuid.as_ref())),
    of_verdict('n', "note", |it| raw(Some(&it.note))),
];

/// A line of the menu.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub kind: Kind<()>,
    /// What would be copied.
    pub clip: Clip,
}

impl<T> Kind<T> {
    /// The line for it, where there is such a text.
    fn item(&self, text: Option<String>) -> Option<Item> {
        let text = text.filter(|text| !text.is_empty())?;
        let (letter, name) = (self.letter, self.name);
        let kind = Kind {
            letter,
            name,
            take: (),
        };
        let clip = Clip::of(&text);
        Some(Item { kind, clip })
    }
}

impl Item {
    /// Whether it names a security group to somebody else: its UUID, or the line for a shell.
    pub fn names_group(&self) -> bool {
        matches!(self.kind.letter, 'u' | 'e')
    }
}

/// State of the menu.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Its lines.
    pub items: Vec<Item>,
    /// Cursor and window.
    pub list: List,
}

impl Menu {
    /// What can be copied of this.
    pub fn of(selected: &Selected<'_>) -> Self {
        let items = KINDS.iter().map(|kind| kind.item((kind.take)(selected)));
        Self::with(items.flatten().collect())
    }

    /// What can be copied of a group, and of the rule that is shown.
    pub fn of_group(chosen: &Chosen<'_>) -> Self {
        let items = OF_GROUP.iter().map(|kind| kind.item((kind.take)(chosen)));
        Self::with(items.flatten().collect())
    }

    /// What can be copied of a scan of the tenant.
    pub fn of_scan(scan: &Scan) -> Self {
        let items = OF_SCAN.iter().map(|kind| kind.item((kind.take)(scan)));
        Self::with(items.flatten().collect())
    }

    /// What can be copied of a verdict.
    pub fn of_verdict(decision: &Decision) -> Self {
        let items = OF_VERDICT
            .iter()
            .map(|kind| kind.item((kind.take)(decision)));
        Self::with(items.flatten().collect())
    }

    fn with(items: Vec<Item>) -> Self {
        let list = List::default();
        Self { items, list }
    }

    /// The line under the cursor.
    pub fn selected(&self) -> Option<&Item> {
        self.items.get(self.list.cursor())
    }

    /// Moves by so many lines.
    pub fn step(&mut self, by: isize, height: usize) {
        self.list.step(by, self.items.len(), height);
    }

    /// Goes to the line of a letter; says whether there is one.
    pub fn go(&mut self, letter: char, height: usize) -> bool {
        let at = self.items.iter().position(|it| it.kind.letter == letter);
        if let Some(at) = at {
            self.list.go(at, self.items.len(), height);
        }
        at.is_some()
    }
}

fn group_uuid(scan: &Scan) -> Option<&Untrusted> {
    scan.group.as_ref()?.uuid.as_ref()
}

fn raw(text: Option<&Untrusted>) -> Option<String> {
    text.map(|text| text.raw().to_owned())
}

/// The line that the vendor's client wants in its environment. A group that is no plain UUID has none: this is made to
/// be pasted into a shell.
fn export(selected: &Selected<'_>) -> Option<String> {
    line_of(selected.head.group_uuid()?.raw())
}

fn line_of(uuid: &str) -> Option<String> {
    is_plain(uuid).then(|| format!("export SECURITY_GROUP_UUID={uuid}"))
}

/// Model, rule, threat, file, symbol, verdict and fingerprint as a row of a Markdown table.
fn row(selected: &Selected<'_>) -> Option<String> {
    let finding = selected.finding?;
    let seen = &finding.seen;
    let given = |text: Option<&Untrusted>| text.map_or_else(String::new, inert::text);
    let cells = [
        inert::text(&selected.head.name()),
        inert::text(&seen.rule),
        given(seen.threat.as_ref()),
        given(seen.file.as_ref()),
        given(seen.symbol().as_ref()),
        verdict(selected.mark).to_owned(),
        finding.identity.exact.to_string(),
    ];
    let cells = cells.map(|cell| {
        if cell.is_empty() {
            "–".to_owned()
        } else {
            cell
        }
    });
    Some(format!("| {} |", cells.join(" | ")))
}

fn verdict(mark: Mark) -> &'static str {
    match mark {
        Mark::Verdict(verdict) => verdict.words(),
        Mark::Open | Mark::Expired | Mark::Proposed => "open",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::app::keys::{self, Context};
    use crate::app::press::Press;

    #[test]
    fn every_letter_is_one_kinds_and_no_key_of_a_menu() {
        let tables = [
            KINDS.map(|kind| kind.letter).to_vec(),
            OF_GROUP.map(|kind| kind.letter).to_vec(),
            OF_SCAN.map(|kind| kind.letter).to_vec(),
            OF_VERDICT.map(|kind| kind.letter).to_vec(),
        ];
        for letters in tables {
            let mut seen = HashSet::new();
            for letter in letters {
                assert!(seen.insert(letter), "{letter} twice");
                let contexts = [Context::Menu, Context::List];
                let taken = keys::lookup(&contexts, Press::char(letter));
                assert_eq!(taken, None, "{letter}");
            }
        }
    }
}
