//! Labels: what may be one, and the language in which lists ask for them.

use super::call::Reply;
use super::world::Label;

/// How many a scan carries at most.
pub const MOST: usize = 50;
/// How long a key is at most.
pub const KEY: usize = 128;
/// How long a value is at most.
pub const VALUE: usize = 256;

/// Refuses what is no key or value of a label.
pub fn word(place: &[&str], text: &str, most: usize) -> Result<(), Reply> {
    let letters = |one: char| one.is_ascii_alphanumeric() || matches!(one, '_' | '-');
    let fits = (1..=most).contains(&text.len()) && text.chars().all(letters);
    let refusal = || Reply::unfit(place, "String should match pattern ^[a-zA-Z0-9_-]+$");
    fits.then_some(()).ok_or_else(refusal)
}

/// Refuses labels that no scan may carry.
pub fn fit(labels: Vec<Label>) -> Result<Vec<Label>, Reply> {
    if labels.len() > MOST {
        return Err(Reply::unfit(&["body", "labels"], "at most 50 labels"));
    }
    for label in &labels {
        word(&["body", "labels", "key"], &label.key, KEY)?;
        word(&["body", "labels", "value"], &label.value, VALUE)?;
    }
    Ok(labels)
}

/// The same, and there has to be one.
pub fn some(labels: Vec<Label>) -> Result<Vec<Label>, Reply> {
    if labels.is_empty() {
        return Err(Reply::unfit(&["body", "labels"], "at least 1 label"));
    }
    fit(labels)
}

/// `team:nlp AND (env:ci OR env:*)`: words joined by one operator, and one level of brackets.
#[derive(Debug)]
pub enum Query {
    Is(String, Option<String>),
    Both(Box<Query>, Box<Query>),
    Either(Box<Query>, Box<Query>),
}

impl Query {
    pub fn holds(&self, labels: &[Label]) -> bool {
        match self {
            Self::Is(key, value) => labels.iter().any(|label| {
                label.key == *key && value.as_ref().is_none_or(|value| label.value == *value)
            }),
            Self::Both(one, other) => one.holds(labels) && other.holds(labels),
            Self::Either(one, other) => one.holds(labels) || other.holds(labels),
        }
    }
}

/// Reads a query, or refuses it.
pub fn query(text: &str) -> Result<Query, Reply> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let found = terms(&mut words, 0).filter(|_| words.next().is_none());
    found.ok_or_else(|| Reply::refusal(400, "labels_query cannot be read"))
}

fn terms<'a>(
    words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    depth: usize,
) -> Option<Query> {
    let mut all = term(words, depth)?;
    while let Some(join) = words.next_if(|word| matches!(*word, "AND" | "OR")) {
        let (one, other) = (Box::new(all), Box::new(term(words, depth)?));
        all = match join {
            "AND" => Query::Both(one, other),
            _ => Query::Either(one, other),
        };
    }
    Some(all)
}

fn term<'a>(
    words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    depth: usize,
) -> Option<Query> {
    let word = words.next()?;
    if word == "(" && depth == 0 {
        let inner = terms(words, 1)?;
        return (words.next()? == ")").then_some(inner);
    }
    let (key, value) = word.split_once(':')?;
    let any = value == "*";
    Some(Query::Is(key.to_owned(), (!any).then(|| value.to_owned())))
}
