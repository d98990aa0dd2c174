//! Reading the library, adding to it, and watching it: news in batches, from threads of their own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::mpsc::Sender;

use super::place;
use crate::app::job::JobId;
use crate::app::message::{Added, Changed, Loaded, Message, Presence, Unread};
use crate::domain::text::Printable;
use crate::format::intake::{Notice, Trouble};
use crate::io::library::{self, Again, Input, Library};
use crate::io::places;
use crate::io::watch::{Look, Told, Watch};

/// Pieces of news that travel together: fewer messages, fewer redraws.
const BATCH: usize = 256;

/// The library and the watch over it.
pub(super) struct Feed {
    library: Arc<Library>,
    answers: Sender<Message>,
    watch: Arc<Watch>,
    /// What the watch was told since reading began, until somebody wants to know.
    told: Option<Told>,
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.watch.stop();
    }
}

impl Feed {
    pub(super) fn new(library: Arc<Library>, answers: Sender<Message>) -> Self {
        let (watch, told) = Watch::new();
        Self {
            library,
            answers,
            watch: Arc::new(watch),
            told: Some(told),
        }
    }

    /// Reads everything, under a new watch.
    pub(super) fn load(&mut self, job: JobId, stop: Arc<AtomicBool>) {
        self.watch.stop();
        let (watch, told) = Watch::new();
        (self.watch, self.told) = (Arc::new(watch), Some(told));
        let (library, watch) = (Arc::clone(&self.library), Arc::clone(&self.watch));
        let answers = self.answers.clone();
        tokio::task::spawn_blocking(move || {
            let news = News::of(job, answers, stop);
            library.load_watched(&news.stop, &watch, &|piece| news.take(piece));
        });
    }

    /// Tells what changes, also what has changed since reading began.
    pub(super) fn watch(&mut self, job: JobId) {
        let Some(told) = self.told.take() else {
            return;
        };
        let (library, watch) = (Arc::clone(&self.library), Arc::clone(&self.watch));
        let answers = self.answers.clone();
        thread::spawn(move || {
            let send = |message| {
                let _ = answers.blocking_send(message);
            };
            let tell = |folder: &Path, presence| {
                let name = Printable::line(&folder.to_string_lossy());
                send(Message::Folder(job, name, presence));
            };
            let mut gone = Vec::new();
            watch.run(&told, |look| {
                match &look {
                    Look::Failed(why) => send(Message::Unwatched(job, Printable::line(why))),
                    Look::Gone(folder, true) => {
                        tell(folder, Presence::Gone);
                        gone.push(folder.clone());
                    }
                    _ => {}
                }
                library.look_again(look, &watch, &|again| {
                    send(Message::Changed(job, Box::new(changed(again))));
                });
                for folder in gone.extract_if(.., |folder| folder.is_dir()) {
                    tell(&folder, Presence::Back);
                }
            });
        });
    }

    /// A way to add what is fetched meanwhile.
    pub(super) fn intake(&self) -> Intake {
        Intake {
            library: Arc::clone(&self.library),
            watch: Arc::clone(&self.watch),
            answers: self.answers.clone(),
        }
    }

    /// Adds what a text names, and reads it.
    pub(super) fn add(&self, job: JobId, text: String, stop: Arc<AtomicBool>) {
        let (library, watch) = (Arc::clone(&self.library), Arc::clone(&self.watch));
        let answers = self.answers.clone();
        tokio::task::spawn_blocking(move || {
            let inputs = places::named(&text).map(|paths| library.add(paths));
            let added = inputs.as_ref().map_err(Clone::clone).map(|inputs| Added {
                paths: inputs.iter().map(Input::name).collect(),
            });
            let gone = answers.blocking_send(Message::Added(job, added)).is_err();
            if let (Ok(inputs), false) = (inputs, gone) {
                let news = News::of(job, answers, stop);
                library.load_some(&inputs, &news.stop, &watch, &|piece| news.take(piece));
            }
        });
    }
}

/// Where files that came meanwhile are added.
pub(super) struct Intake {
    library: Arc<Library>,
    watch: Arc<Watch>,
    answers: Sender<Message>,
}

impl Intake {
    /// Adds files and reads them; blocks.
    pub(super) fn add(self, job: JobId, files: Vec<PathBuf>, stop: Arc<AtomicBool>) {
        let inputs = self.library.add(files);
        let news = News::of(job, self.answers, stop);
        let take = |piece| news.take(piece);
        self.library
            .load_some(&inputs, &news.stop, &self.watch, &take);
    }
}

/// News of one reading. Dropping it tells that it has ended, also where it panicked: a desk must not wait for ever.
struct News {
    job: JobId,
    answers: Sender<Message>,
    stop: Arc<AtomicBool>,
    batch: Mutex<Vec<Loaded>>,
}

impl News {
    fn of(job: JobId, answers: Sender<Message>, stop: Arc<AtomicBool>) -> Self {
        Self {
            job,
            answers,
            stop,
            batch: Mutex::default(),
        }
    }

    fn take(&self, piece: library::Loaded) {
        let flush = matches!(piece, library::Loaded::Progress { .. });
        let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        batch.push(news(piece));
        if flush || batch.len() >= BATCH {
            // The others wait: a report must not overtake what was told of it while it waited for its parts.
            self.send(std::mem::take(&mut *batch));
        }
    }

    fn send(&self, news: Vec<Loaded>) {
        if news.is_empty() {
            return;
        }
        let message = Message::Loaded(self.job, news);
        if self.answers.blocking_send(message).is_err() {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for News {
    fn drop(&mut self) {
        let rest = std::mem::take(self.batch.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.send(rest);
        let _ = self.answers.blocking_send(Message::LoadEnded(self.job));
    }
}

fn news(piece: library::Loaded) -> Loaded {
    match piece {
        library::Loaded::Waiting(summary) => Loaded::Waiting(summary),
        library::Loaded::Summary(summary) => Loaded::Report(summary),
        library::Loaded::Notice(notice) => Loaded::Notice(unread(&notice)),
        library::Loaded::Progress {
            files_done,
            files_total,
        } => Loaded::Progress {
            done: files_done,
            total: files_total,
        },
    }
}

fn unread(notice: &Notice) -> Unread {
    Unread {
        place: place(notice),
        broken: matches!(notice.trouble, Trouble::Unreadable | Trouble::Refused),
        why: notice.sentence(),
        origin: notice.origin.clone(),
    }
}

fn changed(again: Again) -> Changed {
    Changed {
        files: again.files,
        reports: again.reports,
        unread: again.notices.iter().map(unread).collect(),
    }
}
