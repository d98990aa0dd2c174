//! What the system tells, on its way to whoever looks. It may tell faster than anybody looks: so much waits, and what is
//! more than that is lost, which is told as well.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::Event;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};

use super::words;

/// Most paths that wait: as many as a system keeps by itself.
const MOST: usize = 16_384;

/// What the system told.
#[derive(Debug)]
pub(super) enum Touch {
    /// This was touched.
    Path(PathBuf),
    /// So much was touched that some of it was not told.
    Lost,
    /// Something is not watched, in a sentence.
    Failed(String),
    /// Nobody wants to know any more.
    Stop,
}

/// Takes what the system tells.
#[derive(Debug)]
pub(super) struct Touches {
    sender: Sender<Touch>,
    waits: Arc<Waits>,
}

/// Gives what the system told.
#[derive(Debug)]
pub struct Told {
    receiver: Receiver<Touch>,
    waits: Arc<Waits>,
}

/// What waits between the two.
#[derive(Debug, Default)]
struct Waits {
    paths: AtomicUsize,
    /// Whether it waits to be told that some were lost.
    loss: AtomicBool,
}

impl Touches {
    pub(super) fn new() -> (Arc<Self>, Told) {
        let (sender, receiver) = channel();
        let waits = Arc::<Waits>::default();
        let told = Told {
            receiver,
            waits: Arc::clone(&waits),
        };
        (Arc::new(Self { sender, waits }), told)
    }

    /// Takes the system's news. Looking at a file is none, or reading would cause reading.
    pub(super) fn tell(&self, told: notify::Result<Event>) {
        let event = match told {
            Ok(event) => event,
            Err(error) => return self.send(Touch::Failed(words(&error))),
        };
        if event.need_rescan() {
            self.lose();
        }
        let only_looked = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => true,
            _ => false,
        };
        if !only_looked {
            for path in event.paths {
                self.touch(path);
            }
        }
    }

    fn touch(&self, path: PathBuf) {
        if self.waits.paths.fetch_add(1, Ordering::SeqCst) < MOST {
            return self.send(Touch::Path(path));
        }
        self.waits.paths.fetch_sub(1, Ordering::SeqCst);
        self.lose();
    }

    /// Tells that some were lost, once for all that are lost until then.
    pub(super) fn lose(&self) {
        if !self.waits.loss.swap(true, Ordering::SeqCst) {
            self.send(Touch::Lost);
        }
    }

    /// Nobody may be there to listen any more.
    pub(super) fn send(&self, touch: Touch) {
        let _ = self.sender.send(touch);
    }
}

impl Told {
    /// The next that was told; waits for it, for so long where there is a limit.
    pub(super) fn next(&self, limit: Option<Duration>) -> Result<Touch, RecvTimeoutError> {
        let touch = match limit {
            Some(limit) => self.receiver.recv_timeout(limit)?,
            None => self.receiver.recv()?,
        };
        match touch {
            Touch::Path(_) => {
                self.waits.paths.fetch_sub(1, Ordering::SeqCst);
            }
            // Before anybody looks: what is lost from now on may not be seen by that look.
            Touch::Lost => self.waits.loss.store(false, Ordering::SeqCst),
            Touch::Failed(_) | Touch::Stop => {}
        }
        Ok(touch)
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind};

    use super::*;

    fn waiting(told: &Told) -> Vec<Touch> {
        let next = || told.next(Some(Duration::ZERO)).ok();
        std::iter::from_fn(next).collect()
    }

    fn told(event: Event) -> Vec<Touch> {
        let (touches, told) = Touches::new();
        touches.tell(Ok(event.add_path("/x".into())));
        waiting(&told)
    }

    #[test]
    fn looking_is_no_news_and_losing_some_is() {
        let open = AccessKind::Open(AccessMode::Any);
        let metadata = ModifyKind::Metadata(MetadataKind::Any);
        for kind in [EventKind::Access(open), EventKind::Modify(metadata)] {
            assert!(told(Event::new(kind)).is_empty(), "{kind:?}");
        }
        let written = AccessKind::Close(AccessMode::Write);
        let data = ModifyKind::Data(DataChange::Any);
        for kind in [
            EventKind::Access(written),
            EventKind::Modify(data),
            EventKind::Create(CreateKind::File),
        ] {
            assert!(matches!(told(Event::new(kind))[..], [Touch::Path(_)]));
        }
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(matches!(told(lost)[..], [Touch::Lost, ..]));
    }

    #[test]
    fn where_nobody_looks_so_much_waits_and_the_rest_is_told_as_lost() {
        let (touches, told) = Touches::new();
        for round in ["first", "after somebody looked"] {
            for _ in 0..MOST + 3 {
                let event = Event::new(EventKind::Create(CreateKind::File));
                touches.tell(Ok(event.add_path("/x".into())));
            }
            let waiting = waiting(&told);
            assert_eq!(waiting.len(), MOST + 1, "{round}");
            assert!(matches!(waiting.last(), Some(Touch::Lost)), "{round}");
        }
    }
}
