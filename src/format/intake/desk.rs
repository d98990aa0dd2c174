//! The reading of one text: as a JSON document, as an array of documents, as a log with documents in it, or as lines.
//! One document that cannot be read is one notice and never hides its neighbours.

mod documents;

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::extract::Found;
use super::fault::{self, Faults, Part, at};
use super::shape::Shape;
use super::telling::{KEYS, tells_of_another};
use super::told::Told;
use super::{
    DIALECTS, Dialect, Item, Notice, Origin, Reading, Reads, Room, Trouble, extract, margin,
    mistaken, surrogate,
};
use crate::domain::draft::Listing;
use crate::domain::identity;
use crate::domain::report::Source;
use crate::domain::text::Printable;
use crate::domain::uuid;
use crate::domain::warning::Warning;

/// Notices of one text; a log that is made of error answers does not need more.
const MOST_NOTICES: usize = 50;
/// Bytes of a text that was read that are asked for more.
const MOST_ASKED: usize = 1 << 20;
/// What is said of a text that must not be passed over without a word.
const TELLS: &str = "it tells of the outcome of a scan in a form that this program does not know; save the report by itself, as the tool wrote it";

pub(super) fn read(room: &mut Room, origin: &Origin, text: &str, lossy: bool) -> Reading {
    let before = room.clone();
    let reading = read_once(room, origin, text, lossy);
    if reading.notices.is_empty() {
        return reading;
    }
    match surrogate::mended(text) {
        Cow::Borrowed(_) => reading,
        Cow::Owned(text) => {
            *room = before;
            read_once(room, origin, &text, true)
        }
    }
}

fn read_once(room: &mut Room, origin: &Origin, text: &str, lossy: bool) -> Reading {
    let mut desk = Desk {
        room,
        origin,
        lossy,
        reading: Reading::default(),
        placed: 0,
    };
    if desk.room.objects(text) {
        desk.text(text);
    }
    if let Some(words) = desk.room.overflow() {
        desk.notice(Trouble::Refused, words, None);
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
    room: &'a mut Room,
    origin: &'a Origin,
    lossy: bool,
    reading: Reading,
    /// How many reports and parts have been given their places, those included that were left out again.
    placed: usize,
}

impl Desk<'_> {
    /// Reads the text, as what it begins as.
    fn text(&mut self, text: &str) {
        let trimmed = text.trim_start();
        if trimmed.is_empty() {
            self.notice(Trouble::Unreadable, "the file is empty", None);
        } else if is_json(trimmed) {
            match self.known(Part::all(text)) {
                Ok(true) if self.is_one_scan(text) => {}
                Ok(true) => self.tell_of_the_rest(text),
                Ok(false) => self.unknown(text),
                // Of what stands behind what cannot be read nothing is known yet.
                Err(fault) if fault.is_data() => match serde_json::from_str::<IgnoredAny>(text) {
                    Ok(_) => self.fault(&fault, at(&fault)),
                    Err(fault) => self.log(text, Some(fault)),
                },
                Err(fault) => self.log(text, Some(fault)),
            }
        } else {
            self.log(text, None);
        }
    }

    /// Reads a log: the JSON documents in it, and the lines between them.
    fn log(&mut self, text: &str, mut fault: Option<serde_json::Error>) {
        let clean = extract::without_log_noise(text);
        let clean = if KEYS.iter().any(|key| clean.contains(key)) {
            margin::without(&clean)
        } else {
            Cow::Borrowed(&*clean)
        };
        let (mut documents, mut faults) = (Vec::new(), Faults::default());
        for found in extract::json_values(&clean) {
            let mut part = Part::all(&clean);
            let read = match found {
                Found::Value {
                    text,
                    inside_damage,
                } => {
                    part.text = text;
                    part.damage = fault.as_ref().filter(|_| inside_damage);
                    self.known(part)
                }
                Found::Broken { text, fault } => {
                    part.text = text;
                    Err(fault)
                }
            };
            match read {
                Ok(false) => continue,
                Ok(true) => {}
                Err(fault) => faults.add(part, fault),
            }
            documents.push(part.text);
        }
        let rest = extract::without(&clean, &documents);
        self.lines(&rest);
        if !self.is_empty() && faults.count == 0 {
            self.tell_of_the_rest(&rest);
        }
        faults.reword(&mut fault);
        let mistaken = (self.is_empty() && !faults.is_data()).then(|| mistaken::name(text));
        match mistaken.flatten() {
            Some(words) => self.notice(Trouble::Unreadable, words, None),
            None if faults.count > 0 => self.faults(&faults, "documents"),
            None if self.is_empty() => self.nothing(text, fault.as_ref()),
            None => {}
        }
    }

    /// Says what a text is that holds nothing.
    fn nothing(&mut self, text: &str, fault: Option<&serde_json::Error>) {
        match fault {
            _ if tells_of_another(text, &[]) => self.notice(Trouble::Foreign, TELLS, None),
            Some(fault) => self.fault(fault, at(fault)),
            None if serde_json::from_str::<IgnoredAny>(text).is_ok() => self.unknown(text),
            None => self.notice(
                Trouble::Unknown,
                "text without a scan report, a scan's UUID or a known scanner's lines",
                None,
            ),
        }
    }

    /// Reads what the lines tell that no document tells.
    fn lines(&mut self, text: &str) {
        let mut place = 0;
        for dialect in DIALECTS {
            let Reads::Text(read) = dialect.reads else {
                continue;
            };
            let mut items: Vec<_> = (place..).zip(read(text, self.room)).collect();
            place += items.len();
            if items.is_empty() {
                continue;
            }
            let told = Told::by(&self.reading.drafts);
            items.retain_mut(|(_, item)| match item {
                Item::Report(draft) => !told.takes(draft, &mut self.reading.drafts),
                _ => true,
            });
            self.take(dialect, items, Part::all(text));
        }
    }

    /// Takes what a JSON document gave, and of its findings what has room.
    fn document(&mut self, dialect: &'static Dialect, mut items: Vec<Item>, part: Part<'_>) {
        for item in &mut items {
            if let Item::Report(draft) = item
                && self.room.cut(&mut draft.observations)
            {
                draft.listing = Listing::Reduced;
            }
        }
        self.take(dialect, items.into_iter().enumerate(), part);
    }

    /// Takes what one document gave, each thing with its place in it.
    fn take(
        &mut self,
        dialect: &'static Dialect,
        items: impl IntoIterator<Item = (usize, Item)>,
        part: Part<'_>,
    ) {
        let mut digest = None;
        for (place, item) in items {
            if !self.room.report() {
                break;
            }
            match item {
                Item::Report(mut draft) => {
                    draft
                        .warnings
                        .extend(part.damage.map(|damage| Warning::Damaged {
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
                            *digest.get_or_insert_with(|| identity::of_bytes(part.text.as_bytes()));
                        draft.digest = Some(match place {
                            0 => document,
                            place => identity::of_bytes(format!("{document}#{place}").as_bytes()),
                        });
                    }
                    let source = self.source(draft.dialect.unwrap_or(dialect.name));
                    self.reading.drafts.push((source, *draft));
                }
                Item::Fragment(mut fragment) => {
                    fragment.damage = part.damage.map(|damage| (damage.line(), damage.column()));
                    fragment
                        .scan
                        .take_if(|uuid| !uuid::names_a_scan(uuid.raw()));
                    if fragment.scan.is_none() {
                        fragment.digest = Some(identity::of_bytes(part.text.as_bytes()));
                    }
                    let last = self.reading.fragments.last_mut();
                    if !last.is_some_and(|(_, last)| last.goes_on(&mut fragment)) {
                        let source = self.source(dialect.name);
                        self.reading.fragments.push((source, fragment));
                    }
                }
                Item::Foreign(what) => self.notice(Trouble::Foreign, &what, None),
            }
        }
    }

    fn source(&mut self, dialect: &'static str) -> Source {
        self.placed += 1;
        Source {
            path: self.origin.path.clone(),
            member: self.origin.member.clone(),
            index: self.placed - 1,
            dialect,
        }
    }

    fn is_empty(&self) -> bool {
        self.reading == Reading::default()
    }

    /// Whether all that was read is a scan object without a field that nobody knows: nothing hides in most of them, and
    /// there are many.
    fn is_one_scan(&self, text: &str) -> bool {
        let [(_, draft)] = &self.reading.drafts[..] else {
            return false;
        };
        let shape = draft.scan.extra.is_empty().then(|| Shape::of(text));
        shape.is_some_and(|shape| shape.is_ok_and(|shape| shape.settles()))
    }

    /// Says that a text tells of an outcome that none of its reports has. Of large texts only the beginning is asked: a
    /// list of findings may be most of it.
    fn tell_of_the_rest(&mut self, text: &str) {
        let drafts = self.reading.drafts.iter();
        let told: Vec<_> = drafts.map(|(_, draft)| &draft.scan.outcome).collect();
        let start = &text[..text.floor_char_boundary(MOST_ASKED)];
        let mut notices = self.reading.notices.iter();
        let sound = notices.all(|notice| notice.trouble != Trouble::Unreadable);
        if sound && tells_of_another(start, &told) {
            self.notice(Trouble::Foreign, TELLS, None);
        }
    }

    fn unknown(&mut self, text: &str) {
        let words = "JSON, but no scan report that this program knows";
        if tells_of_another(text, &[]) {
            self.notice(Trouble::Foreign, TELLS, None);
        } else {
            self.notice(Trouble::Unknown, words, None);
        }
    }

    /// Says what is wrong with the first of some documents, and how many there are; `of` is what they are called.
    fn faults(&mut self, faults: &Faults, of: &str) {
        let Some((fault, place)) = &faults.first else {
            return;
        };
        if faults.count > 1 {
            let words = format!(
                "{} {of} cannot be read; the first of them follows",
                faults.count
            );
            self.notice(Trouble::Unreadable, &words, None);
        }
        self.fault(fault, *place);
    }

    fn fault(&mut self, fault: &serde_json::Error, place: (usize, usize)) {
        self.notice(Trouble::Unreadable, &fault::words(fault), Some(place));
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
