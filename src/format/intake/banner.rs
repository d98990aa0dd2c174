//! Logs without any JSON: the banner that the vendor's pipeline examples print, the few lines of the first GitHub
//! script, or only a scan's UUID (facts §1.f). What is found is an outcome, counts, and the UUID to fetch the rest by.

use std::collections::{HashMap, HashSet};

use super::side::rule_counts;
use super::wire::Count;
use super::{Dialect, Item, Reads, Room};
use crate::domain::draft::Draft;
use crate::domain::outcome::Outcome;
use crate::domain::report::Coverage;
use crate::domain::scan::{Group, RuleCounts, Scan};
use crate::domain::text::Untrusted;
use crate::domain::uuid;

/// Lines with labels, or a mention of a scan's UUID.
pub(super) const DIALECT: Dialect = Dialect {
    name: "log-banner",
    about: "what a log without JSON says of a scan: a banner (`Scan UUID:`, `Outcome:`), `Scan Status:`, or a UUID alone",
    reads: Reads::Text(read),
};

/// Labels in lower case and what they fill.
const LABELS: [(&str, Fill); 13] = [
    ("model name", |banner, value| banner.model(value)),
    ("model", |banner, value| banner.model(value)),
    ("target", |banner, value| banner.target(value)),
    ("scan uuid", |banner, value| banner.id(value)),
    ("scan id", |banner, value| banner.id(value)),
    ("outcome", |banner, value| banner.outcome(value)),
    ("scan status", |banner, value| banner.outcome(value)),
    ("sec. group", |banner, value| banner.group(value)),
    ("security group", |banner, value| banner.group(value)),
    ("rules", |banner, value| {
        banner.rules = banner.rules.or_else(|| rules(value));
    }),
    ("files scanned", |banner, value| {
        banner.scanned = value.parse().ok();
    }),
    ("files skipped", |banner, value| {
        banner.skipped = value.parse().ok();
    }),
    ("source type", |banner, value| {
        banner.source = Some(value.into());
    }),
];
/// Labels that begin the next banner where this one has them already, or says otherwise.
const OPENING: [&str; 7] = [
    "model name",
    "model",
    "target",
    "scan uuid",
    "scan id",
    "outcome",
    "scan status",
];
/// Words, one of which a log has that speaks of this product.
const PRODUCT: [&str; 4] = [
    "prisma airs",
    "model security",
    "model-security",
    "evaloutcome.",
];
/// Words before a UUID that say whose it is; the last one before it counts.
const OWNERS: [&str; 6] = ["scan", "group", "rule", "version", "tenant", "model uuid"];

fn read(text: &str, room: &mut Room) -> Vec<Item> {
    let mut log = Log::default();
    let mut lines = text.lines();
    while room.holds(log.done.len())
        && let Some(line) = lines.next()
    {
        log.line(line);
    }
    log.finish()
}

#[derive(Default)]
struct Log {
    done: Vec<Banner>,
    now: Banner,
    /// Where the scans stand in `done`: a log that waits for a scan names it over and over.
    seen: HashMap<Untrusted, usize>,
    /// The ends that were told of them.
    ends: HashSet<(Untrusted, Untrusted)>,
    product: bool,
}

/// What one banner, or one run of lines, says of a scan.
#[derive(Clone, Default, PartialEq)]
struct Banner {
    name: Option<Untrusted>,
    uri: Option<Untrusted>,
    source: Option<Untrusted>,
    uuid: Option<Untrusted>,
    outcome: Option<Untrusted>,
    group: Option<Group>,
    rules: Option<RuleCounts>,
    scanned: Option<u64>,
    skipped: Option<u64>,
}

impl Log {
    fn line(&mut self, line: &str) {
        let lower = line.to_ascii_lowercase();
        self.product |= PRODUCT.iter().any(|word| lower.contains(word));
        if let Some((label, fill, value)) = labelled(line, &lower) {
            let mut alone = Banner::default();
            fill(&mut alone, value);
            if OPENING.contains(&label) && self.now.clashes(&alone) {
                self.next();
            }
            fill(&mut self.now, value);
        } else if let Some(alone) = mention(line, &lower) {
            if self.now.contradicts(&alone) {
                self.next();
            }
            self.now.uuid = self.now.uuid.take().or(alone.uuid);
            self.now.outcome = self.now.outcome.take().or(alone.outcome);
        }
    }

    /// A log that prints one scan twice gives it once, with the end that it comes to; one that tells of two ends gives
    /// both.
    fn next(&mut self) {
        let banner = std::mem::take(&mut self.now);
        let Some(uuid) = &banner.uuid else {
            self.done.extend(banner.outcome.is_some().then_some(banner));
            return;
        };
        let end = banner.end().cloned();
        let told = end.is_some_and(|end| !self.ends.insert((uuid.clone(), end)));
        let first = self.seen.get(uuid).map(|at| &mut self.done[*at]);
        match first {
            None => {
                self.seen.insert(uuid.clone(), self.done.len());
                self.done.push(banner);
            }
            Some(_) if told || banner.end().is_none() => {}
            Some(first) if first.end().is_none() => first.outcome = banner.outcome,
            Some(_) => self.done.push(banner),
        }
    }

    /// A banner is a report when it has a scan's UUID, or an outcome in a log that names the product.
    fn finish(mut self) -> Vec<Item> {
        self.next();
        let product = self.product;
        self.done
            .into_iter()
            .filter(|banner| banner.uuid.is_some() || product)
            .map(|banner| Item::Report(Box::new(banner.draft())))
            .collect()
    }
}

impl Banner {
    fn model(&mut self, value: &str) {
        if value.contains("://") || value.starts_with('/') {
            self.uri = Some(value.into());
        } else {
            self.name = Some(value.into());
        }
    }

    /// `Local File (/models/model.pkl)`, or the place alone.
    fn target(&mut self, value: &str) {
        let (kind, place) = value
            .strip_suffix(')')
            .and_then(|value| value.split_once(" ("))
            .unwrap_or(("", value));
        let kind = kind.to_ascii_lowercase();
        self.uri = Some(place.into());
        self.source = if kind.contains("local") {
            Some("LOCAL".into())
        } else if kind.contains("hugging") {
            Some("HUGGING_FACE".into())
        } else {
            None
        };
    }

    fn id(&mut self, value: &str) {
        self.uuid = uuid::find(value).map(|(_, uuid)| uuid.into());
    }

    /// A word that is an outcome, in capitals or alone: `outcome: allowed models only` is none.
    fn outcome(&mut self, value: &str) {
        let mut words = value.split_whitespace();
        let word = words.next().unwrap_or_default();
        let alone = words
            .next()
            .is_none_or(|next| !next.starts_with(char::is_alphanumeric));
        let capitals =
            word.len() > 2 && word.bytes().all(|it| it.is_ascii_uppercase() || it == b'_');
        let known = !matches!(Outcome::read(word), Outcome::Other(_) | Outcome::Unstated);
        let is_one = known && (capitals || alone) || capitals && alone;
        if word.starts_with("EvalOutcome.") || is_one {
            self.outcome = Some(word.into());
        }
    }

    /// The outcome, unless the scan is only waited for.
    fn end(&self) -> Option<&Untrusted> {
        let waiting = |said: &&Untrusted| Outcome::read(said.raw()) == Outcome::Pending;
        self.outcome.as_ref().filter(|said| !waiting(said))
    }

    fn group(&mut self, value: &str) {
        let (mut uuid, mut name) = (None, None);
        if uuid::is(value) {
            uuid = Some(value.into());
        } else {
            name = Some(value.into());
        }
        self.group = self.group.take().or(Some(Group { uuid, name }));
    }

    /// Whether a labelled line opens another banner: it names a model again, or disagrees.
    fn clashes(&self, line: &Self) -> bool {
        let again =
            |one: &Option<Untrusted>, other: &Option<Untrusted>| one.is_some() && other.is_some();
        again(&self.name, &line.name) || again(&self.uri, &line.uri) || self.contradicts(line)
    }

    fn contradicts(&self, line: &Self) -> bool {
        let word = |said: &Option<Untrusted>| said.as_ref().map(|said| Outcome::read(said.raw()));
        let differ = self.outcome.is_some() && line.outcome.is_some();
        differ && word(&self.outcome) != word(&line.outcome)
            || self.uuid.is_some() && line.uuid.is_some() && self.uuid != line.uuid
    }

    fn draft(self) -> Draft {
        let outcome = self.outcome.unwrap_or_else(|| "".into());
        Draft {
            scan: Scan {
                uuid: self.uuid,
                model_uri: self.uri,
                model_name: self.name,
                outcome: Outcome::read(outcome.raw()),
                outcome_raw: outcome,
                source_type: self.source,
                group: self.group,
                rules: self.rules,
                ..Scan::default()
            },
            coverage: Coverage {
                scanned: self.scanned,
                skipped: self.skipped,
                notes: Vec::new(),
            },
            ..Draft::default()
        }
    }
}

type Fill = fn(&mut Banner, &str);

/// The first label of a line and its value: `Label: value`, behind whatever a logger or a painter puts before it.
fn labelled<'a>(line: &'a str, lower: &str) -> Option<(&'static str, Fill, &'a str)> {
    let found = LABELS.iter().filter_map(|&(label, fill)| {
        let (start, value) = lower
            .match_indices(label)
            .find_map(|(start, _)| Some((start, value_behind(line, lower, start, label.len())?)))?;
        Some((start, (label, fill, value)))
    });
    let first = found.min_by_key(|(start, _)| *start);
    first.map(|(_, labelled)| labelled)
}

/// What follows a label, if it stands alone and has its colon.
fn value_behind<'a>(line: &'a str, lower: &str, start: usize, length: usize) -> Option<&'a str> {
    let before = lower[..start].chars().next_back();
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '_' | '.');
    if before.is_some_and(joined) {
        return None;
    }
    let rest = lower[start + length..].trim_start().strip_prefix(':')?;
    let value = line[line.len() - rest.len()..].trim();
    (!value.is_empty()).then_some(value)
}

/// `EvalOutcome.X`, or a UUID that is said to be a scan's, anywhere in a line of prose.
fn mention(line: &str, lower: &str) -> Option<Banner> {
    let mut banner = Banner::default();
    if let Some(start) = lower.find("evaloutcome.")
        && !(line.contains("==") || line.contains("!="))
    {
        let word = &line[start..];
        let end = word.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')));
        banner.outcome = Some(
            word[..end.unwrap_or(word.len())]
                .trim_end_matches('.')
                .into(),
        );
    }
    banner.uuid = uuid::find(line)
        .filter(|(at, _)| is_scan(&lower[..*at]))
        .map(|(_, uuid)| uuid.into());
    (banner != Banner::default()).then_some(banner)
}

/// Whether the words before a UUID say that it is a scan's. JSON is not prose: what is quoted does not count.
fn is_scan(before: &str) -> bool {
    let owner = OWNERS
        .iter()
        .filter_map(|owner| Some((before.rfind(owner)?, *owner)))
        .max();
    !before.contains('"') && owner.is_some_and(|(_, owner)| owner == "scan")
}

/// `7 passed / 4 failed / 11 total`.
fn rules(value: &str) -> Option<RuleCounts> {
    let count = |word: &str| {
        let before = &value[..value.find(word)?];
        before.split_whitespace().next_back()?.parse().ok()
    };
    rule_counts(
        Count(count("passed")),
        Count(count("failed")),
        Count(count("total")),
    )
}

#[cfg(test)]
mod tests;
