//! The reading of one text: as a JSON document, as an array of documents, as a log with documents in it, or as lines.
//! One document that cannot be read is one notice and never hides its neighbours.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::shape::Shape;
use super::{
    DIALECTS, Dialect, Item, Notice, Origin, Reading, Reads, Trouble, extract, mistaken, recognise,
    surrogate,
};
use crate::domain::identity;
use crate::domain::report::Source;
use crate::domain::text::Printable;
use crate::domain::uuid;
use crate::domain::warning::Warning;

/// Notices of one text; a log that is made of error answers does not need more.
const MOST_NOTICES: usize = 50;

pub(super) fn read(origin: &Origin, text: &str, lossy: bool) -> Reading {
    let reading = read_once(origin, text, lossy);
    if reading.notices.is_empty() {
        return reading;
    }
    match surrogate::mended(text) {
        Cow::Borrowed(_) => reading,
        Cow::Owned(text) => read_once(origin, &text, true),
    }
}

fn read_once(origin: &Origin, text: &str, lossy: bool) -> Reading {
    let mut desk = Desk {
        origin,
        lossy,
        reading: Reading::default(),
    };
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        desk.notice(Trouble::Unreadable, "the file is empty", None);
    } else if is_json(trimmed) {
        match desk.known(text, None) {
            Ok(true) => {}
            Ok(false) => desk.unknown(),
            Err(fault) if fault.is_data() => desk.fault(&fault, at(&fault)),
            Err(fault) => desk.log(text, Some(&fault)),
        }
    } else {
        desk.log(text, None);
    }
    desk.reading
}

/// Whether a text begins as a JSON document; a log line may begin with a bracket too.
fn is_json(text: &str) -> bool {
    match text.strip_prefix('[') {
        Some(rest) => rest.trim_start().starts_with(['{', '[', ']', '"']),
        None => text.starts_with('{'),
    }
}

/// The reading of one text as it grows.
struct Desk<'a> {
    origin: &'a Origin,
    lossy: bool,
    reading: Reading,
}

/// A fault that has been seen, and its line and column in the whole text.
type Fault = (serde_json::Error, (usize, usize));

impl Desk<'_> {
    /// Reads one JSON document of a known kind; says whether it is one.
    fn known(
        &mut self,
        text: &str,
        damage: Option<&serde_json::Error>,
    ) -> serde_json::Result<bool> {
        let shape = Shape::of(text)?;
        if let Some((dialect, read)) = recognise(&shape) {
            return match read(text) {
                Ok(items) => {
                    self.take(dialect, items, text, damage);
                    Ok(true)
                }
                Err(fault) => match rows_of(text).filter(|_| fault.is_data()) {
                    Some(rows) => Ok(self.rows(text, &rows, damage)),
                    None => Err(fault),
                },
            };
        }
        if shape.is_array() {
            let rows: Vec<&RawValue> = serde_json::from_str(text)?;
            return Ok(self.rows(text, &rows, damage));
        }
        serde_json::from_str::<IgnoredAny>(text)?;
        Ok(false)
    }

    /// Reads rows that are documents of their own; says whether any is of a known kind.
    fn rows(&mut self, text: &str, rows: &[&RawValue], damage: Option<&serde_json::Error>) -> bool {
        let (mut known, mut faults, mut first) = (0, 0, None::<Fault>);
        for row in rows {
            let row = row.get();
            match self.row(row, damage) {
                Ok(found) => known += usize::from(found),
                Err(fault) => {
                    faults += 1;
                    first = first.or_else(|| Some(placed(text, row, fault)));
                }
            }
        }
        let passed_over = rows.len() - known - faults;
        if known > 0 && passed_over > 0 {
            let words = format!(
                "{passed_over} of {} entries are no scan report that this program knows",
                rows.len()
            );
            self.notice(Trouble::Foreign, &words, None);
        }
        if let Some((fault, place)) = first {
            if faults > 1 {
                let words = format!(
                    "{faults} of {} entries cannot be read; the first of them follows",
                    rows.len()
                );
                self.notice(Trouble::Unreadable, &words, None);
            }
            self.fault(&fault, place);
        }
        known + faults > 0
    }

    fn row(&mut self, text: &str, damage: Option<&serde_json::Error>) -> serde_json::Result<bool> {
        let Some((dialect, read)) = recognise(&Shape::of(text)?) else {
            return Ok(false);
        };
        let items = read(text)?;
        self.take(dialect, items, text, damage);
        Ok(true)
    }

    /// Reads a log: the JSON documents in it, else its lines.
    fn log(&mut self, text: &str, fault: Option<&serde_json::Error>) {
        let clean = extract::without_log_noise(text);
        let mut broken = None::<Fault>;
        for value in extract::json_values(&clean) {
            let damage = fault.filter(|_| value.inside_damage);
            if let Err(fault) = self.known(value.text, damage) {
                broken = broken.or_else(|| Some(placed(&clean, value.text, fault)));
            }
        }
        if self.reading.drafts.is_empty() && self.reading.fragments.is_empty() {
            self.lines(&clean);
        }
        match (fault, broken) {
            (_, Some((fault, place))) => self.fault(&fault, place),
            _ if !self.is_empty() => {}
            (fault, None) => self.nothing(text, fault),
        }
    }

    /// Says what a text is that holds nothing.
    fn nothing(&mut self, text: &str, fault: Option<&serde_json::Error>) {
        if let Some(words) = mistaken::name(text) {
            return self.notice(Trouble::Unreadable, words, None);
        }
        match fault {
            Some(fault) => self.fault(fault, at(fault)),
            None if serde_json::from_str::<IgnoredAny>(text).is_ok() => self.unknown(),
            None => self.notice(
                Trouble::Unknown,
                "text without a scan report, a scan's UUID or a known scanner's lines",
                None,
            ),
        }
    }

    fn lines(&mut self, text: &str) {
        for dialect in DIALECTS {
            let Reads::Text(read) = dialect.reads else {
                continue;
            };
            let items = read(text);
            if !items.is_empty() {
                return self.take(dialect, items, text, None);
            }
        }
    }

    /// Takes what one document gave.
    fn take(
        &mut self,
        dialect: &'static Dialect,
        items: Vec<Item>,
        text: &str,
        damage: Option<&serde_json::Error>,
    ) {
        let mut digest = None;
        for (place, item) in items.into_iter().enumerate() {
            match item {
                Item::Report(mut draft) => {
                    draft.warnings.extend(damage.map(|damage| Warning::Damaged {
                        line: damage.line(),
                        column: damage.column(),
                    }));
                    draft
                        .warnings
                        .extend(self.lossy.then_some(Warning::NotAllText));
                    draft
                        .scan
                        .uuid
                        .take_if(|uuid| !uuid::names_a_scan(uuid.raw()));
                    if draft.scan.uuid.is_none() {
                        let document =
                            *digest.get_or_insert_with(|| identity::of_bytes(text.as_bytes()));
                        draft.digest = Some(match place {
                            0 => document,
                            place => identity::of_bytes(format!("{document}#{place}").as_bytes()),
                        });
                    }
                    let source = self.source(draft.dialect.unwrap_or(dialect.name));
                    self.reading.drafts.push((source, *draft));
                }
                Item::Fragment(mut fragment) => {
                    fragment.damage = damage.map(|damage| (damage.line(), damage.column()));
                    fragment
                        .scan
                        .take_if(|uuid| !uuid::names_a_scan(uuid.raw()));
                    if fragment.scan.is_none() {
                        fragment.digest = Some(identity::of_bytes(text.as_bytes()));
                    }
                    let source = self.source(dialect.name);
                    self.reading.fragments.push((source, fragment));
                }
                Item::Foreign(what) => self.notice(Trouble::Foreign, &what, None),
            }
        }
    }

    fn source(&self, dialect: &'static str) -> Source {
        Source {
            path: self.origin.path.clone(),
            member: self.origin.member.clone(),
            index: self.reading.drafts.len() + self.reading.fragments.len(),
            dialect,
        }
    }

    fn is_empty(&self) -> bool {
        self.reading == Reading::default()
    }

    fn unknown(&mut self) {
        self.notice(
            Trouble::Unknown,
            "JSON, but no scan report that this program knows",
            None,
        );
    }

    fn fault(&mut self, fault: &serde_json::Error, place: (usize, usize)) {
        let words = fault.to_string();
        let words = words
            .rsplit_once(" at line ")
            .map_or(words.as_str(), |(words, _)| words);
        // What the document should hold is an object; what we call it is nobody's business.
        let words = match words.split_once("expected struct ") {
            Some((before, _)) => format!("{before}expected an object"),
            None => words.to_owned(),
        };
        let what = if fault.is_data() {
            "a report that cannot be read"
        } else {
            "not valid JSON"
        };
        self.notice(
            Trouble::Unreadable,
            &format!("{what}: {words}"),
            Some(place),
        );
    }

    fn notice(&mut self, trouble: Trouble, message: &str, position: Option<(usize, usize)>) {
        let notice = Notice {
            origin: self.origin.clone(),
            trouble,
            message: Printable::line(message),
            position,
        };
        let notices = &mut self.reading.notices;
        if notices.len() < MOST_NOTICES && notices.last() != Some(&notice) {
            notices.push(notice);
        }
    }
}

/// The rows of a document that holds reports in a list, where the document as a whole cannot be read.
fn rows_of(text: &str) -> Option<Vec<&RawValue>> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Lists<'a> {
        #[serde(borrow)]
        scans: Option<Vec<&'a RawValue>>,
        #[serde(borrow)]
        results: Option<Vec<&'a RawValue>>,
        #[serde(borrow)]
        models: Option<Vec<&'a RawValue>>,
        #[serde(borrow)]
        packages: Option<Vec<&'a RawValue>>,
    }
    let lists: Lists = serde_json::from_str(text).ok()?;
    let lists = [lists.scans, lists.results, lists.models, lists.packages];
    lists.into_iter().flatten().next()
}

fn at(fault: &serde_json::Error) -> (usize, usize) {
    (fault.line(), fault.column())
}

/// A fault of a part, with its place in the whole text.
fn placed(whole: &str, part: &str, fault: serde_json::Error) -> Fault {
    let offset = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
    let before = whole.get(..offset).unwrap_or_default();
    let lines = before.matches('\n').count();
    let (line, mut column) = at(&fault);
    if line <= 1 {
        column += before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    }
    (fault, (lines + line, column))
}
