//! Any sequence of acts by two people folds to the same present as a model that fits on a page.

use std::collections::BTreeMap;

use airs_triage::domain::decision::Entry;
use airs_triage::domain::decisions::Decisions;
use airs_triage::domain::verdict::{Ruling, Verdict};
use airs_triage::io::ledger::Ledger;
use proptest::prelude::*;

use super::{at, entries};

const AUTHORS: [&str; 2] = ["ann", "bob"];
const SUBJECTS: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    /// The subjects to decide, or to reopen.
    Record(Vec<bool>, bool),
    Undo,
    Redo,
}

/// A recorded act: its number, and for each of its subjects the number of the act that held before.
type Told = (usize, Vec<(usize, Option<usize>)>);

#[derive(Default)]
struct Model {
    present: BTreeMap<usize, usize>,
    reopened: Vec<usize>,
    done: [Vec<Told>; 2],
    undone: [Vec<Told>; 2],
}

impl Model {
    fn record(&mut self, author: usize, number: usize, subjects: &[usize]) {
        let before = |subject: &usize| (*subject, self.present.get(subject).copied());
        let told = (number, subjects.iter().map(before).collect());
        for subject in subjects {
            self.present.insert(*subject, number);
        }
        self.done[author].push(told);
        self.undone[author].clear();
    }

    /// Moves the last act from one stack to the other; false when that would overwrite something.
    fn turn(&mut self, author: usize, back: bool) -> bool {
        let (from, to) = if back {
            (&mut self.done[author], &mut self.undone[author])
        } else {
            (&mut self.undone[author], &mut self.done[author])
        };
        let Some((number, subjects)) = from.last().cloned() else {
            return false;
        };
        let put = |before: Option<usize>| if back { before } else { Some(number) };
        let held = |before: Option<usize>| if back { Some(number) } else { before };
        let untouched = |(subject, before): &(usize, Option<usize>)| {
            self.present.get(subject).copied() == held(*before)
        };
        if !subjects.iter().all(untouched) {
            return false;
        }
        for (subject, before) in &subjects {
            match put(*before) {
                Some(number) => self.present.insert(*subject, number),
                None => self.present.remove(subject),
            };
        }
        to.extend(from.pop());
        true
    }

    fn notes(&self) -> Vec<Option<String>> {
        let number = |subject| self.present.get(&subject);
        (0..SUBJECTS)
            .map(number)
            .map(|number| number.filter(|number| !self.reopened.contains(number)))
            .map(|number| number.map(ToString::to_string))
            .collect()
    }
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let record = (
        proptest::collection::vec(any::<bool>(), SUBJECTS),
        any::<bool>(),
    )
        .prop_filter("an act has entries", |(chosen, _)| chosen.contains(&true))
        .prop_map(|(chosen, reopen)| Step::Record(chosen, reopen));
    let step = prop_oneof![record, Just(Step::Undo), Just(Step::Redo)];
    proptest::collection::vec((0..AUTHORS.len(), step), 1..25)
}

fn notes(decisions: &Decisions, all: &[Entry]) -> Vec<Option<String>> {
    all.iter()
        .map(|entry| decisions.get(&entry.subject))
        .map(|found| found.map(|decision| decision.note.raw().to_owned()))
        .collect()
}

async fn play(steps: Vec<(usize, Step)>) -> Result<(), TestCaseError> {
    let ledger = Ledger::in_memory().await.unwrap();
    let all = entries(SUBJECTS, None);
    let mut model = Model::default();
    let mut followed = Decisions::default();
    for (number, (author, step)) in (0..).zip(steps) {
        let (name, now) = (AUTHORS[author], at(i64::try_from(number).unwrap()));
        let (expected, change) = match step {
            Step::Record(chosen, reopen) => {
                let ruling = Ruling {
                    note: number.to_string(),
                    ..Ruling::usual(Verdict::TruePositive)
                };
                let subjects: Vec<_> = (0..SUBJECTS).filter(|index| chosen[*index]).collect();
                model.reopened.extend(reopen.then_some(number));
                model.record(author, number, &subjects);
                let entry = |index: &usize| Entry {
                    ruling: (!reopen).then(|| ruling.clone()),
                    ..all[*index].clone()
                };
                let chosen: Vec<_> = subjects.iter().map(entry).collect();
                (true, ledger.record(name, now, &chosen).await)
            }
            Step::Undo => (model.turn(author, true), ledger.undo(name, now).await),
            Step::Redo => (model.turn(author, false), ledger.redo(name, now).await),
        };
        prop_assert_eq!(change.is_ok(), expected, "{:?}", change);
        if let Ok(change) = &change {
            followed.apply(change);
        }
        let present = ledger.decisions().await.unwrap();
        prop_assert_eq!(notes(&present, &all), model.notes());
        prop_assert_eq!(
            &followed,
            &present,
            "what was told is what is kept, reopened or never decided"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_sequence_of_acts_folds_to_the_present_of_the_model(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(steps))?;
    }
}
