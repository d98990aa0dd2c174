//! Finding the scan of each part.

use std::collections::HashMap;

use super::{Bundle, Part, names};
use crate::domain::report::Source;
use crate::domain::text::Untrusted;
use crate::format::intake::Fragment;

type Loose = (Source, Fragment);
/// By sign, the scans that agree in it and lack each part.
type Agreeing = HashMap<String, [Vec<usize>; Part::ALL.len()]>;
type Signs = fn(&Source) -> Vec<(String, &'static str)>;

/// The signs by which a part and a scan are matched when the part names none, surest first. What two of them share,
/// they agree in; the words go into the warning.
const SIGNS: [Signs; 4] = [
    |source| vec![(source.label().raw().to_owned(), "file")],
    |source| signs(names::stem(source), "name"),
    |source| signs(names::number(source), "name"),
    names::places,
];

fn signs(sign: Option<String>, by: &'static str) -> Vec<(String, &'static str)> {
    sign.into_iter().map(|sign| (sign, by)).collect()
}

/// Joins every part with its scan. What is given comes from one folder; the order in which it is given means nothing.
pub fn join(mut scans: Vec<Bundle>, mut parts: Vec<Loose>) -> Vec<Bundle> {
    scans.sort_unstable_by(|one, other| one.source.cmp(&other.source));
    parts.sort_by(|one, other| one.0.cmp(&other.0));
    if parts.is_empty() {
        return scans;
    }
    let (violations, others): (Vec<_>, Vec<_>) = parts
        .into_iter()
        .partition(|(_, fragment)| Part::of(fragment) == Part::Violations);
    // Evaluations and files first: they name their scan, and may make one that violations then find.
    for batch in [others, violations] {
        let loose = by_uuid(&mut scans, batch);
        let loose = SIGNS
            .iter()
            .fold(loose, |loose, signs| by_sign(&mut scans, loose, *signs));
        settle(&mut scans, loose);
    }
    scans
}

/// Parts that name their scan, or whose file name does.
fn by_uuid(scans: &mut [Bundle], parts: Vec<Loose>) -> Vec<Loose> {
    let mut known: HashMap<String, usize> = HashMap::new();
    for (index, scan) in scans.iter().enumerate().rev() {
        if let Some(uuid) = &scan.draft.scan.uuid {
            known.insert(uuid.raw().to_lowercase(), index);
        }
    }
    let mut loose = Vec::new();
    for (source, fragment) in parts {
        let stated = fragment.scan.as_ref().map(|uuid| uuid.raw().to_lowercase());
        let (names, by) = match stated {
            Some(uuid) => (vec![uuid], None),
            None => (names::uuids(&source), Some("file name")),
        };
        let scan = names.iter().find_map(|uuid| known.get(uuid));
        match scan.map(|&index| &mut scans[index]) {
            Some(scan) if scan.wants(&fragment) || scan.has(&fragment) => {
                scan.add(source, fragment, by);
            }
            _ => loose.push((source, fragment)),
        }
    }
    loose
}

/// Parts that agree with exactly one scan in a sign, and no other such part does.
fn by_sign(scans: &mut [Bundle], parts: Vec<Loose>, signs: Signs) -> Vec<Loose> {
    let mut agreeing = Agreeing::new();
    for (index, scan) in scans.iter().enumerate() {
        for (sign, _) in signs(&scan.source) {
            let lacking = agreeing.entry(sign).or_default();
            for part in Part::ALL.into_iter().filter(|part| scan.lacks(*part)) {
                lacking[part as usize].push(index);
            }
        }
    }
    let matches: Vec<_> = parts
        .iter()
        .map(|(source, fragment)| {
            // A part that names a scan that is not here, or whose file does, belongs to that one.
            let elsewhere = fragment.scan.is_some() || names::file_has_uuid(source);
            let signs = (!elsewhere).then(|| signs(source));
            signs.and_then(|signs| only_match(scans, &agreeing, signs, fragment))
        })
        .collect();
    let mut claims: HashMap<(usize, Part), usize> = HashMap::new();
    for ((_, fragment), found) in parts.iter().zip(&matches) {
        if let Some((index, _)) = found {
            *claims.entry((*index, Part::of(fragment))).or_default() += 1;
        }
    }
    let mut loose = Vec::new();
    for ((source, fragment), found) in parts.into_iter().zip(matches) {
        match found {
            Some((index, by)) if claims.get(&(index, Part::of(&fragment))) == Some(&1) => {
                scans[index].add(source, fragment, Some(by));
            }
            _ => loose.push((source, fragment)),
        }
    }
    loose
}

/// Of the scans in the nearest place that has any, the one that lacks the part; none when there are several, or when
/// what is known of the scan speaks against it.
fn only_match(
    scans: &[Bundle],
    agreeing: &Agreeing,
    signs: Vec<(String, &'static str)>,
    fragment: &Fragment,
) -> Option<(usize, &'static str)> {
    let part = Part::of(fragment);
    let (lacking, by) = signs
        .into_iter()
        .find_map(|(sign, by)| Some((agreeing.get(&sign)?, by)))?;
    match lacking[part as usize][..] {
        [only] if scans[only].could_own(fragment) => Some((only, by)),
        _ => None,
    }
}

/// Parts without a scan become reports; those that name the same scan become one.
fn settle(scans: &mut Vec<Bundle>, parts: Vec<Loose>) {
    let mut made: HashMap<Untrusted, usize> = HashMap::new();
    for (source, fragment) in parts {
        let same = fragment.scan.as_ref().and_then(|uuid| made.get(uuid));
        match same.map(|&index| &mut scans[index]) {
            Some(scan) if scan.wants(&fragment) || scan.has(&fragment) => {
                scan.add(source, fragment, None);
            }
            _ => {
                if let Some(uuid) = &fragment.scan {
                    made.insert(uuid.clone(), scans.len());
                }
                scans.push(Bundle::alone(source, fragment));
            }
        }
    }
}
