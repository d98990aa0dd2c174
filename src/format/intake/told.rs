//! Scans that one text tells of twice: in a JSON document, and in the lines that a tool prints beside it. Lines that
//! tell of such a scan are no second report.

use std::collections::{BTreeMap, HashMap};

use crate::domain::draft::{Draft, Listing};
use crate::domain::model::{model_key, model_name};
use crate::domain::outcome::{Meaning, Outcome};
use crate::domain::report::Source;
use crate::domain::scan::Scan;

/// What is told already, and where among the drafts.
#[derive(Default)]
pub(super) struct Told {
    uuids: HashMap<String, usize>,
    /// The first draft with an outcome and a name; without a name, the first with the outcome.
    models: BTreeMap<(Outcome, Option<String>), usize>,
}

impl Told {
    pub(super) fn by(drafts: &[(Source, Draft)]) -> Self {
        let mut told = Self::default();
        for (at, (_, Draft { scan, .. })) in drafts.iter().enumerate() {
            if let Some(uuid) = &scan.uuid {
                told.uuids.entry(uuid.raw().to_owned()).or_insert(at);
            }
            for name in [Some(name(scan)), None] {
                let model = (scan.outcome.clone(), name);
                told.models.entry(model).or_insert(at);
            }
        }
        told
    }

    /// Whether lines tell of one of these scans: by its UUID, else by its outcome and its model, as far as they name it.
    /// Findings that only the lines have are then handed to it.
    pub(super) fn takes(&self, said: &mut Draft, drafts: &mut [(Source, Draft)]) -> bool {
        let place = self.place(&said.scan);
        let Some((_, draft)) = place.and_then(|at| drafts.get_mut(at)) else {
            return false;
        };
        let same_uuid = draft.scan.uuid.is_some() && draft.scan.uuid == said.scan.uuid;
        let otherwise = if same_uuid {
            concludes_otherwise(&draft.scan, &said.scan)
        } else {
            differ(&draft.scan, &said.scan)
        };
        if otherwise {
            return false;
        }
        if draft.listing == Listing::Absent && draft.observations.is_empty() {
            draft.observations = std::mem::take(&mut said.observations);
            draft.listing = said.listing;
        }
        true
    }

    fn place(&self, said: &Scan) -> Option<usize> {
        let by_uuid = || self.uuids.get(said.uuid.as_ref()?.raw());
        let names = match name(said) {
            name if name.is_empty() => vec![None],
            name => vec![Some(name), Some(String::new())],
        };
        let by_model = |name| self.models.get(&(said.outcome.clone(), name));
        by_uuid()
            .or_else(|| names.into_iter().find_map(by_model))
            .copied()
    }
}

/// Whether lines give a scan another end than its document does.
fn concludes_otherwise(told: &Scan, said: &Scan) -> bool {
    let (told, said) = (told.outcome.meaning(), said.outcome.meaning());
    said != Meaning::Undecided && said != told
}

/// Whether two scans with one outcome cannot be one. Scanners that state no outcome are not the service.
fn differ(one: &Scan, other: &Scan) -> bool {
    let uuids = one.uuid.is_some() && other.uuid.is_some();
    let places = one.model_uri.is_some() && other.model_uri.is_some();
    uuids || one.outcome == Outcome::Unstated || places && model_key(one) != model_key(other)
}

/// The model's name; empty where none is given.
fn name(scan: &Scan) -> String {
    let stated = scan.model_name.as_ref().map(|name| name.raw().to_owned());
    let placed = || model_name(scan.model_uri.as_ref()?.raw());
    stated.or_else(placed).unwrap_or_default()
}
