//! What a large report is measured against: one typed pass of `serde_json` that borrows every text and derives nothing.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// Reads a report and counts its violations.
pub(crate) fn findings(path: &Path) -> usize {
    let bytes = fs::read(path).expect("a report");
    let scan: Scan = serde_json::from_slice(&bytes).expect("a report");
    let named = |seen: &&Violation| seen.rule_name.is_some() && !seen.description.0.is_empty();
    scan.violations.iter().filter(named).count()
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Scan<'a> {
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow)]
    eval_outcome: Text<'a>,
    #[serde(borrow)]
    violations: Vec<Violation<'a>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Violation<'a> {
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    rule_instance_uuid: Option<Text<'a>>,
    #[serde(borrow)]
    rule_name: Option<Text<'a>>,
    #[serde(borrow)]
    rule_description: Option<Text<'a>>,
    #[serde(borrow)]
    rule_instance_state: Option<Text<'a>>,
    #[serde(borrow)]
    threat: Option<Text<'a>>,
    #[serde(borrow)]
    threat_description: Option<Text<'a>>,
    #[serde(borrow)]
    threat_kb_url: Option<Text<'a>>,
    #[serde(borrow)]
    insights_url: Option<Text<'a>>,
    #[serde(borrow)]
    module: Option<Text<'a>>,
    #[serde(borrow)]
    operator: Option<Text<'a>>,
    #[serde(borrow)]
    file: Option<Text<'a>>,
    #[serde(borrow)]
    hash: Option<Text<'a>>,
    #[serde(borrow)]
    remediation: Option<Advice<'a>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read to be measured")]
struct Advice<'a> {
    #[serde(borrow)]
    steps: Vec<Text<'a>>,
    #[serde(borrow)]
    url: Option<Text<'a>>,
}
