//! What the Azure DevOps artifact scan prints: a line for each model, a line for each violation below it (facts §1.c).
//! For some builds it is the only place that has the reasons.

use super::{Dialect, Item, Reads, Room};
use crate::domain::draft::{Draft, Listing};
use crate::domain::observation::Observation;
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::scan::{RuleCounts, Scan};
use crate::domain::text::Untrusted;
use crate::domain::threat;

/// `[VERDICT] NAME P/T rules passed`, the counts in brackets or not, then `- CODE: RULE (module.operator) in FILE`.
pub(super) const DIALECT: Dialect = Dialect {
    name: "azure-devops-console",
    about: "lines that an Azure DevOps artifact scan prints: `[BLOCKED] name 5/7 rules passed`",
    reads: Reads::Text(read),
};

/// Words that stand for nothing where a code or a file is expected.
const NONE: [&str; 4] = ["None", "null", "N/A", "-"];
/// Words in brackets that a log puts before any line.
const LEVELS: [&str; 6] = ["TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING"];
/// What counts of several outcomes in one line: a model may be called `[ALLOWED] x`, and a log may put `[ERROR]` first.
const GRAVEST_FIRST: [Meaning; 3] = [Meaning::Stopped, Meaning::Undecided, Meaning::Passed];
/// Longest word in brackets that may be an outcome.
const LONGEST_WORD: usize = 32;

fn read(text: &str, room: &mut Room) -> Vec<Item> {
    let (mut items, mut above) = (Vec::new(), Above::Nothing);
    for line in text.lines() {
        if let Some(draft) = model(line) {
            items.extend(std::mem::replace(&mut above, Above::Model(Box::new(draft))).item());
        } else if is_header(line) {
            items.extend(std::mem::replace(&mut above, Above::Unread(line, 0)).item());
        } else if let Some(seen) = violation(line)
            && !above.take(seen, room)
        {
            break;
        }
        if !room.holds(items.len()) {
            break;
        }
    }
    items.extend(above.item());
    items
}

/// What stands above a line.
enum Above<'a> {
    Nothing,
    Model(Box<Draft>),
    /// A line that opens a model, but not in words that are read, and how many violations follow: they are not those of
    /// the model before it.
    Unread(&'a str, usize),
}

impl Above<'_> {
    /// Takes a violation; `false` where there is no room for it.
    fn take(&mut self, seen: Observation, room: &mut Room) -> bool {
        match self {
            Self::Nothing => true,
            Self::Model(draft) => {
                let fits = room.finding();
                draft.observations.extend(fits.then_some(seen));
                fits
            }
            Self::Unread(_, below) => {
                *below += 1;
                true
            }
        }
    }

    fn item(self) -> Option<Item> {
        match self {
            Self::Nothing | Self::Unread(_, 0) => None,
            Self::Model(mut draft) => {
                draft.listing = listing(&draft);
                Some(Item::Report(draft))
            }
            Self::Unread(line, below) => Some(Item::Foreign(format!(
                "findings below `{}`, a line that is not understood, were left out: {below}",
                line.trim()
            ))),
        }
    }
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
    let line = line.trim_end();
    let (line, open) = line
        .strip_suffix(')')
        .map_or((line, ""), |line| (line, "("));
    let (head, counts) = line
        .strip_suffix("rules passed")?
        .trim_end()
        .rsplit_once(' ')?;
    let counts = counts.strip_prefix(open)?;
    let (passed, total) = counts.split_once('/')?;
    let (passed, total): (u64, u64) = (passed.parse().ok()?, total.parse().ok()?);
    let of = |meaning| {
        let is = |word: &str| is_outcome(word) && Outcome::read(word).meaning() == meaning;
        bracketed(head, |word| is(word) && !LEVELS.contains(&word))
    };
    let grave = GRAVEST_FIRST.into_iter().find_map(of);
    let (verdict, name) = grave.or_else(|| bracketed(head, is_outcome))?;
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

/// Whether a line begins another model, though not in words that are read: `[REJECTED] name`.
fn is_header(line: &str) -> bool {
    let capitals = |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_uppercase());
    violation(line).is_none()
        && bracketed(line, |word| capitals(word) && !LEVELS.contains(&word)).is_some()
}

/// Whether a word is an outcome that this program knows.
fn is_outcome(word: &str) -> bool {
    !matches!(Outcome::read(word), Outcome::Other(_) | Outcome::Unstated)
}

/// The last `[WORD]` of the line whose word is meant, and what follows it.
fn bracketed(head: &str, meant: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let mut rest = head;
    while let Some((before, _)) = rest.rsplit_once('[') {
        let behind = &head[before.len() + 1..];
        let end = behind
            .bytes()
            .take(LONGEST_WORD)
            .position(|byte| byte == b']');
        if let Some(end) = end
            && let (word, name) = behind.split_at(end)
            && meant(word)
            && let name = name[1..].trim()
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
    let code = threat::code(code);
    let is_code = code
        .bytes()
        .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-'));
    let none = NONE.contains(&code.as_ref());
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
        threat: (!none).then(|| code.as_ref().into()),
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
                "- ThreatCategory.PAIT_PKL_100: Load Time Code Execution Check",
                (
                    Some("PAIT-PKL-100"),
                    "Load Time Code Execution Check",
                    None,
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
        for (line, outcome, name) in [
            (
                "[BLOCKED] [ALLOWED] x 5/7 rules passed",
                "BLOCKED",
                "[ALLOWED] x",
            ),
            ("[ERROR] [BLOCKED] x 5/7 rules passed", "BLOCKED", "x"),
            (
                "[ERROR] [ALLOWED] x 0/7 rules passed",
                "ERROR",
                "[ALLOWED] x",
            ),
            ("[WARNING] [ALLOWED] x 7/7 rules passed", "ALLOWED", "x"),
        ] {
            let scan = model(line).unwrap().scan;
            let found = (scan.outcome.word().to_owned(), scan.model_name.unwrap());
            assert_eq!((found.0.as_str(), found.1.raw()), (outcome, name));
        }
        let scan = model("[BLOCKED] evil (5/7 rules passed)").unwrap().scan;
        assert_eq!(scan.model_name.unwrap().raw(), "evil");
        assert_eq!(scan.rules.unwrap().failed, 2);
        for line in [
            "[BLOCKED] evil 5/7 rules passed)",
            "[BLOCKED] evil (5/7 rules passed",
            "[INFO] x 5/7 rules passed",
            "[BLOCKED] x rules passed",
            "[BLOCKED] 5/7 rules passed",
        ] {
            assert_eq!(model(line), None, "{line}");
        }
    }

    #[test]
    fn a_violation_belongs_to_the_model_above_it_also_where_that_cannot_be_read() {
        let below = |header: &str| {
            let text = format!("[ALLOWED] good 7/7 rules passed\n{header}\n- PAIT-PKL-100: A in b");
            let items = read(&text, &mut Room::default());
            let Item::Report(good) = &items[0] else {
                unreachable!("a console gives reports")
            };
            (good.observations.len(), items.len() - 1)
        };
        for header in [
            "[REJECTED] evil",
            "10:01 [BLOCKED] evil: 5 of 7",
            "[ERROR] torn upload",
        ] {
            assert_eq!(
                below(header),
                (0, 1),
                "told of, and not of the one above: {header}"
            );
        }
        for line in [
            "",
            "[INFO] took 3 s",
            "##[section] next",
            "[INFO] - X: A in b",
        ] {
            let (found, told) = below(line);
            assert!(found > 0 && told == 0, "{line}");
        }
    }
}
