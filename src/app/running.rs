//! Scans that were launched from here, or that an earlier desk left running, as far as they are.

use std::time::Duration;

use jiff::Timestamp;

use crate::app::effect::Left;
use crate::app::job::JobId;
use crate::app::message::Ended;
use crate::app::overlays::launch::Form;
use crate::domain::launch::{Phase, Progress};
use crate::domain::text::Untrusted;

/// A scan that runs.
#[derive(Clone, Debug)]
pub struct Running {
    /// The work.
    pub job: JobId,
    /// The model's address.
    pub model: Untrusted,
    /// The group that judges it: its name, else its UUID.
    pub group: Untrusted,
    /// Since when it runs.
    pub since: Timestamp,
    /// What it does.
    pub phase: Phase,
    /// Its UUID, once that is known.
    pub scan: Option<String>,
    /// What an earlier desk left of it, where one did.
    pub left: Option<Left>,
    /// Whether the user has called it off.
    pub called_off: bool,
    /// The form that it was started from.
    pub form: Option<Box<Form>>,
}

impl Running {
    /// A scan that is being started.
    pub fn started(job: JobId, model: Untrusted, group: Untrusted, now: Timestamp) -> Self {
        Self {
            job,
            model,
            group,
            since: now,
            phase: Phase::Starting,
            scan: None,
            left: None,
            called_off: false,
            form: None,
        }
    }

    /// Whether it is what an earlier desk left, or this one would leave.
    pub fn is(&self, left: &Left) -> bool {
        let scan = match left {
            Left::Running(scan) => Some(scan),
            Left::Asked(_) => None,
        };
        self.left.as_ref() == Some(left) || scan.is_some() && self.scan.as_ref() == scan
    }

    /// Takes notice of how far it is.
    pub fn take(&mut self, progress: Progress) {
        self.phase = progress.phase;
        self.scan = progress.scan.or(self.scan.take());
    }

    /// What it does, in a word.
    pub fn words(&self) -> &'static str {
        if self.called_off {
            "stopping"
        } else {
            self.phase.words()
        }
    }

    /// How long it runs by now, as `12s`, `3m 07s`, `1h 02m`.
    pub fn elapsed(&self, now: Timestamp) -> String {
        let elapsed = Duration::try_from(now - self.since).unwrap_or_default();
        let seconds = elapsed.as_secs();
        match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
            (0, 0, seconds) => format!("{seconds}s"),
            (0, minutes, seconds) => format!("{minutes}m {seconds:02}s"),
            (hours, minutes, _) => format!("{hours}h {minutes:02}m"),
        }
    }
}

/// A result that is being read.
#[derive(Clone, Debug)]
pub struct Arriving {
    /// The work.
    pub job: JobId,
    /// Whose it is.
    pub ended: Ended,
    /// Whether somebody waits for it.
    pub is_waited_for: bool,
}

/// The scans that run, and what is left of those that ended.
#[derive(Clone, Debug, Default)]
pub struct Scanning {
    /// Those that run, the oldest first.
    pub running: Vec<Running>,
    /// Results that are being read.
    pub arriving: Vec<Arriving>,
    /// The scan that ended last, by its UUID.
    pub last: Option<String>,
    /// A form whose scan was not started, for another try.
    pub kept: Option<Box<Form>>,
}

impl Scanning {
    /// A scan that runs, by its work.
    pub fn get(&self, job: JobId) -> Option<&Running> {
        self.running.iter().find(|running| running.job == job)
    }

    /// The same, to change.
    pub fn of(&mut self, job: JobId) -> Option<&mut Running> {
        self.running.iter_mut().find(|running| running.job == job)
    }

    /// Takes a scan out that runs no longer.
    pub fn end(&mut self, job: JobId) -> Option<Running> {
        let at = self.running.iter().position(|running| running.job == job)?;
        Some(self.running.remove(at))
    }
}
