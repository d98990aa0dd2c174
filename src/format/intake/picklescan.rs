//! picklescan, which prints text only: a line for every dangerous import, then a summary of counters, and with `-g`
//! every global it met. A log may hold several summaries; each is a report. `ClamAV` prints the same headline, so a
//! summary counts only with the counters of this scanner.

use std::collections::HashSet;

use super::scanner::{self, Holes};
use super::{Dialect, Item, Reads, Room};
use crate::domain::draft::Draft;
use crate::domain::grade::Kind;
use crate::domain::observation::Observation;
use crate::domain::report::Coverage;

/// What picklescan prints, alone or inside a build log.
pub(super) const DIALECT: Dialect = Dialect {
    name: "picklescan",
    about: "what picklescan prints, alone or inside a build log; a report for every summary",
    reads: Reads::Text(read),
};

/// What stands between the file and the symbol of a found import, and the name of the check. The last is the wording
/// of early versions.
const FOUND: [(&str, &str); 3] = [
    (": dangerous import '", "dangerous import"),
    (": suspicious import '", "suspicious import"),
    (": global import '", "dangerous import"),
];
/// How the entries of the list of globals end, where they are findings, and the name of the check.
const LISTED: [(&str, &str); 2] = [
    (" - dangerous", "dangerous import"),
    (" - suspicious", "suspicious import"),
];
/// How lines begin that tell of something that was not looked at.
const TROUBLE: [&str; 3] = [
    "ERROR: parsing pickle in ",
    "WARNING: Invalid PyTorch magic number for file ",
    "Invalid file ",
];
const HEADLINE: &str = "SCAN SUMMARY";
const GLOBALS: &str = "All globals found:";

fn read(text: &str, room: &mut Room) -> Vec<Item> {
    let mut reports: Vec<Item> = Vec::new();
    let mut run = Run::default();
    for line in text.lines().map(str::trim) {
        if run.summary.is_some() && !run.continues(line) {
            reports.extend(std::mem::take(&mut run).item());
        }
        let kept = run.take(line);
        if kept && !room.finding() || !room.holds(reports.len()) {
            break;
        }
    }
    reports.extend(run.item());
    reports
}

/// One run as its lines come in.
#[derive(Default)]
struct Run<'a> {
    found: Vec<Import<'a>>,
    troubles: Vec<&'a str>,
    summary: Option<Summary<'a>>,
}

/// The block behind the headline.
#[derive(Default)]
struct Summary<'a> {
    scanned: Option<u64>,
    infected: Option<u64>,
    suspicious: Option<u64>,
    dangerous: Option<u64>,
    globals: Option<Vec<Import<'a>>>,
}

/// An import that picklescan objects to.
struct Import<'a> {
    check: &'static str,
    file: Option<&'a str>,
    module: &'a str,
    name: &'a str,
}

impl<'a> Run<'a> {
    /// Takes a line; says whether it is kept as one that was found.
    fn take(&mut self, line: &'a str) -> bool {
        if let Some(summary) = &mut self.summary {
            return summary.take(line);
        }
        if line.trim_matches(['-', ' ']) == HEADLINE {
            self.summary = Some(Summary::default());
        } else if let Some(import) = Import::found(line) {
            self.found.push(import);
            return true;
        } else if TROUBLE.iter().any(|start| line.starts_with(start)) {
            self.troubles.push(line);
            return true;
        }
        false
    }

    /// Whether a line still belongs to the summary.
    fn continues(&self, line: &str) -> bool {
        let listing = self
            .summary
            .as_ref()
            .is_some_and(|summary| summary.globals.is_some());
        line == GLOBALS || counter(line).is_some() || listing && line.starts_with("* ")
    }

    fn is_known(&self) -> bool {
        let counted = self
            .summary
            .as_ref()
            .is_some_and(|summary| summary.dangerous.is_some());
        counted || !self.found.is_empty()
    }

    /// The report, where this is picklescan's at all.
    fn item(self) -> Option<Item> {
        if !self.is_known() {
            return None;
        }
        let coverage = self.coverage();
        let only = coverage.scanned == Some(1);
        let target = self.target().filter(|_| only).map(Into::into);
        let summary = self.summary.unwrap_or_default();
        let listed = summary.globals.unwrap_or_default();
        let named: HashSet<_> = self.found.iter().map(Import::symbol).collect();
        let unnamed = listed
            .iter()
            .filter(|import| !named.contains(&import.symbol()));
        let draft = Draft {
            scan: scanner::scan(target, None),
            observations: self
                .found
                .iter()
                .chain(unnamed)
                .map(Import::observation)
                .collect(),
            coverage,
            ..Draft::default()
        };
        Some(scanner::report(draft))
    }

    /// The file or archive that all lines speak of.
    fn target(&self) -> Option<&'a str> {
        let mut files = self
            .found
            .iter()
            .filter_map(|import| import.file)
            .map(archive);
        let first = files.next()?;
        files.all(|file| file == first).then_some(first)
    }

    fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        let mut troubles = Holes::of("errors");
        self.troubles
            .iter()
            .for_each(|line| troubles.add((*line).to_owned()));
        troubles.note_in(&mut coverage);
        let Some(summary) = &self.summary else {
            coverage
                .notes
                .push("the text ends before the summary of picklescan".into());
            return coverage;
        };
        coverage.scanned = summary.scanned;
        let dangerous = summary
            .dangerous
            .unwrap_or(0)
            .max(summary.infected.unwrap_or(0));
        let counts = [
            ("dangerous", dangerous, self.names("dangerous import")),
            (
                "suspicious",
                summary.suspicious.unwrap_or(0),
                self.names("suspicious import"),
            ),
        ];
        for (word, counted, named) in counts {
            if counted > 0 && named == 0 {
                let note = format!("{word} imports that are counted but not named: {counted}");
                coverage.notes.push(note.into());
            }
        }
        coverage
    }

    fn names(&self, check: &str) -> usize {
        let listed = self
            .summary
            .iter()
            .flat_map(|summary| &summary.globals)
            .flatten();
        self.found
            .iter()
            .chain(listed)
            .filter(|import| import.check == check)
            .count()
    }
}

impl<'a> Summary<'a> {
    /// Takes a line; says whether it is kept as one that was found.
    fn take(&mut self, line: &'a str) -> bool {
        if line == GLOBALS {
            self.globals = Some(Vec::new());
        } else if let Some(entry) = line.strip_prefix("* ") {
            let globals = self.globals.get_or_insert_default();
            let before = globals.len();
            globals.extend(Import::listed(entry));
            return globals.len() > before;
        } else if let Some((name, count)) = counter(line) {
            match name {
                "Scanned files" => self.scanned = Some(count),
                "Infected files" => self.infected = Some(count),
                "Suspicious globals" => self.suspicious = Some(count),
                "Dangerous globals" => self.dangerous = Some(count),
                _ => {}
            }
        }
        false
    }
}

impl<'a> Import<'a> {
    /// Reads `PATH[:member]: dangerous import 'module name' FOUND`.
    fn found(line: &'a str) -> Option<Self> {
        let line = line.strip_suffix("' FOUND")?;
        let (check, (file, symbol)) = FOUND
            .iter()
            .find_map(|(between, check)| Some((*check, line.rsplit_once(between)?)))?;
        let (module, name) = symbol.split_once(' ').unwrap_or(("", symbol));
        Some(Self {
            check,
            file: Some(file).filter(|file| !file.is_empty()),
            module,
            name,
        })
    }

    /// Reads `module.name - dangerous`; what is innocuous is no finding.
    fn listed(entry: &'a str) -> Option<Self> {
        let (check, symbol) = LISTED
            .iter()
            .find_map(|(end, check)| Some((*check, entry.strip_suffix(end)?)))?;
        let (module, name) = symbol.rsplit_once('.').unwrap_or(("", symbol));
        Some(Self {
            check,
            file: None,
            module,
            name,
        })
    }

    /// The symbol as the list of globals writes it.
    fn symbol(&self) -> String {
        if self.module.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}.{}", self.module, self.name)
        }
    }

    fn observation(&self) -> Observation {
        let symbol = self.symbol();
        Observation {
            stated_kind: Some(Kind::Threat),
            file: self.file.map(Into::into),
            module: Some(self.module)
                .filter(|module| !module.is_empty())
                .map(Into::into),
            operator: Some(self.name.into()),
            ..Observation::new(
                format!("picklescan: {}", self.check),
                format!("{} '{symbol}'", self.check),
            )
        }
    }
}

/// Reads `Scanned files: 1`.
fn counter(line: &str) -> Option<(&str, u64)> {
    let (name, count) = line.split_once(": ")?;
    Some((name, count.trim().parse().ok()?))
}

/// The file that holds a member: `model.pt:archive/data.pkl` lies in `model.pt`. A drive letter is no file.
fn archive(location: &str) -> &str {
    let colons = location.match_indices(':').map(|(at, _)| at);
    let end = colons
        .into_iter()
        .find(|at| *at > 1 && !location[*at..].starts_with("://"));
    end.map_or(location, |at| &location[..at])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn archives_are_told_from_drives_and_schemes() {
        for (location, file) in [
            ("/m/a.pt:archive/data.pkl", "/m/a.pt"),
            ("C:\\m\\a.pt:data.pkl", "C:\\m\\a.pt"),
            ("https://h/m.pkl", "https://h/m.pkl"),
            ("m.pkl", "m.pkl"),
        ] {
            assert_eq!(archive(location), file);
        }
    }

    #[test]
    fn imports_keep_odd_paths_and_names_whole() {
        let import = Import::found("/a b: c.pkl:x: dangerous import 'os system' FOUND").unwrap();
        assert_eq!(
            (import.file, import.module, import.name),
            (Some("/a b: c.pkl:x"), "os", "system")
        );
        assert!(Import::found("/bin/x: Eicar-Test FOUND").is_none());
        assert!(Import::listed("collections.OrderedDict - innocuous").is_none());
    }
}
