//! Artifacts: the bytes of one file to the texts in it. A file is plain text, compressed text, or an archive as build
//! services hand it out, with archives in it again.
//!
//! Owns what may be a report by its name, what is text at all, and how much may come out of an archive. Refuses to
//! know what the texts say, and writes nothing anywhere.

mod archive;
mod decode;
mod limits;
mod magic;
mod mixed;
mod names;
mod repeats;
mod salvage;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::domain::text::{Printable, Untrusted};
use crate::format::intake::{self, Notice, Origin, Reading, Room, Trouble};

pub use limits::{LIMITS, Limits};
pub use names::{Standing, standing};

/// What is said of the parts of one file, one by one; the rest is counted.
const MOST_NOTICES: usize = 100;

/// Why a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Somebody named it: whatever it is, it gets an answer.
    Named,
    /// It lay in a folder: what is plainly something else is passed over without a word.
    Found,
}

/// Something that came out of a file.
#[derive(Debug)]
pub enum Piece<'a> {
    /// A text.
    Text {
        /// Where it lies.
        origin: Origin,
        /// The text, decoded.
        text: Cow<'a, str>,
        /// Whether bytes were replaced while decoding.
        lossy: bool,
    },
    /// Something that cannot be read, or may not.
    Notice(Notice),
}

/// Gives every text in a file, in the order in which it lies there.
pub fn texts(path: &Untrusted, bytes: &[u8], limits: &Limits, each: &mut dyn FnMut(Piece<'_>)) {
    archive::Unpacker::new(path, limits, each).open(bytes);
}

/// Reads one file: every text in it through intake, and what a log archive holds twice only once.
pub fn read(path: &Untrusted, bytes: &[u8], asked: Asked) -> Reading {
    let (mut reading, mut room) = (Reading::default(), Room::default());
    texts(path, bytes, &LIMITS, &mut |piece| match piece {
        Piece::Text {
            origin,
            text,
            lossy,
        } => {
            let found = intake::read_within(&mut room, &origin, &text, lossy);
            reading.drafts.extend(found.drafts);
            reading.fragments.extend(found.fragments);
            reading.notices.extend(found.notices);
        }
        Piece::Notice(notice) => reading.notices.push(notice),
    });
    reading.notices.retain(|notice| worth_saying(notice, asked));
    say_once(path, &mut reading.notices);
    repeats::remove(&mut reading);
    repeats::outdo(&mut reading);
    repeats::doubt(&mut reading);
    if asked == Asked::Named && reading == Reading::default() {
        reading.notices.push(Notice {
            origin: Origin {
                path: path.clone(),
                member: None,
            },
            trouble: Trouble::Unknown,
            message: Printable::line("an archive without a scan report in it"),
            position: None,
        });
    }
    reading
}

/// Says of a damaged file only that it is damaged, not also what the damage did to its text; and bounds what an archive
/// of rubbish says in all.
fn say_once(path: &Untrusted, notices: &mut Vec<Notice>) {
    let damaged: HashSet<_> = notices
        .iter()
        .filter(|notice| notice.trouble == Trouble::Refused)
        .map(|notice| notice.origin.clone())
        .collect();
    notices.retain(|notice| {
        notice.trouble != Trouble::Unreadable || !damaged.contains(&notice.origin)
    });
    if let Some(more) = notices
        .len()
        .checked_sub(MOST_NOTICES)
        .filter(|more| *more > 0)
    {
        notices.truncate(MOST_NOTICES);
        notices.push(Notice {
            origin: Origin {
                path: path.clone(),
                member: None,
            },
            trouble: Trouble::Refused,
            message: Printable::line(&format!("{more} more parts of it could not be read")),
            position: None,
        });
    }
}

/// Whether a notice tells the user something. Of a file that somebody named, everything does; of one that lay in a
/// folder or an archive, what its name promised and what was recognised.
fn worth_saying(notice: &Notice, asked: Asked) -> bool {
    let name = match (&notice.origin.member, asked) {
        (None, Asked::Named) => return true,
        (None, Asked::Found) => &notice.origin.path,
        (Some(member), _) => member,
    };
    match notice.trouble {
        Trouble::Refused | Trouble::Foreign => true,
        Trouble::Unreadable => standing(name.raw()) == Standing::Likely,
        Trouble::Unknown => false,
    }
}
