//! Building an outline: one pass over each text. Only text that is JSON from end to end becomes a tree; the pass is
//! strict, so that what is shown as a tree is what every reader of JSON would see.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::token::{LONG_LINE, is_blank, is_number, piece};
use super::{BLOCK, Damage, Folds, Form, KEYED, MOST_TEXT, NOTHING, Node, Outline, Part};
use crate::domain::text::Untrusted;

/// How deep JSON may nest, as everywhere in this program.
const MOST_DEPTH: usize = 128;
/// Longest key, in bytes: a key is read again for every frame that shows it.
const MOST_KEY: usize = 64 * 1024;
/// Rows that any outline may have, and bytes of text for each further one: the index of a text made of nothing but
/// commas must not outgrow it.
const ROWS: usize = 4 << 20;
const BYTES_A_ROW: usize = 16;
/// Rows between two looks at whether the outline is still wanted.
const PATIENCE: usize = 1 << 16;
/// Lists and objects below this depth are folded at first.
const OPEN_DEPTH: usize = 2;

/// Builds an outline, part by part.
#[derive(Debug)]
pub struct Builder<'a> {
    outline: Outline,
    stop: &'a AtomicBool,
}

impl<'a> Builder<'a> {
    /// An outline without parts. It is given up once `stop` is set.
    pub fn new(stop: &'a AtomicBool) -> Self {
        let outline = Outline {
            text: String::new(),
            nodes: Vec::new(),
            parts: Vec::new(),
            folds: Folds::default(),
            breaks: Vec::new(),
        };
        Self { outline, stop }
    }

    /// Adds a part; says whether there was room for it.
    pub fn add(&mut self, label: Untrusted, text: &str) -> bool {
        let outline = &mut self.outline;
        if text.len() >= MOST_TEXT - outline.text.len() {
            return false;
        }
        let start = outline.text.len();
        outline.text.reserve_exact(text.len() + 1);
        outline.text.push_str(text);
        outline.text.push('\n');
        let (row, range) = (outline.nodes.len(), start..start + text.len());
        outline.nodes.push(node(start, NOTHING, row));
        let mut scan = Scan {
            bytes: outline.text.as_bytes(),
            at: start,
            end: range.end,
            nodes: &mut outline.nodes,
            folds: &mut outline.folds,
            most: ROWS + outline.text.len() / BYTES_A_ROW,
            stop: self.stop,
        };
        let (form, cut) = scan.part(row);
        let behind = outline.nodes.len();
        outline.nodes[row].next = small(behind);
        outline.parts.push(Part {
            label,
            form,
            cut,
            range,
            row,
        });
        true
    }

    /// The outline; none when it was given up or has no part.
    pub fn finish(mut self) -> Option<Outline> {
        let mut breaks = 0;
        for block in self.outline.text.as_bytes().chunks(BLOCK) {
            self.outline.breaks.push(breaks);
            breaks += small(memchr::memchr_iter(b'\n', block).count());
        }
        self.outline.nodes.shrink_to_fit();
        let wanted = !self.stop.load(Ordering::Relaxed) && !self.outline.parts.is_empty();
        wanted.then_some(self.outline)
    }
}

/// A number that is known to be small: texts are bounded, and a row takes at least one byte of them.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NOTHING)
}

fn node(offset: usize, parent: u32, row: usize) -> Node {
    Node {
        place: small(offset),
        next: small(row + 1),
        parent,
    }
}

/// Why a pass ends before the text does.
enum End {
    Damaged(Damage),
    Full,
}

type Step<T = ()> = Result<T, End>;

/// What has to come next.
enum Want {
    /// A value, with its key where it has one.
    Value(Option<usize>),
    /// A key.
    Key,
    /// The first key or value, or the end of an empty object or list.
    First,
    /// A comma or the end of an object or list.
    Rest,
}

/// One pass over one part.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    nodes: &'a mut Vec<Node>,
    folds: &'a mut Folds,
    most: usize,
    stop: &'a AtomicBool,
}

impl Scan<'_> {
    fn part(&mut self, heading: usize) -> (Form, Option<usize>) {
        let text = self.at..self.end;
        if !self.begins_as_json() {
            return (Form::Lines, self.lines(text, heading));
        }
        match self.values(heading) {
            Ok(()) => (Form::Json, None),
            Err(End::Full) => (Form::Json, Some(self.at)),
            Err(End::Damaged(damage)) => {
                self.nodes.truncate(heading + 1);
                self.folds.truncate(heading + 1);
                (Form::Damaged(damage), self.lines(text, heading))
            }
        }
    }

    /// Whether the text begins as a JSON document; a line of a log may begin with a bracket too.
    fn begins_as_json(&self) -> bool {
        let mut start = self.bytes[self.at..self.end]
            .iter()
            .filter(|byte| !is_blank(**byte));
        match start.next() {
            Some(b'{') => true,
            Some(b'[') => matches!(start.next(), Some(b'{' | b'[' | b']' | b'"')),
            _ => false,
        }
    }

    /// Every value of the text, one or several behind one another.
    fn values(&mut self, heading: usize) -> Step {
        let mut open = Vec::with_capacity(MOST_DEPTH);
        loop {
            self.blanks();
            if self.at == self.end {
                return Ok(());
            }
            if !matches!(self.bytes[self.at], b'{' | b'[') {
                return self.damaged("something else follows the JSON document");
            }
            let result = self.value(&mut open, heading);
            let behind = small(self.nodes.len());
            for (row, _) in open.drain(..) {
                self.nodes[row].next = behind;
            }
            result?;
        }
    }

    /// One value and all that is in it. Open objects and lists are stacked with whether they are objects.
    fn value(&mut self, open: &mut Vec<(usize, bool)>, heading: usize) -> Step {
        let mut want = Want::Value(None);
        loop {
            self.blanks();
            want = match want {
                Want::Value(key) => {
                    let opened = self.row(key, open, heading)?;
                    if opened { Want::First } else { Want::Rest }
                }
                Want::Key => Want::Value(Some(self.key()?)),
                Want::First => match (self.peek(), open.last()) {
                    (Some(b'}'), Some((_, true))) | (Some(b']'), Some((_, false))) => Want::Rest,
                    (_, Some((_, true))) => Want::Key,
                    _ => Want::Value(None),
                },
                Want::Rest => {
                    let Some((row, is_object)) = open.last().copied() else {
                        return Ok(());
                    };
                    match (self.peek(), is_object) {
                        (Some(b'}'), true) | (Some(b']'), false) => {
                            self.at += 1;
                            self.nodes[row].next = small(self.nodes.len());
                            open.pop();
                            Want::Rest
                        }
                        (Some(b','), true) => self.past(Want::Key),
                        (Some(b','), false) => self.past(Want::Value(None)),
                        (_, true) => return self.damaged("a comma or } is missing"),
                        (_, false) => return self.damaged("a comma or ] is missing"),
                    }
                }
            };
        }
    }

    fn past(&mut self, want: Want) -> Want {
        self.at += 1;
        want
    }

    /// Adds the row of the value that begins here; says whether it opened an object or a list.
    fn row(
        &mut self,
        key: Option<usize>,
        open: &mut Vec<(usize, bool)>,
        heading: usize,
    ) -> Step<bool> {
        let row = self.nodes.len();
        if row >= self.most || row.is_multiple_of(PATIENCE) && self.stop.load(Ordering::Relaxed) {
            return Err(End::Full);
        }
        let (parent, in_list) = open.last().map_or((heading, false), |(parent, is_object)| {
            (*parent, !is_object)
        });
        let mut this = node(key.unwrap_or(self.at), small(parent), row);
        if key.is_some() {
            this.place |= KEYED;
        }
        match self.peek() {
            Some(byte @ (b'{' | b'[')) => {
                if open.len() == MOST_DEPTH {
                    return self.damaged("nested too deep");
                }
                self.nodes.push(this);
                if in_list || open.len() >= OPEN_DEPTH {
                    self.folds.fold(row, true);
                }
                open.push((row, byte == b'{'));
                self.at += 1;
                Ok(true)
            }
            Some(b'"') => {
                self.nodes.push(this);
                self.string().map(|()| false)
            }
            _ => {
                self.nodes.push(this);
                self.scalar().map(|()| false)
            }
        }
    }

    fn key(&mut self) -> Step<usize> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return self.damaged("a key is missing");
        }
        self.string()?;
        if self.at - start > MOST_KEY {
            self.at = start;
            return self.damaged("a key of more than 64 KiB");
        }
        self.blanks();
        if self.peek() != Some(b':') {
            return self.damaged("a colon is missing");
        }
        self.at += 1;
        Ok(start)
    }

    fn string(&mut self) -> Step {
        self.at += 1;
        loop {
            let rest = &self.bytes[self.at..self.end];
            let plain = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | ..0x20));
            self.at += plain.unwrap_or(rest.len());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return self.damaged("a control character in a text"),
                None => return self.damaged("a text has no end"),
            }
        }
    }

    fn escape(&mut self) -> Step {
        let length = match self.bytes[self.at..self.end] {
            [_, b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(u8::is_ascii_hexdigit) => 6,
            [
                _,
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                ..,
            ] => 2,
            _ => return self.damaged("an escape that JSON does not have"),
        };
        self.at += length;
        Ok(())
    }

    /// A number or one of the three words.
    fn scalar(&mut self) -> Step {
        let rest = &self.bytes[self.at..self.end];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.'))
            .count();
        let token = &rest[..length];
        if matches!(token, b"true" | b"false" | b"null") || is_number(token) {
            self.at += length;
            return Ok(());
        }
        self.damaged("a value is missing")
    }

    /// A row for each line, and where they end early.
    fn lines(&mut self, text: Range<usize>, heading: usize) -> Option<usize> {
        let mut at = text.start;
        while at < text.end {
            let row = self.nodes.len();
            if row >= self.most || row.is_multiple_of(PATIENCE) && self.stop.load(Ordering::Relaxed)
            {
                return Some(at);
            }
            self.nodes.push(node(at, small(heading), row));
            let rest = &self.bytes[at..text.end];
            let line = memchr::memchr(b'\n', &rest[..rest.len().min(LONG_LINE + 1)]);
            at += line.map_or_else(|| piece(rest), |line| line + 1);
        }
        None
    }

    fn peek(&self) -> Option<u8> {
        (self.at < self.end).then(|| self.bytes[self.at])
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    fn damaged<T>(&self, what: &'static str) -> Step<T> {
        let ended = self.at >= self.end;
        Err(End::Damaged(Damage {
            offset: self.at.min(self.end.saturating_sub(1)),
            what: if ended { "it ends in the middle" } else { what },
        }))
    }
}
