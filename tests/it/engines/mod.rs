//! Engines against a simulated tenant: started, watched, called off, found again; and everything that goes wrong.

mod airs;
#[cfg(unix)]
mod sdk;

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use airs_triage::domain::launch::{Judge, Phase, Progress, Request, Target, Wish};
use airs_triage::io::airs::{Client, Fetched};
use airs_triage::io::engines::{
    Bench, Engine, NotScanned, Note, Notes, Order, Pace, Stop, Stopper, Unanswered, stop,
};
use airs_triage::io::settings::Settings;
use tempfile::TempDir;

use crate::airs::client;
use crate::support::tenant::Tenant;

const HUB: &str = "https://huggingface.co/acme-labs/tiny";

/// A pace that a test has time for.
const BRISK: Pace = Pace {
    interval: Duration::from_millis(1),
    timeout: Duration::from_secs(20),
    grace: Duration::from_millis(100),
    settled: Duration::from_millis(100),
};

/// A bench, and what was told at it.
struct Shop {
    home: TempDir,
    client: Client,
    settings: Settings,
    notes: Notes,
    told: Mutex<Vec<Progress>>,
    stopper: Stopper,
    stop: Stop,
    /// Called off as soon as it is in this phase.
    stop_at: Option<Phase>,
}

impl Shop {
    fn of(tenant: &Tenant) -> Self {
        let home = tempfile::tempdir().unwrap();
        let (stopper, stop) = stop();
        Self {
            client: client(tenant),
            settings: Settings::read(&home.path().join("config.toml")).unwrap(),
            notes: Notes::of(&home.path().join("launched")),
            told: Mutex::default(),
            stopper,
            stop,
            stop_at: None,
            home,
        }
    }

    fn bench(&self) -> Bench<'_> {
        Bench {
            client: &self.client,
            settings: &self.settings,
            folder: self.home.path(),
            notes: &self.notes,
        }
    }

    async fn scan(&self, engine: &Engine, request: &Request) -> Result<Fetched, NotScanned> {
        self.scan_at(engine, request, BRISK).await
    }

    async fn scan_at(
        &self,
        engine: &Engine,
        request: &Request,
        pace: Pace,
    ) -> Result<Fetched, NotScanned> {
        let order = Order {
            engine,
            request,
            who: "ann",
            pace,
        };
        let tell = |progress| self.tell(progress);
        let mut stop = self.stop.clone();
        self.bench().scan(&order, &tell, &mut stop).await
    }

    fn tell(&self, progress: Progress) {
        if self.stop_at == Some(progress.phase) {
            self.stopper.stop();
        }
        self.told.lock().unwrap().push(progress);
    }

    async fn watch(&self, scan: &str) -> Result<Fetched, NotScanned> {
        let tell = |progress| self.tell(progress);
        let mut stop = self.stop.clone();
        self.bench().watch(scan, BRISK, &tell, &mut stop).await
    }

    async fn find(&self, asked: &Unanswered) -> Result<Fetched, NotScanned> {
        self.find_at(asked, BRISK).await
    }

    async fn find_at(&self, asked: &Unanswered, pace: Pace) -> Result<Fetched, NotScanned> {
        let tell = |progress| self.tell(progress);
        let mut stop = self.stop.clone();
        self.bench().find(asked, pace, &tell, &mut stop).await
    }

    fn asked(&self) -> Vec<Unanswered> {
        self.notes.asked_of("1180045521")
    }

    fn noted(&self) -> Vec<Note> {
        self.notes.of_tenant("1180045521")
    }

    /// The phases that were told, each once in a row.
    fn phases(&self) -> Vec<Phase> {
        let told = self.told.lock().unwrap();
        let mut phases: Vec<Phase> = told.iter().map(|it| it.phase).collect();
        phases.dedup();
        phases
    }

    fn kept(&self, scan: &str) -> PathBuf {
        self.home.path().join(format!("scan-{scan}.json"))
    }
}

/// A request of a model to a group.
fn request(tenant: &Tenant, address: &str, group: &str) -> Request {
    let group = tenant.change(|world| world.group(group).uuid.to_string());
    let target = Target::parse(address).unwrap();
    Request::new(target, Judge::unseen(&group), &Wish::default()).unwrap()
}
