//! Completions of a filter: names of facets, their fixed words, and the values that occur in what was read, the most
//! frequent first.

use std::collections::HashMap;
use std::ops::Range;

use crate::domain::decision::Decision;
use crate::domain::identity::Key;
use crate::domain::query::{self, About, Asks, Facet, Typing};
use crate::domain::report::Head;
use crate::domain::text::Printable;

/// Values that are offered at most.
const MOST: usize = 8;
/// Findings or verdicts that are looked at for values, evenly spread; a key press has no time for more.
const LOOKED_AT: usize = 20_000;
/// Longest value that is offered, in characters.
const LONGEST: usize = 80;

/// What values are taken from.
#[derive(Clone, Debug)]
pub struct Stock<'a> {
    /// What the filter is about.
    pub about: About,
    /// Scans.
    pub heads: Vec<&'a Head>,
    /// Findings, report by report.
    pub keys: Vec<&'a [Key]>,
    /// Verdicts.
    pub decisions: Vec<&'a Decision>,
    /// Saved filters, by name.
    pub saved: &'a [(String, String)],
}

/// Completions, one of them selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Offers {
    /// The completions, at least one.
    pub list: Vec<Offer>,
    /// The selected one, by position.
    pub selected: usize,
    /// What would be replaced, in bytes.
    pub span: Range<usize>,
}

/// A completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What would be typed.
    pub text: String,
    /// What it means, or how often it occurs.
    pub about: String,
}

impl Offers {
    /// Completions of what stands before a cursor, if there are any. The cursor is counted in characters.
    pub fn of(text: &str, cursor: usize, stock: &Stock<'_>, of_nothing: bool) -> Option<Self> {
        Self::among(
            stock.about.facets(),
            (text, cursor),
            of_nothing,
            |typing| match typing {
                Typing::Saved(_, typed) => saved(typed, stock),
                Typing::Value(name, _, typed) => stock
                    .about
                    .facet(name)
                    .map(|facet| values(facet, typed, stock))
                    .unwrap_or_default(),
                Typing::Name(..) => Vec::new(),
            },
        )
    }

    /// The same for the names of any table; what could stand behind a name is for `values` to say.
    pub fn among<A>(
        table: &'static [Facet<A>],
        (text, cursor): (&str, usize),
        of_nothing: bool,
        values: impl Fn(&Typing) -> Vec<Offer>,
    ) -> Option<Self> {
        let at = text
            .char_indices()
            .nth(cursor)
            .map_or(text.len(), |(at, _)| at);
        let (before, after) = text.split_at(at);
        if !after.is_empty() && !after.starts_with(char::is_whitespace) {
            return None;
        }
        let typing = query::typing(before, table)?;
        let list = match &typing {
            Typing::Name(_, typed) if typed.is_empty() && !of_nothing => Vec::new(),
            Typing::Name(_, typed) => names(table, typed),
            Typing::Saved(..) | Typing::Value(..) => values(&typing),
        };
        let done = matches!(&list[..], [only] if only.text.trim_end().eq_ignore_ascii_case(typing.typed()));
        (!list.is_empty() && !done).then(|| Self {
            list,
            selected: 0,
            span: typing.span().clone(),
        })
    }

    /// Selects another one, round the ends.
    pub fn step(&mut self, by: isize) {
        let length = self.list.len().max(1);
        let by = by.rem_euclid(isize::try_from(length).unwrap_or(1));
        self.selected = (self.selected + by.unsigned_abs()) % length;
    }

    /// The text with the selected one in its place, and the cursor behind it, in characters.
    pub fn taken(&self, text: &str) -> (String, usize) {
        let offer = self.list.get(self.selected).map_or("", |offer| &offer.text);
        let before = text.get(..self.span.start).unwrap_or_default();
        let behind = text.get(self.span.end..).unwrap_or_default();
        let offer = if behind.is_empty() {
            offer
        } else {
            offer.trim_end()
        };
        let before = format!("{before}{offer}");
        let cursor = before.chars().count();
        (before + behind, cursor)
    }
}

fn names<A>(table: &[Facet<A>], typed: &str) -> Vec<Offer> {
    let begun = table.iter().filter(|facet| facet.begins(typed));
    begun
        .map(|facet| Offer {
            text: format!("{}:", facet.name),
            about: facet.sentence.to_owned(),
        })
        .collect()
}

fn saved(typed: &str, stock: &Stock<'_>) -> Vec<Offer> {
    let finds = query::finder(typed);
    let fitting = stock.saved.iter().filter(|(name, _)| finds(name));
    fitting
        .map(|(name, text)| Offer {
            text: format!("{name} "),
            about: text.clone(),
        })
        .collect()
}

fn values(facet: &'static Facet, typed: &str, stock: &Stock<'_>) -> Vec<Offer> {
    let words = facet.words();
    if words.is_empty() {
        return occurring(facet, typed, stock);
    }
    fixed(&words, typed)
}

/// Words that begin as typed, and what they mean.
pub fn fixed(words: &[(&str, &str)], typed: &str) -> Vec<Offer> {
    let words = words.iter();
    let begun = words.filter(|(word, _)| query::begins(word, typed));
    begun
        .map(|(word, sentence)| Offer {
            text: format!("{word} "),
            about: (*sentence).to_owned(),
        })
        .collect()
}

/// Values of a facet that occur, those that begin as typed first, then the most frequent.
fn occurring(facet: &Facet, typed: &str, stock: &Stock<'_>) -> Vec<Offer> {
    let mut found = Found::of(typed);
    match facet.asks {
        Asks::ScanText(look) | Asks::Place(look) => {
            for head in &stock.heads {
                look(head, &mut |text| {
                    found.count(text);
                    true
                });
            }
        }
        Asks::FindingText(text) => {
            let all: usize = stock.keys.iter().map(|keys| keys.len()).sum();
            let stride = (all / LOOKED_AT).max(1);
            let keys = stock.keys.iter().copied().flatten().step_by(stride);
            keys.filter_map(text)
                .for_each(|text| found.count(text.raw()));
        }
        Asks::VerdictText(texts) => {
            let stride = (stock.decisions.len() / LOOKED_AT).max(1);
            let decisions = stock.decisions.iter().step_by(stride);
            let texts = decisions.flat_map(|decision| texts(decision).into_iter().flatten());
            texts.for_each(|text| found.count(text.raw()));
        }
        Asks::ScanWord(_)
        | Asks::FindingWord(_)
        | Asks::Standing(_)
        | Asks::VerdictWord(_)
        | Asks::Since => {}
    }
    found.offers()
}

/// Texts that hold what is typed, and how often each occurs.
pub struct Found<'a> {
    typed: &'a str,
    finds: Box<dyn Fn(&str) -> bool + 'a>,
    counts: HashMap<String, usize>,
}

impl<'a> Found<'a> {
    /// None yet.
    pub fn of(typed: &'a str) -> Self {
        Self {
            typed,
            finds: Box::new(query::finder(typed)),
            counts: HashMap::new(),
        }
    }

    /// Takes notice of a text.
    pub fn count(&mut self, text: &str) {
        match self.counts.get_mut(text) {
            Some(count) => *count += 1,
            None if (self.finds)(text) && can_be_typed(text) => {
                self.counts.insert(text.to_owned(), 1);
            }
            None => {}
        }
    }

    /// The texts, those that begin as typed first, then the most frequent.
    pub fn offers(self) -> Vec<Offer> {
        let mut found: Vec<_> = self.counts.into_iter().collect();
        found.sort_by_cached_key(|(text, count)| {
            let later = !query::begins(text, self.typed);
            (later, std::cmp::Reverse(*count), text.clone())
        });
        let offer = |(text, count): (String, usize)| Offer {
            text: format!("{} ", query::quoted(&text)),
            about: format!("×{count}"),
        };
        found.into_iter().take(MOST).map(offer).collect()
    }
}

/// Whether a value could have been typed: one short line that shows as it is.
fn can_be_typed(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST && Printable::line(text).as_str() == text
}
