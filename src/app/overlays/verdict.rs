//! The verdict form. One key opened it with the verdict already chosen; Enter saves. For every scope it says how many
//! findings of the library it would cover and how many of these are true positives; the narrowest is preselected.

mod amend;

use std::collections::HashSet;

use jiff::civil::Date;
use strum::IntoEnumIterator;

use crate::app::field::Field;
use crate::app::model::Model;
use crate::app::overlays::turned;
use crate::app::target::Target;
use crate::domain::blast::{self, Radius};
use crate::domain::decision::{Context, Decision, Entry};
use crate::domain::decisions::{Decisions, Standing};
use crate::domain::report::Head;
use crate::domain::roll::Chosen;
use crate::domain::scope::{Scope, Subject};
use crate::domain::verdict::{Reason, Ruling, Term, Verdict};

/// The form as it is filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it excuses.
    pub reason: Reason,
    /// Scopes it can have for what is selected, narrowest first.
    pub aims: Vec<Aim>,
    /// The scope that is chosen.
    pub aim: usize,
    /// How long it holds.
    pub term: Term,
    /// How long the verdict holds that is being edited.
    kept: Option<Term>,
    /// Why, in words.
    pub note: Field,
    /// The field that takes keys.
    pub focus: Line,
    /// What it is about.
    pub target: Target,
    /// Verdicts in force on it that would be replaced, or that stand beside a wider one.
    pub earlier: Vec<Decision>,
    /// What is missing, once somebody tried to save.
    pub problem: Option<String>,
}

/// A line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Which verdict.
    Verdict,
    /// Why it excuses.
    Reason,
    /// How far it reaches.
    Scope,
    /// How long it holds.
    Expires,
    /// Why, in words.
    Note,
}

/// A scope and what it would cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// The scope; none for a scan as a whole.
    pub scope: Option<Scope>,
    /// Findings of the library it covers.
    pub covers: usize,
    /// Reports that these are in.
    pub reports: usize,
    /// Of the findings, or of those that the scan lists, how many are decided to be true positives.
    pub true_positives: usize,
}

impl From<Radius> for Aim {
    fn from(radius: Radius) -> Self {
        Self {
            scope: Some(radius.scope),
            covers: radius.covers,
            reports: radius.reports,
            true_positives: radius.true_positives,
        }
    }
}

impl Form {
    /// Opens the form with a verdict, on top of an earlier one where there is one.
    pub fn open(model: &Model, verdict: Verdict, earlier: Option<&Decision>) -> Self {
        let target = match (verdict, model.target()) {
            (Verdict::PipelineFault, Target::Findings(_)) => Target::OpenScan,
            // One at a time: a note is about one verdict, and others may be marked.
            (_, Target::Exceptions(_)) => {
                let selected = model.exceptions.selected_subject();
                Target::Exceptions(selected.cloned().into_iter().collect())
            }
            (_, target) => target,
        };
        let note = match earlier {
            Some(decision) => decision.note.raw().to_owned(),
            None => shared_note(model, &target).unwrap_or_default(),
        };
        let reason = earlier
            .and_then(|decision| decision.reason)
            .or(verdict.usual_reason());
        let (aims, narrowest) = aims(model, &target);
        let same = |earlier: &Decision| {
            let scope = earlier.subject.scope();
            aims.iter().position(|aim| aim.scope == scope)
        };
        let aim = earlier.and_then(same).unwrap_or(narrowest);
        let kept = earlier.and_then(|earlier| kept(earlier, model.today()));
        Self {
            verdict,
            reason: reason.unwrap_or(Reason::ToolNoise),
            aims,
            aim,
            term: kept.unwrap_or(Term::DEFAULT),
            kept,
            note: Field::with(&note),
            focus: Line::Note,
            earlier: in_force(model, &target),
            target,
            problem: None,
        }
    }

    /// Looks again at what the ledger holds by now, and says what somebody else has decided meanwhile.
    pub fn look_again(&mut self, model: &Model) {
        let chosen = self.aims.get(self.aim).and_then(|aim| aim.scope);
        let (aims, own) = aims(model, &self.target);
        let again = aims.iter().position(|aim| aim.scope == chosen);
        (self.aims, self.aim) = (aims, again.unwrap_or(own));
        let now = in_force(model, &self.target);
        let known =
            |decision: &&Decision| !self.earlier.iter().any(|old| old.event == decision.event);
        if let Some(new) = now.iter().find(known) {
            self.problem = Some(format!(
                "{} has decided {}. Save again to replace it, or Esc.",
                new.author.printable(),
                new.verdict.words()
            ));
        }
        self.earlier = now;
    }

    /// The lines that matter for this verdict, in order.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::Verdict];
        if self.verdict.excuses() {
            lines.push(Line::Reason);
        }
        if self.aims.iter().any(|aim| aim.scope.is_some()) {
            lines.push(Line::Scope);
        }
        if self.verdict.excuses() {
            lines.push(Line::Expires);
        }
        lines.push(Line::Note);
        lines
    }

    /// Moves to another line.
    pub fn move_focus(&mut self, by: isize) {
        let lines = self.lines();
        let at = lines
            .iter()
            .position(|line| *line == self.focus)
            .unwrap_or(0);
        self.focus = *turned(&lines, at, by);
    }

    /// Takes another choice in the line that has the focus.
    pub fn choose(&mut self, by: isize) {
        match self.focus {
            Line::Verdict => {
                self.verdict = next(self.verdict, by);
                self.reason = self.verdict.usual_reason().unwrap_or(self.reason);
            }
            Line::Reason => self.reason = next(self.reason, by),
            Line::Scope => self.aim = self.aim.saturating_add_signed(by).min(self.aims.len() - 1),
            Line::Expires => {
                let kept = self.kept.filter(|kept| !Term::OFFERED.contains(kept));
                let terms: Vec<Term> = kept.into_iter().chain(Term::OFFERED).collect();
                let at = terms.iter().position(|term| *term == self.term);
                self.term = *turned(&terms, at.unwrap_or(1), by);
            }
            Line::Note => {}
        }
        self.problem = None;
    }

    /// The ruling as filled in.
    pub fn ruling(&self) -> Ruling {
        Ruling {
            verdict: self.verdict,
            reason: self.verdict.excuses().then_some(self.reason),
            term: self.term,
            note: self.note.text().trim().to_owned(),
        }
    }

    /// What the ledger would be asked to record.
    pub fn entries(&self, model: &Model) -> Vec<Entry> {
        let scope = self.aims.get(self.aim).and_then(|aim| aim.scope);
        if let Target::Exceptions(subjects) = &self.target {
            return amend::entries(model, subjects, scope, &self.ruling());
        }
        entries(model, &self.target, scope, Some(&self.ruling()))
    }
}

/// Entries about a target: one for each subject, however many findings it covers.
pub fn entries(
    model: &Model,
    target: &Target,
    scope: Option<Scope>,
    ruling: Option<&Ruling>,
) -> Vec<Entry> {
    let mut seen = HashSet::new();
    let mut all = match (target, &model.report) {
        (Target::Findings(findings), Some(open)) => findings
            .iter()
            .filter_map(|at| {
                let (head, finding) = (&open.report.head, &open.report.findings[*at]);
                let subject = Subject::of(scope.unwrap_or(Scope::Exact), head, &finding.key())?;
                Some(Entry {
                    saw: model.decisions.saw(&subject),
                    subject,
                    ruling: ruling.cloned(),
                    context: Context::of(head, finding),
                })
            })
            .collect(),
        _ => model
            .heads(target)
            .into_iter()
            .map(|head| about_scan(head, ruling, &model.decisions))
            .collect::<Vec<_>>(),
    };
    all.retain(|entry| seen.insert(entry.subject.clone()));
    all
}

/// The verdicts in force on a target, each once.
fn in_force(model: &Model, target: &Target) -> Vec<Decision> {
    let decided = match (target, &model.report) {
        (Target::Findings(findings), Some(open)) => {
            let decided = findings.iter().copied();
            Target::Findings(decided.filter(|at| !open.stands[*at].is_open()).collect())
        }
        _ => target.clone(),
    };
    let mut seen = HashSet::new();
    let decisions = model.standings(&decided).filter_map(Standing::decision);
    decisions
        .filter(|decision| seen.insert(decision.event))
        .cloned()
        .collect()
}

/// The note of all that was decided here, also where it has run out: who decides anew begins with these words.
fn shared_note(model: &Model, target: &Target) -> Option<String> {
    let mut notes = model.standings(target).map(|standing| match standing {
        Standing::Expired(decision) => Some(decision.note.raw()),
        other => other.decision().map(|decision| decision.note.raw()),
    });
    let first = notes.next()??;
    notes
        .all(|note| note == Some(first))
        .then(|| first.to_owned())
}

fn about_scan(head: &Head, ruling: Option<&Ruling>, decisions: &Decisions) -> Entry {
    let subject = Subject::Scan {
        fingerprint: head.identity.exact,
    };
    Entry {
        saw: decisions.saw(&subject),
        subject,
        ruling: ruling.cloned(),
        context: Context::of_scan(head),
    }
}

/// How long a verdict holds that excuses; what has run out is not kept so.
fn kept(decision: &Decision, today: Date) -> Option<Term> {
    if !decision.verdict.excuses() {
        return None;
    }
    match decision.expires {
        None => Some(Term::Forever),
        Some(last) => (last >= today).then_some(Term::Kept(last)),
    }
}

/// The scopes that can be chosen for a target, and which of them is chosen first.
fn aims(model: &Model, target: &Target) -> (Vec<Aim>, usize) {
    let (findings, open) = match (target, &model.report) {
        (Target::Exceptions(subjects), _) => return amend::aims(model, subjects),
        (Target::Findings(findings), Some(open)) => (findings, open),
        _ => {
            let heads = model.heads(target);
            let places = heads
                .iter()
                .filter_map(|head| model.library.position(&head.source));
            let whole = Aim {
                scope: None,
                covers: 0,
                reports: heads.len(),
                true_positives: places.map(|at| model.library.tallies[at].positives).sum(),
            };
            return (vec![whole], 0);
        }
    };
    let head = &open.report.head;
    let chosen = Chosen {
        head,
        keys: open.keys(),
        at: findings,
        report: model.library.position(&head.source),
    };
    (aimed(model, chosen), 0)
}

/// What a verdict on findings of a report would cover.
fn aimed(model: &Model, chosen: Chosen<'_>) -> Vec<Aim> {
    let ground = model.library.ground(&model.decisions, model.today());
    let radii = blast::radii(chosen, ground);
    radii.into_iter().map(Aim::from).collect()
}

fn next<T: IntoEnumIterator + PartialEq + Copy>(value: T, by: isize) -> T {
    let all: Vec<T> = T::iter().collect();
    let at = all.iter().position(|other| *other == value).unwrap_or(0);
    *turned(&all, at, by)
}
