//! What a tenant's list of scans is asked for, typed in the language of filters: the terms of [`TABLE`] go to the
//! service, which knows more scans than are here; plain words leave out what came and does not say them.

use jiff::Timestamp;

use super::facet::Facet;
use super::needle::Needle;
use super::parse::{Fault, choices, refused, time};
use super::pieces::{Body, Pieces, Value};
use super::quoted;
use crate::domain::label::{self, LONGEST_KEY, LONGEST_VALUE};
use crate::domain::model;
use crate::domain::scan::{Group, Scan};
use crate::domain::text::Untrusted;

mod terms;

pub use terms::{Part, TABLE, markdown};

use terms::{OUTCOMES, SOURCES, Words};

/// What is asked for where nobody has typed anything.
pub const USUAL: &str = "since:7d";
/// Longest beginning of an address that the service takes, in characters.
const LONGEST_PREFIX: usize = 256;
/// Longest question about labels that it takes, in bytes.
const LONGEST_LABELS: usize = 4096;

/// A label that is asked for: its key and, where one is meant, its value.
type Tag = (String, Option<String>);

/// What the service is asked for; what is not given is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The same as it could be typed, to tell one question from another and to say what was asked.
    pub words: String,
    /// `BLOCKED`…
    pub outcomes: Vec<&'static str>,
    /// `HUGGING_FACE`…
    pub sources: Vec<&'static str>,
    /// Name or UUID of the group.
    pub group: Option<Untrusted>,
    /// Not made before.
    pub since: Option<Timestamp>,
    /// Not made after.
    pub until: Option<Timestamp>,
    /// How the model's address begins.
    pub prefix: Option<String>,
    /// Labels: one of each row.
    labels: Vec<Vec<Tag>>,
}

/// A filter of scans that was read.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// What the service is asked for.
    pub wish: Wish,
    /// What the rows must say, and must not.
    words: Vec<(bool, Needle)>,
}

impl Sought {
    /// Reads a filter as typed.
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, Fault> {
        let mut sought = Self::default();
        for piece in Pieces::of(text, TABLE) {
            let fault = |sentence: String| Fault {
                span: piece.span.clone(),
                sentence,
            };
            match piece.body {
                Body::Word(value) => {
                    let word = Needle::new(&value.text);
                    sought.words.push((!piece.negated, word));
                }
                Body::Facet(facet, mut values) => {
                    values.retain(|value| !value.text.is_empty());
                    if values.is_empty() {
                        continue;
                    }
                    if piece.negated {
                        let name = facet.name;
                        return Err(fault(format!(
                            "the service cannot leave out by “{name}:”: name what you want"
                        )));
                    }
                    sought.wish.add(facet, &values, now)?;
                }
                Body::Typo(name, meant) => return Err(Fault::typo(piece.span, name, meant)),
                Body::Saved(_) => {
                    return Err(fault(
                        "saved filters are for reports; in quotes it is text".to_owned(),
                    ));
                }
            }
        }
        Ok(sought)
    }

    /// Whether a scan says the words. What else is asked is for the service to judge.
    pub fn says(&self, scan: &Scan) -> bool {
        let says = |needle: &Needle| {
            texts(scan).any(|text| needle.is_in(text)) || is_labelled(scan, needle)
        };
        let mut words = self.words.iter();
        words.all(|(wanted, needle)| says(needle) == *wanted)
    }
}

/// What can be read in the row of a scan.
fn texts(scan: &Scan) -> impl Iterator<Item = &str> {
    let group = scan.group.iter();
    let group = group.flat_map(|group| [group.name.as_ref(), group.uuid.as_ref()]);
    let code = scan.error.as_ref().and_then(|error| error.code.as_ref());
    let own = [
        &scan.model_uri,
        &scan.model_name,
        &scan.uuid,
        &scan.source_type,
    ];
    let own = own
        .into_iter()
        .map(Option::as_ref)
        .chain(group)
        .chain([code]);
    let own = own.flatten().map(Untrusted::raw);
    own.chain([scan.outcome.word()])
}

fn is_labelled(scan: &Scan, needle: &Needle) -> bool {
    let mut labels = scan.labels.iter();
    labels.any(|(key, value)| needle.is_in(&format!("{}={}", key.raw(), value.raw())))
}

impl Wish {
    fn add(
        &mut self,
        facet: &'static Facet<Part>,
        values: &[Value<'_>],
        now: Timestamp,
    ) -> Result<(), Fault> {
        let first = &values[0];
        let twice = |given: bool| {
            let second = values.get(1).or(given.then_some(first));
            match second {
                Some(value) => Err(refused(facet, value, "the service takes one at a time")),
                None => Ok(()),
            }
        };
        match facet.asks {
            Part::Outcome => self.outcomes.extend(meant(facet, OUTCOMES, values)?),
            Part::Source => self.sources.extend(meant(facet, SOURCES, values)?),
            Part::Group => {
                twice(self.group.is_some())?;
                self.group = Some(first.text.as_ref().into());
            }
            Part::Since => {
                twice(self.since.is_some())?;
                self.since = Some(time(facet, first, now)?);
            }
            Part::Until => {
                twice(self.until.is_some())?;
                self.until = Some(time(facet, first, now)?);
            }
            Part::Uri => {
                twice(self.prefix.is_some())?;
                if first.text.chars().count() > LONGEST_PREFIX {
                    return Err(refused(facet, first, "256 characters at most"));
                }
                self.prefix = Some(first.text.clone().into_owned());
            }
            Part::Label => {
                let tags: Result<_, _> = values.iter().map(|value| tag(facet, value)).collect();
                self.labels.push(tags?);
                if self
                    .labels()
                    .is_some_and(|text| text.len() > LONGEST_LABELS)
                {
                    return Err(refused(
                        facet,
                        first,
                        "these are more labels than can be asked for",
                    ));
                }
            }
        }
        let values: Vec<_> = values.iter().map(|value| quoted(&value.text)).collect();
        let gap = if self.words.is_empty() { "" } else { " " };
        self.words
            .push_str(&format!("{gap}{}:{}", facet.name, values.join(",")));
        Ok(())
    }

    /// The labels in the service's own language: `(team:ml OR team:nlp) AND env:*`.
    pub fn labels(&self) -> Option<String> {
        let rows = self.labels.iter().map(|row| {
            let tags: Vec<_> = row.iter().map(tag_words).collect();
            match (tags.len(), self.labels.len()) {
                (1, _) | (_, 1) => tags.join(" OR "),
                _ => format!("({})", tags.join(" OR ")),
            }
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| rows.join(" AND "))
    }

    /// Whether a scan is what is asked for, as far as that can be told without the service.
    pub fn accepts(&self, scan: &Scan) -> bool {
        let made = scan.created_at;
        let source = scan.source_type.as_ref().map(Untrusted::raw);
        let carries = |(key, value): &Tag| {
            let mut labels = scan.labels.iter();
            labels.any(|(own, text)| {
                own.raw() == key && value.as_ref().is_none_or(|value| text.raw() == value)
            })
        };
        (self.outcomes.is_empty() || self.outcomes.contains(&scan.outcome.word()))
            && (self.sources.is_empty() || source.is_some_and(|it| self.sources.contains(&it)))
            && self.group.as_ref().is_none_or(|group| is_by(scan, group))
            && self
                .since
                .is_none_or(|from| made.is_some_and(|at| at >= from))
            && self.until.is_none_or(|to| made.is_some_and(|at| at <= to))
            && self.prefix.as_ref().is_none_or(|start| begins(scan, start))
            && self.labels.iter().all(|row| row.iter().any(carries))
    }
}

fn is_by(scan: &Scan, wanted: &Untrusted) -> bool {
    let is = |own: &Option<Untrusted>| {
        let own = own.as_ref().map(|text| text.raw().to_lowercase());
        own == Some(wanted.raw().to_lowercase())
    };
    let by = |group: &Group| is(&group.name) || is(&group.uuid);
    scan.group.as_ref().is_some_and(by)
}

fn begins(scan: &Scan, start: &str) -> bool {
    let uri = scan.model_uri.as_ref().map_or("", Untrusted::raw);
    let uuid = scan.uuid.as_ref().map_or("", Untrusted::raw);
    uri.starts_with(start) || uuid.eq_ignore_ascii_case(start)
}

/// The service's words that the values of a facet mean; its own go as well as those that are typed.
fn meant(
    facet: &'static Facet<Part>,
    words: Words,
    values: &[Value<'_>],
) -> Result<Vec<&'static str>, Fault> {
    let (typed, own): (Vec<_>, Vec<_>) = words.iter().copied().unzip();
    let mut all = Vec::new();
    for value in values {
        let found = choices(facet, &own, value).or_else(|_| choices(facet, &typed, value))?;
        all.extend(found.into_iter().map(|at| own[at]));
    }
    Ok(all)
}

/// A label as it is typed: a key, or a key and a value; `*` is any.
fn tag(facet: &'static Facet<Part>, value: &Value<'_>) -> Result<Tag, Fault> {
    let text = value.text.as_ref();
    let (key, rest) = text.split_once([':', '=']).unwrap_or((text, "*"));
    let any = rest == "*" || rest.is_empty();
    if label::is_word(key, LONGEST_KEY) && (any || label::is_word(rest, LONGEST_VALUE)) {
        return Ok((key.to_owned(), (!any).then(|| rest.to_owned())));
    }
    Err(refused(
        facet,
        value,
        "key or key:value, of the letters a-z A-Z 0-9 _ -",
    ))
}

fn tag_words((key, value): &Tag) -> String {
    format!("{key}:{}", value.as_deref().unwrap_or("*"))
}

/// What a scan is called in a list.
pub fn name(scan: &Scan) -> Untrusted {
    let named = model::label(scan).or_else(|| scan.uuid.clone());
    named.unwrap_or_else(|| "".into())
}

#[cfg(test)]
mod tests;
