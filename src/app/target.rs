//! What a verdict, an export or a fetch is about: what is marked on the shown screen, else what is selected there.

use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::domain::decision::Decision;
use crate::domain::decisions::{Mark, Standing};
use crate::domain::report::Head;
use crate::domain::scope::Subject;

/// What a verdict is about, by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Findings of the open report.
    Findings(Vec<usize>),
    /// The open report's scan as a whole.
    OpenScan,
    /// Scans of the library as a whole.
    Scans(Vec<usize>),
    /// Verdicts of the ledger, by what they are about.
    Exceptions(Vec<Subject>),
    /// Nothing.
    Nothing,
}

impl Model {
    /// What a verdict key would be about.
    pub fn target(&self) -> Target {
        match (self.screen, &self.report) {
            (Screen::Report, Some(open)) => match open.targets() {
                findings if findings.is_empty() => Target::OpenScan,
                findings => Target::Findings(findings.into_owned()),
            },
            (Screen::Groups | Screen::Scans, _) => Target::Nothing,
            (Screen::Exceptions, _) => match self.exceptions.targets() {
                subjects if subjects.is_empty() => Target::Nothing,
                subjects => Target::Exceptions(subjects),
            },
            _ => match self.reports.targets() {
                scans if scans.is_empty() => Target::Nothing,
                scans => Target::Scans(scans),
            },
        }
    }

    /// Whether a verdict key would be about anything.
    pub fn has_target(&self) -> bool {
        match self.screen {
            Screen::Groups | Screen::Scans => return false,
            Screen::Exceptions => return self.exceptions.has_target(),
            Screen::Reports | Screen::Report => {}
        }
        self.screen == Screen::Report && self.report.is_some()
            || !self.reports.marks.on.is_empty()
            || !self.reports.under_cursor().is_empty()
    }

    /// Whether anything that a verdict key would be about stands so.
    pub fn target_stands(&self, so: impl Fn(Mark) -> bool) -> bool {
        if let (Screen::Report, Some(open)) = (self.screen, &self.report) {
            let findings = open.targets();
            if !findings.is_empty() {
                return findings.iter().any(|at| so(open.stands[*at]));
            }
        }
        if self.screen == Screen::Exceptions {
            let aimed = self.exceptions.aimed();
            let mut verdicts = aimed.filter_map(|subject| self.decisions.get(subject));
            return verdicts.any(|decision| so(Mark::Verdict(decision.verdict)));
        }
        let target = self.target();
        self.standings(&target).any(|standing| so(standing.mark()))
    }

    /// Heads of the scans a verdict about scans would reach.
    pub fn heads(&self, target: &Target) -> Vec<&Head> {
        match target {
            Target::Scans(scans) => scans
                .iter()
                .filter_map(|at| self.library.summaries.get(*at))
                .map(|s| &s.head)
                .collect(),
            Target::Findings(_) | Target::OpenScan => {
                self.report.iter().map(|open| &open.report.head).collect()
            }
            Target::Exceptions(_) | Target::Nothing => Vec::new(),
        }
    }

    /// Where each of a target's things stands, looked up as it is asked for: a group may have tens of thousands.
    pub fn standings<'a: 'b, 'b>(
        &'a self,
        target: &'b Target,
    ) -> Box<dyn Iterator<Item = Standing<'a>> + 'b> {
        let today = self.today();
        match (target, &self.report) {
            // A verdict of the ledger is one to edit or to take off, also after it has run out.
            (Target::Exceptions(subjects), _) => {
                let decisions = subjects.iter().filter_map(|it| self.decisions.get(it));
                Box::new(decisions.map(Standing::Decided))
            }
            (Target::Findings(findings), Some(open)) => {
                let standing = self.decisions.of_findings(&open.report.head, today);
                let keys = open.keys();
                Box::new(findings.iter().map(move |at| standing(&keys[*at])))
            }
            _ => {
                let heads = self.heads(target).into_iter();
                Box::new(heads.map(move |head| self.decisions.of_scan(head, today)))
            }
        }
    }

    /// The first verdict in force on what is selected.
    pub fn target_decision(&self) -> Option<&Decision> {
        if self.screen == Screen::Exceptions {
            return self.selected_decision();
        }
        let target = self.target();
        self.standings(&target).find_map(Standing::decision)
    }

    /// The verdict under the cursor of the list of verdicts.
    pub fn selected_decision(&self) -> Option<&Decision> {
        let on = self.screen == Screen::Exceptions;
        let subject = on.then(|| self.exceptions.selected_subject())?;
        self.decisions.get(subject?)
    }

    /// Findings of the open report that have a proposal.
    pub fn proposals(&self) -> Vec<usize> {
        let stands = self
            .report
            .iter()
            .flat_map(|open| open.stands.iter().enumerate());
        stands
            .filter(|(_, stand)| **stand == Mark::Proposed)
            .map(|(at, _)| at)
            .collect()
    }

    /// Reports that an export is about: the open one, or the marked, or the selected.
    pub fn export_heads(&self) -> Vec<Head> {
        let target = if self.screen == Screen::Report {
            Target::OpenScan
        } else {
            self.target()
        };
        self.heads(&target).into_iter().cloned().collect()
    }
}
