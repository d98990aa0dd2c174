//! Signals that end a program, for whoever has something to put in order first. What they do is decided elsewhere.

use std::io;

#[cfg(unix)]
use futures::FutureExt as _;

/// Watches for the signals that end a program.
pub struct Signals {
    #[cfg(unix)]
    watched: Vec<(tokio::signal::unix::Signal, u8)>,
}

#[cfg(unix)]
impl Signals {
    /// Watches from now on: a signal that comes is kept, and ends the process no more by itself.
    pub fn watch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [
            (SignalKind::hangup(), 1),
            (SignalKind::interrupt(), 2),
            (SignalKind::terminate(), 15),
        ];
        let watched = kinds.map(|(kind, number)| signal(kind).map(|signal| (signal, number)));
        let watched = watched.into_iter().collect::<io::Result<_>>()?;
        Ok(Self { watched })
    }

    /// The number of one that came.
    pub fn came(self) -> Option<u8> {
        let mut watched = self.watched.into_iter();
        watched.find_map(|(mut signal, number)| signal.recv().now_or_never().map(|_| number))
    }

    /// The number of the next that comes.
    pub async fn next(&mut self) -> u8 {
        let each = self.watched.iter_mut();
        let each = each.map(|(signal, number)| Box::pin(signal.recv().map(|_| *number)));
        futures::future::select_all(each).await.0
    }
}

#[cfg(not(unix))]
impl Signals {
    /// Watches nothing: there are no signals here.
    pub fn watch() -> io::Result<Self> {
        Ok(Self {})
    }

    /// None.
    pub fn came(self) -> Option<u8> {
        None
    }

    /// The number of an interrupt, when one is typed.
    pub async fn next(&mut self) -> u8 {
        match tokio::signal::ctrl_c().await {
            Ok(()) => 2,
            Err(_) => std::future::pending().await,
        }
    }
}
