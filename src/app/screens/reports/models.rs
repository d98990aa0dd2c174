//! The reports by their model: which reports each model has, the newest first.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::app::library::Library;
use crate::domain::text::Untrusted;

/// Which reports each model has.
#[derive(Clone, Debug, Default)]
pub struct Models {
    list: Vec<Vec<usize>>,
    by_key: HashMap<Untrusted, usize>,
    /// The model of each report.
    of: Vec<usize>,
}

impl Models {
    /// Takes in what came to the library; a library that was emptied begins anew.
    pub fn follow(&mut self, library: &Library) {
        if library.summaries.len() < self.of.len() {
            *self = Self::default();
        }
        let new = self.of.len()..library.summaries.len();
        let models: Vec<usize> = new.map(|at| self.put(at, library)).collect();
        self.of.extend(&models);
        self.sort(models, library);
    }

    /// Puts reports that were read again where they belong now.
    pub fn place_again(&mut self, changed: &[usize], library: &Library) {
        let mut models = Vec::new();
        let known = self.of.len();
        for &at in changed.iter().filter(|at| **at < known) {
            self.list[self.of[at]].retain(|other| *other != at);
            self.of[at] = self.put(at, library);
            models.push(self.of[at]);
        }
        self.sort(models, library);
    }

    /// Puts a report to its model. One of a model that nobody named has no other to stand beside.
    fn put(&mut self, at: usize, library: &Library) -> usize {
        let head = &library.summaries[at].head;
        let key = Some(&head.model_key)
            .filter(|key| !key.raw().is_empty())
            .cloned()
            .unwrap_or_else(|| head.source.label());
        let next = self.list.len();
        let model = *self.by_key.entry(key).or_insert(next);
        if model == next {
            self.list.push(Vec::new());
        }
        self.list[model].push(at);
        model
    }

    fn sort(&mut self, mut models: Vec<usize>, library: &Library) {
        models.sort_unstable();
        models.dedup();
        let age = |at: &usize| (Reverse(library.summaries[*at].head.scan.created_at), *at);
        for model in models {
            self.list[model].sort_by_key(age);
        }
    }

    /// The model of a report.
    pub fn of(&self, report: usize) -> Option<usize> {
        self.of.get(report).copied()
    }

    /// The reports of a report's model, the newest first, what has no date last.
    pub fn beside(&self, report: usize) -> &[usize] {
        self.of(report).map_or(&[], |model| &self.list[model])
    }

    /// All models, by number.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[usize])> {
        self.list.iter().map(Vec::as_slice).enumerate()
    }
}
