//! The outcome of a scan, in the words of the API and of its predecessors.

use crate::domain::text::Untrusted;

/// What a scan concluded, as its source says it. Unknown words are kept, never refused: the API declares its
/// enumerations as open (`data-plane.yml`, `EvalOutcome` or any string).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// No blocking rule failed.
    Allowed,
    /// At least one blocking rule failed.
    Blocked,
    /// The scan itself failed: it decided nothing.
    Error,
    /// The scan was not finished when the report was written.
    Pending,
    /// Older word for a pass.
    Pass,
    /// Older word for a pass.
    Clean,
    /// Older word for a pass.
    Success,
    /// Older word for findings that fail some gates.
    Warning,
    /// Older word for a failure.
    Failure,
    /// Older word for a failure.
    Fail,
    /// A word this program does not know, upper-cased.
    Other(Untrusted),
    /// The source states no outcome: a violations file, another scanner's report.
    Unstated,
}

/// What an outcome means for whoever waits for the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The model may pass.
    Passed,
    /// The model was stopped.
    Stopped,
    /// Nothing was decided.
    Undecided,
}

const WORDS: [(&str, Outcome, Meaning); 10] = [
    ("ALLOWED", Outcome::Allowed, Meaning::Passed),
    ("BLOCKED", Outcome::Blocked, Meaning::Stopped),
    ("ERROR", Outcome::Error, Meaning::Undecided),
    ("PENDING", Outcome::Pending, Meaning::Undecided),
    ("PASS", Outcome::Pass, Meaning::Passed),
    ("CLEAN", Outcome::Clean, Meaning::Passed),
    ("SUCCESS", Outcome::Success, Meaning::Passed),
    ("WARNING", Outcome::Warning, Meaning::Stopped),
    ("FAILURE", Outcome::Failure, Meaning::Stopped),
    ("FAIL", Outcome::Fail, Meaning::Stopped),
];

impl Outcome {
    /// Reads any rendering: `BLOCKED`, `EvalOutcome.BLOCKED`, `EVALOUTCOME.BLOCKED` (facts §1.0.1).
    pub fn read(raw: &str) -> Self {
        let word = enum_word(raw);
        if word.is_empty() {
            return Self::Unstated;
        }
        let known = WORDS.iter().find(|(name, ..)| *name == word);
        known.map_or_else(
            || Self::Other(word.into()),
            |(_, outcome, _)| outcome.clone(),
        )
    }

    /// The word as the JSON schema prints it; `UNKNOWN` where the source states none.
    pub fn word(&self) -> &str {
        match self {
            Self::Other(word) => word.raw(),
            Self::Unstated => "UNKNOWN",
            known => WORDS
                .iter()
                .find(|(_, outcome, _)| outcome == known)
                .map_or("UNKNOWN", |(name, ..)| name),
        }
    }

    /// What the outcome means; words nobody knows decide nothing.
    pub fn meaning(&self) -> Meaning {
        WORDS
            .iter()
            .find(|(_, outcome, _)| outcome == self)
            .map_or(Meaning::Undecided, |(.., meaning)| *meaning)
    }
}

/// The value of an enumeration however Python printed it: the text after the last dot, upper-cased; of its own print,
/// `<EvalOutcome.BLOCKED: 'BLOCKED'>`, what stands before the colon.
pub fn enum_word(raw: &str) -> String {
    let printed = raw.trim().strip_prefix('<');
    let name = printed.and_then(|print| print.split_once(':'));
    name.map_or(raw, |(name, _)| name)
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .trim()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rendering_reads_to_its_word() {
        let cases = [
            ("BLOCKED", Outcome::Blocked),
            ("EvalOutcome.BLOCKED", Outcome::Blocked),
            ("EVALOUTCOME.ALLOWED", Outcome::Allowed),
            ("<EvalOutcome.BLOCKED: 'BLOCKED'>", Outcome::Blocked),
            ("clean", Outcome::Clean),
            ("QUARANTINED", Outcome::Other("QUARANTINED".into())),
            ("", Outcome::Unstated),
        ];
        for (raw, outcome) in cases {
            assert_eq!(Outcome::read(raw), outcome, "{raw}");
        }
        assert_eq!(Outcome::read("EvalOutcome.error").word(), "ERROR");
    }

    #[test]
    fn an_error_is_neither_a_pass_nor_a_stop() {
        for word in ["ERROR", "PENDING", "QUARANTINED", ""] {
            assert_eq!(Outcome::read(word).meaning(), Meaning::Undecided, "{word}");
        }
    }
}
