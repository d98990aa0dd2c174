//! The source of a report: the texts it was read from, as they stand, for reading.

use std::sync::atomic::AtomicBool;

use super::{Library, changed_origin};
use crate::domain::outline::{Builder, Outline};
use crate::domain::report::Origin;
use crate::domain::text::{Printable, Untrusted};
use crate::format::artifact::{self, LIMITS, Piece};
use crate::format::intake::{Notice, Trouble};

impl Library {
    /// Reads these texts into one outline, in this order; of a file without a member everything. Fails with the first reason why one of them is not there.
    pub fn source(&self, origins: &[Origin], stop: &AtomicBool) -> Result<Outline, Notice> {
        let mut builder = Builder::new(stop);
        let mut fault = None;
        let mut paths: Vec<&Untrusted> = Vec::new();
        for origin in origins {
            if !paths.contains(&&origin.path) {
                paths.push(&origin.path);
            }
        }
        for path in paths {
            let read = self.bytes_of(path, |bytes| {
                artifact::texts(path, bytes, &LIMITS, &mut |piece| {
                    fault = take(&mut builder, origins, piece).or(fault.take());
                });
            });
            fault = fault.or(read.err());
        }
        let gone = || fault.or_else(|| origins.first().map(changed_origin));
        builder
            .finish()
            .ok_or_else(|| gone().unwrap_or_else(nothing))
    }
}

/// Adds a piece if it is wanted; else says why it cannot be.
fn take(builder: &mut Builder<'_>, origins: &[Origin], piece: Piece<'_>) -> Option<Notice> {
    match piece {
        Piece::Text { origin, text, .. } if wants(origins, &origin) => {
            let added = builder.add(origin.label(), &text);
            (!added).then(|| refused(origin, "larger than can be shown; open it in an editor"))
        }
        Piece::Notice(notice) if wants(origins, &notice.origin) => Some(notice),
        Piece::Text { .. } | Piece::Notice(_) => None,
    }
}

fn wants(origins: &[Origin], origin: &Origin) -> bool {
    origins.iter().any(|wanted| {
        wanted.path == origin.path && (wanted.member.is_none() || wanted.member == origin.member)
    })
}

fn refused(origin: Origin, why: &str) -> Notice {
    Notice {
        origin,
        trouble: Trouble::Refused,
        message: Printable::line(why),
        position: None,
    }
}

fn nothing() -> Notice {
    let origin = Origin {
        path: "".into(),
        member: None,
    };
    refused(origin, "there is no source to show")
}
