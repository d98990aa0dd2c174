//! Telling how far a scan is.

use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::Tell;
use crate::domain::launch::{Phase, Progress};

/// Between two words about the same phase.
const BEAT: Duration = Duration::from_secs(1);

/// Tells how far one scan is.
pub(super) struct Teller<'a> {
    begun: Instant,
    at: Mutex<(Phase, Option<String>)>,
    tell: Tell<'a>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(tell: Tell<'a>) -> Self {
        Self {
            begun: Instant::now(),
            at: Mutex::new((Phase::Starting, None)),
            tell,
        }
    }

    /// That a scan is in another phase now.
    pub(super) fn enter(&self, phase: Phase, scan: Option<&str>) {
        let now = (phase, scan.map(str::to_owned));
        let before = std::mem::replace(&mut *self.lock(), now.clone());
        if before != now {
            self.tell();
        }
    }

    /// Does some work and tells every second how far it is, from the first moment on.
    pub(super) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
        self.tell();
        beat.reset();
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                _ = beat.tick() => self.tell(),
            }
        }
    }

    fn tell(&self) {
        let (phase, scan) = self.lock().clone();
        let elapsed = Duration::from_secs(self.begun.elapsed().as_secs());
        (self.tell)(Progress {
            phase,
            elapsed,
            scan,
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (Phase, Option<String>)> {
        self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
