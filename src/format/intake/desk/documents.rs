//! The reading of JSON documents: by the dialect that knows them, row by row, and what they carry in them.

use super::Desk;
use crate::domain::outcome::Outcome;
use crate::format::intake::carried::{self, Rows};
use crate::format::intake::fault::{Faults, Part};
use crate::format::intake::shape::Shape;
use crate::format::intake::telling::tells_of_another;
use crate::format::intake::{Known, Trouble, foreign, recognise};

/// What is said of lists that may be of any scan.
const STRAYS: &str =
    "it holds a list of findings that names no scan, apart from its scans; the list was left out";
/// How deep documents are looked for in documents; each is read again for every one around it.
const DEPTH: usize = 6;

impl Desk<'_> {
    /// Reads one JSON document of a known kind; says whether it is one.
    pub(super) fn known(&mut self, part: Part<'_>) -> serde_json::Result<bool> {
        let shape = Shape::of(part.text)?;
        let known = recognise(&shape);
        match known.filter(|(dialect, _)| !part.is_carried || dialect.name != foreign::DIALECT.name)
        {
            Some(known) if shape.is_array() => self.list(part, known)?,
            Some((dialect, read)) => self.object(part, &shape, (dialect, read))?,
            // The first row of a list tells what it is; one that tells of a failure must not hide those behind it.
            None if shape.is_array() => {
                return Ok(self.rows(part, &serde_json::from_str(part.text)?));
            }
            None => return Ok(self.carried(part, None)),
        }
        Ok(true)
    }

    /// Reads a document that is no list, and what it carries beside; where it cannot be read, what it carries alone.
    fn object(&mut self, part: Part<'_>, shape: &Shape, known: Known) -> serde_json::Result<()> {
        let (dialect, read) = known;
        let fault = match read(part.text) {
            Ok(items) => {
                let left = carried::left(dialect, shape, &items);
                self.document(dialect, items, part);
                if !left.is_empty() {
                    self.carried(part, Some(&left));
                }
                return Ok(());
            }
            Err(fault) => fault,
        };
        let told = self.reading.notices.len();
        if !fault.is_data() || !self.carried(part, None) {
            return Err(fault);
        }
        if self.reading.notices.len() == told {
            self.fault(&fault, part.place(&fault));
        }
        Ok(())
    }

    /// Reads a list of rows of one kind, and the scans among them.
    fn list(&mut self, part: Part<'_>, (dialect, read): Known) -> serde_json::Result<()> {
        let rows: Rows = serde_json::from_str(part.text)?;
        let (mut own, mut scans) = (Vec::new(), Vec::new());
        for row in rows.objects {
            match carried::scan_row(row.get())? {
                Some(known) => scans.push((part.inner(row.get()), known)),
                None => own.push(row.get()),
            }
        }
        let own = (!scans.is_empty()).then(|| format!("[{}]", own.join(",")));
        let items = read(own.as_deref().unwrap_or(part.text))?;
        self.document(dialect, items, part);
        for (row, (dialect, read)) in scans {
            self.document(dialect, read(row.text)?, row);
        }
        Ok(())
    }

    /// Reads what a document carries under some of its keys, or under any; says whether any of it is of a known kind.
    fn carried(&mut self, part: Part<'_>, keys: Option<&[String]>) -> bool {
        if part.within >= DEPTH {
            return false;
        }
        let (mut known, mut faults, mut strays) = (false, Faults::default(), Vec::new());
        for (own, value) in carried::under(part.text, keys) {
            let value = Part {
                is_carried: true,
                ..part.inner(value)
            };
            let (drafts, before) = (self.reading.drafts.len(), self.reading.fragments.len());
            match self.known(value) {
                Ok(found) => known |= found,
                Err(fault) if tells_of_another(value.text, &[]) => faults.add(value, fault),
                Err(_) => {}
            }
            if keys.is_some() {
                self.drop_summaries(drafts);
            }
            let read = self.reading.fragments.split_off(before);
            let (kept, nameless): (Vec<_>, Vec<_>) = read
                .into_iter()
                .partition(|(_, part)| own || part.scan.is_some());
            self.reading.fragments.extend(kept);
            strays.extend(nameless);
        }
        // Under a key of its own a list may be of any scan; it is this one's only where there is no other.
        if self.reading.drafts.is_empty() {
            self.reading.fragments.append(&mut strays);
        } else if !strays.is_empty() {
            self.notice(Trouble::Foreign, STRAYS, None);
        }
        self.faults(&faults, "documents");
        known || faults.count > 0
    }

    /// Drops what names neither scan nor model, lists nothing and tells no other outcome than a report before it: a
    /// summary of that. Scanners that state no outcome name none, and are no summaries.
    fn drop_summaries(&mut self, before: usize) {
        let read = self.reading.drafts.split_off(before);
        for (source, draft) in read {
            let scan = &draft.scan;
            let named = [&scan.uuid, &scan.model_uri, &scan.model_name];
            let mut told = self.reading.drafts.iter();
            let named = named.into_iter().any(Option::is_some);
            let listed = !draft.observations.is_empty() || scan.outcome == Outcome::Unstated;
            if named || listed || !told.any(|(_, other)| other.scan.outcome == scan.outcome) {
                self.reading.drafts.push((source, draft));
            }
        }
    }

    /// Reads rows that are documents of their own; says whether any is of a known kind.
    fn rows(&mut self, part: Part<'_>, rows: &Rows) -> bool {
        if part.within >= DEPTH {
            return false;
        }
        let (mut known, mut faults) = (0, Faults::default());
        for row in &rows.objects {
            let row = part.inner(row.get());
            match self.known(row) {
                Ok(found) => known += usize::from(found),
                Err(fault) => faults.add(row, fault),
            }
        }
        let unknown = rows.count - known - faults.count;
        if known > 0 && unknown > 0 {
            let words = passed_over(unknown, rows.count);
            self.notice(Trouble::Foreign, &words, None);
        }
        self.faults(&faults, &format!("of {} entries", rows.count));
        known + faults.count > 0
    }
}

/// That some of the rows of a document are nothing that is read.
fn passed_over(unknown: usize, rows: usize) -> String {
    format!("{unknown} of {rows} entries are no scan report that this program knows")
}
