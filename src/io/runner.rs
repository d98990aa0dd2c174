//! The runner: executes the desk's effects and answers with messages. It keeps no state of the desk; the desk never
//! waits for it.

mod feed;
mod ledger;
mod reading;
mod service;
mod witness;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use notify::RecommendedWatcher;
use tokio::sync::mpsc::Sender;
use tokio::task::JoinSet;

use crate::app::effect::{Effect, Export, Search, Wanted};
use crate::app::job::JobId;
use crate::app::message::{ExportFault, Message};
use crate::domain::incomplete::Incomplete;
use crate::domain::report::Head;
use crate::domain::scope::Subject;
use crate::domain::text::Printable;
use crate::format::intake::Notice;
use crate::io::clipboard::Clipboard;
use crate::io::engines::{self, Stop, Stopper};
use crate::io::filters;
use crate::io::ledger::{Fault, Ledger, Version};
use crate::io::library::Library;

use self::feed::Feed;
use self::ledger::{Act, Asked, reading, write_export};
pub use self::service::Service;

/// How the ledger was come by: open, or the reason why it is not.
pub type Opened = Result<Ledger, Fault>;

/// The desktop around the terminal.
#[derive(Clone, Debug)]
pub struct Desktop {
    /// Takes copied text.
    pub clipboard: Clipboard,
    /// Opens a page and does not wait for it to be read.
    pub browser: fn(&str) -> io::Result<()>,
}

/// Executes effects.
pub struct Runner {
    library: Arc<Library>,
    ledger: Arc<Opened>,
    author: String,
    clock: fn() -> Timestamp,
    desktop: Desktop,
    answers: Sender<Message>,
    feed: Feed,
    stops: HashMap<JobId, Arc<AtomicBool>>,
    /// Whose turn it is at the ledger: what is read and written there is answered in the order in which it happened.
    /// And how far others had written when the desk was told last.
    turn: Arc<tokio::sync::Mutex<Option<Version>>>,
    /// Where saved filters are kept, if anywhere.
    filters: Option<PathBuf>,
    /// The line to the tenant, where the desk may have one.
    service: Option<Service>,
    /// Calls off what waits: for a scan to be over, or for the next look at the tenant.
    waits: HashMap<JobId, Stopper>,
    /// Tells of what others write to the ledger.
    witness: Option<RecommendedWatcher>,
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
        desktop: Desktop,
        answers: Sender<Message>,
    ) -> Self {
        let library = Arc::new(library);
        Self {
            feed: Feed::new(Arc::clone(&library), answers.clone()),
            library,
            ledger: Arc::new(ledger),
            author,
            clock,
            desktop,
            answers,
            stops: HashMap::new(),
            turn: Arc::default(),
            filters: None,
            service: None,
            waits: HashMap::new(),
            witness: None,
            writing: JoinSet::new(),
        }
    }

    /// Keeps saved filters in a file.
    pub fn keep_filters(&mut self, path: PathBuf) {
        self.filters = Some(path);
    }

    /// Tells when somebody writes to the ledger in this file.
    pub fn watch_ledger(&mut self, file: &Path) {
        self.witness = witness::watch(file, self.answers.clone());
    }

    /// Asks this tenant, and tells what was left running there.
    pub fn connect(&mut self, service: Service) {
        self.service = Some(service);
        self.tell_what_runs();
    }

    /// Starts an effect and returns at once. Leaving, and what the terminal itself does, is the loop's business.
    pub fn start(&mut self, effect: Effect) {
        match effect {
            Effect::Load(job) => {
                let stop = self.stop(job);
                self.feed.load(job, stop);
            }
            Effect::Watch(job) => self.feed.watch(job),
            Effect::Add(job, text) => {
                let stop = self.stop(job);
                self.feed.add(job, text, stop);
            }
            Effect::Cancel(job) => {
                self.waits.remove(&job);
                if let Some(stop) = self.stops.remove(&job) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
            Effect::Complete(job, wanted) => self.complete(job, wanted),
            Effect::ListGroups(job) => self.list_groups(job),
            Effect::ListRules(job, group) => self.list_rules(job, &group),
            Effect::ChooseGroup(job, source, group) => self.choose_group(job, source, group),
            Effect::Look(job, path) => self.look(job, path),
            Effect::Launch(job, wanted) => self.launch(job, wanted),
            Effect::Await(job, left) => self.wait_for(job, left),
            Effect::ListTenants(job) => self.list_tenants(job),
            Effect::LogIn(job, wanted) => self.log_in(job, wanted),
            Effect::UseTenant(name) => self.use_tenant(name),
            Effect::LogOut(job, name) => self.log_out(job, name),
            Effect::Label(job, labelling) => self.label(job, *labelling),
            Effect::LookOut(job) => self.look_out(job),
            Effect::TakeIn(job, sighted) => self.take_in(job, sighted),
            Effect::ListScans(job, wish) => self.list_scans(job, *wish),
            Effect::Open(job, head) => self.open(job, head),
            Effect::ReadLedger(job) => self.read_ledger(job, Asked::Anyway),
            Effect::LookAtLedger(job) => self.read_ledger(job, Asked::IfChanged),
            Effect::Record(job, entries) => self.on_ledger(job, Act::Record(entries)),
            Effect::Undo(job) => self.on_ledger(job, Act::Undo),
            Effect::Redo(job) => self.on_ledger(job, Act::Redo),
            Effect::History(job, subject) => self.history(job, subject),
            Effect::Export(job, wanted) => self.export(job, wanted),
            Effect::EditNote(..) | Effect::Mouse(_) | Effect::Suspend | Effect::Quit => {}
            Effect::Copy(job, text) => self.copy(job, text),
            Effect::Browse(job, page) => self.browse(job, page),
            Effect::SaveFilters(job, saved) => self.save_filters(job, saved),
            Effect::ReadSource(job, wanted) => self.read_source(job, wanted),
            Effect::Search(job, search) => self.search(job, search),
            Effect::Compare(job, heads) => self.compare(job, heads),
        }
    }

    /// Stops what only reads and waits for what writes. Its answers must still be taken meanwhile.
    pub async fn finish(&mut self) {
        for (_, stop) in self.stops.drain() {
            stop.store(true, Ordering::Relaxed);
        }
        self.waits.clear();
        while self.writing.join_next().await.is_some() {}
    }

    fn complete(&mut self, job: JobId, wanted: Vec<Incomplete>) {
        let Some(service) = self.service.clone() else {
            return;
        };
        let (stop, answers, intake) = (self.stop(job), self.answers.clone(), self.feed.intake());
        tokio::spawn(async move {
            let files = service.complete(job, wanted, &stop, &answers).await;
            let read = move || intake.add(job, files, stop);
            let _ = tokio::task::spawn_blocking(read).await;
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

    /// What calls off a job that waits. Jobs that have ended are forgotten.
    fn wait(&mut self, job: JobId) -> Stop {
        self.waits.retain(|_, stopper| stopper.is_heard());
        let (stopper, stop) = engines::stop();
        self.waits.insert(job, stopper);
        stop
    }

    /// The signal that stops a job. Signals of work that has ended are forgotten.
    fn stop(&mut self, job: JobId) -> Arc<AtomicBool> {
        self.stops.retain(|_, stop| Arc::strong_count(stop) > 1);
        let stop = Arc::new(AtomicBool::new(false));
        self.stops.insert(job, Arc::clone(&stop));
        stop
    }

    fn read_source(&mut self, job: JobId, wanted: Box<Wanted>) {
        let (library, stop) = (Arc::clone(&self.library), self.stop(job));
        let work = move || reading::source(&library, &wanted, &stop);
        let message = move |source| Message::SourceRead(job, source);
        reading::answer(
            self.answers.clone(),
            work,
            || Err(reading::broken()),
            message,
        );
    }

    fn search(&mut self, job: JobId, search: Search) {
        let stop = self.stop(job);
        let work = move || reading::search(&search, &stop);
        let message = move |hit| Message::Searched(job, hit);
        reading::answer(self.answers.clone(), work, || None, message);
    }

    fn compare(&self, job: JobId, heads: Box<(Head, Head)>) {
        let library = Arc::clone(&self.library);
        let work = move || reading::compare(&library, &heads);
        let message = move |comparison| Message::Compared(job, comparison);
        reading::answer(
            self.answers.clone(),
            work,
            || Err(reading::broken()),
            message,
        );
    }

    fn read_ledger(&self, job: JobId, asked: Asked) {
        let (ledger, answers) = (Arc::clone(&self.ledger), self.answers.clone());
        let turn = Arc::clone(&self.turn);
        tokio::spawn(async move {
            let mut seen = turn.lock().await;
            let reading = match &*ledger {
                Ok(ledger) => reading(ledger, asked, &mut seen).await.transpose(),
                Err(fault) => Some(Err(fault.clone())),
            };
            if let Some(reading) = reading {
                let reading = reading.map_err(|fault| words(&fault));
                let _ = answers.send(Message::LedgerRead(job, reading)).await;
            }
        });
    }

    fn history(&self, job: JobId, subject: Subject) {
        let (ledger, answers) = (Arc::clone(&self.ledger), self.answers.clone());
        tokio::spawn(async move {
            let events = match &*ledger {
                Ok(ledger) => ledger.history(&subject).await,
                Err(fault) => Err(fault.clone()),
            };
            let events = events.map_err(|fault| words(&fault));
            let _ = answers.send(Message::History(job, events)).await;
        });
    }

    fn write(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        while self.writing.try_join_next().is_some() {}
        self.writing.spawn(work);
    }

    fn on_ledger(&mut self, job: JobId, act: Act) {
        let (ledger, answers) = (Arc::clone(&self.ledger), self.answers.clone());
        let (author, now) = (self.author.clone(), (self.clock)());
        let turn = Arc::clone(&self.turn);
        self.write(async move {
            let mut seen = turn.lock().await;
            let change = match &*ledger {
                Ok(ledger) => act.on(ledger, &author, now).await,
                Err(fault) => Err(fault.clone()),
            };
            if change.is_err() {
                // The desk may have acted on what holds no more, and the connection may be another one from now on.
                *seen = None;
            }
            let _ = answers
                .send(Message::LedgerChanged(
                    job,
                    change.map_err(|fault| words(&fault)),
                ))
                .await;
        });
    }

    /// Runs on the loop's thread, so that nothing is written to the terminal in the middle of a frame.
    fn copy(&mut self, job: JobId, text: String) {
        let (clipboard, answers) = (self.desktop.clipboard.clone(), self.answers.clone());
        self.write(async move {
            let answer = clipboard.take(&text).await.map_err(|fault| plain(&fault));
            let _ = answers.send(Message::Copied(job, answer)).await;
        });
    }

    fn browse(&mut self, job: JobId, page: String) {
        let (browser, answers) = (self.desktop.browser, self.answers.clone());
        self.write(async move {
            let asked = tokio::task::spawn_blocking(move || browser(&page)).await;
            let answer = asked.unwrap_or_else(|stopped| Err(io::Error::other(stopped)));
            let answer = answer.map_err(|fault| plain(&fault));
            let _ = answers.send(Message::Browsed(job, answer)).await;
        });
    }

    fn save_filters(&mut self, job: JobId, saved: Vec<(String, String)>) {
        let (path, answers) = (self.filters.clone(), self.answers.clone());
        self.write(async move {
            let writing = tokio::task::spawn_blocking(move || {
                path.map_or(Ok(()), |path| filters::write(&path, &saved))
            });
            let stopped = |_| Err(Printable::line("the writing was stopped"));
            let written = writing.await.unwrap_or_else(stopped);
            let _ = answers.send(Message::FiltersSaved(job, written)).await;
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

fn place(notice: &Notice) -> Printable {
    notice.origin.label().printable()
}

/// What a notice says, its place first.
fn sentence(notice: &Notice) -> Printable {
    Printable::line(&format!("{}: {}", place(notice), notice.sentence()))
}

fn plain(fault: &io::Error) -> Printable {
    Printable::line(&fault.to_string())
}

fn words(fault: &Fault) -> Printable {
    Printable::line(&fault.to_string())
}
