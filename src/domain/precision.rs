//! How often a rule is right, as far as people have decided.
//!
//! Precision is the share of true positives among the true and false ones. Few verdicts say little, so it comes with
//! its 95 % score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
//! Journal of the American Statistical Association 22, 1927, pp. 209–212). Every verdict counts once, whatever it
//! covers and whether or not it has run out. An accepted risk says that the organisation lives with a finding, not
//! that the finding is wrong: it is counted by itself.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::domain::burden::Burden;
use crate::domain::decision::Decision;
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

/// The 97.5 % quantile of the normal distribution: 95 % lie between it and its negative.
const Z: f64 = 1.959_963_984_540_054;

/// What was decided about a rule's findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precision {
    /// The rule.
    pub rule: Untrusted,
    /// How many verdicts say that it was right.
    pub right: usize,
    /// How many say that it was wrong.
    pub wrong: usize,
    /// How many accept what it found.
    pub accepted: usize,
    /// What it costs.
    pub burden: Burden,
}

/// Where a share lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The least it may be.
    pub low: f64,
    /// The most it may be.
    pub high: f64,
}

impl Precision {
    fn of(rule: Untrusted) -> Self {
        Self {
            rule,
            right: 0,
            wrong: 0,
            accepted: 0,
            burden: Burden::default(),
        }
    }

    /// Verdicts that say whether it was right.
    pub fn judged(&self) -> usize {
        self.right + self.wrong
    }

    /// The share of true positives.
    pub fn share(&self) -> Option<f64> {
        share(self.right, self.judged())
    }

    /// Where that share lies.
    pub fn interval(&self) -> Option<Interval> {
        wilson(self.right, self.judged())
    }
}

/// The rules that were decided about, those that cost most first; of those that cost the same, the surely noisy ones:
/// by the most that their precision may be.
pub fn by_rule<'a>(
    decisions: impl Iterator<Item = &'a Decision>,
    burden: impl Fn(&Untrusted) -> Burden,
) -> Vec<Precision> {
    let mut rules: HashMap<&Untrusted, Precision> = HashMap::new();
    for decision in decisions {
        let Some(rule) = &decision.context.rule else {
            continue;
        };
        let precision = rules
            .entry(rule)
            .or_insert_with(|| Precision::of(rule.clone()));
        match decision.verdict {
            Verdict::TruePositive => precision.right += 1,
            Verdict::FalsePositive => precision.wrong += 1,
            Verdict::AcceptedRisk => precision.accepted += 1,
            Verdict::NeedsReview | Verdict::PipelineFault => {}
        }
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    for precision in &mut rules {
        precision.burden = burden(&precision.rule);
    }
    rules.sort_by(costlier);
    rules
}

/// The order of the list; of rules that cost the same, those that nobody judged come last.
fn costlier(one: &Precision, other: &Precision) -> Ordering {
    let most = |it: &Precision| {
        it.interval()
            .map_or(f64::INFINITY, |interval| interval.high)
    };
    let costs = |it: &Precision| it.burden.findings();
    costs(other)
        .cmp(&costs(one))
        .then_with(|| most(one).total_cmp(&most(other)))
        .then_with(|| other.judged().cmp(&one.judged()))
        .then_with(|| one.rule.cmp(&other.rule))
}

/// Wilson's score interval for so many hits of so many; none where nothing was tried.
pub fn wilson(hits: usize, of: usize) -> Option<Interval> {
    let point = share(hits, of)?;
    let n = float(of);
    let spread = Z * Z / n;
    let centre = point + spread / 2.0;
    let half = Z * (point * (1.0 - point) / n + spread / (4.0 * n)).sqrt();
    let whole = 1.0 + spread;
    // What arithmetic loses in the last digit must not push the interval off its point or out of the possible.
    Some(Interval {
        low: ((centre - half) / whole).clamp(0.0, point),
        high: ((centre + half) / whole).clamp(point, 1.0),
    })
}

fn share(hits: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| float(hits.min(of)) / float(of))
}

/// A count as a number; none is larger than this in a ledger.
fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The first four are R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
    /// Medicine 17, 1998, table I, method 3; the others follow from the formula by hand.
    #[test]
    fn published_intervals_come_out() {
        let cases = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0000, 0.1611),
            (1, 29, 0.0061, 0.1718),
            (3, 12, 0.0889, 0.5323),
            (20, 20, 0.8389, 1.0000),
            (1, 1, 0.2065, 1.0000),
        ];
        for (hits, of, low, high) in cases {
            let found = wilson(hits, of).unwrap();
            assert!((found.low - low).abs() < 5e-5, "{hits}/{of}: {found:?}");
            assert!((found.high - high).abs() < 5e-5, "{hits}/{of}: {found:?}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_point_and_narrows_with_more_of_the_same(
            of in 1usize..100_000, hits in 0.0f64..=1.0, times in 2usize..50
        ) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
            let hits = (hits * float(of)) as usize;
            let (few, many) = (wilson(hits, of).unwrap(), wilson(hits * times, of * times).unwrap());
            let point = share(hits, of).unwrap();
            for interval in [few, many] {
                prop_assert!(0.0 <= interval.low && interval.low <= point);
                prop_assert!(point <= interval.high && interval.high <= 1.0);
            }
            prop_assert!(many.high - many.low < few.high - few.low);
        }
    }
}
