//! Reading a filter: first into [`pieces`](super::pieces), which always works, then into terms, which may be refused in
//! place.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::facet::{About, Asks, Facet};
use super::needle::Needle;
use super::pieces::{Body, Pieces, Value};
use super::{Query, Term, Wanted};

/// Longest name of a saved filter.
const LONGEST_NAME: usize = 40;
/// Saved filters that one filter may take, those in one another counted.
const MOST_TAKEN: usize = 32;
/// Units of a time that is counted back from now, in seconds; the first is meant where none is typed.
const UNITS: [(char, i64); 3] = [('d', 86_400), ('h', 3_600), ('w', 604_800)];

/// What reading needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The time.
    pub now: Timestamp,
    /// Saved filters, by name.
    pub saved: &'a [(String, String)],
    /// What the filter is about.
    pub about: About,
}

/// Why a filter cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Fault {
    /// Where the wrong part stands, in bytes.
    pub span: Range<usize>,
    /// What is wrong, and what is allowed.
    pub sentence: String,
}

impl Fault {
    /// That a name is no term's, and which one may be meant.
    pub(super) fn typo<A>(span: Range<usize>, name: &str, meant: &Facet<A>) -> Self {
        let meant = meant.name;
        let sentence =
            format!("no term is called “{name}:”: did you mean “{meant}:”? In quotes it is text");
        Self { span, sentence }
    }
}

/// Whether a filter can be saved under this name.
pub fn is_name(name: &str) -> bool {
    let fits =
        |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(fits)
}

impl Query {
    /// Reads a filter as typed; case does not matter.
    pub fn parse(text: &str, reader: &Reader<'_>) -> Result<Self, Fault> {
        let mut reading = Reading {
            reader,
            taken: 0,
            terms: Vec::new(),
        };
        reading.read(text)?;
        Ok(Self {
            terms: reading.terms,
        })
    }
}

/// A filter that is being read.
struct Reading<'a> {
    reader: &'a Reader<'a>,
    /// Saved filters that were taken so far.
    taken: usize,
    terms: Vec<Term>,
}

impl Reading<'_> {
    fn read(&mut self, text: &str) -> Result<(), Fault> {
        for piece in Pieces::of(text, self.reader.about.facets()) {
            let (values, wanted) = match piece.body {
                Body::Word(value) => {
                    let wanted = Wanted::Word(Needle::new(&value.text));
                    (vec![value], wanted)
                }
                Body::Facet(facet, mut values) => {
                    values.retain(|value| !value.text.is_empty());
                    if values.is_empty() {
                        continue;
                    }
                    let wanted = want(facet, &values, self.reader.now)?;
                    (values, wanted)
                }
                Body::Typo(name, meant) => return Err(Fault::typo(piece.span, name, meant)),
                Body::Saved(name) => {
                    self.take(name, piece.negated).map_err(|sentence| Fault {
                        span: piece.span,
                        sentence,
                    })?;
                    continue;
                }
            };
            self.terms.push(Term {
                negated: piece.negated,
                values: values.into_iter().map(|value| value.text.into()).collect(),
                wanted,
            });
        }
        Ok(())
    }

    /// Takes the terms of a saved filter, or says why not.
    fn take(&mut self, name: &str, negated: bool) -> Result<(), String> {
        if name.is_empty() {
            return Ok(());
        }
        let saved = self.reader.saved;
        let Some((_, text)) = saved.iter().find(|(known, _)| known == name) else {
            return Err(format!("no filter is saved as “@{name}”"));
        };
        self.taken += 1;
        if negated {
            return Err(format!(
                "“@{name}” is a filter and cannot be denied as a whole"
            ));
        }
        if self.taken > MOST_TAKEN {
            return Err(format!("“@{name}” takes too many filters, or itself"));
        }
        self.read(text).map_err(|inner| {
            // What is wrong with a filter that this one takes says its name already.
            if inner.sentence.contains("“@") {
                inner.sentence
            } else {
                format!("in “@{name}”: {}", inner.sentence)
            }
        })
    }
}

/// What a facet with these values wants.
fn want(facet: &'static Facet, values: &[Value<'_>], now: Timestamp) -> Result<Wanted, Fault> {
    match facet.asks {
        Asks::ScanText(_) | Asks::Place(_) | Asks::FindingText(_) | Asks::VerdictText(_) => {
            let needles = values.iter().map(|value| Needle::new(&value.text));
            Ok(Wanted::Text(facet, needles.collect()))
        }
        Asks::Since => {
            let times = values.iter().map(|value| time(facet, value, now));
            let times: Vec<_> = times.collect::<Result<_, _>>()?;
            let earliest = times.into_iter().min().unwrap_or(now);
            Ok(Wanted::Since(facet, earliest))
        }
        Asks::ScanWord(_) | Asks::FindingWord(_) | Asks::Standing(_) | Asks::VerdictWord(_) => {
            let words: Vec<&str> = facet.words().into_iter().map(|(word, _)| word).collect();
            let mut chosen = Vec::new();
            for value in values {
                chosen.extend(choices(facet, &words, value)?);
            }
            Ok(Wanted::Choice(facet, chosen))
        }
    }
}

/// The time that a value of a facet means.
pub(super) fn time<A>(
    facet: &Facet<A>,
    value: &Value<'_>,
    now: Timestamp,
) -> Result<Timestamp, Fault> {
    since(&value.text, now)
        .ok_or_else(|| refused(facet, value, "12h, 7d, 2w, or a date as 2026-08-01"))
}

/// The words of a facet that a value means: the one it is, else those that it begins.
pub(super) fn choices<A>(
    facet: &Facet<A>,
    words: &[&str],
    value: &Value<'_>,
) -> Result<Vec<usize>, Fault> {
    if let Some(at) = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case(&value.text))
    {
        return Ok(vec![at]);
    }
    let begun: Vec<_> = (0..words.len())
        .filter(|at| begins(words[*at], &value.text))
        .collect();
    if begun.is_empty() {
        let typed = value.text.to_lowercase();
        let mut words = words.to_vec();
        words.sort_by_key(|word| strsim::osa_distance(&word.to_lowercase(), &typed) > 2);
        return Err(refused(
            facet,
            value,
            &format!("one of {}", words.join(", ")),
        ));
    }
    Ok(begun)
}

/// Whether a word begins so, whatever the case.
pub fn begins(word: &str, typed: &str) -> bool {
    word.get(..typed.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

pub(super) fn refused<A>(facet: &Facet<A>, value: &Value<'_>, allowed: &str) -> Fault {
    Fault {
        span: value.span.clone(),
        sentence: format!("no such {} “{}”: {allowed}", facet.noun, value.text),
    }
}

/// A time in the past as people give it: `12h`, `7d`, `2w`, or a date.
pub fn since(text: &str, now: Timestamp) -> Option<Timestamp> {
    if let Ok(date) = text.parse::<Date>() {
        return date.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    }
    let unit = UNITS
        .iter()
        .find(|(unit, _)| text.ends_with([*unit, unit.to_ascii_uppercase()]));
    let count = if unit.is_some() {
        &text[..text.len() - 1]
    } else {
        text
    };
    let count: u32 = count.parse().ok()?;
    let (_, seconds) = unit.unwrap_or(&UNITS[0]);
    let ago = SignedDuration::from_secs(i64::from(count) * seconds);
    Some(now.checked_sub(ago).unwrap_or(Timestamp::MIN))
}
