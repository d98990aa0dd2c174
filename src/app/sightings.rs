//! Where else the shown finding was seen: the history of one identity across all reports of the library.

use crate::app::library::Library;
use crate::domain::identity::Identity;

/// The reports in which a finding of one shape was seen, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sightings {
    of: Identity,
    version: u64,
    /// The sightings; one for each report.
    pub list: Vec<Sighting>,
}

/// One report in which the finding was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The report, by position in the library.
    pub report: usize,
    /// The finding, by position among the report's keys.
    pub key: usize,
    /// Whether the bytes were the same too.
    pub exact: bool,
}

impl Sightings {
    /// Looks through the library for one identity.
    pub fn of(identity: Identity, library: &Library) -> Self {
        let (shape, exact) = (identity.shape.into(), identity.exact.into());
        let seen = |report: usize| {
            let (on, keys) = (library.roll().of(report), &library.summaries[report].keys);
            let alike =
                |at: &usize| on.shapes[*at] == shape && keys[*at].identity.shape == identity.shape;
            let same =
                |at: &usize| on.exact[*at] == exact && keys[*at].identity.exact == identity.exact;
            let first = (0..keys.len()).find(alike)?;
            let key = (first..keys.len()).find(same);
            Some(Sighting {
                report,
                key: key.unwrap_or(first),
                exact: key.is_some(),
            })
        };
        let mut list: Vec<_> = (0..library.summaries.len()).filter_map(seen).collect();
        let scanned = |seen: &Sighting| library.summaries[seen.report].head.scan.created_at;
        list.sort_unstable_by_key(|seen| (std::cmp::Reverse(scanned(seen)), seen.report));
        Self {
            of: identity,
            version: library.version,
            list,
        }
    }

    /// Whether they still tell of this identity and this library.
    pub fn hold(&self, identity: Identity, library: &Library) -> bool {
        self.of == identity && self.version == library.version
    }
}
