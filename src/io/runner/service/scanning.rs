//! Scans that the desk launches, and those that an earlier one left running: started, watched, kept and read.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::mpsc::Sender;

use super::Service;
use super::groups::{NO_LINE, words};
use crate::app::effect::{Launch, Left};
use crate::app::job::JobId;
use crate::app::message::{Ended, LeftRunning, Looked, Message, NotScanned};
use crate::domain::launch::Target;
use crate::domain::text::Printable;
use crate::io::airs::Fetched;
use crate::io::engines::{self, Bench, Engine, Notes, Order, Pace, Stop};
use crate::io::places;
use crate::io::runner::Runner;
use crate::io::save;

/// Paths that are offered to complete one.
const OFFERED: usize = 20;
/// More files than anybody looks through.
const MOST: usize = 10_000;

/// What is said of a note that is gone.
const TAKEN_UP: &str = "another program has seen to it meanwhile";

/// What is waited for.
enum Wanted {
    /// A scan to start.
    New(Box<Launch>),
    /// A scan that an earlier desk left.
    Left(Left),
}

impl Runner {
    pub(in crate::io::runner) fn look(&self, job: JobId, path: String) {
        let answers = self.answers.clone();
        tokio::task::spawn_blocking(move || {
            let target = Target::parse(&path).ok();
            let looked = Looked {
                place: target.as_ref().and_then(engines::place),
                more: beginning_with(&path),
                path,
            };
            let _ = answers.blocking_send(Message::Looked(job, looked));
        });
    }

    pub(in crate::io::runner) fn launch(&mut self, job: JobId, wanted: Box<Launch>) {
        self.scan(job, Wanted::New(wanted));
    }

    pub(in crate::io::runner) fn wait_for(&mut self, job: JobId, left: Left) {
        self.scan(job, Wanted::Left(left));
    }

    /// Tells what runs of the tenant's scans that were launched from this machine.
    pub(in crate::io::runner) fn tell_what_runs(&self) {
        let (service, answers) = (self.service.clone(), self.answers.clone());
        tokio::task::spawn_blocking(move || {
            let left = service.map_or_else(Vec::new, |service| service.left());
            if !left.is_empty() {
                let _ = answers.blocking_send(Message::LeftRunning(left));
            }
        });
    }

    /// Leaving waits for it: what is on its way to the service while the desk closes has to be noted.
    fn scan(&mut self, job: JobId, wanted: Wanted) {
        let (service, answers) = (self.service.clone(), self.answers.clone());
        let (who, intake) = (self.author.clone(), self.feed.intake());
        let mut stop = self.wait(job);
        let reading = self.stop(job);
        self.write(async move {
            let tell = |progress| {
                // Where the desk is busy, the next word is as good.
                let _ = answers.try_send(Message::Scanning(job, progress));
            };
            let ended = match service {
                Some(service) => service.scan(&wanted, &who, &tell, &mut stop).await,
                None => Err(not_scanned(NO_LINE)),
            };
            let (ended, file) = match ended {
                Ok(fetched) => (Ok(Ended::from(&fetched)), Some(fetched.file)),
                Err(why) => (Err(why), None),
            };
            let told = tell_end(&answers, job, ended).await;
            if let Some(file) = file.filter(|_| told) {
                let read = move || intake.add(job, vec![file], Arc::clone(&reading));
                let _ = tokio::task::spawn_blocking(read).await;
            }
        });
    }
}

async fn tell_end(answers: &Sender<Message>, job: JobId, ended: Result<Ended, NotScanned>) -> bool {
    let message = Message::ScanEnded(job, ended);
    answers.send(message).await.is_ok()
}

impl Service {
    async fn scan(
        &self,
        wanted: &Wanted,
        who: &str,
        tell: engines::Tell<'_>,
        stop: &mut Stop,
    ) -> Result<Fetched, NotScanned> {
        let settings = self.settings().map_err(|why| not_scanned(why.as_str()))?;
        let client = self.client(&settings).await;
        let client = client.map_err(|why| not_scanned(words(&why).as_str()))?;
        let folder = &self.places.reports;
        save::private_folder(folder).map_err(|why| not_scanned(&why.to_string()))?;
        let bench = Bench {
            client,
            settings: &settings,
            folder,
            notes: &Notes::of(&self.places.launched),
        };
        let fetched = match wanted {
            Wanted::New(launch) => {
                let source = launch.request.target.source();
                let kind = launch.engine.engine(source);
                let kind = kind.map_err(|why| not_scanned(&why.to_string()))?;
                let engine = Engine::ready(kind, self.sdk.as_deref()).await;
                let engine = engine.map_err(|why| not_scanned(&why.to_string()))?;
                let order = Order {
                    engine: &engine,
                    request: &launch.request,
                    who,
                    pace: self.pace.unwrap_or(Pace::usual(kind)),
                };
                bench.scan(&order, tell, stop).await
            }
            Wanted::Left(Left::Running(scan)) => {
                let pace = self.pace.unwrap_or(Pace::of_left());
                bench.watch(scan, pace, tell, stop).await
            }
            Wanted::Left(Left::Asked(name)) => {
                let asked = bench.notes.asked_of(&client.tenant().tsg_id.value);
                let asked = asked.into_iter().find(|asked| asked.name == *name);
                let asked = asked.ok_or_else(|| not_scanned(TAKEN_UP))?;
                let pace = self.pace.unwrap_or(Pace::of_left());
                bench.find(&asked, pace, tell, stop).await
            }
        };
        fetched.map_err(|why| NotScanned {
            goes_on: why.scan().is_some(),
            why: Printable::line(&why.to_string()),
        })
    }

    fn left(&self) -> Vec<LeftRunning> {
        let Some(tenant) = self.tenant() else {
            return Vec::new();
        };
        let (notes, tsg_id) = (Notes::of(&self.places.launched), &tenant.tsg_id.value);
        let running = notes.of_tenant(tsg_id).into_iter().map(|note| LeftRunning {
            left: Left::Running(note.scan),
            model: note.model,
            group: note.group,
            since: note.started_at,
        });
        let asked = notes.asked_of(tsg_id).into_iter().map(|asked| LeftRunning {
            left: Left::Asked(asked.name),
            model: asked.model,
            group: asked.group,
            since: asked.asked_at,
        });
        running.chain(asked).collect()
    }
}

fn not_scanned(why: &str) -> NotScanned {
    NotScanned {
        why: Printable::line(why),
        goes_on: false,
    }
}

/// Paths that begin as this one does, in their order; a folder ends with a slash.
fn beginning_with(typed: &str) -> Vec<String> {
    let cut = typed.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let (before, name) = typed.split_at(cut);
    let folder = places::typed(if before.is_empty() { "." } else { before });
    let entries = fs::read_dir(Path::new(&folder))
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<String> = entries
        .take(MOST)
        .filter_map(|entry| {
            let known = entry.file_name().into_string().ok()?;
            let hidden = known.starts_with('.') && !name.starts_with('.');
            let wanted = known.starts_with(name) && known != name && !hidden;
            let slash = if entry.path().is_dir() { "/" } else { "" };
            wanted.then(|| format!("{before}{known}{slash}"))
        })
        .collect();
    found.sort();
    found.truncate(OFFERED);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_completed_by_what_lies_there() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["model.pkl", "models", ".model", "other"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("model.bin"), "").unwrap();
        let typed = |name: &str| format!("{}/{name}", folder.path().display());
        let found = beginning_with(&typed("mod"));
        let expected = ["model.bin", "model.pkl/", "models/"].map(&typed);
        assert_eq!(found, expected);
        assert_eq!(beginning_with(&typed(".m")), [typed(".model/")]);
        assert!(beginning_with(&typed("none/x")).is_empty());
    }
}
