//! Two scans of one model, side by side: which findings are new, gone, changed or the same, and why, as far as the
//! two reports say.
//!
//! Findings are matched by identity: the same content first, then the same shape, then the same bytes at another
//! path. Several findings of one identity are matched one by one, so that every finding of either report stands in
//! exactly one place and the counts add up. A pair is *changed* where the reports show a difference; where no hash
//! tells whether the bytes are the same, the pair counts as the same and says so.

mod around;
mod cause;

use std::cmp::Ordering;
use std::ops::Range;

use crate::domain::finding::Finding;
use crate::domain::grade::Severity;
use crate::domain::identity::{Fingerprint, member_path};
use crate::domain::observation::RuleState;
use crate::domain::report::Report;
use crate::domain::text::Untrusted;

pub use around::{Fact, RuleChange, Stand};
pub use cause::Cause;

/// Two reports and what is between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The older scan.
    pub older: Report,
    /// The newer scan.
    pub newer: Report,
    /// What is between them.
    pub diff: Diff,
}

impl Comparison {
    /// Compares two reports.
    pub fn of(older: Report, newer: Report) -> Self {
        let diff = Diff::of(&older, &newer);
        Self { older, newer, diff }
    }

    /// The findings of a pair, older first.
    pub fn pair(&self, pair: Pair) -> (&Finding, &Finding) {
        let (older, newer) = (&self.older.findings, &self.newer.findings);
        (&older[pair.older], &newer[pair.newer])
    }
}

/// What is between two reports. Findings are named by their position in their report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// What differs about the scans themselves.
    pub facts: Vec<Fact>,
    /// Rules that stand differently.
    pub rules: Vec<RuleChange>,
    /// Findings of the newer report only.
    pub new: Vec<Single>,
    /// Findings of both that differ.
    pub changed: Vec<Pair>,
    /// Findings of the older report only.
    pub gone: Vec<Single>,
    /// Findings of both that do not differ.
    pub same: Vec<Pair>,
    /// Pairs among the same whose bytes no hash compares.
    pub unhashed: usize,
}

/// A finding of one report only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Single {
    /// Its position in its report.
    pub at: usize,
    /// Why the other report does not have it.
    pub cause: Cause,
}

/// A finding of both reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// Its position in the newer report.
    pub newer: usize,
    /// Its position in the older report.
    pub older: usize,
}

/// How the two findings of a pair differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// The file has other bytes.
    Bytes(&'a Untrusted, &'a Untrusted),
    /// Only one report gives the file's hash.
    HashOnce,
    /// The file lies at another path.
    Path(&'a Untrusted, &'a Untrusted),
    /// The rule has another state.
    State(&'a RuleState, &'a RuleState),
    /// The finding is graded differently.
    Grade(Severity, Severity),
}

impl Diff {
    /// Compares two reports.
    pub fn of(older: &Report, newer: &Report) -> Self {
        let mut left = (positions(older), positions(newer));
        let mut pairs = Vec::with_capacity(older.findings.len().min(newer.findings.len()));
        let by_exact = |finding: &Finding| Some(finding.identity.exact);
        let by_shape = |finding: &Finding| Some(finding.identity.shape);
        pair_up(older, newer, &mut left, &mut pairs, by_exact);
        pair_up(older, newer, &mut left, &mut pairs, by_shape);
        pair_up(older, newer, &mut left, &mut pairs, bytes_key);
        pairs.sort_unstable();
        let (same, changed): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|pair| {
            changes(&older.findings[pair.older], &newer.findings[pair.newer]).is_empty()
        });
        let unhashed = same
            .iter()
            .filter(|pair| is_unhashed(&newer.findings[pair.newer]));
        Self {
            facts: around::facts(older, newer),
            rules: around::rules(older, newer),
            unhashed: unhashed.count(),
            new: cause::causes(newer, &left.1, older),
            gone: cause::causes(older, &left.0, newer),
            changed,
            same,
        }
    }
}

fn positions(report: &Report) -> Vec<usize> {
    (0..report.findings.len()).collect()
}

/// Matches what is left of both reports by a key, the first of one key with the first of the other.
fn pair_up<'a, K: Ord>(
    older: &'a Report,
    newer: &'a Report,
    left: &mut (Vec<usize>, Vec<usize>),
    pairs: &mut Vec<Pair>,
    key: impl Fn(&'a Finding) -> Option<K>,
) {
    let sorted = |report: &'a Report, left: &[usize]| {
        let mut keyed: Vec<(K, usize)> = left
            .iter()
            .filter_map(|at| Some((key(&report.findings[*at])?, *at)))
            .collect();
        keyed.sort_unstable();
        keyed
    };
    let (ones, others) = (sorted(older, &left.0), sorted(newer, &left.1));
    let (mut one, mut other) = (0, 0);
    let mut paired = (
        vec![false; older.findings.len()],
        vec![false; newer.findings.len()],
    );
    while let (Some((key, older)), Some((other_key, newer))) = (ones.get(one), others.get(other)) {
        match key.cmp(other_key) {
            Ordering::Less => one += 1,
            Ordering::Greater => other += 1,
            Ordering::Equal => {
                (one, other) = (one + 1, other + 1);
                (paired.0[*older], paired.1[*newer]) = (true, true);
                pairs.push(Pair {
                    newer: *newer,
                    older: *older,
                });
            }
        }
    }
    left.0.retain(|at| !paired.0[*at]);
    left.1.retain(|at| !paired.1[*at]);
}

/// What tells a finding in the same bytes wherever they lie.
type BytesKey<'a> = (&'a str, Option<&'a Untrusted>, Option<Untrusted>, String);

fn bytes_key(finding: &Finding) -> Option<BytesKey<'_>> {
    let seen = &finding.seen;
    let hash = seen.hash.as_ref()?.raw().to_ascii_lowercase();
    Some((seen.rule.raw(), seen.threat.as_ref(), seen.symbol(), hash))
}

/// Whether no hash tells what bytes a finding speaks of.
pub fn is_unhashed(finding: &Finding) -> bool {
    finding.seen.file.is_some() && finding.seen.hash.is_none()
}

/// How the two findings of a pair differ.
pub fn changes<'a>(older: &'a Finding, newer: &'a Finding) -> Vec<Change<'a>> {
    let (one, other) = (&older.seen, &newer.seen);
    let mut changes = Vec::new();
    match (&one.hash, &other.hash) {
        (Some(a), Some(b)) if !a.raw().eq_ignore_ascii_case(b.raw()) => {
            changes.push(Change::Bytes(a, b));
        }
        (Some(_), None) | (None, Some(_)) => changes.push(Change::HashOnce),
        _ => {}
    }
    if let (Some(a), Some(b)) = (&one.file, &other.file)
        && member_path(a.raw()) != member_path(b.raw())
    {
        changes.push(Change::Path(a, b));
    }
    if let (Some(a), Some(b)) = (&one.rule_state, &other.rule_state)
        && a != b
    {
        changes.push(Change::State(a, b));
    }
    if let (Some(a), Some(b)) = (older.severity, newer.severity)
        && a.level != b.level
    {
        changes.push(Change::Grade(a, b));
    }
    changes
}

impl Change<'_> {
    /// What changed, in one word.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Bytes(..) => "bytes",
            Self::HashOnce => "hash",
            Self::Path(..) => "path",
            Self::State(..) => "state",
            Self::Grade(..) => "severity",
        }
    }

    /// The change in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Bytes(..) => "the file changed".to_owned(),
            Self::HashOnce => "only one report gives the file's hash".to_owned(),
            Self::Path(..) => "the file moved".to_owned(),
            Self::State(from, to) => format!(
                "{} → {}",
                Untrusted::from(from.word()).printable(),
                Untrusted::from(to.word()).printable()
            ),
            Self::Grade(from, to) => format!("{} → {}", from.level.word(), to.level.word()),
        }
    }

    /// The change with what it was before and is now.
    pub fn sentence(&self) -> String {
        match self {
            Self::Bytes(from, to) => format!(
                "The file changed: its hash was {} and is {}.",
                from.printable(),
                to.printable()
            ),
            Self::HashOnce => {
                "Only one of the reports gives the file's hash, so the bytes may differ.".to_owned()
            }
            Self::Path(from, to) => {
                format!(
                    "The file moved from {} to {}.",
                    from.printable(),
                    to.printable()
                )
            }
            Self::State(..) => format!("The rule's state moved: {}.", self.words()),
            Self::Grade(..) => format!("The grade moved: {}.", self.words()),
        }
    }
}

/// The exact identities of a report, sorted.
fn identities(report: &Report) -> Vec<Fingerprint> {
    let mut all: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.identity.exact)
        .collect();
    all.sort_unstable();
    all
}

/// Groups of a comparison, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter)]
pub enum Section {
    /// What differs about the scans themselves.
    Around,
    /// Findings of the newer report only.
    New,
    /// Findings of both that differ.
    Changed,
    /// Findings of the older report only.
    Gone,
    /// Findings of both that do not differ.
    Same,
}

impl Section {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Around => "ABOUT THE SCANS",
            Self::New => "NEW",
            Self::Changed => "CHANGED",
            Self::Gone => "GONE",
            Self::Same => "SAME",
        }
    }

    /// Positions of its entries.
    pub fn entries(self, diff: &Diff) -> Range<usize> {
        0..match self {
            Self::Around => diff.facts.len() + diff.rules.len(),
            Self::New => diff.new.len(),
            Self::Changed => diff.changed.len(),
            Self::Gone => diff.gone.len(),
            Self::Same => diff.same.len(),
        }
    }
}
