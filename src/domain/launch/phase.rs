//! How far a scan is.

use std::time::Duration;

use crate::domain::outcome::Outcome;
use crate::domain::scan::Scan;

/// What a scan does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The service or the official client is asked for it.
    Starting,
    /// It waits until the service has time for it.
    Queued,
    /// The model is looked at.
    Scanning,
    /// It is over, and its findings are fetched.
    Completing,
}

impl Phase {
    /// What a scan that was looked at does; none where it is over.
    pub fn of(scan: &Scan) -> Option<Self> {
        match (&scan.outcome, scan.started_at) {
            (Outcome::Pending, None) => Some(Self::Queued),
            (Outcome::Pending, Some(_)) => Some(Self::Scanning),
            _ => None,
        }
    }

    /// In a word.
    pub fn words(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Queued => "queued",
            Self::Scanning => "scanning",
            Self::Completing => "completing",
        }
    }
}

/// How far a scan is, and since when it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub phase: Phase,
    /// Since it was asked for, in whole seconds.
    pub elapsed: Duration,
    /// Its UUID, once that is known.
    pub scan: Option<String>,
}

impl Progress {
    /// `1:05`, and with hours `1:00:05`.
    pub fn clock(&self) -> String {
        let seconds = self.elapsed.as_secs();
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        match minutes / 60 {
            0 => format!("{minutes}:{seconds:02}"),
            hours => format!("{hours}:{:02}:{seconds:02}", minutes % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_waits_is_looked_at_and_is_over() {
        let scan = |outcome, started: Option<&str>| Scan {
            outcome,
            started_at: started.map(|at| at.parse().unwrap()),
            ..Scan::default()
        };
        let at = Some("2026-07-14T09:41:07Z");
        assert_eq!(
            Phase::of(&scan(Outcome::Pending, None)),
            Some(Phase::Queued)
        );
        assert_eq!(
            Phase::of(&scan(Outcome::Pending, at)),
            Some(Phase::Scanning)
        );
        assert_eq!(Phase::of(&scan(Outcome::Blocked, at)), None);
        assert_eq!(Phase::of(&scan(Outcome::Other("NEW".into()), at)), None);
    }

    #[test]
    fn a_clock_is_as_people_read_it() {
        for (seconds, clock) in [(0, "0:00"), (65, "1:05"), (3605, "1:00:05")] {
            let progress = Progress {
                phase: Phase::Queued,
                elapsed: Duration::from_secs(seconds),
                scan: None,
            };
            assert_eq!(progress.clock(), clock);
        }
    }
}
