//! The census of a library: how many findings of each rule there are in each model and in each group, and in which
//! reports, kept while reports come and go, so that a question about a rule need not be put to a million findings.

use std::collections::{HashMap, HashSet};
use std::iter::Sum;

use crate::domain::report::Summary;
use crate::domain::text::Untrusted;

/// How many findings of each rule there are in each model and group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    models: HashMap<Untrusted, Model>,
    groups: HashMap<Untrusted, Rules>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Model {
    reports: Vec<usize>,
    rules: Rules,
}

/// Findings, and how many reports they are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Findings.
    pub findings: usize,
    /// Reports that have at least one of them.
    pub reports: usize,
}

impl Count {
    /// So many findings of one report.
    pub fn of_report(findings: usize) -> Self {
        Self {
            findings,
            reports: usize::from(findings > 0),
        }
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, count| Self {
            findings: sum.findings + count.findings,
            reports: sum.reports + count.reports,
        })
    }
}

/// What there is of each rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rules(HashMap<Untrusted, Rule>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rule {
    findings: usize,
    reports: Vec<usize>,
}

impl Rules {
    fn add(&mut self, report: usize, counts: &[(Untrusted, usize)]) {
        for (rule, count) in counts {
            let known = of(&mut self.0, rule);
            known.findings += count;
            known.reports.push(report);
        }
    }

    fn take(&mut self, report: usize, counts: &[(Untrusted, usize)]) {
        for (rule, count) in counts {
            if let Some(known) = self.0.get_mut(rule) {
                known.findings = known.findings.saturating_sub(*count);
                known.reports.retain(|other| *other != report);
            }
        }
    }

    fn count(&self, rules: &[&Untrusted]) -> Count {
        let known: Vec<&Rule> = rules.iter().filter_map(|rule| self.0.get(*rule)).collect();
        let reports = match known[..] {
            [only] => only.reports.len(),
            // One report may have several of the rules.
            _ => {
                let each = known.iter().flat_map(|rule| &rule.reports);
                each.collect::<HashSet<_>>().len()
            }
        };
        Count {
            findings: known.iter().map(|rule| rule.findings).sum(),
            reports,
        }
    }
}

impl Census {
    /// Counts a report that came, at this position of the library.
    pub fn enter(&mut self, report: usize, summary: &Summary) {
        let model = of(&mut self.models, &summary.head.model_key);
        model.reports.push(report);
        model.rules.add(report, &summary.rules);
        if let Some(group) = summary.head.group_uuid() {
            of(&mut self.groups, group).add(report, &summary.rules);
        }
    }

    /// Counts a report no more.
    pub fn leave(&mut self, report: usize, summary: &Summary) {
        if let Some(model) = self.models.get_mut(&summary.head.model_key) {
            model.reports.retain(|known| *known != report);
            model.rules.take(report, &summary.rules);
        }
        let group = summary.head.group_uuid();
        if let Some(rules) = group.and_then(|group| self.groups.get_mut(group)) {
            rules.take(report, &summary.rules);
        }
    }

    /// The reports of a model, by position.
    pub fn reports(&self, model: &Untrusted) -> &[usize] {
        let model = self.models.get(model);
        model.map_or(&[], |model| &model.reports)
    }

    /// Findings of these rules in a model.
    pub fn in_model(&self, model: &Untrusted, rules: &[&Untrusted]) -> Count {
        let model = self.models.get(model);
        model.map_or_else(Count::default, |model| model.rules.count(rules))
    }

    /// Findings of these rules in a group.
    pub fn in_group(&self, group: &Untrusted, rules: &[&Untrusted]) -> Count {
        let group = self.groups.get(group);
        group.map_or_else(Count::default, |known| known.count(rules))
    }
}

fn of<'a, T: Default>(all: &'a mut HashMap<Untrusted, T>, text: &Untrusted) -> &'a mut T {
    all.entry(text.clone()).or_default()
}
