//! Work for reading: the source of a report, a search in it, two reports compared. Each is done off the loop and ends
//! early when nobody wants its answer any more.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tokio::sync::mpsc::Sender;

use super::sentence;
use crate::app::effect::{Search, Wanted};
use crate::app::message::{Message, Source};
use crate::domain::diff::Comparison;
use crate::domain::outline::{Hit, Needle};
use crate::domain::report::Head;
use crate::domain::text::Printable;
use crate::io::library::Library;

/// Does some work off the loop and sends its answer; where the work broke off, the one for that.
pub(super) fn answer<T: Send + 'static>(
    answers: Sender<Message>,
    work: impl FnOnce() -> T + Send + 'static,
    broken: impl FnOnce() -> T + Send + 'static,
    message: impl FnOnce(T) -> Message + Send + 'static,
) {
    tokio::spawn(async move {
        let done = tokio::task::spawn_blocking(work).await;
        let answer = message(done.unwrap_or_else(|_| broken()));
        let _ = answers.send(answer).await;
    });
}

/// Reads a source and finds the place in it that is looked for.
pub(super) fn source(
    library: &Library,
    wanted: &Wanted,
    stop: &AtomicBool,
) -> Result<Source, Printable> {
    let outline = library
        .source(&wanted.origins, stop)
        .map_err(|notice| sentence(&notice))?;
    let at = outline
        .locate(&wanted.clues, stop)
        .or_else(|| outline.damage());
    Ok(Source {
        outline: Arc::new(outline),
        at,
    })
}

/// Searches a source.
pub(super) fn search(search: &Search, stop: &AtomicBool) -> Option<Hit> {
    let needle = Needle::new(&search.words)?;
    search
        .outline
        .find(&needle, search.from, search.forward, stop)
}

/// Reads two reports, side by side, and compares them.
pub(super) fn compare(
    library: &Library,
    (older, newer): &(Head, Head),
) -> Result<Box<Comparison>, Printable> {
    let (older, newer) = std::thread::scope(|scope| {
        let older = scope.spawn(|| library.open(older));
        let newer = library.open(newer);
        (older.join().map_err(|_| broken()), newer)
    });
    let older = older?.map_err(|notice| sentence(&notice))?;
    let newer = newer.map_err(|notice| sentence(&notice))?;
    Ok(Box::new(Comparison::of(older, newer)))
}

/// The sentence for work that broke off.
pub(super) fn broken() -> Printable {
    Printable::line("Reading it broke off; nothing was changed. Please report this.")
}
