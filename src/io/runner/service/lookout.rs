//! The lookout, for the desk: looks at what the tenant has just blocked, and rests between. What is told of is kept only
//! when the desk asks for it.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::Sender;

use super::Service;
use super::groups::{NO_LINE, words};
use crate::app::effect::Sighted;
use crate::app::job::JobId;
use crate::app::message::{Blocked, Message};
use crate::domain::query::remote;
use crate::domain::text::Printable;
use crate::io::airs::{self, Lookout};
use crate::io::runner::Runner;
use crate::io::save;
use crate::io::settings::EVERY;

impl Runner {
    /// Tells of what is blocked, until that is called off or nobody listens.
    pub(in crate::io::runner) fn look_out(&mut self, job: JobId) {
        let (mut stop, answers, clock) = (self.wait(job), self.answers.clone(), self.clock);
        let service = self.service.clone();
        tokio::spawn(async move {
            tokio::select! {
                biased;
                () = stop.called() => {}
                () = look_on(service, job, clock, &answers) => {}
            }
        });
    }

    /// Keeps what was blocked, and reads it.
    pub(in crate::io::runner) fn take_in(&mut self, job: JobId, sighted: Vec<Sighted>) {
        let (stop, answers, intake) = (self.stop(job), self.answers.clone(), self.feed.intake());
        let folder = self.service.as_ref().map(|it| it.places.reports.clone());
        tokio::task::spawn_blocking(move || {
            let Some(folder) = folder else {
                return;
            };
            let kept =
                save::private_folder(&folder).map_err(|why| Printable::line(&why.to_string()));
            let kept = kept.and_then(|()| {
                let files = sighted.iter().map(|one| {
                    let file = folder.join(format!("scan-{}.json", one.scan));
                    match save::new(&file, &one.text) {
                        // What is there tells as much or more.
                        Ok(()) | Err(save::Fault::Exists) => Ok(file),
                        Err(save::Fault::Failed(why)) => Err(why),
                    }
                });
                files.collect::<Result<Vec<PathBuf>, Printable>>()
            });
            match kept {
                Ok(files) => intake.add(job, files, stop),
                Err(why) => drop(answers.blocking_send(Message::Added(job, Err(why)))),
            }
        });
    }
}

/// Tells of what is blocked, as long as anybody listens.
async fn look_on(
    service: Option<Service>,
    job: JobId,
    clock: fn() -> Timestamp,
    answers: &Sender<Message>,
) {
    let Some(service) = service else {
        let why = Err(Printable::line(NO_LINE));
        let _ = answers.send(Message::Blocked(job, why)).await;
        return;
    };
    let mut lookout = Lookout::default();
    let mut failed = false;
    loop {
        let news = service.look(&mut lookout, clock()).await;
        // Nothing new is no message, so that the desk rests too.
        let worth = match &news {
            Ok(blocked) => !blocked.is_empty() || failed,
            Err(_) => !failed,
        };
        failed = news.is_err();
        if worth && answers.send(Message::Blocked(job, news)).await.is_err() {
            return;
        }
        lookout.rest(service.every()).await;
    }
}

impl Service {
    async fn look(&self, lookout: &mut Lookout, now: Timestamp) -> Result<Vec<Blocked>, Printable> {
        let settings = self.settings()?;
        let client = self.client(&settings).await.map_err(|why| words(&why))?;
        let found = lookout.look(client, now).await;
        let told = |one: airs::Blocked| Blocked {
            name: remote::name(&one.scan),
            sighted: Sighted {
                scan: one.uuid,
                text: one.text,
            },
        };
        let found = found.map_err(|why| words(&why))?;
        Ok(found.into_iter().map(told).collect())
    }

    /// Time between two looks.
    fn every(&self) -> Duration {
        let settings = || self.settings().map(|settings| settings.watch().every);
        self.every.unwrap_or_else(|| settings().unwrap_or(EVERY))
    }
}
