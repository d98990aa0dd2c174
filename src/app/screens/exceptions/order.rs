//! How verdicts are ordered: by what, and under which headings.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use strum::{EnumIter, IntoEnumIterator};

use super::Row;
use crate::domain::decision::Decision;
use crate::domain::expiry::{Expiry, Stage};
use crate::domain::scope::Subject;
use crate::domain::text::Untrusted;
use crate::domain::verdict::Verdict;

/// What the list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter)]
pub enum View {
    /// When it runs out, the most urgent first.
    #[default]
    Expiry,
    /// The verdict.
    Verdict,
    /// The rule.
    Rule,
    /// Who gave it.
    Author,
    /// The model.
    Model,
    /// No verdicts but rules, by how often they were right.
    Precision,
}

impl View {
    /// It in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Expiry => "expiry",
            Self::Rule => "rule",
            Self::Author => "author",
            Self::Model => "model",
            Self::Precision => "precision",
        }
    }

    /// The view so many places on, round the ends.
    #[must_use]
    pub fn turned(self, by: isize) -> Self {
        let all: Vec<_> = Self::iter().collect();
        let at = all.iter().position(|view| *view == self).unwrap_or(0);
        all[(at + all.len()).saturating_add_signed(by) % all.len()]
    }
}

/// Verdicts that stand under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: Heading,
    /// How many stand under it.
    pub count: usize,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// A verdict, by its place in the list of verdicts.
    Verdict(usize),
    /// How long verdicts still hold.
    Stage(Stage),
    /// A rule, a person or a model.
    Named(Untrusted),
    /// Scans as a whole, which no rule speaks of.
    Scans,
}

impl Heading {
    fn of(view: View, decision: &Decision, today: Date) -> Self {
        let context = &decision.context;
        match view {
            View::Verdict => Self::Verdict(place(decision.verdict)),
            View::Expiry | View::Precision => Self::Stage(Expiry::of(decision, today).stage()),
            View::Rule => context.rule.clone().map_or(Self::Scans, Self::Named),
            View::Author => Self::Named(decision.author.clone()),
            View::Model => Self::Named(context.model.clone()),
        }
    }

    /// The verdict it names.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Verdict(at) => Verdict::iter().nth(*at),
            Self::Stage(_) | Self::Named(_) | Self::Scans => None,
        }
    }
}

fn place(verdict: Verdict) -> usize {
    Verdict::iter()
        .position(|other| other == verdict)
        .unwrap_or_default()
}

/// Headings and rows of these verdicts, each with its position; under every heading the most urgent first.
pub(super) fn rows(
    view: View,
    mut shown: Vec<(usize, &Decision)>,
    today: Date,
) -> (Vec<Section>, Vec<Row>) {
    shown.sort_by_cached_key(|(_, decision)| {
        let context = &decision.context;
        let (rule, file) = (context.rule.clone(), context.file.clone());
        let urgency = Expiry::of(decision, today);
        (urgency, rule, context.model.clone(), file, decision.event)
    });
    let mut under: BTreeMap<Heading, Vec<usize>> = BTreeMap::new();
    for (at, decision) in shown {
        let heading = Heading::of(view, decision, today);
        under.entry(heading).or_default().push(at);
    }
    let (mut sections, mut rows) = (Vec::new(), Vec::new());
    for (heading, members) in under {
        rows.push(Row::Section(sections.len()));
        sections.push(Section {
            heading,
            count: members.len(),
        });
        rows.extend(members.into_iter().map(Row::Verdict));
    }
    (sections, rows)
}

/// Where each subject stands in the list.
pub(super) fn positions(subjects: &[Subject]) -> HashMap<&Subject, usize> {
    subjects.iter().zip(0..).collect()
}
