//! Text as every room of the desk writes it: cut to the columns it has, with the keys it has.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::app::command::Command;
use crate::app::keys;
use crate::domain::report::Head;
use crate::domain::tenant::LOGIN;

/// The text cut to a width; what is cut off shows as `…`.
pub fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let mut cut: String = text
        .chars()
        .take_while(|character| {
            taken += character.width().unwrap_or(0);
            taken < width
        })
        .collect();
    if width > 0 {
        cut.push('…');
    }
    cut
}

/// The text cut to a width at its beginning: what a path says, it says at its end.
pub fn fit_end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let kept = text.char_indices().rev().take_while(|(_, character)| {
        taken += character.width().unwrap_or(0);
        taken < width
    });
    let from = kept.last().map_or(text.len(), |(at, _)| at);
    let cut = if width > 0 { "…" } else { "" };
    format!("{cut}{}", &text[from..])
}

/// What a report is called, cut to a width: a model's name at its end, a file's at its beginning.
pub fn name(head: &Head, width: usize) -> String {
    let name = head.name().printable();
    if head.names_model() {
        fit(name.as_str(), width)
    } else {
        fit_end(name.as_str(), width)
    }
}

/// A sentence that sends to the command line to log in, as the desk says it, which has a key for that.
pub fn on_desk(sentence: &str) -> String {
    let key = keys::shown(Command::LogIn).unwrap_or_default();
    by_way(sentence, &format!("ress {key} to log in"), ['p', 'P'])
}

/// The same in the form where one logs in.
pub fn in_form(sentence: &str) -> String {
    by_way(sentence, "ype them", ['t', 'T'])
}

fn by_way(sentence: &str, way: &str, [small, capital]: [char; 2]) -> String {
    let run = |first: char| format!("{first}un {LOGIN}");
    let sentence = sentence.replace(&run('r'), &format!("{small}{way}"));
    sentence.replace(&run('R'), &format!("{capital}{way}"))
}

/// Words to look for in short texts: each must occur, and one with `-` in front must not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<(bool, String)>);

impl Words {
    /// Reads words as typed; upper and lower case are the same.
    pub fn read(text: &str) -> Self {
        let word = |word: &str| match word.strip_prefix('-') {
            Some(unwanted) if !unwanted.is_empty() => (false, unwanted.to_lowercase()),
            _ => (true, word.to_lowercase()),
        };
        Self(text.split_whitespace().map(word).collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether texts that belong together are what is looked for.
    pub fn are_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let texts: Vec<_> = texts.into_iter().map(str::to_lowercase).collect();
        self.0
            .iter()
            .all(|(wanted, word)| texts.iter().any(|text| text.contains(word)) == *wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_says_where_it_was_made() {
        for (text, width, start, end) in [
            ("a/model.pkl", 11, "a/model.pkl", "a/model.pkl"),
            ("a/model.pkl", 10, "a/model.p…", "…model.pkl"),
            ("大模型", 4, "大…", "…型"),
            ("abc", 1, "…", "…"),
            ("abc", 0, "", ""),
        ] {
            assert_eq!(
                (fit(text, width), fit_end(text, width)),
                (start.to_owned(), end.to_owned())
            );
        }
    }

    #[test]
    fn every_word_occurs_and_an_unwanted_one_does_not() {
        let texts = ["Undo your last verdict", "u"];
        for (words, found) in [
            ("", true),
            ("UNDO last", true),
            ("undo -redo", true),
            ("undo -verdict", false),
            ("redo", false),
            ("-", false),
        ] {
            assert_eq!(Words::read(words).are_in(texts), found, "{words}");
        }
    }
}
