//! Whether a filter lets a report or a finding through.
//!
//! Terms about findings hold together on one finding of a report; a denied one holds where no finding is so. Where a
//! report lists no findings, or has a verdict as a whole, the scan counts as one more thing that stands somewhere.

use std::iter;

use jiff::civil::Date;

use super::facet::Asks;
use super::memo::Memo;
use super::needle::Needle;
use super::{Query, Term, Wanted};
use crate::domain::decisions::{Decisions, Stand};
use crate::domain::finding::Finding;
use crate::domain::identity::Key;
use crate::domain::outcome::Meaning;
use crate::domain::report::{Head, Summary};

/// What holds now: where things stand is looked up in it.
#[derive(Clone, Copy, Debug)]
pub struct Present<'a> {
    /// Every verdict.
    pub decisions: &'a Decisions,
    /// Today.
    pub today: Date,
}

/// Where something stands, looked up only if it matters.
type Lookup<'a> = &'a dyn Fn() -> Option<Stand>;

impl Query {
    /// Whether a report satisfies it.
    pub fn accepts<'a>(
        &'a self,
        summary: &'a Summary,
        present: &Present<'_>,
        memo: &mut Memo<'a>,
    ) -> bool {
        self.accepts_scan(&summary.head)
            && self
                .words()
                .all(|(needle, wanted)| occurs(needle, summary, memo) == wanted)
            && self.accepts_findings(summary, present, memo)
    }

    /// Whether what it asks of the scan holds.
    pub fn accepts_scan(&self, head: &Head) -> bool {
        let mut asked = self.terms.iter().filter(|term| term.is_about_scan());
        asked.all(|term| term.holds_of_scan(head) != term.negated)
    }

    /// Whether a finding of an open report satisfies what it asks of findings, and its text.
    pub fn accepts_finding(&self, finding: &Finding, key: &Key, stand: Stand) -> bool {
        let is_in = &mut |needle: &Needle, text: &str| needle.is_in(text);
        let mut asked = self.terms.iter().filter(|term| term.is_about_findings());
        asked.all(|term| term.holds_of_finding(Some(key), &|| Some(stand), is_in) != term.negated)
            && self.words().all(|(needle, wanted)| {
                let found = occurs_in_finding(needle, finding) || occurs_in_key(needle, key, is_in);
                found == wanted
            })
    }

    /// Whether a file that gave no report satisfies it: by its place, and never where a report is asked for.
    pub fn accepts_place(&self, place: &str) -> bool {
        self.terms.iter().all(|term| {
            let found = match &term.wanted {
                Wanted::Word(needle) => needle.is_in(place),
                Wanted::Text(facet, needles) if matches!(facet.asks, Asks::Place(_)) => {
                    needles.iter().any(|needle| needle.is_in(place))
                }
                _ => return false,
            };
            found != term.negated
        })
    }

    fn words(&self) -> impl Iterator<Item = (&Needle, bool)> {
        self.terms.iter().filter_map(|term| match &term.wanted {
            Wanted::Word(needle) => Some((needle, !term.negated)),
            _ => None,
        })
    }

    fn accepts_findings<'a>(
        &'a self,
        summary: &'a Summary,
        present: &Present<'_>,
        memo: &mut Memo<'a>,
    ) -> bool {
        let asked = |negated| {
            let about = self.terms.iter().filter(|term| term.is_about_findings());
            about.filter(move |term| term.negated == negated)
        };
        let is_in = &mut |needle, text| memo.is_in(needle, text);
        // What costs a look into the verdicts is asked last.
        let costly = |costly| asked(false).filter(move |term| term.asks_standing() == costly);
        let mut all = |key: Option<&'a Key>, stand: Lookup<'_>| {
            let mut asked = costly(false).chain(costly(true));
            asked.all(|term| term.holds_of_finding(key, stand, is_in))
        };
        if asked(false).next().is_some() && !some(summary, present, &mut all) {
            return false;
        }
        let mut any = |key: Option<&'a Key>, stand: Lookup<'_>| {
            asked(true).any(|term| term.holds_of_finding(key, stand, is_in))
        };
        asked(true).next().is_none() || !some(summary, present, &mut any)
    }
}

/// Tells whether a piece of text occurs in a text.
type IsIn<'a, 'f> = &'f mut dyn FnMut(&'a Needle, &'a str) -> bool;

/// Whether something holds of a finding of a report, or of the scan as a whole.
fn some<'a>(
    summary: &'a Summary,
    present: &Present<'_>,
    holds: &mut dyn FnMut(Option<&'a Key>, Lookup<'_>) -> bool,
) -> bool {
    let standing = present.decisions.of_findings(&summary.head, present.today);
    let mut keys = summary.keys.iter();
    keys.any(|key| holds(Some(key), &|| Some(standing(key).stand())))
        || holds(None, &|| whole(summary, present))
}

/// Where the scan as a whole stands, if that counts: it was decided, or it waits because it lists no findings.
fn whole(summary: &Summary, present: &Present<'_>) -> Option<Stand> {
    let head = &summary.head;
    let standing = present.decisions.of_scan(head, present.today);
    let waits = summary.keys.is_empty() && head.scan.outcome.meaning() != Meaning::Passed;
    (waits || !standing.is_open()).then(|| standing.stand())
}

impl Term {
    pub(super) fn asks_standing(&self) -> bool {
        let facet = self.wanted.facet();
        facet.is_some_and(|facet| matches!(facet.asks, Asks::Standing(_)))
    }

    fn is_about_findings(&self) -> bool {
        let facet = self.wanted.facet();
        facet.is_some_and(super::Facet::is_about_findings)
    }

    fn is_about_scan(&self) -> bool {
        let facet = self.wanted.facet();
        facet.is_some_and(|facet| !facet.is_about_findings())
    }

    fn holds_of_scan(&self, head: &Head) -> bool {
        match (&self.wanted, self.wanted.facet().map(|facet| &facet.asks)) {
            (Wanted::Text(_, needles), Some(Asks::ScanText(look) | Asks::Place(look))) => {
                look(head, &mut |text| {
                    needles.iter().any(|needle| needle.is_in(text))
                })
            }
            (Wanted::Choice(_, chosen), Some(Asks::ScanWord(words))) => {
                chosen.iter().any(|at| (words[*at].holds)(head))
            }
            (Wanted::Since(_, then), _) => head.scan.created_at.is_some_and(|at| at >= *then),
            _ => false,
        }
    }

    /// Whether it holds of a finding, or where there is none, of the scan as a whole.
    fn holds_of_finding<'a>(
        &'a self,
        key: Option<&'a Key>,
        stand: Lookup<'_>,
        is_in: IsIn<'a, '_>,
    ) -> bool {
        match (
            &self.wanted,
            self.wanted.facet().map(|facet| &facet.asks),
            key,
        ) {
            (Wanted::Text(_, needles), Some(Asks::FindingText(text)), Some(key)) => {
                text(key).is_some_and(|text| needles.iter().any(|needle| is_in(needle, text.raw())))
            }
            (Wanted::Choice(_, chosen), Some(Asks::FindingWord(words)), Some(key)) => {
                chosen.iter().any(|at| (words[*at].holds)(key))
            }
            (Wanted::Choice(_, chosen), Some(Asks::Standing(words)), _) => {
                stand().is_some_and(|stand| chosen.iter().any(|at| (words[*at].holds)(stand)))
            }
            _ => false,
        }
    }
}

/// Whether a text occurs anywhere in what is kept of a report.
fn occurs<'a>(needle: &'a Needle, summary: &'a Summary, memo: &mut Memo<'a>) -> bool {
    let is_in = &mut |needle, text| memo.is_in(needle, text);
    let mut keys = summary.keys.iter();
    occurs_in_head(needle, &summary.head) || keys.any(|key| occurs_in_key(needle, key, is_in))
}

fn occurs_in_head(needle: &Needle, head: &Head) -> bool {
    let scan = &head.scan;
    let texts = [
        scan.model_uri.as_ref(),
        scan.uuid.as_ref(),
        scan.source_type.as_ref(),
        head.group_name(),
        head.group_uuid(),
    ];
    needle.is_in(head.source.label().raw())
        || needle.is_in(head.name().raw())
        || needle.is_in(scan.outcome.word())
        || needle.is_in(head.source.dialect)
        || texts
            .into_iter()
            .flatten()
            .any(|text| needle.is_in(text.raw()))
        || needle.begins(&head.identity.exact)
}

/// Whether a text occurs in a finding.
fn occurs_in_key<'a>(needle: &'a Needle, key: &'a Key, is_in: IsIn<'a, '_>) -> bool {
    let optional = [&key.threat, &key.file, &key.symbol].map(Option::as_ref);
    let mut texts = iter::once(&key.rule).chain(optional.into_iter().flatten());
    texts.any(|text| is_in(needle, text.raw())) || needle.begins(&key.identity.exact)
}

/// Whether a text occurs in what only an open report has of a finding.
fn occurs_in_finding(needle: &Needle, finding: &Finding) -> bool {
    let seen = &finding.seen;
    let level = finding.severity.map(|severity| severity.level.word());
    needle.is_in(seen.description.raw())
        || seen
            .hash
            .as_ref()
            .is_some_and(|hash| needle.is_in(hash.raw()))
        || level.is_some_and(|level| needle.is_in(level))
}
