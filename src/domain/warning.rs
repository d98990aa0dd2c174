//! What a reader of a report should know before trusting it, each in words an analyst uses.

use std::fmt;

use crate::domain::text::Untrusted;

/// A doubt about a report. `Display` gives the sentence; [`Warning::brief`] the few words a table row has room for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// The model was named by a relative path, which some client versions fail closed on (facts §4.4.1).
    RelativePath,
    /// The producer says that the build was told to go on.
    GreenBuild,
    /// The report was cut out of damaged JSON; line and column of the damage.
    Damaged {
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
    },
    /// Bytes that were not text were replaced.
    NotAllText,
    /// A document without its scan was joined to this one by a guess.
    Inferred {
        /// Violations, evaluations or files.
        part: &'static str,
        /// How the two were matched.
        by: &'static str,
    },
    /// A list ends before its stated total.
    Truncated {
        /// What the list holds.
        part: &'static str,
        /// Entries present.
        have: u64,
        /// Entries the source says there are.
        total: u64,
    },
    /// More or fewer rules have findings than the counts say failed.
    CountsDisagree {
        /// Distinct rules among the findings.
        found: u64,
        /// Rules that failed by the summary.
        stated: u64,
    },
    /// More rules passed and failed than the scan says there are.
    CountsImpossible {
        /// Rules that passed by the summary.
        passed: u64,
        /// Rules that failed by the summary.
        failed: u64,
        /// Rules in all, by the same summary.
        total: u64,
    },
    /// Several findings of this report have one identity and are therefore decided together.
    SharedIdentity {
        /// How many findings share an identity with another.
        findings: usize,
    },
    /// A value could not be read and was left out.
    Unreadable {
        /// The field's name.
        field: &'static str,
        /// What stood there.
        value: Untrusted,
    },
    /// The findings in the source were made up from the counts by the script that wrote it.
    SyntheticFindings,
    /// The second call for the violations failed when the report was made.
    ViolationsMissing {
        /// What the producer wrote about it.
        message: Untrusted,
    },
    /// The producer states another outcome than the scan does.
    OutcomesDisagree {
        /// The outcome of the wrapper.
        wrapper: Untrusted,
    },
    /// The scan passed, while rules that block have findings.
    PassedWithBlocking {
        /// Findings of rules that block.
        findings: u64,
    },
    /// The same scan stands in the file more than once: passed here, stopped there.
    OutcomesContradict,
    /// Anything else that the source says about itself.
    Said(Untrusted),
}

impl Warning {
    /// A few words for a table row.
    pub fn brief(&self) -> &'static str {
        match self {
            Self::RelativePath => "relative path?",
            Self::GreenBuild => "green build?",
            Self::Damaged { .. } => "damaged file",
            Self::NotAllText => "not all text",
            Self::Inferred { .. } => "pairing inferred",
            Self::Truncated { .. } => "list cut off",
            Self::CountsDisagree { .. } | Self::CountsImpossible { .. } => "counts disagree",
            Self::SharedIdentity { .. } => "shared identity",
            Self::Unreadable { .. } => "unreadable field",
            Self::SyntheticFindings => "no real findings",
            Self::ViolationsMissing { .. } => "violations missing",
            Self::OutcomesDisagree { .. } => "outcomes disagree",
            Self::PassedWithBlocking { .. } => "outcome disagrees",
            Self::OutcomesContradict => "two outcomes",
            Self::Said(_) => "see notes",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RelativePath => f.write_str(
                "The model was given by a relative path: some client versions then report BLOCKED although nothing was scanned. Scan again with an absolute path.",
            ),
            Self::GreenBuild => f.write_str("The pipeline was told to warn only: this outcome did not stop the build."),
            Self::Damaged { line, column } => {
                write!(f, "The file is damaged at line {line}, column {column}; this report was recovered from it.")
            }
            Self::NotAllText => f.write_str("The file holds bytes that are not UTF-8 text; they were replaced by \u{fffd}."),
            Self::Inferred { part, by } => {
                write!(f, "The {part} were joined by {by} (inferred): their document names no scan.")
            }
            Self::Truncated { part, have, total } => write!(
                f,
                "The list of {part} is cut off: {have} of {total} are here, because its producer fetched the first page only or left entries empty."
            ),
            Self::CountsDisagree { found, stated } => {
                let rules = if *found == 1 { "rule has" } else { "rules have" };
                write!(f, "{found} {rules} findings here, while the scan says that {stated} failed.")
            }
            Self::CountsImpossible { passed, failed, total } => {
                write!(f, "The scan says that {passed} rules passed and {failed} failed, of {total} in all: one of these counts is wrong.")
            }
            Self::SharedIdentity { findings } => {
                write!(f, "{findings} findings cannot be told apart by content and are decided together.")
            }
            Self::Unreadable { field, value } => {
                write!(f, "The field {field} could not be read: {}", value.printable())
            }
            Self::SyntheticFindings => f.write_str(
                "The script that wrote this file made its finding up from the counts: it says how many rules failed, not which.",
            ),
            Self::ViolationsMissing { message } => {
                write!(f, "The violations could not be fetched when the report was made: {}", message.printable())
            }
            Self::OutcomesDisagree { wrapper } => {
                write!(f, "The file around the scan states another outcome: {}", wrapper.printable())
            }
            Self::PassedWithBlocking { findings } => write!(
                f,
                "The scan says that the model may pass, while findings of blocking rules are here ({findings}): outcome and findings disagree."
            ),
            Self::OutcomesContradict => f.write_str(
                "The file holds this scan more than once: as one that passed and as one that was stopped.",
            ),
            Self::Said(text) => write!(f, "{}", text.printable()),
        }
    }
}
