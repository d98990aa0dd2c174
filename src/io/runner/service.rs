//! The desk's line to its tenant: made when it is first needed, so that a desk without one starts and works as ever.

mod groups;
mod labels;
mod lookout;
mod scanning;
mod scans;
mod tenants;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::{StreamExt as _, stream};
use tokio::sync::OnceCell;
use tokio::sync::mpsc::Sender;

use crate::app::job::JobId;
use crate::app::message::{Completed, Ended, Message};
use crate::domain::fault::Fault;
use crate::domain::incomplete::Incomplete;
use crate::domain::tenant::{Layer, Name, Tenant};
use crate::domain::text::Printable;
use crate::io::airs::{AT_ONCE, Client, Fetched, NotFetched, Wanted};
use crate::io::engines::Pace;
use crate::io::places::Places;
use crate::io::save;
use crate::io::settings::{self, Settings};

/// A tenant to ask, once it is asked for.
#[derive(Clone)]
pub struct Service {
    places: Places,
    /// The tenant that was named; the one that counts where none was.
    named: Option<Name>,
    client: Arc<OnceCell<Client>>,
    /// How often scans are looked at, where not as usual.
    pace: Option<Pace>,
    /// The official client, where it is another than the environment names.
    sdk: Option<PathBuf>,
    /// Time between two looks at what was blocked, where the settings do not count.
    every: Option<Duration>,
}

impl Service {
    /// The tenant of the settings, or the one that is named.
    pub fn of(places: &Places, named: Option<Name>) -> Self {
        Self {
            places: places.clone(),
            named,
            client: Arc::default(),
            pace: None,
            sdk: None,
            every: None,
        }
    }

    /// The same, which looks at scans at this pace.
    #[must_use]
    pub fn at_pace(self, pace: Pace) -> Self {
        Self {
            pace: Some(pace),
            ..self
        }
    }

    /// The same, with the official client at this place.
    #[must_use]
    pub fn with_sdk(self, program: PathBuf) -> Self {
        let sdk = Some(program);
        Self { sdk, ..self }
    }

    /// The same with a client that is there already.
    pub fn with(places: &Places, client: Client) -> Self {
        Self {
            client: Arc::new(OnceCell::new_with(Some(client))),
            ..Self::of(places, None)
        }
    }

    /// The same; it looks out for what is blocked so often.
    #[must_use]
    pub fn looking_out(self, every: Duration) -> Self {
        let every = Some(every);
        Self { every, ..self }
    }

    fn settings(&self) -> Result<Settings, Printable> {
        Settings::read(&self.places.settings)
    }

    /// The client. What could not be made is tried again the next time: the keyring may be open by then.
    async fn client(&self, settings: &Settings) -> Result<&Client, Fault> {
        let make = || async { Client::of(self.tenant_in(settings)?).await };
        self.client.get_or_try_init(make).await
    }

    /// The tenant that these settings mean.
    fn tenant_in(&self, settings: &Settings) -> Result<Tenant, Fault> {
        let (named, environment) = (self.named.as_ref(), settings::environment());
        settings::tenant(settings, named, Layer::default(), environment)
    }

    /// Fetches scans into the library's folder and tells of each; gives the files.
    pub(super) async fn complete(
        &self,
        job: JobId,
        wanted: Vec<Incomplete>,
        stop: &AtomicBool,
        answers: &Sender<Message>,
    ) -> Vec<PathBuf> {
        let (total, mut done, mut files) = (wanted.len(), 0, Vec::new());
        let told = async |done, outcome: Result<Ended, Printable>| {
            let completed = Completed {
                done,
                total,
                outcome,
            };
            let _ = answers.send(Message::Completed(job, completed)).await;
        };
        let (settings, client) = match self.line().await {
            Ok(line) => line,
            Err(why) => {
                told(total, Err(why)).await;
                return files;
            }
        };
        let fetched = wanted
            .into_iter()
            .map(async |wanted| self.fetch(&settings, client, &wanted).await);
        let mut fetched = stream::iter(fetched).buffer_unordered(AT_ONCE);
        while let Some(fetched) = fetched.next().await {
            done += 1;
            let hopeless = fetched.as_ref().is_err_and(NotFetched::is_of_all);
            let outcome = match fetched {
                Ok(fetched) => {
                    let ended = Ended::from(&fetched);
                    files.push(fetched.file);
                    Ok(ended)
                }
                Err(why) => Err(Printable::line(&why.to_string())),
            };
            told(done, outcome).await;
            if hopeless || stop.load(Ordering::Relaxed) {
                break;
            }
        }
        files
    }

    async fn line(&self) -> Result<(Settings, &Client), Printable> {
        let failed = |why: &dyn std::fmt::Display| Printable::line(&why.to_string());
        let settings = self.settings()?;
        let client = self.client(&settings).await.map_err(|why| failed(&why))?;
        save::private_folder(&self.places.reports).map_err(|why| failed(&why))?;
        Ok((settings, client))
    }

    async fn fetch(
        &self,
        settings: &Settings,
        client: &Client,
        wanted: &Incomplete,
    ) -> Result<Fetched, NotFetched> {
        let tsg_id = wanted.tsg_id.as_ref();
        if let Some(why) = tsg_id.and_then(|tsg_id| client.elsewhere(tsg_id, settings)) {
            return Err(NotFetched::Elsewhere(why));
        }
        let asked = Wanted {
            scan: wanted.scan.clone(),
            completes: wanted.completes.as_ref().map(|it| it.raw().to_owned()),
        };
        client.fetch(&asked, settings, &self.places.reports).await
    }
}

impl From<&Fetched> for Ended {
    fn from(fetched: &Fetched) -> Self {
        let scan = fetched.report.head.scan.uuid.as_ref();
        let doubts = fetched.doubts.iter();
        Self {
            scan: scan.map_or_else(String::new, |uuid| uuid.raw().to_owned()),
            doubts: doubts.map(|doubt| Printable::line(doubt)).collect(),
        }
    }
}
