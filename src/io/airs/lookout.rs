//! A lookout for scans that the tenant has just blocked: a look now and then, and longer rests where it fails.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Client, Filter, patience};
use crate::domain::fault::{Asked, Fault};
use crate::domain::scan::Scan;
use crate::format::airs::{self, garbled};

/// A scan is blocked some time after it was made, so each look goes back so far.
const BACK: SignedDuration = SignedDuration::from_hours(6);
/// The longest rest.
const LONGEST: Duration = Duration::from_mins(15);

/// A lookout.
#[derive(Debug, Default)]
pub struct Lookout {
    /// Scans that the last look found; none before the first.
    known: Option<HashSet<String>>,
    /// Looks that failed since one did not.
    failures: u32,
}

/// A scan that was blocked since the look before.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    /// Its UUID, in lower case.
    pub uuid: String,
    /// What it says.
    pub scan: Scan,
    /// The document to keep.
    pub text: String,
}

impl Lookout {
    /// Looks, and gives what the look before did not find. The first finds nothing: what was blocked before anybody
    /// looked out is no news.
    pub async fn look(&mut self, client: &Client, now: Timestamp) -> Result<Vec<Blocked>, Fault> {
        let found = client.blocked(now).await;
        self.failures = match &found {
            Ok(_) => 0,
            Err(_) => self.failures.saturating_add(1),
        };
        let found = found?;
        let uuids = found.iter().map(|one| one.uuid.clone()).collect();
        let before = self.known.replace(uuids);
        let is_new = |one: &Blocked| {
            before
                .as_ref()
                .is_some_and(|before| !before.contains(&one.uuid))
        };
        Ok(found.into_iter().filter(is_new).collect())
    }

    /// Rests until the next look: so long, and twice as long after each failure.
    pub async fn rest(&self, every: Duration) {
        patience::rest(self.pause(every)).await;
    }

    fn pause(&self, every: Duration) -> Duration {
        let doubled = every.saturating_mul(1 << self.failures.min(16));
        doubled.min(LONGEST.max(every))
    }
}

impl Client {
    /// Blocked scans that were made not long ago.
    async fn blocked(&self, now: Timestamp) -> Result<Vec<Blocked>, Fault> {
        let from = now.saturating_sub(BACK).unwrap_or(now);
        let filter = Filter {
            outcomes: vec!["BLOCKED".to_owned()],
            ..Filter::since(from, now)
        };
        let list = self.scans_as_they_come(&filter, |_, _| Ok(())).await?;
        let provenance = self.provenance(None);
        let blocked = airs::scans(&list.rows).and_then(|scans| {
            let rows = scans.into_iter().zip(&list.rows);
            let blocked = rows.filter_map(|(scan, row)| {
                let uuid = airs::uuid(scan.uuid.as_ref()?.raw())?;
                let text = airs::alone(row, &provenance);
                Some(text.map(|text| Blocked { uuid, scan, text }))
            });
            blocked.collect()
        });
        let asked = Asked::Scans;
        blocked.map_err(|why| garbled(asked, self.host(asked), "", &why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_are_longer_the_oftener_it_fails_and_have_an_end() {
        let minute = Duration::from_mins(1);
        for (failures, minutes) in [(0, 1), (1, 2), (3, 8), (4, 15), (99, 15)] {
            let known = None;
            let lookout = Lookout { known, failures };
            assert_eq!(lookout.pause(minute), minute * minutes, "{failures}");
        }
        let hour = Duration::from_hours(1);
        assert_eq!(Lookout::default().pause(hour), hour);
    }
}
