//! Which signal ended the desk, for the exit code. What a signal does to the desk is decided in `input`.

use std::io;

/// Watches for the signals that end a desk.
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
        use futures::FutureExt;
        let mut watched = self.watched.into_iter();
        watched.find_map(|(mut signal, number)| signal.recv().now_or_never().map(|_| number))
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
}
