//! Patterns of file names, as shells write them: `*`, `?`, `[a-z]`.

use thiserror::Error;

use crate::domain::text::is_deceptive;

/// Characters of a pattern, at most.
const LONGEST: usize = 256;

/// Why a text is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum NotAPattern {
    #[error("a pattern has 1 to 256 characters that can be seen, as in *.bin")]
    Characters,
    #[error("a pattern cannot begin with -")]
    Dash,
}

/// A piece of a pattern.
enum Piece {
    /// Any characters, or none.
    Many,
    /// One character.
    One(Set),
}

/// Some characters, by first and last of each range; turned round, all others.
struct Set {
    ranges: Vec<(char, char)>,
    turned: bool,
}

impl Set {
    fn only(character: char) -> Self {
        Self {
            ranges: vec![(character, character)],
            turned: false,
        }
    }

    fn any() -> Self {
        Self {
            ranges: Vec::new(),
            turned: true,
        }
    }

    /// Whether two sets share a character. Two that are turned round always do: there are many characters.
    fn meets(&self, other: &Self) -> bool {
        let shared = |one: &Self, other: &Self| one.ranges.iter().any(|it| other.reaches(*it));
        match (self.turned, other.turned) {
            (true, true) => true,
            (true, false) => shared(other, self),
            _ => shared(self, other),
        }
    }

    /// Whether it holds a character of a range.
    fn reaches(&self, (low, high): (char, char)) -> bool {
        let mut ranges = self.ranges.iter();
        if self.turned {
            !ranges.any(|(from, to)| *from <= low && high <= *to)
        } else {
            ranges.any(|(from, to)| *from <= high && low <= *to)
        }
    }
}

/// Reads a pattern.
pub(super) fn read(text: &str) -> Result<String, NotAPattern> {
    let text = text.trim();
    let length = text.chars().count();
    if !(1..=LONGEST).contains(&length) || text.chars().any(is_deceptive) {
        return Err(NotAPattern::Characters);
    }
    if text.starts_with('-') {
        return Err(NotAPattern::Dash);
    }
    Ok(text.to_owned())
}

/// Whether a file could match both.
pub(super) fn overlap(one: &str, other: &str) -> bool {
    let (one, other) = (pieces(one), pieces(other));
    // Row by row: whether the rest of one, from a place on, and the rest of the other can be the same text.
    let mut below = vec![false; other.len() + 1];
    for at in (0..=one.len()).rev() {
        let mut row = vec![false; other.len() + 1];
        for beside in (0..=other.len()).rev() {
            let skip_one = at < one.len() && below[beside];
            let skip_other = beside < other.len() && row[beside + 1];
            row[beside] = match (one.get(at), other.get(beside)) {
                (None, None) => true,
                (Some(Piece::Many), _) | (_, Some(Piece::Many)) => skip_one || skip_other,
                (Some(Piece::One(here)), Some(Piece::One(there))) => {
                    here.meets(there) && below[beside + 1]
                }
                (None, Some(_)) | (Some(_), None) => false,
            };
        }
        below = row;
    }
    below[0]
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        pieces.push(match first {
            '*' => Piece::Many,
            '?' => Piece::One(Set::any()),
            '[' => match set(rest) {
                Some((set, behind)) => {
                    rest = behind;
                    Piece::One(set)
                }
                None => Piece::One(Set::only('[')),
            },
            other => Piece::One(Set::only(other)),
        });
    }
    pieces
}

/// The set behind an opened bracket, and what stands behind it; none where it is not closed.
fn set(text: &str) -> Option<(Set, &str)> {
    let turned = text.starts_with('!');
    let inside = &text[usize::from(turned)..];
    // A bracket at the very beginning is one of the characters.
    let first = inside.chars().next()?.len_utf8();
    let end = first + inside[first..].find(']')?;
    let mut ranges = Vec::new();
    let mut rest = inside[..end].chars();
    while let Some(low) = rest.next() {
        let mut ahead = rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(high)) => {
                ranges.push((low, high));
                rest = ahead;
            }
            _ => ranges.push((low, low)),
        }
    }
    Some((Set { ranges, turned }, &inside[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_patterns_overlap_where_a_file_could_match_both() {
        for (one, other, both) in [
            ("*.bin", "*.bin", true),
            ("*.bin", "*.json", false),
            ("*.bin", "training_args.bin", true),
            ("*.bin", "onnx/*", true),
            ("model.*", "*.h5", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a*c", "ac", true),
            ("*", "x", true),
            ("[ab].bin", "b.bin", true),
            ("[ab].bin", "c.bin", false),
            ("[a-f].bin", "[e-k].bin", true),
            ("[!a-f].bin", "b.bin", false),
            ("[!a-f].bin", "?.bin", true),
            ("[]].bin", "].bin", true),
            ("[ab", "[ab", true),
            ("[ab", "a", false),
            ("ä*", "ä.bin", true),
        ] {
            assert_eq!(overlap(one, other), both, "{one} {other}");
            assert_eq!(overlap(other, one), both, "{other} {one}");
        }
    }

    #[test]
    fn a_pattern_is_short_and_can_be_seen() {
        assert_eq!(read(" *.bin "), Ok("*.bin".into()));
        assert_eq!(read(""), Err(NotAPattern::Characters));
        assert_eq!(read("a\u{200b}"), Err(NotAPattern::Characters));
        assert_eq!(read(&"x".repeat(257)), Err(NotAPattern::Characters));
        assert_eq!(read("--base-url"), Err(NotAPattern::Dash));
    }
}
