//! The runner: executes the desk's effects and answers with messages. It keeps no state of the desk; the desk never
//! waits for it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::mpsc::Sender;
use tokio::task::JoinSet;

use crate::app::effect::{Effect, Export};
use crate::app::job::JobId;
use crate::app::message::{ExportFault, Loaded, Message, Unread, Written};
use crate::domain::decision::{Change, Entry};
use crate::domain::exception::{exceptions, waiting};
use crate::domain::report::Head;
use crate::domain::text::Printable;
use crate::format::export;
use crate::format::intake::Notice;
use crate::io::ledger::{Fault, Ledger};
use crate::io::library::{self, Library};
use crate::io::places;
use crate::io::save;

/// Pieces of news that travel together: fewer messages, fewer redraws.
const BATCH: usize = 256;

/// How the ledger was come by: open, or the reason why it is not.
pub type Opened = Result<Ledger, Fault>;

/// Executes effects.
pub struct Runner {
    library: Arc<Library>,
    ledger: Arc<Opened>,
    author: String,
    clock: fn() -> Timestamp,
    answers: Sender<Message>,
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
        Self {
            library: Arc::new(library),
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
            Effect::Load(job) => self.load(job),
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

    fn load(&mut self, job: JobId) {
        let stop = Arc::new(AtomicBool::new(false));
        self.stops.insert(job, Arc::clone(&stop));
        let (library, answers) = (Arc::clone(&self.library), self.answers.clone());
        tokio::task::spawn_blocking(move || {
            let _end = EndOfLoad(job, answers.clone());
            let batch = Mutex::new(Vec::with_capacity(BATCH));
            let send = |news: Vec<Loaded>| {
                let gone =
                    !news.is_empty() && answers.blocking_send(Message::Loaded(job, news)).is_err();
                if gone {
                    stop.store(true, Ordering::Relaxed);
                }
            };
            library.load(&stop, &|piece| {
                let flush = matches!(piece, library::Loaded::Progress { .. });
                let full = {
                    let mut batch = batch.lock().unwrap_or_else(PoisonError::into_inner);
                    batch.push(news(piece));
                    if flush || batch.len() >= BATCH {
                        std::mem::take(&mut *batch)
                    } else {
                        Vec::new()
                    }
                };
                send(full);
            });
            send(batch.into_inner().unwrap_or_else(PoisonError::into_inner));
        });
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

/// Tells that a library is read, also where reading it panicked: a desk must not wait for ever.
struct EndOfLoad(JobId, Sender<Message>);

impl Drop for EndOfLoad {
    fn drop(&mut self) {
        let _ = self.1.blocking_send(Message::LoadEnded(self.0));
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
        if reports.is_empty() && !wanted.heads.is_empty() {
            return Err(ExportFault::Failed(Printable::line(
                "None of the reports can be read any more; nothing was written. Ctrl-r reads them again.",
            )));
        }
        let today = now.to_zoned(TimeZone::UTC).date();
        let exceptions = exceptions(&reports, &decisions, today);
        let waiting = waiting(&reports, &decisions, today);
        let text = export::write(wanted.format, &exceptions, &waiting, now);
        let path = places::typed(&wanted.path);
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

fn news(piece: library::Loaded) -> Loaded {
    match piece {
        library::Loaded::Summary(summary) => Loaded::Report(summary),
        library::Loaded::Notice(notice) => Loaded::Notice(Unread {
            place: place(&notice),
            broken: notice.is_broken(),
            why: notice.sentence(),
        }),
        library::Loaded::Progress {
            files_done,
            files_total,
        } => Loaded::Progress {
            done: files_done,
            total: files_total,
        },
    }
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
