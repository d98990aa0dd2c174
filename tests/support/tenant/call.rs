//! One request as a route reads it, and what a route answers.

use std::collections::HashMap;
use std::num::{IntErrorKind, ParseIntError};
use std::str::FromStr;

use axum::http::HeaderMap;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

/// A request, with the parts of its path that stand for something.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub places: HashMap<String, String>,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Pages begin again after the last.
    pub endless: bool,
}

/// What a route answers; a refusal is an answer too.
pub type Answer = Result<Reply, Reply>;

/// A status with its JSON body, if it has one.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Option<Value>,
}

impl Reply {
    pub fn of(status: u16, body: &impl Serialize) -> Self {
        let body = serde_json::to_value(body).expect("a value of the world is JSON");
        let body = Some(body);
        Self { status, body }
    }

    pub fn empty(status: u16) -> Self {
        Self { status, body: None }
    }

    /// The service's error body.
    pub fn refusal(status: u16, message: &str) -> Self {
        Self::of(
            status,
            &json!({"code": status.to_string(), "message": message, "details": {}}),
        )
    }

    /// What the service says of a request that is not as described.
    pub fn unfit(place: &[&str], message: &str) -> Self {
        Self::of(
            422,
            &json!({"detail": [{"loc": place, "msg": message, "type": "value_error"}]}),
        )
    }

    pub fn missing(what: &str) -> Self {
        Self::refusal(404, &format!("{what} not found"))
    }
}

/// The limits of a list: its name, the items of a page when nothing is said, and at most.
#[derive(Clone, Copy)]
pub struct Pages {
    pub name: &'static str,
    pub default: i64,
    pub most: Option<i64>,
    /// A negative `skip` is refused and not taken for none.
    pub strict: bool,
}

impl Pages {
    pub const fn new(name: &'static str, default: i64, most: Option<i64>) -> Self {
        Self {
            name,
            default,
            most,
            strict: false,
        }
    }

    pub const fn strict(self) -> Self {
        let strict = true;
        Self { strict, ..self }
    }
}

impl Call {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The last value of a query parameter, as the service takes it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).next_back()
    }

    pub fn all<'a>(&'a self, name: &str) -> impl DoubleEndedIterator<Item = &'a str> {
        let named = self.query.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// A query parameter that has to read as a `T`.
    pub fn read<T: FromStr>(&self, name: &str) -> Result<Option<T>, Reply> {
        let read = |text: &str| text.parse().map_err(|_| unreadable(name, text));
        self.text(name).map(read).transpose()
    }

    /// A query parameter that has to be a whole number; too large a one is as large as can be.
    pub fn number(&self, name: &str) -> Result<Option<i64>, Reply> {
        let read = |text: &str| match text.parse() {
            Ok(number) => Ok(number),
            Err(error) => match IntErrorKind::clone(ParseIntError::kind(&error)) {
                IntErrorKind::PosOverflow => Ok(i64::MAX),
                IntErrorKind::NegOverflow => Ok(i64::MIN),
                _ => Err(unreadable(name, text)),
            },
        };
        self.text(name).map(read).transpose()
    }

    /// A query parameter between two lengths.
    pub fn sized(&self, name: &str, least: usize, most: usize) -> Result<Option<&str>, Reply> {
        match self.text(name) {
            Some(text) if !(least..=most).contains(&text.chars().count()) => {
                Err(unreadable(name, text))
            }
            text => Ok(text),
        }
    }

    /// A query parameter that has to be one of some words.
    pub fn one_of(&self, name: &str, words: &[&str]) -> Result<Option<&str>, Reply> {
        let all = self.many_of(name, words)?;
        Ok(all.last().copied())
    }

    /// A query parameter that may come several times, each time as one of some words.
    pub fn many_of(&self, name: &str, words: &[&str]) -> Result<Vec<&str>, Reply> {
        let all: Vec<&str> = self.all(name).collect();
        match all.iter().find(|word| !words.contains(word)) {
            Some(word) => Err(unreadable(name, word)),
            None => Ok(all),
        }
    }

    pub fn time(&self, name: &str) -> Result<Option<Timestamp>, Reply> {
        self.read(name)
    }

    /// An id in the path.
    pub fn id(&self, name: &str) -> Result<Uuid, Reply> {
        let text = self.place(name);
        text.parse()
            .map_err(|_| Reply::unfit(&["path", name], "Input should be a valid UUID"))
    }

    pub fn place(&self, name: &str) -> &str {
        self.places.get(name).map_or("", String::as_str)
    }

    /// The JSON body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Reply> {
        let kind = self.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/json") {
            return Err(Reply::unfit(&["body"], "Input should be JSON"));
        }
        serde_json::from_slice(&self.body)
            .map_err(|error| Reply::unfit(&["body"], &error.to_string()))
    }

    /// The page that is asked for. `total` is what the list says of its length.
    pub fn page<T: Serialize>(
        &self,
        pages: Pages,
        items: &[T],
        total: Option<usize>,
    ) -> Result<Value, Reply> {
        let limit = self.number("limit")?;
        if let (Some(limit), Some(most)) = (limit, pages.most)
            && !(1..=most).contains(&limit)
        {
            return Err(unreadable("limit", &limit.to_string()));
        }
        let whole = |number: i64| usize::try_from(number).unwrap_or_default();
        let limit = whole(limit.unwrap_or(pages.default));
        let skip = self.number("skip")?.unwrap_or_default();
        if pages.strict && skip < 0 {
            return Err(unreadable("skip", &skip.to_string()));
        }
        let skip = whole(skip);
        let (page, total): (Vec<&T>, _) = if self.endless && !items.is_empty() {
            let again = items.iter().cycle().skip(skip % items.len());
            (again.take(limit.min(1000)).collect(), None)
        } else {
            (items.iter().skip(skip).take(limit).collect(), total)
        };
        Ok(json!({"pagination": {"total_items": total}, pages.name: page}))
    }
}

fn unreadable(name: &str, text: &str) -> Reply {
    Reply::unfit(&["query", name], &format!("Input is not valid: {text}"))
}
