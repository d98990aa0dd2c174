//! The roll of a library: of every finding the two numbers that most questions are about, one report after another in
//! one piece of memory, so that a key press can ask a million findings and look at none of them.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::ops::Range;

use crate::domain::identity::{Key, member_path};

/// The findings of a library, report by report.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    /// Where the findings of each report end.
    ends: Vec<usize>,
    /// How each finding's exact identity begins.
    prefixes: Vec<u32>,
    /// The spot of each.
    spots: Vec<Spot>,
    /// Drawn anew for each library, so that nobody can write reports whose spots are mistaken for one another.
    hasher: RandomState,
}

/// A rule, a file without the build agent's folders and a symbol, as a digest of one library: what a verdict at the scope
/// of a symbol covers inside a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot(u64);

impl Spot {
    /// Its first four bytes, which are as good as random.
    pub fn prefix(self) -> u32 {
        (self.0 >> u32::BITS) as u32
    }
}

/// One report's findings on the roll, in the order of its keys.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// How each finding's exact identity begins.
    pub prefixes: &'a [u32],
    /// The spot of each.
    pub spots: &'a [Spot],
}

impl Roll {
    /// Adds the next report.
    pub fn enter(&mut self, keys: &[Key]) {
        let (prefixes, spots) = self.columns(keys);
        self.prefixes.extend(prefixes);
        self.spots.extend(spots);
        self.ends.push(self.prefixes.len());
    }

    /// Takes what a report says now in place of what it said.
    pub fn replace(&mut self, report: usize, keys: &[Key]) {
        let range = self.range(report);
        let (prefixes, spots) = self.columns(keys);
        self.prefixes.splice(range.clone(), prefixes);
        self.spots.splice(range.clone(), spots);
        for end in &mut self.ends[report..] {
            *end = *end - range.len() + keys.len();
        }
    }

    /// How many reports it has.
    pub fn reports(&self) -> usize {
        self.ends.len()
    }

    /// The findings of a report.
    pub fn of(&self, report: usize) -> Entry<'_> {
        let range = self.range(report);
        Entry {
            prefixes: &self.prefixes[range.clone()],
            spots: &self.spots[range],
        }
    }

    /// The spot of a finding, be it of the library or not.
    pub fn spot(&self, key: &Key) -> Spot {
        let file = key.file.as_ref().map(|file| member_path(file.raw()));
        Spot(self.hasher.hash_one((&key.rule, file, &key.symbol)))
    }

    /// The spots of findings in their order; neighbours mostly share theirs.
    pub fn spots<'a>(&self, keys: impl IntoIterator<Item = &'a Key>) -> Vec<Spot> {
        let said = |key: &'a Key| (&key.rule, &key.file, &key.symbol);
        let mut last: Option<(&Key, Spot)> = None;
        let spots = keys.into_iter().map(|key| {
            let same = last.filter(|(before, _)| said(before) == said(key));
            let spot = same.map_or_else(|| self.spot(key), |(_, spot)| spot);
            last = Some((key, spot));
            spot
        });
        spots.collect()
    }

    fn columns(&self, keys: &[Key]) -> (Vec<u32>, Vec<Spot>) {
        let prefixes = keys.iter().map(|key| key.identity.exact.prefix());
        (prefixes.collect(), self.spots(keys))
    }

    fn range(&self, report: usize) -> Range<usize> {
        let start = report.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[report]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grade::Kind;
    use crate::domain::identity::{self, Identity};
    use proptest::prelude::*;

    fn key(rule: u8, file: u8, symbol: u8) -> Key {
        let digest = identity::of_bytes(&[rule, file, symbol]);
        Key {
            identity: Identity {
                exact: digest,
                shape: digest,
            },
            rule: format!("rule {rule}").into(),
            threat: None,
            file: (file > 0).then(|| format!("/agent/{file}/f{}.pkl", file % 2).into()),
            symbol: (symbol > 0).then(|| format!("s{symbol}").into()),
            level: None,
            kind: Kind::Threat,
            blocks: true,
        }
    }

    fn keys() -> impl Strategy<Value = Vec<Key>> {
        prop::collection::vec((0..3u8, 0..4u8, 0..3u8), 0..6).prop_map(|all| {
            all.into_iter()
                .map(|(rule, file, symbol)| key(rule, file, symbol))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_roll_says_of_each_report_what_its_findings_are_by_now(
            reports in prop::collection::vec(keys(), 1..6),
            replaced in prop::collection::vec((0..6usize, keys()), 0..4),
        ) {
            let (mut roll, mut reports) = (Roll::default(), reports);
            for keys in &reports {
                roll.enter(keys);
            }
            for (report, keys) in replaced {
                let report = report % reports.len();
                roll.replace(report, &keys);
                reports[report] = keys;
            }
            prop_assert_eq!(roll.reports(), reports.len());
            for (report, keys) in reports.iter().enumerate() {
                let entry = roll.of(report);
                let prefixes: Vec<_> = keys.iter().map(|key| key.identity.exact.prefix()).collect();
                prop_assert_eq!(entry.prefixes, prefixes);
                let spots: Vec<_> = keys.iter().map(|key| roll.spot(key)).collect();
                prop_assert_eq!(entry.spots, spots);
            }
            let said = |key: &Key| {
                let file = key.file.as_ref().map(|file| member_path(file.raw()).into_owned());
                (key.rule.clone(), file, key.symbol.clone())
            };
            let all: Vec<_> = reports.iter().flatten().collect();
            for (one, other) in all.iter().zip(all.iter().rev()) {
                prop_assert_eq!(roll.spot(one) == roll.spot(other), said(one) == said(other));
            }
        }
    }
}
