//! Requests: everything that is said about a scan before it starts, and what is wrong with it.

use std::collections::HashSet;
use std::str::FromStr;

use super::{Judge, Source, Target, pattern};
use crate::domain::label::{self, Label};
use crate::domain::text::is_deceptive;

/// Characters of a name, an author or a version, at most.
const WORDS: usize = 256;

/// What somebody says beside target and group, as typed. What is empty is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Labels, each `KEY=VALUE`.
    pub labels: Vec<String>,
    /// Patterns of files to look at.
    pub allow: Vec<String>,
    /// Patterns of files to leave out.
    pub ignore: Vec<String>,
    /// The model's name.
    pub name: String,
    /// Its author.
    pub author: String,
    /// Its version; for Hugging Face, the commit.
    pub version: String,
}

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The labels.
    Labels,
    /// The patterns of files to look at.
    Allow,
    /// The patterns of files to leave out.
    Ignore,
    /// The model's name.
    Name,
    /// Its author.
    Author,
    /// Its version.
    Version,
}

/// What is wrong with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which part.
    pub part: Part,
    /// What is wrong and what to do, in a sentence.
    pub why: String,
}

/// A scan that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The model.
    pub target: Target,
    /// Who judges it.
    pub judge: Judge,
    /// Labels, each key once.
    pub labels: Vec<Label>,
    /// Files to look at; all where there is none.
    pub allow: Vec<String>,
    /// Files to leave out.
    pub ignore: Vec<String>,
    /// The model's name.
    pub name: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// Its version.
    pub version: Option<String>,
}

impl Wish {
    /// Everything that is wrong with it for a model of that source; where that is not known, whatever it is.
    pub fn refusals(&self, source: Option<Source>) -> Vec<Refusal> {
        self.read(source).err().unwrap_or_default()
    }

    fn read(&self, source: Option<Source>) -> Result<Meant, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let labels = labels(self, &mut refusals);
        let allow = patterns(Part::Allow, &self.allow, &mut refusals);
        let ignore = patterns(Part::Ignore, &self.ignore, &mut refusals);
        refusals.extend(unfit(source, &allow, &ignore));
        let named = [
            (Part::Name, &self.name),
            (Part::Author, &self.author),
            (Part::Version, &self.version),
        ];
        let named = named.map(|(part, text)| {
            let said = said(text).map_err(|why| refusals.push(refusal(part, why)));
            said.ok().flatten()
        });
        if refusals.is_empty() {
            Ok(Meant {
                labels,
                allow,
                ignore,
                named,
            })
        } else {
            Err(refusals)
        }
    }
}

/// A wish that can be granted.
struct Meant {
    labels: Vec<Label>,
    allow: Vec<String>,
    ignore: Vec<String>,
    /// Name, author and version.
    named: [Option<String>; 3],
}

impl Request {
    /// A request of what is wished for, or everything that is wrong with it.
    pub fn new(target: Target, judge: Judge, wish: &Wish) -> Result<Self, Vec<Refusal>> {
        let meant = wish.read(Some(target.source()))?;
        let [name, author, version] = meant.named;
        Ok(Self {
            target,
            judge,
            labels: meant.labels,
            allow: meant.allow,
            ignore: meant.ignore,
            name,
            author,
            version,
        })
    }
}

fn refusal(part: Part, why: impl Into<String>) -> Refusal {
    let why = why.into();
    Refusal { part, why }
}

fn labels(wish: &Wish, refusals: &mut Vec<Refusal>) -> Vec<Label> {
    let said = wish.labels.iter().filter(|text| !text.trim().is_empty());
    let mut labels: Vec<Label> = Vec::new();
    let mut keys = HashSet::new();
    for text in said {
        match Label::from_str(text.trim()) {
            Ok(label) if keys.insert(label.key.clone()) => labels.push(label),
            Ok(label) => {
                let why = format!(
                    "the label {} is given twice; a key has one value",
                    label.key
                );
                refusals.push(refusal(Part::Labels, why));
            }
            Err(why) => refusals.push(refusal(Part::Labels, why.to_string())),
        }
    }
    if labels.len() > label::MOST {
        let why = format!(
            "{} labels are too many; a scan carries {}",
            labels.len(),
            label::MOST
        );
        refusals.push(refusal(Part::Labels, why));
    }
    labels
}

fn patterns(part: Part, said: &[String], refusals: &mut Vec<Refusal>) -> Vec<String> {
    let said = said.iter().filter(|text| !text.trim().is_empty());
    let mut patterns = Vec::new();
    for text in said {
        match pattern::read(text) {
            Ok(pattern) => patterns.push(pattern),
            Err(why) => refusals.push(refusal(part, why.to_string())),
        }
    }
    patterns
}

/// Patterns are for Hugging Face, and no file is both looked at and left out.
fn unfit(source: Option<Source>, allow: &[String], ignore: &[String]) -> Option<Refusal> {
    let elsewhere = source.filter(|source| *source != Source::HuggingFace);
    if let Some(source) = elsewhere.filter(|_| !(allow.is_empty() && ignore.is_empty())) {
        let part = if allow.is_empty() {
            Part::Ignore
        } else {
            Part::Allow
        };
        let why = format!(
            "patterns are for models of Hugging Face; of {} everything is scanned",
            source.words()
        );
        return Some(refusal(part, why));
    }
    let pairs = allow
        .iter()
        .flat_map(|one| ignore.iter().map(move |other| (one, other)));
    let mut both = pairs.filter(|(one, other)| pattern::overlap(one, other));
    both.next().map(|(one, other)| {
        let why = format!(
            "a file could match {one}, which is to be scanned, and {other}, which is not; the service takes no patterns that overlap"
        );
        refusal(Part::Ignore, why)
    })
}

/// A name or the like; none where nothing is said.
fn said(text: &str) -> Result<Option<String>, &'static str> {
    let text = text.trim();
    if text.chars().any(is_deceptive) {
        return Err("it holds characters that cannot be seen; type it anew");
    }
    if text.chars().count() > WORDS {
        return Err("it is longer than 256 characters");
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUB: &str = "https://huggingface.co/acme/tiny";

    fn request(target: &str, wish: &Wish) -> Result<Request, Vec<Refusal>> {
        let target = Target::parse(target).unwrap();
        Request::new(target, Judge::unseen("u"), wish)
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn a_good_wish_is_a_request_without_what_is_empty() {
        let wish = Wish {
            labels: texts(&["team=vision", " "]),
            allow: texts(&["*.bin"]),
            ignore: texts(&["*.h5", ""]),
            name: " tiny ".into(),
            ..Wish::default()
        };
        let request = request(HUB, &wish).unwrap();
        assert_eq!(request.labels[0].key, "team");
        assert_eq!(
            (request.allow, request.ignore),
            (texts(&["*.bin"]), texts(&["*.h5"]))
        );
        assert_eq!(
            (request.name.as_deref(), request.author),
            (Some("tiny"), None)
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wish = Wish {
            labels: texts(&["team=a", "team=b", "x"]),
            allow: texts(&["-x", "*.bin"]),
            ignore: texts(&["model.bin"]),
            name: "n\u{202e}".into(),
            author: "a".repeat(257),
            version: String::new(),
        };
        let refusals = request(HUB, &wish).unwrap_err();
        let said: Vec<_> = refusals
            .iter()
            .map(|it| (it.part, it.why.as_str()))
            .collect();
        for (part, words) in [
            (Part::Labels, "team is given twice"),
            (Part::Labels, "written KEY=VALUE"),
            (Part::Allow, "begin with -"),
            (
                Part::Ignore,
                "could match *.bin, which is to be scanned, and model.bin",
            ),
            (Part::Name, "cannot be seen"),
            (Part::Author, "longer than 256"),
        ] {
            let found = |(at, why): &(Part, &str)| *at == part && why.contains(words);
            assert!(said.iter().any(found), "{part:?} {words}: {said:?}");
        }
        assert_eq!(said.len(), 6);
        assert_eq!(wish.refusals(None), refusals, "wherever the model lies");
    }

    #[test]
    fn labels_are_at_most_fifty_and_patterns_are_for_the_hub() {
        let labels = |count: usize| Wish {
            labels: (0..count).map(|at| format!("k{at}=v")).collect(),
            ..Wish::default()
        };
        assert_eq!(request(HUB, &labels(50)).unwrap().labels.len(), 50);
        assert!(
            request(HUB, &labels(51)).unwrap_err()[0]
                .why
                .contains("51 labels")
        );
        let wish = Wish {
            ignore: texts(&["*.md"]),
            ..Wish::default()
        };
        let refused = request("s3://bucket/m", &wish).unwrap_err();
        assert_eq!(refused[0].part, Part::Ignore);
        assert!(
            refused[0].why.contains("of Amazon S3 everything"),
            "{refused:?}"
        );
    }
}
