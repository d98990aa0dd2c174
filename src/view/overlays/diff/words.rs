//! The rows of a comparison in words: which finding, where it stands, why it differs.

use crate::app::model::Model;
use crate::domain::decisions::Mark;
use crate::domain::diff::{Cause, Change, Comparison, Section, changes, is_unhashed};
use crate::domain::finding::Finding;
use crate::domain::report::Head;

/// A finding of a row: the one to show, the report it stands in, and its counterpart.
pub(super) struct Entry<'a> {
    pub(super) section: Section,
    pub(super) finding: &'a Finding,
    pub(super) head: &'a Head,
    pub(super) older: Option<(&'a Head, &'a Finding)>,
    pub(super) cause: Option<Cause>,
}

pub(super) fn entry(comparison: &Comparison, section: Section, at: usize) -> Option<Entry<'_>> {
    let (diff, older, newer) = (&comparison.diff, &comparison.older, &comparison.newer);
    let single = match section {
        Section::Around => return None,
        Section::New => Some((newer, diff.new.get(at)?)),
        Section::Gone => Some((older, diff.gone.get(at)?)),
        Section::Changed | Section::Same => None,
    };
    if let Some((report, single)) = single {
        return Some(Entry {
            section,
            finding: &report.findings[single.at],
            head: &report.head,
            older: None,
            cause: Some(single.cause),
        });
    }
    let pairs = if section == Section::Changed {
        &diff.changed
    } else {
        &diff.same
    };
    let (before, now) = comparison.pair(*pairs.get(at)?);
    Some(Entry {
        section,
        finding: now,
        head: &newer.head,
        older: Some((&older.head, before)),
        cause: None,
    })
}

/// Where the two findings of a row stand, older first.
pub(super) fn stands(model: &Model, entry: &Entry<'_>) -> (Option<Mark>, Mark) {
    let today = model.today();
    let stand = |head: &Head, finding: &Finding| {
        model
            .decisions
            .of_finding(head, &finding.key(), today)
            .mark()
    };
    let older = entry.older.map(|(head, finding)| stand(head, finding));
    (older, stand(entry.head, entry.finding))
}

/// The cause of a row in a few words.
pub(super) fn cause(model: &Model, entry: &Entry<'_>) -> String {
    if let Some(cause) = entry.cause {
        return cause.words(entry.section == Section::New).to_owned();
    }
    let Some((_, older)) = entry.older else {
        return String::new();
    };
    let changes = changes(older, entry.finding);
    let mut words: Vec<String> = changes.iter().map(Change::words).collect();
    if words.is_empty() && is_unhashed(entry.finding) {
        words.push("no hash to compare".to_owned());
    }
    words.extend(verdicts(model, entry));
    words.join(", ")
}

/// The verdicts of both, where they differ.
fn verdicts(model: &Model, entry: &Entry<'_>) -> Option<String> {
    let (older, newer) = stands(model, entry);
    let older = older.filter(|older| *older != newer)?;
    Some(format!("{} → {}", mark(older), mark(newer)))
}

fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Open => "open",
        Mark::Expired => "expired",
        Mark::Proposed => "proposed",
        Mark::Verdict(verdict) => verdict.words(),
    }
}

/// A line about the scans themselves.
pub(super) fn around(comparison: &Comparison, at: usize) -> String {
    let diff = &comparison.diff;
    let facts = diff.facts.iter().map(ToString::to_string);
    let rules = diff.rules.iter().map(ToString::to_string);
    facts.chain(rules).nth(at).unwrap_or_default()
}

pub(super) fn sentences(model: &Model, entry: &Entry<'_>) -> Vec<String> {
    if let Some(cause) = entry.cause {
        return vec![cause.sentence(entry.section == Section::New).to_owned()];
    }
    let changes = entry.older.map(|(_, older)| changes(older, entry.finding));
    let mut sentences: Vec<String> = changes.iter().flatten().map(Change::sentence).collect();
    if sentences.is_empty() && is_unhashed(entry.finding) {
        sentences.push("Neither report gives the file's hash, so its bytes may differ.".to_owned());
    }
    if let Some(words) = verdicts(model, entry) {
        sentences.push(format!("It is decided differently: {words}."));
    }
    if sentences.is_empty() {
        sentences.push("The same finding in the same bytes.".to_owned());
    }
    sentences
}

pub(super) fn about(section: Section) -> &'static str {
    match section {
        Section::Around => "What the two reports say about their scans, where it differs.",
        Section::New => "Findings that only the newer report has, each with the likeliest cause.",
        Section::Changed => {
            "Findings of both reports that differ in bytes, place, rule state or grade."
        }
        Section::Gone => "Findings that only the older report has, each with the likeliest cause.",
        Section::Same => "Findings that both reports have.",
    }
}
