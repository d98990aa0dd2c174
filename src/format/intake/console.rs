//! What the Azure DevOps artifact scan prints: a line for each model, a line for each violation below it (facts §1.c).
//! For some builds it is the only place that has the reasons.

use super::{Dialect, Item, Reads};
use crate::domain::draft::{Draft, Listing};
use crate::domain::observation::Observation;
use crate::domain::outcome::Outcome;
use crate::domain::scan::{RuleCounts, Scan};
use crate::domain::text::Untrusted;

/// `[VERDICT] NAME P/T rules passed`, then `- CODE: RULE (module.operator) in FILE`.
pub(super) const DIALECT: Dialect = Dialect {
    name: "azure-devops-console",
    about: "lines that an Azure DevOps artifact scan prints: `[BLOCKED] name 5/7 rules passed`",
    reads: Reads::Text(read),
};

/// Words that stand for nothing where a code or a file is expected.
const NONE: [&str; 4] = ["None", "null", "N/A", "-"];
/// Longest word in brackets that may be an outcome.
const LONGEST_WORD: usize = 32;

fn read(text: &str) -> Vec<Item> {
    let mut drafts: Vec<Draft> = Vec::new();
    for line in text.lines() {
        if let Some(draft) = model(line) {
            drafts.push(draft);
        } else if let Some(last) = drafts.last_mut() {
            last.observations.extend(violation(line));
        }
    }
    for draft in &mut drafts {
        draft.listing = listing(draft);
    }
    drafts
        .into_iter()
        .map(|draft| Item::Report(Box::new(draft)))
        .collect()
}

/// Lines name parts of each violation only; without any, they are complete where no rule failed.
fn listing(draft: &Draft) -> Listing {
    let clean = draft.scan.rules.is_some_and(|rules| rules.failed == 0);
    let decided = !matches!(draft.scan.outcome, Outcome::Error | Outcome::Pending);
    match (draft.observations.is_empty(), clean && decided) {
        (false, _) => Listing::Reduced,
        (true, true) => Listing::Whole { total: None },
        (true, false) => Listing::Absent,
    }
}

fn model(line: &str) -> Option<Draft> {
    let (head, counts) = line
        .trim_end()
        .strip_suffix("rules passed")?
        .trim_end()
        .rsplit_once(' ')?;
    let (passed, total) = counts.split_once('/')?;
    let (passed, total): (u64, u64) = (passed.parse().ok()?, total.parse().ok()?);
    let (verdict, name) = bracketed(head)?;
    let scan = Scan {
        model_name: Some(name.into()),
        outcome: Outcome::read(verdict),
        outcome_raw: verdict.into(),
        rules: Some(RuleCounts {
            passed,
            failed: total.saturating_sub(passed),
            total,
        }),
        ..Scan::default()
    };
    Some(Draft {
        scan,
        ..Draft::default()
    })
}

/// The last `[WORD]` of the line whose word is an outcome, and what follows it.
fn bracketed(head: &str) -> Option<(&str, &str)> {
    let mut rest = head;
    while let Some((before, _)) = rest.rsplit_once('[') {
        let behind = &head[before.len() + 1..];
        let end = behind
            .bytes()
            .take(LONGEST_WORD)
            .position(|byte| byte == b']');
        if let Some(end) = end
            && let (word, name) = (&behind[..end], behind[end + 1..].trim())
            && !matches!(Outcome::read(word), Outcome::Other(_) | Outcome::Unstated)
            && !name.is_empty()
        {
            return Some((word, name));
        }
        rest = before;
    }
    None
}

fn violation(line: &str) -> Option<Observation> {
    let (before, entry) = line.split_once("- ")?;
    let (code, rest) = entry.split_once(": ")?;
    let is_code = code
        .bytes()
        .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-'));
    let none = NONE.contains(&code);
    if !(is_code || none) || code.is_empty() || before.ends_with(|c: char| !c.is_whitespace()) {
        return None;
    }
    let (rule, symbol, file) = place(rest.trim());
    let (module, operator) = match symbol.map(|symbol| symbol.rsplit_once('.').ok_or(symbol)) {
        Some(Ok((module, operator))) => (Some(module), Some(operator)),
        Some(Err(operator)) => (None, Some(operator)),
        None => (None, None),
    };
    Some(Observation {
        threat: (!none).then(|| code.into()),
        file: file
            .filter(|file| !NONE.contains(file))
            .map(Untrusted::from),
        module: module.map(Untrusted::from),
        operator: operator.map(Untrusted::from),
        ..Observation::new(rule, rest.trim())
    })
}

/// Rule, symbol and file of `RULE (module.operator) in FILE`.
fn place(text: &str) -> (&str, Option<&str>, Option<&str>) {
    if let Some((rule, rest)) = text.split_once(" (")
        && let Some((symbol, file)) = rest.split_once(") in ")
    {
        return (rule, Some(symbol), Some(file));
    }
    let (rule, file) = match text.split_once(" in ") {
        Some((rule, file)) => (rule, Some(file)),
        None => (text, None),
    };
    match rule
        .strip_suffix(')')
        .and_then(|rule| rule.split_once(" ("))
    {
        Some((rule, symbol)) => (rule, Some(symbol), file),
        None => (rule, None, file),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn violation_lines_come_apart() {
        let cases = [
            (
                "    - PAIT-PKL-100: Load Time Code Execution Check (posix.system) in a in b.pkl",
                (
                    Some("PAIT-PKL-100"),
                    "Load Time Code Execution Check",
                    Some("a in b.pkl"),
                    Some("posix.system"),
                ),
            ),
            (
                "INFO - UNAPPROVED_FORMATS: Stored In Approved File Format in model.pkl",
                (
                    Some("UNAPPROVED_FORMATS"),
                    "Stored In Approved File Format",
                    Some("model.pkl"),
                    None,
                ),
            ),
            (
                "- None: License Exists",
                (None, "License Exists", None, None),
            ),
        ];
        for (line, (threat, rule, file, symbol)) in cases {
            let seen = violation(line).unwrap();
            let raw = |text: &Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
            assert_eq!(raw(&seen.threat).as_deref(), threat, "{line}");
            assert_eq!(seen.rule.raw(), rule, "{line}");
            assert_eq!(raw(&seen.file).as_deref(), file, "{line}");
            assert_eq!(raw(&seen.symbol()).as_deref(), symbol, "{line}");
        }
        for line in [
            "- note: nothing",
            "RESULT: BLOCKED - one or more: x",
            "a-- X: y",
            "",
        ] {
            assert_eq!(violation(line), None, "{line}");
        }
    }

    #[test]
    fn only_a_verdict_with_counts_is_a_model() {
        let scan = model("##[section] 10:01 [BLOCKED] my model 5/7 rules passed ")
            .unwrap()
            .scan;
        assert_eq!(scan.model_name.unwrap().raw(), "my model");
        assert_eq!(scan.rules.unwrap().failed, 2);
        for line in [
            "[INFO] x 5/7 rules passed",
            "[BLOCKED] x rules passed",
            "[BLOCKED] 5/7 rules passed",
        ] {
            assert_eq!(model(line), None, "{line}");
        }
    }
}
