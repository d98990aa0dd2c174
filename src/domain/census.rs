//! The census of a library: how many findings of each rule there are in each model and in each group, kept while
//! reports come and go, so that a question about a rule need not be put to a million findings.

use std::collections::HashMap;

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

/// Findings by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rules(HashMap<Untrusted, usize>);

impl Rules {
    fn add(&mut self, counts: &[(Untrusted, usize)]) {
        for (rule, count) in counts {
            *of(&mut self.0, rule) += count;
        }
    }

    fn take(&mut self, counts: &[(Untrusted, usize)]) {
        for (rule, count) in counts {
            if let Some(known) = self.0.get_mut(rule) {
                *known = known.saturating_sub(*count);
            }
        }
    }

    fn sum(&self, rules: &[&Untrusted]) -> usize {
        rules.iter().filter_map(|rule| self.0.get(*rule)).sum()
    }
}

impl Census {
    /// Counts a report that came, at this position of the library.
    pub fn enter(&mut self, report: usize, summary: &Summary) {
        let model = of(&mut self.models, &summary.head.model_key);
        model.reports.push(report);
        model.rules.add(&summary.rules);
        if let Some(group) = summary.head.group_uuid() {
            of(&mut self.groups, group).add(&summary.rules);
        }
    }

    /// Counts a report no more.
    pub fn leave(&mut self, report: usize, summary: &Summary) {
        if let Some(model) = self.models.get_mut(&summary.head.model_key) {
            model.reports.retain(|known| *known != report);
            model.rules.take(&summary.rules);
        }
        let group = summary.head.group_uuid();
        if let Some(rules) = group.and_then(|group| self.groups.get_mut(group)) {
            rules.take(&summary.rules);
        }
    }

    /// The reports of a model, by position.
    pub fn reports(&self, model: &Untrusted) -> &[usize] {
        let model = self.models.get(model);
        model.map_or(&[], |model| &model.reports)
    }

    /// Findings of these rules in a model.
    pub fn in_model(&self, model: &Untrusted, rules: &[&Untrusted]) -> usize {
        let model = self.models.get(model);
        model.map_or(0, |model| model.rules.sum(rules))
    }

    /// Findings of these rules in a group.
    pub fn in_group(&self, group: &Untrusted, rules: &[&Untrusted]) -> usize {
        let group = self.groups.get(group);
        group.map_or(0, |known| known.sum(rules))
    }
}

fn of<'a, T: Default>(all: &'a mut HashMap<Untrusted, T>, text: &Untrusted) -> &'a mut T {
    all.entry(text.clone()).or_default()
}
