//! What a row shows, read from the text when it is drawn, never more of it than is asked for.

use std::collections::VecDeque;

use super::{Form, KEYED, Kind, Outline};

/// Rows that are counted at most for one number.
const MOST_COUNTED: usize = 1 << 18;
/// Longest key in a path, in bytes.
const KEY_IN_PATH: usize = 100;

/// The beginning of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The text as it stands in the document.
    pub text: &'a str,
    /// Whether that is all of it.
    pub whole: bool,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(usize),
    /// More than are counted.
    MoreThan(usize),
}

impl Outline {
    /// What a row is.
    pub fn kind(&self, row: usize) -> Kind {
        let part = self.part(row);
        if part.row == row {
            return Kind::Part;
        }
        if let Form::Lines | Form::Damaged(_) = part.form {
            let offset = self.offset(row);
            let starts = offset == part.range.start || self.text.as_bytes()[offset - 1] == b'\n';
            return Kind::Line {
                goes_on: !starts,
                damaged: matches!(part.form, Form::Damaged(damage)
                    if (offset..self.end(row)).contains(&damage.offset)),
            };
        }
        match self.text.as_bytes()[self.value_offset(row)] {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b'"' => Kind::Text,
            b't' | b'f' | b'n' => Kind::Word,
            _ => Kind::Number,
        }
    }

    /// The key of a row as it stands in the document, without its quotes.
    pub fn key(&self, row: usize) -> Option<&str> {
        (self.nodes[row].place & KEYED != 0).then(|| {
            let start = self.offset(row) + 1;
            &self.text[start..start + string(&self.text.as_bytes()[start..]).unwrap_or(0)]
        })
    }

    /// The value of a row, at most so many bytes of it: a text with its quotes, an object with all that is in it.
    pub fn value(&self, row: usize, most: usize) -> Shown<'_> {
        let start = self.value_offset(row);
        let all = &self.text[start..self.end(row).max(start)];
        let text = &all[..all.floor_char_boundary(most)];
        let cut = text.len() < all.len();
        let length = match self.kind(row) {
            Kind::Text => {
                string(text.as_bytes().get(1..).unwrap_or_default()).map(|length| length + 2)
            }
            Kind::Number | Kind::Word => {
                text.find(|c: char| c.is_whitespace() || ",]}".contains(c))
            }
            Kind::Line { .. } => (!cut).then(|| text.trim_end_matches(['\n', '\r']).len()),
            Kind::Part | Kind::Object | Kind::List => None,
        };
        Shown {
            text: &text[..length.unwrap_or(text.len())],
            whole: length.is_some() || !cut,
        }
    }

    fn value_offset(&self, row: usize) -> usize {
        let offset = self.offset(row);
        let bytes = &self.text.as_bytes()[offset..];
        if self.nodes[row].place & KEYED == 0 {
            return offset;
        }
        let key = string(bytes.get(1..).unwrap_or_default()).unwrap_or(0) + 2;
        let between = bytes.get(key..).unwrap_or_default();
        let blanks = between
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace() || **byte == b':');
        offset + key + blanks.count()
    }

    /// Where a row, with all that is in it, ends at the latest.
    pub(super) fn end(&self, row: usize) -> usize {
        let part = self.part(row);
        let behind = self.behind(row);
        let next = self
            .nodes
            .get(behind)
            .map_or(part.range.end, |node| node.offset());
        next.min(part.cut.unwrap_or(part.range.end))
    }

    /// How many rows stand directly in a row.
    pub fn count(&self, row: usize) -> Count {
        let counted = self.inside(row).take(MOST_COUNTED + 1).count();
        if counted > MOST_COUNTED {
            Count::MoreThan(MOST_COUNTED)
        } else {
            Count::Exactly(counted)
        }
    }

    /// The position of a row in the list it stands in, from 0; none outside a list, or far down in a long one.
    pub fn index(&self, row: usize) -> Option<usize> {
        let parent = self.parent(row)?;
        if self.kind(parent) != Kind::List {
            return None;
        }
        let mut siblings = self.inside(parent).take(MOST_COUNTED);
        siblings.position(|at| at == row)
    }

    /// The way to a row inside its part: `violations[3].description`. As untrusted as the document.
    pub fn path(&self, row: usize) -> String {
        let mut steps = VecDeque::new();
        for row in std::iter::once(row).chain(self.parents(row)) {
            if let Some(key) = self.key(row) {
                let cut = &key[..key.floor_char_boundary(KEY_IN_PATH)];
                steps.push_front(format!(".{cut}"));
            } else if let Some(parent) = self.parent(row)
                && self.kind(parent) == Kind::List
            {
                let index = self.index(row);
                steps.push_front(index.map_or("[…]".to_owned(), |index| format!("[{index}]")));
            }
        }
        let path: String = steps.into_iter().collect();
        path.strip_prefix('.').unwrap_or(&path).to_owned()
    }
}

/// Length of a JSON string behind its opening quote, up to its closing one.
fn string(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}
