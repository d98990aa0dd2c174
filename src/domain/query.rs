//! The text filter: every word must occur, a word with `-` in front must not.

use crate::domain::text::Untrusted;

/// A parsed filter. The empty filter lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    text: String,
    wanted: bool,
}

impl Query {
    /// Reads a filter as typed; case does not matter, quotes keep words together.
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (wanted, body) = rest
                .strip_prefix('-')
                .map_or((true, rest), |body| (false, body));
            let (word, after) = match body.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => body.split_once(char::is_whitespace).unwrap_or((body, "")),
            };
            if !word.is_empty() {
                terms.push(Term {
                    text: word.to_lowercase(),
                    wanted,
                });
            }
            rest = after.trim_start();
        }
        Self { terms }
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the texts together satisfy it.
    pub fn accepts(&self, texts: &[Untrusted]) -> bool {
        self.terms.iter().all(|term| {
            let found = texts.iter().any(|text| contains(text.raw(), &term.text));
            found == term.wanted
        })
    }
}

/// Case-blind containment; `needle` is lower-case already.
fn contains(text: &str, needle: &str) -> bool {
    if text.is_ascii() && needle.is_ascii() {
        let needle = needle.as_bytes();
        return text
            .as_bytes()
            .windows(needle.len())
            .any(|window| window.eq_ignore_ascii_case(needle));
    }
    text.to_lowercase().contains(needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_negation_and_quotes() {
        let texts: Vec<Untrusted> = vec![
            "Stored In Approved File Format".into(),
            "Tokenizer.JSON".into(),
            "Größe".into(),
        ];
        let cases = [
            ("", true),
            ("approved", true),
            ("json format", true),
            ("\"file format\"", true),
            ("\"format file\"", false),
            ("-pickle", true),
            ("-json", false),
            ("GRÖSSE", false),
            ("größe", true),
            ("-", true),
            ("\"unclosed", false),
        ];
        for (filter, accepted) in cases {
            assert_eq!(Query::parse(filter).accepts(&texts), accepted, "{filter}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_filter_reads_and_a_word_and_its_denial_never_both_hold(filter in ".{0,40}", text in ".{0,40}") {
            Query::parse(&filter).accepts(&[text.as_str().into()]);
            let word: String = filter.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '-')).collect();
            if !word.is_empty() {
                let accepts = |query: &str| Query::parse(query).accepts(&[text.as_str().into()]);
                proptest::prop_assert_ne!(accepts(&word), accepts(&format!("-{word}")));
            }
        }
    }
}
