//! The JSON that `diff` prints: schema `airs-triage.diff/1`.

use serde::Serialize;

use crate::domain::diff::{Cause, Change, Comparison, Fact, Pair, RuleChange, Single, changes};
use crate::domain::finding::Finding;
use crate::domain::identity::Fingerprint;
use crate::domain::report::Report;
use crate::domain::text::Untrusted;
use crate::format::schema;

/// Name and version of the schema.
pub const SCHEMA: &str = "airs-triage.diff/1";

#[derive(Serialize)]
struct Document<'a, H> {
    schema: &'static str,
    older: H,
    newer: H,
    facts: &'a [Fact],
    rules: &'a [RuleChange],
    new: Vec<One<'a>>,
    changed: Vec<Both<'a>>,
    gone: Vec<One<'a>>,
    same: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    fingerprint: Fingerprint,
    rule: &'a Untrusted,
    threat: Option<&'a Untrusted>,
    file: Option<&'a Untrusted>,
    hash: Option<&'a Untrusted>,
    module: Option<&'a Untrusted>,
    operator: Option<&'a Untrusted>,
    description: &'a Untrusted,
}

#[derive(Serialize)]
struct One<'a> {
    cause: Cause,
    finding: Named<'a>,
}

#[derive(Serialize)]
struct Both<'a> {
    changes: Vec<&'static str>,
    older: Named<'a>,
    newer: Named<'a>,
}

/// Two reports and what is between them.
pub fn document(comparison: &Comparison) -> impl Serialize {
    let (older, newer, diff) = (&comparison.older, &comparison.newer, &comparison.diff);
    let both = |pair: &Pair| {
        let (older, newer) = comparison.pair(*pair);
        Both {
            changes: changes(older, newer).iter().map(Change::what).collect(),
            older: named(older),
            newer: named(newer),
        }
    };
    Document {
        schema: SCHEMA,
        older: schema::summary(&older.head),
        newer: schema::summary(&newer.head),
        facts: &diff.facts,
        rules: &diff.rules,
        new: ones(newer, &diff.new),
        changed: diff.changed.iter().map(both).collect(),
        gone: ones(older, &diff.gone),
        same: diff
            .same
            .iter()
            .map(|pair| named(comparison.pair(*pair).1))
            .collect(),
    }
}

fn ones<'a>(report: &'a Report, singles: &[Single]) -> Vec<One<'a>> {
    let one = |single: &Single| One {
        cause: single.cause,
        finding: named(&report.findings[single.at]),
    };
    singles.iter().map(one).collect()
}

fn named(finding: &Finding) -> Named<'_> {
    let seen = &finding.seen;
    Named {
        fingerprint: finding.identity.exact,
        rule: &seen.rule,
        threat: seen.threat.as_ref(),
        file: seen.file.as_ref(),
        hash: seen.hash.as_ref(),
        module: seen.module.as_ref(),
        operator: seen.operator.as_ref(),
        description: &seen.description,
    }
}
