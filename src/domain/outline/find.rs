//! Searching an outline: for typed words whatever their case, and for the place that speaks of a finding. Both read
//! the text as it stands, window by window, and end early once they are not wanted any more.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::memmem::Finder;

use super::{Form, Kind, Outline};
use crate::domain::folded::Folded;
use crate::domain::text::Untrusted;

/// Bytes that are searched between two looks at whether the answer is still wanted.
const WINDOW: usize = 4 << 20;
/// How much of an object is read to see whether it speaks of a finding.
const READ_OF_OBJECT: usize = 64 * 1024;
/// Bytes of objects that are read for that in all: a bound against documents that say one thing everywhere.
const READ_IN_ALL: usize = 1 << 30;

/// Words to search for.
#[derive(Clone, Debug)]
pub struct Needle {
    /// In every way in which the document may write them.
    spellings: Vec<Folded>,
    /// Longest match, in bytes.
    reach: usize,
}

impl Needle {
    /// Words as typed; also found where the document writes them with escapes. None where there are no words.
    pub fn new(words: &str) -> Option<Self> {
        if words.is_empty() {
            return None;
        }
        let spellings = spellings(words);
        let reach = spellings.iter().map(|words| words.len()).max()? * 3;
        let spellings = spellings.iter().map(|words| Folded::new(words)).collect();
        Some(Self { spellings, reach })
    }

    /// Where the words stand in a text for the first time.
    pub fn first_in(&self, text: &str) -> Option<Range<usize>> {
        let found = self.spellings.iter().filter_map(|words| words.find(text));
        found.min_by_key(|found| found.start)
    }
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The row.
    pub row: usize,
    /// Whether the search went round the end of the document.
    pub wrapped: bool,
}

/// What a place that speaks of a finding would say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clues {
    /// UUID of the scan, which tells apart the scans of one file.
    pub scan: Option<Untrusted>,
    /// What the finding says, the most telling first.
    pub words: Vec<Untrusted>,
}

impl Outline {
    /// The next row with the words, behind this one or before it, round the end.
    pub fn find(
        &self,
        needle: &Needle,
        from: usize,
        forward: bool,
        stop: &AtomicBool,
    ) -> Option<Hit> {
        self.find_in_windows(needle, from, forward, WINDOW, stop)
    }

    pub(super) fn find_in_windows(
        &self,
        needle: &Needle,
        from: usize,
        forward: bool,
        window: usize,
        stop: &AtomicBool,
    ) -> Option<Hit> {
        let here = self.offset(if forward { from + 1 } else { from });
        let (behind, before) = (here..self.text.len(), 0..here);
        let (first, second) = if forward {
            (behind, before)
        } else {
            (before, behind)
        };
        let hit = |range: Range<usize>, wrapped| {
            let at = self.within(needle, range, forward, window, stop)?;
            let row = self.row_at(at);
            Some(Hit { row, wrapped })
        };
        hit(first, false).or_else(|| hit(second, true))
    }

    /// Where the words begin within a range, for the first time or the last.
    fn within(
        &self,
        needle: &Needle,
        range: Range<usize>,
        forward: bool,
        window: usize,
        stop: &AtomicBool,
    ) -> Option<usize> {
        let windows = range.len().div_ceil(window);
        (0..windows).find_map(|step| {
            let at = if forward { step } else { windows - 1 - step };
            let start = self.text.floor_char_boundary(range.start + at * window);
            let end = (range.start + (at + 1) * window).min(range.end);
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let text = &self.text[start..self.text.ceil_char_boundary(end + needle.reach)];
            let found = needle.spellings.iter().filter_map(|words| {
                let places = words.places(text).map(|at| start + at);
                let mut here = places
                    .take_while(|at| *at < end)
                    .filter(|at| *at >= range.start);
                if forward { here.next() } else { here.last() }
            });
            if forward { found.min() } else { found.max() }
        })
    }

    /// The row that speaks of a finding: the object around the most telling words in which most others stand too.
    pub fn locate(&self, clues: &Clues, stop: &AtomicBool) -> Option<usize> {
        let scan = clues.scan.as_ref().and_then(|scan| self.speaking_of(scan));
        let region = scan.map(|row| self.offset(row)..self.end(row));
        for (at, telling) in clues.words.iter().enumerate() {
            let others: Vec<Vec<Finder<'_>>> = clues.words[at + 1..]
                .iter()
                .map(|words| finders(words.raw()))
                .collect();
            if let Some(row) = self.best(telling, &others, region.as_ref(), stop) {
                return Some(row);
            }
        }
        scan
    }

    /// The first row on which a part stops being JSON.
    pub fn damage(&self) -> Option<usize> {
        self.parts.iter().find_map(|part| match part.form {
            Form::Damaged(damage) => Some(self.row_at(damage.offset)),
            Form::Json | Form::Lines => None,
        })
    }

    fn best(
        &self,
        telling: &Untrusted,
        others: &[Vec<Finder<'_>>],
        region: Option<&Range<usize>>,
        stop: &AtomicBool,
    ) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        let finders = finders(telling.raw());
        let places = finders
            .iter()
            .flat_map(|finder| finder.find_iter(self.text.as_bytes()));
        let (mut last, mut read) = (None, 0);
        for place in places {
            let row = self.around(self.row_at(place));
            if last.replace(row) == Some(row) {
                continue;
            }
            read += self.read_of(row).len();
            let inside = region.is_none_or(|region| region.contains(&place));
            let score = self.score(row, others) * 2 + usize::from(inside);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, row));
            }
            let found = score == others.len() * 2 + 1;
            if found || read > READ_IN_ALL || stop.load(Ordering::Relaxed) {
                break;
            }
        }
        best.map(|(_, row)| row)
    }

    fn score(&self, row: usize, others: &[Vec<Finder<'_>>]) -> usize {
        let text = &self.text.as_bytes()[self.read_of(row)];
        let said =
            |spellings: &&Vec<Finder<'_>>| spellings.iter().any(|words| words.find(text).is_some());
        others.iter().filter(said).count()
    }

    /// How much of an object is read.
    fn read_of(&self, row: usize) -> Range<usize> {
        let start = self.offset(row);
        start..self.end(row).min(start + READ_OF_OBJECT).max(start)
    }

    fn speaking_of(&self, words: &Untrusted) -> Option<usize> {
        let place = finders(words.raw())
            .iter()
            .find_map(|words| words.find(self.text.as_bytes()))?;
        Some(self.around(self.row_at(place)))
    }

    /// The object that a row belongs to; a row outside objects itself.
    fn around(&self, row: usize) -> usize {
        std::iter::once(row)
            .chain(self.parents(row))
            .find(|row| self.kind(*row) == Kind::Object)
            .unwrap_or(row)
    }
}

fn finders(words: &str) -> Vec<Finder<'static>> {
    spellings(words)
        .iter()
        .filter(|words| !words.is_empty())
        .map(|words| Finder::new(words.as_bytes()).into_owned())
        .collect()
}

/// The ways in which JSON may write words: as they are, with quotes and breaks escaped, and in ASCII only.
fn spellings(words: &str) -> Vec<Cow<'_, str>> {
    let mut all = vec![Cow::Borrowed(words)];
    let quoted = serde_json::to_string(words).unwrap_or_default();
    let escaped = quoted.strip_prefix('"').unwrap_or(&quoted);
    let escaped = escaped.strip_suffix('"').unwrap_or(escaped);
    let mut ascii = String::with_capacity(escaped.len());
    for character in escaped.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    for spelling in [escaped.to_owned(), ascii] {
        if !all.iter().any(|known| *known == spelling) {
            all.push(Cow::Owned(spelling));
        }
    }
    all
}
