//! Taking archives apart: gzip and zip, nested, within the limits. Members are read, never written.

use std::collections::HashMap;
use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::limits::{Budget, Limits};
use super::names::{self, Models, Standing, standing};
use super::{Piece, decode, salvage};
use crate::domain::text::{Printable, Untrusted};
use crate::format::intake::{Notice, Origin, Trouble};

const TOO_MUCH: &str = "unpacks to far more than a report can be; it was not read";

/// Takes one file apart.
pub(super) struct Unpacker<'a> {
    path: &'a Untrusted,
    budget: Budget,
    depth: usize,
    /// Whether it was said that no more is read.
    full: bool,
    each: &'a mut dyn FnMut(Piece<'_>),
}

/// A member of a zip, as its directory or its own header names it.
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) encrypted: bool,
    pub(super) packed: u64,
    /// What it says to unpack to: believed where that is too much, never where it is little.
    pub(super) declared: u64,
}

impl<'a> Unpacker<'a> {
    pub(super) fn new(
        path: &'a Untrusted,
        limits: &Limits,
        each: &'a mut dyn FnMut(Piece<'_>),
    ) -> Self {
        Self {
            path,
            budget: Budget::new(limits, 0),
            depth: 0,
            full: false,
            each,
        }
    }

    /// Gives everything in a file.
    pub(super) fn open(&mut self, bytes: &[u8]) {
        if bytes.len() as u64 > self.budget.limits.file {
            return self.refuse(None, "larger than a report can be; it was not read");
        }
        self.budget = Budget::new(&self.budget.limits, bytes.len() as u64);
        self.look_into(None, bytes);
    }

    fn look_into(&mut self, member: Option<&str>, bytes: &[u8]) {
        match bytes {
            [0x1f, 0x8b, ..] => self.nested(member, |unpacker| unpacker.gzip(member, bytes)),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
                self.nested(member, |unpacker| unpacker.zip(member, bytes));
            }
            _ => self.text(member, bytes),
        }
    }

    fn nested(&mut self, member: Option<&str>, open: impl FnOnce(&mut Self)) {
        if self.depth == self.budget.limits.depth {
            return self.refuse(member, "archives are nested too deep; it was not opened");
        }
        self.depth += 1;
        open(self);
        self.depth -= 1;
    }

    fn text(&mut self, member: Option<&str>, bytes: &[u8]) {
        let origin = self.origin(member);
        match decode::decode(bytes) {
            decode::Decoded::Text(text, lossy) => (self.each)(Piece::Text {
                origin,
                text,
                lossy,
            }),
            decode::Decoded::Binary(words) => self.notice(member, Trouble::Unreadable, words),
        }
    }

    fn gzip(&mut self, member: Option<&str>, bytes: &[u8]) {
        self.unpack(member, bytes.len() as u64, MultiGzDecoder::new(bytes));
    }

    fn zip(&mut self, outer: Option<&str>, bytes: &[u8]) {
        let why = match ZipArchive::new(Cursor::new(bytes)) {
            // The directory is read by name: of members that share one it gives the last.
            Ok(archive) if salvage::stated(bytes).is_some_and(|count| count > archive.len()) => {
                "several members have one name; each was read".to_owned()
            }
            Ok(archive) => return self.zip_members(outer, archive),
            Err(error) => {
                format!("a damaged zip archive ({error}); members before the damage were read")
            }
        };
        self.refuse(outer, &why);
        self.salvage(outer, bytes);
    }

    /// Gives every member whose own header is found; those that share a name are told apart by numbers.
    fn salvage(&mut self, outer: Option<&str>, bytes: &[u8]) {
        let mut named: HashMap<String, usize> = HashMap::new();
        salvage::members(bytes, &mut |member, reader| {
            let times = named.entry(member.name.to_owned()).or_default();
            *times += 1;
            let name = match *times {
                1 => member.name.to_owned(),
                times => format!("#{times}/{}", member.name),
            };
            let member = Member {
                name: &name,
                ..member
            };
            self.member(outer, &member, reader)
        });
    }

    fn zip_members(&mut self, outer: Option<&str>, mut archive: ZipArchive<Cursor<&[u8]>>) {
        let names: Vec<String> = archive
            .file_names_raw()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        let models = Models::among(&names);
        let of: Vec<_> = names.iter().map(|name| models.of(name)).collect();
        if let Some(Some(kind)) = of.first()
            && of.iter().all(Option::is_some)
        {
            let words = format!("a model file ({kind}), not a report");
            return self.notice(outer, Trouble::Unreadable, &words);
        }
        for (index, name) in names.iter().enumerate() {
            if of[index].is_some() {
                continue;
            }
            let Ok(entry) = archive.by_index_data(index) else {
                continue;
            };
            if !entry.is_file() {
                continue;
            }
            let member = Member {
                name,
                encrypted: entry.encrypted(),
                packed: entry.compressed_size(),
                declared: entry.size(),
            };
            let go_on = if member.encrypted {
                self.member(outer, &member, &mut io::empty())
            } else {
                match archive.by_index(index) {
                    Ok(mut file) => self.member(outer, &member, &mut file),
                    Err(error) => self.unopened(outer, &member, &error),
                }
            };
            if !go_on {
                return;
            }
        }
    }

    /// Reads a member if it may be a report; `false` when no more may be read.
    fn member(&mut self, outer: Option<&str>, member: &Member<'_>, from: &mut dyn Read) -> bool {
        let within = nested_name(outer, member.name);
        let within = Some(within.as_str());
        if let Err(why) = self.budget.member() {
            if !std::mem::replace(&mut self.full, true) {
                self.refuse(outer, why);
            }
            return false;
        }
        if names::escapes(member.name) {
            self.refuse(within, "its path leads out of the archive; it was not read");
        } else if standing(member.name) != Standing::Other {
            if member.encrypted {
                self.refuse(
                    within,
                    "encrypted; unpack it with its password and open the result",
                );
            } else if member.declared > self.budget.allowance(member.packed) {
                self.refuse(within, TOO_MUCH);
            } else {
                self.unpack(within, member.packed, from);
            }
        }
        true
    }

    fn unopened(
        &mut self,
        outer: Option<&str>,
        member: &Member<'_>,
        error: &zip::result::ZipError,
    ) -> bool {
        let within = nested_name(outer, member.name);
        if standing(member.name) != Standing::Other {
            self.refuse(Some(&within), &format!("cannot be unpacked: {error}"));
        }
        self.budget.member().is_ok()
    }

    /// Unpacks no more than the budget allows, and looks into what came out. What was cut off is read as far as it
    /// goes: the report may stand before the cut.
    fn unpack(&mut self, member: Option<&str>, packed: u64, from: impl Read) {
        let allowed = self.budget.allowance(packed);
        let mut bytes = Vec::new();
        let result = from.take(allowed + 1).read_to_end(&mut bytes);
        self.budget.spend(bytes.len());
        if bytes.len() as u64 > allowed {
            return self.refuse(member, TOO_MUCH);
        }
        match result {
            Ok(_) => self.look_into(member, &bytes),
            Err(error) => {
                self.refuse(member, &format!("cannot be unpacked whole: {error}"));
                if !bytes.is_empty() {
                    self.look_into(member, &bytes);
                }
            }
        }
    }

    fn refuse(&mut self, member: Option<&str>, message: &str) {
        self.notice(member, Trouble::Refused, message);
    }

    fn notice(&mut self, member: Option<&str>, trouble: Trouble, message: &str) {
        let origin = self.origin(member);
        (self.each)(Piece::Notice(Notice {
            origin,
            trouble,
            message: Printable::line(message),
            position: None,
        }));
    }

    fn origin(&self, member: Option<&str>) -> Origin {
        Origin {
            path: self.path.clone(),
            member: member.map(Untrusted::from),
        }
    }
}

fn nested_name(outer: Option<&str>, name: &str) -> String {
    outer.map_or_else(|| name.to_owned(), |outer| format!("{outer}!/{name}"))
}
