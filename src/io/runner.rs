//! The runner: executes the desk's effects and answers with messages. It keeps no state of the desk; the desk never
//! waits for it.

mod reading;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::mpsc::Sender;
use tokio::task::JoinSet;

use crate::app::effect::{Effect, Export};
use crate::app::job::JobId;
use crate::app::message::{ExportFault, Message, Written};
use crate::domain::decision::{Change, Entry};
use crate::domain::exception::exceptions;
use crate::domain::report::Head;
use crate::domain::text::Printable;
use crate::format::export;
use crate::format::intake::Notice;
use crate::io::ledger::{Fault, Ledger};
use crate::io::library::Library;
use crate::io::save;

use self::reading::Reading;

/// How the ledger was come by: open, or the reason why it is not.
pub type Opened = Result<Ledger, Fault>;

/// Executes effects.
pub struct Runner {
    library: Arc<Library>,
    ledger: Arc<Opened>,
    author: String,
    clock: fn() -> Timestamp,
    answers: Sender<Message>,
    reading: Reading,
    stops: HashMap<JobId, Arc<AtomicBool>>,
    /// What is being written: verdicts and exports.
    writing: JoinSet<()>,
}

impl Runner {
    /// A runner over a library and a ledger that answers through a channel.
    pub fn new(
        library: Library,
        ledger: Opened,
        author: String,
        clock: fn() -> Timestamp,
        answers: Sender<Message>,
    ) -> Self {
        let library = Arc::new(library);
        Self {
            reading: Reading::new(Arc::clone(&library), answers.clone()),
            library,
            ledger: Arc::new(ledger),
            author,
            clock,
            answers,
            stops: HashMap::new(),
            writing: JoinSet::new(),
        }
    }

    /// Starts an effect and returns at once. Leaving is the loop's business.
    pub fn start(&mut self, effect: Effect) {
        match effect {
            Effect::Load(job) => {
                let stop = self.stop_of(job);
                self.reading.load(job, stop);
            }
            Effect::Watch(job) => self.reading.watch(job),
            Effect::Add(job, text) => {
                let stop = self.stop_of(job);
                self.reading.add(job, text, stop);
            }
            Effect::Cancel(job) => {
                if let Some(stop) = self.stops.remove(&job) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
            Effect::Open(job, head) => self.open(job, head),
            Effect::ReadLedger(job) => self.read_ledger(job),
            Effect::Record(job, entries) => self.on_ledger(job, Act::Record(entries)),
            Effect::Undo(job) => self.on_ledger(job, Act::Undo),
            Effect::Redo(job) => self.on_ledger(job, Act::Redo),
            Effect::Export(job, wanted) => self.export(job, wanted),
            Effect::Quit => {}
        }
    }

    /// Stops what only reads and waits for what writes. Its answers must still be taken meanwhile.
    pub async fn finish(&mut self) {
        for (_, stop) in self.stops.drain() {
            stop.store(true, Ordering::Relaxed);
        }
        while self.writing.join_next().await.is_some() {}
    }

    fn stop_of(&mut self, job: JobId) -> Arc<AtomicBool> {
        let stop = Arc::new(AtomicBool::new(false));
        self.stops.insert(job, Arc::clone(&stop));
        stop
    }

    fn open(&self, job: JobId, head: Box<Head>) {
        let (library, answers) = (Arc::clone(&self.library), self.answers.clone());
        tokio::task::spawn_blocking(move || {
            let report = library
                .open(&head)
                .map(Box::new)
                .map_err(|notice| sentence(&notice));
            let _ = answers.blocking_send(Message::Opened(job, report));
        });
    }

    fn read_ledger(&self, job: JobId) {
        let (ledger, answers) = (Arc::clone(&self.ledger), self.answers.clone());
        tokio::spawn(async move {
            let decisions = match &*ledger {
                Ok(ledger) => ledger.decisions().await,
                Err(fault) => Err(fault.clone()),
            };
            let _ = answers
                .send(Message::LedgerRead(
                    job,
                    decisions.map_err(|fault| words(&fault)),
                ))
                .await;
        });
    }

    fn write(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        while self.writing.try_join_next().is_some() {}
        self.writing.spawn(work);
    }

    fn on_ledger(&mut self, job: JobId, act: Act) {
        let (ledger, answers) = (Arc::clone(&self.ledger), self.answers.clone());
        let (author, now) = (self.author.clone(), (self.clock)());
        self.write(async move {
            let change = match &*ledger {
                Ok(ledger) => act.on(ledger, &author, now).await,
                Err(fault) => Err(fault.clone()),
            };
            let _ = answers
                .send(Message::LedgerChanged(
                    job,
                    change.map_err(|fault| words(&fault)),
                ))
                .await;
        });
    }

    fn export(&mut self, job: JobId, wanted: Export) {
        let (library, ledger, answers) = (
            Arc::clone(&self.library),
            Arc::clone(&self.ledger),
            self.answers.clone(),
        );
        let now = (self.clock)();
        self.write(async move {
            let answer = match &*ledger {
                Ok(ledger) => write_export(library, ledger, wanted, now).await,
                Err(fault) => Err(ExportFault::Failed(words(fault))),
            };
            let _ = answers.send(Message::Exported(job, answer)).await;
        });
    }
}

/// What the ledger is asked to do.
enum Act {
    Record(Vec<Entry>),
    Undo,
    Redo,
}

impl Act {
    async fn on(self, ledger: &Ledger, author: &str, now: Timestamp) -> Result<Change, Fault> {
        match self {
            Self::Record(entries) => ledger.record(author, now, &entries).await,
            Self::Undo => ledger.undo(author, now).await,
            Self::Redo => ledger.redo(author, now).await,
        }
    }
}

async fn write_export(
    library: Arc<Library>,
    ledger: &Ledger,
    wanted: Export,
    now: Timestamp,
) -> Result<Written, ExportFault> {
    let decisions = ledger
        .decisions()
        .await
        .map_err(|fault| ExportFault::Failed(words(&fault)))?;
    let writing = tokio::task::spawn_blocking(move || {
        let reports: Vec<_> = wanted
            .heads
            .iter()
            .filter_map(|head| library.open(head).ok())
            .collect();
        let exceptions = exceptions(&reports, &decisions, now.to_zoned(TimeZone::UTC).date());
        let text = export::write(wanted.format, &exceptions, now);
        let path = PathBuf::from(&wanted.path);
        save::text(&path, &text, wanted.replace).map_err(|fault| match fault {
            save::Fault::Exists => ExportFault::Exists,
            save::Fault::Failed(why) => ExportFault::Failed(why),
        })?;
        let missing = wanted.heads.len() - reports.len();
        Ok(Written {
            path: Printable::line(&wanted.path),
            exceptions: exceptions.len(),
            missing,
        })
    });
    let stopped = |_| {
        ExportFault::Failed(Printable::line(
            "The export was stopped; nothing was written.",
        ))
    };
    writing.await.map_err(stopped)?
}

fn place(notice: &Notice) -> Printable {
    notice.origin.label().printable()
}

fn sentence(notice: &Notice) -> Printable {
    Printable::line(&format!("{}: {}", place(notice), notice.sentence()))
}

fn words(fault: &Fault) -> Printable {
    Printable::line(&fault.to_string())
}
