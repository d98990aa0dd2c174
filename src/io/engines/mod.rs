//! Engines: how a scan is started, watched, called off, and its result kept.
//!
//! Owns both engines behind one interface: the service itself (`airs`), and the official client as a child process
//! (`sdk`); the pace at which a scan is looked at; and the notes by which a scan that runs remotely is found again after
//! the program has ended. Refuses to know who asks and what is shown: it tells how far a scan is, and is told to stop.
//!
//! Whatever engine started a scan, it is watched and completed through the service, so that its result is a full report
//! as any that is fetched. Calling off ends the waiting and the child; a scan that the service has goes on there.

mod asking;
mod failure;
mod notes;
mod pace;
mod sdk;
mod stop;
mod teller;

use std::path::Path;

use tokio::time::Instant;

use crate::domain::fault::Fault;
use crate::domain::launch::{self, Phase, Progress, Request, Target};
use crate::domain::text::Printable;
use crate::io::airs::{Client, Fetched, Wanted, rest};
use crate::io::clock;
use crate::io::places;
use crate::io::settings::Settings;
use teller::Teller;

pub use failure::{Failure, NotScanned};
pub use notes::{Note, Notes, Unanswered};
pub use pace::Pace;
pub use sdk::{Program, SDK, whereabouts};
pub use stop::{Stop, Stopper, stop};

/// How often in a row the service may be away while a scan is watched.
const AWAY: u32 = 5;

/// Who scans, ready to.
#[derive(Clone, Debug)]
pub enum Engine {
    /// The service, which fetches the model itself.
    Airs,
    /// The official client on this machine.
    Sdk(Program),
}

impl Engine {
    /// The engine of a kind; the official client is looked for where it is named, else on `PATH`.
    pub async fn ready(kind: launch::Engine, sdk: Option<&Path>) -> Result<Self, Failure> {
        match kind {
            launch::Engine::Airs => Ok(Self::Airs),
            launch::Engine::Sdk => Program::find(sdk).await.map(Self::Sdk),
        }
    }

    /// Its kind.
    pub fn kind(&self) -> launch::Engine {
        match self {
            Self::Airs => launch::Engine::Airs,
            Self::Sdk(_) => launch::Engine::Sdk,
        }
    }
}

/// What is needed to scan: the tenant, where results are kept, and where running scans are noted.
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    /// The tenant.
    pub client: &'a Client,
    /// The settings, to say whose a scan is.
    pub settings: &'a Settings,
    /// The folder of results; it is there.
    pub folder: &'a Path,
    /// The notes of what runs.
    pub notes: &'a Notes,
}

/// A scan to start.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// Who scans.
    pub engine: &'a Engine,
    /// What.
    pub request: &'a Request,
    /// Who wants it, for the note.
    pub who: &'a str,
    /// How often it is looked at, and for how long.
    pub pace: Pace,
}

/// A scan that was started.
#[derive(Clone, Debug)]
pub struct Started {
    /// Its note.
    pub note: Note,
    /// Why it could not be noted, if so: then it will not be found again by itself.
    pub unkept: Option<Printable>,
}

/// Is told how far a scan is: when that changes, and every second.
pub type Tell<'a> = &'a (dyn Fn(Progress) + Send + Sync);

impl Bench<'_> {
    /// Starts a scan, and does not wait until it is over where the engine can do that.
    pub async fn start(
        &self,
        order: &Order<'_>,
        tell: Tell<'_>,
        stop: &mut Stop,
    ) -> Result<Started, NotScanned> {
        let teller = Teller::new(tell);
        let begun = self.begin(order, false, &teller, stop);
        teller.during(begun).await
    }

    /// Starts a scan and waits for its result.
    pub async fn scan(
        &self,
        order: &Order<'_>,
        tell: Tell<'_>,
        stop: &mut Stop,
    ) -> Result<Fetched, NotScanned> {
        let teller = Teller::new(tell);
        let work = async {
            let started = self.begin(order, true, &teller, stop).await?;
            let waited = self.wait(&started.note.scan, order.pace, &teller, stop);
            let mut fetched = waited.await?;
            let unkept = started.unkept.map(Printable::into_string);
            fetched.doubts.extend(unkept);
            Ok(fetched)
        };
        teller.during(work).await
    }

    /// Waits for the result of a scan that runs.
    pub async fn watch(
        &self,
        scan: &str,
        pace: Pace,
        tell: Tell<'_>,
        stop: &mut Stop,
    ) -> Result<Fetched, NotScanned> {
        let teller = Teller::new(tell);
        teller.during(self.wait(scan, pace, &teller, stop)).await
    }

    /// Waits for the result of a scan that was asked for, where the service has it.
    pub async fn find(
        &self,
        asked: &Unanswered,
        pace: Pace,
        tell: Tell<'_>,
        stop: &mut Stop,
    ) -> Result<Fetched, NotScanned> {
        let teller = Teller::new(tell);
        let work = async {
            let scan = self.found(asked, pace, stop).await?;
            let fetched = self.wait(&scan, pace, &teller, stop).await?;
            // It is noted still where the scan itself could not be.
            self.notes.settle(asked);
            Ok(fetched)
        };
        teller.during(work).await
    }

    async fn begin(
        &self,
        order: &Order<'_>,
        wait: bool,
        teller: &Teller<'_>,
        stop: &mut Stop,
    ) -> Result<Started, NotScanned> {
        let Engine::Sdk(program) = order.engine else {
            return self.ask(order).await;
        };
        let job = sdk::Job {
            request: order.request,
            pace: order.pace,
            wait,
        };
        teller.enter(Phase::Scanning, None);
        let ran = program.run(self.client, &job, stop).await;
        let noted = async |scan: &str| self.noted(self.note(order, scan)).await;
        match ran {
            Ok(scan) => Ok(noted(&scan).await),
            Err(why) => {
                if let Some(scan) = why.scan() {
                    // Called off, but not before the service had it.
                    noted(scan).await;
                }
                Err(why)
            }
        }
    }

    fn note(&self, order: &Order<'_>, scan: &str) -> Note {
        Note {
            who: order.who.into(),
            tsg_id: self.client.tenant().tsg_id.value.as_str().into(),
            scan: scan.to_owned(),
            model: order.request.target.address().into(),
            group: order.request.judge.label(),
            started_at: clock::now(),
        }
    }

    /// Notes a scan that the service has.
    async fn noted(&self, note: Note) -> Started {
        let unkept = self.notes.keep(&note).await.err();
        Started { note, unkept }
    }

    async fn wait(
        &self,
        scan: &str,
        pace: Pace,
        teller: &Teller<'_>,
        stop: &mut Stop,
    ) -> Result<Fetched, NotScanned> {
        let work = async {
            self.until_over(scan, pace, teller).await?;
            teller.enter(Phase::Completing, Some(scan));
            self.keep(scan).await
        };
        tokio::select! {
            biased;
            () = stop.called() => Err(NotScanned::Stopped { scan: Some(scan.to_owned()) }),
            fetched = work => fetched,
        }
    }

    /// Looks at a scan until it is over.
    async fn until_over(
        &self,
        scan: &str,
        pace: Pace,
        teller: &Teller<'_>,
    ) -> Result<(), NotScanned> {
        let end = Instant::now() + pace.timeout;
        let mut away = 0;
        loop {
            match self.client.scan(scan).await {
                Ok(seen) => match Phase::of(&seen) {
                    None => return Ok(()),
                    Some(phase) => {
                        away = 0;
                        teller.enter(phase, Some(scan));
                    }
                },
                // The scan goes on without us.
                Err(fault) if fault.is_away() && away < AWAY => away += 1,
                Err(fault) => return Err(self.lost(scan, fault)),
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(NotScanned::TimedOut {
                    scan: scan.to_owned(),
                    after: pace.timeout,
                });
            }
            rest(pace.interval.min(left)).await;
        }
    }

    /// Why a scan cannot be watched. One that its own tenant does not have any more is no longer noted.
    fn lost(&self, scan: &str, fault: Fault) -> NotScanned {
        if matches!(fault, Fault::Absent { .. }) {
            let notes = self.notes.of_tenant(&self.client.tenant().tsg_id.value);
            if notes.iter().any(|note| note.scan == scan) {
                self.notes.remove(scan);
            }
            return fault.into();
        }
        NotScanned::Unwatched {
            scan: scan.to_owned(),
            why: fault,
        }
    }

    async fn keep(&self, scan: &str) -> Result<Fetched, NotScanned> {
        let wanted = Wanted {
            scan: scan.to_owned(),
            completes: None,
        };
        let fetched = self.client.fetch(&wanted, self.settings, self.folder).await;
        let fetched = fetched.map_err(|why| NotScanned::NotKept {
            scan: scan.to_owned(),
            why,
        })?;
        self.notes.remove(scan);
        Ok(fetched)
    }
}

/// Where a target lies on this machine: the absolute path of what is there. None where nothing is, and for what lies
/// elsewhere.
pub fn place(target: &Target) -> Option<String> {
    let path = places::typed(target.address());
    let here = target.source() == launch::Source::Local && path.exists();
    let absolute = here.then(|| std::path::absolute(path).ok()).flatten()?;
    absolute.to_str().map(str::to_owned)
}
