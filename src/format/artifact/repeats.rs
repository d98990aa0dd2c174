//! Reports that one archive holds twice. A log archive of GitHub Actions has each job's log whole (`0_job.txt`) and
//! again by step (`job/1_step.txt`); the whole log is kept, because it has what was printed around the report.

use std::collections::HashMap;
use std::hash::Hash;

use crate::domain::draft::{Draft, Listing};
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::report::Source;
use crate::domain::scan::Scan;
use crate::domain::text::Untrusted;
use crate::domain::warning::Warning;
use crate::format::intake::{Fragment, Reading};

/// How many different documents with the same key are compared: a bound, not a number anybody meets.
const COMPARED: usize = 16;

/// Removes what is there twice. Texts nearer the root of the archive are kept.
pub(super) fn remove(reading: &mut Reading) {
    let named = |draft: &Draft| draft.scan.uuid.is_some();
    keep_first(&mut reading.drafts, draft_key, named, same_draft);
    let named = |part: &Fragment| part.scan.is_some();
    keep_first(&mut reading.fragments, fragment_key, named, PartialEq::eq);
}

/// Removes what one text tells of a scan where it also tells more: a log polls a scan until it has ended, a shell prints
/// what it runs and what came of it.
pub(super) fn outdo(reading: &mut Reading) {
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, (source, draft)) in reading.drafts.iter().enumerate() {
        if let Some(uuid) = &draft.scan.uuid {
            places.entry((&source.member, uuid)).or_default().push(at);
        }
    }
    let mut keep = vec![true; reading.drafts.len()];
    let outdoes =
        |one: usize, other: usize| tells_all(&reading.drafts[one].1, &reading.drafts[other].1);
    for places in places.values() {
        let mut best: Vec<usize> = Vec::new();
        for &at in places {
            keep[at] = !best.iter().any(|earlier| outdoes(*earlier, at));
            if keep[at] && best.len() < COMPARED {
                best.retain(|earlier| {
                    keep[*earlier] = !outdoes(at, *earlier);
                    keep[*earlier]
                });
                best.push(at);
            }
        }
    }
    let mut keep = keep.into_iter();
    reading.drafts.retain(|_| keep.next().unwrap_or(true));
}

/// Whether one draft of a scan tells all that another does.
fn tells_all(one: &Draft, other: &Draft) -> bool {
    if other.scan.outcome == Outcome::Pending && one.scan.outcome != Outcome::Pending {
        return true;
    }
    // However the outcome is spelt.
    let plain = |scan: &Scan| Scan {
        outcome_raw: Untrusted::from(""),
        ..scan.clone()
    };
    let listed = other.listing == Listing::Absent || one.listing == other.listing;
    let mut doubts = other.warnings.iter();
    let either = |same: bool, none: bool| same || none;
    plain(&one.scan) == plain(&other.scan)
        && one.coverage == other.coverage
        && listed
        && doubts.all(|doubt| one.warnings.contains(doubt))
        && either(
            one.observations == other.observations,
            other.observations.is_empty(),
        )
        && either(
            one.evaluations == other.evaluations,
            other.evaluations.is_empty(),
        )
        && either(one.files == other.files, other.files.is_empty())
}

/// Doubts scans that the file holds as passed and as stopped. One that is pending first is only waited for.
pub(super) fn doubt(reading: &mut Reading) {
    let mut said: HashMap<Untrusted, Vec<Meaning>> = HashMap::new();
    for (_, draft) in &reading.drafts {
        if let Some(uuid) = &draft.scan.uuid {
            let said = said.entry(uuid.clone()).or_default();
            let meaning = draft.scan.outcome.meaning();
            if !said.contains(&meaning) {
                said.push(meaning);
            }
        }
    }
    for (_, draft) in &mut reading.drafts {
        let said = draft.scan.uuid.as_ref().and_then(|uuid| said.get(uuid));
        let both = |said: &Vec<Meaning>| {
            said.contains(&Meaning::Passed) && said.contains(&Meaning::Stopped)
        };
        if said.is_some_and(both) {
            draft.warnings.push(Warning::OutcomesContradict);
        }
    }
}

fn keep_first<T, K: Eq + Hash>(
    found: &mut Vec<(Source, T)>,
    key: fn(&T) -> K,
    named: fn(&T) -> bool,
    same: fn(&T, &T) -> bool,
) {
    if found.len() < 2 || found.iter().all(|(source, _)| source.member.is_none()) {
        return;
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_unstable_by_key(|&index| (depth(&found[index].0), index));
    let mut kept: HashMap<K, Vec<usize>> = HashMap::new();
    let mut keep = vec![true; found.len()];
    for index in order {
        let seen = kept.entry(key(&found[index].1)).or_default();
        keep[index] = !seen.iter().any(|&earlier| {
            let (one, other) = (&found[earlier], &found[index]);
            let may_repeat = named(&one.1) || is_log(&one.0) && is_log(&other.0);
            one.0.member != other.0.member && may_repeat && same(&one.1, &other.1)
        });
        if keep[index] && seen.len() < COMPARED {
            seen.push(index);
        }
    }
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}

/// Whether a member may be a job's log or a step of it. Other files of an archive that name no scan are told apart by
/// their names only, however alike they are.
fn is_log(source: &Source) -> bool {
    let member = source.member.as_ref().map_or("", Untrusted::raw);
    member.to_ascii_lowercase().ends_with(".txt")
}

fn depth(source: &Source) -> usize {
    let member = source.member.as_ref().map_or("", Untrusted::raw);
    member.matches(['/', '\\']).count()
}

fn draft_key(draft: &Draft) -> (Option<Untrusted>, String) {
    let digest = draft.digest.map(|digest| digest.to_string());
    (draft.scan.uuid.clone(), digest.unwrap_or_default())
}

/// Doubts are about the text around a report, so they do not make two of it.
fn same_draft(one: &Draft, other: &Draft) -> bool {
    one.scan == other.scan
        && one.listing == other.listing
        && one.observations == other.observations
        && one.evaluations == other.evaluations
        && one.files == other.files
}

fn fragment_key(fragment: &Fragment) -> (Option<Untrusted>, [usize; 3]) {
    let violations = fragment.observations.as_ref().map_or(usize::MAX, Vec::len);
    let counts = [violations, fragment.evaluations.len(), fragment.files.len()];
    (fragment.scan.clone(), counts)
}
