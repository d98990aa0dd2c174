//! Notices that the ledger was written to, so that a desk shows what another one decides without being asked.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{self, Sender};

use crate::app::message::Message;

/// Tells whenever the ledger or what `SQLite` keeps beside it has changed, until it is dropped. None where the system
/// tells nothing: then the desk looks when somebody decides, as it does anyway.
pub(super) fn watch(ledger: &Path, answers: Sender<Message>) -> Option<RecommendedWatcher> {
    let name = ledger.file_name()?.to_owned();
    let folder = match ledger.parent()? {
        here if here.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    };
    // One save touches several files several times: what is not yet told is told once.
    let (touch, mut touched) = mpsc::channel(1);
    let tell = move |told: notify::Result<Event>| {
        if told.is_ok_and(|event| concerns(&event, &name)) {
            let _ = touch.try_send(());
        }
    };
    tokio::spawn(async move {
        while touched.recv().await.is_some() {
            let _ = answers.send(Message::LedgerTouched).await;
        }
    });
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Whether an event is about the ledger's own files, and is more than somebody's reading.
fn concerns(event: &Event, ledger: &OsStr) -> bool {
    let wrote = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
    );
    let ledger = ledger.as_encoded_bytes();
    let own = |path: &PathBuf| {
        let name = path.file_name().map(OsStr::as_encoded_bytes);
        name.is_some_and(|name| name.starts_with(ledger))
    };
    wrote && event.paths.iter().any(own)
}
