//! The tables of facets: what can be asked for by name. They feed reading, matching, completion and the README.

mod scans;
mod verdicts;

use jiff::civil::Date;

use crate::domain::decision::Decision;
use crate::domain::decisions::Stand;
use crate::domain::identity::Key;
use crate::domain::report::Head;
use crate::domain::text::Untrusted;

/// What a filter is about: which table its facets are from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Scans and their findings.
    #[default]
    Scans,
    /// Verdicts of the ledger.
    Verdicts,
}

impl About {
    /// What can be asked for by name, the likeliest first.
    pub fn facets(self) -> &'static [Facet] {
        match self {
            Self::Scans => scans::TABLE,
            Self::Verdicts => verdicts::TABLE,
        }
    }

    /// The facet of a name, whatever its case.
    pub fn facet(self, name: &str) -> Option<&'static Facet> {
        Facet::among(self.facets(), name)
    }
}

/// Shows texts of a scan one after another until one is what is looked for.
type Look = fn(&Head, &mut dyn FnMut(&str) -> bool) -> bool;

/// Something that can be asked for by name.
#[derive(Debug)]
pub struct Facet<A = Asks> {
    /// What is typed before the colon.
    pub name: &'static str,
    /// Another name people try.
    pub also: Option<&'static str>,
    /// What one value of it is called.
    pub noun: &'static str,
    /// A value to show.
    pub example: &'static str,
    /// What it asks, in a sentence.
    pub sentence: &'static str,
    /// How it is asked.
    pub asks: A,
}

/// Texts of a verdict.
type Texts = fn(&Decision) -> [Option<&Untrusted>; 2];

/// How a facet is asked: about the scan, a finding or a verdict, for a text that holds the value or for a fixed word.
#[derive(Debug)]
pub enum Asks {
    /// A text of the scan.
    ScanText(Look),
    /// A text of where the report was read, which a file that gave none has as well.
    Place(Look),
    /// A word about the scan.
    ScanWord(Words<fn(&Head) -> bool>),
    /// The time of the scan, or of the verdict.
    Since,
    /// A text of a finding.
    FindingText(fn(&Key) -> Option<&Untrusted>),
    /// A word about a finding.
    FindingWord(Words<fn(&Key) -> bool>),
    /// A word about where a finding stands.
    Standing(Words<fn(Stand) -> bool>),
    /// A text of a verdict.
    VerdictText(Texts),
    /// A word about a verdict, and about the day.
    VerdictWord(Words<fn(&Decision, Date) -> bool>),
}

/// The fixed words of a facet.
type Words<T> = &'static [Word<T>];

/// A fixed word, what it means where that needs saying, and when it holds.
#[derive(Debug)]
pub struct Word<T> {
    name: &'static str,
    sentence: &'static str,
    pub(super) holds: T,
}

const fn word<T: Copy>(name: &'static str, sentence: &'static str, holds: T) -> Word<T> {
    Word {
        name,
        sentence,
        holds,
    }
}

impl<A> Facet<A> {
    /// The facet of a name in a table, whatever its case.
    pub fn among(table: &'static [Self], name: &str) -> Option<&'static Self> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        table
            .iter()
            .find(|facet| is(facet.name) || facet.also.is_some_and(is))
    }

    /// Whether its name begins so.
    pub fn begins(&self, typed: &str) -> bool {
        super::parse::begins(self.name, typed)
    }
}

impl Facet {
    /// Its words and what they mean; none where any text will do.
    pub fn words(&self) -> Vec<(&'static str, &'static str)> {
        fn pairs<T>(words: Words<T>) -> Vec<(&'static str, &'static str)> {
            words.iter().map(|row| (row.name, row.sentence)).collect()
        }
        match self.asks {
            Asks::ScanWord(words) => pairs(words),
            Asks::FindingWord(words) => pairs(words),
            Asks::Standing(words) => pairs(words),
            Asks::VerdictWord(words) => pairs(words),
            Asks::Since => TIMES.to_vec(),
            Asks::ScanText(_) | Asks::Place(_) | Asks::FindingText(_) | Asks::VerdictText(_) => {
                Vec::new()
            }
        }
    }

    /// Whether it is about findings, which must all be asked of one and the same.
    pub fn is_about_findings(&self) -> bool {
        matches!(
            self.asks,
            Asks::FindingText(_) | Asks::FindingWord(_) | Asks::Standing(_)
        )
    }
}

/// Times that are offered; any other will do as well.
pub(super) const TIMES: [(&str, &str); 4] = [
    ("24h", "the last day"),
    ("7d", "the last week"),
    ("2w", "the last two weeks"),
    ("90d", "the last quarter"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_facet_has_words_and_names_of_its_own() {
        let mut names = HashSet::new();
        let of = |about: About| about.facets().iter().map(move |facet| (about, facet));
        for (about, facet) in of(About::Scans).chain(of(About::Verdicts)) {
            for name in [Some(facet.name), facet.also].into_iter().flatten() {
                assert!(names.insert((about == About::Scans, name)), "{name}");
                assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{name}");
                assert_eq!(about.facet(name).map(|found| found.name), Some(facet.name));
            }
            assert!(!facet.sentence.is_empty() && !facet.example.is_empty());
            let words: HashSet<_> = facet.words().into_iter().collect();
            assert_eq!(words.len(), facet.words().len(), "{}", facet.name);
        }
    }
}
