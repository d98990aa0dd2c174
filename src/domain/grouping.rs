//! One cause, one line: findings of a report grouped by rule and by file.

use crate::domain::finding::Finding;
use crate::domain::grade::Kind;
use crate::domain::text::Untrusted;

/// What findings are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Rule and symbol: nine files of one unapproved kind are one line.
    #[default]
    Rule,
    /// File: everything that is said about one file is one line.
    File,
}

/// Part of a report's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// Blocking findings about bytes.
    Threats,
    /// Blocking findings about policy.
    Policy,
    /// Findings of rules that only record.
    Notices,
}

impl Section {
    /// The section of a finding.
    pub fn of(finding: &Finding) -> Self {
        match (finding.blocks(), finding.kind) {
            (false, _) => Self::Notices,
            (true, Kind::Threat) => Self::Threats,
            (true, Kind::Policy) => Self::Policy,
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Threats => "THREATS",
            Self::Policy => "POLICY",
            Self::Notices => "NOTICES (recorded, not blocking)",
        }
    }
}

/// Findings of one cause: positions in the report's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Where it is listed.
    pub section: Section,
    /// Positions of its findings, at least one.
    pub members: Vec<usize>,
}

impl Group {
    /// Whether a finding is in it.
    pub fn holds(&self, finding: usize) -> bool {
        // Members stand in the order of the report.
        self.members.binary_search(&finding).is_ok()
    }
}

/// Groups a report's findings; sections in order, groups in the order of their first finding.
pub fn group(findings: &[Finding], by: By) -> Vec<Group> {
    let mut places = std::collections::HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (position, finding) in findings.iter().enumerate() {
        let section = Section::of(finding);
        let cause = (section, cause(finding, by));
        let place = *places.entry(cause).or_insert_with(|| {
            groups.push(Group {
                section,
                members: Vec::new(),
            });
            groups.len() - 1
        });
        groups[place].members.push(position);
    }
    groups.sort_by_key(|group| group.section);
    groups
}

fn cause(finding: &Finding, by: By) -> (Option<Untrusted>, Option<Untrusted>, Option<Untrusted>) {
    let seen = &finding.seen;
    match by {
        By::Rule => (Some(seen.rule.clone()), seen.threat.clone(), seen.symbol()),
        By::File => (seen.file.clone(), None, None),
    }
}
