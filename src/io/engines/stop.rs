//! Calling a scan off.

use tokio::sync::watch;

/// Calls off. So does dropping it: nobody waits any more.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Is called off.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

/// A way to call off, and to learn of it.
pub fn stop() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Calls off.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Waits until it is called off.
    pub(super) async fn called(&mut self) {
        // Where nobody can call any more, nobody waits either.
        let _ = self.0.wait_for(|called| *called).await;
    }
}
