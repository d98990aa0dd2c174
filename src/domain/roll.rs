//! The roll of a library: of every finding the digests that most questions are about, one report after another in one
//! piece of memory each, so that a key press can ask a million findings and look at none of them.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::ops::Range;

use crate::domain::digest::Digest;
use crate::domain::identity::{Key, member_path};
use crate::domain::report::Head;
use crate::domain::text::Untrusted;

/// The findings of a library, report by report.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    /// Where the findings of each report stand.
    places: Vec<Place>,
    exact: Vec<Digest>,
    shapes: Vec<Digest>,
    spots: Vec<Digest>,
    rules: Vec<Digest>,
    /// Drawn anew for each library, so that nobody can write reports whose spots or rules are mistaken for one another.
    hasher: RandomState,
}

/// Where the findings of one report stand, in every column.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    length: usize,
    /// How many there is room for: a report that says less now may say more again.
    room: usize,
}

impl Place {
    fn range(self) -> Range<usize> {
        self.start..self.start + self.length
    }
}

/// One report's findings on the roll, in the order of its keys.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The exact identity of each.
    pub exact: &'a [Digest],
    /// The shape of each.
    pub shapes: &'a [Digest],
    /// The spot of each: its rule, its file without the build agent's folders and its symbol, which is what a verdict at
    /// the scope of a symbol covers inside a model.
    pub spots: &'a [Digest],
    /// The rule of each.
    pub rules: &'a [Digest],
}

/// Findings of one report, which somebody means.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    /// Their report.
    pub head: &'a Head,
    /// Its findings.
    pub keys: &'a [Key],
    /// Which of them are meant.
    pub at: &'a [usize],
    /// Where the library has the report.
    pub report: Option<usize>,
}

impl<'a> Chosen<'a> {
    /// Those that are meant.
    pub fn keys(self) -> impl Iterator<Item = &'a Key> {
        self.at.iter().map(move |at| &self.keys[*at])
    }
}

impl Roll {
    /// Adds the next report.
    pub fn enter(&mut self, keys: &[Key]) {
        let place = self.put(keys);
        self.places.push(place);
    }

    /// Takes what a report says now in place of what it said. What needs more room goes to the end, since to make room would
    /// move a million others.
    pub fn replace(&mut self, report: usize, keys: &[Key]) {
        let (before, now) = (self.places[report], self.put(keys));
        if now.length > before.room {
            self.places[report] = now;
            return;
        }
        self.places[report].length = now.length;
        for column in [
            &mut self.exact,
            &mut self.shapes,
            &mut self.spots,
            &mut self.rules,
        ] {
            column.copy_within(now.range(), before.start);
            column.truncate(now.start);
        }
    }

    fn put(&mut self, keys: &[Key]) -> Place {
        let start = self.exact.len();
        let identities = || keys.iter().map(|key| key.identity);
        self.exact
            .extend(identities().map(|it| Digest::from(it.exact)));
        self.shapes
            .extend(identities().map(|it| Digest::from(it.shape)));
        self.spots
            .extend(digests(keys, said, |said| self.spot(said)));
        self.rules
            .extend(digests(keys, |key| &key.rule, |rule| self.rule(rule)));
        Place {
            start,
            length: keys.len(),
            room: keys.len(),
        }
    }

    /// How many reports it has.
    pub fn reports(&self) -> usize {
        self.places.len()
    }

    /// The findings of a report.
    pub fn of(&self, report: usize) -> Entry<'_> {
        let range = self.places[report].range();
        Entry {
            exact: &self.exact[range.clone()],
            shapes: &self.shapes[range.clone()],
            spots: &self.spots[range.clone()],
            rules: &self.rules[range],
        }
    }

    /// The spots of chosen findings. Those of a report that the library has as it is need not be worked out again.
    pub fn spots_of<'a>(&'a self, chosen: Chosen<'a>) -> impl Iterator<Item = Digest> + 'a {
        let on = chosen.report.map(|report| self.of(report));
        let on = on.filter(|on| on.exact.len() == chosen.keys.len());
        chosen.at.iter().map(move |at| {
            let key = &chosen.keys[*at];
            let same = on.filter(|on| on.exact[*at] == key.identity.exact.into());
            same.map_or_else(|| self.spot(said(key)), |on| on.spots[*at])
        })
    }

    fn spot(&self, (rule, file, symbol): Said<'_>) -> Digest {
        let file = file.as_ref().map(|file| member_path(file.raw()));
        Digest(self.hasher.hash_one((rule, file, symbol)))
    }

    /// A rule as the roll has it.
    pub fn rule(&self, name: &Untrusted) -> Digest {
        Digest(self.hasher.hash_one(name))
    }
}

/// Rule, file and symbol.
type Said<'a> = (&'a Untrusted, &'a Option<Untrusted>, &'a Option<Untrusted>);

fn said(key: &Key) -> Said<'_> {
    (&key.rule, &key.file, &key.symbol)
}

/// Digests of what findings say; neighbours mostly say the same.
fn digests<'a, T: PartialEq + Copy>(
    keys: &'a [Key],
    said: impl Fn(&'a Key) -> T,
    digest: impl Fn(T) -> Digest,
) -> Vec<Digest> {
    let mut last: Option<(T, Digest)> = None;
    let digests = keys.iter().map(|key| {
        let says = said(key);
        let same = last.filter(|(before, _)| *before == says);
        let now = same.map_or_else(|| digest(says), |(_, before)| before);
        last = Some((says, now));
        now
    });
    digests.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grade::Kind;
    use crate::domain::identity::{self, Identity};
    use proptest::prelude::*;

    fn key(rule: u8, file: u8, symbol: u8) -> Key {
        Key {
            identity: Identity {
                exact: identity::of_bytes(&[rule, file, symbol]),
                shape: identity::of_bytes(&[rule, symbol]),
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

    #[test]
    fn a_report_that_says_less_and_more_in_turn_takes_no_more_room() {
        let long: Vec<Key> = (0..5).map(|file| key(0, file, 0)).collect();
        let mut roll = Roll::default();
        roll.enter(&long);
        roll.enter(&long[..2]);
        for keys in [&long[..1], &long, &[], &long] {
            roll.replace(0, keys);
            assert_eq!((roll.of(0).exact.len(), roll.exact.len()), (keys.len(), 7));
        }
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
                let exact: Vec<Digest> = keys.iter().map(|key| key.identity.exact.into()).collect();
                prop_assert_eq!(entry.exact, exact);
                let shapes: Vec<Digest> = keys.iter().map(|key| key.identity.shape.into()).collect();
                prop_assert_eq!(entry.shapes, shapes);
                let spots: Vec<_> = keys.iter().map(|key| roll.spot(said(key))).collect();
                prop_assert_eq!(entry.spots, spots);
                let rules: Vec<_> = keys.iter().map(|key| roll.rule(&key.rule)).collect();
                prop_assert_eq!(entry.rules, rules);
            }
            let told = |key: &Key| {
                let file = key.file.as_ref().map(|file| member_path(file.raw()).into_owned());
                (key.rule.clone(), file, key.symbol.clone())
            };
            let all: Vec<_> = reports.iter().flatten().collect();
            for (one, other) in all.iter().zip(all.iter().rev()) {
                let spot = |key: &Key| roll.spot(said(key));
                prop_assert_eq!(spot(one) == spot(other), told(one) == told(other));
            }
        }
    }
}
