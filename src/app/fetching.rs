//! Fetching from the tenant: which reports lack something, and how far the fetching of it is.

use std::collections::HashSet;

use crate::app::job::JobId;
use crate::app::message::Ended;
use crate::app::model::Model;
use crate::app::screens::Screen;
use crate::domain::incomplete::{Incomplete, Whole};
use crate::domain::text::Printable;

/// What the bundled workspace says where a tenant would be asked.
pub const NO_TENANT: &str = "The sample workspace has no tenant to ask.";

/// Scans that are being fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetching {
    /// The work.
    pub job: JobId,
    /// How many were asked for by now.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// Those that came.
    pub came: Vec<Ended>,
    /// Why the others did not.
    pub failed: Vec<Printable>,
    /// Whether what comes is opened, wherever the user asked for it.
    pub opens: bool,
}

impl Fetching {
    /// The beginning of it.
    pub fn of(job: JobId, total: usize) -> Self {
        Self {
            job,
            done: 0,
            total,
            came: Vec::new(),
            failed: Vec::new(),
            opens: false,
        }
    }
}

/// Why nothing can be fetched now, whatever it is.
pub fn is_free(model: &Model) -> Result<(), &'static str> {
    if model.demo {
        return Err(NO_TENANT);
    }
    if model.fetching.is_some() {
        return Err("Scans are being fetched already; Esc on the list stops that.");
    }
    Ok(())
}

/// What is missing of the open report, or of those that are marked or selected, each scan once; else why nothing can be
/// fetched.
pub fn wanted(model: &Model) -> Result<Vec<Incomplete>, &'static str> {
    is_free(model)?;
    let each: Vec<_> = match model.screen {
        Screen::Scans => model.scans.wanted(),
        _ => model.export_heads().iter().map(Incomplete::of).collect(),
    };
    let whole = each.iter().find_map(|one| one.as_ref().err().copied());
    let mut scans = HashSet::new();
    let wanted: Vec<_> = each
        .into_iter()
        .flatten()
        .filter(|one| scans.insert(one.scan.clone()))
        .collect();
    match (wanted.is_empty(), whole) {
        (false, _) => Ok(wanted),
        (true, Some(whole)) => Err(whole.words()),
        (true, None) => Err("Nothing is selected whose scan could be fetched."),
    }
}

/// The report that tells most of a scan, by position: the newest full one, where there is one.
pub fn full(model: &Model, scan: &str) -> Option<usize> {
    let is_of = |at: &usize| {
        let head = &model.library.summaries[*at].head;
        head.is_of(scan) && Incomplete::of(head) == Err(Whole::Full)
    };
    (0..model.library.summaries.len())
        .rev()
        .filter(|at| model.library.is_listed(*at))
        .find(is_of)
}
