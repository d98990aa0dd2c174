//! The table of facets: what can be asked for by name. It feeds reading, matching, completion and the README.

use crate::domain::decisions::{Mark, Stand};
use crate::domain::grade::{Kind, Level};
use crate::domain::identity::Key;
use crate::domain::outcome::Outcome;
use crate::domain::report::{Completeness, Head};
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

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

/// How a facet is asked: about the scan or about a finding, for a text that holds the value or for a fixed word.
#[derive(Debug)]
pub enum Asks {
    /// A text of the scan.
    ScanText(Look),
    /// A text of where the report was read, which a file that gave none has as well.
    Place(Look),
    /// A word about the scan.
    ScanWord(Words<fn(&Head) -> bool>),
    /// The time of the scan.
    Since,
    /// A text of a finding.
    FindingText(fn(&Key) -> Option<&Untrusted>),
    /// A word about a finding.
    FindingWord(Words<fn(&Key) -> bool>),
    /// A word about where a finding stands.
    Standing(Words<fn(Stand) -> bool>),
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
    /// The facet of a name, whatever its case.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::among(TABLE, name)
    }

    /// Its words and what they mean; none where any text will do.
    pub fn words(&self) -> Vec<(&'static str, &'static str)> {
        fn pairs<T>(words: Words<T>) -> Vec<(&'static str, &'static str)> {
            words.iter().map(|row| (row.name, row.sentence)).collect()
        }
        match self.asks {
            Asks::ScanWord(words) => pairs(words),
            Asks::FindingWord(words) => pairs(words),
            Asks::Standing(words) => pairs(words),
            Asks::Since => TIMES.to_vec(),
            Asks::ScanText(_) | Asks::Place(_) | Asks::FindingText(_) => Vec::new(),
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

/// The table, the likeliest first.
pub static TABLE: &[Facet] = &[
    Facet {
        name: "is",
        also: Some("status"),
        noun: "standing",
        example: "open",
        sentence: "where a finding stands, or a scan without findings",
        asks: Asks::Standing(&[
            word("open", "waits for a decision", |stand| stand.mark.is_open()),
            word("decided", "has a verdict in force", |stand| {
                !stand.mark.is_open()
            }),
            word("carried", "decided in another scan", |stand| stand.carried),
            word("proposed", "open, with a proposal", |stand| {
                stand.mark == Mark::Proposed
            }),
            word("expired", "open, its verdict ran out", |stand| {
                stand.mark == Mark::Expired
            }),
        ]),
    },
    Facet {
        name: "rule",
        also: None,
        noun: "rule",
        example: "license",
        sentence: "rule of a finding",
        asks: Asks::FindingText(|key| Some(&key.rule)),
    },
    Facet {
        name: "threat",
        also: None,
        noun: "threat",
        example: "PAIT-PKL",
        sentence: "threat code of a finding",
        asks: Asks::FindingText(|key| key.threat.as_ref()),
    },
    Facet {
        name: "file",
        also: None,
        noun: "file",
        example: "tokenizer",
        sentence: "file of a finding",
        asks: Asks::FindingText(|key| key.file.as_ref()),
    },
    Facet {
        name: "symbol",
        also: None,
        noun: "symbol",
        example: "os.system",
        sentence: "module and name that a finding speaks of",
        asks: Asks::FindingText(|key| key.symbol.as_ref()),
    },
    Facet {
        name: "sev",
        also: Some("severity"),
        noun: "severity",
        example: "critical,high",
        sentence: "severity of a finding, reported or derived",
        asks: Asks::FindingWord(&[
            word("critical", "", |key| key.level == Some(Level::Critical)),
            word("high", "", |key| key.level == Some(Level::High)),
            word("medium", "", |key| key.level == Some(Level::Medium)),
            word("low", "", |key| key.level == Some(Level::Low)),
            word("info", "", |key| key.level == Some(Level::Info)),
            word("none", "nobody graded it", |key| key.level.is_none()),
        ]),
    },
    Facet {
        name: "kind",
        also: None,
        noun: "kind",
        example: "threat",
        sentence: "what a finding is about, or whether it only records",
        asks: Asks::FindingWord(&[
            word("threat", "what the bytes do", |key| {
                key.kind == Kind::Threat
            }),
            word("policy", "what the organisation allows", |key| {
                key.kind == Kind::Policy
            }),
            word("notice", "recorded, not blocking", |key| !key.blocks),
        ]),
    },
    Facet {
        name: "verdict",
        also: None,
        noun: "verdict",
        example: "false-positive",
        sentence: "verdict in force on a finding, or on the scan as a whole",
        asks: Asks::Standing(&[
            word("true-positive", "the danger is real", |stand| {
                stand.mark == Mark::Verdict(Verdict::TruePositive)
            }),
            word("false-positive", "wrong, or cannot happen", |stand| {
                stand.mark == Mark::Verdict(Verdict::FalsePositive)
            }),
            word("accepted-risk", "knowingly accepted", |stand| {
                stand.mark == Mark::Verdict(Verdict::AcceptedRisk)
            }),
            word("needs-review", "a second person must look", |stand| {
                stand.mark == Mark::Verdict(Verdict::NeedsReview)
            }),
            word("pipeline-fault", "the build's own fault", |stand| {
                stand.mark == Mark::Verdict(Verdict::PipelineFault)
            }),
        ]),
    },
    Facet {
        name: "outcome",
        also: None,
        noun: "outcome",
        example: "blocked,error",
        sentence: "outcome of the scan",
        asks: Asks::ScanWord(&[
            word("BLOCKED", "", |head| head.scan.outcome == Outcome::Blocked),
            word("ALLOWED", "", |head| head.scan.outcome == Outcome::Allowed),
            word("ERROR", "", |head| head.scan.outcome == Outcome::Error),
            word("PENDING", "", |head| head.scan.outcome == Outcome::Pending),
            word("PASS", "", |head| head.scan.outcome == Outcome::Pass),
            word("CLEAN", "", |head| head.scan.outcome == Outcome::Clean),
            word("SUCCESS", "", |head| head.scan.outcome == Outcome::Success),
            word("WARNING", "", |head| head.scan.outcome == Outcome::Warning),
            word("FAILURE", "", |head| head.scan.outcome == Outcome::Failure),
            word("FAIL", "", |head| head.scan.outcome == Outcome::Fail),
            word("OTHER", "a word this program does not know", |head| {
                matches!(head.scan.outcome, Outcome::Other(_))
            }),
            word("UNKNOWN", "the source states none", |head| {
                head.scan.outcome == Outcome::Unstated
            }),
        ]),
    },
    Facet {
        name: "model",
        also: None,
        noun: "model",
        example: "acme/scorer",
        sentence: "name or place of the model",
        asks: Asks::ScanText(|head, sees| {
            let uri = head.scan.model_uri.as_ref();
            sees(head.name().raw()) || uri.is_some_and(|uri| sees(uri.raw()))
        }),
    },
    Facet {
        name: "group",
        also: None,
        noun: "group",
        example: "\"HF prod\"",
        sentence: "name or UUID of the security group",
        asks: Asks::ScanText(|head, sees| {
            let group = [head.group_name(), head.group_uuid()];
            group.into_iter().flatten().any(|text| sees(text.raw()))
        }),
    },
    Facet {
        name: "since",
        also: None,
        noun: "time",
        example: "7d",
        sentence: "scanned no longer ago than 12h, 7d or 2w, or since a date as 2026-08-01",
        asks: Asks::Since,
    },
    Facet {
        name: "completeness",
        also: None,
        noun: "completeness",
        example: "counts",
        sentence: "how much the report holds",
        asks: Asks::ScanWord(&[
            word("counts", "how many rules failed, not which", |head| {
                head.completeness == Completeness::Counts
            }),
            word("partial", "some of the findings", |head| {
                head.completeness == Completeness::Partial
            }),
            word("full", "all that triage needs", |head| {
                head.completeness == Completeness::Full
            }),
        ]),
    },
    Facet {
        name: "source",
        also: None,
        noun: "source",
        example: "build-812",
        sentence: "file the report was read from, its dialect, or where the model came from",
        asks: Asks::Place(|head, sees| {
            sees(head.source.label().raw())
                || sees(head.source.dialect)
                || head
                    .scan
                    .source_type
                    .as_ref()
                    .is_some_and(|text| sees(text.raw()))
        }),
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_facet_has_words_and_names_of_its_own() {
        let mut names = HashSet::new();
        for facet in TABLE {
            for name in [Some(facet.name), facet.also].into_iter().flatten() {
                assert!(names.insert(name), "{name}");
                assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{name}");
                assert_eq!(Facet::named(name).map(|found| found.name), Some(facet.name));
            }
            assert!(!facet.sentence.is_empty() && !facet.example.is_empty());
            let words: HashSet<_> = facet.words().into_iter().collect();
            assert_eq!(words.len(), facet.words().len(), "{}", facet.name);
        }
    }
}
