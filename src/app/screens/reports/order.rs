//! The order of the reports: by any column, either way. Keys are made once a report, so that a verdict moves nothing
//! and what arrives is merged into what stands.

use std::cmp::{Ordering, Reverse};

use jiff::Timestamp;
use strum::EnumIter;

use crate::app::library::Library;
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::report::Head;
use crate::domain::text::Untrusted;

/// A column of the list.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, serde::Serialize, serde::Deserialize,
)]
pub enum Column {
    /// What the scan concluded.
    Outcome,
    /// The model.
    Model,
    /// What kind of place the model lies in.
    SourceType,
    /// The security group.
    Group,
    /// Rules that passed, of how many.
    Rules,
    /// Open findings, of how many.
    Findings,
    /// How much the report holds.
    Completeness,
    /// What it was read from.
    Source,
    /// When the scan was made.
    #[default]
    Age,
}

impl Column {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Model => "model",
            Self::SourceType => "type",
            Self::Group => "group",
            Self::Rules => "rules",
            Self::Findings => "findings",
            Self::Completeness => "holds",
            Self::Source => "source",
            Self::Age => "age",
        }
    }

    fn next(self) -> Self {
        let mut turns = TURNS.iter().cycle().skip_while(|column| **column != self);
        turns.nth(1).copied().unwrap_or_default()
    }
}

/// The order in which one goes through them: the newest, then where most is left to decide, then what is asked for less
/// and less.
const TURNS: [Column; 9] = [
    Column::Age,
    Column::Findings,
    Column::Outcome,
    Column::Model,
    Column::Group,
    Column::Rules,
    Column::Source,
    Column::Completeness,
    Column::SourceType,
];

/// What the list is sorted by. Each column has a way that is looked for first: the newest, the worst, A before Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sort {
    /// The column.
    pub column: Column,
    /// Whether the other way round.
    pub inverted: bool,
}

impl Sort {
    /// By the next column, its usual way.
    #[must_use]
    pub fn next(self) -> Self {
        Self {
            column: self.column.next(),
            inverted: false,
        }
    }

    /// By the same column, the other way round.
    #[must_use]
    pub fn inverted(self) -> Self {
        Self {
            inverted: !self.inverted,
            ..self
        }
    }

    /// The heading of its column, with the way it goes.
    pub fn heading(self) -> String {
        let way = if self.inverted { '▴' } else { '▾' };
        format!("{}{way}", self.column.title())
    }
}

/// What a report is sorted by; what has nothing in the column stands last, whichever way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i64),
    Text(String),
    Nothing,
}

#[derive(Clone, Debug)]
struct Key {
    value: Value,
    /// The newest first, what has no date last.
    age: Reverse<Option<Timestamp>>,
    name: Untrusted,
}

/// The reports in order, whether they are listed or not.
#[derive(Clone, Debug, Default)]
pub struct Order {
    sort: Sort,
    keys: Vec<Key>,
    places: Vec<usize>,
}

impl Order {
    /// What it is sorted by.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Positions in the library, in order.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// Sorts everything anew.
    pub fn by(&mut self, sort: Sort, library: &Library) {
        *self = Self {
            sort,
            ..Self::default()
        };
        self.follow(library);
    }

    /// Takes in what came to the library; a library that was emptied begins anew.
    pub fn follow(&mut self, library: &Library) {
        let (known, there) = (self.keys.len(), library.summaries.len());
        if there < known {
            return self.by(self.sort, library);
        }
        for at in known..there {
            self.keys.push(self.key(at, library));
        }
        self.merge((known..there).collect(), library);
    }

    /// Puts reports that were read again where they belong now.
    pub fn place_again(&mut self, changed: &[usize], library: &Library) {
        let mut changed: Vec<usize> = changed
            .iter()
            .copied()
            .filter(|at| *at < self.keys.len())
            .collect();
        if changed.is_empty() {
            return;
        }
        for at in &changed {
            self.keys[*at] = self.key(*at, library);
        }
        changed.sort_unstable();
        changed.dedup();
        self.places.retain(|at| changed.binary_search(at).is_err());
        self.merge(changed, library);
    }

    /// Sorts the new ones and merges the two sorted halves.
    fn merge(&mut self, mut new: Vec<usize>, library: &Library) {
        new.sort_unstable_by(|one, other| self.compare(*one, *other, library));
        if self.places.is_empty() {
            self.places = new;
            return;
        }
        let mut merged = Vec::with_capacity(self.places.len() + new.len());
        let mut old = self.places.iter().copied().peekable();
        for at in new {
            while let Some(before) =
                old.next_if(|before| self.compare(*before, at, library) != Ordering::Greater)
            {
                merged.push(before);
            }
            merged.push(at);
        }
        merged.extend(old);
        self.places = merged;
    }

    fn compare(&self, one: usize, other: usize, library: &Library) -> Ordering {
        let source = |at: usize| &library.summaries[at].head.source;
        self.compare_keys(&self.keys[one], &self.keys[other])
            .then_with(|| source(one).cmp(source(other)))
            .then(one.cmp(&other))
    }

    fn compare_keys(&self, one: &Key, other: &Key) -> Ordering {
        let nothing = |key: &Key| key.value == Value::Nothing;
        let values = match one.value.cmp(&other.value) {
            way if self.sort.inverted && !nothing(one) && !nothing(other) => way.reverse(),
            way => way,
        };
        values
            .then_with(|| one.age.cmp(&other.age))
            .then_with(|| one.name.cmp(&other.name))
    }

    /// Which of two groups of reports stands first: by their newest report, and by all their open findings.
    pub fn compare_groups(&self, one: &[usize], other: &[usize]) -> Ordering {
        let together = |members: &[usize]| {
            let mut key = self.keys.get(*members.first()?)?.clone();
            if self.sort.column == Column::Findings {
                let numbers = members
                    .iter()
                    .filter_map(|at| match self.keys.get(*at)?.value {
                        Value::Number(number) => Some(number),
                        _ => None,
                    });
                let sum = numbers.fold(None, |sum, number| Some(sum.unwrap_or(0) + number));
                key.value = sum.map_or(Value::Nothing, Value::Number);
            }
            Some(key)
        };
        match (together(one), together(other)) {
            (Some(one), Some(other)) => self.compare_keys(&one, &other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }

    fn key(&self, at: usize, library: &Library) -> Key {
        let head = &library.summaries[at].head;
        let tally = library.tallies.get(at).copied().unwrap_or_default();
        let text = |text: &Untrusted| Value::Text(text.raw().to_lowercase());
        let number = |number: u64| Value::Number(-i64::try_from(number).unwrap_or(i64::MAX));
        let scan = &head.scan;
        let value = match self.sort.column {
            Column::Outcome => Value::Text(outcome(head)),
            Column::Model => text(&head.name()),
            Column::SourceType => scan.source_type.as_ref().map_or(Value::Nothing, text),
            Column::Group => head.group_name().map_or(Value::Nothing, text),
            Column::Rules => scan
                .rules
                .map_or(Value::Nothing, |rules| number(rules.failed)),
            Column::Findings if tally.total == 0 => Value::Nothing,
            Column::Findings => number(tally.open as u64),
            Column::Completeness => Value::Number(head.completeness as i64),
            Column::Source => Value::Text(head.source.medium().to_owned()),
            Column::Age => scan
                .created_at
                .map_or(Value::Nothing, |then| Value::Number(-then.as_second())),
        };
        Key {
            value,
            age: Reverse(scan.created_at),
            name: head.name(),
        }
    }
}

/// What was stopped first, what passed last.
fn outcome(head: &Head) -> String {
    let outcome = &head.scan.outcome;
    let rank = match (outcome.meaning(), outcome) {
        (Meaning::Stopped, _) => 0,
        (Meaning::Undecided, Outcome::Error) => 1,
        (Meaning::Undecided, Outcome::Pending) => 2,
        (Meaning::Undecided, _) => 3,
        (Meaning::Passed, _) => 4,
    };
    format!("{rank}{}", outcome.word())
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn one_key_leads_to_what_is_left_to_decide_and_all_of_them_through_every_column() {
        let mut column = Column::default();
        assert_eq!(column.next(), Column::Findings);
        let mut missed: Vec<_> = Column::iter().collect();
        for _ in 0..missed.len() {
            missed.retain(|other| *other != column);
            column = column.next();
        }
        assert_eq!((missed, column), (Vec::new(), Column::default()));
    }
}
