//! Files that were touched and wait until they rest: who writes a file touches it many times.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A file that was not touched for so long is taken to be written.
const REST: Duration = Duration::from_millis(120);
/// A file that never rests is looked at all the same after so long.
const LONGEST: Duration = Duration::from_secs(2);
/// Files at rest wait no longer than this for others that are not.
const ROUND: Duration = Duration::from_millis(400);

/// Files that were touched.
#[derive(Debug, Default)]
pub(super) struct Pending {
    files: HashMap<PathBuf, (Instant, Instant)>,
    /// When this round began, and when anything was touched last.
    round: Option<(Instant, Instant)>,
}

impl Pending {
    /// Takes notice of a touch.
    pub(super) fn touch(&mut self, file: PathBuf, now: Instant) {
        let (began, _) = self.round.unwrap_or((now, now));
        self.round = Some((began, now));
        self.files.entry(file).or_insert((now, now)).1 = now;
    }

    /// How long to wait before looking; for ever where nothing was touched.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        let (began, last) = self.round?;
        let until = (last + REST).min(began + ROUND);
        Some(until.saturating_duration_since(now))
    }

    /// The files at rest.
    pub(super) fn rested(&mut self, now: Instant) -> Vec<PathBuf> {
        let rests =
            |(first, last): &(Instant, Instant)| now >= *last + REST || now >= *first + LONGEST;
        let rested: Vec<PathBuf> = self
            .files
            .extract_if(|_, times| rests(times))
            .map(|(file, _)| file)
            .collect();
        self.round = (!self.files.is_empty()).then_some((now, now));
        rested
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_looked_at_once_it_rests_or_after_a_while() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let mut pending = Pending::default();
        assert_eq!(pending.wait(start), None);
        pending.touch("a".into(), start);
        assert_eq!(pending.wait(after(20)), Some(Duration::from_millis(100)));
        pending.touch("b".into(), after(100));
        assert_eq!(pending.rested(after(150)), [PathBuf::from("a")]);
        assert!(pending.wait(after(150)).is_some());
        for millis in (200..2_200).step_by(100) {
            pending.touch("b".into(), after(millis));
        }
        assert_eq!(pending.rested(after(2_110)), [PathBuf::from("b")]);
        assert_eq!(pending.wait(after(2_110)), None);
    }

    #[test]
    fn touches_without_end_do_not_put_a_round_off_for_ever() {
        let start = Instant::now();
        let mut pending = Pending::default();
        for millis in (0..400).step_by(50) {
            let now = start + Duration::from_millis(millis);
            pending.touch(format!("{millis}").into(), now);
            assert!(pending.wait(now).unwrap() <= ROUND);
        }
        let end = start + ROUND;
        assert_eq!(pending.wait(end), Some(Duration::ZERO));
        assert_eq!(pending.rested(end).len(), 6);
    }
}
